"""One SQLite file: tables with keys that hold, views of boards and bests. Dates are ISO texts, lists are JSON."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from claimtable.exports.earlier import APPLICATION_ID
from claimtable.exports.options import ExportOptions, Remark
from claimtable.exports.source import RunTables
from claimtable.exports.sql import RECORDS, create_tables, create_views, quoted
from claimtable.folder.manifest import MANIFEST
from schemas import OutputError
from schemas.columns import TABLES, ColumnType, table_columns

_TYPES: Mapping[ColumnType, str] = {
    "text": "TEXT",
    "date": "DATE",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "BOOLEAN",
    "list": "TEXT",
}


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:  # noqa: ARG001
    """Write all tables into one database; the same run gives the same bytes (of one version of SQLite)."""
    # nobody reads what is written aside: no journal, no waiting for the disk
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        base.execute("PRAGMA foreign_keys = ON")
        base.execute("BEGIN")
        # deferred: a link may point at a row that comes later
        for statement in create_tables(_TYPES, self_links=" DEFERRABLE INITIALLY DEFERRED"):
            base.execute(statement)
        for table in TABLES:
            _fill(base, run, table)
        for statement in create_views():
            base.execute(statement)
        try:
            base.execute("COMMIT")
        except sqlite3.IntegrityError:
            broken = base.execute("PRAGMA foreign_key_check").fetchone()
            raise OutputError(
                f"a row of {broken[0]} points at a row of {broken[2]} that is not there",
                place=str(run.folder / MANIFEST),
                remedy=f"claimtable check {run.folder} says which",
            ) from None
    return []


def _fill(base: sqlite3.Connection, run: RunTables, table: str) -> None:
    names = [column.name for column in table_columns(table)]
    rows = run.columns(table)
    if table == "results":
        owners = dict(zip(rows["record_id"], rows["entry_id"], strict=True))
        base.executemany(f"INSERT INTO {RECORDS} VALUES (?, ?)", owners.items())
    marks = ", ".join("?" * len(names))
    cells = zip(*(map(_cell, rows[name]) for name in names), strict=True)
    base.executemany(f"INSERT INTO {table} ({', '.join(map(quoted, names))}) VALUES ({marks})", cells)


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
