"""Draw a text with marked places: as HTML in which everything is escaped, or for a terminal."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from claimtable.evidence.spans import EvidenceSpan, SpanRole

if TYPE_CHECKING:
    from rich.text import Text

STYLES: Mapping[SpanRole, str] = MappingProxyType(
    {
        SpanRole.VALUE: "bold green",
        SpanRole.METRIC: "cyan",
        SpanRole.DATASET: "blue",
        SpanRole.METHOD: "bold magenta",
        SpanRole.BASELINE: "yellow",
        SpanRole.CONDITION: "italic",
    }
)
# Signs that would steer a terminal are shown as the pictures that Unicode has of them; blanks and line ends stay.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_PICTURES |= dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)


# Browsers set a word of 100,000 letters in ten seconds, unless they are told where it may break.
_BREAK = re.compile(r"\S{60}(?=\S{60})")


class Marked(Protocol):
    """Anything with a place in a text."""

    @property
    def start(self) -> int:
        """Offset of its first character."""

    @property
    def end(self) -> int:
        """Offset behind its last character."""


M = TypeVar("M", bound=Marked)


def cut(text: str, marks: Iterable[M]) -> Iterator[tuple[str, M | None]]:
    """The text in pieces, each with the mark that it stands in; together they are the text.

    Marks come in text order; one that overlaps an earlier one or is not in the text is passed over.

    >>> from schemas import Span
    >>> [(piece, mark is not None) for piece, mark in cut("F1 of 82.", [Span(start=6, end=8), Span(start=7, end=9)])]
    [('F1 of ', False), ('82', True), ('.', False)]
    """
    at = 0
    for mark in marks:
        if not at <= mark.start < mark.end <= len(text):
            continue
        if at < mark.start:
            yield text[at : mark.start], None
        yield text[mark.start : mark.end], mark
        at = mark.end
    if at < len(text):
        yield text[at:], None


def to_html(abstract: str, spans: Iterable[EvidenceSpan]) -> Markup:
    """The abstract as HTML with a `mark` for each span; all text is escaped.

    `data-records` holds the record ids with a blank between; blanks and percent signs within an id are written as in an
    address (%20, %25), so that `decodeURIComponent` gives it back.

    >>> span = EvidenceSpan(start=4, end=9, role=SpanRole.VALUE, record_ids=("a b@4-9",), label="score: 84.5 %")
    >>> str(to_html("<1: 84.5%.", [span]))
    '&lt;1: <mark class="role-value" data-records="a%20b@4-9" title="score: 84.5 %">84.5%</mark>.'
    """
    return Markup().join(_html(piece, span) for piece, span in cut(abstract, spans))


def _html(piece: str, span: EvidenceSpan | None) -> Markup:
    if span is None:
        return _breakable(piece)
    records = " ".join(quote(record_id, safe=_UNQUOTED) for record_id in span.record_ids)
    said = span.label if span.role is SpanRole.VALUE else f"{span.role}: {span.label}"
    return Markup('<mark class="role-{}" data-records="{}" title="{}">{}</mark>').format(
        span.role.value, records, said or span.role.value, _breakable(piece)
    )


def _breakable(text: str) -> Markup:
    """The text escaped; a word that no line holds may break."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    return Markup("<wbr>").join(escape(text[start:end]) for start, end in pairwise(cuts))


# all printable ASCII but the blank and the percent sign: ids stay readable where they can
_UNQUOTED = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) != "%")


def to_terminal(abstract: str, spans: Iterable[EvidenceSpan], numbers: Mapping[str, int] | None = None) -> "Text":
    r"""The abstract as rich text with each span in the colour of its role; signs that steer a terminal are made visible.

    With `numbers`, by record id, each value carries that of its claim behind it.

    >>> to_terminal("\x1b[2J 84.5%", []).plain
    '␛[2J 84.5%'
    """
    from rich.text import Text

    drawn = Text()
    for piece, span in cut(abstract, spans):
        drawn.append(harmless(piece), style=f"{STYLES[span.role]} underline" if span else "")
        if numbers and span and span.role is SpanRole.VALUE:
            drawn.append(f"[{numbers[span.record_ids[0]]}]", style="dim green")
    return drawn


def harmless(text: str) -> str:
    r"""The text with every sign that would steer a terminal made visible; of the same length.

    >>> harmless("a\x1b[31mb")
    'a␛[31mb'
    """
    return text.translate(_PICTURES)
