"""One paper in, all that is taken from its abstract out: the rows, and what did not hold. What a worker process does."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import Field

from claimtable.taking.confident import part_by_confidence
from claimtable.taking.overrides import Overrides
from extract.pipeline import extract_abstracts
from extract.table import to_rows
from schemas import Extraction, Paper, RejectedRecord, RejectRow, ResultRow, RuleError
from schemas.base import Frozen

FAILED = "failed"
CONTRADICTION = "contradiction"


class Taken(Frozen):
    """What was taken from one abstract."""

    rows: tuple[ResultRow, ...] = ()
    rejects: tuple[RejectRow, ...] = ()
    values: int = Field(default=0, description="Values found: those of the rows and of the rejects.")


class Place(NamedTuple):
    """Where something stands that was rejected."""

    start: int | None = None
    end: int | None = None
    text: str | None = None
    sentence: str | None = None
    rule: str | None = None


def take(paper: Paper, *, min_confidence: float = 0.0, overrides: Overrides | None = None) -> Taken:
    """All results of a paper, as `take_all` takes them."""
    return next(take_all([paper], min_confidence=min_confidence, overrides=overrides))


def take_all(papers: Sequence[Paper], *, min_confidence: float = 0.0, overrides: Overrides | None = None) -> Iterator[Taken]:
    """All results of each paper, in their order, after the verdicts of `overrides` on it.

    Values below the confidence are rejected, and so is an abstract that cannot be extracted.

    Raises:
        RuleError: a rule file cannot be used.
    """
    extractions = extract_abstracts((paper.abstract, paper.title) for paper in papers)
    for paper, extraction in zip(papers, extractions, strict=True):
        if isinstance(extraction, RuleError):
            raise extraction  # no abstract is to blame
        if isinstance(extraction, Exception):
            yield _failed(paper, extraction)
            continue
        try:
            taken = _judged(paper, extraction, min_confidence, overrides)
        except Exception as error:  # whatever is wrong with one abstract must not cost the others
            taken = _failed(paper, error)
        yield taken


def _failed(paper: Paper, error: Exception) -> Taken:
    told = f"the abstract cannot be extracted ({type(error).__name__}: {error}); please report it"
    return Taken(rejects=(_reject(paper, FAILED, told[:500], Place(text=paper.abstract[:1_000])),))


def _judged(paper: Paper, extraction: Extraction, min_confidence: float, overrides: Overrides | None) -> Taken:
    """What was extracted, without what is not sure enough or was judged wrong."""
    values = len(extraction.records) + len(extraction.rejects)
    wrong: tuple[RejectRow, ...] = ()
    if overrides is not None:
        extraction, wrong = overrides.apply(paper, extraction)
    rows, unsure = part_by_confidence(paper, to_rows(paper, extraction), min_confidence)
    rejects = [_reject(paper, CONTRADICTION, rejected.reason, _place(rejected)) for rejected in extraction.rejects]
    return Taken(rows=tuple(rows), rejects=(*rejects, *wrong, *unsure), values=values)


def _place(rejected: RejectedRecord) -> Place:
    return Place(rejected.start, rejected.end, rejected.text, rejected.sentence, rejected.rule)


def _reject(paper: Paper, code: str, reason: str, place: Place) -> RejectRow:
    return RejectRow(
        stage="extract",
        code=code,
        reason=reason,
        source=paper.source,
        line=paper.line,
        entry_id=paper.entry_id,
        record_id=None,
        content=None,
        **place._asdict(),
    )
