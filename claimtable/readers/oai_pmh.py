"""Harvests by OAI-PMH: records in arXivRaw, arXiv or oai_dc; deleted ones are skipped and told."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimtable.readers.arxiv_ids import parse_arxiv_id
from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader, no_abstract
from claimtable.readers.fields import one_line
from claimtable.readers.source import Source
from claimtable.readers.xml_records import child, children, local, read_records, root_tag, text

if TYPE_CHECKING:
    from lxml.etree import _Element

_AFFILIATION = re.compile(r"\([^()]*\)")
_ROOTS = tuple(f"{{http://www.openarchives.org/OAI/2.0/}}{name}" for name in ("OAI-PMH", "ListRecords", "GetRecord", "record"))


def detect(source: Source) -> float:
    """Certain of an answer by OAI-PMH."""
    return 1.0 if root_tag(source) in _ROOTS else 0.0


def read(source: Source) -> Iterator[Found]:
    """The records, in order."""
    for element in read_records(source, "record", "error"):
        yield _error(element) if local(element) == "error" else _record(element)


def _error(element: "_Element") -> Fault:
    said = one_line(text(element)) or "no reason given"
    reason = f"the repository answered {element.get('code')}: {said}"
    return Fault(line=element.sourceline or 1, code="interface-error", reason=reason)


def _record(element: "_Element") -> Found:
    line = element.sourceline or 1
    header = child(element, "header")
    identifier = one_line(text(child(header, "identifier")))
    if header is not None and header.get("status") == "deleted":
        reason = f"{identifier or 'the record'} is deleted in its repository"
        return Fault(line=line, code="deleted-record", reason=reason, text=identifier, stage="skip")
    metadata = child(element, "metadata")
    paper = next(metadata.iterchildren("*"), None) if metadata is not None else None
    if paper is None:
        return Fault(line=line, code="no-metadata", reason=f"{identifier or 'the record'} has no metadata", text=identifier)
    if local(paper) in ("arXivRaw", "arXiv"):
        return _arxiv(paper, line, identifier)
    if local(paper) == "dc":
        return _dublin_core(paper, line, identifier)
    reason = f"metadata in {local(paper)!r}; harvest oai_dc, arXiv or arXivRaw"
    return Fault(line=line, code="unknown-metadata", reason=reason, text=identifier)


def _arxiv(paper: "_Element", line: int, identifier: str | None) -> Found:
    paper_id, title = one_line(text(child(paper, "id"))), one_line(text(child(paper, "title")))
    abstract = text(child(paper, "abstract"))
    if abstract is None:
        return no_abstract(line, paper_id or identifier, title)
    # The versions need not stand in order; the first is the one called so.
    versions = {one.get("version"): child(one, "date") for one in children(paper, "version")}
    published = one_line(text(versions.get("v1", next(iter(versions.values()), None)))) or one_line(text(child(paper, "created")))
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=paper_id or identifier,
        title=title,
        published=parse_date(published) if published else None,
        published_text=published,
        categories=tuple((text(child(paper, "categories")) or "").split()),
        authors=_arxiv_authors(child(paper, "authors")),
        comment=one_line(text(child(paper, "comments"))),
        doi=canonical_doi((one_line(text(child(paper, "doi"))) or "").split(" ")[0]),
    )


def _arxiv_authors(authors: "_Element | None") -> tuple[str, ...]:
    """One string in arXivRaw, names in parts in arXiv."""
    people = children(authors, "author") if authors is not None else []
    if not people:
        # "A. Foo (Bar Lab, Baz), C. Qux": affiliations have commas too.
        words = one_line(text(authors)) or ""
        while (shorter := _AFFILIATION.sub("", words)) != words:
            words = shorter
        return tuple(name.strip() for name in re.split(r",|\band\b", words) if name.strip())
    named = ([one_line(text(child(one, part))) for part in ("forenames", "keyname", "suffix")] for one in people)
    return tuple(name for parts in named if (name := " ".join(part for part in parts if part)))


def _dublin_core(paper: "_Element", line: int, identifier: str | None) -> Found:
    said = {name: [words for one in children(paper, name) if (words := text(one))] for name in _DUBLIN_CORE}
    titles, dates = [one_line(one) for one in said["title"]], [one.strip() for one in said["date"]]
    comments = [one.strip() for one in said["description"] if one.strip().startswith("Comment:")]
    abstracts = [one for one in said["description"] if not one.strip().startswith("Comment:")]
    names = [one.strip() for one in said["identifier"]]
    url = next((one for one in names if one.startswith(("http://", "https://"))), None)
    arxiv_id = parse_arxiv_id(url or "")
    paper_id = f"arxiv:{arxiv_id}" if arxiv_id else identifier
    if not abstracts:
        return no_abstract(line, paper_id, titles[0] if titles else None)
    return Entry(
        line=line,
        abstract=abstracts[0],
        paper_id=paper_id,
        title=titles[0] if titles else None,
        published=parse_date(dates[0]) if dates else None,
        published_text=dates[0] if dates else None,
        categories=tuple(one.strip() for one in said["subject"]),
        authors=tuple(one.strip() for one in said["creator"]),
        comment=one_line(comments[0].removeprefix("Comment:")) if comments else None,
        url=url,
        doi=next((doi for one in names if (doi := canonical_doi(one))), None),
    )


_DUBLIN_CORE = ("title", "creator", "subject", "description", "date", "identifier")

READER = Reader(name="oai-pmh", about="OAI-PMH records in arXivRaw, arXiv or oai_dc", detect=detect, read=read)
