"""Which found value is which annotated one, and how far the two agree.

In: the annotated and the found values of one abstract. Out: a `PaperScore`: pairs with the level that each reaches, what was
missed, and what is spurious. Each level holds all those before it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claimtable.evaluation.agreement import (
    in_words_or_canonical,
    same_datasets,
    same_metric,
    same_name,
    same_unit,
    shared_phrases,
)
from claimtable.evaluation.gold import GoldPaper, GoldRecord
from claimtable.evaluation.predictions import Prediction, Predictions


class Level(StrEnum):
    """How much of a record must be right, each with all before it."""

    VALUE = "value"
    TYPED = "typed"
    METRIC = "metric"
    DATASET = "dataset"
    FULL = "full"

    @property
    def depth(self) -> int:
        """How many levels a record has passed that is right at this one.

        >>> Level.VALUE.depth, Level.FULL.depth
        (1, 5)
        """
        return list(Level).index(self) + 1


@dataclass(frozen=True, slots=True)
class Pair:
    """An annotated value and the found one that overlaps it; `depth` counts the levels at which the two agree."""

    gold: GoldRecord
    found: Prediction
    depth: int


@dataclass(frozen=True, slots=True)
class PaperScore:
    """One abstract: its pairs, what was missed, what was found and is none."""

    paper: GoldPaper
    pairs: tuple[Pair, ...]
    missed: tuple[GoldRecord, ...]
    spurious: tuple[Prediction, ...]

    @property
    def found(self) -> tuple[Prediction, ...]:
        """All found values, in text order."""
        return tuple(sorted((*(pair.found for pair in self.pairs), *self.spurious), key=lambda one: (one.start, one.end)))

    def right(self, level: Level) -> int:
        """How many values are right at a level."""
        return sum(pair.depth >= level.depth for pair in self.pairs)


def score_papers(gold: Sequence[GoldPaper], found: Predictions) -> tuple[PaperScore, ...]:
    """Every annotated abstract with what was found in it."""
    return tuple(score_paper(paper, found.get(paper.id, ())) for paper in gold)


def score_paper(paper: GoldPaper, found: Sequence[Prediction]) -> PaperScore:
    """Pair overlapping spans one to one: the deepest agreement first, then the widest overlap, then in order."""
    options = sorted(
        (
            (-_depth(one, other), max(one.start, other.start) - min(one.end, other.end), i, j)
            for i, one in enumerate(paper.records)
            for j, other in enumerate(found)
            if one.start < other.end and other.start < one.end
        ),
    )
    taken: dict[int, int] = {}
    pairs: list[Pair] = []
    for minus_depth, _, i, j in options:
        if i not in taken and j not in taken.values():
            taken[i] = j
            pairs.append(Pair(paper.records[i], found[j], -minus_depth))
    return PaperScore(
        paper,
        tuple(sorted(pairs, key=lambda pair: pair.gold.start)),
        tuple(record for i, record in enumerate(paper.records) if i not in taken),
        tuple(other for j, other in enumerate(found) if j not in taken.values()),
    )


def _same_number(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)


def _is_same_value(gold: GoldRecord, found: Prediction) -> bool:
    return gold.kind == found.kind and _same_number(gold.value, found.value) and _same_number(gold.value_high, found.value_high)


def _is_same_metric(gold: GoldRecord, found: Prediction) -> bool:
    return in_words_or_canonical(same_metric, gold.metric, found.metric, found.metric_text)


def _is_on_same_datasets(gold: GoldRecord, found: Prediction) -> bool:
    return same_datasets(gold.datasets, found.dataset_texts) or same_datasets(gold.datasets, found.datasets)


def _depth(gold: GoldRecord, found: Prediction) -> int:
    """How many levels the two agree at, from the first on."""
    checks: tuple[Callable[[], bool], ...] = (
        lambda: _is_same_value(gold, found),
        lambda: same_unit(gold.unit, found.unit) and gold.bound == found.bound and gold.direction == found.direction,
        lambda: _is_same_metric(gold, found),
        lambda: _is_on_same_datasets(gold, found),
        lambda: same_name(gold.method, found.method) and same_name(gold.baseline, found.baseline),
    )
    for depth, agrees in enumerate(checks):
        if not agrees():
            return depth
    return len(checks)


FIELDS: Mapping[str, Callable[[GoldRecord, Prediction], float]] = {
    "unit": lambda gold, found: same_unit(gold.unit, found.unit),
    "bound": lambda gold, found: gold.bound == found.bound,
    "direction": lambda gold, found: gold.direction == found.direction,
    "basis": lambda gold, found: gold.basis == found.basis,
    "metric": _is_same_metric,
    "datasets": _is_on_same_datasets,
    "task": lambda gold, found: same_name(gold.task, found.task),
    "method": lambda gold, found: same_name(gold.method, found.method),
    "baseline": lambda gold, found: same_name(gold.baseline, found.baseline),
    "conditions": lambda gold, found: shared_phrases(gold.conditions, found.conditions),
    "aggregate": lambda gold, found: (gold.aggregate is None) == (found.aggregate is None),
    "uncertainty": lambda gold, found: (gold.uncertainty is None) == (found.uncertainty is None),
}
"""How far two paired values agree in each single field, 0 to 1."""

_OFTEN_NULL = frozenset({"direction", "basis", "task", "conditions", "aggregate", "uncertainty", "baseline"})


def counts_for(field: str, pair: Pair) -> bool:
    """Whether a pair tells something about a field: not where it is often null, and null on both sides."""
    return field not in _OFTEN_NULL or not (_is_empty(pair.gold, field) and _is_empty(pair.found, field))


def _is_empty(record: GoldRecord | Prediction, field: str) -> bool:
    return getattr(record, field) in {None, ()}
