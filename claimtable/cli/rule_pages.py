"""How rules look on a terminal."""

from collections.abc import Sequence
from string import Template
from typing import Any

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from claimtable.cli.console import console
from claimtable.rule_check import Fault, Outcome, families, rule_entries, run_example, run_not_example
from rules.loader import Rule, fragments
from schemas import OptionError


def print_list(family: str | None) -> None:
    """One line a rule; no pattern is compiled for it.

    Raises:
        OptionError: there is no such family.
    """
    if family is not None and family not in families():
        raise OptionError(f"no family is called {family!r}", place="--family", remedy=f"there are {', '.join(families())}")
    table = Table(header_style="dim", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("rule", no_wrap=True)
    table.add_column("file", no_wrap=True)
    table.add_column("about")
    entries = [entry for entry in rule_entries() if family in {None, entry.family}]
    for entry in entries:
        table.add_row(Text(entry.id, style="bold"), Text(entry.place, style="dim"), Text(entry.about))
    out = console()
    out.print(table)
    out.print(f"[dim]{len(entries):,} {_plural(len(entries), 'rule')}[/]")


def print_rule(family: str, rule: Rule[Any]) -> None:
    """One rule: what it is about, its pattern as written and in full, and what its examples give now."""
    out = console()
    out.print(Text.assemble((f"{family}/{rule.id}", "bold"), (f"  {rule.place}", "dim")), soft_wrap=True)
    out.print(Text(rule.about), soft_wrap=True)
    sets = rule.sets.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    if sets:
        out.print(
            Text.assemble(("sets      ", "dim"), ", ".join(f"{name}: {value}" for name, value in sets.items())), soft_wrap=True
        )
    out.print(Text("pattern", style="dim"))
    out.print(Text(rule.pattern.rstrip()), soft_wrap=True)
    if rule.pattern != (full := Template(rule.pattern).substitute(fragments())):
        out.print(Text("in full", style="dim"))
        out.print(Text(full.rstrip()), soft_wrap=True)
    for example in rule.examples:
        wanted = example.model_dump(exclude={"text"}, exclude_none=True)
        words = f"{example.text!r}" + (
            f" must give {', '.join(f'{name} {value}' for name, value in wanted.items())}" if wanted else ""
        )
        _print_outcome("example", words, run_example(family, rule, example))
    for text in rule.not_examples:
        _print_outcome("not_example", repr(text), run_not_example(family, rule, text))
    out.print()


def _print_outcome(sort: str, words: str, outcome: Outcome) -> None:
    out = console()
    mark = "[green]holds[/]" if outcome.holds else "[red]fails[/]"
    out.print(f"{mark} [dim]{sort}[/] {escape(words)}", soft_wrap=True)
    for line in outcome.shown.splitlines():
        out.print(Text(f"        {line}", style="dim"), soft_wrap=True)


def print_faults(faults: Sequence[Fault], rules: Sequence[Rule[Any]]) -> None:
    """What does not come out, and a line that counts."""
    out = console()
    for fault in faults:
        wrong = "does not come out" if fault.sort == "example" else "sets it off"
        out.print(Text.assemble((fault.place, "red"), f": {fault.sort} {fault.text!r} {wrong}"), soft_wrap=True)
        for line in fault.outcome.splitlines():
            out.print(Text(f"    {line}", style="dim"), soft_wrap=True)
    count = sum(len(rule.examples) + len(rule.not_examples) for rule in rules)
    what = f"{count:,} examples and not_examples of {len(rules):,} {_plural(len(rules), 'rule')}"
    out.print(f"[red]{len(faults):,} of {what} fail[/]" if faults else f"[green]{what} hold[/]")


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"
