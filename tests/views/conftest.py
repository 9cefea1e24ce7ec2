from pathlib import Path

import pytest
from view_pages import write_pages

from claimtable.run import run_extract


@pytest.fixture(scope="session")
def forest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the invented papers; tests only read it."""
    folder = tmp_path_factory.mktemp("forest")
    run_extract([str(write_pages(folder / "pages.jsonl"))], folder / "out")
    return folder / "out"
