"""Where partitions are written: a folder, or anything that fsspec reaches. A file appears whole or not at all."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas import OutputError
from schemas.columns import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "partitions.json"
WORK = "_work"  # readers of partitioned tables pass over names that begin so


class Place:
    """A folder on the disk or in an object store; every worker makes its own from the address."""

    def __init__(self, url: str) -> None:
        """Nothing is made or looked at yet."""
        import fsspec

        self.url = url
        self._files, self._root = fsspec.core.url_to_fs(url)
        self._local = "file" in _protocols(self._files)

    def begin(self) -> None:
        """Make sure that a run can be written here; what a run that was cut short has left is used again.

        Raises:
            OutputError: something else is here, or nothing can be written.
        """
        with self._errors():
            self._files.makedirs(self._root, exist_ok=True)
            there = {path.rstrip("/").rsplit("/", 1)[-1] for path in self._list(self._root)}
        if MANIFEST in there:
            raise OutputError("a finished run stands here", place=self.url, remedy="name an empty place with -o")
        if foreign := sorted(there - set(TABLES) - {WORK, ""}):
            raise OutputError(
                f"{foreign[0]} is in the way: no run wrote it", place=self.url, remedy="name an empty place with -o"
            )

    def path(self, name: str) -> str:
        """The address of a file, for those who open it by themselves."""
        return f"{self.url.rstrip('/')}/{name}"

    def exists(self, name: str) -> bool:
        """Whether a file is there."""
        with self._errors():
            self._files.invalidate_cache()  # what another worker wrote is in no listing of this one
            return bool(self._files.exists(self._full(name)))

    def read(self, name: str) -> bytes:
        """All bytes of a file."""
        with self._errors():
            content: bytes = self._files.cat_file(self._full(name))
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file in one piece; two workers may do so at once, for what they write is the same."""
        with self._errors():
            full = self._full(name)
            self._files.makedirs(full.rsplit("/", 1)[0], exist_ok=True)
            if not self._local:
                self._files.pipe_file(full, content)  # object stores show an object once it is whole
                return
            part = Path(f"{full}.{uuid.uuid4().hex}.part")
            try:
                with part.open("wb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
                part.replace(full)
            except BaseException:
                part.unlink(missing_ok=True)
                raise

    def write_table(self, name: str, table: "pa.Table") -> None:
        """Write a table as Parquet."""
        import pyarrow.parquet as pq

        content = BytesIO()
        pq.write_table(table, content, compression="zstd")
        self.write(name, content.getvalue())

    def remove(self, name: str) -> None:
        """Remove a file or folder, where it is there."""
        with suppress(FileNotFoundError), self._errors():
            self._files.rm(self._full(name), recursive=True)

    def remove_parts(self, table: str, keep: set[str]) -> None:
        """Remove what an earlier run left of a table, apart from these files."""
        with self._errors():
            for path in self._list(self._full(table)):
                if path.rsplit("/", 1)[-1] not in keep:
                    self._files.rm(path)

    def _list(self, folder: str) -> list[str]:
        """What stands in a folder now; an object store has no folder where nothing stands."""
        self._files.invalidate_cache()
        try:
            return [str(path) for path in self._files.ls(folder, detail=False)]
        except FileNotFoundError:
            return []

    def _full(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise OutputError(
                error.strerror or str(error),
                place=str(error.filename or self.url),
                remedy="check free space and permissions, or choose another place with -o",
            ) from None


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)
