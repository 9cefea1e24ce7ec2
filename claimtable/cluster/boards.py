"""Leaderboards by a grouped merge: the scores of one data set come together, and each data set is ranked by itself."""

import json
from collections import Counter
from typing import TYPE_CHECKING

from claimtable.assembling.boards_on_disk import board_summary
from claimtable.cluster.place import Place
from claimtable.cluster.tasks import part_name
from claimtable.run_summary import BoardSummary
from claimtable.tables.leaderboards import board_order, rank_board, usual_spelling
from schemas import LeaderboardRow
from schemas.base import Frozen
from schemas.columns import arrow_schema, to_columns

if TYPE_CHECKING:
    import pandas as pd

SCORES_TOGETHER = 100_000  # scores of a partition of leaderboards, unless one data set has more


class Ranked(Frozen):
    """A partition of leaderboards that is written, in numbers."""

    rows: int
    boards: int
    boards_2: int
    boards_3: int
    largest: tuple[BoardSummary, ...]


def empty_scores() -> "pd.DataFrame":
    """No scores, with the columns of them all."""
    import pandas as pd
    import pyarrow as pa

    text = pd.ArrowDtype(pa.string())
    columns = {name: pd.Series([], dtype=text) for name in ("together", "key", "line")}
    return pd.DataFrame({**columns, "mention": pd.Series([], dtype="int64")})


def read_scores(path: str) -> "pd.DataFrame":
    """The scores that one part gave."""
    import fsspec
    import pyarrow.parquet as pq

    empty = empty_scores()
    with fsspec.open(path, "rb") as stream:
        table = pq.read_table(stream, columns=list(empty))
    frame: pd.DataFrame = table.to_pandas().astype(empty.dtypes.to_dict())
    return frame


def rank_part(scores: "pd.DataFrame", number: int, out: str, largest: int) -> Ranked:
    """Write the boards of some data sets, of which all scores are here; those with the most papers first."""
    import pyarrow as pa

    lines: dict[str, dict[str, list[str]]] = {}
    ordered = scores.sort_values(["together", "key", "mention"])
    for together, key, line in zip(ordered["together"], ordered["key"], ordered["line"], strict=True):
        lines.setdefault(together, {}).setdefault(key, []).append(line)
    boards: list[list[LeaderboardRow]] = []
    for some in lines.values():
        rows = {key: [LeaderboardRow(**json.loads(line)) for line in theirs] for key, theirs in some.items()}
        spelling = usual_spelling(Counter(row.dataset for board in rows.values() for row in board))
        boards += [rank_board(board, spelling) for board in rows.values()]
    boards.sort(key=board_order)
    found = [row for board in boards for row in board]
    table = pa.Table.from_pydict(to_columns("leaderboards", found), schema=arrow_schema("leaderboards"))
    Place(out).write_table(f"leaderboards/{part_name(number)}", table)
    summaries = [summary for board in boards if (summary := board_summary(board)) is not None]
    return Ranked(
        rows=len(found),
        boards=len({board[0].board_id for board in boards}),
        boards_2=sum(summary.papers >= 2 for summary in summaries),
        boards_3=sum(summary.papers >= 3 for summary in summaries),
        largest=sort_summaries(summaries)[:largest],
    )


def sort_summaries(summaries: "list[BoardSummary]") -> tuple[BoardSummary, ...]:
    """Boards in the order of a summary: those with the most papers first."""
    order = sorted(summaries, key=lambda one: (-one.papers, -one.rows, one.dataset, one.metric, one.unit or ""))
    return tuple(order)
