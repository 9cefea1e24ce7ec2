"""Tables to be judged, wherever they are: each is read some rows at a time, and shown to DuckDB as a view.

A table is a DataFrame, an Arrow table, a Parquet file, or chunks of rows in their order (those are laid aside in a file).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, Union

from schemas.columns import arrow_schema, writable

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    Rows: TypeAlias = pd.DataFrame | pa.RecordBatch | pa.Table

Source: TypeAlias = Union[Path, "Rows", Iterable["Rows"]]


class Table(Protocol):
    """A table that is judged."""

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in order."""

    def chunks(self, size: int) -> "Iterator[pd.DataFrame]":
        """Its rows in order, about so many at a time; one chunk without rows where it has none."""

    def relation(self, connection: "duckdb.DuckDBPyConnection", name: str) -> str:
        """Where DuckDB finds its columns and `position`, counted from 0, as the text that follows FROM."""


class FrameTable:
    """A DataFrame, whatever its cells hold."""

    def __init__(self, frame: "pd.DataFrame") -> None:
        self._frame = frame.reset_index(drop=True)

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in order."""
        return [str(name) for name in self._frame.columns]

    def chunks(self, size: int) -> "Iterator[pd.DataFrame]":
        """Its rows in order."""
        for begin in range(0, max(len(self._frame), 1), size):
            yield self._frame.iloc[begin : begin + size].reset_index(drop=True)

    def relation(self, connection: "duckdb.DuckDBPyConnection", name: str) -> str:
        """The frame in Arrow, cells of mixed types as text."""
        import pyarrow as pa

        columns = {str(column): _as_arrow(self._frame[column]) for column in self._frame.columns}
        connection.register(f"{name}_rows", pa.table({"position": pa.array(range(len(self._frame)), pa.int64()), **columns}))
        return f"{name}_rows"


class ParquetTable:
    """A Parquet file, of which no more than a chunk is in memory."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self._path = path
        self._schema = pq.read_schema(path)

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in order."""
        return list(self._schema.names)

    def chunks(self, size: int) -> "Iterator[pd.DataFrame]":
        """Its rows in order."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        waiting: list[pa.RecordBatch] = []
        yielded = False
        # what is buffered ahead stays until the file is closed
        with pq.ParquetFile(self._path, pre_buffer=False) as file:
            for batch in file.iter_batches(batch_size=size):
                waiting.append(batch)
                if sum(len(one) for one in waiting) >= size:
                    yield _to_pandas(pa.Table.from_batches(waiting))
                    waiting, yielded = [], True
        if waiting or not yielded:
            yield _to_pandas(pa.Table.from_batches(waiting, schema=self._schema))

    def relation(self, connection: "duckdb.DuckDBPyConnection", name: str) -> str:  # noqa: ARG002
        """The file, which DuckDB reads column by column."""
        # a path is a pattern to DuckDB: brackets around what would be a sign of one
        path = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(self._path.resolve())).replace("'", "''")
        return f"(SELECT *, file_row_number AS position FROM read_parquet('{path}', file_row_number = true))"


def as_table(name: str, source: Source, aside: Path) -> Table:
    """The source as a table; chunks are laid aside as a Parquet file in the folder `aside`.

    Raises:
        ValueError: a chunk is not of the types of the chunks before it.
    """
    import pandas as pd
    import pyarrow as pa

    if isinstance(source, pd.DataFrame):
        return FrameTable(source)
    if isinstance(source, Path):
        return ParquetTable(source)
    whole = [source] if isinstance(source, pa.Table | pa.RecordBatch) else source
    return ParquetTable(_laid_aside(name, whole, aside / f"{name}.parquet"))


def _laid_aside(name: str, chunks: "Iterable[Rows]", path: Path) -> Path:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    ours = arrow_schema(name)
    plain = pa.schema([field.with_nullable(True) for field in ours])  # a null in the wrong place is there to be found
    writer: pq.ParquetWriter | None = None
    try:
        for number, chunk in enumerate(chunks, start=1):
            names = list(chunk.columns) if isinstance(chunk, pd.DataFrame) else chunk.schema.names
            schema = plain if names == ours.names else None
            try:
                if isinstance(chunk, pd.DataFrame):
                    table = pa.Table.from_pandas(chunk, schema=schema, preserve_index=False)
                else:
                    table = pa.Table.from_batches([chunk]) if isinstance(chunk, pa.RecordBatch) else chunk
                writer = writer or pq.ParquetWriter(path, schema or table.schema, compression="zstd")
                writer.write_table(table.cast(writer.schema))
            except (pa.ArrowException, ValueError) as error:
                raise ValueError(f"chunk {number} of {name} is not of the table's types: {error}") from error
        if writer is None:
            writer = pq.ParquetWriter(path, plain)
    finally:
        if writer is not None:
            writer.close()
    return path


def _to_pandas(table: "pa.Table") -> "pd.DataFrame":
    import pandas as pd
    import pyarrow as pa

    text = pd.StringDtype(na_value=float("nan"))
    kinds = {pa.string(): text, pa.large_string(): text, pa.bool_(): pd.BooleanDtype(), pa.int64(): pd.Int64Dtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get, ignore_metadata=True)
    return frame


def _as_arrow(column: "pd.Series[Any]") -> "pa.Array | pa.ChunkedArray":
    import pyarrow as pa

    if column.dtype != object:
        try:
            return pa.array(column, from_pandas=True)
        except (pa.ArrowException, UnicodeEncodeError):
            pass
    return pa.array([None if is_null(value) else writable(str(value)) for value in column], pa.string())


def is_null(value: object) -> bool:
    """Whether a cell is null, however that is spelled.

    >>> is_null(None), is_null(float("nan")), is_null("nan"), is_null([])
    (True, True, False, False)
    """
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and value != value)  # noqa: PLR0124
