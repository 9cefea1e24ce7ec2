"""The leaderboards board by board, as pages show them."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from claimtable.exports.source import RunTables
from claimtable.tables.leaderboards import count_papers
from schemas import LeaderboardRow


class Board(NamedTuple):
    """One board: ranked rows in order, and those below the line."""

    ranked: tuple[LeaderboardRow, ...]
    below: tuple[LeaderboardRow, ...]

    @property
    def head(self) -> LeaderboardRow:
        """A row that speaks for the board: data set, metric, unit."""
        return (*self.ranked, *self.below)[0]

    @property
    def measure(self) -> str:
        """The metric with its unit."""
        return f"{self.head.metric} ({self.head.unit})" if self.head.unit else self.head.metric

    @property
    def order(self) -> str:
        """Which scores are the better ones, and how many papers rank."""
        papers = count_papers(self.ranked)
        better = "higher" if self.head.higher_is_better else "lower"
        return f"{better} is better, {papers} {'paper' if papers == 1 else 'papers'}"


def find_boards(run: RunTables) -> Iterator[Board]:
    """All boards in the order of the run, the largest first."""
    for _, rows in groupby(run.leaderboards, key=lambda row: (row.board_id, row.higher_is_better)):
        every = tuple(rows)
        yield Board(
            ranked=tuple(row for row in every if row.rank is not None), below=tuple(row for row in every if row.rank is None)
        )
