"""Finished chunks in, the tables of a run out, some thousand papers at a time.

quarantine -> comparisons and scores of what is left -> those of entries that speak for themselves -> boards -> files.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtable.assembling.boards_on_disk import BoardSorter, count_ranking, largest
from claimtable.assembling.chunks import Chunk, ChunkStore, chunk_schema
from claimtable.assembling.duplicates import EntryIndex
from claimtable.assembling.rejecting import RejectSpool, Tally
from claimtable.folder.store import NewRun, disk_errors
from claimtable.folder.writers import TableWriter
from claimtable.in_memory import without_links
from claimtable.run_summary import LARGEST, RunSummary, find_findings
from claimtable.tables.page import page_board, page_head
from claimtable.taking.work import derive
from schemas import Kind, LeaderboardRow, Paper, RejectRow, ResultRow
from schemas.columns import TABLES, frame_of, to_columns
from validation import quarantine, validate_results, validate_run

if TYPE_CHECKING:
    import pyarrow as pa

_TOGETHER = 8_192  # papers whose rows are judged at once


class _Counts:
    """What a run counts as it goes."""

    def __init__(self) -> None:
        self.papers = self.rows = self.comparisons = self.extracted = self.written = self.rejected = 0
        self.sources: set[str] = set()
        self.kinds: Counter[str] = Counter()


class _Outlets(NamedTuple):
    """Where the rows of a chunk go."""

    writers: Mapping[str, TableWriter]
    rejects: RejectSpool
    sorter: BoardSorter
    counts: _Counts


class Assembled(NamedTuple):
    """A run that is written but not yet in place."""

    summary: RunSummary
    tally: Tally
    file_rows: Mapping[str, int]


def assemble(target: NewRun, store: ChunkStore, keys: Sequence[str], index: EntryIndex, *, keep_all: bool) -> Assembled:
    """Write all tables of a run that has been begun, judge them, and say what they hold; the run is not yet in place.

    Raises:
        OutputError: the folder cannot be written.
    """
    speakers = {} if keep_all else index.find_speakers()
    shared, shown = index.find_shared_ids(speakers, LARGEST)
    index.close()
    counts = _Counts()
    tally = Tally()
    with disk_errors(target.folder), ExitStack() as stack:
        writers = {table: stack.enter_context(TableWriter(target, table)) for table in TABLES}
        rejects = stack.enter_context(RejectSpool(target.aside, tally))
        sorter = stack.enter_context(BoardSorter(target.aside))
        outlets = _Outlets(writers, rejects, sorter, counts)
        for chunk in _together(map(store.load, keys)):
            _write_chunk(chunk, outlets, speakers)
        rejects.write_to(writers["rejects"])
        _write_boards(sorter, writers["leaderboards"], target.path("leaderboards.md"))
        file_rows = {name: rows for writer in writers.values() for name, rows in writer.rows().items()}
    summary = RunSummary(
        papers_read=counts.papers,
        papers=counts.papers,
        duplicates=len(speakers),
        sources=len(counts.sources),
        shared_ids=shared,
        shared_ids_shown=shown,
        values_extracted=counts.extracted,
        values_written=counts.written,
        values_rejected=counts.rejected,
        kinds={kind.value: counts.kinds[kind.value] for kind in Kind if counts.kinds[kind.value]},
        rows=counts.rows,
        comparisons=counts.comparisons,
        boards=len({board.board_id for board in sorter.boards}),
        boards_2=count_ranking(sorter.boards, 2),
        boards_3=count_ranking(sorter.boards, 3),
        largest=largest(sorter.boards, LARGEST),
        unread=tally.unread(),
        rejects=tally.by_code(),
        findings=(),
    )
    report = validate_run(
        papers=target.path("papers.parquet"),
        results=target.path("results.parquet"),
        comparisons=target.path("comparisons.parquet"),
        leaderboards=target.path("leaderboards.parquet"),
        counts=summary.counts(),
    )
    summary = RunSummary.model_validate({**dict(summary), "findings": find_findings(report)})
    return Assembled(summary, tally, file_rows)


def _together(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The chunks, so many joined to one that judging them is worth the while."""
    waiting: list[Chunk] = []
    for chunk in chunks:
        waiting.append(chunk)
        if sum(len(one.papers) for one in waiting) >= _TOGETHER:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(chunks: Sequence[Chunk]) -> Chunk:
    import pyarrow as pa

    tables = {name: pa.concat_tables([getattr(chunk, name) for chunk in chunks]) for name in Chunk._fields if name != "values"}
    return Chunk(**tables, values=sum(chunk.values for chunk in chunks))


def _write_chunk(chunk: Chunk, outlets: _Outlets, speakers: Mapping[int, str]) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    writers, rejects, sorter, counts = outlets
    begin = counts.papers
    speaking_for = [speakers.get(begin + number) for number in range(len(chunk.papers))]
    papers = chunk.papers.set_column(
        chunk.papers.schema.get_field_index("duplicate_of"), "duplicate_of", pa.array(speaking_for, pa.string())
    )
    chunk, taken_out = quarantined(chunk._replace(papers=papers))
    entries = papers["entry_id"].to_pylist()
    silent = pa.array([entry for entry, speaker in zip(entries, speaking_for, strict=True) if speaker is not None], pa.string())
    comparisons, scores = (
        table.filter(pc.invert(pc.is_in(table["entry_id"], silent))) if len(silent) else table
        for table in (chunk.comparisons, chunk.scores)
    )
    writers["papers"].write_table(papers)
    writers["results"].write_table(chunk.results)
    writers["comparisons"].write_table(comparisons)
    sorter.add(scores)
    rejects.count(chunk.unread)
    writers["rejects"].write_table(chunk.unread)
    rejected = rejects.add(chunk.rejects, taken_out, entries)
    records = dict(zip(chunk.results["record_id"].to_pylist(), chunk.results["kind"].to_pylist(), strict=True))
    counts.papers += len(papers)
    counts.sources.update(pc.unique(papers["source"]).to_pylist())
    counts.rows += len(chunk.results)
    counts.comparisons += len(comparisons)
    counts.extracted += chunk.values
    counts.written += len(records)
    counts.rejected += rejected
    counts.kinds.update(records.values())


def quarantined(chunk: Chunk) -> tuple[Chunk, tuple[RejectRow, ...]]:
    """The chunk without the values that contradict themselves, and a reject for each row of them."""
    report = validate_results(papers=chunk.papers, results=chunk.results)
    if report.success:
        return chunk, ()
    judged = quarantine(frame_of("results", chunk.results.to_pydict()), report)
    gone = {reject.record_id for reject in judged.rejects}
    if not gone:
        return chunk, ()
    rows = [without_links(row, gone) for row in to_rows(chunk.results, ResultRow) if row.record_id not in gone]
    derived = derive(rows, to_rows(chunk.papers, Paper))
    kept = {"results": to_columns("results", rows), "comparisons": derived.comparisons}
    tables = {name: _table(columns, name) for name, columns in kept.items()}
    return chunk._replace(**tables, scores=_table(derived.scores, "leaderboards")), judged.rejects


def to_rows(table: "pa.Table", model: Callable[..., Any]) -> list[Any]:
    """The rows of an Arrow table as models."""
    return [model(**row) for row in table.to_pylist()]


def _table(columns: Mapping[str, Sequence[Any]], table: str) -> "pa.Table":
    import pyarrow as pa

    return pa.Table.from_pydict(dict(columns), schema=chunk_schema(table))


def _write_boards(sorter: BoardSorter, writer: TableWriter, page: Path) -> None:
    head = False
    with page.open("w", encoding="utf-8", newline="") as stream:
        for board in sorter.ranked():
            if not head:
                stream.writelines(_head(sorter))
                head = True
            rows: Sequence[LeaderboardRow] = board
            writer.write(rows)
            stream.writelines(page_board(rows))
        if not head:
            stream.writelines(_head(sorter))


def _head(sorter: BoardSorter) -> Iterator[str]:
    return page_head(ranking=count_ranking(sorter.boards, 1), shared=count_ranking(sorter.boards, 2))
