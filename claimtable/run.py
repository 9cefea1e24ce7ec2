"""The main job: inputs in, tables out. The one module that knows the order of the rooms.

read -> extract in chunks -> mark duplicates -> quarantine -> comparisons and leaderboards -> write -> validate -> put in place
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeAlias

from pydantic import Field

from claimtable.assembling.collection import grow, is_meant, mark_of
from claimtable.folder.standing import Standing, read_standing, unread_after
from claimtable.in_memory import NO_COLUMNS, nothing_read
from claimtable.readers import read_inputs
from claimtable.readers.entry_ids import EntryIds
from claimtable.run_summary import RunSummary
from claimtable.taking.overrides import Overrides
from claimtable.taking.take import Taken, take
from claimtable.taking.work import Job, default_jobs, work_all
from schemas import OptionError, OutputError, Paper, RejectRow
from schemas.base import Frozen
from schemas.columns import to_columns

if TYPE_CHECKING:
    from claimtable.assembling.chunks import ChunkStore
    from claimtable.assembling.duplicates import EntryIndex
    from claimtable.folder.store import NewRun

Progress: TypeAlias = Callable[[int, int | None], None]
CHUNK = 1_000  # entries that are extracted, and laid aside, at once


class Written(Frozen):
    """A run that stands in its folder, in numbers."""

    summary: RunSummary
    rejected: tuple[tuple[RejectRow, ...], ...] = Field(description="The first rejects of each sort.")
    rejected_counts: tuple[int, ...] = Field(description="How many there are of each.")
    told: tuple[str, ...] = Field(default=(), description="What the user should know of how it came about.")


class _Known(NamedTuple):
    """An entry of the run, with what an earlier run took from it, where that still holds."""

    paper: Paper
    taken: Taken | None = None


_Found: TypeAlias = RejectRow | _Known


class _Options(Frozen):
    """What decides on the content of the tables."""

    min_confidence: float = 0.0
    keep_all: bool = False
    overrides: str | None = Field(default=None, description="Digest of the verdicts that were applied.")


def run_extract(
    inputs: Sequence[str],
    out: Path,
    *,
    reader: str | None = None,
    max_chars: int = 200_000,
    min_confidence: float = 0.0,
    keep_all: bool = False,
    update: bool = False,
    columns: Mapping[str, str] = NO_COLUMNS,
    overrides: Overrides | None = None,
    jobs: int | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Written:
    """Read the inputs and write all tables into the folder `out`, in the place of the run before.

    Values whose confidence is below `min_confidence` go to `rejects`. With `keep_all`, every entry speaks for itself.
    With `update`, the papers of the run before stay, and only what is new or changed is extracted. `columns` names those of
    tables, by field. The verdicts of `overrides` are applied before values are turned away. `jobs` processes extract, as
    many as there are cores where it is None; the tables are the same for any number. A run that was cut short goes on from
    the chunks that it had finished.

    Raises:
        InputError: nothing could be read.
        OptionError: there is no such reader.
        OutputError: the folder cannot be written, or another run is writing there.
    """
    options = _Options(min_confidence=min_confidence, keep_all=keep_all, overrides=overrides.digest if overrides else None)
    found = _read(inputs, reader=reader, max_chars=max_chars, columns=columns, stdin=stdin)
    with _begun(out) as target:
        told: tuple[str, ...] = ()
        entries: Iterable[_Found] = (one if isinstance(one, RejectRow) else _Known(one) for one in found)
        if update and target.standing is not None:
            entries, told = _grown(read_standing(target.standing), found, options)
        if overrides is None:
            return _write(target, entries, options, jobs=jobs, progress=progress, told=told)
        judged = _judged(entries, overrides, options)
        written = _write(target, judged, options, jobs=jobs, progress=progress, told=told)
        return Written.model_validate({**dict(written), "told": (*written.told, *overrides.told())})


def _judged(entries: Iterable[_Found], overrides: Overrides, options: _Options) -> Iterator[_Found]:
    """The entries; those with verdicts are extracted here, in the process that knows what became of the verdicts."""
    for entry in entries:
        if isinstance(entry, RejectRow) or not overrides.judges(entry.paper):
            yield entry
        else:
            yield _Known(entry.paper, take(entry.paper, min_confidence=options.min_confidence, overrides=overrides))


def remove_papers(ids: Sequence[str], out: Path, *, jobs: int | None = None, progress: Progress | None = None) -> Written:
    """Take papers out of the run in a folder, with all that came from them.

    An id is that of a paper or entry; an arXiv id without a version means every version.

    Raises:
        OptionError: the run holds no such paper; it then stands as it was.
        OutputError: the folder holds no whole run or cannot be written, or another run is writing there.
    """
    from claimtable.folder.store import open_run

    open_run(out)  # says what is wrong with the folder, before one is made
    with _begun(out) as target:
        if target.standing is None:
            raise OutputError("this folder holds no whole run", place=str(out), remedy="name the folder with -o")
        standing = read_standing(target.standing)
        options = _Options.model_validate(
            {name: standing.options[name] for name in _Options.model_fields if name in standing.options}
        )
        meant = {given: [is_meant(paper.paper_id, paper.entry_id, given) for paper in standing.papers] for given in ids}
        if unknown := [given for given, hits in meant.items() if not any(hits)]:
            raise OptionError(
                f"the run holds no paper {', '.join(unknown)}",
                place=str(out),
                remedy="the column paper_id of papers.csv has the ids; nothing was removed",
            )
        kept = [paper for paper, *hits in zip(standing.papers, *meant.values(), strict=True) if not any(hits)]
        entries, told = _renamed(standing, kept, [paper.entry_id for paper in kept], options)
        return _write(target, chain(standing.unread, entries), options, jobs=jobs, progress=progress, told=told)


@contextmanager
def _begun(out: Path) -> "Iterator[NewRun]":
    """A run in a folder that nobody else writes into meanwhile."""
    from claimtable.folder.store import new_run
    from claimtable.folder.writers import claim_names

    with new_run(out) as target:
        claim_names(target)  # whatever is in the way shows before the work
        yield target


def _read(
    inputs: Sequence[str], *, reader: str | None, max_chars: int, columns: Mapping[str, str], stdin: BinaryIO | None
) -> Iterator[Paper | RejectRow]:
    """What the readers give, as soon as it is sure that there is a paper among it."""
    found = read_inputs(inputs, reader=reader, max_chars=max_chars, columns=columns, stdin=stdin)
    unread: list[RejectRow] = []
    for entry in found:
        if isinstance(entry, Paper):
            return chain(unread, [entry], found)
        unread.append(entry)
    if not unread:
        return iter(())
    raise nothing_read(unread)


def _grown(standing: Standing, found: Iterable[Paper | RejectRow], options: _Options) -> tuple[Iterable[_Found], tuple[str, ...]]:
    """The entries of the standing run and the new ones, as an update brings them together."""
    read: list[Paper] = []
    unread: list[RejectRow] = []
    for one in found:
        (read if isinstance(one, Paper) else unread).append(one)  # type: ignore[arg-type]
    places = grow([mark_of(paper) for paper in standing.papers], [mark_of(paper) for paper in read])
    papers = [standing.papers[place.old or 0] if place.new is None else read[place.new] for place in places]
    known = [None if place.old is None else standing.papers[place.old].entry_id for place in places]
    sources = {paper.source for paper in read} | {reject.source for reject in unread if reject.source is not None}
    entries, told = _renamed(standing, papers, known, options)
    return chain(unread_after(standing.unread, unread, sources), entries), told


def _renamed(
    standing: Standing, papers: Sequence[Paper], known: Sequence[str | None], options: _Options
) -> tuple[list[_Known], tuple[str, ...]]:
    """Entries with the ids that one run over all of them would give; results that still hold come along."""
    # what decides on the rows of a paper; the third option only on which of them count
    difference = (
        standing.difference({"min_confidence": options.min_confidence, "overrides": options.overrides})
        if standing.papers
        else None
    )
    old = {paper.entry_id: paper for paper in standing.papers}
    ids = EntryIds()
    entries: list[_Known] = []
    for paper, entry_id in zip(papers, known, strict=True):
        named = paper.model_copy(update={"entry_id": ids.take(paper.paper_id), "duplicate_of": None})
        holds = entry_id is not None and difference is None and _says_the_same(old[entry_id], named)
        entries.append(_Known(named, _at_place(standing.taken[entry_id or ""], named) if holds else None))
    if difference is None:
        return entries, ()
    return entries, (f"the run in the folder was made {difference}: all {len(entries):,} papers are extracted again",)


def _says_the_same(old: Paper, new: Paper) -> bool:
    """Whether all that the rows of a paper hold of it is as it was."""
    return all(getattr(old, name) == getattr(new, name) for name in ("entry_id", "paper_id", "title", "published", "abstract"))


def _at_place(taken: Taken, paper: Paper) -> Taken:
    """What was taken, its rejects at the place where the paper stands now."""
    if all(reject.source is None or (reject.source, reject.line) == (paper.source, paper.line) for reject in taken.rejects):
        return taken
    here = {"source": paper.source, "line": paper.line}
    moved = tuple(reject if reject.source is None else reject.model_copy(update=here) for reject in taken.rejects)
    return taken.model_copy(update={"rejects": moved})


def _write(
    target: "NewRun",
    entries: Iterable[_Found],
    options: _Options,
    *,
    jobs: int | None,
    progress: Progress | None,
    told: tuple[str, ...] = (),
) -> Written:
    from claimtable.assembling.assemble import assemble
    from claimtable.assembling.chunks import ChunkStore
    from claimtable.assembling.duplicates import EntryIndex
    from claimtable.assembling.on_disk import duckdb_errors
    from claimtable.folder.manifest import own_rules
    from claimtable.folder.store import disk_errors

    with duckdb_errors(target.folder), ChunkStore(target.folder) as store, EntryIndex(target.aside) as index:
        resumed: list[int] = []
        keys = list(_extract(entries, store, index, options, resumed, jobs=jobs or default_jobs(), progress=progress))
        done = assemble(target, store, keys, index, keep_all=options.keep_all)
    summary = done.summary.model_dump(mode="json")
    with disk_errors(target.folder):
        target.commit(rows=done.file_rows, summary=summary, rules=own_rules(), options=options.model_dump())
    store.clear()
    sorts = done.tally.counts.most_common()
    if resumed:
        told += (f"an earlier run was cut short: {sum(resumed):,} papers that it had extracted were not extracted again",)
    return Written(
        summary=done.summary,
        rejected=tuple(tuple(done.tally.first[sort]) for sort, _ in sorts),
        rejected_counts=tuple(count for _, count in sorts),
        told=told,
    )


class _Waiting(NamedTuple):
    """A chunk that is being extracted; one that was finished before waits for its turn, and needs nothing but its key."""

    key: str
    size: int
    papers: Sequence[Paper] = ()
    unread: Sequence[RejectRow] = ()
    finished: bool = False


def _extract(
    entries: Iterable[_Found],
    store: "ChunkStore",
    index: "EntryIndex",
    options: _Options,
    resumed: list[int],
    *,
    jobs: int,
    progress: Progress | None,
) -> Iterator[str]:
    """The keys of all chunks in order, each of them finished; `resumed` takes the sizes of those that an earlier run left."""
    waiting: deque[_Waiting] = deque()
    saved: set[str] = set()

    def begun() -> Iterator[Job]:
        for papers, known, unread in _chunks(entries):
            index.add(papers)
            pairs = [
                (paper.model_dump_json().encode(), None if taken is None else taken.model_dump_json().encode())
                for paper, taken in zip(papers, known, strict=True)
            ]
            job = Job(pairs, options.min_confidence)
            key = store.key(job, [reject.model_dump_json().encode() for reject in unread])
            if store.has(key):
                if key not in saved:
                    resumed.append(len(papers))
                waiting.append(_Waiting(key, len(papers), finished=True))
            else:
                waiting.append(_Waiting(key, len(papers), papers, unread))
                yield job

    done = 0

    def finished() -> Iterator[str]:
        nonlocal done
        while waiting and waiting[0].finished:
            chunk = waiting.popleft()
            done += chunk.size
            yield chunk.key

    for results, rejects, derived, values in work_all(begun(), processes=jobs):
        yield from finished()
        chunk = waiting.popleft()
        columns = {
            "papers": to_columns("papers", chunk.papers),
            "unread": to_columns("rejects", chunk.unread),
            "results": results,
            "rejects": rejects,
            "comparisons": derived.comparisons,
            "scores": derived.scores,
        }
        store.save(chunk.key, columns, sum(values))
        saved.add(chunk.key)
        done += chunk.size
        if progress is not None:
            progress(done, None)
        yield chunk.key
    yield from finished()


def _chunks(entries: Iterable[_Found]) -> Iterator[tuple[list[Paper], list[Taken | None], list[RejectRow]]]:
    """The entries, so many at a time."""
    papers: list[Paper] = []
    known: list[Taken | None] = []
    unread: list[RejectRow] = []
    for entry in entries:
        if isinstance(entry, RejectRow):
            unread.append(entry)
        else:
            papers.append(entry.paper)
            known.append(entry.taken)
        if len(papers) + len(unread) >= CHUNK:
            yield papers, known, unread
            papers, known, unread = [], [], []
    if papers or unread:
        yield papers, known, unread
