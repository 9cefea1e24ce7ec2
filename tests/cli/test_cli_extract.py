"""`claimtable extract` on good and on damaged input: exit codes, what stands where, nothing lost."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked_program import Program

from claimtable.cli import main
from claimtable.folder.store import read_table

Done = "tuple[Path, subprocess.CompletedProcess[str]]"
GOOD = "Tidepool reaches 84.5% accuracy on ImageNet, compared to 83.1% for DenseMark."


def _line(**fields: object) -> str:
    return json.dumps(fields) + "\n"


def _one_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The one line on standard error of a run that could do nothing."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory, program: Program) -> Done:
    """One run over a folder that holds every sort of damage, and good papers between them."""
    folder = tmp_path_factory.mktemp("damaged")
    pages = folder / "pages"
    pages.mkdir()
    numbers = " ".join(f"F1 is {number % 90}.5%." for number in range(2_000))
    (pages / "papers.jsonl").write_text(
        _line(id="first", abstract=GOOD)
        + _line(id="empty", abstract="")
        + _line(id="numbers", abstract=numbers)
        + _line(id="long", abstract=GOOD * 26_000)
        + '{"id": "cut", "abstract": "Tidepool reaches 84.5'
        + "\n"
        + _line(id="last", abstract=GOOD),
        encoding="utf-8",
    )
    (pages / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (pages / "latin.txt").write_bytes("Abstract:Détecteurs 84,5 %.\n".encode("latin-1"))
    (pages / "poem.txt").write_text("no page of any layout\n")
    return folder / "out", program("extract", str(pages), "-o", str(folder / "out"))


def test_damage_is_reported_and_the_rest_is_done(
    damaged: Done,
) -> None:
    out, done = damaged
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    results = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"first", "last"} <= {row["paper_id"] for row in results}
    assert list(read_table(out, "papers")["paper_id"]) == ["first", "numbers", "last"]
    assert sum(row["paper_id"] == "numbers" for row in results) == 2_000


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("papers.jsonl", "2", "empty"),
        ("papers.jsonl", "4", "--max-chars"),
        ("papers.jsonl", "5", "cut short"),
        ("binary.txt", "", "binary"),
        ("latin.txt", "1", "UTF-8"),
        ("poem.txt", "1", "--reader"),
    ],
)
def test_each_damage_has_its_reject_with_place_and_remedy(damaged: Done, file: str, line: str, words: str) -> None:
    out, done = damaged
    with (out / "rejects.csv").open(encoding="utf-8", newline="") as stream:
        found = [row for row in csv.DictReader(stream) if row["source"].endswith(file) and row["line"] == line]
    assert [row["stage"] for row in found] == ["read"]
    assert words in found[0]["reason"]
    assert found[0]["code"] in done.stderr


def test_extracted_is_written_plus_rejected(damaged: Done) -> None:
    out, done = damaged
    summary = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["summary"]
    assert summary["values_extracted"] == summary["values_written"] + summary["values_rejected"] > 0
    assert f"{summary['values_extracted']:,} extracted" in done.stdout


def test_what_the_authors_wrote_is_kept_and_flagged(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Abstract:Tidepool reaches 104% accuracy on ImageNet.\n")
    done = program("extract", "a.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert "1 extracted = 1 written (1 score) + 0 rejected" in done.stdout
    assert "flagged" in done.stdout


def test_dash_prints_rows_and_nothing_else(program: Program) -> None:
    text = _line(id="a", title="Tidepool: Détecteurs", abstract=GOOD) + "{\n"
    done = program("extract", "-", "-o", "-", text=text)
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["value_text"] for row in rows} == {"84.5%", "83.1%"}
    assert all(GOOD[row["start"] : row["end"]] == row["value_text"] for row in rows)
    assert "invalid-json" in done.stderr


def test_a_missing_file_is_one_clear_line(program: Program) -> None:
    error = _one_line(program("extract", "nowhere.txt"))
    assert "nowhere.txt: no such file" in error


# root may read everything, but for these powers
_WITHOUT_POWERS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


def unprivileged(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The program, begun in that folder by someone whom permissions stop."""
    prefix = _WITHOUT_POWERS if os.geteuid() == 0 else []
    if prefix and shutil.which("setpriv") is None:
        pytest.skip("nothing takes root's powers away here")
    command = [*prefix, sys.executable, "-m", "claimtable", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False)


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Path]:
    """A folder with a good file, one that nobody may read, and two folders that nobody may list or enter."""
    for name in ("good.jsonl", "noperm.jsonl", "tree/a.jsonl", "tree/locked/b.jsonl", "tree/listed/c.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_line(id=name, abstract=GOOD), encoding="utf-8")
    modes = {"noperm.jsonl": 0, "tree/locked": 0, "tree/listed": 0o444}
    for name, mode in modes.items():
        (tmp_path / name).chmod(mode)
    yield tmp_path
    for name in modes:
        (tmp_path / name).chmod(0o755)


def test_an_input_out_of_reach_is_a_reject_and_the_rest_is_read(shut: Path) -> None:
    given = ["noperm.jsonl", "tree/locked/b.jsonl", "tree", "missing.jsonl", "m*.jsonl", "good.jsonl"]
    done = unprivileged(shut, "extract", *given, "-o", "out")
    assert done.returncode == 1, done.stderr
    assert set(read_table(shut / "out", "papers")["paper_id"]) == {"tree/a.jsonl", "good.jsonl"}
    rejects = read_table(shut / "out", "rejects")
    denied = "Permission denied; check its permissions"
    assert list(zip(rejects["source"], rejects["reason"], strict=True)) == [
        ("noperm.jsonl", denied),
        ("tree/locked/b.jsonl", denied),
        ("tree/listed/c.jsonl", denied),
        ("tree/locked", denied),
        ("missing.jsonl", "no such file or folder; check the path"),
        ("m*.jsonl", "no file matches; check the pattern"),
    ]


@pytest.mark.parametrize("given", [["noperm.jsonl"], ["tree/locked", "missing.jsonl"]])
def test_where_no_input_can_be_reached_one_line_says_why(shut: Path, given: list[str]) -> None:
    error = _one_line(unprivileged(shut, "extract", *given, "-o", "out"))
    assert f"{given[0]}: " in error
    assert "Permission denied; check its permissions" in error
    assert not (shut / "out").exists()


@pytest.mark.parametrize("command", [["evaluate"], ["check"]])
def test_a_file_that_may_not_be_read_is_told_as_such(shut: Path, command: list[str]) -> None:
    error = _one_line(unprivileged(shut, *command, "noperm.jsonl"))
    assert "noperm.jsonl: Permission denied; check" in error
    assert "--help" not in error


def test_an_unknown_layout_names_the_file_and_the_remedy(program: Program, tmp_path: Path) -> None:
    (tmp_path / "poem.txt").write_text("no page of any layout\n")
    error = _one_line(program("extract", "poem.txt", cwd=tmp_path))
    assert "poem.txt" in error
    assert "--reader" in error
    assert not (tmp_path / "outputs").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract"], "INPUT"),
        (["extract", ".", "--reader", "scroll"], "arxiv-dump"),
        (["extract", ".", "--max-chars", "0"], "--max-chars"),
        (["extract", ".", "--colour"], "--colour"),
        (["extrakt", "."], "extrakt"),
        (["explain", " "], "empty"),
    ],
)
def test_a_bad_option_is_one_clear_line(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "a.txt").write_text(f"Abstract:{GOOD}\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    printed = capsys.readouterr()
    assert left.value.code == 2
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert words in printed.err


def test_a_foreign_file_in_the_way_is_left_alone(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Abstract:{GOOD}\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "results.csv").write_text("mine")
    error = _one_line(program("extract", "a.txt", "-o", "out", cwd=tmp_path))
    assert "results.csv" in error
    assert (tmp_path / "out" / "results.csv").read_text() == "mine"


def test_a_table_with_columns_of_its_own_and_prose_on_standard_input(tmp_path: Path, program: Program) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(f"No,Words\n7,{json.dumps(GOOD)}\n8,\n", encoding="utf-8")
    done = program("extract", str(table), "-", "--map", "abstract=Words,id=No", "-o", "-", text=GOOD)
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["paper_id"] for line in done.stdout.splitlines()] == ["7", "7", "stdin#1", "stdin#1"]
    assert "skipped or noted 1" in done.stderr


def test_a_map_to_no_column_is_told(tmp_path: Path, program: Program) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("No,Words\n", encoding="utf-8")
    assert "no column 'Text'" in _one_line(program("extract", str(table), "--map", "abstract=Text", "--reader", "csv"))
