"""Interpret: what a linked value says: kind, direction, basis.

In: a `Linked`. Out: a `Reading`. Nothing here knows a phrase; frames, value rules and the metric lexicon have said it all.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import isclose

from extract.linking.linked import Linked
from rules.loader import fragment_pattern
from schemas.vocabulary import Basis, Direction, Kind

_UNITED = frozenset({"time", "memory", "compute", "parameters", "speed", "energy", "power"})  # measured in a unit
_WHOLE = 100
_BESIDE = 1  # characters between a value and the word that it is told with: 2x faster
_ROUNDED = 0.051  # how far rounding may take a difference from the levels that it is told with
_MOST = 1000  # ratios above are written as powers of ten; a larger number is a size


@dataclass(frozen=True, slots=True)
class Reading:
    """Kind, direction and basis of one value, and its number as the table shows it."""

    kind: Kind
    direction: Direction | None
    basis: Basis | None
    value: float
    high: float | None
    unit: str | None


def interpret(linked: Linked) -> Reading:
    """Read one linked value."""
    kind = _kind(linked)
    value, high = linked.value.value, linked.value.high
    unit = "x" if _has_lost_its_sign(linked) else "point" if _is_in_points(linked, kind) else linked.value.unit
    if kind is not Kind.CHANGE:
        signed = -value if linked.value.sign == "-" and kind is Kind.SCORE and high is None else value
        return Reading(kind, None, None, signed, high, unit)
    return Reading(kind, _direction(linked), _basis(linked), abs(value), high, unit)


def _has_lost_its_sign(linked: Linked) -> bool:
    """Whether a bare number is a ratio whose x was lost in conversion.

    It is where it stands right before "faster" or "speedup", and where a cost changes by a number that has no unit: a latency
    is not reduced by 3.3, a model does not need 2.1 fewer parameters.
    """
    metric = linked.metric
    if linked.value.form != "number" or metric is None or "metric" not in linked.framed:
        return False
    if metric.direction is not None:
        return True
    changes = linked.sets is not None and linked.sets.kind is Kind.CHANGE and linked.value.high is None
    if not changes or metric.metric is None or metric.metric.vague or not 1 < linked.value.value < _MOST:
        return False
    return metric.metric.quantity in _UNITED or (metric.metric.cost and metric.metric.quantity == "any")


def _is_in_points(linked: Linked, kind: Kind) -> bool:
    """Whether a bare number says behind its metric that it counts points: "by 3 F1 points"; a level in points stays bare."""
    value, metric = linked.value, linked.metric
    if kind is not Kind.CHANGE or value.form != "number" or metric is None or metric.start < value.end:
        return False
    return fragment_pattern("points_behind").match(linked.scene.text, metric.end) is not None


def _kind(linked: Linked) -> Kind:
    value = linked.value
    metric = linked.metric
    if value.form == "rank":
        return Kind.RANK
    implied = metric is not None and metric.direction is not None and linked.reference is None
    if _has_lost_its_sign(linked):
        return Kind.CHANGE
    if implied and (value.form in {"fold", "magnitude"} or (value.form in {"percent", "point"} and "metric" in linked.framed)):
        return Kind.CHANGE  # 25% faster, 10x speedup, 0.2x overhead
    if linked.sets is not None and linked.sets.kind is not None:
        return linked.sets.kind
    if value.kind is not None:
        return value.kind
    if value.form == "fold" and value.value < 1 and value.high is None:
        return Kind.SCORE  # 0.49x the energy: what remains
    if value.form in {"fold", "magnitude"} or linked.change_of is not None:
        return Kind.CHANGE
    if value.sign == "+":
        # a correlation is written with its sign
        low = metric.metric.low if metric is not None and metric.metric is not None else None
        return Kind.SCORE if low is not None and low < 0 else Kind.CHANGE
    if value.form == "point" and linked.reference is None:
        return Kind.CHANGE
    if value.sign == "-" and value.high is None and metric is not None and metric.metric is not None:
        # what cannot fall below nought has fallen by so much
        return Kind.CHANGE if metric.metric.low is not None and metric.metric.low >= 0 else Kind.SCORE
    return Kind.SCORE


def _direction(linked: Linked) -> Direction:
    value, metric = linked.value, linked.metric
    if value.direction is not None:
        return value.direction
    if value.form == "fold" and metric is not None and metric.direction is not None and 0 <= metric.start - value.end <= _BESIDE:
        return metric.direction  # "a 2x speedup and a 2x memory saving"
    move = linked.moves.direction if linked.moves is not None else None
    if value.sign == "-" and move not in {"decrease", "worse"}:
        return Direction.DECREASE
    if move in {"increase", "decrease"}:
        return Direction(move)
    if metric is not None and metric.direction is not None and move is None:
        return metric.direction
    if value.sign == "+" and move is None:
        return Direction.INCREASE
    lower = metric is not None and metric.metric is not None and metric.metric.higher_is_better is False
    worse = move == "worse"
    return Direction.DECREASE if lower != worse else Direction.INCREASE


def _told_by_levels(linked: Linked) -> Basis | None:
    """Whether a change is that between two levels beside it, or its share of the first: 7.7% from 38.8% to 46.5%.

    None where there are no two such levels.
    """
    value = linked.value
    levels = [v for v in linked.scene.values if v.form == "percent" and v.high is None and not v.sign and v.start != value.start]
    for first, second in pairwise(levels):
        if not fragment_pattern("from_to_gap").fullmatch(linked.scene.text, first.end, second.start):
            continue
        step = abs(second.value - first.value)
        if isclose(step, abs(value.value), abs_tol=_ROUNDED):
            return Basis.ABSOLUTE
        if first.value and isclose(100 * step / first.value, abs(value.value), abs_tol=2 * _ROUNDED):
            return Basis.RELATIVE
    return None


def _basis(linked: Linked) -> Basis:
    value = linked.value
    if value.unit == "x" or _has_lost_its_sign(linked):
        return Basis.FACTOR
    if linked.basis is not None and linked.basis.basis is not None:
        return linked.basis.basis
    if value.form != "percent":
        return Basis.ABSOLUTE
    if value.value > _WHOLE:
        return Basis.RELATIVE  # no share of a whole grows by 159 points
    told = _told_by_levels(linked)
    if told is not None:
        return told
    metric = linked.metric.metric if linked.metric is not None else None
    if metric is None or metric.rate or (metric.vague and metric.quantity == "any"):
        return Basis.UNSPECIFIED
    # what has no ceiling is not itself measured in %: a root mean square error, a cost
    return Basis.UNSPECIFIED if metric.quantity == "any" and metric.high is not None else Basis.RELATIVE
