"""`claimtable history`: the best score of a board over time."""

from pathlib import Path
from typing import Any

import click

from claimtable.cli.filters import filters, format_option, read_boards, to_selection
from claimtable.cli.paths import PATH

EPILOG = """\b
Examples:
  claimtable history june --dataset ImageNet --metric top1
  claimtable history june --dataset GSM8K --metric accuracy --plot best.png --plot best.svg
  claimtable history june --dataset COCO --metric mAP --all --role any --format csv
"""


@click.command("history", epilog=EPILOG)
@click.argument("folder", metavar="[DIR]", default="outputs", type=PATH)
@filters
@click.option("--all", "every", is_flag=True, help="Every score, not only the new bests.")
@click.option("--plot", "plots", multiple=True, type=PATH, metavar="FILE", help="Draw it, as .png or .svg.")
@format_option
def command(folder: Path, *, every: bool, plots: tuple[Path, ...], form: str, **options: Any) -> None:
    """Show how the best score on a data set rose or fell over time.

    DIR is the folder of the run; --dataset and --metric name the board. Only systems that their paper proposes count, unless
    --role says otherwise: a baseline is older than the paper that reports it. Where the source gives no day, the month of an
    arXiv identifier stands for it.
    """
    if not options["dataset"] or not options["metric"]:
        raise click.UsageError("a history is of one board: give --dataset and --metric")
    selection = to_selection({**options, "role": options["role"] or "proposed"})
    from claimtable.cli.boards import print_sheet, write_stdout
    from claimtable.tables import sheet
    from claimtable.tables.history import COLUMNS, choose_board, to_history, to_history_sheet
    from schemas import OptionError

    board, others = choose_board(read_boards(folder, selection), selection.dataset or "", selection.metric or "")
    history = to_history(board, others)
    if not history.points:
        raise OptionError(
            f"no score of {history.dataset} · {history.metric} both ranks and has a date",
            place=str(folder),
            remedy="give papers a `published`, or an arXiv identifier as their id",
        )
    if form == "text":
        print_sheet(to_history_sheet(history, every=every), narrow=frozenset({0, 2, 3}))
    elif form in sheet.RENDERERS:
        write_stdout(sheet.RENDERERS[form](to_history_sheet(history, every=every)))
    else:
        points = [point.model_dump(mode="json") for point in (history.points if every else history.bests)]
        if form == "csv":
            write_stdout(sheet.to_csv(points, COLUMNS))
        else:
            write_stdout(sheet.to_json({**history.model_dump(mode="json", exclude={"points"}), "points": points}))
    if plots:
        from claimtable.tables.plots import history_chart, save_chart

        chart = history_chart(history)
        for path in plots:
            save_chart(chart, path)
            click.echo(f"claimtable: see {path}", err=True)
