"""Markdown: a section or paragraph called Abstract, under the title that stands above it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimtable.readers.dates import parse_date
from claimtable.readers.entry import Entry, Found, Reader
from claimtable.readers.fields import one_line
from claimtable.readers.source import Source

if TYPE_CHECKING:
    from markdown_it.token import Token

_NAMES = (".md", ".markdown", ".mdown", ".qmd", ".rmd")
_HEADING = re.compile(rb"^#{1,6} +\S", re.MULTILINE)
_ABSTRACT = re.compile(rb"^(?:#{1,6} +|(?:\*\*|__|\*|_))abstract\b", re.MULTILINE | re.IGNORECASE)
_IS_ABSTRACT = re.compile(r"abstract\s*[.:]?", re.IGNORECASE)
_LABEL = re.compile(r"abstract\s*[.:—–-]?\s*", re.IGNORECASE)
_FRONT = re.compile(r"\A---[ \t]*\r?\n(?P<fields>.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_FIELD = re.compile(r"^(?P<name>title|date)\s*:\s*(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)\s*$", re.MULTILINE)


def detect(source: Source) -> float:
    """Certain where a heading or a label in bold says Abstract, in a text with headings or a name that fits."""
    if b"\0" in source.head or source.head.lstrip()[:1] in (b"<", b"{", b"@", b"\\"):
        return 0.0
    has_headings = source.suffix in _NAMES or _HEADING.search(source.head) is not None
    return 1.0 if has_headings and _ABSTRACT.search(source.head) else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers, in order: each abstract ends at the next heading."""
    from markdown_it import MarkdownIt

    text = source.text
    front = _FRONT.match(text)
    fields = {match["name"]: match["value"] for match in _FRONT_FIELD.finditer(front["fields"])} if front else {}
    skipped = text.count("\n", 0, front.end()) if front else 0
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    titles: list[tuple[int, str]] = [(0, fields["title"])] if "title" in fields else []
    open_at: int | None = None
    said: list[str] = []
    for number, token in enumerate(tokens):
        if token.type != "inline":
            continue
        opener = tokens[number - 1]
        words = _plain(token)
        line = skipped + (token.map[0] if token.map else 0) + 1
        if opener.type == "heading_open":
            if open_at is not None:
                yield _entry(open_at, said, titles, fields.get("date"))
                open_at, said = None, []
            level = int(opener.tag[1])
            if _IS_ABSTRACT.fullmatch(words.strip()):
                open_at = line
                titles = [one for one in titles if one[0] < level] or titles[:1]
            else:
                titles = [*(one for one in titles if one[0] < level), (level, words)]
        elif open_at is not None:
            said.append(words)
        elif opener.type == "paragraph_open" and _is_label(token):
            open_at, said = line, [_LABEL.sub("", words.lstrip(), count=1)]
    if open_at is not None:
        yield _entry(open_at, said, titles, fields.get("date"))


def _entry(line: int, said: list[str], titles: list[tuple[int, str]], published: str | None) -> Entry:
    return Entry(
        line=line,
        abstract="\n\n".join(words for words in said if words.strip()),
        title=one_line(titles[-1][1]) if titles else None,
        published=parse_date(published) if published else None,
        published_text=published,
    )


def _is_label(token: "Token") -> bool:
    """Whether a paragraph opens with Abstract in bold or italics."""
    parts = token.children or []
    marked = next((number for number, part in enumerate(parts) if part.type in ("strong_open", "em_open")), None)
    blank = all(not part.content.strip() for part in parts[:marked])
    label = parts[marked + 1].content.strip() if marked is not None and len(parts) > marked + 1 else ""
    return blank and _IS_ABSTRACT.fullmatch(label) is not None


def _plain(token: "Token") -> str:
    """The words of a paragraph without their markup; line breaks stay."""
    words = []
    for part in token.children or []:
        if part.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif part.type in ("text", "code_inline", "text_special"):
            words.append(part.content)
    return "".join(words)


READER = Reader(name="markdown", about="Markdown with a heading or label Abstract", detect=detect, read=read)
