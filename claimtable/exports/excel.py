"""One workbook, a sheet for each table. Every text is written as a text: none becomes a formula, a link or a number.

XlsxWriter stamps its files with a fixed day and keeps the characters that XML forbids in Excel's own escapes (_x000B_).
"""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtable.exports.earlier import MARK
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.source import RunTables
from schemas import OutputError
from schemas.columns import TABLES, Column, table_columns

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_ROWS = 1_048_576  # of a sheet, with its header
_CHARACTERS = 32_767  # of a cell
_FIRST_DAY = date(1900, 1, 1)
_WIDTHS = (8, 60)  # in characters
_LOOKED_AT = 200  # rows that a column's width is taken from


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:  # noqa: ARG001
    """Write the workbook."""
    import xlsxwriter

    changed: Counter[str] = Counter()
    settings = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, settings) as book:
        book.set_properties({"title": "claimtable", "comments": MARK, "created": datetime(2000, 1, 1)})
        head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
        for table in TABLES:
            changed += _write_sheet(book, run, table, head=head, day=day)
    return remarks(changed)


def _write_sheet(book: "Workbook", run: RunTables, table: str, *, head: "Format", day: "Format") -> Counter[str]:
    columns, values = table_columns(table), run.columns(table)
    rows = run.arrow(table).num_rows
    if rows >= _ROWS:
        raise OutputError(
            f"{rows:,} rows of {table} are more than a sheet can hold",
            place=str(run.folder),
            remedy="use --to parquet, sqlite or duckdb",
        )
    changed: Counter[str] = Counter()
    sheet = book.add_worksheet(table)
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column.name, head)
        cells = [_cell(value, changed) for value in values[column.name]]
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, bool):
                sheet.write_boolean(row, number, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(row, number, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(row, number, cell, day)
            elif cell is not None:
                sheet.write_string(row, number, cell)
        sheet.set_column(number, number, _width(column, cells))
    if table == "leaderboards":  # what people look for first
        sheet.activate()
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    return changed


def _cell(value: Any, changed: Counter[str]) -> Any:
    if isinstance(value, list):
        value = "; ".join(value) or None
    if isinstance(value, date) and value < _FIRST_DAY:
        changed["dates before 1900 are texts, for Excel knows none"] += 1
        return value.isoformat()
    if isinstance(value, str) and _units(value) > _CHARACTERS:
        changed[f"texts are cut at {_CHARACTERS:,} characters, the most that a cell can hold"] += 1
        return _cut(value)
    return value


def _units(text: str) -> int:
    """Characters as Excel counts them: some take two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * _CHARACTERS].decode("utf-16-le", "ignore")


def _width(column: Column, cells: list[Any]) -> int:
    shown = (10 if isinstance(cell, date) else len(str(cell)) for cell in cells[:_LOOKED_AT] if cell is not None)
    return min(max(_WIDTHS[0], len(column.name) + 4, *shown, 0), _WIDTHS[1])
