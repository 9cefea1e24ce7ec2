"""`claimtable evaluate`: how good the records are, measured on annotated abstracts."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimtable.cli.paths import PATH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtable.evaluation.ablation import Contribution
    from claimtable.evaluation.pairing import Level, PaperScore

EPILOG = """\b
Examples:
  claimtable evaluate gold.jsonl                     read the abstracts now, and measure
  claimtable evaluate gold.jsonl june/ --fields      the records of a run
  claimtable evaluate gold.jsonl --errors metric     what misses the level metric, with its sentence
  claimtable evaluate gold.jsonl --by rule           what each rule is good for
  claimtable evaluate gold.jsonl --against old.jsonl what was gained and lost

\b
The levels, each with all before it: value (span, value, value_high, kind), typed (unit, bound,
direction), metric, dataset (the set of data sets), full (method, baseline).
What a gold file holds, and how names are compared: docs/gold.md

\b
Exit code: 0 done; 1 done, but offsets are wrong or rows belong to no annotated abstract; 2 nothing
could be done.
"""
LEVELS = ("value", "typed", "metric", "dataset", "full")


@click.command("evaluate", epilog=EPILOG)
@click.argument("gold", type=PATH)
@click.argument("records", metavar="[RECORDS.jsonl|DIR]", required=False, type=PATH)
@click.option("--errors", type=click.Choice(LEVELS), metavar="LEVEL", help="List every value that misses this level.")
@click.option("--fields", is_flag=True, help="Show how often each single field is right.")
@click.option("--by", type=click.Choice(("rule", "kind", "metric", "source")), help="Break the figures down.")
@click.option("--against", type=PATH, metavar="OTHER", help="List what was gained and lost against other records.")
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="full",
    show_default=True,
    help="What counts as right with --by rule and --against.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.option(
    "--bootstrap",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    metavar="N",
    help="Draws for the 95% intervals; 0: none.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="S", help="Where the draws start.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    gold: Path,
    records: Path | None,
    errors: str | None,
    fields: bool,
    by: str | None,
    against: Path | None,
    level: str,
    as_json: bool,
    bootstrap: int,
    seed: int,
) -> None:
    """Measure records against annotated abstracts.

    GOLD holds one annotated abstract a line, as JSON with id, abstract and records. RECORDS is a file of result rows or the
    folder of a run; without it, the abstracts are read here and now.
    """
    from claimtable.cli import measures
    from claimtable.evaluate import score_file
    from claimtable.evaluation.errors import compare_runs, find_errors
    from claimtable.evaluation.groups import group_by, rule_figures
    from claimtable.evaluation.pairing import Level
    from claimtable.evaluation.scores import evaluate, f1_difference

    papers, found = score_file(gold, records)
    counted = Level(level)
    evaluation = evaluate(papers, found_in=found.keys(), resamples=bootstrap, seed=seed)
    report: dict[str, Any] = measures.as_json(evaluation)
    if not as_json:
        measures.print_levels(evaluation)
        if fields:
            measures.print_fields(evaluation)
    if by == "rule":
        figures = rule_figures(papers)
        contributions = _contributions(papers, counted) if records is None else ()
        report["by"] = [one.model_dump(mode="json") for one in figures]
        report["contributions"] = [one.model_dump(mode="json") for one in contributions]
        if not as_json:
            measures.print_rules(figures, contributions, counted)
    elif by is not None:
        groups = group_by(papers, by)  # type: ignore[arg-type]  # click has checked it
        report["by"] = [one.model_dump(mode="json") for one in groups]
        if not as_json:
            measures.print_groups(groups, by)
    if errors is not None:
        lines = tuple(find_errors(papers, Level(errors)))
        report["errors"] = [line.model_dump(mode="json") for line in lines]
        if not as_json:
            measures.print_errors(lines, Level(errors))
    if against is not None:
        before, _ = score_file(gold, against)
        changes = compare_runs(papers, before, counted)
        interval = f1_difference(papers, before, counted, resamples=bootstrap, seed=seed)
        then = evaluate(before, resamples=0)
        report["against"] = {
            "f1": then.levels[counted].f1,
            "difference": evaluation.levels[counted].f1 - then.levels[counted].f1,
            "interval": interval and [interval.low, interval.high],
            "changes": [change.model_dump(mode="json") for change in changes],
        }
        if not as_json:
            measures.print_changes(changes, evaluation, then, interval, counted)
    if as_json:
        measures.print_json(report)
    ctx.exit(1 if evaluation.bad_offsets or evaluation.unknown_papers else 0)


def _contributions(papers: "Sequence[PaperScore]", level: "Level") -> "tuple[Contribution, ...]":
    from claimtable.cli.progress import progress_bar
    from claimtable.evaluation.ablation import measure_contributions

    with progress_bar("reading without each", "rules") as progress:
        return measure_contributions(papers, level, progress=progress)
