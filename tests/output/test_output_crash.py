"""A run that dies at any moment leaves the whole old run or the whole new one, and nobody else's file touched."""

import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def crashes(folder: Path, mode: str) -> list[str]:
    script = Path(__file__).with_name("crash_run.py")
    done = subprocess.run(
        [sys.executable, str(script), str(folder), mode], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return [line.split(" ", 1)[1] for line in done.stdout.splitlines()]


def test_a_run_killed_at_any_step_leaves_the_old_run_or_the_new_one(tmp_path: Path) -> None:
    outcomes = crashes(tmp_path / "out", "write")
    assert [outcome for outcome, _ in groupby(outcomes)] == ["old", "new"]
    assert len(outcomes) > 20


def test_a_recovery_killed_at_any_step_is_finished_by_the_next(tmp_path: Path) -> None:
    outcomes = crashes(tmp_path / "out", "open")
    assert set(outcomes) == {"new"}
    assert len(outcomes) > 5
