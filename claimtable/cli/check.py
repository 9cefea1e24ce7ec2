"""`claimtable check`: a gate in front of result tables."""

import sys
from pathlib import Path
from typing import Any

import click

from claimtable.cli.paths import INPUT, PATH

EPILOG = """\b
Examples:
  claimtable check outputs                          an output folder: files, tables, arithmetic
  claimtable check results.csv                      a table that was edited, or made elsewhere
  claimtable check page.txt --fail-on warning       extract, then check; fail on authors' contradictions too
  claimtable check outputs --baseline last-week     compare with an earlier run
  claimtable check outputs --format github --format sarif:check.sarif

\b
Exit code: 0 nothing at or above --fail-on; 1 findings; 2 a path is not there, or no table of ours.
Codes and settings: docs/check.md
"""


@click.command("check", epilog=EPILOG)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=INPUT)
@click.option(
    "--format",
    "format",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="text, json, github, junit or sarif; into FILE where one is named. May be repeated.  [default: text]",
)
@click.option(
    "--fail-on",
    type=click.Choice(["critical", "warning", "info"]),
    help="Lowest severity that makes the exit code 1.  [default: critical]",
)
@click.option("--select", metavar="CODES", help="Judge by these codes only, such as CT1,CT010; ALL adds what is off by default.")
@click.option("--ignore", metavar="CODES", help="Do not judge by these codes.")
@click.option("--exit-zero", is_flag=True, default=None, help="Exit 0 whatever is found.")
@click.option("--baseline", metavar="OTHER_RUN", type=PATH, help="Compare with an earlier run.")
@click.option("--docs", metavar="DIR", type=PATH, help="Write Data Docs, and one page for offline.")
@click.option("--config", metavar="FILE", type=PATH, help="Settings, TOML or YAML.  [default: pyproject.toml]")
@click.option("--reader", metavar="NAME", help="Read pages in this layout, instead of detecting it.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], config: Path | None, **options: Any) -> None:
    """Judge output folders, tables and pages, and say where what does not hold.

    PATH is an output folder, a table (CSV, Parquet, JSON Lines), or pages to extract from.
    """
    from claimtable.checking.check import check_with_tables
    from claimtable.checking.formats import parse_formats, rendered
    from claimtable.checking.settings import read_settings

    settings = read_settings(config, **options)
    places = parse_formats(settings.format)
    report, suited = check_with_tables(paths, settings)
    if settings.docs is not None:
        from claimtable.checking.docs import write_docs

        page = write_docs(settings.docs, report, suited, settings.fail_on)
        click.echo(f"claimtable: see {page}", err=True)
    for file, text in rendered(report, places, settings.fail_on).items():
        if file is None:
            sys.stdout.buffer.write(text.encode(errors="replace"))  # UTF-8 and plain line ends, whatever the locale
            sys.stdout.buffer.flush()
        else:
            Path(file).write_bytes(text.encode(errors="replace"))
    ctx.exit(1 if report.failing(settings.fail_on) and not settings.exit_zero else 0)
