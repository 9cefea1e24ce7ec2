"""The files themselves: what stands in a row comes back out of CSV, JSON Lines and Parquet; same rows, same bytes."""

import csv
import io
import json
import string
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from output_rows import change, paper, result

from claimtable.folder import writers
from claimtable.folder.store import open_run, read_table
from claimtable.folder.writers import check_folder, result_lines, write_tables
from claimtable.tables.comparisons import find_comparisons
from claimtable.tables.leaderboards import rank_leaderboards
from schemas import OutputError, Paper, RejectRow, ResultRow
from schemas.columns import TABLES, column_docs, json_schema, pandas_dtypes, table_columns, to_columns, to_frame

NASTY = st.text(
    st.characters(codec="utf-8") | st.sampled_from('",;|\r\n\t\x00\x85\u2028\ufeff\\=\u200f𝟙'), min_size=1, max_size=12
)
TEXT = st.none() | NASTY
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
ROW = st.builds(
    result,
    title=TEXT,
    published=st.none() | st.dates(),
    value=NUMBER,
    value_high=st.none() | NUMBER,
    method=TEXT,
    dataset=TEXT,
    sentence=NASTY,
    conditions=st.lists(NASTY, max_size=3).map(tuple),
    higher_is_better=st.none() | st.booleans(),
)
PAPER = st.builds(
    paper, title=TEXT, abstract=st.text(), line=st.none() | st.integers(1, 2**40), authors=st.lists(NASTY).map(tuple)
)
FILES = {f"{table}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")} | {
    "results.jsonl",
    "leaderboards.md",
}


def write(folder: Path, rows: list[ResultRow], papers: list[Paper] | None = None) -> None:
    write_tables(
        folder,
        papers=papers or [],
        results=iter(rows),
        comparisons=find_comparisons(rows),
        leaderboards=rank_leaderboards(rows),
        rejects=[],
        summary={"results": len(rows)},
    )


def as_text(value: Any) -> str:
    """How a value reads in CSV."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


@given(st.lists(ROW, max_size=4))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_rows_come_back_out_of_every_format(tmp_path: Path, rows: list[ResultRow]) -> None:
    write(tmp_path, rows)
    columns = to_columns("results", rows)
    wanted = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]

    text = (tmp_path / "results.csv").read_bytes().decode("utf-8")
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    assert header == list(columns)
    assert lines == [[as_text(value) for value in row.values()] for row in wanted]

    told = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text("utf-8").splitlines()]
    assert told == [{**row, "published": row["published"] and row["published"].isoformat()} for row in wanted]
    assert "".join(result_lines(rows)) == (tmp_path / "results.jsonl").read_bytes().decode("utf-8")

    pd.testing.assert_frame_equal(read_table(tmp_path, "results"), to_frame("results", rows), check_exact=True)


@given(st.lists(PAPER, max_size=3))
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_papers_come_back_with_their_types(tmp_path: Path, papers: list[Paper]) -> None:
    write(tmp_path, [], papers)
    frame = read_table(tmp_path, "papers")
    pd.testing.assert_frame_equal(frame, to_frame("papers", papers))
    assert list(frame["abstract"]) == [entry.abstract for entry in papers]
    assert [list(names) for names in frame["authors"]] == [list(entry.authors) for entry in papers]


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_its_columns_and_types(tmp_path: Path, table: str) -> None:
    write(tmp_path, [])
    frame = read_table(tmp_path, table)
    assert list(frame.columns) == list(TABLES[table].model_fields)
    assert {name: dtype == frame[name].dtype for name, dtype in pandas_dtypes(table).items()} == dict.fromkeys(frame, True)
    assert (tmp_path / f"{table}.csv").read_bytes().endswith(b"\r\n")


def test_the_run_holds_every_table_and_counts_its_rows(tmp_path: Path) -> None:
    write(tmp_path, [result(), change()])
    manifest = open_run(tmp_path).manifest
    assert set(manifest.names()) == FILES
    rows = {entry.name: entry.rows for entry in manifest.files}
    assert (rows["results.csv"], rows["results.jsonl"], rows["comparisons.parquet"], rows["leaderboards.csv"]) == (
        2,
        2,
        1,
        1,
    )
    assert rows["leaderboards.md"] is None
    assert manifest.summary == {"results": 2}


def test_the_same_rows_give_the_same_bytes_in_any_folder_and_chunking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [result(title="Ünïcode", published=date(2025, 1, 31), conditions=("5-shot",)) for _ in range(7)]
    write(tmp_path / "a", rows)
    write(tmp_path / "b", rows)
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "ab")
    assert first == second
    assert str(tmp_path).encode() not in b"".join(first.values())
    monkeypatch.setattr(writers, "CHUNK", 2)
    write(tmp_path / "c", rows)
    assert (tmp_path / "c" / "results.csv").read_bytes() == first["results.csv"]
    assert len(read_table(tmp_path / "c", "results")) == 7


def test_half_a_character_becomes_a_replacement_of_the_same_length(tmp_path: Path) -> None:
    write(tmp_path, [result(sentence="a\ud800b")], [paper(abstract="x\udfffy")])
    assert read_table(tmp_path, "results")["sentence"][0] == "a\ufffdb"
    assert read_table(tmp_path, "papers")["abstract"][0] == "x\ufffdy"


def test_dates_beyond_the_reach_of_nanoseconds_survive(tmp_path: Path) -> None:
    write(tmp_path, [], [paper(published=date(1, 1, 1)), paper(published=date(9999, 12, 31)), paper()])
    days = read_table(tmp_path, "papers")["published"]
    assert [str(day)[:10] for day in days] == ["0001-01-01", "9999-12-31", "NaT"]


def test_a_failing_table_leaves_the_old_run(tmp_path: Path) -> None:
    write(tmp_path, [result()])
    before = (tmp_path / "manifest.json").read_bytes()
    with pytest.raises(AttributeError):
        write(tmp_path, [], ["no paper"])  # type: ignore[list-item]
    assert (tmp_path / "manifest.json").read_bytes() == before
    assert len(read_table(tmp_path, "results")) == 1


def test_a_folder_can_be_asked_before_the_work(tmp_path: Path) -> None:
    check_folder(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "leaderboards.md").write_text("mine")
    with pytest.raises(OutputError, match=r"leaderboards\.md: this is in the way"):
        check_folder(tmp_path)


@given(st.lists(ROW, min_size=1, max_size=3))
@settings(deadline=None, max_examples=20)
def test_lines_fit_the_json_schema(rows: list[ResultRow]) -> None:
    for line in result_lines(rows):
        jsonschema.validate(json.loads(line), json_schema("results"))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented(table: str) -> None:
    docs = column_docs(table)
    assert all(f"| `{name}` |" in docs for name in TABLES[table].model_fields)
    assert all(column.about for column in table_columns(table))


def test_rejects_are_written(tmp_path: Path) -> None:
    row = RejectRow(
        **{**dict.fromkeys(RejectRow.model_fields), "stage": "read", "code": "cut-short", "reason": "no end", "line": 3}
    )
    write_tables(tmp_path, papers=[], results=[], comparisons=[], leaderboards=[], rejects=[row], summary={})
    frame = read_table(tmp_path, "rejects")
    assert (frame["code"][0], frame["line"][0]) == ("cut-short", 3)


def test_printable_text_is_what_the_csv_shows(tmp_path: Path) -> None:
    write(tmp_path, [result(sentence=string.printable)])
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.DictReader(stream))["sentence"] == string.printable
