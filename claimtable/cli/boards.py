"""How leaderboards look on a terminal."""

import difflib
import re
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from claimtable.cli.console import console
from schemas import OptionError

SHOWN = 10  # boards, where no filter says which


def print_boards(
    frame: pd.DataFrame,
    folder: Path,
    *,
    dataset: str | None = None,
    metric: str | None = None,
    top: int = 10,
    evidence: bool = False,
    shown: int = SHOWN,
) -> None:
    """Print the boards that the filters leave, the largest first.

    Raises:
        OptionError: no board has such a data set or metric.
    """
    chosen = _filtered(_filtered(frame, "dataset", dataset, folder), "metric", metric, folder)
    boards = sorted(
        (board for _, board in chosen.groupby("board_id", sort=True)),
        key=lambda board: (-_ranked_papers(board), -len(board), *board[["dataset", "metric"]].iloc[0]),
    )
    out = console()
    if not boards:
        out.print(f"no leaderboards in {escape(str(folder))}: no score with a data set and a metric of known direction")
        return
    filtered = dataset is not None or metric is not None
    for board in boards if filtered else boards[:shown]:
        _print_board(out, board, top=top, evidence=evidence)
    if not filtered and len(boards) > shown:
        out.print(f"[dim]{len(boards) - shown:,} smaller boards: see leaderboards.md, or --dataset and --metric[/]")


def _filtered(frame: pd.DataFrame, column: str, wanted: str | None, folder: Path) -> pd.DataFrame:
    """The rows whose name holds the wanted words as whole words: COCO finds COCO test-dev, not RefCOCO."""
    if wanted is None:
        return frame
    pattern = re.compile(rf"(?<!\w){re.escape(wanted.strip())}(?!\w)", re.IGNORECASE)
    chosen = frame[[pattern.search(name) is not None for name in frame[column]]]
    if not len(chosen):
        names = sorted(set(frame[column]))
        lowered = {name.lower(): name for name in names}
        near = difflib.get_close_matches(wanted.lower(), lowered, n=5, cutoff=0.4)
        some = [lowered[name] for name in near] or names[:5]
        raise OptionError(
            f"no board of {folder} has {wanted!r}",
            place=f"--{column}",
            remedy=f"there are, for example, {', '.join(some)}" if some else "this run has no boards",
        )
    return chosen


def _ranked_papers(board: pd.DataFrame) -> int:
    return int(board.loc[board["rank"].notna(), "entry_id"].nunique())


def _print_board(out: Console, board: pd.DataFrame, *, top: int, evidence: bool) -> None:
    first = board.iloc[0]
    unit = f" ({first['unit']})" if _text(first["unit"]) else ""
    better = "higher" if first["higher_is_better"] else "lower"
    papers = _ranked_papers(board)
    counted = f"{better} is better, {papers} {'paper' if papers == 1 else 'papers'}"
    title = f"[bold]{escape(first['dataset'])}[/] · {escape(first['metric'])}{escape(unit)}  [dim]{counted}[/]"
    table = Table(
        title=title,
        title_justify="left",
        title_style="",
        header_style="dim",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
    table.add_column("rank", justify="right")
    table.add_column("method", max_width=40)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("role", no_wrap=True)
    table.add_column("paper", max_width=44)
    table.add_column("date", no_wrap=True)
    table.add_column("conditions")
    if evidence:
        table.add_column("evidence", min_width=30, overflow="fold")
    ranked = board[board["rank"].notna() & (board["rank"] <= top).fillna(value=False)]
    below = board[board["rank"].isna()]
    for number, rows in enumerate((ranked, below)):
        for row in rows.head(top).to_dict("records"):
            table.add_row(*_cells(row, evidence=evidence), style="dim" if number else "")
    out.print(table)
    hidden = len(board) - len(ranked) - min(len(below), top)
    if hidden:
        out.print(f"  [dim]{hidden} more below; show them with --top[/]")
    out.print()


def _cells(row: dict[Any, Any], *, evidence: bool) -> list[Text]:
    ranked = not pd.isna(row["rank"])
    score = f"{row['score']:g}"
    if _text(row["score_high"]):
        score += f"-{row['score_high']:g}"
    if _text(row["uncertainty"]):
        score += f" {row['uncertainty']}"
    conditions = list(dict.fromkeys(filter(None, (_text(row[name]) for name in ("shots", "label_share", "model_size")))))
    conditions += [text for text in row["conditions"] if text not in conditions]
    note = _text(row["note"])
    last = "; ".join(conditions) + (f" [{note}]" if note else "")
    title = _text(row["title"])
    cells = [
        Text(str(int(row["rank"])) if ranked else "-"),
        Text(row["method"], style="bold" if ranked and row["rank"] == 1 else ""),
        Text(score, style="green" if ranked else ""),
        Text(str(row["role"])),
        # A nameless method shows as its paper's title: once is enough.
        Text(title if title and title != row["method"] else row["paper_id"]),
        Text("" if pd.isna(row["published"]) else f"{row['published']:%Y-%m-%d}"),
        Text(last.strip()),
    ]
    return [*cells, Text(row["sentence"], style="dim")] if evidence else cells


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)
