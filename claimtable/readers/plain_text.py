"""Plain prose, such as one abstract on standard input: the whole text is one paper, perhaps under a title."""

import re
from collections.abc import Iterator

from claimtable.readers.entry import Entry, Found, Reader
from claimtable.readers.paragraphs import is_markup, is_prose
from claimtable.readers.source import Source

_PARAGRAPH = re.compile(r"\S(?:.|\n(?![ \t\r]*\n))*", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?。…][\"'”’)\]}$]*\s*$")
# Longer prose is a letter, a licence, a chapter; with --reader text it is read all the same.
_MOST_PARAGRAPHS = 8
_LONGEST = 20_000
_LONGEST_TITLE = 300


def detect(source: Source) -> float:
    """A last resort: prose and nothing else, under one title at most."""
    if b"\0" in source.head or source.starts_as_utf16 or len(source.head) > _LONGEST:
        return 0.0
    found = _paragraphs(source.text)
    first, rest = found[:1], found[1:]
    body = rest if rest and not is_prose(_one_line(first[0])) and _is_title(first[0]) else found
    if not body or len(found) > _MOST_PARAGRAPHS:
        return 0.0
    # A single sentence is too short to tell prose by; that it ends as one must do.
    single = len(body) == 1 and len(body[0].split()) >= 4 and not is_markup(body[0])
    is_text = all(is_prose(_one_line(paragraph)) for paragraph in body) or (single and _SENTENCE_END.search(body[0]) is not None)
    return 0.1 if is_text else 0.0


def read(source: Source) -> Iterator[Found]:
    """The one paper of the text; its abstract is all that follows the title, as it stands."""
    text = source.text
    spans = [match.span() for match in _PARAGRAPH.finditer(text)]
    if not spans:
        return
    first = text[slice(*spans[0])].strip()
    titled = len(spans) > 1 and not is_prose(_one_line(first)) and _is_title(first)
    start = spans[1 if titled else 0][0]
    yield Entry(line=text.count("\n", 0, start) + 1, abstract=text[start:].rstrip(), title=first if titled else None)


def _paragraphs(text: str) -> list[str]:
    return [match.group().strip() for match in _PARAGRAPH.finditer(text)]


def _is_title(paragraph: str) -> bool:
    return "\n" not in paragraph and len(paragraph) <= _LONGEST_TITLE and paragraph[-1] not in ".,:;"


def _one_line(paragraph: str) -> str:
    return " ".join(paragraph.split())


READER = Reader(name="text", about="plain prose, one paper a file", detect=detect, read=read)
