"""How sheets and leaderboards look on a terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from claimtable.cli.console import console
from claimtable.tables.board_sheets import COLUMNS, cells_of, standing, title_of, topped
from claimtable.tables.selection import Board, Selection, select_boards
from claimtable.tables.sheet import Sheet
from schemas import LeaderboardRow

SHOWN = 10  # boards, where no filter says which
TOP = 10  # ranks of each
_WIDEST = {"method": 40, "paper": 44}


def print_boards(frame: pd.DataFrame, folder: Path, *, top: int = TOP, shown: int = SHOWN) -> None:
    """Print the boards of a run, the largest first."""
    print_selected(select_boards(frame, Selection(), among=str(folder)), folder, top=top, shown=shown)


def print_selected(boards: Sequence[Board], folder: Path, *, top: int, evidence: bool = False, shown: int | None = None) -> None:
    """Print boards; only the first ones where `shown` says how many."""
    out = console()
    if not boards:
        out.print(f"no leaderboards in {escape(str(folder))}: no score with a data set and a metric of known direction")
        return
    for board in boards[:shown]:
        _print_board(out, board, top=top, evidence=evidence)
    if shown is not None and len(boards) > shown:
        out.print(f"[dim]{len(boards) - shown:,} smaller boards: see leaderboards.md, or --dataset and --metric[/]")


def _print_board(out: Console, board: Sequence[LeaderboardRow], *, top: int, evidence: bool) -> None:
    shown = topped(board, top)
    head = board[0]
    unit = f" ({escape(head.unit)})" if head.unit else ""
    title = f"[bold]{escape(head.dataset)}[/] · {escape(head.metric)}{unit}  [dim]{standing(board)}[/]"
    table = _table(title)
    for name in COLUMNS:
        table.add_column(name, **_column(name))  # type: ignore[arg-type]
    for row in shown:
        cells = [Text(cell) for cell in cells_of(row, evidence=False)]
        if row.rank is not None:
            cells[1].stylize("bold" if row.rank == 1 else "")
            cells[2].stylize("green")
        table.add_row(*cells, style="" if row.rank is not None else "dim")
    out.print(table)
    if evidence:  # a column of its own would leave it no room
        grid = Table.grid(padding=(0, 2))
        grid.add_column(justify="right", min_width=4)
        grid.add_column(style="dim")
        for row in shown:
            grid.add_row("-" if row.rank is None else str(row.rank), Text(row.sentence))
        out.print(grid)
    if hidden := len(board) - len(shown):
        out.print(f"  [dim]{hidden} more below; show them with --top[/]")
    out.print()


def _column(name: str) -> dict[str, object]:
    style: dict[str, object] = {"no_wrap": name in {"score", "role", "date"}}
    if name in {"rank", "score"}:
        style["justify"] = "right"
    return style | ({"max_width": _WIDEST[name]} if name in _WIDEST else {})


def print_sheet(sheet: Sheet, *, narrow: frozenset[int] = frozenset()) -> None:
    """Print a sheet; columns of `narrow` do not break."""
    out = console()
    table = _table(f"[bold]{escape(sheet.title)}[/]")
    for at, name in enumerate(sheet.columns):
        table.add_column(
            Text(name),
            justify="right" if at in sheet.right else "left",
            no_wrap=at in narrow,
            max_width=44 if at not in narrow else None,
            overflow="fold",
        )
    for at, row in enumerate(sheet.rows):
        table.add_row(*(Text(cell, style="bold" if (at, column) in sheet.bold else "") for column, cell in enumerate(row)))
    out.print(table)
    for note in sheet.notes:
        out.print(Text(note, style="dim"), soft_wrap=True)


def _table(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="",
        header_style="dim",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )


def write_stdout(text: str) -> None:
    """UTF-8 and the line ends as they are, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="replace"))
    sys.stdout.buffer.flush()


__all__ = ["SHOWN", "TOP", "print_boards", "print_selected", "print_sheet", "title_of", "write_stdout"]
