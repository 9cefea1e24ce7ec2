"""The main job: inputs in, tables out. The one module that knows the order of the rooms.

read -> mark duplicates -> extract -> rows -> quarantine -> comparisons and leaderboards -> validate -> write
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from pydantic import Field

from claimtable.confident import part_by_confidence
from claimtable.duplicates import mark_duplicates
from claimtable.overrides import Overrides
from claimtable.readers import read_inputs
from extract.pipeline import extract_abstract
from extract.table import to_rows
from schemas import ComparisonRow, InputError, Kind, LeaderboardRow, Paper, RejectedRecord, RejectRow, ResultRow
from schemas.base import Frozen
from schemas.columns import to_frame
from validation import RunCounts, Severity, ValidationReport, quarantine, validate_results, validate_run

Progress = Callable[[int, int], None]
_LARGEST = 5
_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


class BoardSummary(Frozen):
    """One leaderboard in a line."""

    dataset: str
    metric: str
    unit: str | None
    papers: int = Field(description="Different papers that rank on it.")
    rows: int = Field(description="Scores on it, with those below the line.")
    best: str = Field(description="The method at rank 1.")
    score: float = Field(description="Its score.")


class Finding(Frozen):
    """An expectation that did not hold, in a line."""

    code: str
    table: str
    severity: str
    rows: int
    about: str
    first: str | None = Field(description="The first row that breaks it.")


class RunSummary(Frozen):
    """What a run did, in numbers: values extracted = written + rejected."""

    papers_read: int = Field(description="Entries that the readers produced.")
    papers: int = Field(description="Entries in papers.")
    duplicates: int = Field(description="Entries that another entry speaks for.")
    sources: int = Field(description="Files that papers came from.")
    values_extracted: int
    values_written: int
    values_rejected: int
    kinds: dict[str, int] = Field(description="Values written, by kind.")
    rows: int = Field(description="Rows of results: one for each value and data set.")
    comparisons: int
    boards: int = Field(description="Leaderboards in all.")
    boards_2: int = Field(description="Leaderboards that rank two papers or more.")
    boards_3: int = Field(description="Leaderboards that rank three papers or more.")
    largest: tuple[BoardSummary, ...] = Field(description="The largest leaderboards.")
    unread: int = Field(description="Inputs, or parts of them, that could not be read.")
    rejects: dict[str, int] = Field(description="Rows of rejects, by code.")
    findings: tuple[Finding, ...] = Field(description="What validation flags in the tables as written.")

    def counts(self) -> RunCounts:
        """What validation holds the tables against."""
        return RunCounts(
            papers_read=self.papers_read,
            papers_written=self.papers,
            values_extracted=self.values_extracted,
            values_written=self.values_written,
            values_rejected=self.values_rejected,
        )


class Run(Frozen):
    """All tables of a run, and its numbers."""

    papers: tuple[Paper, ...]
    results: tuple[ResultRow, ...]
    comparisons: tuple[ComparisonRow, ...] = ()
    leaderboards: tuple[LeaderboardRow, ...] = ()
    rejects: tuple[RejectRow, ...]
    summary: RunSummary
    told: tuple[str, ...] = Field(default=(), description="What the user should know of how it came about.")


def run_extract(
    inputs: Sequence[str],
    out: Path,
    *,
    reader: str | None = None,
    max_chars: int = 200_000,
    min_confidence: float = 0.0,
    columns: Mapping[str, str] = _NO_COLUMNS,
    overrides: Overrides | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Run:
    """Read the inputs and write all tables into the folder `out`, in the place of the run before.

    Values whose confidence is below `min_confidence` go to `rejects`. `columns` names those of tables, by field. The verdicts of
    `overrides` are applied before that.

    Raises:
        InputError: nothing could be read.
        OptionError: there is no such reader.
        OutputError: the folder cannot be written.
    """
    from claimtable.tables.comparisons import find_comparisons
    from claimtable.tables.leaderboards import rank_leaderboards
    from claimtable.writers import check_folder, write_tables

    read, unread = _read(inputs, reader=reader, max_chars=max_chars, columns=columns, stdin=stdin)
    check_folder(out)  # before the work, but not before there is something to do
    run = _extract(read, unread, progress, min_confidence, overrides)
    comparisons = tuple(find_comparisons(run.results, run.papers))
    leaderboards = tuple(rank_leaderboards(run.results, run.papers))
    counted = _with_tables(run.summary, comparisons, leaderboards)
    report = validate_run(
        papers=to_frame("papers", run.papers),
        results=to_frame("results", run.results),
        comparisons=to_frame("comparisons", comparisons),
        leaderboards=to_frame("leaderboards", leaderboards),
        counts=counted.counts(),
    )
    summary = RunSummary.model_validate({**dict(counted), "findings": _findings(report)})
    write_tables(
        out,
        papers=run.papers,
        results=run.results,
        comparisons=comparisons,
        leaderboards=leaderboards,
        rejects=run.rejects,
        summary=summary.model_dump(mode="json"),
    )
    return Run(
        papers=run.papers,
        results=run.results,
        comparisons=comparisons,
        leaderboards=leaderboards,
        rejects=run.rejects,
        summary=summary,
        told=run.told,
    )


def build_results(
    inputs: Sequence[str],
    *,
    reader: str | None = None,
    max_chars: int = 200_000,
    min_confidence: float = 0.0,
    columns: Mapping[str, str] = _NO_COLUMNS,
    overrides: Overrides | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Run:
    """Read, extract, and take out what contradicts itself or is not sure enough; builds no other table and writes nothing.

    Raises:
        InputError: nothing could be read.
        OptionError: there is no such reader.
    """
    read, unread = _read(inputs, reader=reader, max_chars=max_chars, columns=columns, stdin=stdin)
    return _extract(read, unread, progress, min_confidence, overrides)


def _extract(
    read: Sequence[Paper],
    unread: Sequence[RejectRow],
    progress: Progress | None,
    min_confidence: float,
    overrides: Overrides | None,
) -> Run:
    papers = mark_duplicates(read)
    rows: list[ResultRow] = []
    rejects: list[RejectRow] = []
    unsure: list[RejectRow] = []
    extracted = 0
    for done, paper in enumerate(papers, start=1):
        extraction = extract_abstract(paper.abstract, title=paper.title)
        extracted += len(extraction.records) + len(extraction.rejects)
        if overrides is not None:
            extraction, wrong = overrides.apply(paper, extraction)
            unsure += wrong
        sure, others = part_by_confidence(paper, to_rows(paper, extraction), min_confidence)
        rows += sure
        unsure += others
        rejects += [_to_reject(paper, rejected) for rejected in extraction.rejects]
        if progress is not None:
            progress(done, len(papers))
    frame = to_frame("results", rows)
    report = validate_results(papers=to_frame("papers", papers), results=frame)
    judged = quarantine(frame, report)
    quarantined = {reject.record_id for reject in judged.rejects}
    kept = tuple(_without_links(row, quarantined) for row in rows if row.record_id not in quarantined)
    every = (*unread, *rejects, *unsure, *judged.rejects)
    rejected = len(rejects) + len(quarantined) + len({reject.record_id for reject in unsure})
    summary = _summarise(
        papers,
        kept,
        every,
        read=len(read),
        extracted=extracted,
        rejected=rejected,
        unread=sum(row.stage == "read" for row in unread),
    )
    told = tuple(overrides.told()) if overrides is not None else ()
    return Run(papers=papers, results=kept, rejects=every, summary=summary, told=told)


def _read(
    inputs: Sequence[str], *, reader: str | None, max_chars: int, columns: Mapping[str, str], stdin: BinaryIO | None
) -> tuple[list[Paper], list[RejectRow]]:
    papers: list[Paper] = []
    unread: list[RejectRow] = []
    for entry in read_inputs(inputs, reader=reader, max_chars=max_chars, columns=columns, stdin=stdin):
        if isinstance(entry, Paper):
            papers.append(entry)
        else:
            unread.append(entry)
    if unread and not papers:
        first = unread[0]
        place = (first.source or "-") + (f":{first.line}" if first.line else "")
        more = f" (and {len(unread) - 1} more of {len(unread)} parts)" if len(unread) > 1 else ""
        raise InputError(f"no paper could be read: {first.reason}{more}", place=place)
    return papers, unread


def _to_reject(paper: Paper, rejected: RejectedRecord) -> RejectRow:
    return RejectRow(
        stage="extract",
        code="contradiction",
        reason=rejected.reason,
        source=paper.source,
        line=paper.line,
        entry_id=paper.entry_id,
        record_id=None,
        start=rejected.start,
        end=rejected.end,
        text=rejected.text,
        sentence=rejected.sentence,
        rule=rejected.rule,
        content=None,
    )


def _without_links(row: ResultRow, quarantined: set[str | None]) -> ResultRow:
    """The row; a link into what was taken out is cut."""
    if row.reference_id is None or row.reference_id not in quarantined:
        return row
    return ResultRow.model_validate({**dict(row), "reference_id": None})


def _summarise(
    papers: Sequence[Paper],
    rows: Sequence[ResultRow],
    rejects: Sequence[RejectRow],
    *,
    read: int,
    extracted: int,
    rejected: int,
    unread: int,
) -> RunSummary:
    kinds = {row.record_id: row.kind for row in rows}
    counted = Counter(kinds.values())
    return RunSummary(
        papers_read=read,
        papers=len(papers),
        duplicates=sum(paper.duplicate_of is not None for paper in papers),
        sources=len({paper.source for paper in papers}),
        values_extracted=extracted,
        values_written=len(kinds),
        values_rejected=rejected,
        kinds={kind.value: counted[kind] for kind in Kind if counted[kind]},
        rows=len(rows),
        comparisons=0,
        boards=0,
        boards_2=0,
        boards_3=0,
        largest=(),
        unread=unread,
        rejects=dict(sorted(Counter(reject.code for reject in rejects).items())),
        findings=(),
    )


def _with_tables(summary: RunSummary, comparisons: Sequence[ComparisonRow], leaderboards: Sequence[LeaderboardRow]) -> RunSummary:
    boards: list[BoardSummary] = []
    by_board = attrgetter("board_id")
    for _, group in groupby(sorted(leaderboards, key=by_board), key=by_board):
        every = list(group)
        ranked = [row for row in every if row.rank is not None]
        if ranked:
            best = min(ranked, key=lambda row: (row.rank or 0, row.method))
            boards.append(
                BoardSummary(
                    dataset=best.dataset,
                    metric=best.metric,
                    unit=best.unit,
                    papers=len({row.entry_id for row in ranked}),
                    rows=len(every),
                    best=best.method,
                    score=best.score,
                )
            )
    boards.sort(key=lambda board: (-board.papers, -board.rows, board.dataset, board.metric, board.unit or ""))
    filled = {
        "comparisons": len(comparisons),
        "boards": len({row.board_id for row in leaderboards}),
        "boards_2": sum(board.papers >= 2 for board in boards),
        "boards_3": sum(board.papers >= 3 for board in boards),
        "largest": tuple(boards[:_LARGEST]),
    }
    return RunSummary.model_validate({**dict(summary), **filled})


def _findings(report: ValidationReport) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code=outcome.code,
            table=outcome.table,
            severity=outcome.severity.value,
            rows=outcome.unexpected_count,
            about=outcome.description,
            first=outcome.failing_rows[0] if outcome.failing_rows else outcome.observed,
        )
        for outcome in report.failed(Severity.WARNING)
    )
