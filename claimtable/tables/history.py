"""The best score of a board over time: every new best, and all that was measured around it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import Field

from claimtable.tables.board_sheets import title_of
from claimtable.tables.dates import published_of
from claimtable.tables.names import exact_names
from claimtable.tables.page import to_conditions, to_score
from claimtable.tables.selection import Board
from claimtable.tables.sheet import Sheet
from schemas import OptionError
from schemas.base import Frozen


class HistoryPoint(Frozen):
    """One dated score of a board."""

    published: str = Field(description="Day of publication, or the month where only an arXiv identifier tells.")
    day: date = Field(description="The day it stands at: the first of the month, where only that is known.")
    method: str
    score: float
    gain: str | None = Field(description="By how much it is better than the best before; null where it is not, or the first.")
    is_best: bool = Field(description="Whether it is better than all before it.")
    conditions: tuple[str, ...]
    paper_id: str
    title: str | None
    shown: str = Field(description="The score as people read it.")
    sentence: str
    row_id: str


class History(Frozen):
    """A board in time."""

    dataset: str
    metric: str
    unit: str | None
    higher_is_better: bool
    points: tuple[HistoryPoint, ...] = Field(description="All dated scores that rank, in order of time.")
    papers: int = Field(description="Papers that they come from.")
    undated: int = Field(description="Scores that rank, but whose date nobody knows.")
    elsewhere: tuple[str, ...] = Field(description="Boards of the same data set and metric in another unit.")

    @property
    def bests(self) -> tuple[HistoryPoint, ...]:
        """The points that were better than all before."""
        return tuple(point for point in self.points if point.is_best)


COLUMNS = tuple(HistoryPoint.model_fields)


def choose_board(boards: Sequence[Board], dataset: str, metric: str) -> tuple[Board, tuple[Board, ...]]:
    """The one board that is meant, and those of its data set and metric in another unit.

    Raises:
        OptionError: the words fit several.
    """
    names = exact_names(dataset, {board[0].dataset for board in boards}, kind="dataset")
    metrics = exact_names(metric, {board[0].metric for board in boards}, kind="metric")
    meant = [
        board for board in boards if (not names or board[0].dataset in names) and (not metrics or board[0].metric in metrics)
    ]
    found = {(board[0].dataset, board[0].metric) for board in meant}
    if len(found) != 1:
        several = "; ".join(title_of(board[0]) for board in (meant or boards)[:5])
        raise OptionError(f"{len(meant or boards)} boards fit", place="--dataset and --metric", remedy=f"choose one of {several}")
    return meant[0], tuple(meant[1:])


def to_history(board: Board, others: Sequence[Board] = ()) -> History:
    """A board's scores in order of time; of one day only the best can be a new best."""
    ranked = [row for row in board if row.rank is not None]
    dated = [(day, row) for row in ranked if (day := published_of(row)) is not None]
    better = -1 if board[0].higher_is_better else 1
    dated.sort(key=lambda pair: (pair[0].first, pair[0].last, better * pair[1].score, pair[1].row_id))
    points: list[HistoryPoint] = []
    best: float | None = None
    for day, row in dated:
        is_best = best is None or better * row.score < better * best
        gain = f"{abs(Decimal(repr(row.score)) - Decimal(repr(best))):f}" if is_best and best is not None else None
        points.append(
            HistoryPoint(
                published=str(day),
                day=day.first,
                method=row.method,
                score=row.score,
                gain=gain,
                is_best=is_best,
                conditions=tuple(to_conditions(row)),
                paper_id=row.paper_id,
                title=row.title,
                shown=to_score(row),
                sentence=row.sentence,
                row_id=row.row_id,
            )
        )
        best = row.score if is_best else best
    head = board[0]
    return History(
        dataset=head.dataset,
        metric=head.metric,
        unit=head.unit,
        higher_is_better=head.higher_is_better,
        points=tuple(points),
        papers=len({row.entry_id for _, row in dated}),
        undated=len(ranked) - len(dated),
        elsewhere=tuple(f"{title_of(other[0])}: {len(other)}" for other in others),
    )


def to_history_sheet(history: History, *, every: bool = False) -> Sheet:
    """The new bests, or every score with the new bests standing out."""
    points = history.points if every else history.bests
    unit = f" ({history.unit})" if history.unit else ""
    better = "higher" if history.higher_is_better else "lower"
    sign = "+" if history.higher_is_better else "-"
    notes = [f"New bests: {len(history.bests)}. Dated scores: {len(history.points)}, papers: {history.papers}."]
    if any(point.published != point.day.isoformat() for point in points):
        notes.append("A month alone is that of the arXiv identifier.")
    if history.undated:
        notes.append(f"Scores without a date, left out: {history.undated}.")
    notes += [f"In another unit, left out: {board}." for board in history.elsewhere]
    return Sheet(
        title=f"{history.dataset} · {history.metric}{unit}: best over time, {better} is better",
        columns=("date", "method", "score", "gain", "paper", "conditions"),
        rows=tuple(
            (
                point.published,
                point.method,
                point.shown,
                f"{sign}{point.gain}" if point.gain else "",
                point.title if point.title and point.title != point.method else point.paper_id,
                "; ".join(point.conditions),
            )
            for point in points
        ),
        right=frozenset({2, 3}),
        bold=frozenset((at, 2) for at, point in enumerate(points) if every and point.is_best),
        notes=tuple(notes),
    )
