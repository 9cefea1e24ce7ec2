"""A listing: a header that fuses score, category, date and badges, then title with authors, then the abstract."""

import re
from collections.abc import Iterator

from claimtable.readers.byline import parse_byline
from claimtable.readers.dates import MONTH, parse_date
from claimtable.readers.entry import Entry, Found, page_reader
from claimtable.readers.paragraphs import Paragraph, is_prose, split_paragraphs

# "67.4AIJun 4", "LGFeb 22, 2023Code", "cs.CLMay 1, 2024"
_HEADER = re.compile(
    rf"""
    (?: (?P<score> \d [\d.,]* [kK]? ) \s* )?
    (?P<category> (?: [a-z-]{{2,8}}\. )? [A-Z]{{2}} | [a-z]{{2,8}} (?: [.-] [a-z]{{2,6}} ){{1,2}} ) \s*
    (?P<date> {MONTH} \s+ \d{{1,2}} (?: , \s* \d{{4}} )? | \d{{4}}-\d\d-\d\d ) \s*
    (?P<badges> (?: [A-Z][a-z]+ \s* ){{0,3}} )
    """,
    re.VERBOSE,
)
# What follows the abstract's line at once and is this long is its second paragraph; menus are shorter.
_LONG_PARAGRAPH = 200


def find_entries(text: str) -> Iterator[Found]:
    """The papers of a listing, in order; what stands before the first header is furniture."""
    header: re.Match[str] | None = None
    header_line = 1
    body: list[Paragraph] = []
    for paragraph in split_paragraphs(text):
        if match := _HEADER.fullmatch(paragraph.text):
            if header is not None:
                yield _entry(header, header_line, body)
            header, header_line, body = match, paragraph.line, []
        elif header is not None:
            body.append(paragraph)
    if header is not None:
        yield _entry(header, header_line, body)


def _entry(header: re.Match[str], line: int, body: list[Paragraph]) -> Entry:
    title_line = body[0].text if body else ""
    rest = body[1:]
    # Scraps such as "PDF" or "3 comments" may stand between title and abstract.
    while len(rest) > 1 and not is_prose(rest[0].text) and any(is_prose(paragraph.text) for paragraph in rest[1:]):
        rest = rest[1:]
    abstract = rest[0].text if rest else ""
    for paragraph in rest[1:]:
        if paragraph.after_gap or len(paragraph.text) < _LONG_PARAGRAPH:
            break
        abstract = f"{abstract}\n{paragraph.text}"
    byline = parse_byline(title_line, abstract=abstract)
    return Entry(
        line=line,
        abstract=abstract,
        title=byline.title or None,
        published=parse_date(header["date"]),
        categories=(header["category"],),
        authors=byline.authors,
    )


READER = page_reader("listing", "a header of category and date, then title with authors, then the abstract", find_entries)
