"""Parquet as a run writes it."""

from pathlib import Path

from claimtable.exports.options import ExportOptions, Remark
from claimtable.exports.source import RunTables
from claimtable.exports.table_files import write_tables
from claimtable.folder.writers import ParquetTableWriter


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:
    """Write the tables as Parquet with the types of `schemas.columns`."""
    write_tables(run, path, options, writer=ParquetTableWriter, suffix="parquet")
    return []
