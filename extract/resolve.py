"""Resolve: "our method" gets its name, a pair its reference, a change its baseline.

In: the linked values of an abstract with their readings, the paper's names and its clean text. Out: `Result`s with the
offsets of the abstract as given, in text order, and `RejectedRecord`s for what contradicts itself.
"""

from collections.abc import Sequence

import regex
from pydantic import ValidationError

from extract.confidence import stated_confidence
from extract.datasets import canonical_dataset
from extract.interpret import Reading
from extract.linked import Linked
from extract.names import Names
from extract.offsets import CleanText
from extract.parties import Parties, find_parties
from extract.surroundings import Surroundings, find_surroundings
from rules.lexicons import load_metrics
from rules.units import unit_belongs
from rules.word_lists import word_map
from schemas.records import DatasetName, RejectedRecord, Result
from schemas.vocabulary import Kind


_UNIT_WORDS = regex.compile(r"[A-Za-z$€£].*")  # of "50M parameters" what follows the number and its scale


def resolve_results(
    linked: Sequence[Linked], readings: Sequence[Reading], names: Names, text: CleanText
) -> tuple[list[Result], list[RejectedRecord]]:
    """Make the records of one abstract."""
    results: list[Result] = []
    rejects: list[RejectedRecord] = []
    by_place = {(id(one.scene), one.at): one for one in linked}
    parties = find_parties(linked, readings, names, text)
    surroundings = find_surroundings(linked, parties, proposed=names.proposed)
    for one, reading, party, around in zip(linked, readings, parties, surroundings, strict=True):
        start, end = text.to_source(one.scene.start + one.value.start, one.scene.start + one.value.end)
        rule = "+".join(one.rules)
        sentence = _slice(text, one.scene.start, one.scene.start + len(one.scene.text))
        try:
            results.append(_result(one, reading, party, around, by_place, names, text, (start, end), sentence, rule))
        except (ValidationError, ValueError) as error:
            reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            rejects.append(
                RejectedRecord(
                    text=text.source[start:end], start=start, end=end, sentence=sentence, rule=rule, reason=reason
                )
            )
    return results, rejects


def _slice(text: CleanText, start: int, end: int) -> str:
    low, high = text.to_source(start, end)
    return text.source[low:high]


def _result(
    one: Linked,
    reading: Reading,
    party: Parties,
    around: Surroundings,
    by_place: dict[tuple[int, int], Linked],
    names: Names,
    text: CleanText,
    span: tuple[int, int],
    sentence: str,
    rule: str,
) -> Result:
    scene, value = one.scene, one.value
    metric, metric_text, better = _metric(one, reading, text)
    listed = load_metrics().canonical(metric) if metric else None
    if unit_belongs(listed, value.unit) is False:
        raise ValueError(f"{metric} is not measured in {value.unit}")
    datasets = tuple(
        DatasetName(
            name=canonical_dataset(name.text, names.abbreviations),
            text=_slice(text, scene.start + name.start, scene.start + name.end),
        )
        for name in one.datasets
    )
    target = one.change_of if reading.kind is Kind.CHANGE else one.reference
    other = by_place.get((id(scene), target)) if target is not None else None
    reference = text.to_source(scene.start + other.value.start, scene.start + other.value.end)[0] if other else None
    return Result(
        value_text=text.source[span[0] : span[1]],
        start=span[0],
        end=span[1],
        kind=reading.kind,
        value=reading.value,
        value_high=reading.high,
        unit=value.unit,
        bound=one.bound,
        direction=reading.direction,
        basis=reading.basis,
        metric=metric,
        metric_text=metric_text,
        higher_is_better=better,
        datasets=_distinct(datasets),
        task=around.task,
        method=party.method,
        baseline=party.baseline,
        conditions=around.conditions,
        aggregate=around.aggregate,
        uncertainty=around.uncertainty,
        reference=reference,
        sentence=sentence,
        rule=rule,
        confidence=stated_confidence(one, reading),
    )


def _distinct(datasets: tuple[DatasetName, ...]) -> tuple[DatasetName, ...]:
    return tuple({dataset.name: dataset for dataset in datasets}.values())


def _metric(one: Linked, reading: Reading, text: CleanText) -> tuple[str | None, str | None, bool | None]:
    mention = one.metric
    if mention is None:
        name = word_map("unit_metrics").get(one.value.unit or "") or word_map("dimension_metrics").get(one.value.dimension or "")
        if name is None:
            return None, None, None
        listed = load_metrics().canonical(name)
        words = _UNIT_WORDS.search(_slice(text, one.scene.start + one.value.start, one.scene.start + one.value.end))
        return (listed.name if listed else name), words[0] if words else name, listed.higher_is_better if listed else None
    words = _slice(text, one.scene.start + mention.start, one.scene.start + mention.end)
    name = mention.metric.name if mention.metric is not None else mention.name
    return name, words, mention.metric.higher_is_better if mention.metric is not None else None
