"""Works of OpenAlex, as JSON Lines or as pages of its interface; the abstract is rebuilt from its inverted index."""

from collections.abc import Iterator
from typing import Any

from claimtable.readers.arxiv_ids import parse_arxiv_id
from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader, no_abstract
from claimtable.readers.fields import one_line
from claimtable.readers.json_records import Object, is_unicode, kind_of, read_objects, shown, text_of, texts_of
from claimtable.readers.source import Source


def detect(source: Source) -> float:
    """Certain where most of the first objects are works of OpenAlex."""
    return 1.0 if kind_of(source) == "openalex" else 0.0


def read(source: Source) -> Iterator[Found]:
    """The works, in order."""
    for line, fields in read_objects(source):
        yield fields if isinstance(fields, Fault) else _entry(fields, line)


def rebuild_abstract(index: Any) -> str | None:
    """The abstract of an inverted index: each word at its positions, one blank between them; None for no index.

    >>> rebuild_abstract({"reaches": [1], "FooNet": [0], "91.2%": [2, 4], "and": [3]})
    'FooNet reaches 91.2% and 91.2%'
    >>> rebuild_abstract({"We": ["first"]})
    """
    if not isinstance(index, dict):
        return None
    words: list[tuple[int, str]] = []
    try:
        for word, positions in index.items():
            words += [(int(position), word) for position in positions]
    except (TypeError, ValueError):
        return None
    return " ".join(word for _, word in sorted(words, key=lambda placed: placed[0]))


def _entry(work: Object, line: int) -> Found:
    paper_id = (text_of(work.get("id")) or "").rpartition("/")[2] or None
    title = one_line(text_of(work.get("title")) or text_of(work.get("display_name")))
    index = work.get("abstract_inverted_index")
    if index is None or index == {}:
        return no_abstract(line, paper_id, title)
    abstract = rebuild_abstract(index)
    if abstract is None or not is_unicode(abstract):
        reason = f"the abstract_inverted_index{f' of {paper_id}' if paper_id else ''} does not give each word its positions"
        return Fault(line=line, code="invalid-index", reason=reason, text=shown(work))
    published = text_of(work.get("publication_date"))
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=f"openalex:{paper_id}" if paper_id else None,
        title=title,
        published=parse_date(published) if published else None,
        published_text=published,
        categories=texts_of(work.get("topics"), "display_name"),
        authors=texts_of(work.get("authorships"), "author", "display_name"),
        url=_url(work),
        doi=canonical_doi(text_of(work.get("doi"))),
    )


def _url(work: Object) -> str | None:
    """The address of the work; the one at arXiv where it has one, which tells it from others."""
    locations = work.get("locations")
    pages = texts_of([work.get("primary_location"), *(locations if isinstance(locations, list) else ())], "landing_page_url")
    return next((page for page in pages if parse_arxiv_id(page) is not None), pages[0] if pages else None)


READER = Reader(name="openalex", about="OpenAlex works, JSON Lines or pages of its interface", detect=detect, read=read)
