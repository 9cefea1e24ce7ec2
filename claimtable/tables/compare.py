"""Methods over data sets and metrics: whose score is whose, and by how much they differ.

A hole stays a hole: nothing is averaged, nothing is filled in. A difference says where it comes from: stated by a paper,
computed from two scores that one paper sets against each other, or computed here from scores of the table.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import Field

from claimtable.readers.arxiv_ids import parse_arxiv_id
from claimtable.tables.dates import published_of
from claimtable.tables.leaderboards import UNNAMED
from claimtable.tables.names import near
from claimtable.tables.selection import Board
from rules.board_rules import load_board_rules
from rules.lexicons import load_metrics
from rules.names import dataset_key
from schemas import Bound, LeaderboardRow, OptionError, Role
from schemas.base import Frozen

if TYPE_CHECKING:
    import pandas as pd


class Told(StrEnum):
    """Where a difference comes from."""

    STATED = "stated by the paper"
    DERIVED = "derived from two scores of one paper"
    ACROSS = "derived across papers"


class Line(Frozen):
    """One method as one paper reports it."""

    method: str
    role: Role
    paper_id: str
    entry_id: str
    title: str | None
    published: str | None
    scores: dict[str, tuple[LeaderboardRow, ...]] = Field(description="Its scores by the id of their board.")


class Delta(Frozen):
    """By how much one system differs from another."""

    told: Told
    subject: str | None
    reference: str | None
    dataset: str | None
    metric: str | None
    difference: float | None
    difference_unit: str | None
    ratio: float | None
    relative_change: float | None = Field(description="In %, signed.")
    bound: Bound
    is_better: bool | None = Field(description="Whether the subject is the better one; null where nobody knows.")
    conditions: tuple[str, ...] = Field(description="Settings that the paper names; of two scores those that differ.")
    paper_ids: tuple[str, ...]
    sentence: str | None


class Comparison(Frozen):
    """Methods over boards, and what lies between them."""

    boards: tuple[LeaderboardRow, ...] = Field(description="One row of each board, for its name, unit and direction.")
    lines: tuple[Line, ...]
    deltas: tuple[Delta, ...]
    off_boards: int = Field(
        description="Scores of these papers that stand on no board: no data set, or no metric of known direction."
    )


class Wanted(NamedTuple):
    """What is to be compared."""

    names: tuple[str, ...]
    by_paper: bool
    by_board: bool

    def groups(self, rows: Sequence[LeaderboardRow], ids: Sequence[str], among: str) -> list[list[LeaderboardRow]]:
        """The rows of each name, in the order of the names; all rows in one group where there are no names.

        Raises:
            OptionError: a name has no row.
        """
        if not self.names:
            return [list(rows)]
        return [_of_paper(name, rows, ids, among) if self.by_paper else _of_method(name, rows, among) for name in self.names]


def _of_method(name: str, rows: Sequence[LeaderboardRow], among: str) -> list[LeaderboardRow]:
    key = dataset_key(name)
    found = [row for row in rows if dataset_key(row.method) == key]
    if not found:
        pattern = re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", re.IGNORECASE)
        found = [row for row in rows if pattern.search(row.method)]
    if not found:
        some = ", ".join(near(name, {row.method: row.method for row in rows if row.method != UNNAMED}))
        remedy = f"there are, for example, {some}" if some else "no score there is of a method with a name"
        raise OptionError(f"no score of a board of {among} is of {name!r}", place="METHOD", remedy=remedy)
    return found


def _of_paper(name: str, rows: Sequence[LeaderboardRow], ids: Sequence[str], among: str) -> list[LeaderboardRow]:
    known = {paper_id for paper_id in ids if _is_paper(name, paper_id)}
    if not known:
        some = ", ".join(near(name, {paper_id: paper_id for paper_id in ids}))
        raise OptionError(
            f"no result of {among} is of a paper {name!r}", place="--paper", remedy=f"there are, for example, {some}"
        )
    return [row for row in rows if row.paper_id in known]


def _is_paper(name: str, paper_id: str) -> bool:
    if name == paper_id:
        return True
    one, other = parse_arxiv_id(name), parse_arxiv_id(paper_id)
    return one is not None and other is not None and one.base == other.base and one.version in {None, other.version}


def find_comparison(
    boards: Sequence[Board],
    wanted: Wanted,
    *,
    comparisons: "pd.DataFrame",
    results: "pd.DataFrame",
    among: str,
    shared: bool = False,
) -> Comparison:
    """The wanted methods over the boards, only those that hold two of them where `shared` says so.

    Raises:
        OptionError: a method or paper is not there, or nothing is left.
    """
    rows = [row for board in boards for row in board]
    groups = wanted.groups(rows, sorted(set(results["paper_id"])), among)
    lines = _lines(groups)
    if shared:
        held = [board_id for line in lines for board_id in line.scores]
        kept = {board_id for board_id in held if held.count(board_id) > 1}
        lines = [line for line in (_only(line, kept) for line in lines) if line.scores]
    if not lines:
        raise OptionError(
            f"nothing of {among} can be set side by side",
            place="compare",
            remedy="name others, or leave out a filter or --shared",
        )
    order = [board_id for line in lines for board_id in line.scores]
    heads = {row.board_id: row for line in lines for scores in line.scores.values() for row in scores}
    columns = sorted(heads, key=lambda board_id: (-order.count(board_id), order.index(board_id)))
    linked = _linked(comparisons, lines, wanted, heads)
    first = {row.row_id for row in groups[0]}
    scored = results[(results["kind"] == "score") & results["entry_id"].isin({line.entry_id for line in lines})]
    placed = {row.record_id for row in rows}
    return Comparison(
        boards=tuple(heads[board_id] for board_id in columns),
        lines=tuple(lines),
        deltas=(*linked, *(_between(lines, first, columns, comparisons) if len(groups) > 1 else ())),
        off_boards=scored.loc[~scored["record_id"].isin(placed), "record_id"].nunique() if not wanted.by_board else 0,
    )


def _lines(groups: Sequence[Sequence[LeaderboardRow]]) -> list[Line]:
    """The rows by method and paper; a method's own paper stands before those that report it."""
    found: dict[tuple[str, str], list[LeaderboardRow]] = {}
    for group in groups:
        for row in sorted(group, key=lambda row: row.role is Role.BASELINE):
            key = (row.entry_id, dataset_key(row.method))
            if row not in found.setdefault(key, []):
                found[key].append(row)
    return [_line(rows) for rows in found.values()]


def _line(rows: Sequence[LeaderboardRow]) -> Line:
    first = rows[0]
    scores: dict[str, tuple[LeaderboardRow, ...]] = {}
    for row in rows:
        scores[row.board_id] = (*scores.get(row.board_id, ()), row)
    day = published_of(first)
    return Line(
        method=first.method,
        role=first.role,
        paper_id=first.paper_id,
        entry_id=first.entry_id,
        title=first.title,
        published=str(day) if day else None,
        scores=scores,
    )


def _only(line: Line, boards: set[str]) -> Line:
    scores = {board_id: rows for board_id, rows in line.scores.items() if board_id in boards}
    return Line.model_validate({**dict(line), "scores": scores})


def _linked(
    comparisons: "pd.DataFrame", lines: Sequence[Line], wanted: Wanted, heads: Mapping[str, LeaderboardRow]
) -> list[Delta]:
    """What the papers themselves set against each other."""
    entries = {line.entry_id: line for line in reversed(lines)}
    shown = {row.record_id: line.method for line in lines for rows in line.scores.values() for row in rows}
    keys = {dataset_key(line.method) for line in lines}
    datasets, metrics = ({getattr(row, name) for row in heads.values()} for name in ("dataset", "metric"))
    found = []
    chosen = comparisons[comparisons["entry_id"].isin(entries)]
    for row in chosen.astype(object).where(chosen.notna(), None).to_dict("records"):
        ends = [
            shown.get(row[f"{end}_record_id"]) or _called(row[end], entries[row["entry_id"]], own=end == "subject")
            for end in ("subject", "reference")
        ]
        about = {row["subject_record_id"], row["reference_record_id"]} & shown.keys()
        if wanted.names and not wanted.by_paper and not (about or {dataset_key(end) for end in ends if end} & keys):
            continue
        if wanted.by_board and not about and not (row["dataset"] in datasets and row["metric"] in metrics):
            continue
        found.append(
            Delta(
                told=Told.STATED if row["source"] == "stated" else Told.DERIVED,
                subject=ends[0],
                reference=ends[1],
                is_better=_is_better(row["metric"], row["direction"]),
                paper_ids=(row["paper_id"],),
                **{name: row[name] for name in _SHARED},
            )
        )
    return found


_SHARED = ("dataset", "metric", "difference", "difference_unit", "ratio", "relative_change", "bound", "conditions", "sentence")


def _called(name: str | None, line: Line, *, own: bool) -> str | None:
    """What to call a system: one without a name is its paper's."""
    if name is not None and not load_board_rules().is_nameless(name):
        return name
    if name is None and not own:
        return None
    return (line.method if line.role is Role.PROPOSED else line.title) or line.paper_id


def _is_better(metric: str | None, direction: str | None) -> bool | None:
    known = load_metrics().canonical(metric) if metric else None
    if known is None or known.higher_is_better is None or direction is None:
        return None
    return known.higher_is_better == (direction == "increase")


def _between(lines: Sequence[Line], first: set[str], boards: Sequence[str], comparisons: "pd.DataFrame") -> list[Delta]:
    """The first-named method against every other one, on each board where both have one ranked score."""
    said = set(zip(comparisons["subject_record_id"], comparisons["reference_record_id"], strict=True))
    found = []
    for board_id in boards:
        scores = [row for line in lines if (row := _single(line.scores.get(board_id, ()))) is not None]
        ours = next((row for row in scores if row.row_id in first), None)
        if ours is None:
            continue
        for row in scores:
            pair = (ours.record_id, row.record_id)
            if row.row_id not in first and pair not in said and pair[::-1] not in said:
                found.append(_delta(ours, row))
    return found


def _single(rows: Sequence[LeaderboardRow]) -> LeaderboardRow | None:
    ranked = [row for row in rows if row.rank is not None]
    return ranked[0] if len({row.score for row in ranked}) == 1 else None


def _delta(one: LeaderboardRow, other: LeaderboardRow) -> Delta:
    ours, theirs = Decimal(repr(one.score)), Decimal(repr(other.score))
    stated = [{*filter(None, (row.shots, row.label_share, row.model_size)), *row.conditions} for row in (one, other)]
    return Delta(
        told=Told.DERIVED if one.entry_id == other.entry_id else Told.ACROSS,
        subject=one.method,
        reference=other.method,
        dataset=one.dataset,
        metric=one.metric,
        difference=float(ours - theirs),
        difference_unit="point" if one.unit == "%" else one.unit,
        ratio=None,
        relative_change=None,
        bound=Bound.APPROX if Bound.APPROX in (one.bound, other.bound) else Bound.EXACT,
        is_better=None if ours == theirs else one.higher_is_better == (ours > theirs),
        conditions=tuple(sorted(stated[0] ^ stated[1])),
        paper_ids=tuple(dict.fromkeys((one.paper_id, other.paper_id))),
        sentence=None,
    )


def to_score_records(comparison: Comparison) -> list[dict[str, Any]]:
    """Every score of the comparison as a row of the table of leaderboards."""
    return [
        row.model_dump(mode="json")
        for line in comparison.lines
        for board in comparison.boards
        for row in line.scores.get(board.board_id, ())
    ]
