"""The wheel: a plain install brings whatever the program reads beside its modules, and no test files."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("claimtable", "extract", "rules", "schemas", "validation")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / "source" / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "source")
    build = [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--no-index", "-q", "-w", str(folder)]
    subprocess.run([*build, str(folder / "source")], check=True, capture_output=True, timeout=120)
    (file,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(file).namelist())


@pytest.mark.parametrize("room", ROOMS)
def test_the_wheel_holds_every_module_and_every_file_that_it_reads(wheel: set[str], room: str) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= wheel


def test_the_wheel_holds_nothing_else(wheel: set[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.startswith("claimtable-")} == set(ROOMS)
