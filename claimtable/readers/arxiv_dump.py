"""A dump of abstracts, each closed by `arXiv:ID` and `Created: DATE`, perhaps with a comment line before them."""

import re
from collections.abc import Iterator

from claimtable.readers.arxiv_ids import ARXIV_ID
from claimtable.readers.dates import parse_date
from claimtable.readers.entry import Entry, Fault, Found, page_reader
from claimtable.readers.paragraphs import Paragraph, is_prose, split_paragraphs

_ID_LINE = re.compile(rf"arXiv:\s*({ARXIV_ID}(?:v\d+)?)(?:\s*\[[^\]]*\])?", re.IGNORECASE)
_DATE_LINE = re.compile(r"(?:Created|Published|Submitted)(?: on)?\s*:\s*(\S.*)", re.IGNORECASE)
_OTHER_LINE = re.compile(r"(?:Updated|Revised|Modified|DOI|URL|Link)\s*:.*", re.IGNORECASE)
# A comment is a line such as "12 pages, accepted at a workshop"; what is longer closes the abstract.
_LONGEST_COMMENT = 300
# What stands behind the last `arXiv:` line is a footer, or an entry that was cut off.
_SHORTEST_ENTRY = 200


def find_entries(text: str) -> Iterator[Found]:
    """The papers of a dump, in order."""
    content: list[Paragraph] = []
    paper_id: str | None = None
    published = None
    trailer_line = 1
    in_trailer = is_dump = False
    for paragraph in split_paragraphs(text):
        id_line = _ID_LINE.fullmatch(paragraph.text)
        date_line = _DATE_LINE.fullmatch(paragraph.text)
        is_trailer = bool(id_line or date_line or _OTHER_LINE.fullmatch(paragraph.text))
        # Two identifiers in a row are two papers, of which the second has no abstract.
        if in_trailer and (not is_trailer or (id_line and paper_id is not None)):
            if paper_id is not None:
                yield _entry(content, trailer_line, paper_id).model_copy(update={"published": published})
                content = []
            paper_id, published, in_trailer = None, None, False
        if not is_trailer:
            content.append(paragraph)
            continue
        if not in_trailer:
            trailer_line, in_trailer = paragraph.line, True
        if id_line:
            is_dump = True
            paper_id = f"arxiv:{id_line[1]}"
        if date_line:
            published = parse_date(date_line[1])
    if paper_id is not None:
        yield _entry(content, trailer_line, paper_id).model_copy(update={"published": published})
    elif is_dump:
        yield from _leftover(content)


def _entry(content: list[Paragraph], trailer_line: int, paper_id: str) -> Entry:
    """Sort the paragraphs before a trailer into page furniture, abstract and comment."""
    while len(content) > 1 and _is_furniture(content[0]) and not all(map(_is_furniture, content[1:])):
        content = content[1:]
    comment = None
    if len(content) > 1 and len(content[-1].text) <= _LONGEST_COMMENT:
        comment = content[-1].text
        content = content[:-1]
    return Entry(
        line=content[0].line if content else trailer_line,
        abstract="\n\n".join(paragraph.text for paragraph in content),
        paper_id=paper_id,
        comment=comment,
    )


def _is_furniture(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a scrap of the page, such as a menu's word."""
    return not is_prose(paragraph.text) and paragraph.text[-1] not in ".!?" and len(paragraph.text.split()) < 8


def _leftover(content: list[Paragraph]) -> Iterator[Fault]:
    for paragraph in content:
        if is_prose(paragraph.text) and len(paragraph.text) >= _SHORTEST_ENTRY:
            yield Fault(
                line=paragraph.line,
                code="no-arxiv-id",
                reason="no arXiv: line closes this abstract; the page may be cut short",
                text=paragraph.text,
            )


READER = page_reader("arxiv-dump", "paragraphs closed by arXiv:ID and Created: DATE", find_entries)
