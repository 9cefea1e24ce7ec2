"""Boards as sheets for people, and as rows for machines."""

from collections.abc import Iterable, Sequence
from typing import Any

from claimtable.tables.dates import published_of
from claimtable.tables.leaderboards import count_papers
from claimtable.tables.page import to_conditions, to_score
from claimtable.tables.sheet import Sheet
from schemas import LeaderboardRow

COLUMNS = ("rank", "method", "score", "role", "paper", "date", "conditions")


def title_of(row: LeaderboardRow) -> str:
    """The name of a board: data set, metric and unit."""
    return f"{row.dataset} · {row.metric}" + (f" ({row.unit})" if row.unit else "")


def standing(board: Sequence[LeaderboardRow]) -> str:
    """Which way is better on a board, and how many papers it ranks."""
    papers = count_papers(board)
    better = "higher" if board[0].higher_is_better else "lower"
    return f"{better} is better, {papers} {'paper' if papers == 1 else 'papers'}"


def topped(board: Sequence[LeaderboardRow], top: int | None) -> list[LeaderboardRow]:
    """The rows to the rank of `top`, and as many below the line; all where it is null."""
    if top is None:
        return list(board)
    above = [row for row in board if row.rank is not None and row.rank <= top]
    return above + [row for row in board if row.rank is None][:top]


def to_sheet(board: Sequence[LeaderboardRow], *, top: int | None, evidence: bool = False) -> Sheet:
    """A board as a sheet; what stands below the line has no rank and says why."""
    shown = topped(board, top)
    hidden = len(board) - len(shown)
    return Sheet(
        title=f"{title_of(board[0])}, {standing(board)}",
        columns=(*COLUMNS, *(("evidence",) if evidence else ())),
        rows=tuple(tuple(cells_of(row, evidence=evidence)) for row in shown),
        right=frozenset({0, 2}),
        bold=frozenset((at, 2) for at, row in enumerate(shown) if row.rank == 1),
        notes=(f"{hidden} more below",) if hidden else (),
    )


def cells_of(row: LeaderboardRow, *, evidence: bool) -> list[str]:
    """A row in the words of its columns."""
    day = published_of(row)
    told = [part for part in (row.note or "").split("; ") if part not in {"", "approximate"}]  # the score has a sign for that
    remark = f" [{'; '.join(told)}]" if told else ""
    cells = [
        "-" if row.rank is None else str(row.rank),
        row.method,
        to_score(row) + (f" {row.uncertainty}" if row.uncertainty else ""),
        row.role.value,
        # A nameless method shows as its paper's title: once is enough.
        row.title if row.title and row.title != row.method else row.paper_id,
        str(day) if day else "",
        ("; ".join(to_conditions(row)) + remark).strip(),
    ]
    return [*cells, row.sentence] if evidence else cells


def to_records(rows: Iterable[LeaderboardRow]) -> list[dict[str, Any]]:
    """The rows with every column of the table, as plain values."""
    return [row.model_dump(mode="json") for row in rows]
