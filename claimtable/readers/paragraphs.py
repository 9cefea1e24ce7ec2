"""Split a page into its paragraphs, with their lines, characters kept as they stand."""

import re
from collections.abc import Iterator

from schemas.base import Frozen

_BLANKS = " \t\r\n\f\v"
_MID_SENTENCE = re.compile(r"[\w,;(\-–—]$")
# Titles end in ? and !, but not in a full stop.
_SENTENCE_END = re.compile(r"[.。…][\"'”’)\]}$]*$")
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)\]]* +[A-Z\"“$\\(]")
_LABEL = re.compile(r"\w+\s?:", re.ASCII)
_MARKUP = re.compile(r"""[<{}@#|>&*+=\]]|[-•·]\s|\w+\s*=\s*[{"']|"[\w -]+"\s*:""")


class Paragraph(Frozen):
    """A line, or the lines over which one text is wrapped."""

    line: int
    text: str
    after_gap: bool


def split_paragraphs(text: str, *, wrapped_lines: bool = True) -> Iterator[Paragraph]:
    r"""One paragraph a line, unless the line breaks off within a sentence and the next goes on (`wrapped_lines`).

    >>> page = "A Title\r\nWe show with a model of the whole grammar\r\nthat it holds. \r\n\r\nNext"
    >>> [paragraph.text for paragraph in split_paragraphs(page)]
    ['A Title', 'We show with a model of the whole grammar\r\nthat it holds.', 'Next']
    """
    # Line feeds alone: str.splitlines would also cut at U+2028 or U+0085 within an abstract.
    end_of_line = "\n" if "\n" in text else "\r"
    pending: list[str] = []
    first, gap, after_gap = 1, True, True
    for number, line in enumerate(text.split(end_of_line), start=1):
        stripped = line.strip()
        if pending and (not stripped or not (wrapped_lines and _goes_on(pending, stripped))):
            yield Paragraph(line=first, text=end_of_line.join(pending).strip(_BLANKS), after_gap=after_gap)
            pending = []
        if not stripped:
            gap = True
            continue
        if not pending:
            first, after_gap = number, gap
        pending.append(line)
        gap = False
    if pending:
        yield Paragraph(line=first, text=end_of_line.join(pending).strip(_BLANKS), after_gap=after_gap)


def _goes_on(lines: list[str], following: str) -> bool:
    """Whether a text goes on in the following line: within its sentence, or as wrapped as before."""
    if len(lines) == 1 or _SENTENCE_END.search(lines[-1].rstrip()) is None:
        return len(lines) > 1 or _is_continuation(lines[-1], following)
    # Wrapped lines are about equally long: a short one that ends a sentence ends the text.
    return len(lines[-1]) > 0.6 * len(lines[0]) and _LABEL.match(following) is None


def _is_continuation(line: str, following: str) -> bool:
    """Whether a text wraps from one line into the next: "... we show" / "that it holds."."""
    stripped = line.rstrip()
    # Short lines are menus and titles; an address is whole although it ends without a full stop.
    return (
        len(stripped) >= 40
        and following[0].islower()
        and _MID_SENTENCE.search(stripped) is not None
        and "://" not in stripped.rsplit(maxsplit=1)[-1]
    )


def is_prose(text: str) -> bool:
    """Whether a paragraph reads as sentences, as abstracts do, and not as a title, a menu or markup.

    >>> is_prose("We present FooNet, a small model for parsing. It reaches 91.2% on BarSet.")
    True
    >>> is_prose("Can Small Models Parse? A Study of Grammar in Networks")
    False
    """
    if _MARKUP.match(text):
        return False
    if len(text) >= 250:
        return True
    words = len(text.split())
    return _SENTENCE_END.search(text) is not None and (words >= 12 or (words >= 8 and _SENTENCE_BREAK.search(text) is not None))


def is_markup(text: str) -> bool:
    """Whether a paragraph is markup or code: a tag, a list bullet, a BibTeX or JSON field."""
    return _MARKUP.match(text) is not None
