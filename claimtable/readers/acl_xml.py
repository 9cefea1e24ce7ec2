"""Volumes of the ACL Anthology in its own XML."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Found, Reader, no_abstract
from claimtable.readers.fields import one_line
from claimtable.readers.source import Source
from claimtable.readers.xml_records import child, children, local, read_records, root_tag, text

if TYPE_CHECKING:
    from lxml.etree import _Element


def detect(source: Source) -> float:
    """Certain of a collection of volumes."""
    return 1.0 if root_tag(source) == "collection" and b"<volume" in source.head else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers of all volumes, in order."""
    for element in read_records(source, "paper"):
        yield _entry(element)


def _entry(paper: "_Element") -> Found:
    line, paper_id = paper.sourceline or 1, _anthology_id(paper)
    title, abstract = one_line(marked_up(child(paper, "title"))), marked_up(child(paper, "abstract"))
    if abstract is None:
        return no_abstract(line, paper_id, title)
    volume = paper.getparent()
    meta = child(volume, "meta")
    # Volumes know their year and month; a day stands in some months alone ("May 22", "22-27 May").
    words = [one_line(text(child(meta, name))) for name in ("month", "year")]
    published = " ".join(word for word in words if word)
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=paper_id,
        title=title,
        published=parse_date(published),
        authors=tuple(name for one in children(paper, "author") if (name := _name(one))),
        comment=one_line(text(child(meta, "booktitle"))),
        url=f"https://aclanthology.org/{paper_id}/" if paper_id else None,
        doi=canonical_doi(one_line(text(child(paper, "doi")))),
    )


def marked_up(element: "_Element | None") -> str | None:
    """The text of an element; formulas between dollar signs, as the Anthology's own BibTeX has them."""
    if element is None:
        return None
    words = [element.text or ""]
    for part in element.iterchildren("*"):
        inner = marked_up(part) or ""
        words += [f"${inner}$" if local(part) == "tex-math" else inner, part.tail or ""]
    joined = "".join(words)
    return joined if joined.strip() else None


def _name(author: "_Element") -> str | None:
    parts = (one_line(text(child(author, part))) for part in ("first", "last"))
    return " ".join(part for part in parts if part) or None


def _anthology_id(paper: "_Element") -> str | None:
    """The id as the Anthology writes it: 2022.acl-long.1, and P19-1001 before 2020."""
    named = one_line(text(child(paper, "url")))
    if named and "/" not in named:
        return named
    volume = paper.getparent()
    collection = volume.getparent() if volume is not None else None
    if volume is None or collection is None:
        return None
    first, second, third = collection.get("id", ""), volume.get("id", ""), paper.get("id", "")
    if first[:1].isdigit() or not (second.isdecimal() and third.isdecimal()):
        return f"{first}-{second}.{third}"
    wide = first.startswith("W") or first == "C69" or (first == "D19" and int(second) >= 5)
    return f"{first}-{int(second):02}{int(third):02}" if wide else f"{first}-{int(second)}{int(third):03}"


READER = Reader(name="acl-xml", about="volumes of the ACL Anthology in XML", detect=detect, read=read)
