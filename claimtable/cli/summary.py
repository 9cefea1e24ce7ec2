"""What `extract` says at the end: counts that add up, the largest leaderboards, where things lie."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from claimtable.cli.console import console
from claimtable.run import Written
from claimtable.run_summary import RunSummary
from schemas import RejectRow

_SHOWN = 5  # rejects of each sort
_NO_FAULT = ("skip", "note")  # stages of what is told without being wrong, such as a deleted record


def print_summary(run: Written, folder: Path) -> None:
    """The summary of a written run, on standard output; rejects on standard error."""
    summary = run.summary
    written = f"{folder}/  (papers, results, comparisons, leaderboards, rejects; leaderboards.md)"
    print_facts(summary, [("written to", written), ("look at", f"claimtable leaderboard {folder}")])
    print_told([*run.told, *_shared_ids(summary)])
    print_reject_sorts(run.rejected, run.rejected_counts, f"{folder}/rejects.csv")


def print_facts(summary: RunSummary, places: Iterable[tuple[str, str]]) -> None:
    """What a run found, and where things are, on standard output."""
    duplicates = (
        f", {summary.duplicates} of them {_plural(summary.duplicates, 'a duplicate', 'duplicates')}" if summary.duplicates else ""
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
            f"[cyan]{escape(board.dataset)}[/] · {escape(board.metric)}{unit}: {board.papers} {_plural(board.papers, 'paper')}, "
            f"best {board.score:g} [bold]{escape(board.best)}[/]",
        )
    for number, finding in enumerate(summary.findings):
        rows = f"{finding.rows:,} {_plural(finding.rows, 'row')} of {finding.table}"
        words = escape(f"{finding.code}: {finding.about} Not so in {rows}, first {finding.first}.")
        facts.add_row("" if number else "flagged", f"[yellow]{finding.severity}[/] {words}")
    for name, place in places:
        facts.add_row(name, escape(place))
    console().print(facts)


def print_told(told: Iterable[str]) -> None:
    """What the user should know of how the run came about, on standard error."""
    for words in told:
        console(stderr=True).print(f"[yellow]note[/] {escape(words)}", soft_wrap=True)


def _shared_ids(summary: RunSummary) -> list[str]:
    """The word on ids that name several papers; none where no id does."""
    if not summary.shared_ids:
        return []
    more = ", ..." if summary.shared_ids > len(summary.shared_ids_shown) else ""
    stand = _plural(summary.shared_ids, "id stands", "ids stand")
    ids = ", ".join(summary.shared_ids_shown)
    return [f"{summary.shared_ids:,} {stand} for papers with different abstracts, each of them counted: {ids}{more}"]


def print_rejects(rejects: Iterable[RejectRow]) -> None:
    """What was rejected, on standard error: a line a reason, with the first places of each."""
    sorts: dict[tuple[str, str], list[RejectRow]] = {}
    for reject in rejects:
        sorts.setdefault((reject.stage, reject.code), []).append(reject)
    most = sorted(sorts.values(), key=lambda alike: -len(alike))
    print_reject_sorts(most, [len(alike) for alike in most])


def print_reject_sorts(sorts: Sequence[Sequence[RejectRow]], counts: Sequence[int], place: str | None = None) -> None:
    """The first rejects of each sort, and how many there are of it."""
    if not sorts:
        return
    err = console(stderr=True)
    more = f", all in {place}" if place is not None else ""
    passed = sum(count for alike, count in zip(sorts, counts, strict=True) if alike[0].stage in _NO_FAULT)
    told = [f"[yellow]rejected[/] {sum(counts) - passed:,}"] if sum(counts) > passed else []
    told += [f"skipped or noted {passed:,}"] if passed else []
    err.print(f"{', '.join(told)}{escape(more)}", soft_wrap=True)
    for alike, count in zip(sorts, counts, strict=True):
        err.print(escape(f"  {count:,} {alike[0].code} ({alike[0].stage})"), soft_wrap=True)
        for reject in alike[:_SHOWN]:
            err.print(escape(f"    {_place(reject)}: {_reason(reject)}"), soft_wrap=True)
        if count > _SHOWN:
            err.print(f"    and {count - _SHOWN:,} more", soft_wrap=True)


def _place(reject: RejectRow) -> str:
    place = reject.source or reject.entry_id or "?"
    return f"{place}:{reject.line}" if reject.line and reject.source else place


def _reason(reject: RejectRow) -> str:
    # What could not be read is long and rarely worth a look; a value that was rejected is short.
    return reject.reason if reject.stage in ("read", *_NO_FAULT) or not reject.text else f"{reject.text!r}: {reject.reason}"


def values_line(summary: RunSummary) -> str:
    """The values that add up: extracted = written + rejected."""
    kinds = ", ".join(f"{count:,} {_plural(count, kind)}" for kind, count in summary.kinds.items())
    return (
        f"[bold]{summary.values_extracted:,}[/] extracted = {summary.values_written:,} written"
        f"{f' ({kinds})' if kinds else ''} + {summary.values_rejected:,} rejected"
    )


def _plural(count: int, word: str, plural: str | None = None) -> str:
    return word if count == 1 else plural or f"{word}s"
