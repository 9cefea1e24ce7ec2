"""The output folder: what a run touches, what it refuses, what a reader is told."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from claimtable.folder.store import STAGING, new_run, open_run, read_table
from schemas import OutputError


def write(folder: Path, **files: str) -> None:
    with new_run(folder) as run:
        for stem, text in files.items():
            run.path(f"{stem}.csv").write_text(text)
        run.commit(rows={}, summary={})


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_second_run_replaces_the_first_as_a_whole_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write(tmp_path, a="1", b="1")
    write(tmp_path, b="2", c="2")
    assert names(tmp_path) == {"notes.txt", "b.csv", "c.csv", "manifest.json"}
    assert open_run(tmp_path).read("b.csv") == b"2"


def test_the_manifest_lists_sizes_and_hashes(tmp_path: Path) -> None:
    write(tmp_path, a="hello")
    (entry,) = json.loads((tmp_path / "manifest.json").read_text())["files"]
    assert (entry["name"], entry["bytes"], entry["sha256"][:8]) == ("a.csv", 5, "2cf24dba")


def test_a_run_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    write(tmp_path, a="1")
    with suppress(ZeroDivisionError), new_run(tmp_path) as run:
        run.path("a.csv").write_text("2")
        raise ZeroDivisionError
    assert open_run(tmp_path).read("a.csv") == b"1"
    assert names(tmp_path) == {"a.csv", "manifest.json"}


@pytest.mark.parametrize("make", [lambda path: path.write_text("mine"), Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_a_foreign_file_in_the_way_is_refused_by_name_and_kept(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "a.csv")
    with pytest.raises(OutputError, match=r"a\.csv: this is in the way.*choose another folder"):
        write(tmp_path, a="1")
    assert names(tmp_path) == {"a.csv"}


def test_a_file_that_arrives_during_the_run_is_not_overwritten(tmp_path: Path) -> None:
    with new_run(tmp_path) as run:
        run.path("a.csv").write_text("ours")
        (tmp_path / "a.csv").write_text("mine")
        with pytest.raises(OutputError, match="in the way"):
            run.commit(rows={}, summary={})
    assert (tmp_path / "a.csv").read_text() == "mine"


@pytest.mark.parametrize(
    "manifest",
    [
        '{"name": "A web app"}',
        "no JSON",
        "\udcff",
        '{"format": 1, "claimtable": "0", "files": [{"name": "../notes.txt", "bytes": 0, "sha256": "%s"}]}' % ("0" * 64),
        '{"format": 2, "claimtable": "9"}',
    ],
)
def test_a_manifest_that_is_none_of_ours_is_never_followed(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(manifest.encode(errors="surrogateescape"))
    for act in (lambda: write(folder, a="1"), lambda: open_run(folder)):
        with pytest.raises(OutputError, match="no manifest of claimtable"):
            act()
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert names(folder) == {"manifest.json"}


def test_a_folder_without_a_manifest_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no manifest\.json.*run claimtable extract"):
        open_run(tmp_path)
    with pytest.raises(OutputError, match=r"no such folder.*run claimtable extract"):
        open_run(tmp_path / "gone")


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match="this is a file"):
        write(tmp_path / "out", a="1")


def test_a_changed_or_missing_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, a="1", b="1")
    (tmp_path / "a.csv").write_text("2")
    (tmp_path / "b.csv").unlink()
    run = open_run(tmp_path)
    with pytest.raises(OutputError, match=r"a\.csv: the file is not the one"):
        run.read("a.csv")
    with pytest.raises(OutputError, match=r"b\.csv: No such file"):
        run.read("b.csv")
    with pytest.raises(OutputError, match=r"no such file; it holds a\.csv, b\.csv"):
        run.read("c.csv")


def test_an_unknown_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no table is called 'boards'; the tables are papers, results"):
        read_table(tmp_path, "boards")


@pytest.mark.skipif(os.name == "nt", reason="no locks there")
def test_two_runs_at_once_into_one_folder_are_refused_and_readers_see_the_old_one(tmp_path: Path) -> None:
    write(tmp_path, a="1")
    with new_run(tmp_path) as run:
        run.path("a.csv").write_text("2")
        with pytest.raises(OutputError, match="another run is writing here"), new_run(tmp_path):
            pass
        assert open_run(tmp_path).read("a.csv") == b"1"
        run.commit(rows={}, summary={})
    assert open_run(tmp_path).read("a.csv") == b"2"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=r"Permission denied.*check free space and permissions"):
        write(tmp_path, a="1")


def test_debris_is_cleared_away(tmp_path: Path) -> None:
    write(tmp_path, a="1")
    (tmp_path / STAGING / "new").mkdir(parents=True)
    (tmp_path / STAGING / "new" / "a.csv").write_text("half")
    assert open_run(tmp_path).read("a.csv") == b"1"
    assert names(tmp_path) == {"a.csv", "manifest.json"}
