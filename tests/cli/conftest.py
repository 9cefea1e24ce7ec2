"""Runs of the real program, in processes of their own; runs that several tests look at happen once."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[..., "subprocess.CompletedProcess[str]"]


def run_program(
    *arguments: str, cwd: Path | None = None, text: str | None = None, env: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "claimtable", *arguments],
        cwd=cwd,
        input=text,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="session")
def program() -> Program:
    return run_program


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, subprocess.CompletedProcess[str]]":
    folder = tmp_path_factory.mktemp("demo")
    return folder / "outputs", run_program("demo", cwd=folder)
