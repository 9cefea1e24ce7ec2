"""The tables' columns, derived from their row models: types for Arrow and pandas, JSON Schema, docs.

A row model in, everything that describes its table out; nothing about a column is written down twice. pyarrow and
pandas are imported only by the functions that need them, for they take a second to load.
"""

import re
import types
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from schemas.base import Frozen
from schemas.papers import Paper
from schemas.rows import ComparisonRow, LeaderboardRow, RejectRow, ResultRow

if TYPE_CHECKING:
    import pandas
    import pyarrow

TABLES: Mapping[str, type[Frozen]] = types.MappingProxyType(
    {
        "papers": Paper,
        "results": ResultRow,
        "comparisons": ComparisonRow,
        "leaderboards": LeaderboardRow,
        "rejects": RejectRow,
    }
)

ColumnType = Literal["text", "date", "integer", "number", "boolean", "list"]

_TYPES: Mapping[Any, ColumnType] = {str: "text", date: "date", int: "integer", float: "number", bool: "boolean"}
_PANDAS: Mapping[ColumnType, Any] = {
    "date": "datetime64[s]",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "list": "object",
}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Column(Frozen):
    """One column of a table."""

    name: str
    type: ColumnType
    nullable: bool
    words: tuple[str, ...] = ()
    about: str


@cache
def table_columns(table: str) -> tuple[Column, ...]:
    """The columns of a table in order.

    >>> [column.name for column in table_columns("papers")][:3]
    ['entry_id', 'paper_id', 'title']
    >>> next(column.words for column in table_columns("results") if column.name == "kind")
    ('score', 'change', 'rank')
    """
    return tuple(_column(name, field) for name, field in TABLES[table].model_fields.items())


def _column(name: str, field: Any) -> Column:
    options = [field.annotation]
    if get_origin(field.annotation) in (Union, types.UnionType):
        options = list(get_args(field.annotation))
    nullable = types.NoneType in options
    plain = [option for option in options if option is not types.NoneType]
    if len(plain) != 1:
        raise TypeError(f"column {name}: a column holds one type, not {field.annotation}")
    words: tuple[str, ...] = ()
    if get_origin(plain[0]) is tuple:
        kind: ColumnType = "list"
    elif issubclass(plain[0], StrEnum):
        kind, words = "text", tuple(plain[0])
    else:
        kind = _TYPES[plain[0]]
    return Column(name=name, type=kind, nullable=nullable, words=words, about=field.description or "")


def arrow_schema(table: str) -> "pyarrow.Schema":
    """The Arrow schema of a table, with the docs of each column as its metadata."""
    import pyarrow as pa

    arrow = {
        "text": pa.string(),
        "date": pa.date32(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    return pa.schema(
        [
            pa.field(column.name, arrow[column.type], nullable=column.nullable, metadata={"about": column.about})
            for column in table_columns(table)
        ]
    )


def pandas_dtypes(table: str) -> dict[str, Any]:
    """The pandas dtype of each column; NaN, NaT and NA stand for null, a list column holds Python lists.

    >>> pandas_dtypes("papers")["published"], pandas_dtypes("papers")["line"]
    ('datetime64[s]', 'Int64')
    """
    import pandas as pd

    # not "str": before pandas 3 that turns None into the word None
    dtypes = {"text": pd.StringDtype(na_value=float("nan")), **_PANDAS}
    return {column.name: dtypes[column.type] for column in table_columns(table)}


def to_columns(table: str, rows: Sequence[BaseModel]) -> dict[str, list[Any]]:
    """The rows turned into columns of plain Python values, in the order of the table.

    A lone surrogate (half a character, which no file can hold) becomes U+FFFD, one for one, so that offsets stay right.
    """
    columns: dict[str, list[Any]] = {}
    for column in table_columns(table):
        name = column.name
        values = [getattr(row, name) for row in rows]
        if column.type == "text":
            values = [value if value is None else writable(value) for value in values]
        elif column.type == "list":
            values = [[writable(word) for word in value] for value in values]
        columns[name] = values
    return columns


def writable(text: str) -> str:
    r"""The text as a plain string that UTF-8 can hold, of the same length.

    >>> writable("DSC \ud800 84") == "DSC \ufffd 84"
    True
    """
    text = str(text)
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def to_frame(table: str, rows: Iterable[BaseModel]) -> "pandas.DataFrame":
    """The rows as a typed DataFrame; an empty one has its columns and dtypes too."""
    return frame_of(table, to_columns(table, list(rows)))


def frame_of(table: str, columns: Mapping[str, Sequence[Any]]) -> "pandas.DataFrame":
    """Columns of Python values as a typed DataFrame."""
    import numpy as np
    import pandas as pd

    dtypes = pandas_dtypes(table)
    series: dict[str, Any] = {}
    for column in table_columns(table):
        values: Any = columns[column.name]
        if column.type == "date":
            # by way of numpy: the nanoseconds that pandas counts in by itself reach from 1677 to 2262 only
            values = np.array(["NaT" if day is None else day.isoformat() for day in values], dtype=_PANDAS["date"])
        series[column.name] = pd.Series(values, dtype=dtypes[column.name])
    return pd.DataFrame(series)


def json_schema(table: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of one row as it stands in JSON Lines.

    >>> json_schema("results")["properties"]["value"]["type"]
    'number'
    """
    schema = TABLES[table].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": table}


def column_docs(table: str) -> str:
    """A Markdown table that says what each column holds.

    >>> print(column_docs("rejects").splitlines()[2])
    | `stage` | text | read, skip (nothing to read there), note (about a paper that was read), extract or validate. |
    """
    lines = ["| column | type | meaning |", "| --- | --- | --- |"]
    for column in table_columns(table):
        kind = column.type if not column.words else " \\| ".join(column.words)
        kind += ", null" if column.nullable else ""
        lines.append(f"| `{column.name}` | {kind} | {column.about.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"
