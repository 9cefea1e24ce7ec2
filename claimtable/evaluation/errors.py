"""The errors one by one, each with its sentence, and what two runs have gained and lost against each other."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from pydantic import Field

from claimtable.differences.keyed import difference
from claimtable.evaluation.gold import GoldPaper, GoldRecord
from claimtable.evaluation.pairing import FIELDS, Level, Pair, PaperScore
from claimtable.evaluation.predictions import Prediction
from extract.normalise.sentences import split_sentences
from extract.normalise.text import clean
from schemas.base import Frozen

_SHOWN = ("kind", "value", "value_high", "unit", "bound", "direction", "metric", "datasets", "method", "baseline")
_AT: Mapping[Level, tuple[str, ...]] = {
    Level.VALUE: ("kind", "value", "value_high"),
    Level.TYPED: ("unit", "bound", "direction"),
    Level.METRIC: ("metric",),
    Level.DATASET: ("datasets",),
    Level.FULL: ("method", "baseline"),
}


class Sort(StrEnum):
    """What is wrong with a value."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    WRONG = "wrong"


class Difference(Frozen):
    """A field in which the two sides differ."""

    field: str
    gold: str
    found: str


class ErrorLine(Frozen):
    """One value that misses a level."""

    paper: str
    sort: Sort
    level: Level = Field(description="The first level that it misses.")
    start: int
    value_text: str
    rule: str | None = Field(description="The rules that made it; null where it was missed.")
    differences: tuple[Difference, ...] = Field(description="The fields that make it miss the level, and those after it.")
    sentence: str


class Change(Frozen):
    """One value that a run has right and the other has not, or a spurious one that only one of them has."""

    paper: str
    gained: bool
    start: int
    value_text: str
    about: str
    sentence: str


def find_errors(papers: Sequence[PaperScore], level: Level) -> Iterator[ErrorLine]:
    """Every value that misses a level, in the order of the abstracts and of their text."""
    for paper in papers:
        lines = [_wrong(paper.paper, pair) for pair in paper.pairs if pair.depth < level.depth]
        lines += [_missed(paper.paper, record) for record in paper.missed]
        lines += [_spurious(paper.paper, one) for one in paper.spurious]
        yield from sorted(lines, key=lambda line: (line.start, line.sort))


def wrong_fields(pair: Pair) -> tuple[str, ...]:
    """The fields of the five levels in which a pair does not agree."""
    gold, found = pair.gold, pair.found
    return tuple(
        field
        for field in _SHOWN
        if (FIELDS[field](gold, found) < 1 if field in FIELDS else getattr(gold, field) != getattr(found, field))
    )


def _wrong(paper: GoldPaper, pair: Pair) -> ErrorLine:
    return ErrorLine(
        paper=paper.id,
        sort=Sort.WRONG,
        level=list(Level)[pair.depth],
        start=pair.gold.start,
        value_text=_value_text(paper, pair.gold),
        rule=pair.found.rule,
        differences=tuple(
            Difference(field=field, gold=_shown(pair.gold, field), found=_shown(pair.found, field))
            for field in wrong_fields(pair)
        ),
        sentence=sentence_at(paper, pair.gold.start),
    )


def _missed(paper: GoldPaper, record: GoldRecord) -> ErrorLine:
    return ErrorLine(
        paper=paper.id,
        sort=Sort.MISSED,
        level=Level.VALUE,
        start=record.start,
        value_text=_value_text(paper, record),
        rule=None,
        differences=(),
        sentence=sentence_at(paper, record.start),
    )


def _spurious(paper: GoldPaper, one: Prediction) -> ErrorLine:
    return ErrorLine(
        paper=paper.id,
        sort=Sort.SPURIOUS,
        level=Level.VALUE,
        start=one.start,
        value_text=one.value_text or "",
        rule=one.rule,
        differences=(),
        sentence=sentence_at(paper, one.start),
    )


def compare_runs(now: Sequence[PaperScore], before: Sequence[PaperScore], level: Level) -> tuple[Change, ...]:
    """What a run gained and lost against the run before, value by value."""
    changes: list[Change] = []
    for one, other in zip(now, before, strict=True):
        changes += _changes(one, other, level)
    return tuple(changes)


def _changes(now: PaperScore, before: PaperScore, level: Level) -> list[Change]:
    """The right values that came and went, and the spurious ones, of which it is a gain to lose one."""
    paper = now.paper
    found: list[Change] = []
    gold = {_key(record): record for record in paper.records}
    pairs = [{_key(pair.gold): pair for pair in run.pairs} for run in (now, before)]
    right = difference(*({key: None for key in gold if _is_right(run.get(key), level)} for run in reversed(pairs)))
    for keys, others, is_was, gained in ((right.gained, pairs[1], "was", True), (right.lost, pairs[0], "is", False)):
        for key in keys:
            worse = others.get(key)
            about = f"{is_was} missed" if worse is None else f"{list(Level)[worse.depth]} {is_was} wrong"
            record = gold[key]
            found.append(_change(paper, record.start, _value_text(paper, record), gained=gained, about=about))
    spurious = [{_key(one): one for one in run.spurious} for run in (now, before)]
    wrong = difference(spurious[1], spurious[0])
    strange = [(key, spurious[1][key], "spurious no more", True) for key in wrong.lost]
    strange += [(key, spurious[0][key], "spurious", False) for key in wrong.gained]
    for _, one, about, gained in sorted(strange, key=lambda each: (each[0][0], each[0][1], str(each[0][2]))):
        found.append(_change(paper, one.start, one.value_text or "", gained=gained, about=about))
    return sorted(found, key=lambda change: change.start)


def _key(value: GoldRecord | Prediction) -> tuple[int, int, str | None]:
    return value.start, value.end, value.kind


def _is_right(pair: Pair | None, level: Level) -> bool:
    return pair is not None and pair.depth >= level.depth


def _change(paper: GoldPaper, start: int, value_text: str, *, gained: bool, about: str) -> Change:
    return Change(
        paper=paper.id, gained=gained, start=start, value_text=value_text, about=about, sentence=sentence_at(paper, start)
    )


def sentence_at(paper: GoldPaper, start: int) -> str:
    """The sentence of an abstract that holds an offset, on one line.

    >>> sentence_at(GoldPaper(id="1", abstract="It works. We reach 84.5% F1.", records=()), 20)
    'We reach 84.5% F1.'
    """
    text = clean(paper.abstract)
    for sentence in split_sentences(text.text):
        low, high = text.to_source(sentence.start, sentence.start + len(sentence.text))
        if low <= start < high:
            return " ".join(paper.abstract[low:high].split())
    return " ".join(paper.abstract[max(0, start - 100) : start + 100].split())


def _value_text(paper: GoldPaper, record: GoldRecord) -> str:
    return record.value_text or paper.abstract[record.start : record.end]


def _shown(record: GoldRecord | Prediction, field: str) -> str:
    value: Any = getattr(record, field)
    if field == "metric" and isinstance(record, Prediction):
        value = record.metric_text or record.metric
    if field == "datasets" and isinstance(record, Prediction):
        value = record.dataset_texts
    if value is None or value == ():
        return "none"
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
