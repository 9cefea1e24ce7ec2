"""Result rows in, comparisons out: every pair of scores set against each other, every stated change, each once.

Arithmetic is decimal, on the numbers as written: 84.57 - 83.89 is 0.68.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

from claimtable.tables.duplicates import speaking_rows
from schemas import Basis, Bound, ComparisonRow, ComparisonSource, Direction, Kind, Paper, ResultRow

_QUOTIENTS = Context(prec=10)
_LESS = {Bound.AT_MOST, Bound.UP_TO}
_PLAIN = {Bound.EXACT, Bound.APPROX}


def find_comparisons(rows: Sequence[ResultRow], papers: Iterable[Paper] = ()) -> tuple[ComparisonRow, ...]:
    """All comparisons of the rows, in their order; entries that another one speaks for are left out.

    A change that led to a score which is itself set against another ("77.9% (+2.1) over 75.8% with X") is one
    comparison with the pair, as long as the numbers agree.
    """
    spoken = speaking_rows(rows, papers)
    records: dict[str, list[ResultRow]] = {}
    for row in spoken:
        records.setdefault(row.record_id, []).append(row)
    stated: set[str] = set()  # rows of scores whose pair a stated change says already
    found: dict[str, ComparisonRow] = {}
    for row in spoken:
        if row.kind is Kind.CHANGE:
            subject = _partner(row, records)
            reference = _partner(subject, records) if subject is not None and subject.kind is Kind.SCORE else None
            if subject is not None and reference is not None and _agree(row, subject, reference):
                stated.add(subject.row_id)
            else:
                reference = None
            found[row.row_id] = _stated(row, subject, reference)
    for row in spoken:
        if row.kind is Kind.SCORE and row.row_id not in stated:
            reference = _partner(row, records)
            if reference is not None and _is_first_on(row, reference, records):
                found[row.row_id] = _derived(row, reference)
    return tuple(found[row.row_id] for row in spoken if row.row_id in found)


def _partner(row: ResultRow, records: Mapping[str, list[ResultRow]]) -> ResultRow | None:
    """The row of the record that this one points at, on the same data set where there is one."""
    if row.reference_id is None or row.reference_id == row.record_id:
        return None
    partners = records.get(row.reference_id, [])
    same = [partner for partner in partners if partner.dataset == row.dataset]
    return next(iter(same or partners), None)


def _is_first_on(row: ResultRow, reference: ResultRow, records: Mapping[str, list[ResultRow]]) -> bool:
    """False where another row of the record shares the data set with the reference, and this one does not."""
    if reference.dataset in (None, row.dataset):
        return True
    theirs = {partner.dataset for partner in records[reference.record_id]}
    return not any(other.dataset in theirs for other in records[row.record_id])


def _derived(row: ResultRow, reference: ResultRow) -> ComparisonRow:
    numbers = _derive(row, reference)
    return _row(row, row, reference, source=ComparisonSource.DERIVED, basis=None, **numbers)


def _stated(change: ResultRow, subject: ResultRow | None, reference: ResultRow | None) -> ComparisonRow:
    numbers: dict[str, Any] = {"difference": None, "difference_unit": None, "ratio": None, "relative_change": None}
    if subject is not None and reference is not None:
        numbers |= _derive(subject, reference)
    size = Decimal(repr(change.value))
    signed = float(-size if change.direction is Direction.DECREASE else size)
    match change.basis:
        case Basis.FACTOR:
            falls = change.direction is Direction.DECREASE
            numbers["ratio"] = (float(_QUOTIENTS.divide(1, size)) if size else None) if falls else change.value
        case Basis.RELATIVE:
            numbers["relative_change"] = signed
        case Basis.ABSOLUTE:
            numbers |= {"difference": signed, "difference_unit": "point" if change.unit == "%" else change.unit}
        case _ if numbers["difference"] is None:
            # points or per cent, the text does not tell: the unit stays as written
            numbers |= {"difference": signed, "difference_unit": change.unit}
    bound = change.bound
    if change.value_high is not None and bound in _PLAIN:
        bound = Bound.AT_LEAST  # "gains of 3 to 8 points" are gains of at least 3
    numbers |= {"bound": bound, "direction": change.direction}
    return _row(change, subject, reference, source=ComparisonSource.STATED, basis=change.basis, **numbers)


def _row(said: ResultRow, subject: ResultRow | None, reference: ResultRow | None, **numbers: Any) -> ComparisonRow:
    """One comparison as `said` states it, between two scores of which either may be missing."""
    scores = [score for score in (subject, reference) if score is not None]
    same_unit = subject is None or reference is None or subject.unit == reference.unit
    return ComparisonRow(
        comparison_id=f"{said.row_id}:vs",
        entry_id=said.entry_id,
        paper_id=said.paper_id,
        subject=said.method or (subject.method if subject else None),
        reference=said.baseline or (subject.baseline if subject else None) or (reference.method if reference else None),
        metric=said.metric or next((score.metric for score in scores if score.metric), None),
        dataset=said.dataset or next((score.dataset for score in scores if score.dataset), None),
        unit=scores[0].unit if scores else None,
        subject_value=_single(subject),
        reference_value=_single(reference) if same_unit else None,
        subject_record_id=subject.record_id if subject else None,
        reference_record_id=reference.record_id if reference else None,
        change_record_id=said.record_id if said.kind is Kind.CHANGE else None,
        conditions=said.conditions,
        sentence=said.sentence,
        **numbers,
    )


def _derive(subject: ResultRow, reference: ResultRow) -> dict[str, Any]:
    """Difference, ratio and relative change of two scores; null where they are not of one kind, or only bounds."""
    high, low = _single(subject), _single(reference)
    bound = _joint_bound(subject.bound, reference.bound)
    comparable = subject.unit == reference.unit and (
        subject.metric == reference.metric or None in (subject.metric, reference.metric)
    )
    if high is None or low is None or bound is None or not comparable:
        blank = dict.fromkeys(("difference", "difference_unit", "ratio", "relative_change", "direction"))
        return {**blank, "bound": bound or subject.bound}
    ours, theirs = Decimal(repr(high)), Decimal(repr(low))
    difference = ours - theirs
    ratio = _QUOTIENTS.divide(ours, theirs) if ours > 0 and theirs > 0 else None
    relative = _QUOTIENTS.divide(difference * 100, abs(theirs)) if theirs else None
    return {
        "difference": float(difference),
        "difference_unit": "point" if subject.unit == "%" else subject.unit,
        "ratio": None if ratio is None else float(ratio),
        "relative_change": None if relative is None else float(relative),
        "direction": None if not difference else Direction.INCREASE if difference > 0 else Direction.DECREASE,
        "bound": bound,
    }


def _joint_bound(subject: Bound, reference: Bound) -> Bound | None:
    """What the difference of two bounded numbers is; None where nothing follows.

    >>> _joint_bound(Bound.AT_LEAST, Bound.EXACT), _joint_bound(Bound.AT_LEAST, Bound.AT_LEAST)
    (<Bound.AT_LEAST: 'at_least'>, None)
    """
    if subject in _PLAIN and reference in _PLAIN:
        return Bound.APPROX if Bound.APPROX in (subject, reference) else Bound.EXACT
    if reference in _PLAIN:
        return subject
    if subject in _PLAIN:
        return Bound.AT_LEAST if reference in _LESS else Bound.AT_MOST
    return None


def _agree(change: ResultRow, subject: ResultRow, reference: ResultRow) -> bool:
    """Whether a stated change is the difference of these two scores, as far as rounding allows."""
    numbers = _derive(subject, reference)
    if change.value_high is not None or numbers["direction"] is not change.direction:
        return False
    size = Decimal(repr(change.value))
    step = _step(change)
    falls = change.direction is Direction.DECREASE
    absolute = numbers["difference"], step + _step(subject) + _step(reference)
    relative = numbers["relative_change"], step * 2
    factor = numbers["ratio"] and (1 / numbers["ratio"] if falls else numbers["ratio"]), step * 2
    tried = {Basis.ABSOLUTE: [absolute], Basis.RELATIVE: [relative], Basis.FACTOR: [factor]}
    return any(
        number is not None and abs(abs(Decimal(repr(float(number)))) - size) <= slack
        for number, slack in tried.get(change.basis or Basis.UNSPECIFIED, [absolute, relative])
    )


def _step(row: ResultRow) -> Decimal:
    """Half a unit in the last place as written: 0.05 for 2.1."""
    exponent = Decimal(repr(row.value)).normalize().as_tuple().exponent
    return Decimal(5).scaleb(min(int(exponent), 0) - 1)


def _single(row: ResultRow | None) -> float | None:
    return row.value if row is not None and row.value_high is None else None
