"""Answers of the arXiv interface: Atom feeds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimtable.readers.arxiv_ids import parse_arxiv_id
from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader, no_abstract
from claimtable.readers.fields import one_line
from claimtable.readers.source import Source
from claimtable.readers.xml_records import child, children, read_records, root_tag, text

if TYPE_CHECKING:
    from lxml.etree import _Element


def detect(source: Source) -> float:
    """Certain of a feed that names arXiv."""
    return 1.0 if root_tag(source) == "{http://www.w3.org/2005/Atom}feed" and b"arxiv.org" in source.head.lower() else 0.0


def read(source: Source) -> Iterator[Found]:
    """The entries of the feed; the summary keeps its leading blanks and hard breaks."""
    for element in read_records(source, "entry"):
        yield _entry(element)


def _entry(element: "_Element") -> Found:
    line = element.sourceline or 1
    url, title = one_line(text(child(element, "id"))), one_line(text(child(element, "title")))
    abstract = text(child(element, "summary"))
    if url and "/api/errors" in url:
        # The interface answers a bad question with a feed of one entry that says so.
        return Fault(line=line, code="interface-error", reason=f"arXiv answered with an error: {one_line(abstract) or title}")
    arxiv_id = parse_arxiv_id(url or "")
    if abstract is None:
        return no_abstract(line, url, title)
    published = one_line(text(child(element, "published")))
    primary = [term for one in children(element, "primary_category") if (term := one.get("term"))]
    terms = [term for one in children(element, "category") if (term := one.get("term"))]
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=f"arxiv:{arxiv_id}" if arxiv_id else url,
        title=title,
        published=parse_date(published) if published else None,
        published_text=published,
        categories=tuple(dict.fromkeys([*primary, *terms])),
        authors=tuple(name for one in children(element, "author") if (name := one_line(text(child(one, "name"))))),
        comment=one_line(text(child(element, "comment"))),
        url=url,
        doi=canonical_doi(one_line(text(child(element, "doi")))),
    )


READER = Reader(name="arxiv-atom", about="Atom feeds of the arXiv interface", detect=detect, read=read)
