"""The main job on Dask: partitioned Parquet in, partitioned Parquet out, with the rows of the local run.

cut into parts -> marks of all papers, shared ones brought together -> extract part by part -> boards by a grouped merge.
Nothing but counts, and what papers share with others, comes to this process.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from claimtable.cluster.boards import SCORES_TOGETHER, Ranked, empty_scores, rank_part, read_scores, sort_summaries
from claimtable.cluster.marks import Fate, decide, empty_marks, find_marks, only_shared
from claimtable.cluster.parts import Part, Reading, address_of, cut, group_rows, list_parquet
from claimtable.cluster.place import MANIFEST, WORK, Place
from claimtable.cluster.tasks import Done, Program, extract_part, is_unread, part_name, summed
from claimtable.folder.manifest import own_rules, own_version
from claimtable.in_memory import NO_COLUMNS, nothing_read
from claimtable.run_summary import LARGEST, RunSummary
from claimtable.taking.work import default_jobs
from schemas import Kind, OptionError, OutputError, RejectRow
from schemas.base import Frozen

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = "20s"  # for a scheduler that does not answer
_SHOWN = 5


class Partitioned(Frozen):
    """A run that stands as partitions, in numbers."""

    summary: RunSummary
    parts: int
    rejected: tuple[tuple[RejectRow, ...], ...]
    rejected_counts: tuple[int, ...]


def run_on_dask(
    inputs: Sequence[str],
    out: str,
    *,
    scheduler: str | None = None,
    max_chars: int = 200_000,
    min_confidence: float = 0.0,
    keep_all: bool = False,
    columns: Mapping[str, str] = NO_COLUMNS,
    jobs: int | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Partitioned:
    """Read Parquet files, and write each table as a folder of Parquet files; inputs and `out` may be addresses of fsspec.

    With `scheduler`, its workers do it, who reach inputs and `out` under the same names; else `jobs` processes here. A
    run that was cut short goes on from the parts that were written; `partitions.json` comes last, and says that all are.

    Raises:
        InputError: nothing could be read.
        OptionError: Dask is not there, or no scheduler answers.
        OutputError: nothing can be written there, or workers died over and over.
    """
    place = Place(address_of(out))
    files = list_parquet(inputs)
    place.begin()
    program = Program(version=own_version(), rules=own_rules(), min_confidence=min_confidence)
    reading = Reading(max_chars, dict(columns))
    with _connected(scheduler, jobs) as client:
        parts = cut(files, client.gather(client.map(group_rows, [address_of(file) for file in files], pure=False)))
        fates = decide(_shared_marks(parts, reading), keep_all=keep_all)
        done = _extract(client, parts, fates, (reading, program, place.url), progress)
        if not any(one.papers for one in done):
            raise nothing_read([reject for one in done for reject in one.reject_first])
        ranked = _rank(client, parts, sum(one.scores for one in done), place)
    run = Partitioned(summary=_summarize(done, ranked), parts=len(parts), **_rejected(done))
    for table in ("papers", "results", "comparisons", "rejects"):
        place.remove_parts(table, {part_name(part.number) for part in parts})
    place.remove_parts("leaderboards", {part_name(number) for number in range(len(ranked))})
    options = {"min_confidence": min_confidence, "keep_all": keep_all}
    place.write(MANIFEST, _Manifest(**dict(program), options=options, run=run).model_dump_json(indent=2).encode() + b"\n")
    place.remove(WORK)
    return run


class _Manifest(Program):
    """What stands in partitions.json: nothing of time and place."""

    options: dict[str, Any]
    run: Partitioned


@contextmanager
def _connected(scheduler: str | None, jobs: int | None) -> "Iterator[Client]":
    try:
        import dask
        from distributed import Client, KilledWorker, LocalCluster
    except ImportError:
        raise OptionError("dask is not installed", place="--engine dask", remedy="pip install 'claimtable[dask]'") from None

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a worker that dies is no news: its parts go to others
    options = {"processes": True, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": logging.CRITICAL}
    try:
        with dask.config.set({"distributed.comm.timeouts.connect": _PATIENCE}):
            cluster = None if scheduler else LocalCluster(n_workers=jobs or default_jobs(), **options)
            client = Client(scheduler or cluster, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        words = " ".join(str(error).split())[:200]
        raise OptionError(
            f"no scheduler answers ({words})", place=f"--scheduler {scheduler}", remedy="start one with: dask scheduler"
        ) from None
    try:
        with client:
            yield client
    except KilledWorker as error:
        raise OutputError(
            f"workers died over and over at {error.task}, perhaps for want of memory",
            place="--engine dask",
            remedy="give them more memory, or write smaller row groups; the same command goes on from the finished parts",
        ) from None
    finally:
        if cluster is not None:
            cluster.close()


def _shared_marks(parts: Sequence[Part], reading: Reading) -> Any:
    """Marks that several papers have, from wherever they stand; only these come here."""
    import dask.dataframe as dd

    marks = dd.from_map(find_marks, parts, reading=reading, meta=empty_marks(), label="find-marks")
    if len(parts) > 1:
        marks = marks.shuffle(on="mark", npartitions=len(parts))
    return marks.map_partitions(only_shared, meta=empty_marks()).compute()


def _extract(
    client: "Client",
    parts: Sequence[Part],
    fates: Mapping[int, Fate],
    common: tuple[Reading, Program, str],
    progress: Callable[[int, int | None], None] | None,
) -> list[Done]:
    from distributed import as_completed

    reading, program, out = common
    theirs = [fates.get(part.number, Fate({}, {})) for part in parts]
    futures = client.map(
        extract_part, parts, theirs, reading=reading, program=program, out=out, pure=False, key="extract-part", batch_size=1_000
    )
    number = {future.key: place for place, future in enumerate(futures)}
    done: dict[int, Done] = {}
    papers = 0
    for future, result in as_completed(futures, with_results=True):
        done[number[future.key]] = result
        papers += result.papers
        if progress is not None:
            progress(papers, sum(part.rows for part in parts))
    return [done[place] for place in range(len(parts))]


def _rank(client: "Client", parts: Sequence[Part], scores: int, place: Place) -> list[Ranked]:
    """Boards: the scores of a data set come together on one worker."""
    import dask.dataframe as dd

    paths = [place.path(f"{WORK}/scores/{part_name(part.number)}") for part in parts]
    found = dd.from_map(read_scores, paths, meta=empty_scores(), label="read-scores")
    together = found.shuffle(on="together", npartitions=-(-scores // SCORES_TOGETHER) or 1)
    futures = [
        client.submit(rank_part, frame, number, place.url, LARGEST, pure=False)
        for number, frame in enumerate(client.compute(together.to_delayed()))
    ]
    ranked: list[Ranked] = client.gather(futures)
    return ranked


def _summarize(done: Sequence[Done], ranked: Sequence[Ranked]) -> RunSummary:
    kinds = summed(one.kinds for one in done)
    sorts = _sorts(done)
    codes = Counter[str]()
    for (_, code), count in sorts.items():
        codes[code] += count
    return RunSummary(
        papers_read=sum(one.papers for one in done),
        papers=sum(one.papers for one in done),
        duplicates=sum(one.duplicates for one in done),
        sources=len({source for one in done for source in one.sources}),
        values_extracted=sum(one.values for one in done),
        values_written=sum(one.written for one in done),
        values_rejected=sum(one.rejected for one in done),
        kinds={kind.value: kinds[kind.value] for kind in Kind if kind.value in kinds},
        rows=sum(one.rows for one in done),
        comparisons=sum(one.comparisons for one in done),
        boards=sum(one.boards for one in ranked),
        boards_2=sum(one.boards_2 for one in ranked),
        boards_3=sum(one.boards_3 for one in ranked),
        largest=sort_summaries([board for one in ranked for board in one.largest])[:LARGEST],
        unread=sum(count for (stage, code), count in sorts.items() if is_unread(stage, code)),
        rejects=dict(sorted(codes.items())),
    )


def _sorts(done: Sequence[Done]) -> Counter[tuple[str, str]]:
    sorts = Counter[tuple[str, str]]()
    for one in done:
        for stage, code, count in one.reject_counts:
            sorts[stage, code] += count
    return sorts


def _rejected(done: Sequence[Done]) -> dict[str, Any]:
    first: dict[tuple[str, str], list[RejectRow]] = {}
    for one in done:
        for reject in one.reject_first:
            first.setdefault((reject.stage, reject.code), []).append(reject)
    most = _sorts(done).most_common()
    return {"rejected": tuple(tuple(first[sort][:_SHOWN]) for sort, _ in most), "rejected_counts": tuple(n for _, n in most)}
