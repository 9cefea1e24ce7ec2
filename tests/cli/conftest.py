"""Runs of the real program that several tests look at happen once."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, subprocess.CompletedProcess[str]]":
    """What `claimtable demo` writes and prints, begun as a user begins it."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "claimtable", "demo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False)
    return folder / "outputs", done
