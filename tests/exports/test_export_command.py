"""The command: what it says where, and how it refuses."""

import contextlib
from pathlib import Path

import pytest

from claimtable.cli import main
from claimtable.exports import FORMATS


def run(*arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as left:
        main(["export", *arguments])
    return left.value.code


def test_notes_go_to_standard_error(sample_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(sample_run), "--to", "latex", "-o", str(tmp_path / "a.tex")) == 0
    told = capsys.readouterr()
    assert told.out == f"written to {tmp_path / 'a.tex'} (latex)\n"
    assert "rows below the line left out" in told.err


def test_help_lists_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told and fmt.about in told for name, fmt in FORMATS.items())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "--to", "csv", "-o", "x"], "nowhere: no such folder; run claimtable extract"),
        (["RUN", "--to", "xml", "-o", "x"], "'xml' is not one of 'csv', 'parquet'"),
        (["RUN", "--to", "csv"], "Missing option '-o'"),
        (["RUN", "--to", "html", "--csv-safe", "-o", "x"], "--csv-safe: the format html has no use for it"),
        (["RUN", "--to", "every-eval-ever", "--timestamp", "june", "-o", "x"], "'june' does not match the formats"),
        (["RUN", "--to", "excel", "-o", "RUN"], "an export must not replace this folder"),
        (["RUN", "--to", "excel", "-o", "/"], "this names no file or folder of its own"),
    ],
)
def test_mistakes_end_in_one_line(
    sample_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    with contextlib.chdir(tmp_path):
        assert run(*(str(sample_run) if word == "RUN" else word for word in arguments)) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert list(tmp_path.iterdir()) == []
