"""`claimtable export`: the tables of a run in the formats that other programs read."""

from datetime import datetime
from pathlib import Path

import click

from claimtable.cli.paths import PATH
from claimtable.exports.formats import FORMATS
from schemas.columns import TABLES

_LIST = "\n".join(f"  {name:<16} {fmt.about}{' (a folder)' if fmt.is_folder else ''}" for name, fmt in FORMATS.items())
EPILOG = f"""\b
Formats:
{_LIST}

\b
Examples:
  claimtable export outputs --to excel -o boards.xlsx
  claimtable export outputs --to sqlite -o claims.sqlite
  claimtable export outputs --to csv --table results --csv-safe -o results.csv
  claimtable export outputs --to latex -o boards.tex
  claimtable export outputs --to model-index --mapping hub.yaml -o cards

\b
What a format cannot hold, or what lacks an id, is counted on standard error.
"""


@click.command("export", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--to", "to", required=True, metavar="FORMAT", type=click.Choice(list(FORMATS)), help="What to make.")
@click.option("-o", "--out", required=True, metavar="PATH", type=PATH, help="File or folder to write, as it is named.")
@click.option("--table", metavar="NAME", type=click.Choice(list(TABLES)), help="One table as one file (csv, parquet, jsonl).")
@click.option("--csv-safe", is_flag=True, help="No text that a spreadsheet takes for a formula (csv).")
@click.option(
    "--mapping",
    metavar="FILE",
    type=PATH,
    help="Hub ids of data sets, tasks, metrics, models (model-index, eval-results, every-eval-ever).",
)
@click.option(
    "--timestamp",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="When the records were made, in UTC; else the day of the newest paper (every-eval-ever).",
)
@click.option("--force", is_flag=True, help="Replace what stands at PATH, even if it is no export.")
def command(
    *,
    folder: Path,
    to: str,
    out: Path,
    table: str | None,
    csv_safe: bool,
    mapping: Path | None,
    timestamp: datetime | None,
    force: bool,
) -> None:
    """Write a run in the format of another program.

    DIR is the folder of the run. An earlier export at PATH is replaced, anything else is not.
    """
    from claimtable.exports.export import export_run
    from claimtable.exports.options import ExportOptions

    options = ExportOptions(table=table, csv_safe=csv_safe, mapping=mapping, timestamp=timestamp)
    done = export_run(folder, to, out, options=options, force=force)
    for remark in done.remarks:
        click.echo(f"note: {remark}", err=True)
    files = "" if done.path.is_file() else f", {done.files:,} {'file' if done.files == 1 else 'files'}"
    click.echo(f"written to {done.path} ({to}{files})")
