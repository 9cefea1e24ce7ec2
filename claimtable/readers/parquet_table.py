"""Parquet files, a batch of rows at a time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claimtable.readers.columns import find_columns, row_entry
from claimtable.readers.entry import Found, Reader
from claimtable.readers.source import Source, UnreadableError

if TYPE_CHECKING:
    import pyarrow.parquet

_BATCH = 1_024


def detect(source: Source) -> float:
    """Certain of the format's first four bytes."""
    return 1.0 if source.head.startswith(b"PAR1") else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers of the rows, in order; `line` counts the rows.

    Raises:
        UnreadableError: The file is damaged, or has no column of abstracts.
    """
    import pyarrow.parquet as pq

    # what is buffered ahead stays until the file is closed
    with parquet_faults(), pq.ParquetFile(source.seekable(), pre_buffer=False) as table:
        yield from read_rows(table, source.columns)


def read_rows(
    table: "pyarrow.parquet.ParquetFile",
    chosen: Mapping[str, str],
    *,
    row_groups: Sequence[int] | None = None,
    first: int = 0,
) -> Iterator[Found]:
    """The papers of some row groups, or of all; before them stand so many rows.

    Raises:
        UnreadableError: The table has no column of abstracts.
    """
    names = table.schema_arrow.names
    columns = find_columns(names, chosen)
    wanted = list(dict.fromkeys(names[at] for at in columns.values()))
    number = first
    for batch in table.iter_batches(batch_size=_BATCH, columns=wanted, row_groups=row_groups):
        for row in batch.to_pylist():
            number += 1
            yield row_entry({field: row[names[at]] for field, at in columns.items()}, number)


@contextmanager
def parquet_faults() -> Iterator[None]:
    """Turn what is wrong with a file into an UnreadableError."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        words = " ".join(str(error).split())[:200]
        raise UnreadableError("damaged-file", f"the Parquet file cannot be read ({words}); write it again") from None


READER = Reader(name="parquet", about="Parquet; --map names the columns", detect=detect, read=read)
