"""A run that is not written: for standard output, and for pages that are to be judged."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO

from pydantic import Field

from claimtable.assembling.duplicates import mark_duplicates
from claimtable.readers import read_inputs
from claimtable.run_summary import RunSummary
from claimtable.taking.confident import CODE as UNSURE
from claimtable.taking.overrides import Overrides
from claimtable.taking.take import FAILED, take_all
from schemas import InputError, Kind, Paper, RejectRow, ResultRow
from schemas.base import Frozen
from schemas.columns import to_frame
from validation import quarantine, validate_results

NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


class Run(Frozen):
    """The results of a run, what was rejected, and its numbers; comparisons and leaderboards are not among them."""

    papers: tuple[Paper, ...]
    results: tuple[ResultRow, ...]
    rejects: tuple[RejectRow, ...]
    summary: RunSummary
    told: tuple[str, ...] = Field(default=(), description="What the user should know of how it came about.")


def build_results(
    inputs: Sequence[str],
    *,
    reader: str | None = None,
    max_chars: int = 200_000,
    min_confidence: float = 0.0,
    keep_all: bool = False,
    columns: Mapping[str, str] = NO_COLUMNS,
    overrides: Overrides | None = None,
    stdin: BinaryIO | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Run:
    """Read, extract, and take out what contradicts itself or is not sure enough; builds no other table and writes nothing.

    Raises:
        InputError: nothing could be read.
        OptionError: there is no such reader.
    """
    read: list[Paper] = []
    unread: list[RejectRow] = []
    for entry in read_inputs(inputs, reader=reader, max_chars=max_chars, columns=columns, stdin=stdin):
        if isinstance(entry, Paper):
            read.append(entry)
        else:
            unread.append(entry)
    if unread and not read:
        raise nothing_read(unread)
    papers = tuple(read) if keep_all else mark_duplicates(read)
    rows: list[ResultRow] = []
    rejects: list[RejectRow] = []
    extracted = 0
    for done, taken in enumerate(take_all(papers, min_confidence=min_confidence, overrides=overrides), start=1):
        rows += taken.rows
        rejects += taken.rejects
        extracted += taken.values
        if progress is not None:
            progress(done, len(papers))
    rejects.sort(key=lambda reject: reject.code == UNSURE)
    frame = to_frame("results", rows)
    judged = quarantine(frame, validate_results(papers=to_frame("papers", papers), results=frame))
    gone = {reject.record_id for reject in judged.rejects}
    kept = tuple(without_links(row, gone) for row in rows if row.record_id not in gone)
    failed = sum(reject.code == FAILED for reject in rejects)
    records = {row.record_id: row.kind for row in kept}
    kinds = Counter(records.values())
    every = (*unread, *rejects, *judged.rejects)
    summary = RunSummary(
        papers_read=len(papers),
        papers=len(papers),
        duplicates=sum(paper.duplicate_of is not None for paper in papers),
        sources=len({paper.source for paper in papers}),
        values_extracted=extracted,
        values_written=len(records),
        values_rejected=extracted - len({row.record_id for row in rows}) + len(gone),
        kinds={kind.value: kinds[kind] for kind in Kind if kinds[kind]},
        rows=len(kept),
        unread=sum(reject.stage == "read" for reject in unread) + failed,
        rejects=dict(sorted(Counter(reject.code for reject in every).items())),
    )
    told = tuple(overrides.told()) if overrides is not None else ()
    return Run(papers=papers, results=kept, rejects=every, summary=summary, told=told)


def without_links(row: ResultRow, gone: set[str | None]) -> ResultRow:
    """The row; a link into what was taken out is cut."""
    if row.reference_id is None or row.reference_id not in gone:
        return row
    return ResultRow.model_validate({**dict(row), "reference_id": None})


def nothing_read(unread: Sequence[RejectRow]) -> InputError:
    """The error of inputs without a single paper."""
    first = unread[0]
    place = (first.source or "-") + (f":{first.line}" if first.line else "")
    more = f" (and {len(unread) - 1} more of {len(unread)} parts)" if len(unread) > 1 else ""
    return InputError(f"no paper could be read: {first.reason}{more}", place=place)
