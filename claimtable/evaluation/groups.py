"""The figures by rule, kind, metric or source, and what each rule contributes."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

from pydantic import Field

from claimtable.evaluation.gold import GoldRecord, source_of
from claimtable.evaluation.pairing import Level, PaperScore
from claimtable.evaluation.predictions import Prediction
from rules.lexicons import load_metrics
from schemas.base import Frozen

By = Literal["kind", "metric", "source"]
NO_METRIC = "no metric"


class Group(Frozen):
    """What holds for one kind, metric or source: annotated values of it, found values of it, right ones."""

    name: str
    gold: int
    predicted: int
    right: dict[Level, int] = Field(description="Right values, by level.")


class RuleFigures(Frozen):
    """How good the values are in whose making a rule took part."""

    rule: str
    records: int
    right: dict[Level, int] = Field(description="Right values, by level.")


def group_by(papers: Sequence[PaperScore], by: By) -> tuple[Group, ...]:
    """The figures of every group, the largest first. A value counts for the group that the annotator sees it in."""
    gold: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    right: dict[Level, Counter[str]] = {level: Counter() for level in Level}
    for paper in papers:
        name_of = _namer(paper, by)
        gold.update(name_of(record) for record in paper.paper.records)
        predicted.update(name_of(one) for one in paper.spurious)
        for pair in paper.pairs:
            name = name_of(pair.gold)
            # a pair that is right at no level belongs to what each side says that it is
            predicted[name if pair.depth else name_of(pair.found)] += 1
            for level in Level:
                right[level][name] += pair.depth >= level.depth
    names = sorted({*gold, *predicted}, key=lambda name: (-gold[name], -predicted[name], name))
    return tuple(
        Group(name=name, gold=gold[name], predicted=predicted[name], right={level: right[level][name] for level in Level})
        for name in names
    )


def _namer(paper: PaperScore, by: By) -> Callable[[GoldRecord | Prediction], str]:
    if by == "source":
        source = source_of(paper.paper)
        return lambda record: source  # noqa: ARG005
    if by == "kind":
        return lambda record: str(record.kind)
    return lambda record: _metric_name(record.metric)


def _metric_name(metric: str | None) -> str:
    if not metric:
        return NO_METRIC
    listed = load_metrics().canonical(metric)
    return listed.name if listed else metric


def rule_figures(papers: Sequence[PaperScore]) -> tuple[RuleFigures, ...]:
    """The figures of every rule that took part in making a value, the busiest first."""
    records: Counter[str] = Counter()
    right: dict[Level, Counter[str]] = {level: Counter() for level in Level}
    for paper in papers:
        for pair in paper.pairs:
            for rule in dict.fromkeys(pair.found.rules):
                records[rule] += 1
                for level in Level:
                    right[level][rule] += pair.depth >= level.depth
        for one in paper.spurious:
            records.update(dict.fromkeys(one.rules, 1))
    return tuple(
        RuleFigures(rule=rule, records=records[rule], right={level: right[level][rule] for level in Level})
        for rule in sorted(records, key=lambda rule: (-records[rule], rule))
    )
