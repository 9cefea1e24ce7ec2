"""A run beside an earlier one: what was gained, lost and changed, and whether too much was lost."""

from typing import TYPE_CHECKING

from claimtable.checking.codes import rules
from claimtable.checking.findings import CheckFinding, Place
from claimtable.checking.settings import Tolerances
from claimtable.checking.sides import Side
from claimtable.differences.keyed import Difference
from claimtable.differences.rows import row_difference
from schemas import InputError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 5


def compare(now: Side, earlier: Side, tolerances: Tolerances, *, select: frozenset[str]) -> list[CheckFinding]:
    """CT090 to CT094: the earlier run is the measure."""
    found = []
    for one in (now, earlier):
        if "row_id" not in one.results.columns:
            raise InputError("the table results has no row_id", place=str(one.place), remedy="compare tables of claimtable")
    rows = row_difference(earlier.results, now.results, "row_id")
    share = len(rows.lost) / max(1, len(earlier.results))
    if share > tolerances.rows_lost:
        told = f"{len(rows.lost)} of {len(earlier.results)} rows are lost ({share:.1%}, allowed {tolerances.rows_lost:.1%})"
        found.append(_finding("CT090", now, f"{told}, first {', '.join(rows.lost[:_SHOWN])}."))
    told = f"rows: {rows}"
    if now.boards is not None and earlier.boards is not None:
        boards = row_difference(earlier.boards, now.boards, "board_id")
        held = earlier.boards["board_id"].nunique()
        share = len(boards.lost) / max(1, held)
        if share > tolerances.boards_lost:
            lost = f"{len(boards.lost)} of {held} leaderboards are lost ({share:.1%}, allowed {tolerances.boards_lost:.1%})"
            found.append(_finding("CT091", now, f"{lost}, first {'; '.join(boards.lost[:_SHOWN])}."))
        told += f"; leaderboards: {boards}"
    else:
        boards = Difference()
    for code, column, allowed in (
        ("CT092", "metric", tolerances.without_metric),
        ("CT093", "dataset", tolerances.without_dataset),
    ):
        before, after = _null_share(earlier.results, column), _null_share(now.results, column)
        told += f"; without {column}: {after:.1%} (was {before:.1%})"
        if after - before > allowed:
            grown = f"{after:.1%} of the rows have no {column}, of the earlier run {before:.1%}; allowed is {allowed:.1%} more."
            found.append(_finding(code, now, grown))
    if rows or boards:
        found.append(_finding("CT094", now, f"Since {earlier.place}: {told}."))
    return [finding for finding in found if finding.code in select]


def _null_share(frame: "pd.DataFrame", column: str) -> float:
    return float(frame[column].isna().mean()) if column in frame.columns and len(frame) else 0.0


def _finding(code: str, now: Side, message: str) -> CheckFinding:
    rule = rules()[code]
    return CheckFinding(code=code, name=rule.name, severity=rule.severity, message=message, place=Place(path=str(now.place)))
