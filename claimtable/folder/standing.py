"""The run that stands in a folder, read back as models: what an update builds on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from pydantic import JsonValue, ValidationError

from claimtable.folder.manifest import own_rules, own_version
from claimtable.folder.store import Run
from claimtable.taking.take import FAILED, Taken
from schemas import OutputError, Paper, RejectRow, ResultRow
from schemas.base import Frozen

_Row = TypeVar("_Row", bound=Frozen)


class Standing(NamedTuple):
    """A whole run, entry by entry."""

    papers: tuple[Paper, ...]
    taken: Mapping[str, Taken]
    unread: tuple[RejectRow, ...]
    options: Mapping[str, JsonValue]
    claimtable: str
    rules: str | None

    def difference(self, options: Mapping[str, JsonValue]) -> str | None:
        """Why its results cannot stand beside those of a run with these options, in words; None where they can."""
        if self.claimtable != own_version():
            return f"by claimtable {self.claimtable}"
        if self.rules != own_rules():
            return "with other rules"
        other = [name for name in options if self.options.get(name) != options[name]]
        if other:
            was = ", ".join(f"--{name.replace('_', '-')} {self.options.get(name)}" for name in other)
            return f"with {was}"
        return None


def read_standing(run: Run) -> Standing:
    """All that an update needs of a run.

    Raises:
        OutputError: a table is not the one that the run wrote.
    """
    results: defaultdict[str, list[ResultRow]] = defaultdict(list)
    rejects: defaultdict[str, list[RejectRow]] = defaultdict(list)
    unread: list[RejectRow] = []
    for row in _read(run, "results", ResultRow):
        results[row.entry_id].append(row)
    for reject in _read(run, "rejects", RejectRow):
        if reject.stage not in ("extract", "validate") or reject.entry_id is None:
            unread.append(reject)
        else:
            rejects[reject.entry_id].append(reject)
    papers = tuple(_read(run, "papers", Paper))
    taken = {paper.entry_id: _taken(results[paper.entry_id], rejects[paper.entry_id]) for paper in papers}
    manifest = run.manifest
    return Standing(papers, taken, tuple(unread), manifest.options, manifest.claimtable, manifest.rules)


def _taken(rows: Sequence[ResultRow], rejects: Sequence[RejectRow]) -> Taken:
    # a value has a row for each of its data sets; a contradiction has one reject, and no record
    records = {row.record_id for row in rows} | {reject.record_id for reject in rejects if reject.record_id is not None}
    contradictions = sum(reject.record_id is None and reject.code != FAILED for reject in rejects)
    return Taken(rows=tuple(rows), rejects=tuple(rejects), values=len(records) + contradictions)


def _read(run: Run, table: str, model: type[_Row]) -> Iterator[_Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pq.ParquetFile(pa.BufferReader(run.read(f"{table}.parquet")))
    for batch in content.iter_batches():
        for row in batch.to_pylist():
            try:
                yield model.model_validate(row)
            except ValidationError:
                raise OutputError(
                    "the table is not of this version of claimtable",
                    place=str(run.folder / f"{table}.parquet"),
                    remedy="run claimtable extract without --update",
                ) from None


def unread_after(old: Sequence[RejectRow], new: Sequence[RejectRow], sources: set[str]) -> tuple[RejectRow, ...]:
    """What could not be read, after an update: of sources that were read again, only what is so still."""
    kept = [reject for reject in old if reject.source not in sources or reject.source == "-"]
    return (*kept, *(reject for reject in new if reject not in kept))
