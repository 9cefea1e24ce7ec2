"""`claimtable compare`: methods side by side."""

from pathlib import Path
from typing import Any

import click

from claimtable.cli.filters import filters, format_option, read_boards, to_selection
from claimtable.cli.paths import PATH

EPILOG = """\b
Examples:
  claimtable compare FooNet BarNet --in june         two methods on all their boards
  claimtable compare --paper 2405.00001 2406.00002   whatever these papers report
  claimtable compare --dataset GSM8K --role proposed --format latex
"""


@click.command("compare", epilog=EPILOG)
@click.argument("names", metavar="[METHOD|ID]...", nargs=-1)
@click.option("--in", "folder", default="outputs", show_default=True, metavar="DIR", type=PATH, help="The run.")
@click.option("--paper", "by_paper", is_flag=True, help="The names are ids of papers.")
@click.option("--shared", is_flag=True, help="Only boards that hold two or more of them.")
@click.option("--transpose", is_flag=True, help="A line for each board, a column for each method.")
@filters
@format_option
def command(
    names: tuple[str, ...], *, folder: Path, by_paper: bool, shared: bool, transpose: bool, form: str, **options: Any
) -> None:
    """Set methods side by side, over data sets and metrics.

    METHOD is a name as the boards have it. With --paper, the names are ids of papers, and all their methods are compared;
    without any, all methods of the boards that --dataset or --metric name. Differences that papers state stand apart from
    those that are computed; nothing is averaged. csv holds the scores, json the differences too.
    """
    selection = to_selection(options)
    if not names and (by_paper or not selection.is_by_board):
        raise click.UsageError("name methods, or --paper and ids, or a board by --dataset and --metric")
    from claimtable.cli.boards import print_sheet, write_stdout
    from claimtable.folder.store import read_table
    from claimtable.tables import sheet
    from claimtable.tables.compare import Wanted, find_comparison, to_score_records
    from claimtable.tables.compare_sheets import to_deltas_sheet, to_scores_sheet
    from schemas.columns import table_columns

    found = find_comparison(
        read_boards(folder, selection),
        Wanted(names, by_paper, selection.is_by_board),
        comparisons=read_table(folder, "comparisons"),
        results=read_table(folder, "results"),
        among=str(folder),
        shared=shared,
    )
    if form in {"csv", "json"}:
        records = to_score_records(found)
        if form == "csv":
            write_stdout(sheet.to_csv(records, [column.name for column in table_columns("leaderboards")]))
        else:
            deltas = [delta.model_dump(mode="json") for delta in found.deltas]
            write_stdout(sheet.to_json({"scores": records, "deltas": deltas, "off_boards": found.off_boards}))
        return
    scores, deltas_sheet = to_scores_sheet(found), to_deltas_sheet(found)
    sheets = [scores.transposed() if transpose else scores, *([deltas_sheet] if deltas_sheet else [])]
    if form == "text":
        for number, one in enumerate(sheets):
            print_sheet(one, narrow=frozenset() if number or transpose else frozenset({1, 2}))
            click.echo()
    else:
        write_stdout("\n".join(map(sheet.RENDERERS[form], sheets)))
