"""How a paper looks on a terminal: the abstract in colours, a legend, and its claims with their links."""

from collections.abc import Sequence

from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimtable.cli.console import console
from claimtable.evidence import ROLES, find_spans, reading_of, to_terminal
from claimtable.evidence.drawing import STYLES, harmless
from schemas import Kind, Paper, ResultRow


def print_paper(paper: Paper, rows: Sequence[ResultRow]) -> None:
    """Print an abstract with its claims; each value carries the number of its claim."""
    out = console()
    claims: dict[str, list[ResultRow]] = {}
    for row in rows:
        claims.setdefault(row.record_id, []).append(row)
    numbers = {record_id: number for number, record_id in enumerate(claims, start=1)}
    out.print(Text(harmless(paper.title or paper.paper_id), style="bold"))
    out.print(_byline(paper))
    out.print()
    out.print(to_terminal(paper.abstract, find_spans(paper.abstract, rows), numbers))
    out.print()
    if not claims:
        out.print("no number of this abstract was read as a result")
        return
    out.print(Text("  ").join(Text(role.value, style=f"{STYLES[role]} underline") for role in ROLES))
    out.print()
    out.print(_claims(claims, numbers))


def _byline(paper: Paper) -> Text:
    parts = [Text(harmless(paper.entry_id))]
    if paper.published:
        parts.append(Text(paper.published.isoformat()))
    if paper.url and paper.url.startswith(("https://", "http://")):
        address = harmless(paper.url)
        parts.append(Text(address, style=Style(link=address) if address == paper.url else ""))
    parts.append(Text(harmless(f"{paper.source}:{paper.line}" if paper.line else paper.source)))
    if paper.duplicate_of:
        parts.append(Text(harmless(f"{paper.duplicate_of} speaks for it")))
    return Text(" · ", style="dim").join(parts)


def _claims(claims: dict[str, list[ResultRow]], numbers: dict[str, int]) -> Table:
    table = Table(header_style="dim", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("#", justify="right", style="green", no_wrap=True)
    for name in ("value", "metric", "data set", "of", "set against", "conditions", "rule"):
        table.add_column(name)
    table.add_column("conf.", justify="right", no_wrap=True)
    for record_id, rows in claims.items():
        row = rows[0]
        table.add_row(
            str(numbers[record_id]),
            Text(harmless(reading_of(row)), style="bold"),
            _words(row.metric, "cyan"),
            _words(", ".join(one.dataset for one in rows if one.dataset), "blue"),
            _words(row.method, "magenta"),
            _against(row, numbers),
            _words("; ".join(row.conditions)),
            _words(row.rule.replace("+", " + "), "dim"),
            f"{row.confidence:.2f}",
        )
    return table


def _against(row: ResultRow, numbers: dict[str, int]) -> Text:
    """What a claim is set against, and the number of the claim that it points at."""
    if row.reference_id is None:
        return _words(row.baseline, "yellow")
    named = [_words(row.baseline, "yellow")] if row.baseline else []
    verb = "led to" if row.kind is Kind.CHANGE else "see"
    return Text(" ").join([*named, Text(f"{verb} [{numbers.get(row.reference_id, '?')}]", style="green")])


def _words(words: str | None, style: str = "") -> Text:
    return Text(harmless(" ".join(words.split())), style=style) if words else Text("-", style="dim")
