"""`claimtable leaderboard`: the boards of a run, or two of their metrics against each other."""

from pathlib import Path
from typing import Any

import click

from claimtable.cli.filters import filters, format_option, read_boards, to_selection
from claimtable.cli.paths import PATH

EPILOG = """\b
Examples:
  claimtable leaderboard                             the largest boards in outputs/
  claimtable leaderboard june --dataset "COCO test-dev"
  claimtable leaderboard --metric WER --top 5 --evidence
  claimtable leaderboard --metric top1 --from 2024 --role proposed --format latex
  claimtable leaderboard --dataset ImageNet --pareto top1 latency --plot front.svg
"""


@click.command("leaderboard", epilog=EPILOG)
@click.argument("folder", metavar="[DIR]", default="outputs", type=PATH)
@filters
@click.option(
    "--top", type=click.IntRange(min=1), metavar="N", help="Ranks to show of each board.  [default: 10; csv and json: all]"
)
@click.option("--evidence", is_flag=True, help="Show the sentence behind each score.")
@click.option("--pareto", nargs=2, metavar="METRIC_A METRIC_B", help="Which systems no other beats in both metrics.")
@click.option("--plot", type=PATH, metavar="FILE", help="With --pareto: draw it, as .png or .svg.")
@format_option
def command(
    folder: Path,
    *,
    top: int | None,
    evidence: bool,
    pareto: tuple[str, str] | None,
    plot: Path | None,
    form: str,
    **options: Any,
) -> None:
    """Print the leaderboards of a run.

    DIR is the folder of the run. The largest boards come first, unless --dataset or --metric say which. Ranks are those among
    the scores that the filters leave.
    """
    if plot is not None and pareto is None:
        raise click.UsageError("--plot draws the systems of --pareto; the history of a board is drawn by 'claimtable history'")
    selection = to_selection(options)
    if pareto is not None:
        if selection.metric is not None:
            raise click.UsageError("--pareto names its metrics itself; leave --metric out")
        _pareto(folder, selection, pareto, plot=plot, form=form)
        return
    boards = read_boards(folder, selection)
    from claimtable.cli import boards as screen
    from claimtable.tables import sheet
    from claimtable.tables.board_sheets import to_records, to_sheet, topped
    from schemas.columns import table_columns

    if form == "text":
        shown = None if selection.is_by_board or selection.is_by_row else screen.SHOWN
        screen.print_selected(boards, folder, top=top or screen.TOP, evidence=evidence, shown=shown)
    elif form in sheet.RENDERERS:
        sheets = (to_sheet(board, top=top or screen.TOP, evidence=evidence) for board in boards)
        screen.write_stdout("\n".join(map(sheet.RENDERERS[form], sheets)))
    else:
        records = to_records(row for board in boards for row in topped(board, top))
        columns = [column.name for column in table_columns("leaderboards")]
        screen.write_stdout(sheet.to_csv(records, columns) if form == "csv" else sheet.to_json(records))


def _pareto(folder: Path, selection: Any, metrics: tuple[str, str], *, plot: Path | None, form: str) -> None:
    from claimtable.cli.boards import print_sheet, write_stdout
    from claimtable.folder.store import read_table
    from claimtable.tables import sheet
    from claimtable.tables.pareto import COLUMNS, find_fronts, to_pareto_sheet
    from claimtable.tables.plots import pareto_chart, save_chart

    fronts = find_fronts(read_boards(folder, selection), read_table(folder, "results"), metrics, among=str(folder))
    if plot is not None:
        if len(fronts) > 1:
            names = ", ".join(front.dataset for front in fronts[:5])
            raise click.UsageError(f"one plot holds one data set; choose one by --dataset, such as {names}")
        save_chart(pareto_chart(fronts[0]), plot)
        click.echo(f"claimtable: see {plot}", err=True)
    if form == "text":
        for front in fronts:
            print_sheet(to_pareto_sheet(front))
    elif form in sheet.RENDERERS:
        write_stdout("\n".join(sheet.RENDERERS[form](to_pareto_sheet(front)) for front in fronts))
    else:
        records = [point.model_dump(mode="json") for front in fronts for point in front.points]
        write_stdout(sheet.to_csv(records, COLUMNS) if form == "csv" else sheet.to_json(records))
