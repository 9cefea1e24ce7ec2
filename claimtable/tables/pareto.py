"""Two metrics of one system against each other, and which systems no other beats in both.

A cost is often given without the data set (at 12 ms a frame), so it counts for the data sets of its own paper and system.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import Field

from claimtable.tables.names import exact_names, find_names, ranks_as
from claimtable.tables.page import to_conditions
from claimtable.tables.selection import Board
from claimtable.tables.sheet import Sheet
from rules.lexicons import load_metrics
from rules.names import dataset_key
from schemas import Bound, LeaderboardRow, OptionError
from schemas.base import Frozen

if TYPE_CHECKING:
    import pandas as pd

_PLAIN = {Bound.EXACT, Bound.APPROX}


class Axis(Frozen):
    """One of the two metrics."""

    name: str
    unit: str | None
    higher_is_better: bool


class ParetoPoint(Frozen):
    """One system with both scores."""

    dataset: str
    method: str
    first: float = Field(description="Score in the first metric.")
    second: float = Field(description="Score in the second metric.")
    on_front: bool = Field(description="Whether no other system is at least as good in both and better in one.")
    conditions: tuple[str, ...]
    paper_id: str
    title: str | None
    first_row_id: str
    second_row_id: str


class Front(Frozen):
    """The systems of one data set that have both scores."""

    dataset: str
    first: Axis
    second: Axis
    points: tuple[ParetoPoint, ...] = Field(description="The best in the first metric first.")
    single: int = Field(description="Scores in the first metric whose system has none, or no single one, in the second.")


COLUMNS = tuple(ParetoPoint.model_fields)


class _Cost(NamedTuple):
    """A score in the second metric."""

    row_id: str
    entry_id: str
    method: str
    dataset: str | None
    value: float
    unit: str | None
    sentence: str


def find_fronts(boards: Sequence[Board], results: "pd.DataFrame", metrics: tuple[str, str], *, among: str) -> list[Front]:
    """The front of every data set on which a system has both scores, the one with the most systems first.

    Raises:
        OptionError: there is no such metric, its direction is not known, or no system has both.
    """
    scores = results[(results["kind"] == "score") & results["metric"].notna()]
    names = sorted({board[0].metric for board in boards} | set(scores["metric"]))
    first, second = (_one_metric(wanted, names, among) for wanted in metrics)
    methods = dict(zip(results["row_id"], results["method"].fillna(""), strict=True))
    costs = _costs([row for board in _of_metric(boards, second) for row in board], scores, second, methods)
    fronts = (_front(board, costs, methods, second=second) for board in _of_metric(boards, first))
    found = [front for front in fronts if front is not None]
    if not found:
        raise OptionError(
            f"no system of {among} has both {first} and {second}", place="--pareto", remedy="try other metrics, or fewer filters"
        )
    return sorted(found, key=lambda front: (-len(front.points), front.dataset))


def _one_metric(wanted: str, names: Sequence[str], among: str) -> str:
    found = exact_names(wanted, names, kind="metric") or find_names(wanted, names, kind="metric", among=among)
    if len(found) > 1:
        raise OptionError(
            f"{wanted!r} fits several metrics", place="--pareto", remedy=f"choose one of {', '.join(sorted(found))}"
        )
    return next(iter(found))


def _of_metric(boards: Sequence[Board], metric: str) -> list[Board]:
    """The boards of a metric; where there are none, those that rank it under another name."""
    found = [board for board in boards if board[0].metric == metric]
    return found or [
        board for board in boards if ranks_as(metric, board[0].dataset, board[0].metric, (row.note for row in board))
    ]


def _costs(rows: Iterable[LeaderboardRow], scores: "pd.DataFrame", metric: str, methods: dict[str, str]) -> list[_Cost]:
    """All single scores in the metric: those of its boards, whose rows these are, and those stated without a data set."""
    found = [
        _Cost(row.row_id, row.entry_id, methods.get(row.row_id, row.method), row.dataset, row.score, row.unit, row.sentence)
        for row in rows
        if _is_usable(row)
    ]
    loose = scores[
        (scores["metric"] == metric) & scores["dataset"].isna() & scores["value_high"].isna() & scores["bound"].isin(_PLAIN)
    ]
    for row in loose.to_dict("records"):
        unit = row["unit"] if isinstance(row["unit"], str) else None
        if unit not in {"x", "point"} and not (unit == "%" and _is_cost(metric)):
            method = methods[row["row_id"]]
            found.append(_Cost(row["row_id"], row["entry_id"], method, None, row["value"], unit, row["sentence"]))
    return found


def _is_usable(row: LeaderboardRow) -> bool:
    """Whether it is one exact score; costs are, though they do not rank."""
    if row.rank is not None:
        return True
    plain = row.bound in _PLAIN and row.score_high is None and row.unit not in {"x", "%"}
    return plain and _is_cost(row.metric)


def _is_cost(metric: str) -> bool:
    known = load_metrics().canonical(metric)
    return known is not None and known.cost


def _front(board: Board, costs: Sequence[_Cost], methods: dict[str, str], *, second: str) -> Front | None:
    usable = [row for row in board if _is_usable(row)]
    pairs = [(row, cost) for row in usable if (cost := _cost_of(row, costs, methods)) is not None]
    if not pairs:
        return None
    units = Counter(cost.unit for _, cost in pairs)
    unit = min(units, key=lambda name: (-units[name], name or ""))
    known = load_metrics().canonical(second)
    if known is None or known.higher_is_better is None:
        raise OptionError(f"nobody told whether more {second} is better", place="--pareto", remedy="choose another metric")
    axes = (
        Axis(name=board[0].metric, unit=board[0].unit, higher_is_better=board[0].higher_is_better),
        Axis(name=second, unit=unit, higher_is_better=known.higher_is_better),
    )
    placed = [(row, cost, value) for row, cost in pairs if (value := _converted(cost.value, cost.unit, unit)) is not None]
    signs = [1 if axis.higher_is_better else -1 for axis in axes]
    goods = [(signs[0] * row.score, signs[1] * value) for row, _, value in placed]
    points = tuple(
        ParetoPoint(
            dataset=row.dataset,
            method=row.method,
            first=row.score,
            second=value,
            on_front=not any(other[0] >= good[0] and other[1] >= good[1] and other != good for other in goods),
            conditions=tuple(to_conditions(row)),
            paper_id=row.paper_id,
            title=row.title,
            first_row_id=row.row_id,
            second_row_id=cost.row_id,
        )
        for (row, cost, value), good in zip(placed, goods, strict=True)
    )
    ordered = sorted(
        points, key=lambda point: (-signs[0] * point.first, -signs[1] * point.second, point.method, point.first_row_id)
    )
    return Front(dataset=board[0].dataset, first=axes[0], second=axes[1], points=tuple(ordered), single=len(usable) - len(points))


def _cost_of(row: LeaderboardRow, costs: Sequence[_Cost], methods: dict[str, str]) -> _Cost | None:
    """The one score in the second metric of the same system in the same paper; the nearest in the text, if there are several."""
    method = dataset_key(methods.get(row.row_id, row.method))
    theirs = [cost for cost in costs if cost.entry_id == row.entry_id and dataset_key(cost.method) == method]
    theirs = [cost for cost in theirs if cost.dataset in {None, row.dataset}]
    theirs = [cost for cost in theirs if cost.dataset == row.dataset] or theirs
    theirs = [cost for cost in theirs if cost.sentence == row.sentence] or theirs
    return theirs[0] if len({(cost.value, cost.unit) for cost in theirs}) == 1 else None


def _converted(value: float, unit: str | None, to: str | None) -> float | None:
    """The value in another unit; None where the two measure different things."""
    if unit == to:
        return value
    from pint.errors import DimensionalityError

    from rules.units import load_units, registry

    names = {entry.short: entry.name for entry in load_units().entries}
    if unit not in names or to not in names:
        return None
    try:
        quantity: Any = registry().Quantity  # pint makes its class as it goes
        return float(f"{quantity(value, names[unit]).to(names[to]).magnitude:.12g}")
    except DimensionalityError:
        return None


def to_pareto_sheet(front: Front) -> Sheet:
    """The systems with both scores; those on the front have a mark and stand out."""
    heads = [f"{axis.name}{f' ({axis.unit})' if axis.unit else ''} {_arrow(axis)}" for axis in (front.first, front.second)]
    unbeaten = sum(point.on_front for point in front.points)
    notes = [
        f"{unbeaten} of {len(front.points)} systems are on the front: no other is at least as good in both and better in one."
    ]
    if front.single:
        notes.append(f"{front.single} more with {front.first.name} have no single {front.second.name} of the same system.")
    return Sheet(
        title=f"{front.dataset} · {front.first.name} against {front.second.name}",
        columns=("front", "method", *heads, "paper", "conditions"),
        rows=tuple(
            (
                "*" if point.on_front else "",
                point.method,
                f"{point.first:.12g}",
                f"{point.second:.12g}",
                point.title if point.title and point.title != point.method else point.paper_id,
                "; ".join(point.conditions),
            )
            for point in front.points
        ),
        right=frozenset({2, 3}),
        bold=frozenset((at, column) for at, point in enumerate(front.points) if point.on_front for column in (2, 3)),
        notes=tuple(notes),
    )


def _arrow(axis: Axis) -> str:
    return "↑" if axis.higher_is_better else "↓"
