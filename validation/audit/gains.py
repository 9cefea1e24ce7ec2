"""Does a stated gain follow from the two stated scores? Every reading that authors use is tried before an alarm."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas import Basis, Bound, Direction, Kind
from validation.audit.abstracts import AuditedAbstract, Value, finding
from validation.audit.findings import Finding
from validation.audit.phrases import load_phrases
from validation.audit.precision import Interval, as_interval
from validation.audit.words import share_a_word

_EXACT = {Bound.EXACT, Bound.APPROX}


class _Readings(NamedTuple):
    """What the gain would be, read each way; the lenient ones excuse a gain but settle nothing."""

    absolute: tuple[Interval, ...]
    relative: tuple[Interval, ...]  # of the old score or of the new: authors do both
    lenient: tuple[Interval, ...]


def gains_that_do_not_add_up(abstract: AuditedAbstract) -> Iterator[Finding]:
    """CT101, CT102 and CT107: changes beside the pair of scores that they lie between."""
    for change in abstract.values:
        pair = _pair(change, abstract)
        if pair is None or not _is_comparable(change, *pair):
            continue
        found = _judged(change, *pair)
        if found is not None:
            yield found


def _pair(change: Value, abstract: AuditedAbstract) -> tuple[Value, Value] | None:
    """The scores (new, old) that the change lies between: linked to it, or alone with it in its sentence."""
    row = change.row
    if row.kind is not Kind.CHANGE or row.value_high is not None or row.bound is Bound.UP_TO:
        return None
    led_to = abstract.reference(change)
    if led_to is not None:
        old = abstract.reference(led_to)
        return (led_to, old) if old is not None else _led_from(led_to, change, abstract)
    if row.metric is None or load_phrases().find("average", row.sentence):
        return None
    beside = [value for value in abstract.values if value.row.sentence == row.sentence]
    changes = [value for value in beside if value.row.kind is Kind.CHANGE]
    scores = [value for value in beside if value.row.kind is Kind.SCORE]
    if len(changes) != 1 or len(scores) != 2:
        return None
    for new, old in (scores, scores[::-1]):
        if new.row.reference_id == old.row.record_id:
            return new, old
    return None


def _led_from(old: Value, change: Value, abstract: AuditedAbstract) -> tuple[Value, Value] | None:
    """The pair of a change that points at the old score, where one score of its sentence does so too."""
    new = [
        value
        for value in abstract.values
        if value.row.kind is Kind.SCORE
        and value.row.sentence == change.row.sentence == old.row.sentence
        and value.row.reference_id == old.row.record_id
    ]
    return (new[0], old) if len(new) == 1 else None


def _is_comparable(change: Value, new: Value, old: Value) -> bool:
    """Whether nothing that the record says sets the change apart from the scores."""
    if any(score.row.kind is not Kind.SCORE or score.row.value_high is not None for score in (new, old)):
        return False
    if not {new.row.bound, old.row.bound} <= _EXACT or new.row.unit != old.row.unit or new.row.unit == "x":
        return False
    if not new.row.metric == old.row.metric == change.row.metric:
        return False
    if new.datasets != old.datasets or (change.datasets and change.datasets != new.datasets):
        return False
    if len({change.row.aggregate, new.row.aggregate, old.row.aggregate}) > 1:
        return False
    named = old.row.method or new.row.baseline
    return change.row.baseline is None or named is None or share_a_word(change.row.baseline, named)


def _readings(change: Value, new: Interval, old: Interval, *, rate: bool, in_percent: bool) -> _Readings:
    unit = change.row.unit
    moved = new.minus(old).size()
    ratios = [new.over(old), old.over(new)]
    shares = [moved.over(old), moved.over(new)]
    if unit == "x":
        # "2 times faster" is read as "2 times as fast" and as "faster by 2 times".
        return _Readings((), tuple(ratios), tuple(shares))
    if unit in {"%", "point"}:
        absolute = (moved,) if rate else ()
        lenient = [moved]
        if not in_percent:  # a rate may be printed as a share and its gain in points: 0.81 to 0.84 is 3 points
            lenient.append(moved.times(100))
        if unit == "%" and change.row.bound in _EXACT:
            lenient += [ratio.times(100) for ratio in ratios]
        if rate and unit == "%":  # accuracy from 90% to 92% is a fifth less error
            rest = [Interval(100 - old.high, 100 - old.low), Interval(1 - old.high, 1 - old.low)]
            lenient += [part.times(100) for whole in rest if (part := moved.over(whole)).low >= 0]
        return _Readings(absolute, tuple(share.times(100) for share in shares), tuple(lenient))
    return _Readings((moved,), (), tuple(part for share in shares for part in (share.times(100), share)))


class _Fit(NamedTuple):
    """Which readings give the stated number."""

    absolute: bool
    relative: bool
    lenient: bool


def _fit(change: Value, new_value: Value, old_value: Value, *, steps: float) -> _Fit | None:
    """Try every reading, each number within so many steps of its last printed place."""
    stated, new, old = (
        as_interval(v.row.value_text, v.row.value, v.row.bound, steps=steps) for v in (change, new_value, old_value)
    )
    if stated is None or new is None or old is None:
        return None
    if change.row.bound is Bound.AT_LEAST:
        stated = Interval(stated.low, float("inf"))
    elif change.row.bound is Bound.AT_MOST:
        stated = Interval(0.0, stated.high)
    in_percent = new_value.row.unit == "%"
    readings = _readings(change, new, old, rate=in_percent or _is_bare_rate(change, new_value), in_percent=in_percent)
    return _Fit(*(any(stated.overlaps(reading) for reading in group) for group in readings))


def _is_bare_rate(change: Value, new: Value) -> bool:
    return new.row.unit is None and change.row.unit == "point"


def _judged(change: Value, new: Value, old: Value) -> Finding | None:
    if change.row.unit not in {None, "%", "point", "x", new.row.unit}:
        return None
    new, old = _in_order(change, new, old)
    # An alarm needs all three numbers to be off by more than rounding or cutting can do; to settle a basis, plain
    # rounding is what decides.
    fit, narrow = (_fit(change, new, old, steps=steps) for steps in (1.0, 0.5))
    if fit is None or narrow is None:
        return None
    text, basis, scores = change.row.value_text, change.row.basis, f"{old.row.value_text} and {new.row.value_text}"
    if not any(fit):
        told = f"The text states a change of {text} between {scores}: {_worked_out(new, old)}."
        return finding("CT101", change, f"{told} No reading gives the stated number at the precision written.", new, old)
    if change.row.bound not in _EXACT or not (new.row.unit == "%" or _is_bare_rate(change, new)):
        return None
    if basis is Basis.UNSPECIFIED and narrow.absolute != narrow.relative:
        settled = Basis.ABSOLUTE if narrow.absolute else Basis.RELATIVE
        return finding("CT102", change, f"{text} between {scores} is {settled.value}: {_worked_out(new, old)}.", new, old)
    called_relative = basis is Basis.RELATIVE and "relative" in change.row.sentence.lower()
    if (basis is Basis.ABSOLUTE and fit.relative and not fit.absolute) or (called_relative and fit.absolute and not fit.relative):
        return finding("CT107", change, f"The text calls {text} {basis}, between {scores}: {_worked_out(new, old)}.", new, old)
    return None


def _in_order(change: Value, new: Value, old: Value) -> tuple[Value, Value]:
    """The scores as the change goes: "+2.3% (88.4% vs. 90.7%)" is a gain over 88.4%, whichever of the two was named as new."""
    direction = change.row.direction
    rises = new.row.value > old.row.value
    turned = direction is not None and new.row.value != old.row.value and (direction is Direction.INCREASE) is not rises
    return (old, new) if turned else (new, old)


def _worked_out(new: Value, old: Value) -> str:
    difference = abs(new.row.value - old.row.value)
    told = f"the difference is {difference:.4g}"
    if old.row.value:
        told += f", which is {100 * difference / abs(old.row.value):.3g}% of {old.row.value:g}"
        told += f", and the ratio is {new.row.value / old.row.value:.3g}"
    return told
