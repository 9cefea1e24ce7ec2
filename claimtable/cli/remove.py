"""`claimtable remove`: take withdrawn papers out of a run."""

from pathlib import Path

import click

from claimtable.cli.paths import PATH

EPILOG = """\b
Examples:
  claimtable remove 2401.00001 -o june             all versions of an arXiv paper
  claimtable remove paper-7 paper-9                two papers of outputs/

\b
Exit code: 0 done; 2 nothing was removed.
"""


@click.command("remove", epilog=EPILOG)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "-o",
    "--out",
    default="outputs",
    show_default=True,
    metavar="DIR",
    type=PATH,
    help="Folder of the run.",
)
def command(ids: tuple[str, ...], out: Path) -> None:
    """Take papers out of a run, with all that came from them.

    ID is a paper_id or entry_id of the table papers; an arXiv id without a version means every version.
    """
    from claimtable.cli.progress import progress_bar
    from claimtable.cli.summary import print_summary
    from claimtable.run import remove_papers

    with progress_bar() as progress:
        run = remove_papers(ids, out, progress=progress)
    print_summary(run, out)
