"""Read files, folders and standard input into papers, and what cannot be read into rejects."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from claimtable.readers.dates import is_partial_date
from claimtable.readers.entry import Entry, Fault, Found, Reader
from claimtable.readers.entry_ids import EntryIds
from claimtable.readers.reach import PERMISSIONS, STDIN, Unreached, reach
from claimtable.readers.registry import READERS
from claimtable.readers.source import Source, UnreadableError
from claimtable.readers.unpack import ZIP, parts
from schemas import InputError, OptionError, Paper, RejectRow

__all__ = ["STDIN", "Origin", "name_entries", "read_failure", "read_inputs"]

_SHOWN_TEXT = 1_000
_SHOWN_DATE = 80
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # workbooks of old, and those under a password
_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
# The name by which other modules know it so far.
_EntryIds = EntryIds


def read_inputs(
    inputs: Sequence[str],
    *,
    reader: str | None = None,
    max_chars: int | None = 200_000,
    columns: Mapping[str, str] = _NO_COLUMNS,
    stdin: BinaryIO | None = None,
    on_file: Callable[[str, int | None], None] | None = None,
) -> Iterator[Paper | RejectRow]:
    """Read papers in order, each with an entry_id of its own; a reject stands where one cannot be read.

    An input that does not exist or cannot be read is a reject as well, as long as there is another one.

    The stage of a reject says what it means: `read` could not be read, `skip` has nothing to read (a deleted record),
    `note` follows the paper it is about.

    Args:
        inputs: Files, folders (read with all below them, but for hidden files and the folders of earlier runs), globs, or `-` for
            standard input.
        reader: Name of the layout; found from the content of each file where None.
        max_chars: Longest abstract that is taken; None for any.
        columns: For tables, the column of each field; the usual names where it says nothing.
        stdin: What `-` reads; the process's own standard input where None.
        on_file: Called with name and size in bytes (None for standard input) as each file begins.

    Raises:
        OptionError: There is no such reader, or `-` stands twice.
        InputError: Not one of the inputs exists, or not one of the files can be read.
    """
    chosen = None if reader is None else _reader(reader)
    files = reach(inputs)
    if isinstance(files[0], Unreached) and all(isinstance(one, Unreached) for one in files):
        raise files[0].error
    return _read_files(files, _Options(chosen, max_chars, columns), stdin, on_file)


def _reader(name: str) -> Reader:
    if name not in READERS:
        raise OptionError(f"no reader {name!r}", place="--reader", remedy=f"choose one of {', '.join(READERS)}")
    return READERS[name]


class _Options(NamedTuple):
    """How files are read."""

    reader: Reader | None
    max_chars: int | None
    columns: Mapping[str, str]


def _read_files(
    files: Sequence[str | Unreached],
    options: _Options,
    stdin: BinaryIO | None,
    on_file: Callable[[str, int | None], None] | None,
) -> Iterator[Paper | RejectRow]:
    entry_ids = EntryIds()
    failures: list[RejectRow] = []
    readable = False
    for name in files:
        rows = iter([_told(name)]) if isinstance(name, Unreached) else _read_file(name, options, entry_ids, stdin, on_file)
        for row in rows:
            if isinstance(row, _Failure):
                failures.append(row)
                # Told here even where the error below follows: only the end shows whether anything could be read.
                yield RejectRow(**dict(row))
            else:
                yield row
                readable = True
    if failures and not readable:
        others = f" (nor can the {len(files) - 1} others)" if len(files) > 1 else ""
        raise InputError(f"cannot be read{others}: {failures[0].reason}", place=_place(failures[0]))


class _Failure(RejectRow):
    """A file, or a file of an archive, that cannot be read from here on."""


def _told(one: Unreached) -> RejectRow:
    return read_failure(one.error.place, one.code, f"{one.error.message}; {one.error.remedy}")


def _read_file(
    name: str,
    options: _Options,
    entry_ids: EntryIds,
    stdin: BinaryIO | None,
    on_file: Callable[[str, int | None], None] | None,
) -> Iterator[Paper | RejectRow]:
    """The papers of a file, or of all files of an archive; a failure stands where one ends early."""
    part = name
    try:
        if on_file is not None:
            on_file(name, None if name == STDIN else Path(name).stat().st_size)
        with nullcontext(stdin or sys.stdin.buffer) if name == STDIN else Path(name).open("rb") as stream:
            for part, open_part in parts(name, stream):
                try:
                    with closing(Source(part, open_part(), columns=options.columns)) as source:
                        yield from _read_source(source, options, entry_ids)
                except UnreadableError as error:
                    yield read_failure(part, error.code, error.reason, line=error.line, text=error.text)
    except UnreadableError as error:
        yield read_failure(name, error.code, error.reason, line=error.line, text=error.text)
    except OSError as error:
        yield read_failure(part, "unreadable-file", f"{error.strerror or error}; {PERMISSIONS}")


def _place(reject: RejectRow) -> str:
    return f"{reject.source}:{reject.line}" if reject.line else str(reject.source)


def _detect(source: Source) -> Reader:
    """The reader that is surest of the source; the earlier one of two."""
    _refuse_binary(source)
    best, score = None, 0.0
    for reader in READERS.values():
        found = reader.detect(source)
        if found > score:
            best, score = reader, found
        if score >= 1:
            break
    if best is None:
        raise _unknown(source)
    return best


def _refuse_binary(source: Source) -> None:
    """Say what is wrong with files that look like ours from the outside."""
    if source.head.startswith(_OLE):
        reason = "an old .xls, or a workbook under a password; save it as .xlsx without one"
        raise UnreadableError("encrypted-file", reason)
    if source.head.startswith(ZIP) and not READERS["excel"].detect(source):
        raise UnreadableError("binary-file", "an archive within an archive; unpack it first")


def _unknown(source: Source) -> UnreadableError:
    """What to say of a source that no reader knows."""
    if not source.text.strip():
        return UnreadableError("empty-file", "the file is empty")
    what = "XML of an unknown kind" if source.head.lstrip().startswith(b"<?xml") else "unknown layout"
    return UnreadableError("unknown-layout", f"{what}; name it with --reader (one of {', '.join(READERS)})", line=1)


def _read_source(source: Source, options: _Options, entry_ids: EntryIds) -> Iterator[Paper | RejectRow]:
    reader = options.reader or _detect(source)
    number = 0

    def counted() -> Iterator[tuple[int, Found]]:
        nonlocal number
        for found in reader.read(source):
            number += 1
            yield number, found

    origin = Origin(source.name, source.stem, reader.name)
    yield from name_entries(counted(), origin, max_chars=options.max_chars, take_id=entry_ids.take)
    if number == 0:
        if not source.head.strip():
            raise UnreadableError("empty-file", "the file is empty")
        remedy = "; leave --reader out" if options.reader is not None else ""
        raise UnreadableError("no-entries", f"the reader {reader.name} finds no paper in it{remedy}")


class Origin(NamedTuple):
    """Where entries come from: the name of the file, what the ids of papers without one begin with, and the reader."""

    source: str
    stem: str
    reader: str


def name_entries(
    found: Iterable[tuple[int, Found]], origin: Origin, *, max_chars: int | None, take_id: Callable[[str], str]
) -> Iterator[Paper | RejectRow]:
    """Papers and rejects of what a reader found, each with its running number; `take_id` makes the entry_id of a paper_id."""
    for number, one in found:
        if isinstance(one, Fault):
            yield _reject(origin.source, one.code, one.reason, line=one.line, text=one.text, stage=one.stage)
            continue
        if (reject := _check(one, origin.source, max_chars)) is not None:
            yield reject
            continue
        paper_id = one.paper_id or f"{origin.stem}#{number}"
        entry_id = take_id(paper_id)
        fields = one.model_dump(exclude={"published_text"}) | {"paper_id": paper_id, "entry_id": entry_id}
        yield Paper(**fields, source=origin.source, reader=origin.reader)
        if (said := one.published_text) and one.published is None and not is_partial_date(said):
            reason = f"published {said[:_SHOWN_DATE]!r} is no date, and is left out; write it as 2024-05-31"
            yield _reject(origin.source, "no-date", reason, line=one.line, text=said, stage="note", entry_id=entry_id)


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


def _reject(
    source: str,
    code: str,
    reason: str,
    *,
    line: int | None = None,
    text: str | None = None,
    stage: str = "read",
    entry_id: str | None = None,
) -> RejectRow:
    return RejectRow(
        stage=stage,
        code=code,
        reason=reason,
        source=source.encode(errors="replace").decode(),
        line=line,
        entry_id=entry_id,
        record_id=None,
        start=None,
        end=None,
        text=text[:_SHOWN_TEXT] if text is not None else None,
        sentence=None,
        rule=None,
        content=None,
    )


def read_failure(source: str, code: str, reason: str, *, line: int | None = None, text: str | None = None) -> RejectRow:
    """The reject that stands for a file which cannot be read, or not from here on."""
    return _Failure(**dict(_reject(source, code, reason, line=line, text=text)))
