"""Tables made or edited by others, read as they are: what does not fit its column stays as it stands, to be judged.

CSV, JSON Lines and Parquet in; a DataFrame with the dtypes of the schema where every cell fits, and the line of each
row, out.
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas import InputError
from schemas.columns import TABLES, ColumnType, table_columns

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".parquet", ".jsonl")
_INTEGER = re.compile(r"[+-]?\d+(?:\.0+)?\Z")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z")
_LARGEST = 2**62  # an offset or a line; beyond it, Arrow cannot hold an integer
_FLAGS = {"true": True, "false": False}
# A table is told by the columns that none of the others has.
_TELLING = {
    "results": {"value_text", "start", "end", "metric"},
    "papers": {"abstract", "entry_id", "reader"},
    "leaderboards": {"board_id", "rank", "score"},
    "comparisons": {"comparison_id", "subject_value", "reference_value"},
}
_REMEDY = "give an output folder, a table of claimtable (CSV, Parquet, JSON Lines), or pages to extract from"


class ReadTable(NamedTuple):
    """A table as it stands in a file."""

    name: str
    path: Path
    frame: "pd.DataFrame"
    lines: tuple[int, ...] | None

    def line(self, position: int) -> int | None:
        """The line on which the row begins; None in a format without lines."""
        return self.lines[position] if self.lines is not None and position < len(self.lines) else None


def table_of(path: Path) -> str | None:
    """The table that a file holds, by its columns; None where it is none of ours.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        columns = _columns(path)
    except OSError as error:
        raise InputError(error.strerror or str(error), place=str(path), remedy="check its permissions") from None
    except (UnicodeDecodeError, ValueError, csv.Error):
        return None
    return next((table for table, telling in _TELLING.items() if telling <= columns), None)


def _columns(path: Path) -> set[str]:
    if path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return set(pq.read_schema(path).names)
        except pa.ArrowException as error:
            raise InputError(f"no Parquet file: {error}", place=str(path), remedy="write it again") from None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        if path.suffix == ".csv":
            return set(next(csv.reader(stream), ()))
        first = next((line for line in stream if line.strip()), "{}")
    row = json.loads(first)
    return set(row) if isinstance(row, dict) else set()


def read_table_file(path: Path, *, table: str | None = None) -> ReadTable:
    """The table in a file.

    Raises:
        InputError: the file cannot be read, or is no table of ours.
    """
    name = table or table_of(path)
    if name is None:
        raise InputError("this is no table of claimtable", place=str(path), remedy=_REMEDY)
    try:
        if path.suffix == ".parquet":
            return ReadTable(name, path, _from_parquet(path, name), None)
        text = path.read_bytes().decode("utf-8-sig")
        rows, lines = _csv_rows(text, path) if path.suffix == ".csv" else _json_rows(text, path)
    except OSError as error:
        raise InputError(error.strerror or str(error), place=str(path), remedy="check its permissions") from None
    except UnicodeDecodeError as error:
        raise InputError(f"byte {error.start} is no UTF-8", place=str(path), remedy="save it as UTF-8") from None
    types = {column.name: column.type for column in table_columns(name)}
    named: list[str] = list(dict.fromkeys(column for row in rows for column in row)) if rows else list(types)
    parse = _from_cell if path.suffix == ".csv" else _from_json
    columns = {column: [parse(row.get(column), types.get(column, "text")) for row in rows] for column in named}
    return ReadTable(name, path, _frame(name, columns), tuple(lines))


def _from_parquet(path: Path, table: str) -> "pd.DataFrame":
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        columns = pq.read_table(path).to_pydict()
    except pa.ArrowException as error:
        raise InputError(f"no Parquet file: {error}", place=str(path), remedy="write it again") from None
    types = {column.name: column.type for column in table_columns(table)}
    return _frame(table, {name: [_plain(value, types.get(name)) for value in values] for name, values in columns.items()})


def _plain(value: Any, kind: ColumnType | None) -> Any:
    """Days without a time, and no NaN for null, as pandas writes them."""
    if isinstance(value, float) and value != value:  # noqa: PLR0124
        return None
    return value.date() if kind == "date" and isinstance(value, datetime) else value


def _csv_rows(text: str, path: Path) -> tuple[list[dict[str, Any]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    try:
        header = next(reader, [])
        begins = reader.line_num + 1
        for cells in reader:
            if cells:
                if len(cells) > len(header):
                    raise InputError(
                        f"{len(cells)} cells, but the header has {len(header)}",
                        place=f"{path}:{begins}",
                        remedy="quote the cells that hold commas",
                    )
                rows.append(dict(zip(header, cells, strict=False)))
                lines.append(begins)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"no CSV: {error}", place=f"{path}:{reader.line_num}", remedy="mend the quotes") from None
    if not rows:
        return [], []
    return [{name: row.get(name) for name in header} for row in rows], lines


def _json_rows(text: str, path: Path) -> tuple[list[dict[str, Any]], list[int]]:
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"no JSON: {error}", place=f"{path}:{number}", remedy="write one object a line") from None
        if not isinstance(row, dict):
            raise InputError("no JSON object", place=f"{path}:{number}", remedy="write one object a line")
        rows.append(row)
        lines.append(number)
    return rows, lines


def _from_cell(cell: str | None, kind: ColumnType) -> Any:
    """A cell of CSV as its column's type; the text itself where it is none.

    >>> _from_cell("84.5", "number"), _from_cell("true", "boolean"), _from_cell("", "text"), _from_cell("x", "integer")
    (84.5, True, None, 'x')
    """
    if cell is None or cell == "":
        return [] if kind == "list" else None
    if kind == "integer" and _INTEGER.match(cell) and abs(float(cell)) <= _LARGEST:
        return int(cell.partition(".")[0])
    if kind == "number" and _NUMBER.match(cell):
        return float(cell)
    if kind == "boolean":
        return _FLAGS.get(cell.lower(), cell)
    if kind == "date":
        return _day(cell)
    return _words(cell) if kind == "list" else cell


def _from_json(value: Any, kind: ColumnType) -> Any:
    if kind == "date" and isinstance(value, str):
        return _day(value)
    if kind == "number" and isinstance(value, int) and not isinstance(value, bool):
        return float(value) if abs(value) <= _LARGEST else math.inf
    if kind == "list":
        words = isinstance(value, list) and all(isinstance(word, str) for word in value)
        return value if words or value is None else json.dumps(value)  # a text is no list
    too_large = isinstance(value, int) and abs(value) > _LARGEST
    # As bytes, it fits no column, and pandas can still count it.
    return json.dumps(value).encode() if isinstance(value, list | dict) or too_large else value


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text[:10]) if text[10:] in {"", "T00:00:00", " 00:00:00"} else text
    except ValueError:
        return text


def _words(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, list) else text


def _frame(table: str, columns: dict[str, list[Any]]) -> "pd.DataFrame":
    import pandas as pd

    from schemas.columns import pandas_dtypes

    dtypes = pandas_dtypes(table)
    types = {column.name: column.type for column in table_columns(table)}
    fitting = {name for name, values in columns.items() if name in types and _all_fit(values, types[name])}
    # pandas refuses to hold its string columns against columns of other things, so one odd cell makes all of them plain.
    plain = any(types.get(name) == "text" and name not in fitting for name in columns)
    series = {}
    for name, values in columns.items():
        typed = name in fitting and not (plain and types[name] == "text")
        series[name] = _typed(values, dtypes[name], types[name]) if typed else pd.Series(values, dtype=object)
    return pd.DataFrame(series)


def _typed(values: Any, dtype: Any, kind: ColumnType) -> "pd.Series[Any]":
    import numpy as np
    import pandas as pd

    if kind == "date":
        # by way of numpy, which knows days before 1677
        values = np.array(["NaT" if day is None else day.isoformat() for day in values], dtype=dtype)
    series: pd.Series[Any] = pd.Series(values, dtype=dtype)
    return series


_FITS: dict[ColumnType, tuple[type, ...]] = {
    "text": (str,),
    "date": (date,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "list": (list, tuple),
}


def _all_fit(values: Iterable[Any], kind: ColumnType) -> bool:
    allowed = _FITS[kind]
    return all(
        value is None or (isinstance(value, allowed) and not (isinstance(value, bool) and kind in {"integer", "number"}))
        for value in values
    )


def conformed(table: str, frame: "pd.DataFrame") -> "pd.DataFrame | None":
    """The table with the columns of its schema in their order; None where one is missing that must have values."""
    import pandas as pd

    from schemas.columns import pandas_dtypes

    dtypes = pandas_dtypes(table)
    columns: dict[str, Any] = {}
    for column in table_columns(table):
        if column.name in frame.columns:
            columns[column.name] = frame[column.name]
        elif column.type == "list":
            columns[column.name] = pd.Series([[] for _ in range(len(frame))], dtype=object, index=frame.index)
        elif column.nullable:
            columns[column.name] = pd.Series([None] * len(frame), dtype=dtypes[column.name], index=frame.index)
        else:
            return None
    return pd.DataFrame(columns)


def known_tables() -> Sequence[str]:
    """The tables that can be judged."""
    return [name for name in TABLES if name in _TELLING]
