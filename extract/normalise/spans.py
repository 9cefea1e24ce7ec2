"""Stretches of a text, asked over and over which of them share a character: never all with all, however long the sentence."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, Protocol, TypeVar

TAIL = 80  # characters before the end of a part of a text that are read with nothing behind them


class Stretch(Protocol):
    """Anything with a place in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


M = TypeVar("M", bound=Stretch)


class Spans:
    """A fixed set of stretches, in any order, also overlapping ones.

    >>> from extract.normalise.sentences import Sentence
    >>> spans = Spans([Sentence("ab", 0, 2), Sentence("defg", 3, 7)])
    >>> spans.hold(4, 6), spans.hold(6, 8), spans.meet(6, 8), spans.meet(2, 3)
    (True, False, True, False)
    """

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        pairs = sorted((stretch.start, stretch.end) for stretch in stretches)
        self._starts = [start for start, _ in pairs]
        self._reach = list(accumulate((end for _, end in pairs), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether all of start to end lies in one of them."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._reach[at - 1] >= end

    def meet(self, start: int, end: int) -> bool:
        """Whether start to end shares a character with one of them."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._reach[at - 1] > start


class Taken:
    """The characters of a text that are taken already.

    >>> taken = Taken(9)
    >>> taken.take(2, 5), taken.take(4, 6), taken.take(5, 6), taken.meet(0, 3)
    (True, False, True, True)
    """

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def meet(self, start: int, end: int) -> bool:
        """Whether one of the characters from start to end is taken."""
        return self._marks.find(1, start, end) >= 0

    def take(self, start: int, end: int) -> bool:
        """Take the characters from start to end, if none of them is taken; whether they were free."""
        if self._marks.find(1, start, end) >= 0:
            return False
        self._marks[start:end] = b"\x01" * (end - start)
        return True


class Places:
    """Where a pattern is found in a text that is read once, and then asked about one part after another.

    >>> import regex
    >>> places = Places(regex.compile("b+"), "abba, abba")
    >>> places.between(0, 4), places.between(3, 6), places.between(8, 10)
    (True, False, True)
    """

    def __init__(self, pattern: Any, text: str) -> None:
        self._pattern, self._text = pattern, text
        spans = [match.span() for match in pattern.finditer(text, overlapped=True)]
        self._starts = [start for start, _ in spans]
        self._least = list(accumulate((end for _, end in reversed(spans)), min))[::-1]  # end of those from here on

    def between(self, start: int, end: int) -> bool:
        """Whether it is found between two offsets, as in that part of the text alone."""
        at = bisect_left(self._starts, start)
        if at < len(self._starts) and self._least[at] < end - 1:
            return True
        # what a pattern asks of the characters behind it, it may not ask of those behind the part
        return self._pattern.search(self._text[max(start, end - TAIL) : end]) is not None


def within(stretches: Sequence[M], start: int, end: int) -> Sequence[M]:
    """Those of some stretches in text order that lie between two offsets."""
    first = bisect_left(stretches, start, key=_start_of)
    last = bisect_right(stretches, end, lo=first, key=_start_of)
    return [stretch for stretch in stretches[first:last] if stretch.end <= end]


def _start_of(stretch: Stretch) -> int:
    return stretch.start
