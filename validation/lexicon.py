"""What the rules' lexicons say of a metric, as the expectations need it: direction, range, and which units it takes."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple


class MetricFacts(NamedTuple):
    """One metric of the lexicon; a null bound is open, and the bounds of a rate are those of the share."""

    higher_is_better: bool | None
    low: float | None
    high: float | None
    rate: bool


class Lexicon(NamedTuple):
    """What is known of a canonical name, whether a unit can belong to a metric, and what words name canonically.

    Each answers None where it has no opinion.
    """

    find: Callable[[str], MetricFacts | None]
    units_agree: Callable[[str, str | None], bool | None]
    canonical_metric: Callable[[str], str | None]
    canonical_dataset: Callable[[str], str | None]


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that the rules ship."""
    from rules.lexicons import load_datasets, load_metrics
    from rules.units import unit_belongs

    metrics = load_metrics()

    def find(name: str) -> MetricFacts | None:
        metric = metrics.canonical(name)
        if metric is None:
            return None
        return MetricFacts(metric.higher_is_better, metric.low, metric.high, metric.rate)

    def canonical_metric(text: str) -> str | None:
        metric = metrics.canonical(text)
        return None if metric is None else metric.name

    return Lexicon(
        find,
        lambda name, unit: unit_belongs(metrics.canonical(name), unit),
        canonical_metric,
        load_datasets().canonical,
    )


def range_in_unit(facts: MetricFacts, unit: str | None) -> tuple[float | None, float | None] | None:
    """The range of a metric as scores in the unit would show it; None where the unit says nothing of it.

    Rates are printed as shares and as percentages with and without the sign, so a bare 84.3 is inside 0 to 1.

    >>> accuracy = MetricFacts(True, 0, 1, rate=True)
    >>> range_in_unit(accuracy, "%"), range_in_unit(accuracy, None), range_in_unit(accuracy, "x")
    ((0.0, 100.0), (0.0, 100.0), None)
    >>> range_in_unit(MetricFacts(True, 1, 5, rate=False), None)
    (1, 5)
    """
    if facts.rate and unit in {None, "%", "point"}:
        return tuple(None if bound is None else bound * 100.0 for bound in (facts.low, facts.high))  # type: ignore[return-value]
    if facts.rate or unit not in {None, "point"}:
        return None
    return facts.low, facts.high
