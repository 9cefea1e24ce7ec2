"""A run beside an earlier one: what was gained, lost and changed, and whether too much was lost."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from claimtable.checking.codes import rules
from claimtable.checking.findings import CheckFinding, Place
from claimtable.checking.folder import no_results, read_folder_table
from claimtable.checking.read_tables import ReadTable, read_table_file
from claimtable.checking.settings import Tolerances
from schemas import InputError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 5


class Difference(NamedTuple):
    """The ids that came, went and hold something else now."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]

    def __str__(self) -> str:
        """In numbers."""
        return f"{len(self.gained)} gained, {len(self.lost)} lost, {len(self.changed)} changed"


class Side(NamedTuple):
    """The tables of one of the two runs."""

    place: Path
    results: "pd.DataFrame"
    boards: "pd.DataFrame | None"


def read_side(path: Path) -> Side:
    """The tables of a run, in an output folder or a file of results.

    Raises:
        InputError: there is none.
    """
    if path.is_dir():
        results, boards = read_folder_table(path, "results"), read_folder_table(path, "leaderboards")
        if results is None:
            raise no_results(path)
        return Side(path, results.frame, boards.frame if boards else None)
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


def compare(now: Side, earlier: Side, tolerances: Tolerances, *, select: frozenset[str]) -> list[CheckFinding]:
    """CT090 to CT094: the earlier run is the measure."""
    found = []
    for one in (now, earlier):
        if "row_id" not in one.results.columns:
            raise InputError("the table results has no row_id", place=str(one.place), remedy="compare tables of claimtable")
    rows = difference(now.results, earlier.results, "row_id")
    share = len(rows.lost) / max(1, len(earlier.results))
    if share > tolerances.rows_lost:
        told = f"{len(rows.lost)} of {len(earlier.results)} rows are lost ({share:.1%}, allowed {tolerances.rows_lost:.1%})"
        found.append(_finding("CT090", now, f"{told}, first {', '.join(rows.lost[:_SHOWN])}."))
    told = f"rows: {rows}"
    if now.boards is not None and earlier.boards is not None:
        boards = difference(now.boards, earlier.boards, "board_id")
        held = earlier.boards["board_id"].nunique()
        share = len(boards.lost) / max(1, held)
        if share > tolerances.boards_lost:
            lost = f"{len(boards.lost)} of {held} leaderboards are lost ({share:.1%}, allowed {tolerances.boards_lost:.1%})"
            found.append(_finding("CT091", now, f"{lost}, first {'; '.join(boards.lost[:_SHOWN])}."))
        told += f"; leaderboards: {boards}"
    else:
        boards = Difference((), (), ())
    for code, column, allowed in (
        ("CT092", "metric", tolerances.without_metric),
        ("CT093", "dataset", tolerances.without_dataset),
    ):
        before, after = _null_share(earlier.results, column), _null_share(now.results, column)
        told += f"; without {column}: {after:.1%} (was {before:.1%})"
        if after - before > allowed:
            grown = f"{after:.1%} of the rows have no {column}, of the earlier run {before:.1%}; allowed is {allowed:.1%} more."
            found.append(_finding(code, now, grown))
    if any((*rows, *boards)):
        found.append(_finding("CT094", now, f"Since {earlier.place}: {told}."))
    return [finding for finding in found if finding.code in select]


def difference(now: "pd.DataFrame", earlier: "pd.DataFrame", key: str) -> Difference:
    """Which keys came, which went, and under which the rows are others."""
    new, old = _by_key(now, key), _by_key(earlier, key)
    return Difference(
        gained=tuple(name for name in new if name not in old),
        lost=tuple(name for name in old if name not in new),
        changed=tuple(name for name, rows in new.items() if name in old and old[name] != rows),
    )


def _by_key(frame: "pd.DataFrame", key: str) -> dict[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = {}
    columns = sorted(str(name) for name in frame.columns if name != key)
    texts = [[_text(value) for value in frame[name].tolist()] for name in columns]
    for name, row in zip(frame[key].tolist(), zip(*texts, strict=True), strict=True):
        rows.setdefault(str(name), []).append(row)
    return rows


def _text(value: object) -> str:
    """The same for one value in every format."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(str, value)) + "]"
    if value is None or str(value) in {"nan", "NaT", "<NA>"}:
        return ""
    text = str(value)
    return text[:10] if text.endswith(" 00:00:00") else text.removesuffix(".0")


def _null_share(frame: "pd.DataFrame", column: str) -> float:
    return float(frame[column].isna().mean()) if column in frame.columns and len(frame) else 0.0


def _finding(code: str, now: Side, message: str) -> CheckFinding:
    rule = rules()[code]
    return CheckFinding(code=code, name=rule.name, severity=rule.severity, message=message, place=Place(path=str(now.place)))
