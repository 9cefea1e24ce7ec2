"""One DuckDB file: typed tables with keys that hold, views of boards and bests.

DuckDB lays out a file as its threads and its clock will: two exports of one run hold the same, but not in the same bytes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from claimtable.exports.earlier import MARK
from claimtable.exports.options import ExportOptions, Remark
from claimtable.exports.source import RunTables
from claimtable.exports.sql import RECORDS, create_tables, create_views, quoted
from claimtable.folder.manifest import MANIFEST
from schemas import OutputError
from schemas.columns import TABLES, ColumnType, table_columns

if TYPE_CHECKING:
    import duckdb

_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "date": "DATE",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "list": "VARCHAR[]",
}


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:  # noqa: ARG001
    """Write all tables into one database."""
    import duckdb

    try:
        with duckdb.connect(str(path)) as base:
            for statement in create_tables(_TYPES):
                base.execute(statement)
            for table in TABLES:
                _fill(base, run, table)
            for statement in create_views():
                base.execute(statement)
            base.execute(f"COMMENT ON TABLE papers IS '{MARK}'")
    except duckdb.ConstraintException as error:
        raise OutputError(
            f"a link points at a row that is not there ({str(error).splitlines()[0]})",
            place=str(run.folder / MANIFEST),
            remedy=f"claimtable check {run.folder} says which",
        ) from None
    return []


def _fill(base: "duckdb.DuckDBPyConnection", run: RunTables, table: str) -> None:
    names = ", ".join(quoted(column.name) for column in table_columns(table))
    base.register("run_rows", run.arrow(table))
    if table == "results":
        base.execute(f"INSERT INTO {RECORDS} SELECT DISTINCT record_id, entry_id FROM run_rows ORDER BY record_id")
    # DuckDB checks links row by row: what others point at comes first
    parts = ("WHERE duplicate_of IS NULL", "WHERE duplicate_of IS NOT NULL") if table == "papers" else ("",)
    for part in parts:
        base.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM run_rows {part}")
    base.unregister("run_rows")
