"""What the input is cut into: row groups of Parquet files, on the disk or wherever fsspec reaches."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from claimtable.readers.inputs import Origin, name_entries, read_failure
from claimtable.readers.parquet_table import parquet_faults, read_rows
from claimtable.readers.reach import list_files
from claimtable.readers.source import UnreadableError
from schemas import InputError, Paper, RejectRow

PART_ROWS = 10_000  # papers of a part, unless one row group has more
_SUFFIXES = (".parquet", ".parq", ".pq")


class Part(NamedTuple):
    """Some row groups of a file; `first` rows stand before them. With a fault there is nothing to read."""

    number: int
    file: str  # as it was named, for the tables
    address: str  # what a worker opens, wherever it stands
    groups: tuple[int, ...] = ()
    first: int = 0
    rows: int = 0
    fault: tuple[str, str] | None = None


class Reading(NamedTuple):
    """How papers are read."""

    max_chars: int | None
    columns: Mapping[str, str]


def list_parquet(inputs: Sequence[str]) -> list[str]:
    """The Parquet files that the inputs name, in order; an address with `://` is opened by fsspec.

    Raises:
        InputError: an input does not exist, or is no Parquet file.
    """
    files: list[str] = []
    for name in inputs:
        found = _list_remote(name) if "://" in name else list_files([name])
        tables = [file for file in found if file.lower().endswith(_SUFFIXES)]
        if not tables:
            raise InputError("no Parquet file", place=name, remedy="write the papers as .parquet, or leave --engine out")
        files += tables
    return files


def _list_remote(name: str) -> list[str]:
    import fsspec

    try:
        files, path = fsspec.core.url_to_fs(name)
        found = files.glob(path) if any(mark in path for mark in "*?[") else files.find(path)
    except (OSError, ImportError, ValueError) as error:
        raise InputError(" ".join(str(error).split()), place=name, remedy="check the address and its package") from None
    if not found:
        raise InputError("no such file or folder", place=name, remedy="check the address")
    return [str(files.unstrip_protocol(path)) for path in sorted(found)]


def address_of(name: str) -> str:
    """The address of a file or folder, the same from any working directory."""
    return name if "://" in name else str(Path(name).absolute())


def group_rows(address: str) -> list[int] | tuple[str, str]:
    """The rows of each row group of the file at an address; code and reason where it cannot be read."""
    import fsspec
    import pyarrow.parquet as pq

    try:
        with parquet_faults(), fsspec.open(address, "rb") as stream, pq.ParquetFile(stream) as table:
            return [table.metadata.row_group(number).num_rows for number in range(table.num_row_groups)]
    except UnreadableError as error:
        return error.code, error.reason


def cut(files: Sequence[str], rows: Iterable[list[int] | tuple[str, str]]) -> list[Part]:
    """The parts of all files, in order."""
    parts: list[Part] = []
    for file, counts in zip(files, rows, strict=True):
        if isinstance(counts, tuple):
            parts.append(Part(len(parts), file, address_of(file), fault=counts))
            continue
        if sum(counts) == 0:
            parts.append(
                Part(len(parts), file, address_of(file), fault=("no-entries", "the reader parquet finds no paper in it"))
            )
            continue
        first = held = 0
        groups: list[int] = []
        for number, count in enumerate(counts):
            if groups and held + count > PART_ROWS:
                parts.append(Part(len(parts), file, address_of(file), tuple(groups), first, held))
                first, held, groups = first + held, 0, []
            groups.append(number)
            held += count
        parts.append(Part(len(parts), file, address_of(file), tuple(groups), first, held))
    return parts


def read_part(part: Part, reading: Reading, take_id: Callable[[str], str] = str) -> Iterator[Paper | RejectRow]:
    """The papers of a part, and what stands for those that cannot be read."""
    import fsspec
    import pyarrow.parquet as pq

    if part.fault is not None:
        yield read_failure(part.file, *part.fault)
        return
    origin = Origin(part.file, PurePosixPath(part.file).stem, "parquet")
    try:
        with parquet_faults(), fsspec.open(part.address, "rb") as stream, pq.ParquetFile(stream) as table:
            rows = read_rows(table, reading.columns, row_groups=part.groups, first=part.first)
            numbered = enumerate(rows, start=part.first + 1)
            yield from name_entries(numbered, origin, max_chars=reading.max_chars, take_id=take_id)
    except UnreadableError as error:
        yield read_failure(part.file, error.code, error.reason, line=error.line, text=error.text)
