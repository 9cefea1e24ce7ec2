"""Formats that hold a table a file: all tables into a folder, or one into a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimtable.exports.options import ExportOptions
from claimtable.exports.source import RunTables
from claimtable.folder.writers import CHUNK, FileWriter
from schemas.columns import TABLES, table_columns

EMPTY_TEXTS = "empty texts read as missing, for the format cannot tell them apart"
Change = Callable[[str, Mapping[str, Sequence[Any]]], Mapping[str, Sequence[Any]]]


def write_tables(
    run: RunTables, path: Path, options: ExportOptions, *, writer: type[FileWriter], suffix: str, change: Change | None = None
) -> None:
    """Write every table, or the one that the options name; `change` may turn the columns of a table into others."""
    chosen = {options.table: path} if options.table else {table: path / f"{table}.{suffix}" for table in TABLES}
    for table, file in chosen.items():
        write_table(run, table, file, writer=writer, change=change)


def write_table(run: RunTables, table: str, file: Path, *, writer: type[FileWriter], change: Change | None = None) -> None:
    """Write one table into one file, chunk by chunk."""
    stream = writer(file, table)
    try:
        for batch in run.arrow(table).to_batches(max_chunksize=CHUNK):
            columns = batch.to_pydict()
            stream.write(change(table, columns) if change else columns)
    finally:
        stream.close()


def count_empty_texts(run: RunTables, tables: Iterable[str] = TABLES) -> int:
    """How many texts are there but empty, which CSV and sheets cannot tell from missing ones."""
    return sum(
        values.count("")
        for table in tables
        for column, values in zip(table_columns(table), run.columns(table).values(), strict=True)
        if column.type == "text"
    )
