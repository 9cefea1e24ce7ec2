"""The metadata snapshot of arXiv: JSON Lines with `versions` and `authors_parsed`."""

from collections.abc import Iterator
from typing import Any

from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader, no_abstract
from claimtable.readers.fields import one_line, split_authors
from claimtable.readers.json_records import Object, is_unicode, kind_of, read_objects, shown, text_of
from claimtable.readers.source import Source


def detect(source: Source) -> float:
    """Certain where most of the first objects are of the snapshot."""
    return 1.0 if kind_of(source) == "arxiv-snapshot" else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers of the snapshot, line by line; the abstract keeps its leading blanks and hard breaks."""
    for line, fields in read_objects(source):
        yield fields if isinstance(fields, Fault) else _entry(fields, line)


def _entry(fields: Object, line: int) -> Found:
    paper_id, abstract = text_of(fields.get("id")), fields.get("abstract")
    if type(abstract) is not str or not abstract.strip():
        return no_abstract(line, paper_id, text_of(fields.get("title")))
    if not is_unicode(abstract):
        reason = '"abstract" holds half a character (\\ud800 to \\udfff); write it whole'
        return Fault(line=line, code="invalid-unicode", reason=reason, text=shown(fields))
    created = _first_created(fields.get("versions"))
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=paper_id,
        title=one_line(text_of(fields.get("title"))),
        published=parse_date(created) if created else None,
        published_text=created,
        categories=tuple((text_of(fields.get("categories")) or "").split()),
        authors=_authors(fields),
        comment=one_line(text_of(fields.get("comments"))),
        doi=canonical_doi((text_of(fields.get("doi")) or "").split(" ")[0]),
    )


def _first_created(versions: Any) -> str | None:
    first = versions[0] if isinstance(versions, list) and versions else None
    return text_of(first.get("created")) if isinstance(first, dict) else None


def _authors(fields: Object) -> tuple[str, ...]:
    """From `authors_parsed` (family, given, suffix), where it is there: names hold commas."""
    parsed = fields.get("authors_parsed")
    if not isinstance(parsed, list):
        return split_authors(text_of(fields.get("authors")) or "")
    named = ([text for part in one[:3] if (text := text_of(part))] for one in parsed if isinstance(one, list) and len(one) >= 2)
    return tuple(" ".join([*one[1:2], one[0], *one[2:]]) for one in named if one)


READER = Reader(name="arxiv-snapshot", about="arXiv's metadata snapshot, JSON Lines", detect=detect, read=read)
