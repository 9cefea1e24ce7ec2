"""JSON Lines as a run writes them."""

from pathlib import Path

from claimtable.exports.options import ExportOptions, Remark
from claimtable.exports.source import RunTables
from claimtable.exports.table_files import write_tables
from claimtable.folder.writers import JsonLinesWriter


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:
    """Write the tables as one JSON object a line."""
    write_tables(run, path, options, writer=JsonLinesWriter, suffix="jsonl")
    return []
