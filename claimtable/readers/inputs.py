"""Read files, folders and standard input into papers, and what cannot be read into rejects."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

from claimtable.readers.entry import Entry, Fault, Reader
from claimtable.readers.entry_ids import EntryIds
from claimtable.readers.registry import READERS
from claimtable.readers.source import Source, UnreadableError
from schemas import InputError, OptionError, Paper, RejectRow

_SHOWN_TEXT = 1_000
STDIN = "-"
# The name by which other modules know it so far.
_EntryIds = EntryIds


def read_inputs(
    inputs: Sequence[str],
    *,
    reader: str | None = None,
    max_chars: int | None = 200_000,
    stdin: BinaryIO | None = None,
    on_file: Callable[[str, int | None], None] | None = None,
) -> Iterator[Paper | RejectRow]:
    """Read papers in order, each with an entry_id of its own; a reject stands where one cannot be read.

    Args:
        inputs: Files, folders (read with all below them, hidden files aside) or `-` for standard input.
        reader: Name of the layout; found from the content of each file where None.
        max_chars: Longest abstract that is taken; None for any.
        stdin: What `-` reads; the process's own standard input where None.
        on_file: Called with name and size in bytes (None for standard input) as each file begins.

    Raises:
        OptionError: There is no such reader, or `-` stands twice.
        InputError: An input does not exist, or not one of the files can be read.
    """
    chosen = None if reader is None else _reader(reader)
    files = list_files(inputs)
    return _read_files(files, chosen, max_chars, stdin, on_file)


def list_files(inputs: Sequence[str]) -> list[str]:
    """The files that the inputs name, in order; those of a folder sorted, hidden ones left out.

    Raises:
        OptionError: `-` stands twice.
        InputError: An input does not exist, or a folder holds no file.
    """
    if sum(name == STDIN for name in inputs) > 1:
        raise OptionError("standard input can be read only once", place=STDIN, remedy="give - once")
    if not inputs:
        raise InputError("no input given", remedy="name files or folders, or - for standard input")
    files: list[str] = []
    for name in inputs:
        if name == STDIN:
            files.append(name)
        elif Path(name).is_dir():
            below = sorted(_files_below(name))
            if not below:
                raise InputError("the folder holds no files", place=name, remedy="check the path")
            files += below
        elif Path(name).exists():
            files.append(name)
        else:
            raise InputError("no such file or folder", place=name, remedy="check the path")
    return files


def _files_below(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():
                yield str(path)


def _reader(name: str) -> Reader:
    if name not in READERS:
        raise OptionError(f"no reader {name!r}", place="--reader", remedy=f"choose one of {', '.join(READERS)}")
    return READERS[name]


def _read_files(
    files: Sequence[str],
    chosen: Reader | None,
    max_chars: int | None,
    stdin: BinaryIO | None,
    on_file: Callable[[str, int | None], None] | None,
) -> Iterator[Paper | RejectRow]:
    entry_ids = EntryIds()
    failures: list[RejectRow] = []
    readable = False
    for name in files:
        try:
            if on_file is not None:
                on_file(name, None if name == STDIN else Path(name).stat().st_size)
            with nullcontext(stdin or sys.stdin.buffer) if name == STDIN else Path(name).open("rb") as stream:
                source = Source(name, stream)
                reader = chosen or _detect(source)
                for row in _read_source(source, reader, entry_ids, max_chars):
                    yield row
                    readable = True
        except UnreadableError as error:
            failure = _reject(name, error.code, error.reason, line=error.line, text=error.text)
        except OSError as error:
            failure = _reject(name, "unreadable-file", f"{error.strerror or error}; check its permissions")
        else:
            continue
        failures.append(failure)
        # Told here even where the error below follows: only the end shows whether anything could be read.
        yield failure
    if failures and not readable:
        others = f" (nor can the {len(files) - 1} others)" if len(files) > 1 else ""
        raise InputError(f"cannot be read{others}: {failures[0].reason}", place=_place(failures[0]))


def _place(reject: RejectRow) -> str:
    return f"{reject.source}:{reject.line}" if reject.line else str(reject.source)


def _detect(source: Source) -> Reader:
    """The reader that is surest of the source; the earlier one of two."""
    best, score = None, 0.0
    for reader in READERS.values():
        found = reader.detect(source)
        if found > score:
            best, score = reader, found
        if score >= 1:
            break
    if best is None:
        if not source.text.strip():
            raise UnreadableError("empty-file", "the file is empty")
        names = ", ".join(READERS)
        raise UnreadableError("unknown-layout", f"unknown layout; name it with --reader (one of {names})", line=1)
    return best


def _read_source(source: Source, reader: Reader, entry_ids: EntryIds, max_chars: int | None) -> Iterator[Paper | RejectRow]:
    number = 0
    for found in reader.read(source):
        number += 1
        if isinstance(found, Fault):
            yield _reject(source.name, found.code, found.reason, line=found.line, text=found.text)
            continue
        if (reject := _check(found, source.name, max_chars)) is not None:
            yield reject
            continue
        paper_id = found.paper_id or f"{source.stem}#{number}"
        fields = found.model_dump() | {"paper_id": paper_id, "entry_id": entry_ids.take(paper_id)}
        yield Paper(**fields, source=source.name, reader=reader.name)
    if number == 0:
        if not source.text.strip():
            raise UnreadableError("empty-file", "the file is empty")
        raise UnreadableError("no-entries", f"the reader {reader.name} finds no paper in it; leave --reader out")


def _check(found: Entry, source: str, max_chars: int | None) -> RejectRow | None:
    """The reject that stands for an entry without a usable abstract; None for all others."""
    named = f" of {found.paper_id}" if found.paper_id else ""
    if not found.abstract.strip():
        reason = f"the abstract{named} is empty"
        return _reject(source, "empty-abstract", reason, line=found.line, text=found.title or found.paper_id)
    if max_chars is not None and len(found.abstract) > max_chars:
        reason = f"the abstract{named} has {len(found.abstract)} characters, over the limit of {max_chars}"
        reason += "; raise it with --max-chars"
        return _reject(source, "too-long", reason, line=found.line, text=found.abstract)
    return None


def _reject(source: str, code: str, reason: str, *, line: int | None = None, text: str | None = None) -> RejectRow:
    return RejectRow(
        stage="read",
        code=code,
        reason=reason,
        source=source,
        line=line,
        entry_id=None,
        record_id=None,
        start=None,
        end=None,
        text=text[:_SHOWN_TEXT] if text is not None else None,
        sentence=None,
        rule=None,
        content=None,
    )
