"""A comparison as sheets: the scores, and the differences between them."""

from collections.abc import Sequence

from claimtable.tables.board_sheets import title_of
from claimtable.tables.compare import Comparison, Delta, Line, Told
from claimtable.tables.page import to_conditions, to_score
from claimtable.tables.sheet import Sheet
from schemas import Bound, LeaderboardRow, Role

HOLE = "–"
_SIGNS = {Bound.EXACT: "", Bound.APPROX: "~", Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ ", Bound.UP_TO: "up to "}


class _Footnotes:
    """Remarks numbered as they come, each once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, remark: str) -> str:
        return f" [{self._numbers.setdefault(remark, len(self._numbers) + 1)}]" if remark else ""

    def notes(self) -> tuple[str, ...]:
        return tuple(f"[{number}] {remark}" for remark, number in self._numbers.items())


def to_scores_sheet(comparison: Comparison) -> Sheet:
    """A line for each method and paper, a column for each board; the best of a column stands out, a hole stays one."""
    footnotes = _Footnotes()
    heads = comparison.boards
    rows = [_cells(line, heads, footnotes) for line in comparison.lines]
    bold = {
        (at, column)
        for column, head in enumerate(heads, start=3)
        for at, line in enumerate(comparison.lines)
        if _is_best(line, head, comparison.lines)
    }
    notes = [*footnotes.notes()]
    if comparison.off_boards:
        lacking = "for want of a data set, or of a metric of known direction"
        notes.append(f"Scores of these papers that stand on no board, {lacking}: {comparison.off_boards}.")
    return Sheet(
        title="Scores as their abstracts claim them, the best of a column in bold; settings may differ",
        columns=("method", "role", "paper", *(f"{title_of(head)} {'↑' if head.higher_is_better else '↓'}" for head in heads)),
        rows=tuple(rows),
        right=frozenset(range(3, 3 + len(heads))),
        bold=frozenset(bold),
        notes=tuple(notes),
    )


def _cells(line: Line, heads: Sequence[LeaderboardRow], footnotes: _Footnotes) -> tuple[str, ...]:
    published = f", {line.published}" if line.published else ""
    cells = [line.method, "proposed" if line.role is Role.PROPOSED else "as reported", f"{line.paper_id}{published}"]
    for head in heads:
        shown = [_shown(row, footnotes) for row in line.scores.get(head.board_id, ())]
        cells.append(" / ".join(dict.fromkeys(shown)) or HOLE)
    return tuple(cells)


def _shown(row: LeaderboardRow, footnotes: _Footnotes) -> str:
    spread = f" {row.uncertainty}" if row.uncertainty else ""
    told = [part for part in (row.note or "").split("; ") if part not in {"", "approximate"}]
    if row.rank is None:
        told.append("not ranked")
    return f"{to_score(row)}{spread}{footnotes.mark('; '.join([*to_conditions(row), *told]))}"


def _is_best(line: Line, head: LeaderboardRow, lines: Sequence[Line]) -> bool:
    sign = 1 if head.higher_is_better else -1
    bests = [[sign * row.score for row in one.scores.get(head.board_id, ()) if row.rank is not None] for one in lines]
    held = [max(scores) for scores in bests if scores]
    ours = [sign * row.score for row in line.scores.get(head.board_id, ()) if row.rank is not None]
    return len(held) > 1 and bool(ours) and max(ours) == max(held)


def to_deltas_sheet(comparison: Comparison) -> Sheet | None:
    """The differences, those that papers state first; None where there are none."""
    if not comparison.deltas:
        return None
    ordered = sorted(comparison.deltas, key=lambda delta: list(Told).index(delta.told))
    return Sheet(
        title="Differences; a paper states them, or they are computed",
        columns=("told", "system", "against", "data set · metric", "difference", "is", "under", "paper"),
        rows=tuple(_delta_cells(delta) for delta in ordered),
        right=frozenset({4}),
        notes=("Computed across papers, a difference is one of settings too.",) if _has_across(ordered) else (),
    )


def _has_across(deltas: Sequence[Delta]) -> bool:
    return any(delta.told is Told.ACROSS for delta in deltas)


def _delta_cells(delta: Delta) -> tuple[str, ...]:
    better = {True: "better", False: "worse", None: ""}[delta.is_better]
    under = "; ".join(delta.conditions)
    return (
        {Told.STATED: "stated", Told.DERIVED: "derived", Told.ACROSS: "across papers"}[delta.told],
        delta.subject or HOLE,
        delta.reference or HOLE,
        " · ".join(filter(None, (delta.dataset, delta.metric))) or HOLE,
        to_difference(delta),
        better,
        f"not the same: {under}" if under and delta.sentence is None else under,
        ", ".join(delta.paper_ids),
    )


def to_difference(delta: Delta) -> str:
    """The difference as people read it: +2.4 points, 3.5x, -16%; a derived one with its share."""
    parts = []
    if delta.difference is not None:
        unit = {"point": " points", None: "", "%": "%"}.get(delta.difference_unit, f" {delta.difference_unit}")
        parts.append(f"{delta.difference:+.12g}{unit}")
    elif delta.ratio is not None:
        parts.append(f"{delta.ratio:.4g}x")
    if delta.relative_change is not None:
        share = f"{delta.relative_change:+.3g}%"
        parts.append(f"({share})" if parts else share)
    return _SIGNS[delta.bound] + " ".join(parts) if parts else HOLE
