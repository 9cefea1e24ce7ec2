"""How an evaluation looks on a terminal, and as JSON."""

import json
from collections.abc import Sequence
from typing import Any

import click
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from claimtable.cli.console import console
from claimtable.evaluation.ablation import Contribution
from claimtable.evaluation.errors import Change, ErrorLine, Sort
from claimtable.evaluation.groups import Group, RuleFigures
from claimtable.evaluation.pairing import Level
from claimtable.evaluation.scores import Evaluation, Interval, precision_recall_f1
from claimtable.rule_check import MAKING, rule_entries

_RULE_LEVELS = (Level.VALUE, Level.METRIC, Level.FULL)
_SORT_STYLES = {Sort.MISSED: "magenta", Sort.SPURIOUS: "red", Sort.WRONG: "yellow"}


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The figures as plain values, level by level."""
    figures: dict[str, Any] = {
        "abstracts": evaluation.abstracts,
        "gold": evaluation.gold,
        "predicted": evaluation.predicted,
        "bad_offsets": evaluation.bad_offsets,
        "unknown_papers": len(evaluation.unknown_papers),
    }
    for level, found in evaluation.levels.items():
        figures[level.value] = {
            name: [value.low, value.high] if isinstance(value, Interval) else value for name, value in found if value is not None
        }
    return {**figures, "fields": evaluation.fields}


def print_json(report: dict[str, Any]) -> None:
    """The whole report as one JSON object on standard output."""
    click.echo(json.dumps(report, ensure_ascii=False, indent=2))


def print_levels(evaluation: Evaluation) -> None:
    """The five levels with their intervals."""
    out = console()
    strangers = evaluation.unknown_papers
    unknown = f", {len(strangers)} unknown papers such as {strangers[0]!r}" if strangers else ""
    out.print(
        f"{evaluation.gold:,} annotated values in {evaluation.abstracts:,} abstracts, {evaluation.predicted:,} found, "
        f"{evaluation.bad_offsets:,} with wrong offsets{escape(unknown)}",
        soft_wrap=True,
    )
    table = _table("level")
    for name in ("precision", "recall", "F1"):
        table.add_column(name, justify="left", no_wrap=True)
    for level, figures in evaluation.levels.items():
        table.add_row(
            level.value,
            _with_interval(figures.precision, figures.precision_interval),
            _with_interval(figures.recall, figures.recall_interval),
            _with_interval(figures.f1, figures.f1_interval),
        )
    out.print(table)


def print_fields(evaluation: Evaluation) -> None:
    """Each single field."""
    out = console()
    out.print("\nright among paired values, where either side has one")
    table = _table("field")
    table.add_column("right", justify="right")
    for field, share in evaluation.fields.items():
        table.add_row(field, f"{share:.3f}")
    out.print(table)


def print_groups(groups: Sequence[Group], by: str) -> None:
    """Counts and F1 of every group, a level a column."""
    table = _table(by)
    for name in ("annotated", "found", *(f"F1 {level}" for level in Level)):
        table.add_column(name, justify="right")
    for group in groups:
        f1 = [precision_recall_f1(group.right[level], group.gold, group.predicted)[2] for level in Level]
        table.add_row(Text(group.name), str(group.gold), str(group.predicted), *(f"{figure:.3f}" for figure in f1))
    out = console()
    out.print()
    out.print(table)


def print_rules(figures: Sequence[RuleFigures], contributions: Sequence[Contribution], level: Level) -> None:
    """Precision of every rule and, where it was measured, what would be missing without it."""
    given = {one.rule: one for one in contributions}
    table = _table("rule")
    for name in ("records", *_RULE_LEVELS):
        table.add_column(name, justify="right")
    if given:
        for name in ("only by it", "spoilt", "kept out"):
            table.add_column(name, justify="right")
    table.add_column("file", no_wrap=True)
    places = {entry.id: entry.place for entry in rule_entries() if entry.family in MAKING}
    # rules that bar numbers make no record: they stand below
    makers = {one.rule for one in figures}
    idle = [RuleFigures(rule=rule, records=0, right=dict.fromkeys(Level, 0)) for rule in given if rule not in makers]
    for one in (*figures, *idle):
        cells = [one.rule, str(one.records)]
        cells += [f"{one.right[counted] / one.records:.2f}" if one.records else "" for counted in _RULE_LEVELS]
        if given:
            gift = given.get(one.rule)
            cells += [str(gift.right), str(gift.wrong), str(gift.kept_out)] if gift else ["", "", ""]
        cells.append(places.get(one.rule, "in code"))
        table.add_row(*map(Text, cells))
    out = console()
    out.print("\nrules that took part in a record, with the share of these that is right at three levels")
    if given:
        out.print(
            f"[dim]at level {level}, only by it: values right only thanks to the rule; spoilt: values right without it; "
            "kept out: spurious values it prevents, negative where it makes them[/]",
            soft_wrap=True,
        )
    out.print(table)


def print_errors(lines: Sequence[ErrorLine], level: Level) -> None:
    """Every error with its sentence."""
    out = console()
    out.print(f"\n{len(lines):,} {'value misses' if len(lines) == 1 else 'values miss'} the level {level}")
    for line in lines:
        what = line.sort.value if line.sort is not Sort.WRONG else f"{line.level} wrong"
        head = Text.assemble((what, _SORT_STYLES[line.sort]), "  ", (repr(line.value_text), "bold"), f"  [{line.paper}]")
        if line.rule:
            head.append(f"  {line.rule}", style="dim")
        out.print(head, soft_wrap=True)
        for difference in line.differences:
            out.print(
                Text.assemble(f"  {difference.field}: ", (difference.gold, "green"), " but found ", (difference.found, "red")),
                soft_wrap=True,
            )
        out.print(Text(f"  {line.sentence}", style="dim"), soft_wrap=True)


def print_changes(
    changes: Sequence[Change], now: Evaluation, before: Evaluation, interval: Interval | None, level: Level
) -> None:
    """What was gained and lost, value by value."""
    out = console()
    one, other = now.levels[level].f1, before.levels[level].f1
    spread = f" (95%: {interval.low:+.3f} to {interval.high:+.3f})" if interval else ""
    out.print(f"\nF1 at level {level}: {other:.3f} before, {one:.3f} now, {one - other:+.3f}{spread}")
    for gained, word, style in ((True, "gained", "green"), (False, "lost", "red")):
        chosen = [change for change in changes if change.gained is gained]
        out.print(f"[{style}]{word}[/] {len(chosen):,}")
        for change in chosen:
            out.print(
                Text.assemble("  ", (repr(change.value_text), "bold"), f"  {change.about}  [{change.paper}]"), soft_wrap=True
            )
            out.print(Text(f"    {change.sentence}", style="dim"), soft_wrap=True)


def _table(first: str) -> Table:
    table = Table(header_style="dim", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first, no_wrap=True)
    return table


def _with_interval(figure: float, interval: Interval | None) -> str:
    return f"{figure:.3f} ({interval.low:.3f}-{interval.high:.3f})" if interval else f"{figure:.3f}"
