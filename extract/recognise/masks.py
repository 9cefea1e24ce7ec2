"""A sentence with its mentions folded into single signs, so that a frame reads the grammar around names it never saw.

"CVBM reaches 84.57% DSC on Pancreas" becomes `S reaches V M on D`, each capital standing for one private-use character that
also tells which mention it is. Frames (rules/frames) are patterns over that text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from extract.normalise.spans import Taken

_PLANE = 0xF0000  # supplementary private-use area A: 65,534 code points that no text uses
_ROOM = 0x2000  # code points for each sort of mention
_FORM_ROOM = 0x200  # code points for each form of value
_FOREIGN_SIGNS = re.compile("[\U000f0000-\U000fffff]")  # in a text all the same: they stand for nothing here
MOST = 64  # values that one sentence can hold
SIGNED = 8  # added to the form of a value with a sign
FORMS = {
    "percent": 0,
    "point": 1,
    "fold": 2,
    "magnitude": 2,
    "share": 2,
    "quantity": 3,
    "number": 4,
    "integer": 5,
    "rank": 6,
    "size": 7,
    "count": 14,  # five of nine: in the room of signed ranks, which nobody writes
}


class Sort(IntEnum):
    """What a sign stands for."""

    VALUE = 0
    METRIC = 1
    DATASET = 2
    SYSTEM = 3
    NUMBER = 4  # a number that is no result


class Mark(NamedTuple):
    """A mention's place in the sentence, and what it is; `form` tells values of different forms apart."""

    start: int
    end: int
    sort: Sort
    number: int
    form: int = 0


@dataclass(frozen=True, slots=True)
class Mask:
    """The folded sentence with the way back to the sentence's own offsets."""

    text: str
    marks: tuple[Mark, ...]
    _mask_starts: tuple[int, ...]
    _shifts: tuple[int, ...]

    def to_sentence(self, offset: int) -> int:
        """The offset in the sentence of a folded offset."""
        at = bisect_right(self._mask_starts, offset) - 1
        return offset if at < 0 else offset + self._shifts[at]


def sign_index(sign: str) -> int:
    """Which mention of its sort a sign stands for.

    >>> sign_index(chr(0xF0000 + 0x2000 + 7)), sign_index(chr(0xF0000 + 0x200 + 7))
    (7, 7)
    """
    return (ord(sign) - _PLANE) % _FORM_ROOM


def fold(sentence: str, marks: Iterable[Mark]) -> Mask:
    """Fold marks into signs; of overlapping marks the longer stays, then the one of the earlier sort.

    >>> mask = fold("F1 of 0.8", [Mark(0, 2, Sort.METRIC, 0), Mark(6, 9, Sort.VALUE, 0)])
    >>> len(mask.text), mask.to_sentence(len(mask.text))
    (6, 9)
    """
    if not sentence.isascii():
        sentence = _FOREIGN_SIGNS.sub(" ", sentence)
    kept = without_overlaps(marks, len(sentence))
    parts: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    at, length = 0, 0
    for mark in kept:
        parts.append(sentence[at : mark.start])
        length += mark.start - at + 1
        parts.append(chr(_PLANE + mark.sort * _ROOM + mark.form * _FORM_ROOM + mark.number % _FORM_ROOM))
        at = mark.end
        starts.append(length)
        shifts.append(at - length)
    parts.append(sentence[at:])
    return Mask("".join(parts), tuple(kept), tuple(starts), tuple(shifts))


def without_overlaps(marks: Iterable[Mark], length: int) -> Sequence[Mark]:
    """Marks in text order; of two that overlap, values stay first, then the longer, then the earlier sort."""
    taken = Taken(length)
    ranked = sorted(marks, key=lambda m: (m.sort is not Sort.VALUE, m.start - m.end, m.sort, m.start))
    kept = [mark for mark in ranked if taken.take(mark.start, mark.end)]
    kept.sort(key=lambda m: m.start)
    return kept
