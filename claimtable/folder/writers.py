"""Typed rows in, files out: CSV, Parquet, JSON Lines, and the leaderboards as a Markdown page. Same rows, same bytes.

Tables take their rows chunk by chunk, and however the rows are cut into chunks, the files come out the same.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

from pydantic import BaseModel, JsonValue

from claimtable.folder.manifest import Manifest, own_rules
from claimtable.folder.store import NewRun, disk_errors, new_run
from claimtable.tables.page import to_page
from schemas import ComparisonRow, LeaderboardRow, Paper, RejectRow, ResultRow
from schemas.columns import TABLES, arrow_schema, table_columns, to_columns

if TYPE_CHECKING:
    import pyarrow.parquet

CHUNK = 16_384  # rows that are written at once; also the row group of Parquet
_LINES = 1_024  # rows that are turned into Python's values at once
# Python's own str.splitlines takes these for line ends, and so do readers built on it; JSON has another way to say them
_LINE_ENDS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class _LineWriter:
    """A format of lines, in which Python writes the values."""

    def write(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Append rows, given as columns."""
        raise NotImplementedError

    def write_table(self, rows: "pyarrow.Table") -> None:
        """Append rows, some at a time, for Python's values take five times the memory of Arrow's."""
        for batch in rows.to_batches(max_chunksize=_LINES):
            self.write(batch.to_pydict())


class CsvWriter(_LineWriter):
    """CSV by RFC 4180 in UTF-8: header, CRLF, empty for null, ISO dates, true and false, JSON for a list."""

    def __init__(self, path: Path, table: str) -> None:
        self._stream: IO[str] = path.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._stream, lineterminator="\r\n")
        self._csv.writerow(column.name for column in table_columns(table))

    def write(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Append rows, given as columns."""
        self._csv.writerows(zip(*(map(_csv_cell, values) for values in columns.values()), strict=True))

    def close(self) -> None:
        """End the file."""
        self._stream.close()


class JsonLinesWriter(_LineWriter):
    """One JSON object a line, UTF-8; no character that some reader takes for a line end."""

    def __init__(self, path: Path, table: str) -> None:
        self._stream: IO[str] = path.open("w", encoding="utf-8", newline="")
        self._names = [column.name for column in table_columns(table)]

    def write(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Append rows, given as columns."""
        self._stream.writelines(
            json_line(dict(zip(self._names, row, strict=True))) for row in zip(*columns.values(), strict=True)
        )

    def close(self) -> None:
        """End the file."""
        self._stream.close()


class ParquetTableWriter:
    """Parquet with the types of `schemas.columns`, zstd, one row group a chunk."""

    def __init__(self, path: Path, table: str) -> None:
        import pyarrow.parquet as pq

        self._schema = arrow_schema(table)
        self._writer: pyarrow.parquet.ParquetWriter = pq.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Append rows, given as columns."""
        import pyarrow as pa

        self.write_table(pa.Table.from_pydict(dict(columns), schema=self._schema))

    def write_table(self, rows: "pyarrow.Table") -> None:
        """Append rows."""
        self._writer.write_table(rows)

    def close(self) -> None:
        """End the file."""
        self._writer.close()


class FileWriter(Protocol):
    """One file of a table, in one format."""

    def __init__(self, path: Path, table: str) -> None: ...

    def write(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Append rows, given as columns."""

    def write_table(self, rows: "pyarrow.Table") -> None:
        """Append rows, given as an Arrow table of the schema; not more than `CHUNK` at once."""

    def close(self) -> None:
        """End the file."""


_WRITERS: Mapping[str, type[FileWriter]] = {"csv": CsvWriter, "parquet": ParquetTableWriter, "jsonl": JsonLinesWriter}
_FORMATS: Mapping[str, tuple[str, ...]] = {"results": ("csv", "parquet", "jsonl")}


class TableWriter:
    """One table of a run in all its formats; rows wait as Arrow tables, which take a fifth of the memory of Python's values."""

    def __init__(self, run: NewRun, table: str) -> None:
        self._table = table
        self._waiting: list[pyarrow.Table] = []
        self._count = 0
        self._names = _file_names(table)
        paths = [run.path(name) for name in self._names]
        with ExitStack() as stack:
            self._files = [_WRITERS[path.suffix[1:]](path, table) for path in paths]
            for file in self._files:
                stack.callback(file.close)
            self._closing = stack.pop_all()

    def write(self, rows: Iterable[BaseModel]) -> None:
        """Append rows."""
        import pyarrow as pa

        rows = iter(rows)
        while some := list(islice(rows, CHUNK)):
            self.write_table(pa.Table.from_pydict(to_columns(self._table, some), schema=arrow_schema(self._table)))

    def write_table(self, rows: "pyarrow.Table") -> None:
        """Append rows of an Arrow table, of which columns of another name are left out."""
        schema = arrow_schema(self._table)
        self._waiting.append(rows.select(schema.names).cast(schema))
        if self._held() >= CHUNK:
            self._flush()

    def rows(self) -> dict[str, int]:
        """Rows of each file so far."""
        return dict.fromkeys(self._names, self._count + self._held())

    def _held(self) -> int:
        return sum(len(rows) for rows in self._waiting)

    def _flush(self, *, rest: bool = False) -> None:
        """Write so many rows at once, and what is left at the end."""
        import pyarrow as pa

        rows = pa.concat_tables(self._waiting)
        while len(rows) >= CHUNK or (rest and len(rows)):
            some, rows = rows.slice(0, CHUNK).combine_chunks(), rows.slice(CHUNK)
            for file in self._files:
                file.write_table(some)
            self._count += len(some)
        self._waiting = [rows.combine_chunks()]  # a slice would keep all in memory

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._closing:
            if kind is None and self._held():
                self._flush(rest=True)


def json_line(row: Mapping[str, Any]) -> str:
    r"""One row as a line of JSON.

    >>> json_line({"value": 84.5, "conditions": ["5-shot"], "published": date(2025, 1, 31), "title": None})
    '{"value": 84.5, "conditions": ["5-shot"], "published": "2025-01-31", "title": null}\n'
    """
    text = json.dumps(row, ensure_ascii=False, allow_nan=False, default=date.isoformat)
    return (text if text.isascii() else text.translate(_LINE_ENDS)) + "\n"


def result_lines(rows: Sequence[ResultRow]) -> Iterator[str]:
    """The result rows as lines of JSON, as `results.jsonl` holds them."""
    columns = to_columns("results", rows)
    return (json_line(dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True))


def write_tables(
    folder: Path,
    *,
    papers: Iterable[Paper],
    results: Iterable[ResultRow],
    comparisons: Iterable[ComparisonRow],
    leaderboards: Sequence[LeaderboardRow],
    rejects: Iterable[RejectRow],
    summary: Mapping[str, JsonValue],
) -> Manifest:
    """Write a whole run into a folder, in the place of the one before it.

    Raises:
        OutputError: the folder cannot be written, or a foreign file is in the way; the run before it then still stands.
    """
    with new_run(folder) as run:
        return write_into(
            run,
            papers=papers,
            results=results,
            comparisons=comparisons,
            leaderboards=leaderboards,
            rejects=rejects,
            summary=summary,
        )


def write_into(
    run: NewRun,
    *,
    papers: Iterable[Paper],
    results: Iterable[ResultRow],
    comparisons: Iterable[ComparisonRow],
    leaderboards: Sequence[LeaderboardRow],
    rejects: Iterable[RejectRow],
    summary: Mapping[str, JsonValue],
    options: Mapping[str, JsonValue] | None = None,
) -> Manifest:
    """Write all tables of a run that has been begun, and put it in the place of the one before it.

    Raises:
        OutputError: as `write_tables`.
    """
    tables: dict[str, Iterable[BaseModel]] = {
        "papers": papers,
        "results": results,
        "comparisons": comparisons,
        "leaderboards": leaderboards,
        "rejects": rejects,
    }
    counts: dict[str, int] = {}
    with disk_errors(run.folder):
        with ExitStack() as stack:
            # all files first: whatever is in the way shows before the work
            writers = {table: stack.enter_context(TableWriter(run, table)) for table in tables}
            page = run.path("leaderboards.md")
            for table, rows in tables.items():
                writers[table].write(rows)
                counts |= writers[table].rows()
        with page.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(to_page(leaderboards))
        return run.commit(rows=counts, summary=summary, rules=own_rules(), options=options)


def check_folder(folder: Path) -> None:
    """Whether a run can be written there; to be asked before the work, for it would be a pity afterwards.

    Raises:
        OutputError: as `write_tables`.
    """
    with new_run(folder) as run:
        claim_names(run)


def claim_names(run: NewRun) -> None:
    """Name all files that a run will write, so that whatever is in the way shows at once.

    Raises:
        OutputError: a foreign file is in the way.
    """
    for name in chain(*map(_file_names, TABLES), ["leaderboards.md"]):
        run.path(name)


def _file_names(table: str) -> list[str]:
    return [f"{table}.{suffix}" for suffix in _FORMATS.get(table, ("csv", "parquet"))]


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value
