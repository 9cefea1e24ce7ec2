"""CSV as a run writes it; on demand with a guard against spreadsheets that read a text as a formula."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.source import RunTables
from claimtable.exports.table_files import EMPTY_TEXTS, count_empty_texts, write_tables
from claimtable.folder.writers import CsvWriter
from schemas.columns import TABLES, table_columns

# what spreadsheets take for the start of a formula, in both widths, and what they skip on the way there
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:
    """Write the tables as CSV by RFC 4180."""
    guarded = 0

    def guard(table: str, columns: Mapping[str, Sequence[Any]]) -> Mapping[str, Sequence[Any]]:
        nonlocal guarded
        texts = {column.name for column in table_columns(table) if column.type == "text"}
        safe = {}
        for name, values in columns.items():
            safe[name] = [guard_formula(value) if name in texts else value for value in values]
            guarded += sum(old is not new for old, new in zip(values, safe[name], strict=True))
        return safe

    write_tables(run, path, options, writer=CsvWriter, suffix="csv", change=guard if options.csv_safe else None)
    return remarks(
        {
            "texts begin with an apostrophe now, so that no spreadsheet takes them for a formula": guarded,
            EMPTY_TEXTS: count_empty_texts(run, [options.table] if options.table else TABLES),
        }
    )


def guard_formula(text: str | None) -> str | None:
    """The text, with an apostrophe before what a spreadsheet would take for a formula.

    >>> guard_formula("=1+1"), guard_formula("1+1")
    ("'=1+1", '1+1')
    """
    return "'" + text if text is not None and text.startswith(_FORMULA_STARTS) else text
