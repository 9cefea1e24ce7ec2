"""`claimtable demo`: the main job on the bundled sample, then two leaderboards."""

from pathlib import Path

import click

from claimtable.cli.paths import PATH

EPILOG = """\b
Examples:
  claimtable demo
  claimtable leaderboard outputs --dataset "LibriSpeech test-clean"
"""


@click.command("demo", epilog=EPILOG)
@click.option(
    "-o",
    "--out",
    default="outputs",
    show_default=True,
    metavar="DIR",
    type=PATH,
    help="Folder for the tables.",
)
def command(out: Path) -> None:
    """Do the main job on bundled, invented abstracts."""
    from claimtable.cli.boards import print_boards
    from claimtable.cli.console import console
    from claimtable.cli.progress import progress_bar
    from claimtable.cli.summary import print_summary
    from claimtable.folder.store import read_table
    from claimtable.run import run_extract
    from claimtable.sample import sample_files

    with progress_bar() as progress:
        run = run_extract(sample_files(), out, progress=progress)
    print_boards(read_table(out, "leaderboards"), out, top=5, shown=2)
    console().print("[dim]The papers and numbers of the sample are invented.[/]")
    print_summary(run, out)
