import shutil
from pathlib import Path

import pytest
from check_runs import write_pages

from claimtable.run import run_extract


@pytest.fixture(scope="session")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    run_extract([str(write_pages(folder))], folder / "out")
    return folder


@pytest.fixture
def run(_written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of an output folder, `out`, beside its pages; the working folder is the one that holds both."""
    shutil.copytree(_written, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Path("out")
