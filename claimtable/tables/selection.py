"""The rows of the boards that somebody asks for, ranked among themselves."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic import Field

from claimtable.tables.dates import published_of
from claimtable.tables.leaderboards import count_papers
from claimtable.tables.names import find_names, matching_names, ranks_as
from schemas import LeaderboardRow, OptionError, Role
from schemas.base import Frozen

if TYPE_CHECKING:
    import pandas as pd

Takes = Callable[[LeaderboardRow, str | None], bool]
_FEW = 5
Board = tuple[LeaderboardRow, ...]


class Selection(Frozen):
    """What the rows must have; all of it."""

    dataset: str | None = Field(default=None, description="Name, alias or whole words of the data set.")
    metric: str | None = Field(default=None, description="Name, alias or whole words of the metric.")
    task: str | None = Field(default=None, description="Words of the claim's task, its sentence or the paper's title.")
    since: date | None = Field(default=None, description="First day of publication.")
    until: date | None = Field(default=None, description="Last day of publication.")
    conditions: tuple[str, ...] = Field(default=(), description="Words that each stand in a condition; none: no condition.")
    role: Role | None = Field(default=None, description="Only systems that their paper proposes, or only baselines.")
    min_confidence: float = Field(default=0.0, ge=0, le=1, description="Least confidence of the record.")

    @property
    def is_by_board(self) -> bool:
        """Whether it names boards."""
        return self.dataset is not None or self.metric is not None

    @property
    def is_by_row(self) -> bool:
        """Whether it leaves out rows of a board, so that ranks may change."""
        return bool(self.task or self.since or self.until or self.conditions or self.role or self.min_confidence)

    def takes(self, row: LeaderboardRow, task: str | None = None) -> bool:
        """Whether a row of the right board is wanted; `task` is the one of its claim."""
        return all(takes(row, task) for _, takes in self.filters())

    def filters(self) -> Iterator[tuple[str, Takes]]:
        """What is asked of rows, one by one: the option, and whether it takes a row with the task of its claim."""
        if (words := self.task) is not None:
            yield f"--task {words!r}", lambda row, task: _has(words, (task or "", row.title or "", row.sentence))
        if (since := self.since) is not None:
            yield f"--from {since}", lambda row, _: (day := published_of(row)) is not None and day.last >= since
        if (until := self.until) is not None:
            yield f"--to {until}", lambda row, _: (day := published_of(row)) is not None and day.first <= until
        for wanted in self.conditions:
            yield f"--condition {wanted!r}", partial(_is_under, wanted)
        if self.role is not None:
            yield f"--role {self.role.value}", lambda row, _: row.role is self.role
        if self.min_confidence:
            yield f"--min-confidence {self.min_confidence:g}", lambda row, _: row.confidence >= self.min_confidence


def _is_under(wanted: str, row: LeaderboardRow, _: str | None) -> bool:
    stated = _stated(row)
    return _has(wanted, stated) if wanted.casefold() != "none" else not stated


def _stated(row: LeaderboardRow) -> list[str]:
    return [*filter(None, (row.shots, row.label_share, row.model_size)), *row.conditions]


def _has(words: str, texts: Sequence[str]) -> bool:
    pattern = re.compile(rf"(?<!\w){re.escape(words.strip())}(?!\w)", re.IGNORECASE)
    return any(pattern.search(text) for text in texts)


def select_boards(
    frame: "pd.DataFrame", selection: Selection, *, among: str, tasks: Mapping[str, str] | None = None
) -> list[Board]:
    """The boards of a table of leaderboards that a selection leaves, the one with the most ranked papers first.

    Args:
        frame: The table of leaderboards.
        selection: What is wanted.
        among: How to call the run in an error.
        tasks: The task of each row of results, where it has one.

    Raises:
        OptionError: no board has such a data set or metric, or no row is left of them.
    """
    every = frame
    if selection.dataset is not None:
        names = find_names(selection.dataset, sorted(set(frame["dataset"])), kind="dataset", among=among)
        frame = frame[frame["dataset"].isin(names)]
    if selection.metric is not None:
        frame = _of_metric(frame, selection, every, among)
    rows = to_board_rows(frame)
    if selection.is_by_row:
        left = [row for row in rows if selection.takes(row, (tasks or {}).get(row.row_id))]
        if rows and not left:
            raise _nothing_left(rows, selection, tasks or {}, among)
        rows = left
    boards = [ranked(board) for _, board in groupby(rows, key=lambda row: (row.board_id, row.higher_is_better))]
    return sorted(boards, key=lambda board: (-count_papers(board), -len(board), board[0].dataset, board[0].metric))


def _nothing_left(rows: Sequence[LeaderboardRow], selection: Selection, tasks: Mapping[str, str], among: str) -> OptionError:
    """Which filter left nothing, and what there is instead; or that only all of them together did."""
    counts = {name: sum(takes(row, tasks.get(row.row_id)) for row in rows) for name, takes in selection.filters()}
    empty = [name for name, count in counts.items() if not count]
    of = f"none of {len(rows):,} {'score' if len(rows) == 1 else 'scores'}"
    if not empty:
        each = ", ".join(f"{name} leaves {count:,}" for name, count in counts.items())
        return OptionError(f"the filters together leave {of}: {each}", place=among, remedy="leave one of them out")
    there = "; ".join(dict.fromkeys(_there_is(name.split()[0], rows, tasks) for name in empty))
    return OptionError(f"{' and '.join(empty)} {'leaves' if len(empty) == 1 else 'each leave'} {of}", place=among, remedy=there)


def _there_is(option: str, rows: Sequence[LeaderboardRow], tasks: Mapping[str, str]) -> str:
    """What the scores have of that which a filter asks for."""
    if option in {"--from", "--to"}:
        days = [day for row in rows if (day := published_of(row)) is not None]
        if not days:
            return "no paper has a date: give papers a `published`, or an arXiv identifier as their id"
        undated = f", {len(rows) - len(days):,} have no date" if len(days) < len(rows) else ""
        return f"they are dated from {min(day.first for day in days)} to {max(day.last for day in days)}{undated}"
    if option == "--task":
        named = sorted({task for row in rows if (task := tasks.get(row.row_id))})
        return "no claim, sentence or title has these words" + (f"; tasks are, for example, {_few(named)}" if named else "")
    if option == "--condition":
        named = sorted({one for row in rows for one in _stated(row)})
        return f"conditions are, for example, {_few(named)}" if named else "no score has a condition"
    if option == "--role":
        return f"all of them are {', '.join(sorted({row.role.value for row in rows}))}"
    return f"the surest of them has {max(row.confidence for row in rows):g}"


def _of_metric(frame: "pd.DataFrame", selection: Selection, every: "pd.DataFrame", among: str) -> "pd.DataFrame":
    """The boards of a metric; of a data set without any, those that rank it under another name, as AP on COCO is mAP there.

    Raises:
        OptionError: there is none; says where the metric does stand.
    """
    wanted = selection.metric or ""
    found = frame[_is_of_metric(frame, wanted, by_dataset=selection.dataset is not None)]
    if len(found):
        return found
    if selection.dataset is not None:
        among = f"{among} on {selection.dataset!r}"
        if there := sorted(set(every[_is_of_metric(every, wanted, by_dataset=False)]["dataset"])):
            own = _few(sorted(set(frame["metric"])))
            raise OptionError(
                f"no board of {among} has {wanted!r}",
                place="--metric",
                remedy=f"its boards are of {own}, and {wanted!r} stands on {_few(there)}",
            )
    find_names(wanted, sorted(set(frame["metric"])), kind="metric", among=among)  # refuses, with near ones
    return found


def _is_of_metric(frame: "pd.DataFrame", wanted: str, *, by_dataset: bool) -> list[bool]:
    """Whether each row stands on a board of that metric; where there is none, in all or `by_dataset`, on one that ranks it."""
    names = matching_names(wanted, frame["metric"], kind="metric")
    notes: dict[tuple[str, str], set[str | None]] = {}
    for dataset, metric, note in zip(frame["dataset"], frame["metric"], frame["note"], strict=True):
        notes.setdefault((dataset, metric), set()).add(note if isinstance(note, str) else None)
    meant = {board for board in notes if board[1] in names}
    by_its_name = {dataset for dataset, _ in meant} if by_dataset else {dataset for dataset, _ in notes if meant}
    meant |= {board for board, theirs in notes.items() if board[0] not in by_its_name and ranks_as(wanted, *board, theirs)}
    return [board in meant for board in zip(frame["dataset"], frame["metric"], strict=True)]


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_FEW]) + (", ..." if len(names) > _FEW else "")


def to_board_rows(frame: "pd.DataFrame") -> list[LeaderboardRow]:
    """The rows of a table of leaderboards as models, in their order."""
    values = frame.astype(object).where(frame.notna(), None)
    return [LeaderboardRow.model_validate(row) for row in values.to_dict("records")]


def ranked(rows: Iterable[LeaderboardRow]) -> Board:
    """The rows of a board ranked among themselves: dense, ties shared; what stood below the line stays there."""
    board = tuple(rows)
    places = {score: place for place, score in enumerate(sorted({_order(row) for row in board if row.rank}), start=1)}
    return tuple(row.model_copy(update={"rank": places[_order(row)]}) if row.rank else row for row in board)


def _order(row: LeaderboardRow) -> float:
    return -row.score if row.higher_is_better else row.score
