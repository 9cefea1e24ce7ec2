"""Numbers as intervals: what a paper prints may have been any number that rounds, or is cut, to it."""

import math
import re
from typing import NamedTuple

from schemas import Bound

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_TORN = re.compile(r"(?<=[\d.])\s+(?=[\d.])")


class Interval(NamedTuple):
    """All that a printed number may stand for."""

    low: float
    high: float

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share a number; a hair's breadth is for floats."""
        slack = 1e-9 * max(1.0, abs(self.low), abs(other.low))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def minus(self, other: "Interval") -> "Interval":
        """All differences."""
        return Interval(self.low - other.high, self.high - other.low)

    def over(self, other: "Interval") -> "Interval":
        """All ratios; without end where the other may be nought, as 0.4 printed as 0 is.

        >>> Interval(1.0, 2.0).over(Interval(0.0, 4.0))
        Interval(low=0.25, high=inf)
        """
        if other.low <= 0 <= other.high:
            certain = self.low >= 0 and other.low == 0 and other.high > 0
            return Interval(self.low / other.high if certain else -math.inf, math.inf)
        ends = [a / b for a in self for b in other]
        return Interval(min(ends), max(ends))

    def times(self, factor: float) -> "Interval":
        """All products with a positive number."""
        return Interval(self.low * factor, self.high * factor)

    def size(self) -> "Interval":
        """All absolute values."""
        if self.low >= 0:
            return self
        if self.high <= 0:
            return Interval(-self.high, -self.low)
        return Interval(0.0, max(-self.low, self.high))


def last_place(value_text: str, value: float) -> float | None:
    """What one step in the last printed place is worth; None where the text shows no such place.

    >>> last_place("84.57%", 84.57), last_place("1.5M", 1500000.0), last_place("31%", 31.0)
    (0.01, 100000.0, 1.0)
    >>> last_place("an order of magnitude", 10.0)
    """
    found = _NUMBER.search(_TORN.sub("", value_text))
    if found is None:
        return None
    digits = found.group().replace(",", "")
    shown = float(digits)
    decimals = len(digits.partition(".")[2])
    step = 10.0**-decimals
    if decimals == 0 and len(digits) > 2:
        # 1,200 and 40000 are seldom counted to the last one.
        step = 10.0 ** max(0, len(digits) - len(digits.rstrip("0")) - (0 if shown >= 1000 else 1))
    scale = abs(value) / shown if shown else 1.0
    # 10^3, 0.5 of "half a": the text shows another number than the value, by no power of ten.
    if scale and not math.isclose(math.log10(scale), round(math.log10(scale)), abs_tol=1e-9):
        return None
    return step * (scale or 1.0)


def as_interval(value_text: str, value: float, bound: Bound, *, steps: float = 1.0) -> Interval | None:
    """What the printed value may stand for: half a step of its last place to either side if rounded, a step if cut.

    >>> as_interval("84.6%", 84.6, Bound.EXACT)
    Interval(low=84.5, high=84.7)
    """
    step = last_place(value_text, value)
    if step is None:
        return None
    if bound is Bound.APPROX:
        step = max(2 * step, 0.1 * abs(value))
    return Interval(round(value - steps * step, 12), round(value + steps * step, 12))
