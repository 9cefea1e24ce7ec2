"""`claimtable diff`: what two runs say differently."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimtable.cli.paths import PATH

if TYPE_CHECKING:
    from claimtable.differences.claims import Claim
    from claimtable.differences.runs import ClaimChange, PaperChange, RunDifference

EPILOG = """\b
Examples:
  claimtable diff may june                     claims added, removed and changed since may
  claimtable diff may june --format json | jq .claims
  claimtable diff may/results.csv june --exit-code

\b
Exit code: 0 done; 1 with --exit-code, where anything differs; 2 nothing could be done.
"""
_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


@click.command("diff", epilog=EPILOG)
@click.argument("before", metavar="RUN_A", type=PATH)
@click.argument("now", metavar="RUN_B", type=PATH)
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="For people, or JSON."
)
@click.option("--summary", is_flag=True, help="Only the numbers.")
@click.option("--exit-code", is_flag=True, help="End with 1 where anything differs.")
@click.pass_context
def command(ctx: click.Context, before: Path, now: Path, *, form: str, summary: bool, exit_code: bool) -> None:
    """Tell which claims were added, removed and changed from RUN_A to RUN_B.

    A run is an output folder or a file of results. Papers are matched by their id, arXiv identifier, DOI or title, so that
    another version of a paper is compared with the one before it.
    """
    from claimtable.differences.runs import diff_runs

    found = diff_runs(before, now)
    if form == "json":
        click.echo(found.model_dump_json(indent=2, exclude={"changes"} if summary else None))
    else:
        _print(found, summary=summary)
    ctx.exit(1 if exit_code and found else 0)


def _print(found: "RunDifference", *, summary: bool) -> None:
    claims, papers = found.claims, found.papers
    click.echo(f"claims: {', '.join(f'{count:,} {sort}' for sort, count in claims.items())}")
    click.echo(
        f"papers: {papers['added']:,} added, {papers['removed']:,} removed, {papers['other version']:,} in another version"
    )
    for paper in () if summary else found.changes:
        click.echo(f"\n{_headline(paper)}")
        for change in paper.claims:
            for line in _lines(change):
                click.echo(line)


def _headline(paper: "PaperChange") -> str:
    name = f"{paper.version_before} -> {paper.paper_id}" if paper.version_before else paper.paper_id
    told = {"added": "new paper", "removed": "no longer there", "changed": "other abstract" if paper.other_text else ""}
    remark = f"  ({told[paper.sort]})" if told[paper.sort] else ""
    return click.style(f"{paper.title or ''} [{name}]".strip(), bold=True) + remark


def _lines(change: "ClaimChange") -> list[str]:
    sign, colour = _SIGNS[change.sort]
    lines = [click.style(f"  {sign} {_said(change.claim)}", fg=colour)]
    lines += [f"      {one.field}: {_shown(one.before)} -> {_shown(one.now)}" for one in change.fields]
    return [*lines, click.style(f"      {' '.join(change.claim.sentence.split())}", dim=True)]


def _said(claim: "Claim") -> str:
    """The claim in a line: 84.5% accuracy on QuuxBench, FooNet vs. BarNet.

    >>> from claimtable.differences.claims import Claim
    >>> _said(Claim(record_id="a", entry_id="a", kind="score", value=1, value_text="1%", start=0, end=2, metric="WER"))
    'score 1%: WER'
    """
    about = claim.metric or "no metric"
    about += f" on {', '.join(claim.datasets)}" if claim.datasets else ""
    about += f", {claim.method}" if claim.method else ""
    about += f" vs. {claim.baseline}" if claim.baseline else ""
    return f"{claim.kind} {' '.join(claim.value_text.split())}: {about}"


def _shown(value: Any) -> str:
    if value is None or value == ():
        return "none"
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)
