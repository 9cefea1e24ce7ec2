"""The rows of a table, by the name of each, in two runs."""

from typing import TYPE_CHECKING

from claimtable.differences.keyed import Difference, difference

if TYPE_CHECKING:
    import pandas as pd


def row_difference(before: "pd.DataFrame", now: "pd.DataFrame", key: str) -> Difference[str]:
    """Which keys of a table came, which went, and under which the rows are others, in whatever format they were read."""
    return difference(_by_key(before, key), _by_key(now, key))


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
