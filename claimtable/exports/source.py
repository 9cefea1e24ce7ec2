"""The tables of one run, read once: all of the same run, in the types of `schemas`."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from claimtable.folder.store import Run, open_run
from schemas import ComparisonRow, LeaderboardRow, OutputError, Paper, ResultRow
from schemas.base import Frozen
from schemas.columns import TABLES, arrow_schema

if TYPE_CHECKING:
    import pyarrow

R = TypeVar("R", bound=Frozen)


class RunTables:
    """All tables of the run in a folder.

    Raises:
        OutputError: the folder holds no whole run, or one of another version with other columns.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        run = open_run(folder)
        try:
            self._arrow = _read(run)
        except OutputError:
            again = open_run(folder)
            if again.manifest == run.manifest:
                raise
            self._arrow = _read(again)  # a new run came between our two looks

    def arrow(self, table: str) -> "pyarrow.Table":
        """One table, with the types of `schemas.columns`."""
        return self._arrow[table]

    def columns(self, table: str) -> dict[str, list[Any]]:
        """One table as columns of plain Python values: None for null, dates, lists of texts."""
        return cast("dict[str, list[Any]]", self._arrow[table].to_pydict())

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """The rows of `papers`."""
        return self._rows("papers", Paper)

    @cached_property
    def results(self) -> tuple[ResultRow, ...]:
        """The rows of `results`."""
        return self._rows("results", ResultRow)

    @cached_property
    def comparisons(self) -> tuple[ComparisonRow, ...]:
        """The rows of `comparisons`."""
        return self._rows("comparisons", ComparisonRow)

    @cached_property
    def leaderboards(self) -> tuple[LeaderboardRow, ...]:
        """The rows of `leaderboards`, board by board in the order of the run."""
        return self._rows("leaderboards", LeaderboardRow)

    def _rows(self, table: str, model: type[R]) -> tuple[R, ...]:
        return tuple(model.model_validate(row) for row in self._arrow[table].to_pylist())


def _read(run: Run) -> "dict[str, pyarrow.Table]":
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = {}
    for name in TABLES:
        table = pq.read_table(pa.BufferReader(run.read(f"{name}.parquet")))
        if not table.schema.equals(arrow_schema(name)):
            raise OutputError(
                f"the columns are not those of this version of claimtable (the run is of {run.manifest.claimtable})",
                place=str(run.folder / f"{name}.parquet"),
                remedy="run claimtable extract again",
            )
        tables[name] = table
    return tables
