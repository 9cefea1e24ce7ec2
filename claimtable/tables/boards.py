"""Which board a score belongs to, in which unit, and what keeps it from having a rank there."""

from decimal import Decimal
from typing import NamedTuple

from claimtable.tables.readings import Reading, find_reading
from claimtable.tables.surroundings import Surroundings
from rules.board_measures import BoardMeasures
from rules.board_rules import BoardRules
from rules.lexicons import Metric, MetricLexicon, load_datasets
from schemas import Bound, Kind, ResultRow


class Entry(NamedTuple):
    """A score made ready for its board."""

    row: ResultRow
    dataset: str
    metric: str
    unit: str | None
    score: float
    score_high: float | None
    higher_is_better: bool
    why_not: str | None
    remarks: tuple[str, ...]

    @property
    def note(self) -> str | None:
        """What a reader must know of this score."""
        return "; ".join(filter(None, (self.why_not, *self.remarks))) or None


class BoardMaker(NamedTuple):
    """All that decides on a score's board."""

    metrics: MetricLexicon
    rules: BoardRules
    measures: BoardMeasures

    def find_entry(self, row: ResultRow, beside: Surroundings, abstract: str = "", beds: int = 1) -> Entry | None:
        """The entry that a result row makes on a board; None where it is no score, or where nothing makes a board.

        `beside` is the text before and behind the value in its sentence, `beds` the number of data sets of its record.
        """
        if row.kind is not Kind.SCORE:
            return None
        reading = find_reading(row, beside, abstract, self.metrics, self.measures)
        if reading is None or not (self.rules.is_name(reading.dataset) or _is_listed(reading.dataset)):
            return None
        metric = self.metrics.canonical(reading.metric)
        unit, factor = board_unit(row, metric)
        score = _scaled(row.value, factor)
        why_not = self._why_not(row, metric, unit, score, beds) or self.measures.doubt(*beside)
        if not _is_plausible(score, reading, metric, unit):
            if reading.implied:
                return None
            why_not = why_not or "implausible for this metric here"
        approximate = ("approximate",) if row.bound is Bound.APPROX and why_not is None else ()
        return Entry(
            row=row,
            dataset=reading.dataset,
            metric=reading.metric,
            unit=unit,
            score=score,
            score_high=None if row.value_high is None else _scaled(row.value_high, factor),
            higher_is_better=reading.higher_is_better,
            why_not=why_not,
            remarks=(*approximate, *reading.remarks),
        )

    def _why_not(self, row: ResultRow, metric: Metric | None, unit: str | None, score: float, beds: int) -> str | None:
        """What keeps a score from having a rank; None where nothing does."""
        is_percentage = metric is None or metric.rate or (metric.quantity == "any" and not metric.cost)
        if unit == "x" or (unit == "%" and not is_percentage):
            return "a share or multiple of another's"
        if metric is not None and metric.cost:
            return "a cost: it depends on the hardware and the setting"
        if metric is not None and metric.vague and "@" not in metric.name:  # "pass" says nothing, pass@1 does
            return "the metric names no measure"
        if row.value_high is not None:
            return "a range"
        if row.bound in _BOUNDS:
            return _BOUNDS[row.bound]
        if row.aggregate is not None and self.rules.is_over_several(row.aggregate):
            return f"not one system's score on one data set ({row.aggregate})"
        if row.aggregate is not None and beds > 1 and self.rules.is_average(row.aggregate):
            return f"an average over {beds} data sets"
        if metric is not None and not _is_possible(score, metric, unit):
            return "outside the range of the metric"
        return None


_BOUNDS = {
    Bound.AT_LEAST: "a lower bound",
    Bound.AT_MOST: "an upper bound",
    Bound.UP_TO: "the best of several, as up to",
}


def board_unit(row: ResultRow, metric: Metric | None) -> tuple[str | None, int]:
    """The unit that a score stands in on its board, and what its number is multiplied by to get there.

    A rate is written as 0.843, 84.3, 84.3% or 84.3 points: all meet in %.
    """
    if metric is None or not metric.rate or row.unit not in (None, "point", "%"):
        return (None if row.unit == "point" else row.unit), 1
    is_share = row.unit is None and max(row.value, row.value_high or 0.0) <= 1
    return "%", 100 if is_share else 1


def _is_possible(score: float, metric: Metric, unit: str | None) -> bool:
    scale = 100 if metric.rate and unit == "%" else 1
    low, high = metric.low, metric.high
    return (low is None or score >= low * scale) and (high is None or score <= high * scale)


def _is_plausible(score: float, reading: Reading, metric: Metric | None, unit: str | None) -> bool:
    """Whether a number can be of the metric that it was read as: 7B on MATH is no accuracy."""
    if reading.implied and (unit not in (None, "%") or metric is None or not _is_possible(score, metric, unit)):
        return False
    low, high = reading.plausible or (score, score)
    return low <= score <= high


def _is_listed(dataset: str) -> bool:
    """Whether the lexicon knows this data set by a name that is no ordinary word: ogbn-arxiv."""
    found = load_datasets().find(dataset)
    return found is not None and not found.caution


def _scaled(value: float, factor: int) -> float:
    """In decimals, so that 0.843 becomes 84.3 and not 84.30000000000001."""
    return float(Decimal(repr(value)) * factor)
