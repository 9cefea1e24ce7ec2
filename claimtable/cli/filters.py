"""The options that say which scores are wanted, the same for every command that shows boards."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from claimtable.tables.selection import Board, Selection

F = TypeVar("F", bound=Callable[..., Any])

_FILTERS = (
    click.option("--dataset", metavar="D", help="Only this data set: its name, an alias, or words of it."),
    click.option("--metric", metavar="M", help="Only this metric: its name, an alias, or words of it."),
    click.option("--task", metavar="T", help="Only scores whose claim or paper's title names this task."),
    click.option("--from", "since", metavar="DATE", help="Only papers from this year, month or day on."),
    click.option("--to", "until", metavar="DATE", help="Only papers to this year, month or day."),
    click.option("--condition", "conditions", metavar="C", multiple=True, help="Only under this condition; none: without any."),
    click.option(
        "--role", type=click.Choice(("proposed", "baseline", "any")), help="Only systems proposed, or baselines reported."
    ),
    click.option(
        "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="P", help="Only records at least this sure."
    ),
)


def filters(command: F) -> F:
    """Give a command the options of a selection."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def format_option(command: F) -> F:
    """Give a command the option of its output format."""
    found: F = click.option(
        "--format",
        "form",
        type=click.Choice(("text", "markdown", "csv", "json", "latex", "html")),
        default="text",
        show_default=True,
        help="csv and json hold every field, the others what people read.",
    )(command)
    return found


def to_selection(options: dict[str, Any]) -> "Selection":
    """What the options ask for.

    Raises:
        OptionError: a date is none.
    """
    from claimtable.tables.dates import parse_days
    from claimtable.tables.selection import Selection

    since, until, role = options.pop("since"), options.pop("until"), options.pop("role")
    return Selection(
        since=parse_days(since, "--from").first if since else None,
        until=parse_days(until, "--to").last if until else None,
        role=None if role == "any" else role,
        **options,
    )


def read_boards(folder: Path, selection: "Selection") -> "list[Board]":
    """The boards of a run that a selection leaves.

    Raises:
        OptionError: nothing is left.
        OutputError: the folder holds no whole run.
    """
    from claimtable.folder.store import read_table
    from claimtable.tables.selection import select_boards

    frame = read_table(folder, "leaderboards")
    tasks = None
    if selection.task is not None:
        results = read_table(folder, "results")
        told = results[results["task"].notna()]
        tasks = dict(zip(told["row_id"], told["task"], strict=True))
    return select_boards(frame, selection, among=str(folder), tasks=tasks)
