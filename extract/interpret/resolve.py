"""Resolve: "our method" gets its name, a pair its reference, a change its baseline.

In: the linked values of an abstract with their readings, the paper's names and its clean text. Out: `Result`s with the
offsets of the abstract as given, in text order, and `RejectedRecord`s for what contradicts itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import regex
from pydantic import ValidationError

from extract.interpret.confidence import stated_confidence
from extract.interpret.parties import Parties, find_parties
from extract.interpret.readings import Reading
from extract.interpret.surroundings import Surroundings, find_surroundings
from extract.linking.datasets import canonical_dataset
from extract.linking.linked import Linked
from extract.naming.names import Names
from extract.normalise.offsets import CleanText, whole_markup
from rules.lexicons import load_metrics
from rules.units import unit_belongs
from rules.word_lists import word_map
from schemas.records import DatasetName, RejectedRecord, Result
from schemas.vocabulary import Kind

# of "50M parameters" and "0.5 M parameters" what follows the number and its scale
_UNIT_WORDS = regex.compile(r"[A-Za-z]{2,}.*|(?<![\d.])[A-Za-z](?!\d|\s[A-Za-z]{2})|[$€£]")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A value with all that was found out about it."""

    one: Linked
    reading: Reading
    party: Parties
    around: Surroundings


def resolve_results(
    linked: Sequence[Linked], readings: Sequence[Reading], names: Names, text: CleanText
) -> tuple[list[Result], list[RejectedRecord]]:
    """Make the records of one abstract."""
    parties = find_parties(linked, readings, names, text)
    surroundings = find_surroundings(linked, parties, proposed=names.proposed)
    drafts = [_Draft(*parts) for parts in zip(linked, readings, parties, surroundings, strict=True)]
    by_place = {(id(draft.one.scene), draft.one.at): draft for draft in drafts}
    results: list[Result] = []
    rejects: list[RejectedRecord] = []
    sentences: dict[int, str] = {}
    for draft in drafts:
        scene = draft.one.scene
        start, end = _place(draft, text)
        if scene.start not in sentences:
            sentences[scene.start] = _slice(text, scene.start, scene.start + len(scene.text))
        rule, sentence = "+".join(draft.one.rules), sentences[scene.start]
        try:
            fields = _fields(draft, names, text)
            other = _target(draft, by_place)
            results.append(
                Result(
                    value_text=text.source[start:end],
                    start=start,
                    end=end,
                    reference=_place(other, text)[0] if other is not None else None,
                    sentence=sentence,
                    rule=rule,
                    **fields,
                )
            )
        except (ValidationError, ValueError) as error:
            reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            rejects.append(
                RejectedRecord(text=text.source[start:end], start=start, end=end, sentence=sentence, rule=rule, reason=reason)
            )
    return _without_lost_links(results), rejects


def _without_lost_links(results: Sequence[Result]) -> list[Result]:
    """Cut links to values that were rejected."""
    starts = {result.start for result in results}
    return [result if result.reference is None or result.reference in starts else _unlinked(result) for result in results]


def _unlinked(result: Result) -> Result:
    return Result(**{**dict(result), "reference": None})


def _place(draft: _Draft, text: CleanText) -> tuple[int, int]:
    start = draft.one.scene.start
    return whole_markup(text.source, *text.to_source(start + draft.one.value.start, start + draft.one.value.end))


def _slice(text: CleanText, start: int, end: int) -> str:
    low, high = text.to_source(start, end)
    return text.source[low:high]


def _target(draft: _Draft, by_place: dict[tuple[int, int], _Draft]) -> _Draft | None:
    """The score that a value points at: of the same metric, and never one that points back."""
    one = draft.one
    at = one.change_of if draft.reading.kind is Kind.CHANGE else one.reference if draft.reading.kind is Kind.SCORE else None
    other = by_place.get((id(one.scene), at)) if at is not None else None
    if other is None or other.reading.kind is not Kind.SCORE:
        return None
    back = other.one.reference == one.at and (draft.reading.kind is Kind.SCORE and one.at > other.one.at)
    same = (one.metric.name if one.metric else None) == (other.one.metric.name if other.one.metric else None)
    return other if same and not back else None


def _fields(draft: _Draft, names: Names, text: CleanText) -> dict[str, Any]:
    """The fields of a record that need no look at other records.

    Raises:
        ValueError: the unit cannot be one of the metric, so that we linked wrongly.
    """
    one, reading = draft.one, draft.reading
    metric, metric_text, better = _metric(one, text)
    listed = load_metrics().canonical(metric) if metric else None
    if unit_belongs(listed, reading.unit) is False:
        told = word_map("dimension_errors").get(one.value.dimension or "")
        if told is None or listed is None or not listed.rate or better is not False:
            raise ValueError(f"{metric} is not measured in {reading.unit}")
        metric = told  # an error of 8 m is no rate
    datasets = tuple(
        DatasetName(
            name=canonical_dataset(name.text, names.tails),
            text=_as_written(text, one.scene.start + name.start, one.scene.start + name.end),
        )
        for name in one.datasets
    )
    return {
        "kind": reading.kind,
        "value": reading.value,
        "value_high": reading.high,
        "unit": reading.unit,
        "bound": one.bound,
        "direction": reading.direction,
        "basis": reading.basis,
        "metric": metric,
        "metric_text": metric_text,
        "higher_is_better": better,
        "datasets": _distinct(datasets),
        "task": draft.around.task,
        "method": draft.party.method,
        "baseline": draft.party.baseline,
        "conditions": draft.around.conditions,
        "aggregate": draft.around.aggregate,
        "uncertainty": draft.around.uncertainty,
        "confidence": stated_confidence(kind=reading.kind, rules=one.rules, metric=metric, higher_is_better=better),
    }


def _as_written(text: CleanText, start: int, end: int) -> str:
    r"""A name as the abstract writes it, with the markup around it where that would be cut in two: \textit{mini}-ImageNet."""
    low, high = text.to_source(start, end)
    for first, last in ((low, high), whole_markup(text.source, low, high)):
        if text.source.count("{", first, last) == text.source.count("}", first, last):
            return text.source[first:last]
    return text.source[low:high]


def _distinct(datasets: tuple[DatasetName, ...]) -> tuple[DatasetName, ...]:
    return tuple({dataset.name: dataset for dataset in datasets}.values())


def _metric(one: Linked, text: CleanText) -> tuple[str | None, str | None, bool | None]:
    mention = one.metric
    if mention is None:
        name = word_map("unit_metrics").get(one.value.unit or "") or word_map("dimension_metrics").get(one.value.dimension or "")
        if name is None:
            return None, None, None
        listed = load_metrics().canonical(name)
        told = _UNIT_WORDS.search(_slice(text, one.scene.start + one.value.start, one.scene.start + one.value.end))
        return (listed.name if listed else name), told[0] if told else name, listed.higher_is_better if listed else None
    words = _slice(text, one.scene.start + mention.start, one.scene.start + mention.end)
    name = mention.metric.name if mention.metric is not None else mention.name
    return name, words, mention.metric.higher_is_better if mention.metric is not None else None
