"""PATH: an export appears whole or not at all, and replaces nothing but an earlier one."""

import shutil
from pathlib import Path

import pytest

from claimtable.exports import FORMATS, ExportOptions, export_run
from claimtable.exports.formats import Format
from schemas import OutputError

MAPPING = """
datasets:
  ImageNet: {id: someone/imagenet, task_type: image-classification, task_id: top1, metric: Top-1 Accuracy}
"""


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else [file for file in sorted(path.rglob("*")) if file.is_file()]
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def options_for(to: str, folder: Path) -> ExportOptions:
    (folder / "hub.yaml").write_text(MAPPING, encoding="utf-8")
    return ExportOptions(mapping=folder / "hub.yaml") if "mapping" in FORMATS[to].options else ExportOptions()


@pytest.mark.parametrize("to", FORMATS)
def test_an_earlier_export_is_replaced_and_the_same_run_gives_the_same_bytes(sample_run: Path, tmp_path: Path, to: str) -> None:
    options = options_for(to, tmp_path)
    one, two = tmp_path / "a" / "export", tmp_path / "b" / "export"
    export_run(sample_run, to, one, options=options)
    first = contents(one)
    export_run(sample_run, to, one, options=options)
    export_run(sample_run, to, two, options=options)
    assert any(first.values())
    assert contents(two).keys() == contents(one).keys() == first.keys()
    if to != "duckdb":  # which lays out its files by threads and clock
        assert contents(two) == contents(one) == first
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["export"], "nothing is left lying about"


@pytest.mark.parametrize("table", ["papers", "rejects"])
@pytest.mark.parametrize("to", ["csv", "parquet", "jsonl"])
def test_one_table_is_one_file_and_replaced_too(sample_run: Path, tmp_path: Path, to: str, table: str) -> None:
    for _ in range(2):
        done = export_run(sample_run, to, tmp_path / "x", options=ExportOptions(table=table))
    assert (tmp_path / "x").is_file()
    assert done.files == 1


@pytest.mark.parametrize("to", FORMATS)
def test_foreign_files_are_never_replaced_but_by_force(sample_run: Path, tmp_path: Path, to: str) -> None:
    options = options_for(to, tmp_path)
    path = tmp_path / "mine"
    if FORMATS[to].is_folder:
        path.mkdir()
        (path / "notes.txt").write_text("mine")
    else:
        path.write_text("[1, 2]" if to in {"pwc", "displacy"} else "mine")
    before = contents(path)
    with pytest.raises(OutputError, match="--force"):
        export_run(sample_run, to, path, options=options)
    assert contents(path) == before
    export_run(sample_run, to, path, options=options, force=True)
    assert not before.items() & contents(path).items()


def test_a_file_that_came_into_an_exported_folder_keeps_it(sample_run: Path, tmp_path: Path) -> None:
    export_run(sample_run, "csv", tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt: this is no file of an export"):
        export_run(sample_run, "csv", tmp_path / "out")


def test_an_empty_folder_or_file_may_go(sample_run: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    export_run(sample_run, "csv", tmp_path / "folder")
    export_run(sample_run, "pwc", tmp_path / "file")
    assert (tmp_path / "folder" / "papers.csv").exists()
    assert (tmp_path / "file").stat().st_size


def test_an_export_in_another_format_is_not_replaced(sample_run: Path, tmp_path: Path) -> None:
    export_run(sample_run, "pwc", tmp_path / "x")
    with pytest.raises(OutputError, match="no earlier export to displacy"):
        export_run(sample_run, "displacy", tmp_path / "x")
    with pytest.raises(OutputError, match="this is a file, and csv makes a folder"):
        export_run(sample_run, "csv", tmp_path / "x")


@pytest.mark.parametrize("force", [False, True])
def test_no_export_replaces_a_run_or_what_holds_it(sample_run: Path, tmp_path: Path, *, force: bool) -> None:
    run = tmp_path / "runs" / "june"
    shutil.copytree(sample_run, run)
    for path in (run, run.parent, Path.cwd(), Path.home()):
        with pytest.raises(OutputError):
            export_run(run, "csv", path, force=force)
    assert contents(run) == contents(sample_run)


def test_a_link_keeps_pointing_where_it_points(sample_run: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real.json")
    export_run(sample_run, "pwc", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real.json").is_file()


@pytest.mark.parametrize("to", ["csv", "pwc"])
def test_an_export_that_fails_leaves_the_earlier_one(
    sample_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    export_run(sample_run, to, tmp_path / "x")
    before = contents(tmp_path / "x")

    def fail(_run: object, path: Path, _options: object) -> None:
        (path / "half" if path.is_dir() else path).write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Format, "load", lambda _: fail)
    with pytest.raises(OutputError, match="No space left"):
        export_run(sample_run, to, tmp_path / "x")
    assert contents(tmp_path / "x") == before
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
