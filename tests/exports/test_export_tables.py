"""Formats that hold the tables as they are: each is opened again by its own library and holds what was written."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import openpyxl
import pyarrow.parquet as pq
import pytest
from export_runs import HOSTILE
from openpyxl.utils.escape import unescape

from claimtable.exports import ExportOptions, export_run
from claimtable.exports.source import RunTables
from claimtable.exports.sql import VIEWS
from schemas import OptionError, OutputError
from schemas.columns import TABLES, table_columns

Rows = list[tuple[Any, ...]]


def rows_of(folder: Path, table: str) -> Rows:
    return list(zip(*RunTables(folder).columns(table).values(), strict=True))


def as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


@pytest.mark.parametrize("table", TABLES)
def test_csv(run_folder: Path, tmp_path: Path, table: str) -> None:
    export_run(run_folder, "csv", tmp_path / "out")
    with (tmp_path / "out" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream)
    assert header == [column.name for column in table_columns(table)]
    assert lines == [[as_text(value) for value in row] for row in rows_of(run_folder, table)]


def test_csv_safe_leaves_no_text_that_begins_like_a_formula(hostile_run: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    done = export_run(hostile_run, "csv", out, options=ExportOptions(table="results", csv_safe=True))
    with out.open(encoding="utf-8", newline="") as stream:
        methods = [row["method"] for row in csv.DictReader(stream)]
    assert {"'=1+1", "'@SUM(A1)", "'-2+3", "007"} <= set(methods)
    assert not any(method.startswith(tuple("=+-@\t\r\n")) for method in methods)
    assert "apostrophe" in str(done.remarks[0])


@pytest.mark.parametrize("table", TABLES)
def test_parquet(run_folder: Path, tmp_path: Path, table: str) -> None:
    export_run(run_folder, "parquet", tmp_path / "one.parquet", options=ExportOptions(table=table))
    assert pq.read_table(tmp_path / "one.parquet").equals(RunTables(run_folder).arrow(table))


@pytest.mark.parametrize("table", TABLES)
def test_jsonl(run_folder: Path, tmp_path: Path, table: str) -> None:
    export_run(run_folder, "jsonl", tmp_path / "out")
    lines = (tmp_path / "out" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    told = [tuple(json.loads(line).values()) for line in lines]
    assert told == [
        tuple(value.isoformat() if isinstance(value, date) else value for value in row) for row in rows_of(run_folder, table)
    ]


@pytest.mark.parametrize("table", TABLES)
def test_excel(run_folder: Path, tmp_path: Path, table: str) -> None:
    export_run(run_folder, "excel", tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[table]
    header, *lines = sheet.iter_rows()
    columns = table_columns(table)
    assert [cell.value for cell in header] == [column.name for column in columns]
    assert (sheet.freeze_panes, sheet.auto_filter.ref is not None) == ("A2", True)
    assert sheet.column_dimensions["A"].width > 8
    wanted = rows_of(run_folder, table)
    assert len(lines) == len(wanted)
    kinds = {"text": "s", "list": "s", "integer": "n", "number": "n", "boolean": "b", "date": "d"}
    for cells, row in zip(lines, wanted, strict=True):
        for cell, value, column in zip(cells, row, columns, strict=True):
            shown = "; ".join(value) if isinstance(value, list) else value
            if shown is None or value == []:
                assert cell.value is None
            elif isinstance(shown, date) and shown.year < 1900:
                assert (cell.value, cell.data_type) == (shown.isoformat(), "s")
            else:
                assert cell.data_type == kinds[column.type], column.name
                assert _from_cell(cell.value) == (shown[:32_767] if isinstance(shown, str) else shown)
                assert cell.hyperlink is None


def _from_cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date()
    # openpyxl resolves the escape of an underscore alone
    return unescape(value) if isinstance(value, str) and "_x0041_" not in value else value


def test_excel_counts_what_a_cell_cannot_hold(hostile_run: Path, tmp_path: Path) -> None:
    done = export_run(hostile_run, "excel", tmp_path / "a.xlsx")
    told = " ".join(map(str, done.remarks))
    for words in ("1 dates before 1900", "1 texts are cut at 32,767"):
        assert words in told


@pytest.mark.parametrize("table", TABLES)
def test_sqlite(run_folder: Path, tmp_path: Path, table: str) -> None:
    export_run(run_folder, "sqlite", tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        found = base.execute(f"SELECT * FROM {table}").fetchall()
        links = base.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        named = [row[1] for row in base.execute(f"PRAGMA table_info({table})") if row[5]]
    assert found == [
        tuple(
            json.dumps(value, ensure_ascii=False)
            if isinstance(value, list)
            else value.isoformat()
            if isinstance(value, date)
            else value
            for value in row
        )
        for row in rows_of(run_folder, table)
    ]
    assert links
    assert len(named) == (table != "rejects")


def test_sqlite_refuses_what_the_keys_forbid(sample_run: Path, tmp_path: Path) -> None:
    export_run(sample_run, "sqlite", tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        base.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            base.execute("INSERT INTO papers SELECT * FROM papers LIMIT 1")
        with pytest.raises(sqlite3.IntegrityError, match="kind"):
            base.execute("UPDATE results SET kind = 'guess'")
        base.execute("DELETE FROM papers")
        with pytest.raises(sqlite3.IntegrityError):
            base.commit()


@pytest.mark.parametrize("table", TABLES)
def test_duckdb(run_folder: Path, tmp_path: Path, table: str) -> None:
    export_run(run_folder, "duckdb", tmp_path / "a.duckdb")
    moved = (tmp_path / "a.duckdb").rename(tmp_path / "b.db")  # views and keys must not hang on the name of the file
    with duckdb.connect(str(moved), read_only=True) as base:
        order = "entry_id" if table == "papers" else "rowid"
        found = base.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()
        constraints = {
            row[0]
            for row in base.execute("SELECT constraint_type FROM duckdb_constraints() WHERE table_name = ?", [table]).fetchall()
        }
    wanted = rows_of(run_folder, table)
    assert found == (sorted(wanted, key=lambda row: row[0].encode()) if table == "papers" else wanted)
    assert "FOREIGN KEY" in constraints
    assert ("PRIMARY KEY" in constraints) == (table != "rejects")


@pytest.mark.parametrize("view", VIEWS)
def test_views_say_the_same_in_both_databases(run_folder: Path, tmp_path: Path, view: str) -> None:
    export_run(run_folder, "sqlite", tmp_path / "a.sqlite")
    export_run(run_folder, "duckdb", tmp_path / "a.duckdb")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        lite = base.execute(f"SELECT * FROM {view}").fetchall()
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as base:
        duck = base.execute(f"SELECT * FROM {view}").fetchall()
    said = [tuple(value.isoformat() if isinstance(value, date) else value for value in row) for row in duck]
    assert sorted(map(repr, said)) == sorted(repr(_with_booleans(row, said[0])) for row in lite)


def _with_booleans(row: tuple[Any, ...], like: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(bool(value) if isinstance(kind, bool) else value for value, kind in zip(row, like, strict=True))


def test_bests_are_the_rows_at_rank_one(sample_run: Path, tmp_path: Path) -> None:
    export_run(sample_run, "sqlite", tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        best = base.execute("SELECT score, method, papers FROM bests WHERE dataset = 'ImageNet' AND metric = 'Top-1 Accuracy'")
        assert best.fetchall() == [(85.2, "Undertow: Denoising Autoencoders for Robust Vision", 5)]
        rows = {row[0] for row in base.execute("SELECT row_id FROM bests")}
    assert rows == {row.row_id for row in RunTables(sample_run).leaderboards if row.rank == 1}


def test_frictionless(run_folder: Path, tmp_path: Path) -> None:
    export_run(run_folder, "frictionless", tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "fieldName", "rowNumber", "message"])[:5]
    package = frictionless.Package(str(tmp_path / "package" / "datapackage.json"))
    assert package.get_resource("results").schema.primary_key == ["row_id"]
    for table in TABLES:
        assert package.get_resource(table).schema.foreign_keys
        found = [tuple(row.to_dict().values()) for row in package.get_resource(table).read_rows()]
        assert [tuple(map(_plain, row)) for row in found] == [
            tuple(None if value == "" else value for value in row) for row in rows_of(run_folder, table)
        ]


def _plain(value: Any) -> Any:
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else value


def test_frictionless_finds_an_edit(sample_run: Path, tmp_path: Path) -> None:
    export_run(sample_run, "frictionless", tmp_path / "package")
    file = tmp_path / "package" / "results.csv"
    file.write_bytes(file.read_bytes().replace(b",score,", b",guess,", 1))
    assert not frictionless.validate(str(tmp_path / "package" / "datapackage.json")).valid


def test_hostile_texts_are_all_there(hostile_run: Path) -> None:
    assert {row.method for row in RunTables(hostile_run).results} == set(HOSTILE)


def test_a_run_of_other_columns_is_refused(sample_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimtable.exports import source

    monkeypatch.setattr(source, "arrow_schema", lambda _: pq.read_schema(sample_run / "rejects.parquet"))
    with pytest.raises(OutputError, match=r"papers\.parquet.*this version.*extract again"):
        export_run(sample_run, "csv", tmp_path / "out")


@pytest.mark.parametrize(
    ("to", "options", "words"),
    [
        ("xml", {}, "no format is called 'xml'"),
        ("csv", {"table": "scores"}, "no table is called 'scores'"),
        ("excel", {"table": "results"}, "--table: the format excel has no use for it; it goes with csv, parquet, jsonl"),
        ("html", {"csv_safe": True}, "--csv-safe: the format html has no use for it; it goes with csv"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    sample_run: Path, tmp_path: Path, to: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(OptionError, match=words.replace("(", r"\(")):
        export_run(sample_run, to, tmp_path / "out", options=ExportOptions(**options))
    assert list(tmp_path.iterdir()) == []
