"""Each leaderboard's page: the table, and the best over time as steps."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from claimtable.site.addresses import Addresses, Board
from claimtable.site.columns import Column, SiteTable, day, link, make_table
from claimtable.site.folder import NewSite
from claimtable.site.words import bound_word
from claimtable.tables.page import to_conditions, to_score
from schemas import LeaderboardRow

COLUMNS = (
    Column("rank", "Rank", "number", empty="–"),
    Column("method", "Method", "link"),
    Column("score", "Score", "number"),
    Column("bound", "Stated as", "word", choice=True, usual="exact"),
    Column("conditions", "Conditions", "list"),
    Column("role", "Role", "word", choice=True),
    Column("baseline", "Set against", "text"),
    Column("paper", "Paper", "link"),
    Column("date", "Date", "date", empty="no date"),
    Column("confidence", "Confidence", "share", choice=True),
)
INDEX = (
    Column("dataset", "Data set", "link", choice=False),
    Column("metric", "Metric", choice=True),
    Column("unit", "Unit", choice=True, empty="none"),
    Column("papers", "Papers ranked", "number"),
    Column("scores", "Scores", "number"),
    Column("best", "Best", "number", empty="none ranked"),
    Column("by", "By", "link", empty="–"),
    Column("latest", "Latest", "date", empty="no date"),
)


class Step(NamedTuple):
    """A score with a date; `is_best` where it beat all that came before."""

    day: date
    score: float
    method: str
    is_best: bool


def board_table(site: NewSite, board: Board, addresses: Addresses) -> SiteTable:
    """The scores of a board, the ranked ones first."""
    rows = []
    for row in board.rows:
        result = addresses.results.get(row.row_id)
        score = to_score(row) + (f" {row.uncertainty}" if row.uncertainty else "")
        rows.append(
            (
                row.rank,
                link(row.method, addresses.scorer_page(row)),
                [row.score, score],
                bound_word(row.bound, row.score_high),
                [*to_conditions(row), *([row.note] if row.note else [])],
                row.role.value,
                result.baseline if result else None,
                link(addresses.paper_title(row.entry_id), addresses.pages.get(row.entry_id)),
                day(row.published),
                row.confidence,
                addresses.evidence(row.entry_id, [row.record_id], row.row_id),
            )
        )
    name = board.href.removeprefix("boards/").removesuffix(".html")
    return make_table(site, name, f"Scores on {board_title(board.head)}", COLUMNS, rows, unfolds=True)


def index_table(site: NewSite, addresses: Addresses) -> SiteTable:
    """All boards, those with the most papers first."""
    rows = []
    for board in addresses.boards:
        head, best = board.head, board.ranked[0] if board.ranked else None
        dated = [row.published for row in board.rows if row.published]
        rows.append(
            (
                link(head.dataset, board.href),
                head.metric,
                head.unit,
                board.papers,
                len(board.rows),
                best and [best.score, to_score(best) + _tail(best.unit)],
                link(best.method, addresses.scorer_page(best)) if best else None,
                day(max(dated)) if dated else None,
            )
        )
    return make_table(site, "leaderboards", "Leaderboards", INDEX, rows)


def board_title(row: LeaderboardRow) -> str:
    """What a board is of, in a line."""
    return f"{row.dataset}: {row.metric}" + (f" ({row.unit})" if row.unit else "")


def find_steps(rows: Sequence[LeaderboardRow]) -> tuple[Step, ...]:
    """The ranked scores with a date in order of time; of one day, the best first, so that a day makes one step at most."""
    better = -1 if rows[0].higher_is_better else 1
    dated = [(row.published, better * row.score, row.method) for row in rows if row.rank is not None and row.published]
    steps: list[Step] = []
    best: float | None = None
    for published, reached, method in sorted(dated):
        steps.append(Step(published, better * reached, method, best is None or reached < best))
        best = reached if best is None else min(best, reached)
    return tuple(steps)


def plot_data(board: Board) -> dict[str, object] | None:
    """What the plot shows; None where there is no course of time to be seen."""
    steps = find_steps(board.rows)
    if len({step.day for step in steps}) < 2:
        return None
    scores = [{"date": step.day.isoformat(), "score": step.score, "method": step.method} for step in steps]
    best = [score for score, step in zip(scores, steps, strict=True) if step.is_best]
    # the line goes on to the last date: nothing better has come since
    line = [*best, *([{**best[-1], "date": scores[-1]["date"]}] if best[-1]["date"] != scores[-1]["date"] else [])]
    return {"scores": scores, "best": best, "line": line}


def _tail(unit: str | None) -> str:
    return unit if unit == "%" else f" {unit}" if unit else ""
