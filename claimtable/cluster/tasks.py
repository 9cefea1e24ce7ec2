"""What a worker does with one part: its papers in, a partition of each table out, and what counts of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pydantic import Field

from claimtable.assembling.rejecting import count_values
from claimtable.cluster.marks import Fate
from claimtable.cluster.parts import Part, Reading, read_part
from claimtable.cluster.place import WORK, Place
from claimtable.folder.manifest import own_rules, own_version
from claimtable.taking.take import FAILED
from schemas import OptionError, Paper, RejectRow
from schemas.base import Frozen
from schemas.columns import arrow_schema, to_columns

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN = 5  # rejects of each sort that a part tells of


class Program(Frozen):
    """What decides on the rows; every worker must have the same."""

    version: str
    rules: str
    min_confidence: float


class Done(Frozen):
    """A part that is written, in numbers."""

    papers: int
    duplicates: int
    sources: tuple[str, ...]
    rows: int
    comparisons: int
    scores: int
    values: int
    written: int
    rejected: int
    kinds: dict[str, int]
    reject_counts: tuple[tuple[str, str, int], ...] = Field(description="Stage and code of rejects, and how many there are.")
    reject_first: tuple[RejectRow, ...]


def part_name(number: int) -> str:
    """The name of a partition.

    >>> part_name(7)
    'part-00007.parquet'
    """
    return f"part-{number:05d}.parquet"


def extract_part(part: Part, fate: Fate, reading: Reading, program: Program, out: str) -> Done:
    """Write the partitions that come of a part; one that an earlier try has written whole is not extracted again.

    Raises:
        OptionError: the worker has another version or other rules than the run.
        OutputError: nothing can be written there.
    """
    if (own_version(), own_rules()) != (program.version, program.rules):
        raise OptionError(
            f"a worker has claimtable {own_version()} or other rules than this run ({program.version})",
            place="--scheduler",
            remedy="install the same on all machines",
        )
    place = Place(out)
    papers, unread = _read(part, fate, reading)
    done_name = f"{WORK}/done/{part.number:05d}-{_key(papers, unread, program)}.json"
    if place.exists(done_name):
        return Done.model_validate_json(place.read(done_name))
    done = _write(part, papers, unread, program, place)
    place.write(done_name, done.model_dump_json().encode())
    return done


def _read(part: Part, fate: Fate, reading: Reading) -> tuple[list[Paper], list[RejectRow]]:
    numbers = iter(range(part.rows + 1))
    papers: list[Paper] = []
    unread: list[RejectRow] = []
    for one in read_part(part, reading, lambda paper_id: fate.renamed.get(next(numbers), paper_id)):
        if isinstance(one, RejectRow):
            unread.append(one)
        else:
            speaker = fate.speakers.get(len(papers))
            papers.append(one if speaker is None else one.model_copy(update={"duplicate_of": speaker}))
    return papers, unread


def _write(part: Part, papers: list[Paper], unread: list[RejectRow], program: Program, place: Place) -> Done:
    import pyarrow as pa
    import pyarrow.compute as pc

    from claimtable.cluster.partition import extract_tables

    chunk, taken_out = extract_tables(papers, min_confidence=program.min_confidence)
    silent = pa.array([paper.entry_id for paper in papers if paper.duplicate_of is not None], pa.string())
    comparisons, scores = (
        table.filter(pc.invert(pc.is_in(table["entry_id"], silent))) if len(silent) else table
        for table in (chunk.comparisons, chunk.scores)
    )
    extracted = [*chunk.rejects.to_pylist(), *(reject.model_dump() for reject in taken_out)]
    rejects = [*(reject.model_dump() for reject in unread), *extracted]
    tables = {
        "papers": chunk.papers,
        "results": chunk.results,
        "comparisons": comparisons,
        "rejects": pa.Table.from_pydict(
            to_columns("rejects", [RejectRow(**row) for row in rejects]), schema=arrow_schema("rejects")
        ),
    }
    for name, table in tables.items():
        place.write_table(f"{name}/{part_name(part.number)}", table.cast(arrow_schema(name)))
    place.write_table(f"{WORK}/scores/{part_name(part.number)}", _to_lines(scores, part.number))
    counts: dict[tuple[str, str], list[RejectRow]] = {}
    for row in rejects:
        counts.setdefault((row["stage"], row["code"]), []).append(RejectRow(**row))
    records = dict(zip(chunk.results["record_id"].to_pylist(), chunk.results["kind"].to_pylist(), strict=True))
    kinds = list(records.values())
    return Done(
        papers=len(papers),
        duplicates=len(silent),
        sources=tuple(sorted({paper.source for paper in papers})),
        rows=len(chunk.results),
        comparisons=len(comparisons),
        scores=len(scores),
        values=chunk.values,
        written=len(records),
        rejected=count_values(extracted),
        kinds={kind: kinds.count(kind) for kind in set(kinds)},
        reject_counts=tuple((stage, code, len(rows)) for (stage, code), rows in counts.items()),
        reject_first=tuple(row for rows in counts.values() for row in rows[:_SHOWN]),
    )


def _to_lines(scores: "pa.Table", part: int) -> "pa.Table":
    """Scores as what the merge takes: the data set that brings them together, the board, their order, and a line of JSON."""
    import pyarrow as pa

    rows = scores.to_pylist()
    keys = [row.pop("key") for row in rows]
    return pa.table(
        {
            "together": pa.array([key.partition("\x1f")[0] for key in keys], pa.string()),
            "key": pa.array(keys, pa.string()),
            "mention": pa.array([(part << 32) + number for number in range(len(rows))], pa.int64()),
            "line": pa.array([json.dumps(row, default=str) for row in rows], pa.string()),
        }
    )


def _key(papers: list[Paper], unread: list[RejectRow], program: Program) -> str:
    digest = hashlib.sha256(program.model_dump_json().encode())
    for row in (*papers, *unread):
        digest.update(row.model_dump_json().encode() + b"\0")
    return digest.hexdigest()[:24]


def summed(counts: "Iterator[Mapping[str, int]]") -> dict[str, int]:
    """Counts added up, by word.

    >>> summed(iter([{"a": 1}, {"a": 2, "b": 1}]))
    {'a': 3, 'b': 1}
    """
    total: dict[str, int] = {}
    for one in counts:
        for word, count in one.items():
            total[word] = total.get(word, 0) + count
    return total


def is_unread(stage: str, code: str) -> bool:
    """Whether rejects of this sort mean input that gave nothing."""
    return stage == "read" or code == FAILED
