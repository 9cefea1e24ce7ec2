"""One side of a comparison: the tables of a run in an output folder, or a single file of results."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claimtable.checking.folder import no_results, read_folder_table
from claimtable.checking.read_tables import ReadTable, read_table_file
from schemas import InputError

if TYPE_CHECKING:
    import pandas as pd


class Side(NamedTuple):
    """The tables of one of the two runs."""

    place: Path
    results: "pd.DataFrame"
    boards: "pd.DataFrame | None"
    papers: "pd.DataFrame | None" = None


def read_side(path: Path, *, with_papers: bool = False) -> Side:
    """The tables of a run, in an output folder or a file of results; its papers, the largest, where they are asked for.

    Raises:
        InputError: there is none.
    """
    if path.is_dir():
        results, boards = read_folder_table(path, "results"), read_folder_table(path, "leaderboards")
        if results is None:
            raise no_results(path)
        papers = read_folder_table(path, "papers") if with_papers else None
        return Side(path, results.frame, boards.frame if boards else None, papers.frame if papers else None)
    if not path.exists():
        raise InputError("no such file or folder", place=str(path), remedy="name an earlier output folder")
    return side_of(read_table_file(path))


def side_of(read: ReadTable) -> Side:
    """The side that a file of results stands for.

    Raises:
        InputError: it holds another table.
    """
    if read.name != "results":
        raise InputError(f"this is a table {read.name}", place=str(read.path), remedy="name a folder or a table of results")
    return Side(read.path, read.frame, None)
