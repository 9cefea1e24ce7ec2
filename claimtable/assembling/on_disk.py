"""DuckDB for what must not depend on memory: it sorts and counts in a folder that is thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from schemas import OutputError

if TYPE_CHECKING:
    import duckdb


@contextmanager
def duckdb_errors(folder: Path) -> Iterator[None]:
    """Turn what DuckDB cannot do on the disk into an OutputError that names the place."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise OutputError(
            str(error).splitlines()[0],
            place=str(folder),
            remedy="check free space and permissions, or choose another folder with -o",
        ) from None


def open_duckdb(folder: Path, memory: str, name: str | None = None) -> "duckdb.DuckDBPyConnection":
    """A connection that takes so much memory, such as 128MB, before it uses the folder; a database there where it has a name."""
    import duckdb

    options: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "threads": 1,  # a second one takes more memory, and little less time
        "temp_directory": str(folder / "duckdb"),
    }
    connection = duckdb.connect(str(folder / name) if name else ":memory:", config=options)
    connection.execute("SET enable_progress_bar = false")
    return connection
