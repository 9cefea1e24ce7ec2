"""All that a site shows of a run: its tables as the models of the rows, its counts, and what a check finds in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from claimtable.checking import CheckReport, check_paths
from claimtable.folder.manifest import MANIFEST
from claimtable.folder.store import Run, open_run
from claimtable.run_summary import RunSummary
from schemas import ComparisonRow, LeaderboardRow, OutputError, Paper, RejectRow, ResultRow

Row = TypeVar("Row", bound=BaseModel)


class RunTables(NamedTuple):
    """A run as it was written."""

    papers: tuple[Paper, ...]
    results: tuple[ResultRow, ...]
    comparisons: tuple[ComparisonRow, ...]
    leaderboards: tuple[LeaderboardRow, ...]
    rejects: tuple[RejectRow, ...]
    summary: RunSummary
    check: CheckReport

    def by_entry(self) -> Mapping[str, list[ResultRow]]:
        """The result rows of each entry that has any."""
        grouped: dict[str, list[ResultRow]] = {}
        for row in self.results:
            grouped.setdefault(row.entry_id, []).append(row)
        return grouped


def read_run(folder: Path) -> RunTables:
    """Read the run in a folder, and judge it.

    Raises:
        OutputError: the folder holds no whole run, or one that was edited or that another version wrote.
    """
    run = open_run(folder)
    try:
        summary = RunSummary.model_validate(run.manifest.summary)
    except ValidationError:
        raise OutputError(
            "the manifest does not hold the counts of its run",
            place=str(folder / MANIFEST),
            remedy="run claimtable extract again",
        ) from None
    return RunTables(
        papers=tuple(_rows(run, "papers", Paper)),
        results=tuple(_rows(run, "results", ResultRow)),
        comparisons=tuple(_rows(run, "comparisons", ComparisonRow)),
        leaderboards=tuple(_rows(run, "leaderboards", LeaderboardRow)),
        rejects=tuple(_rows(run, "rejects", RejectRow)),
        summary=summary,
        check=check_paths([str(folder)]),
    )


def _rows(run: Run, table: str, model: type[Row]) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = f"{table}.parquet"
    for batch in pq.ParquetFile(pa.BufferReader(run.read(name))).iter_batches():
        for row in batch.to_pylist():
            try:
                yield model.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                raise OutputError(
                    f"a row does not fit this version of claimtable ({'.'.join(map(str, first['loc']))}: {first['msg']})",
                    place=str(run.folder / name),
                    remedy="run claimtable extract again",
                ) from None
