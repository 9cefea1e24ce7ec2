"""Verdicts of a person over what the rules found: load them, apply them to one paper after the other, tell what did not fit.

In: a file that the review page made (see `claimtable.evaluation.gold`). A verdict names its paper by the hash of the abstract
and its value by the span, so that it can only ever meet the text that the person read. What was judged right, or mended, gets
the fields of the verdict and `+override` in its rule; what was judged wrong goes to `rejects`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from claimtable.evaluation.gold import GoldPaper, GoldRecord, read_gold
from extract.linking.datasets import canonical_dataset
from rules.lexicons import load_metrics
from schemas import DatasetName, Extraction, InputError, Kind, Paper, RejectRow, Result
from schemas.columns import writable

RULE = "override"
CODE = "judged-wrong"
_NOTHING = ""  # no metric is called so
_PLAIN = (
    "kind", "value", "value_high", "unit", "bound", "direction", "basis",
    "task", "method", "baseline", "conditions", "aggregate", "uncertainty",
)  # fmt: skip


class Overridden(NamedTuple):
    """One paper after the verdicts."""

    extraction: Extraction
    rejects: tuple[RejectRow, ...]


class Overrides:
    """The verdicts of a file; remembers what it applied, so that at the end `told` can say what it did not."""

    def __init__(self, papers: Sequence[GoldPaper], place: str) -> None:
        """Take the verdicts of a file.

        Raises:
            InputError: a line holds no verdicts, or its abstract is not the one that was judged.
        """
        self.place = place
        self.applied = 0
        self._by_hash: dict[str, GoldPaper] = {}
        self._met: set[str] = set()
        self._ids_met: set[str] = set()
        self._unfit: list[str] = []
        for paper in papers:
            if paper.verdicts is None:
                raise InputError(
                    f"the annotation of {paper.id!r} holds no verdicts",
                    place=place,
                    remedy="give the file that the review page downloads",
                )
            if hash_of(paper.abstract) != paper.verdicts.abstract_sha256:
                raise InputError(
                    f"the abstract of {paper.id!r} is not the one that was judged",
                    place=place,
                    remedy="download the verdicts again, and do not edit them",
                )
            self._by_hash[paper.verdicts.abstract_sha256] = paper

    def judges(self, paper: Paper) -> bool:
        """Whether there are verdicts on a paper; one that was asked for counts as met."""
        self._ids_met |= {paper.paper_id, paper.entry_id}
        return hash_of(paper.abstract) in self._by_hash

    @property
    def digest(self) -> str:
        """What tells these verdicts from others: SHA-256 over all of them."""
        told = "".join(paper.model_dump_json() for paper in self._by_hash.values())
        return hashlib.sha256(told.encode()).hexdigest()

    def apply(self, paper: Paper, extraction: Extraction) -> Overridden:
        """What one paper reports after the verdicts on it.

        A value that was judged wrong leaves with a row for `rejects`; what pointed at it then points nowhere.
        """
        digest = hash_of(paper.abstract)
        self._ids_met |= {paper.paper_id, paper.entry_id}
        judged = self._by_hash.get(digest)
        if judged is None or judged.verdicts is None:
            return Overridden(extraction, ())
        self._met.add(digest)
        records = {(record.start, record.end): record for record in extraction.records}
        wrong = [records[place] for place in self._places(judged, judged.verdicts.wrong, records)]
        for place, gold in self._places(judged, judged.records, records).items():
            try:
                records[place] = _overridden(records[place], gold)
                self.applied += 1
            except ValidationError as error:
                self._unfit.append(f"{judged.id} at {gold.start}-{gold.end} ({gold.value_text!r}): {_first(error)}")
        self.applied += len(wrong)
        gone = {record.start for record in wrong}
        kept = _relinked([record for record in records.values() if record.start not in gone])
        after = Extraction(records=kept, rejects=extraction.rejects, ignored=extraction.ignored)
        return Overridden(after, tuple(self._to_reject(paper, record) for record in wrong))

    def told(self) -> Iterator[str]:
        """What became of the verdicts: how many were applied, and a line for each that was not. To be asked at the end."""
        unfit = [*self._unmet(), *dict.fromkeys(self._unfit)]  # an abstract may come several times
        yield f"{self.place}: {_counted(self.applied)} applied, {_counted(len(unfit))} not"
        yield from (f"verdict not applied: {words}" for words in unfit)

    def _unmet(self) -> Iterator[str]:
        for digest, paper in self._by_hash.items():
            if digest in self._met:
                continue
            judged = len(paper.records) + (len(paper.verdicts.wrong) if paper.verdicts else 0)
            changed = paper.id in self._ids_met
            why = "its abstract has changed since it was judged" if changed else "no such paper in this input"
            yield f"{paper.id}: {why} ({_counted(judged)})"

    def _places(self, paper: GoldPaper, judged: Sequence[Any], records: Mapping[tuple[int, int], Result]) -> dict[Any, Any]:
        """The judged places that still hold a value; the others are noted."""
        fitting = {}
        for one in judged:
            if (one.start, one.end) in records:
                fitting[one.start, one.end] = one
            else:
                self._unfit.append(f"{paper.id} at {one.start}-{one.end} ({one.value_text!r}): no value is found there any more")
        return fitting

    def _to_reject(self, paper: Paper, record: Result) -> RejectRow:
        return RejectRow(
            stage="extract",
            code=CODE,
            reason=f"judged wrong in {self.place}",
            source=paper.source,
            line=paper.line,
            entry_id=paper.entry_id,
            record_id=f"{paper.entry_id}@{record.start}-{record.end}",
            start=record.start,
            end=record.end,
            text=record.value_text,
            sentence=record.sentence,
            rule=record.rule,
            content=record.model_dump_json(),
        )


def load_overrides(path: Path) -> Overrides:
    """The verdicts of a file.

    Raises:
        InputError: the file cannot be read, or holds something else; names file, line and field.
    """
    return Overrides(read_gold(path), str(path))


def hash_of(abstract: str) -> str:
    """What a verdict knows its abstract by: SHA-256 of the text as tables hold it.

    >>> hash_of("Tidepool reaches 54.3 AP.")[:8]
    'edda0b30'
    """
    return hashlib.sha256(writable(abstract).encode()).hexdigest()


def _counted(count: int) -> str:
    return f"{count:,} {'verdict' if count == 1 else 'verdicts'}"


def _overridden(record: Result, gold: GoldRecord) -> Result:
    """The record with the fields of the verdict; a person's word is as sure as it gets.

    Raises:
        ValidationError: the fields contradict each other.
    """
    fields = {**dict(record), **{name: getattr(gold, name) for name in _PLAIN}}
    if gold.metric not in (record.metric_text, record.metric):
        listed = load_metrics().canonical(gold.metric) if gold.metric else None
        fields["metric"], fields["metric_text"] = (listed.name if listed else gold.metric), gold.metric
        fields["higher_is_better"] = listed.higher_is_better if listed else None
    known = {name: dataset for dataset in record.datasets for name in (dataset.name, dataset.text)}
    named = [known.get(name) or DatasetName(name=canonical_dataset(name, {}), text=name) for name in gold.datasets]
    fields["datasets"] = tuple({dataset.name: dataset for dataset in named}.values())
    fields["rule"] = f"{record.rule}+{RULE}"
    fields["confidence"] = 1.0
    return Result.model_validate(fields)


def _relinked(records: Sequence[Result]) -> tuple[Result, ...]:
    """The records; one that points at what is gone, or no longer a score of the same metric, points nowhere."""
    scores = {record.start: record.metric for record in records if record.kind is Kind.SCORE}
    return tuple(
        Result.model_validate({**dict(record), "reference": None})
        if record.reference is not None and scores.get(record.reference, _NOTHING) != record.metric
        else record
        for record in records
    )


def _first(error: ValidationError) -> str:
    return str(error.errors()[0]["msg"]).removeprefix("Value error, ")
