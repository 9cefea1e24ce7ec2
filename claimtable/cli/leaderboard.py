"""`claimtable leaderboard`: the boards of a run, on the terminal."""

from pathlib import Path

import click

EPILOG = """\b
Examples:
  claimtable leaderboard                             the largest boards in outputs/
  claimtable leaderboard june --dataset "COCO test-dev"
  claimtable leaderboard --metric WER --top 5 --evidence
"""


@click.command("leaderboard", epilog=EPILOG)
@click.argument("folder", metavar="[DIR]", default="outputs", type=click.Path(path_type=Path))
@click.option("--dataset", metavar="D", help="Only boards whose data set holds these words.")
@click.option("--metric", metavar="M", help="Only boards whose metric holds these words.")
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="Ranks to show of each board."
)
@click.option("--evidence", is_flag=True, help="Show the sentence behind each score.")
def command(folder: Path, dataset: str | None, metric: str | None, top: int, evidence: bool) -> None:
    """Print the leaderboards of a run.

    DIR is the folder of the run. The largest boards come first, unless --dataset or --metric say which.
    """
    from claimtable.cli.boards import print_boards
    from claimtable.store import read_table

    print_boards(read_table(folder, "leaderboards"), folder, dataset=dataset, metric=metric, top=top, evidence=evidence)
