"""Runs that several tests export, written once."""

from pathlib import Path

import pytest
from export_runs import write_hostile, write_sample


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "run"
    write_sample(folder)
    return folder


@pytest.fixture(scope="session")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "run"
    write_hostile(folder)
    return folder


@pytest.fixture(params=["sample", "hostile"])
def run_folder(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(f"{request.param}_run")
    return folder
