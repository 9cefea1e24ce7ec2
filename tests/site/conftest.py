"""One headless Chromium for all tests of pages; where the machine has none, they are skipped with a word."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from report_site import Shown, write_hostile

from claimtable.run import run_extract
from claimtable.sample import sample_files
from claimtable.site import build, write_site
from claimtable.site.tables import read_run

OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--window-size=1360,1000", "--force-color-profile=srgb",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("no Chromium: install chromium and chromium-driver to run the tests of pages")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    folder = tmp_path_factory.mktemp("browser")
    for argument in (*OPTIONS, f"--user-data-dir={folder / 'user'}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(folder / "downloads")})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    os.environ["SE_OFFLINE"] = "true"  # Selenium would look for a driver of its own
    with webdriver.Chrome(options=options, service=webdriver.ChromeService(driver)) as window:
        window.set_script_timeout(20)
        window.downloads = folder / "downloads"  # type: ignore[attr-defined]
        yield window


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The bundled sample with papers that mean harm, and its site: one for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("report")
    run_extract([*sample_files(), str(write_hostile(folder / "hostile.jsonl"))], folder / "run", jobs=1)
    tables = read_run(folder / "run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "read_run", lambda _: tables)  # reading judges the run: once is enough
        return Shown(folder / "run", tables, write_site(folder / "run", folder / "site"))


@pytest.fixture
def read_once(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites of that run are written without judging it again."""
    monkeypatch.setattr(build, "read_run", lambda _: shown.tables)


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """The browser, empty before, and without a word on its console after."""
    chromium.get("about:blank")
    chromium.get_log("browser")
    shutil.rmtree(chromium.downloads, ignore_errors=True)
    Path(chromium.downloads).mkdir()
    yield chromium
    assert chromium.get_log("browser") == []
