"""PubMed citations in XML: structured abstracts with their labels, deleted citations told."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader, no_abstract
from claimtable.readers.fields import one_line
from claimtable.readers.source import Source
from claimtable.readers.xml_records import child, children, local, read_records, root_tag, text

if TYPE_CHECKING:
    from lxml.etree import _Element


def detect(source: Source) -> float:
    """Certain of a set of PubMed articles."""
    return 1.0 if root_tag(source) in ("PubmedArticleSet", "PubmedBookArticleSet") else 0.0


def read(source: Source) -> Iterator[Found]:
    """The citations, in order."""
    for element in read_records(source, "PubmedArticle", "PubmedBookArticle", "DeleteCitation"):
        if local(element) == "DeleteCitation":
            for one in children(element, "PMID"):
                reason = f"pmid:{one_line(text(one))} is deleted in PubMed"
                yield Fault(line=one.sourceline or 1, code="deleted-record", reason=reason, stage="skip")
        else:
            yield _entry(element)


def _entry(element: "_Element") -> Found:
    line = element.sourceline or 1
    is_book = local(element) == "PubmedBookArticle"
    citation = child(element, "BookDocument" if is_book else "MedlineCitation")
    article = citation if is_book else child(citation, "Article")
    number = one_line(text(child(citation, "PMID")))
    paper_id = f"pmid:{number}" if number else None
    title = one_line(text(child(article, "ArticleTitle")))
    abstract = _abstract(child(article, "Abstract"))
    if article is None or abstract is None:
        return no_abstract(line, paper_id, title)
    headings = child(citation, "MeshHeadingList")
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=paper_id,
        title=title,
        published=_published(article),
        categories=tuple(
            name for one in children(headings, "MeshHeading") if (name := one_line(text(child(one, "DescriptorName"))))
        )
        if headings is not None
        else (),
        authors=_authors(child(article, "AuthorList")),
        comment=one_line(text(child(article, "Journal", "Title"))),
        doi=_doi(element, article),
    )


def _abstract(element: "_Element | None") -> str | None:
    """All parts of the abstract, each on a line of its own behind its label."""
    said = []
    for part in children(element, "AbstractText") if element is not None else []:
        if (words := text(part)) is not None:
            label = part.get("Label")
            said.append(f"{label}: {words}" if label and label != "UNLABELLED" else words)
    return "\n".join(said) or None


def _published(article: "_Element") -> date | None:
    """The day of the issue, or else the day of the electronic article; None where neither is a full date."""
    issue = child(article, "Journal", "JournalIssue", "PubDate")
    for place in (issue, child(article, "ArticleDate"), child(article, "Book", "PubDate")):
        words = [one_line(text(child(place, name))) for name in ("Day", "Month", "Year")]
        if all(words):
            day, month, year = (word or "" for word in words)
            found = parse_date(f"{year}-{month}-{day}") if month.isdecimal() else parse_date(f"{day} {month} {year}")
            if found is not None:
                return found
    return None


def _authors(people: "_Element | None") -> tuple[str, ...]:
    found = []
    for one in children(people, "Author") if people is not None else []:
        parts = [one_line(text(child(one, name))) for name in ("ForeName", "LastName", "Suffix", "CollectiveName")]
        if name := " ".join(part for part in parts if part):
            found.append(name)
    return tuple(found)


def _doi(element: "_Element", article: "_Element") -> str | None:
    data = child(element, "PubmedData", "ArticleIdList")
    if data is None:
        data = child(element, "PubmedBookData", "ArticleIdList")
    said = [one for one in (children(data, "ArticleId") if data is not None else []) if one.get("IdType") == "doi"]
    said += [one for one in children(article, "ELocationID") if one.get("EIdType") == "doi"]
    return next((doi for one in said if (doi := canonical_doi(one_line(text(one))))), None)


READER = Reader(name="pubmed", about="PubMed citations in XML", detect=detect, read=read)
