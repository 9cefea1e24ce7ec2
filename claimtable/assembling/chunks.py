"""Finished chunks of a run, laid aside until the run is whole: a run that was cut short goes on from them.

A chunk is named by a hash of what went into it (its papers, options, version and rules), so that it can be used again
wherever the same comes in, and never where anything differs.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from claimtable.folder.manifest import own_rules, own_version
from claimtable.folder.store import disk_errors
from claimtable.interrupts import is_stop
from claimtable.taking.work import Columns, Job
from schemas.columns import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

CHUNKS = ".claimtable-chunks"
_TABLES: Mapping[str, str] = {
    "papers": "papers",
    "unread": "rejects",
    "results": "results",
    "rejects": "rejects",
    "comparisons": "comparisons",
    "scores": "leaderboards",
}


class Chunk(NamedTuple):
    """All that came of some entries of the input, as Arrow tables."""

    papers: "pa.Table"
    unread: "pa.Table"
    results: "pa.Table"
    rejects: "pa.Table"
    comparisons: "pa.Table"
    scores: "pa.Table"
    values: int


class ChunkStore:
    """The chunks of the run that is being written into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / CHUNKS
        with disk_errors(folder):
            self._folder.mkdir(exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(OSError):
            self._folder.rmdir()  # where nothing was laid aside, nothing is left behind
        if is_stop(error) and self._folder.exists():
            raise KeyboardInterrupt("what was extracted is kept, the same command goes on from there") from error

    def key(self, job: Job, unread: Sequence[bytes]) -> str:
        """The name of a chunk."""
        digest = hashlib.sha256(json.dumps([own_version(), own_rules(), job.min_confidence]).encode())
        for part in (*(part for pair in job.papers for part in pair), b"unread", *unread):
            digest.update(b"-" if part is None else str(len(part)).encode() + b" " + part)
        return digest.hexdigest()[:32]

    def has(self, key: str) -> bool:
        """Whether a chunk is there, finished."""
        return self._path(key).exists()

    def save(self, key: str, columns: Mapping[str, Columns], values: int) -> None:
        """Lay a finished chunk aside; it appears whole or not at all."""
        import pyarrow as pa

        arrays = {}
        for name, table in _TABLES.items():
            rows = pa.Table.from_pydict(columns[name], schema=chunk_schema(table)).combine_chunks()
            struct = pa.concat_arrays(rows.to_struct_array().chunks) if len(rows) else pa.array([], pa.struct(rows.schema))
            arrays[name] = pa.LargeListArray.from_arrays([0, len(rows)], struct)
        whole = pa.table({**arrays, "values": [values]})
        part = self._path(key).with_suffix(".part")
        with disk_errors(self._folder):
            with part.open("wb") as stream:
                with pa.ipc.new_file(stream, whole.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as file:
                    file.write_table(whole)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self._path(key))

    def load(self, key: str) -> Chunk:
        """A finished chunk."""
        import pyarrow as pa

        with disk_errors(self._folder), pa.ipc.open_file(self._path(key).read_bytes()) as file:
            whole = file.read_all()
        tables: dict[str, Any] = {}
        for name in _TABLES:
            struct = whole[name].chunk(0).values
            tables[name] = pa.Table.from_arrays(struct.flatten(), schema=pa.schema(list(struct.type)))
        return Chunk(**tables, values=whole["values"][0].as_py())

    def clear(self) -> None:
        """Throw all chunks away: the run that they were for stands, or nobody will go on with it."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.arrow"


def chunk_schema(table: str) -> "pa.Schema":
    """The Arrow schema of a table as chunks have it: without the docs, and a score with the key of its board."""
    import pyarrow as pa

    fields = [field.remove_metadata().with_nullable(True) for field in arrow_schema(table)]
    return pa.schema([*fields, pa.field("key", pa.string())] if table == "leaderboards" else fields)
