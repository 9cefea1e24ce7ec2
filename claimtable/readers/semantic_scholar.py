"""Papers of Semantic Scholar: answers of its Graph interface, and lines of its bulk data sets."""

from collections.abc import Iterator

from claimtable.readers.dates import parse_date
from claimtable.readers.dois import canonical_doi
from claimtable.readers.entry import Entry, Fault, Found, Reader, no_abstract
from claimtable.readers.fields import one_line
from claimtable.readers.json_records import Object, is_unicode, kind_of, read_objects, shown, text_of, texts_of
from claimtable.readers.source import Source


def detect(source: Source) -> float:
    """Certain where most of the first objects are papers of Semantic Scholar."""
    return 1.0 if kind_of(source) == "semantic-scholar" else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers, in order."""
    for line, fields in read_objects(source):
        yield fields if isinstance(fields, Fault) else _entry(fields, line)


def _entry(fields: Object, line: int) -> Found:
    # The bulk data sets write the names of the interface in small letters.
    paper = {name.lower(): value for name, value in fields.items()}
    corpus_id = text_of(paper.get("corpusid"))
    paper_id = text_of(paper.get("paperid")) or (f"CorpusID:{corpus_id}" if corpus_id else None)
    title, abstract = one_line(text_of(paper.get("title"))), paper.get("abstract")
    if abstract is None or abstract == "":
        return no_abstract(line, paper_id, title)
    if type(abstract) is not str or not is_unicode(abstract):
        reason = f'"abstract"{f" of {paper_id}" if paper_id else ""} is no text'
        return Fault(line=line, code="no-abstract", reason=reason, text=shown(fields))
    ids = _external_ids(paper)
    arxiv_id = text_of(ids.get("arxiv"))
    subjects = texts_of(paper.get("fieldsofstudy")) or texts_of(paper.get("s2fieldsofstudy"), "category")
    published = text_of(paper.get("publicationdate")) or text_of(paper.get("year"))
    return Entry(
        line=line,
        abstract=abstract,
        paper_id=paper_id,
        title=title,
        published=parse_date(published) if published else None,
        published_text=published,
        categories=tuple(dict.fromkeys(subjects)),
        authors=texts_of(paper.get("authors"), "name"),
        comment=one_line(text_of(paper.get("venue"))),
        url=f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else text_of(paper.get("url")),
        doi=canonical_doi(text_of(ids.get("doi"))),
    )


def _external_ids(paper: Object) -> Object:
    ids = paper.get("externalids")
    access = paper.get("openaccessinfo")
    if not isinstance(ids, dict) and isinstance(access, dict):
        ids = access.get("externalids")
    return {name.lower(): value for name, value in ids.items()} if isinstance(ids, dict) else {}


READER = Reader(name="semantic-scholar", about="Semantic Scholar, interface or bulk data", detect=detect, read=read)
