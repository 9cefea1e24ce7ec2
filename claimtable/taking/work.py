"""A chunk of papers in, all rows that come from them alone out; over processes, in the order of the input.

Neither pandas nor great_expectations is imported in a worker. A chunk goes there and back as plain values, which is
quicker than models.
"""

import gc
import os
import signal
import threading
from _thread import interrupt_main
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice, repeat
from multiprocessing import connection, get_all_start_methods, get_context, parent_process
from typing import Any, NamedTuple, TypeAlias

from claimtable.interrupts import outliving_readers, undisturbed
from claimtable.taking.take import Taken, take_all
from schemas import OutputError, Paper, ResultRow
from schemas.columns import to_columns

Columns: TypeAlias = dict[str, list[Any]]
_AHEAD = 2  # chunks that wait for each worker
_LIFETIME = 16  # chunks that a worker does before a fresh one takes its place
_COLLECT_AFTER = 20_000  # objects; a few megabytes at most


class Job(NamedTuple):
    """A chunk of papers as JSON, each with what an earlier run took from it, where that still holds."""

    papers: Sequence[tuple[bytes, bytes | None]]
    min_confidence: float


class Derived(NamedTuple):
    """The tables that come from the result rows of some papers alone."""

    comparisons: Columns
    scores: Columns


Outcome: TypeAlias = tuple[Columns, Columns, Derived, list[int]]


def work(job: Job) -> Outcome:
    """Result rows, rejects, what derives from the rows, and how many values each paper holds."""
    with _watch.working():
        papers = [Paper.model_validate_json(paper) for paper, _ in job.papers]
        known = [None if taken is None else Taken.model_validate_json(taken) for _, taken in job.papers]
        return work_on(papers, known, min_confidence=job.min_confidence)


def work_on(papers: Sequence[Paper], known: Iterable[Taken | None] = (), *, min_confidence: float = 0.0) -> Outcome:
    """All rows that come from some papers alone, whatever engine runs it; what is known of a paper is not extracted again."""
    pairs = list(zip(papers, chain(known, repeat(None)), strict=False))
    new = take_all([paper for paper, there in pairs if there is None], min_confidence=min_confidence)
    taken = [next(new) if there is None else there for _, there in pairs]
    rows = [row for one in taken for row in one.rows]
    rejects = [reject for one in taken for reject in one.rejects]
    values = [one.values for one in taken]
    return to_columns("results", rows), to_columns("rejects", rejects), derive(rows, papers), values


def derive(rows: Sequence[ResultRow], papers: Sequence[Paper]) -> Derived:
    """Comparisons and the scores that go on leaderboards, of all entries, whoever speaks for them."""
    from claimtable.tables.comparisons import find_comparisons
    from claimtable.tables.leaderboards import board_key, board_scores

    scores = board_scores(rows, papers)
    columns = to_columns("leaderboards", scores)
    columns["key"] = ["\x1f".join(map(str, board_key(score))) for score in scores]
    return Derived(to_columns("comparisons", find_comparisons(rows)), columns)


def default_jobs() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def worker_pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that share the rules of a server they are forked from, where the system can do that."""
    can_fork = "forkserver" in get_all_start_methods()
    context = get_context("forkserver" if can_fork else "spawn")
    if can_fork:
        context.set_forkserver_preload(["claimtable.taking.warm"])
        with undisturbed():
            _serve_forks()
    read_end, lifeline = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(read_end,))
    with outliving_readers(), read_end, lifeline:
        try:
            yield pool
        except BaseException:
            lifeline.close()  # nobody waits any more for what is being worked on
            raise
        finally:
            with undisturbed():
                pool.shutdown(cancel_futures=True)


def _serve_forks() -> None:
    """Have the server run, deaf to Ctrl-C from its first breath on, as are all that it forks: it is for us to end them."""
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # it lets signals through again, so it comes first
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def collect_seldom() -> None:
    """Look for circular garbage seldom, and never in what is loaded by now: extraction makes much that lives on, hardly any."""
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 50, 50)


@contextmanager
def _fork_server() -> Iterator[None]:
    """A server that ends with its last pool, for it holds 100 MB; one that was there before is somebody else's."""
    if "forkserver" not in get_all_start_methods():
        yield
        return
    from multiprocessing import forkserver

    server: Any = getattr(forkserver, "_forkserver", None)  # there is no public way to end it before this process does
    theirs = getattr(server, "_forkserver_pid", None) is not None
    try:
        yield
    finally:
        if not theirs and hasattr(server, "_stop"):
            with undisturbed():
                server._stop()


class _Stopped(BaseException):
    """Nobody waits any more for what a worker does; no fault of an abstract, so that nothing takes it for one."""


class _Watch:
    """In a worker: whether anybody waits for what it does. It stops in the middle of its work, never of an answer.

    An answer that breaks off would leave the reader waiting for the rest of it.
    """

    def __init__(self) -> None:
        self._working = self._lost = False

    def begin(self, lifeline: "connection.Connection[None, None]") -> None:
        """Leave Ctrl-C to the parent, stop when it lets the lifeline go, and end with it however it ends."""
        signal.signal(signal.SIGINT, self._stop)
        threading.Thread(target=self._wait, args=(lifeline, parent_process()), daemon=True).start()

    @contextmanager
    def working(self) -> Iterator[None]:
        """What is done meanwhile may be stopped."""
        if self._lost:
            raise _Stopped
        self._working = True
        try:
            yield
        finally:
            self._working = False

    def _stop(self, *_: Any) -> None:
        if self._lost and self._working:
            raise _Stopped

    def _wait(self, lifeline: Any, parent: Any) -> None:
        if parent.sentinel not in connection.wait([lifeline, parent.sentinel]):
            self._lost = True
            interrupt_main()
        connection.wait([parent.sentinel])
        os._exit(1)


_watch = _Watch()


def _begin(lifeline: "connection.Connection[None, None]") -> None:
    """What a worker does first."""
    collect_seldom()
    _watch.begin(lifeline)


def work_all(jobs: Iterable[Job], *, processes: int) -> Iterator[Outcome]:
    """The outcome of each job, in their order; a single job or process needs no pool.

    Raises:
        OutputError: a worker was killed.
    """
    jobs = iter(jobs)
    first = list(islice(jobs, 2 if processes > 1 else 0))
    if len(first) < 2:
        yield from map(work, chain(first, jobs))
        return
    try:
        yield from _work_in_pools(chain(first, jobs), processes)
    except BrokenProcessPool:
        raise OutputError(
            "a worker process was killed, perhaps for want of memory",
            place="--jobs",
            remedy="run the same command with fewer --jobs; what is extracted is kept",
        ) from None


def _work_in_pools(jobs: Iterator[Job], processes: int) -> Iterator[Outcome]:
    waiting: deque[Future[Outcome]] = deque()
    with _fork_server():
        while some := list(islice(jobs, 1)):
            # new processes from time to time: what a worker remembers of names it has met grows with what it reads
            with worker_pool(processes) as pool:
                for job in chain(some, islice(jobs, _LIFETIME * processes - 1)):
                    with undisturbed():  # a worker that is half begun would wait for us, and we for it
                        waiting.append(pool.submit(work, job))
                    if len(waiting) > _AHEAD * processes:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()


def rows_of(columns: Mapping[str, Sequence[Any]]) -> int:
    """How many rows the columns hold."""
    return len(next(iter(columns.values())))
