"""Leaderboards of any number of scores: sorted on disk, so that no more than one board is in memory.

The scores come in as Arrow tables in the order of their papers; out come whole boards, those with the most papers first.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from claimtable.assembling.chunks import chunk_schema
from claimtable.assembling.on_disk import open_duckdb
from claimtable.run_summary import BoardSummary
from claimtable.tables.leaderboards import board_order, count_papers, rank_board, usual_spelling
from schemas import LeaderboardRow
from schemas.columns import to_columns

if TYPE_CHECKING:
    import pyarrow as pa

_MEMORY = "192MB"  # what DuckDB may take before it uses the disk
_BATCH = 4_096


class _Ranked(NamedTuple):
    """A board that has been ranked: where it is, where it comes in the order, and what a summary says of it."""

    number: int
    order: tuple[int, int, str, str, bool]
    summary: BoardSummary | None

    @property
    def board_id(self) -> str:
        return self.order[3]


class BoardSorter:
    """Takes scores, then gives them back board by board."""

    def __init__(self, folder: Path) -> None:
        """Begin in a folder that will be thrown away."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._folder = folder
        self._schema = chunk_schema("leaderboards").append(pa.field("mention", pa.int64()))
        self._writer: pq.ParquetWriter = pq.ParquetWriter(folder / "scores.parquet", self._schema, compression="zstd")
        self._count = 0
        self.boards: tuple[_Ranked, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._writer.close()

    def add(self, scores: "pa.Table") -> None:
        """Add the next scores, each with the key of its board."""
        import pyarrow as pa

        mentions = pa.array(range(self._count, self._count + len(scores)), pa.int64())
        self._writer.write_table(scores.append_column("mention", mentions).cast(self._schema))
        self._count += len(scores)

    def ranked(self) -> Iterator[list[LeaderboardRow]]:
        """All boards in their order; `boards` says how many there are once the first has come."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._writer.close()
        schema = chunk_schema("leaderboards")
        schema = pa.schema([*schema, pa.field("board", pa.int64()), pa.field("place", pa.int64())])
        with open_duckdb(self._folder, _MEMORY) as connection:
            scores = connection.read_parquet(str(self._folder / "scores.parquet"))
            usual = _usual_spellings(scores.aggregate("split_part(key, '\x1f', 1), dataset, count(*)").fetchall())
            boards = []
            with pq.ParquetWriter(self._folder / "ranked.parquet", schema, compression="zstd") as writer:
                for number, (key, some) in enumerate(_groups(scores.order("key, mention"), "key")):
                    rows = rank_board(some, usual[key.partition("\x1f")[0]])
                    columns: dict[str, Any] = to_columns("leaderboards", rows)
                    columns |= {"key": [key] * len(rows), "board": [number] * len(rows), "place": list(range(len(rows)))}
                    writer.write_table(pa.Table.from_pydict(columns, schema=schema))
                    boards.append(_Ranked(number, board_order(rows), board_summary(rows)))
            self.boards = tuple(sorted(boards, key=attrgetter("order")))
            order = pa.table({"board": [board.number for board in self.boards], "turn": list(range(len(boards)))})
            connection.register("board_order", order.cast(pa.schema([("board", pa.int64()), ("turn", pa.int64())])))
            connection.read_parquet(str(self._folder / "ranked.parquet")).create_view("ranked")
            sorted_rows = connection.sql("SELECT * FROM ranked JOIN board_order USING (board) ORDER BY turn, place")
            for _, rows in _groups(sorted_rows, "turn"):
                yield rows


def largest(boards: Sequence[_Ranked], count: int) -> tuple[BoardSummary, ...]:
    """The boards with the most papers, in lines."""
    ranking = [board.summary for board in boards if board.summary is not None]
    ranking.sort(key=lambda board: (-board.papers, -board.rows, board.dataset, board.metric, board.unit or ""))
    return tuple(ranking[:count])


def count_ranking(boards: Sequence[_Ranked], papers: int) -> int:
    """How many boards rank so many papers or more."""
    return sum(board.summary is not None and board.summary.papers >= papers for board in boards)


def _usual_spellings(counted: Sequence[tuple[str, str, int]]) -> dict[str, str]:
    spellings: dict[str, dict[str, int]] = {}
    for key, dataset, count in counted:
        spellings.setdefault(key, {})[dataset] = count
    return {key: usual_spelling(some) for key, some in spellings.items()}


def _groups(relation: Any, column: str) -> Iterator[tuple[Any, list[LeaderboardRow]]]:
    """The rows of a sorted relation as models, group by group."""
    names = set(LeaderboardRow.model_fields)
    rows = (row for batch in relation.to_arrow_reader(_BATCH) for row in batch.to_pylist())
    for key, group in groupby(rows, key=lambda row: row[column]):
        yield key, [LeaderboardRow.model_validate({name: row[name] for name in names}) for row in group]


def board_summary(board: Sequence[LeaderboardRow]) -> BoardSummary | None:
    """One leaderboard in a line; None where nothing ranks."""
    ranked = [row for row in board if row.rank is not None]
    if not ranked:
        return None
    best = min(ranked, key=lambda row: (row.rank or 0, row.method))
    return BoardSummary(
        dataset=best.dataset,
        metric=best.metric,
        unit=best.unit,
        papers=count_papers(board),
        rows=len(board),
        best=best.method,
        score=best.score,
    )
