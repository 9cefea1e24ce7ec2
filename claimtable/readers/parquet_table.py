"""Parquet files, a batch of rows at a time."""

from collections.abc import Iterator

from claimtable.readers.columns import find_columns, row_entry
from claimtable.readers.entry import Found, Reader
from claimtable.readers.source import Source, UnreadableError

_BATCH = 1_024


def detect(source: Source) -> float:
    """Certain of the format's first four bytes."""
    return 1.0 if source.head.startswith(b"PAR1") else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers of the rows, in order; `line` counts the rows.

    Raises:
        UnreadableError: The file is damaged, or has no column of abstracts.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source.seekable()) as table:
            names = table.schema_arrow.names
            columns = find_columns(names, source.columns)
            wanted = list(dict.fromkeys(names[at] for at in columns.values()))
            number = 0
            for batch in table.iter_batches(batch_size=_BATCH, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield row_entry({field: row[names[at]] for field, at in columns.items()}, number)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        words = " ".join(str(error).split())[:200]
        raise UnreadableError("damaged-file", f"the Parquet file cannot be read ({words}); write it again") from None


READER = Reader(name="parquet", about="Parquet; --map names the columns", detect=detect, read=read)
