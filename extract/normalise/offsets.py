"""Edits of a text that keep the way back to where each piece came from."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

Edit = tuple[int, int, str]
"""Start and end in the text before the pass, and what stands there after it."""

_OPENING = re.compile(r"(?:\\[A-Za-z]+\*?)?\{[^{}]*$")  # an open brace, with its command
_WIDEST = 40  # characters before a range that are looked at for it


class _Pieces(NamedTuple):
    """The offset map of one pass: piece i starts at `new[i]`, came from `old[i]:ends[i]`, is a copy or not."""

    new: list[int]
    old: list[int]
    ends: list[int]
    copied: list[bool]


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text made plain, beside the text it was made from."""

    source: str
    text: str
    _passes: tuple[_Pieces, ...] = field(default=(), repr=False, compare=False)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        r"""The range of the source that a range of the clean text came from, without what was dropped around it.

        >>> text, pieces = apply_edits(r"\textbf{5.5\%}", [(0, 8, ""), (11, 13, "%"), (13, 14, "")])
        >>> made = CleanText(r"\textbf{5.5\%}", text, (pieces,))
        >>> made.text, made.to_source(0, 4)
        ('5.5%', (8, 13))
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no such range in a text of {len(self.text)} characters: {start}:{end}")
        last = end - 1
        for new, old, ends, copied in reversed(self._passes):
            piece = bisect_right(new, start) - 1
            start = old[piece] + start - new[piece] if copied[piece] else old[piece]
            piece = bisect_right(new, last) - 1
            last = old[piece] + last - new[piece] if copied[piece] else ends[piece] - 1
        return start, last + 1


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, _Pieces | None]:
    """The text after the edits, which come in order and do not overlap, and the way back."""
    parts: list[str] = []
    pieces = _Pieces([], [], [], [])
    at = done = 0
    for start, end, put in edits:
        if start > done:
            parts.append(text[done:start])
            _note(pieces, at, done, start, copied=True)
            at += start - done
        if put:
            parts.append(put)
            _note(pieces, at, start, end, copied=False)
            at += len(put)
        done = end
    if done == 0 and not parts:
        return text, None
    if done < len(text):
        parts.append(text[done:])
        _note(pieces, at, done, len(text), copied=True)
    return "".join(parts), pieces


def _note(pieces: _Pieces, at: int, start: int, end: int, *, copied: bool) -> None:
    pieces.new.append(at)
    pieces.old.append(start)
    pieces.ends.append(end)
    pieces.copied.append(copied)


def whole_markup(source: str, start: int, end: int) -> tuple[int, int]:
    r"""A range of LaTeX, widened where it would cut a pair of braces in two: the command before them comes along.

    >>> source = r"by \SI{6}{\percent} to \textbf{82.0}\%"
    >>> [source[slice(*whole_markup(source, *span))] for span in [(7, 18), (31, 38)]]
    ['\\SI{6}{\\percent}', '\\textbf{82.0}\\%']
    """
    depth = lowest = 0
    for character in source[start:end]:
        depth += (character == "{") - (character == "}")
        lowest = min(lowest, depth)
    for _ in range(-lowest):
        opening = _OPENING.search(source, max(0, start - _WIDEST), start)
        if opening is None:
            return start, end
        start = opening.start()
    for _ in range(depth - lowest):
        if source[end : end + 1] != "}":
            break
        end += 1
    return start, end
