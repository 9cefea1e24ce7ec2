"""What `extract` says at the end: counts that add up, the largest leaderboards, where things lie."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from claimtable.cli.console import console
from claimtable.run import Run, RunSummary
from schemas import RejectRow


def print_summary(run: Run, folder: Path) -> None:
    """The summary of a written run, on standard output; rejects on standard error."""
    out = console()
    summary = run.summary
    duplicates = (
        f", {summary.duplicates} of them {_plural(summary.duplicates, 'a duplicate', 'duplicates')}"
        if summary.duplicates
        else ""
    )
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", justify="right")
    facts.add_column()
    facts.add_row(
        "papers",
        f"[bold]{summary.papers:,}[/] from {summary.sources:,} {_plural(summary.sources, 'source')}{duplicates}",
    )
    facts.add_row("values", values_line(summary))
    facts.add_row("results", f"{summary.rows:,} {_plural(summary.rows, 'row')}, one for each value and data set")
    facts.add_row("comparisons", f"{summary.comparisons:,}")
    facts.add_row(
        "leaderboards",
        f"{summary.boards:,}; {summary.boards_2:,} rank 2 or more papers, {summary.boards_3:,} rank 3 or more",
    )
    for board in summary.largest:
        unit = f" ({board.unit})" if board.unit else ""
        facts.add_row(
            "",
            f"[cyan]{escape(board.dataset)}[/] · {escape(board.metric)}{unit}: {board.papers} papers, "
            f"best {board.score:g} [bold]{escape(board.best)}[/]",
        )
    facts.add_row(
        "written to", escape(f"{folder}/  (papers, results, comparisons, leaderboards, rejects; leaderboards.md)")
    )
    facts.add_row("look at", escape(f"claimtable leaderboard {folder}"))
    out.print(facts)
    print_rejects(run.rejects, folder)


def print_rejects(rejects: Iterable[RejectRow], folder: Path | None = None) -> None:
    """What was rejected, on standard error: a line a reason, with the first place of each."""
    found = list(rejects)
    if not found:
        return
    err = console(stderr=True)
    counts = Counter((reject.stage, reject.code) for reject in found)
    more = f", all in {folder}/rejects.csv" if folder is not None else ""
    err.print(f"[yellow]rejected[/] {len(found):,}{escape(more)}", soft_wrap=True)
    for (stage, code), count in counts.most_common():
        first = next(reject for reject in found if (reject.stage, reject.code) == (stage, code))
        where = f"{first.source}:{first.line}" if first.source and first.line else first.source or first.entry_id or ""
        words = f" {first.text!r}" if first.text and first.stage != "read" else ""
        err.print(escape(f"  {count:,} {code} ({stage}), first at {where}:{words} {first.reason}"), soft_wrap=True)


def values_line(summary: RunSummary) -> str:
    """The values that add up: extracted = written + rejected."""
    kinds = ", ".join(f"{count:,} {_plural(count, kind)}" for kind, count in summary.kinds.items())
    return (
        f"[bold]{summary.values_extracted:,}[/] extracted = {summary.values_written:,} written"
        f"{f' ({kinds})' if kinds else ''} + {summary.values_rejected:,} rejected"
    )


def _plural(count: int, word: str, plural: str | None = None) -> str:
    return word if count == 1 else plural or f"{word}s"
