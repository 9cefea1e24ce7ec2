"""Precision, recall and F1 at the five levels, with bootstrap intervals: what would another draw of abstracts have shown?"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from claimtable.evaluation.pairing import FIELDS, Level, PaperScore, counts_for
from schemas.base import Frozen

if TYPE_CHECKING:
    import numpy as np

RESAMPLES = 1000
_CONFIDENCE = 0.95


class Interval(Frozen):
    """Where a figure lies in 95% of the resamples."""

    low: float
    high: float


class Figures(Frozen):
    """How good the values are at one level."""

    precision: float
    recall: float
    f1: float
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None
    f1_interval: Interval | None = None


class Evaluation(Frozen):
    """All figures of one run over one gold file."""

    abstracts: int
    gold: int = Field(description="Annotated values.")
    predicted: int = Field(description="Found values.")
    bad_offsets: int = Field(description="Found values whose text does not stand at their offsets.")
    unknown_papers: tuple[str, ...] = Field(description="Papers with found values that the gold does not know.")
    levels: dict[Level, Figures]
    fields: dict[str, float] = Field(description="How often each field is right, among paired values where either side has it.")


def evaluate(
    papers: Sequence[PaperScore], *, found_in: Collection[str] = (), resamples: int = RESAMPLES, seed: int = 0
) -> Evaluation:
    """The figures of scored abstracts.

    Args:
        papers: The scored abstracts.
        found_in: Ids of all papers with found values; those that are not annotated are named.
        resamples: How often to draw abstracts anew for the intervals; 0 gives none.
        seed: Where the draws start: the same seed gives the same intervals.
    """
    gold = [len(paper.paper.records) for paper in papers]
    predicted = [len(paper.found) for paper in papers]
    known = {paper.paper.id for paper in papers}
    return Evaluation(
        abstracts=len(papers),
        gold=sum(gold),
        predicted=sum(predicted),
        bad_offsets=sum(paper.paper.abstract[one.start : one.end] != one.value_text for paper in papers for one in paper.found),
        unknown_papers=tuple(sorted(set(found_in) - known)),
        levels={
            level: _figures([paper.right(level) for paper in papers], gold, predicted, resamples=resamples, seed=seed)
            for level in Level
        },
        fields=_by_field(papers),
    )


def precision_recall_f1(right: float, gold: float, predicted: float) -> tuple[float, float, float]:
    """The three figures from counts; 0 where nothing is right.

    >>> precision_recall_f1(1, 2, 1)
    (1.0, 0.5, 0.6666666666666666)
    >>> precision_recall_f1(0, 0, 0)
    (0.0, 0.0, 0.0)
    """
    precision, recall = right / predicted if predicted else 0.0, right / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def _figures(right: list[int], gold: list[int], predicted: list[int], *, resamples: int, seed: int) -> Figures:
    precision, recall, f1 = precision_recall_f1(sum(right), sum(gold), sum(predicted))
    if resamples < 1 or len(right) < 2:
        return Figures(precision=precision, recall=recall, f1=f1)
    return Figures(
        precision=precision,
        recall=recall,
        f1=f1,
        precision_interval=_interval(_ratio, [right, predicted], resamples=resamples, seed=seed),
        recall_interval=_interval(_ratio, [right, gold], resamples=resamples, seed=seed),
        f1_interval=_interval(_f1, [right, gold, predicted], resamples=resamples, seed=seed),
    )


def f1_difference(
    now: Sequence[PaperScore], before: Sequence[PaperScore], level: Level, *, resamples: int, seed: int
) -> Interval | None:
    """Where the difference of two runs' F1 lies: the same abstracts are drawn for both."""
    if resamples < 1 or len(now) < 2:
        return None
    gold = [len(paper.paper.records) for paper in now]
    samples = [gold]
    for run in (now, before):
        samples += [[paper.right(level) for paper in run], [len(paper.found) for paper in run]]

    def difference(gold: Any, *counts: Any, axis: int) -> Any:
        right, found, right_before, found_before = counts
        return _f1(right, gold, found, axis=axis) - _f1(right_before, gold, found_before, axis=axis)

    return _interval(difference, samples, resamples=resamples, seed=seed)


def _interval(statistic: Callable[..., Any], samples: Sequence[Sequence[int]], *, resamples: int, seed: int) -> Interval:
    import numpy as np
    from scipy import stats

    found = stats.bootstrap(
        [np.asarray(sample, dtype=float) for sample in samples],
        statistic,
        n_resamples=resamples,
        paired=True,  # an abstract is drawn with all its counts
        vectorized=True,
        confidence_level=_CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Interval(low=float(found.low), high=float(found.high))


def _ratio(part: "np.ndarray[Any, Any]", whole: "np.ndarray[Any, Any]", axis: int = -1) -> Any:
    import numpy as np

    parts, wholes = part.sum(axis=axis), whole.sum(axis=axis)
    return np.divide(parts, wholes, out=np.zeros_like(parts), where=wholes > 0)


def _f1(right: Any, gold: Any, predicted: Any, axis: int = -1) -> Any:
    return _ratio(2 * right, gold + predicted, axis=axis)


def _by_field(papers: Sequence[PaperScore]) -> dict[str, float]:
    pairs = [pair for paper in papers for pair in paper.pairs]
    shares: dict[str, float] = {}
    for field, agreement in FIELDS.items():
        told: Mapping[int, float] = {
            at: float(agreement(pair.gold, pair.found)) for at, pair in enumerate(pairs) if counts_for(field, pair)
        }
        shares[field] = sum(told.values()) / len(told) if told else 0.0
    return shares
