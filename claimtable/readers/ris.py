"""RIS, as reference managers and publishers export it, record by record."""

import re
from collections.abc import Iterator
from typing import Any

from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader, no_abstract
from claimtable.readers.fields import one_line
from claimtable.readers.source import Source

_BEGIN = re.compile(rb"TY  - ?[A-Za-z]")
_END = re.compile(rb"ER  -")
_FIRST = re.compile(rb"^TY  - ?[A-Za-z]{2,}\s*$", re.MULTILINE)
_SHOWN = 1_000


def detect(source: Source) -> float:
    """Certain where a line opens a record; lines before it name the provider."""
    return 1.0 if b"\0" not in source.head and _FIRST.search(source.head) else 0.0


def read(source: Source) -> Iterator[Found]:
    """The records, in order; one that has no end line is cut short."""
    begun, pending = 0, list[bytes]()
    for number, line in enumerate(source.lines(), start=1):
        if _BEGIN.match(line):
            if begun:
                yield _cut(begun, pending)
            begun, pending = number, []
        if begun:
            pending.append(line)
            if _END.match(line):
                yield _record(begun, pending)
                begun = 0
    if begun:
        yield _cut(begun, pending)


def _cut(line: int, record: list[bytes]) -> Fault:
    shown = b"\n".join(record)[:_SHOWN].decode(errors="backslashreplace")
    return Fault(line=line, code="invalid-ris", reason="the record has no end line (ER  -); it may be cut short", text=shown)


def _record(line: int, record: list[bytes]) -> Found:
    from rispy import RisParser

    try:
        lines = [one.decode() for one in record]
    except UnicodeDecodeError:
        bad = next(number for number, one in enumerate(record) if not _is_utf8(one))
        shown = record[bad][:_SHOWN].decode(errors="backslashreplace")
        reason = f"line {line + bad} is no UTF-8; write the file as UTF-8"
        return Fault(line=line, code="invalid-utf-8", reason=reason, text=shown)
    # Without enforcement, so that a second AB is kept and not dropped.
    (fields,) = RisParser(enforce_list_tags=False).parse_lines(iter(lines))
    title = one_line(_one(fields, "title", "primary_title"))
    paper_id, doi = _one(fields, "id"), canonical_doi(_one(fields, "doi"))
    abstract = _one(fields, "abstract", "notes_abstract")
    if abstract is None:
        return no_abstract(line, paper_id or doi, title)
    published = (_one(fields, "date", "publication_year", "year") or "").rstrip("/ ") or None
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=paper_id,
        title=title,
        published=parse_date(published) if published else None,
        published_text=published,
        categories=_all(fields, "keywords"),
        authors=_all(fields, "authors") or _all(fields, "first_authors"),
        comment=one_line(_one(fields, "journal_name", "secondary_title", "alternate_title3")),
        url=next(iter(_all(fields, "urls")), None),
        doi=doi,
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _one(fields: dict[str, Any], *names: str) -> str | None:
    """The first of the fields that says something; the parts of one that comes again on lines of their own."""
    for name in names:
        if said := "\n".join(_all(fields, name)):
            return said
    return None


def _all(fields: dict[str, Any], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    return tuple(one.strip() for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one.strip())


READER = Reader(name="ris", about="RIS records of reference managers", detect=detect, read=read)
