"""Which board a score belongs to, in which unit, and what keeps it from having a rank there."""

from decimal import Decimal
from typing import NamedTuple

from rules.board_rules import BoardRules
from rules.lexicons import Metric, MetricLexicon, load_datasets
from rules.names import dataset_key
from schemas import Bound, Kind, ResultRow


class Entry(NamedTuple):
    """A score made ready for its board."""

    row: ResultRow
    key: tuple[str, str, str]
    unit: str | None
    score: float
    score_high: float | None
    higher_is_better: bool
    note: str | None

    @property
    def ranks(self) -> bool:
        """Whether it may have a rank."""
        return self.note is None or self.note == APPROXIMATE


APPROXIMATE = "approximate"
_BOUNDS = {
    Bound.AT_LEAST: "a lower bound",
    Bound.AT_MOST: "an upper bound",
    Bound.UP_TO: "the best of several, as up to",
}


def find_entry(row: ResultRow, metrics: MetricLexicon, rules: BoardRules) -> Entry | None:
    """The entry that a result row makes on a board; None where it is no score, or where nothing makes a board."""
    if row.kind is not Kind.SCORE or row.metric is None or row.dataset is None or row.higher_is_better is None:
        return None
    if not (rules.is_name(row.dataset) or _is_listed(row.dataset)):
        return None
    metric = metrics.canonical(row.metric)
    unit, factor = board_unit(row, metric)
    score = _scaled(row.value, factor)
    high = None if row.value_high is None else _scaled(row.value_high, factor)
    note = _why_not(row, metric, unit, score, rules)
    if note is None and row.bound is Bound.APPROX:
        note = APPROXIMATE
    key = (dataset_key(row.dataset), row.metric, unit or "")
    return Entry(row, key, unit, score, high, row.higher_is_better, note)


def board_unit(row: ResultRow, metric: Metric | None) -> tuple[str | None, int]:
    """The unit that a score stands in on its board, and what its number is multiplied by to get there.

    A rate is written as 0.843, 84.3, 84.3% or 84.3 points: all meet in %.
    """
    if metric is None or not metric.rate or row.unit not in (None, "point", "%"):
        return (None if row.unit == "point" else row.unit), 1
    is_share = row.unit is None and max(row.value, row.value_high or 0.0) <= 1
    return "%", 100 if is_share else 1


def _why_not(row: ResultRow, metric: Metric | None, unit: str | None, score: float, rules: BoardRules) -> str | None:
    """What keeps a score from having a rank; None where nothing does."""
    is_percentage = metric is None or metric.rate or (metric.quantity == "any" and not metric.cost)
    if unit == "x" or (unit == "%" and not is_percentage):
        return "a share or multiple of another's"
    if metric is not None and metric.vague and "@" not in metric.name:  # "pass" says nothing, pass@1 does
        return "the metric names no measure"
    if row.value_high is not None:
        return "a range"
    if row.bound in _BOUNDS:
        return _BOUNDS[row.bound]
    if row.aggregate is not None and rules.is_over_several(row.aggregate):
        return f"not one system's score on one data set ({row.aggregate})"
    if metric is not None and not _is_possible(score, metric, unit):
        return "outside the range of the metric"
    return None


def _is_possible(score: float, metric: Metric, unit: str | None) -> bool:
    scale = 100 if metric.rate and unit == "%" else 1
    low, high = metric.low, metric.high
    return (low is None or score >= low * scale) and (high is None or score <= high * scale)


def _is_listed(dataset: str) -> bool:
    """Whether the lexicon knows this data set by a name that is no ordinary word: ogbn-arxiv."""
    found = load_datasets().find(dataset)
    return found is not None and not found.caution


def _scaled(value: float, factor: int) -> float:
    """In decimals, so that 0.843 becomes 84.3 and not 84.30000000000001."""
    return float(Decimal(repr(value)) * factor)
