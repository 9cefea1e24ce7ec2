"""`claimtable show`: one abstract with everything that was read in it."""

from pathlib import Path

import click

from claimtable.cli.paths import PATH

EPILOG = """\b
Examples:
  claimtable show arxiv:2403.99001          of the run in outputs/
  claimtable show 2403.99001 june           an arXiv id does without its arxiv: and its version
"""


@click.command("show", epilog=EPILOG)
@click.argument("paper_id")
@click.argument("folder", metavar="[DIR]", default="outputs", type=PATH)
def command(paper_id: str, folder: Path) -> None:
    """Print an abstract with its claims.

    PAPER_ID is the id of a paper, or of an entry. DIR is the folder of the run.
    """
    from claimtable.cli.abstracts import print_paper
    from claimtable.folder.one_paper import find_papers

    for paper, rows in find_papers(folder, paper_id):
        print_paper(paper, rows)
