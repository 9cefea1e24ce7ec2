"""A page of lines that begin with `Abstract:`; anything else on it is furniture."""

import re
from collections.abc import Iterator

from claimtable.readers.entry import Entry, Found, page_reader
from claimtable.readers.paragraphs import split_paragraphs

_MARK = re.compile(r"abstract\s*[:：]\s*", re.IGNORECASE)


def find_entries(text: str) -> Iterator[Found]:
    """The papers of a page of abstract lines, in order."""
    empty_at: int | None = None
    for paragraph in split_paragraphs(text):
        mark = _MARK.match(paragraph.text)
        if empty_at is not None:
            # A mark alone on its line is a heading, where a text follows directly.
            heading = mark is None and not paragraph.after_gap
            yield Entry(line=empty_at, abstract=paragraph.text if heading else "")
            empty_at = None
        if mark is None:
            continue
        if abstract := paragraph.text[mark.end() :]:
            yield Entry(line=paragraph.line, abstract=abstract)
        else:
            empty_at = paragraph.line
    if empty_at is not None:
        yield Entry(line=empty_at, abstract="")


READER = page_reader("abstract-lines", "one `Abstract:` line a paper", find_entries)
