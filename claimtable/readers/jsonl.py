"""JSON Lines (or a JSON array): objects with `id`, `abstract` and what else is known of the paper."""

from collections.abc import Callable, Iterator
from typing import Any

from claimtable.readers.arxiv_ids import parse_arxiv_id
from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader
from claimtable.readers.fields import split_authors, split_categories
from claimtable.readers.json_records import Object, is_unicode, kind_name, kind_of, read_objects, shown, text_of
from claimtable.readers.source import Source


def detect(source: Source) -> float:
    """Certain where most lines of the head begin as objects do that are nobody else's."""
    return 1.0 if kind_of(source) == "jsonl" else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers of the lines, in order; a line that cannot be read costs no other."""
    for line, fields in read_objects(source):
        if isinstance(fields, Fault):
            yield fields
        elif (fault := _find_fault(fields)) is not None:
            yield Fault(line=line, code=fault[0], reason=fault[1], text=shown(fields))
        else:
            yield _entry(fields, line)


def _find_fault(fields: Object) -> tuple[str, str] | None:
    """Code and reason why an object is no paper."""
    abstract, paper_id = fields.get("abstract"), fields.get("id")
    if abstract is None:
        return "no-abstract", 'the object has no "abstract"'
    if type(abstract) is not str:
        return "no-abstract", f'"abstract" is {kind_name(abstract)}, not a string'
    if paper_id is not None and not isinstance(paper_id, str):
        return "invalid-id", f'"id" is {kind_name(paper_id)}; give a string or a number'
    for name, value in (("id", paper_id), ("abstract", abstract)):
        if value is not None and not is_unicode(value):
            return "invalid-unicode", f'"{name}" holds half a character (\\ud800 to \\udfff); write it whole'
    return None


def _entry(fields: Object, line: int) -> Entry:
    published, url = text_of(fields.get("published")), text_of(fields.get("url"))
    paper_id = fields.get("id")
    if not paper_id and (arxiv_id := parse_arxiv_id(url or "")):
        paper_id = f"arxiv:{arxiv_id}"
    return Entry(
        line=line,
        abstract=fields["abstract"],
        paper_id=str(paper_id) if paper_id else None,
        title=text_of(fields.get("title")),
        published=parse_date(published) if published else None,
        published_text=published if published or fields.get("published") in (None, "") else str(fields["published"]),
        categories=_texts(fields.get("categories"), split=split_categories),
        authors=_texts(fields.get("authors"), split=split_authors),
        comment=text_of(fields.get("comment")),
        url=url,
        doi=canonical_doi(text_of(fields.get("doi"))),
    )


def _texts(value: Any, *, split: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    if isinstance(value, list):
        named = (part.get("name") if isinstance(part, dict) else part for part in value)
        return tuple(text for part in named if (text := text_of(part)) is not None)
    text = text_of(value)
    return split(text) if text is not None else ()


READER = Reader(name="jsonl", about="one JSON object a line, with id and abstract", detect=detect, read=read)
