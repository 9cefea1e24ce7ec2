"""`claimtable extract`: the main job."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from claimtable.cli.paths import INPUT, PATH

if TYPE_CHECKING:
    from claimtable.cluster.run import Partitioned
    from claimtable.in_memory import Run

EPILOG = """\b
Examples:
  claimtable extract page.txt                      tables into outputs/
  claimtable extract pages/ more.jsonl -o june     folders and files, tables into june/
  claimtable extract page.txt --reader listing     where the layout is not found
  claimtable extract mine.csv --map abstract=Text  a table whose columns have names of their own
  claimtable extract page.txt --min-confidence 0.9 fewer values, more of them right
  claimtable extract page.txt --overrides verdicts.jsonl  with what the review page gave
  claimtable extract new.jsonl -o june --update    adds papers; changed abstracts replace the old
  claimtable extract papers/ -o june --engine dask Parquet in, folders of Parquet out: docs/scale.md
  cat page.txt | claimtable extract - -o - | jq .  result rows, nothing else

\b
Exit code: 0 done; 1 done, but some input could not be read; 2 nothing could be done.
"""


def _complete_reader(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    from claimtable.readers import READERS

    return [CompletionItem(name) for name in READERS if name.startswith(incomplete)]


@click.command("extract", epilog=EPILOG)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=INPUT)
@click.option(
    "-o",
    "--out",
    default="outputs",
    show_default=True,
    metavar="DIR",
    help="Folder for the tables; - prints result rows.",
)
@click.option(
    "--reader",
    metavar="NAME",
    shell_complete=_complete_reader,
    help="Read every input in this layout, instead of detecting it.",
)
@click.option(
    "--map",
    "columns",
    metavar="FIELD=COLUMN,...",
    multiple=True,
    help="Columns of CSV, Parquet and Excel tables, as in abstract=Summary,id=No; else guessed from their names.",
)
@click.option(
    "--max-chars",
    type=click.IntRange(min=1),
    default=200_000,
    show_default=True,
    metavar="N",
    help="Reject abstracts longer than this.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    metavar="P",
    help="Reject values that are right less often than this, as far as is known.",
)
@click.option(
    "--overrides",
    type=PATH,
    metavar="FILE",
    help="Apply the verdicts that the report's review page downloaded.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that extract.  [default: all cores; the tables are the same for any N]",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="dask: Parquet in, folders of Parquet out, on many processes or machines; INPUT and DIR may be addresses.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask's scheduler, as in tcp://10.0.0.1:8786; else processes here.")
@click.option("--keep-all", is_flag=True, help="Count each entry of a paper that comes several times.")
@click.option("--update", is_flag=True, help="Keep the papers that DIR holds; extract what is new or changed.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    inputs: tuple[str, ...],
    out: str,
    reader: str | None,
    columns: tuple[str, ...],
    overrides: Path | None,
    update: bool,
    jobs: int | None,
    engine: str,
    scheduler: str | None,
    **options: Any,
) -> None:
    """Read papers, extract the results, write the tables.

    INPUT is a file, a folder, a glob, or - for standard input. The format of each file is found from its content.
    """
    from claimtable.cli.progress import progress_bar
    from claimtable.cli.summary import print_rejects, print_summary, print_told
    from claimtable.readers.columns import parse_columns

    if out == "-" and update:
        raise click.UsageError("--update needs a folder: -o DIR", ctx)
    options["columns"] = parse_columns(columns)
    if scheduler is not None and engine != "dask":
        raise click.UsageError("--scheduler needs --engine dask", ctx)
    if engine == "dask":
        _refuse_with_dask({"--update": update, "--overrides": overrides, "--reader": reader, "-o -": out == "-"}, ctx)
        from claimtable.cluster.run import run_on_dask

        with progress_bar() as progress:
            run = run_on_dask(inputs, out, scheduler=scheduler, jobs=jobs, **options, progress=progress)
        _print_partitioned(run, out)
        ctx.exit(1 if run.summary.unread else 0)
    if "://" in out:  # else it would be a folder of that name
        raise click.UsageError(f"-o {out}: an address needs --engine dask, or name a folder", ctx)
    options["reader"] = reader
    if overrides is not None:
        from claimtable.taking.overrides import load_overrides

        options["overrides"] = load_overrides(overrides)
    with progress_bar() as progress:
        if out == "-":
            from claimtable.in_memory import build_results

            built = build_results(inputs, **options, progress=progress)
            summary = built.summary
        else:
            from claimtable.run import run_extract

            written = run_extract(inputs, Path(out), update=update, jobs=jobs, **options, progress=progress)
            summary = written.summary
    if out == "-":
        _print_rows(built)
        print_told(built.told)
        print_rejects(built.rejects)
    else:
        print_summary(written, Path(out))
    ctx.exit(1 if summary.unread else 0)


def _refuse_with_dask(given: dict[str, object], ctx: click.Context) -> None:
    for name, value in given.items():
        if value:
            raise click.UsageError(f"{name} does not go with --engine dask", ctx)


def _print_partitioned(run: "Partitioned", out: str) -> None:
    from claimtable.cli.summary import print_facts, print_reject_sorts

    parts = f"{run.parts:,} {'part' if run.parts == 1 else 'parts'}"
    print_facts(run.summary, [("written to", f"{out}/  (papers, results, comparisons, leaderboards, rejects in {parts})")])
    print_reject_sorts(run.rejected, run.rejected_counts, f"{out}/rejects/")


def _print_rows(run: "Run") -> None:
    from claimtable.folder.writers import result_lines

    stream = sys.stdout.buffer  # UTF-8 and plain line ends, whatever the locale
    for line in result_lines(run.results):
        stream.write(line.encode())
    stream.flush()
