"""The questions that GX has no expectation for, as vectorised functions: columns in, one bool a row out.

Each takes the columns that its expectation names, and says of every row whether it holds.
Nulls are spelled None, NaN, NaT or <NA>, whatever the table came from; `isna` knows them all.
"""

import datetime
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from validation.wording import bound_fits_words, unit_fits_text

_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?")
_TORN = re.compile(r"\d+\.\d+\.\d+")  # a span without its dash: 7.4-9.6
_HARD = re.compile(r"\d\s+[.\d]|\.\s+\d|\^|\de-?\d|\d\\(?!%)|\d_|[\d}]\{|/|frac|10\s?[⁰¹²³⁴-⁹⁻]|order|half|third|quarter")
# 1.5M, and 1.1 GFLOPs
_SUFFIX = re.compile(r"\d[\s$]*[kKMBTGPE](?![a-z])|thousand|million|billion|trillion")
_LOOSE = 1e-9


def _rows(frame: pd.DataFrame, question: Callable[..., bool], *columns: str) -> "pd.Series[bool]":
    values = zip(*(frame[column].tolist() for column in columns), strict=True)
    return pd.Series([question(*row) for row in values], index=frame.index, dtype=bool)


def _is_null(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))


# Types -------------------------------------------------------------------------------------------


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_integer(value: object) -> bool:
    # A nullable integer column that went through CSV comes back as floats: 3.0 is still a line number.
    if isinstance(value, bool | np.bool_):
        return False
    return isinstance(value, int | np.integer) or (isinstance(value, float | np.floating) and float(value).is_integer())


def _is_number(value: object) -> bool:
    if isinstance(value, bool | np.bool_):
        return False
    return isinstance(value, int | float | np.integer | np.floating) and math.isfinite(value)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool | np.bool_)


def _is_day(value: object) -> bool:
    return isinstance(value, datetime.date | np.datetime64)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple | np.ndarray) and all(isinstance(part, str) for part in value)


TYPES: dict[str, Callable[[object], bool]] = {
    "text": _is_text,
    "integer": _is_integer,
    "number": _is_number,
    "flag": _is_flag,
    "day": _is_day,
    "list": _is_list,
}


def fits_type(column: "pd.Series[Any]", type_name: str) -> "pd.Series[bool]":
    """Whether each value is of the type; cheap where the dtype already says so."""
    dtype = column.dtype
    by_dtype = (
        (type_name == "text" and isinstance(dtype, pd.StringDtype))
        or (type_name == "integer" and pd.api.types.is_integer_dtype(dtype))
        or (type_name == "number" and pd.api.types.is_integer_dtype(dtype))
        or (type_name == "flag" and pd.api.types.is_bool_dtype(dtype))
        or (type_name == "day" and pd.api.types.is_datetime64_any_dtype(dtype))
    )
    if by_dtype:
        return pd.Series(True, index=column.index, dtype=bool)
    if type_name == "number" and pd.api.types.is_float_dtype(dtype):
        return pd.Series(np.isfinite(column.to_numpy(dtype=float)), index=column.index, dtype=bool)
    if isinstance(dtype, pd.CategoricalDtype):
        column = column.astype(object)
    return column.map(TYPES[type_name]).astype(bool)


# Rows of results ---------------------------------------------------------------------------------


def ranges_run_upward(frame: pd.DataFrame) -> "pd.Series[bool]":
    """A value_high is not below value, where there is one."""
    high = pd.to_numeric(frame["value_high"], errors="coerce")
    return (high.isna() | (pd.to_numeric(frame["value"], errors="coerce") <= high)).astype(bool)


def changes_have_direction(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Direction and basis stand exactly where kind is change."""
    is_change = frame["kind"] == "change"
    return ((frame["direction"].notna() == is_change) & (frame["basis"].notna() == is_change)).astype(bool)


def values_fit_kind(frame: pd.DataFrame) -> "pd.Series[bool]":
    """A change is unsigned, a rank is a counting number."""
    value = pd.to_numeric(frame["value"], errors="coerce")
    bad_change = (frame["kind"] == "change") & (value < 0)
    bad_rank = (frame["kind"] == "rank") & ((value < 1) | (value % 1 != 0))
    return ~(bad_change | bad_rank).astype(bool)


def factors_are_times(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Among changes, unit x and basis factor come together."""
    is_change = frame["kind"] == "change"
    return (~is_change | ((frame["unit"] == "x") == (frame["basis"] == "factor"))).astype(bool)


def none_null(frame: pd.DataFrame) -> "pd.Series[bool]":
    """No column is null."""
    return frame.notna().all(axis=1).astype(bool)


def come_together(frame: pd.DataFrame) -> "pd.Series[bool]":
    """All columns are null or none is."""
    null = frame.isna()
    return (null.all(axis=1) | ~null.any(axis=1)).astype(bool)


def all_true(frame: pd.DataFrame) -> "pd.Series[bool]":
    """The last column is not False (null: no opinion). It was computed when the table was prepared."""
    return ~(frame[frame.columns[-1]].astype(object) == False).astype(bool)  # noqa: E712


def scores_in_range(frame: pd.DataFrame) -> "pd.Series[bool]":
    """A score of a bounded metric lies inside its range, in the unit that it is given in."""
    low, high = frame["range_low"].astype(float), frame["range_high"].astype(float)
    good = pd.Series(True, index=frame.index, dtype=bool)
    for column in ("value", "value_high"):
        value = pd.to_numeric(frame[column], errors="coerce")
        good &= ~((value < low - _LOOSE) | (value > high + _LOOSE))
    return good.astype(bool)


def values_match_text(frame: pd.DataFrame) -> "pd.Series[bool]":
    """The number is the one that value_text shows, where that shows one plainly."""
    return _rows(frame, _value_matches, "value_text", "value")


def _value_matches(value_text: object, value: Any) -> bool:
    """Compare significant digits and size.

    >>> _value_matches("84.57%", 84.57), _value_matches("84.57%", 845.7), _value_matches("1.5M", 1500000.0)
    (True, False, True)
    >>> _value_matches("two orders of magnitude", 100.0), _value_matches("0 . 8 6 1", 0.861)
    (True, True)
    >>> _value_matches("7.49.6%", 7.4), _value_matches("7.49.6%", 9.6)
    (True, False)
    >>> _value_matches("1.1 GFLOPs", 1.1e9), _value_matches("1.1 Gains", 1.1e9)
    (True, False)
    """
    if not isinstance(value_text, str) or not _is_number(value):
        return True
    # Torn digits ("0 . 8 6 1", "33 5%"), powers of ten and fractions take the extractor's own eyes.
    if _HARD.search(value_text):
        return True
    torn = _TORN.search(value_text)
    if torn is not None:
        return torn.group().startswith(f"{abs(float(value)):g}")
    shown = [float(found.group().replace(",", "")) for found in _NUMBER.finditer(value_text) if found.group()]
    scales = (1.0, 1e3, 1e6, 1e9, 1e12, 1e15, 1e18) if _SUFFIX.search(value_text) else (1.0,)
    size = abs(float(value))
    return not shown or any(math.isclose(size, number * scale, rel_tol=1e-6) for number in shown for scale in scales)


def percents_match_text(frame: pd.DataFrame) -> "pd.Series[bool]":
    """A value written with a per cent sign has unit % or point."""

    def question(value_text: object, unit: object) -> bool:
        return not isinstance(value_text, str) or "%" not in value_text or unit in {"%", "point"}

    return _rows(frame, question, "value_text", "unit")


def bounds_have_words(frame: pd.DataFrame) -> "pd.Series[bool]":
    """The sentence has the words of the bound."""

    def question(sentence: object, value_text: object, bound: object) -> bool:
        told = isinstance(sentence, str) and isinstance(value_text, str) and value_text
        return not told or bound_fits_words(str(sentence), str(value_text), str(bound))

    return _rows(frame, question, "sentence", "value_text", "bound")


def units_match_text(frame: pd.DataFrame) -> "pd.Series[bool]":
    """The unit is the one that the value expression shows."""

    def question(value_text: object, unit: object) -> bool:
        return not isinstance(value_text, str) or unit_fits_text(value_text, unit if isinstance(unit, str) else None)

    return _rows(frame, question, "value_text", "unit")


def basis_fits_unit(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Among changes: a factor counts times, what is no % is absolute; CT017 speaks of factors."""

    def question(kind: object, unit: object, basis: object) -> bool:
        if kind != "change" or unit in {"%", "x"} or basis == "factor" or _is_null(basis):
            return True
        return bool(basis == "absolute")

    return _rows(frame, question, "kind", "unit", "basis")


# Leaderboards and comparisons --------------------------------------------------------------------


def ranked_are_exact(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Only exact and approximate single scores rank."""
    exact = frame["bound"].isin(["exact", "approx"]) & frame["score_high"].isna()
    return (frame["rank"].isna() | exact).astype(bool)


def differences_add_up(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Where we derived it, the difference is that of the two values."""
    subject, reference, difference = (
        pd.to_numeric(frame[c], errors="coerce") for c in ("subject_value", "reference_value", "difference")
    )
    derived = (frame["source"] == "derived") & subject.notna() & reference.notna() & difference.notna()
    return (~derived | ((subject - reference - difference).abs() <= 1e-6 * subject.abs().clip(lower=1))).astype(bool)


# The run -----------------------------------------------------------------------------------------


def values_are_accounted_for(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Every extracted value is written or rejected."""
    return (frame["values_extracted"] == frame["values_written"] + frame["values_rejected"]).astype(bool)


def days_are_plausible(frame: pd.DataFrame) -> "pd.Series[bool]":
    """A publication day lies between 1900 and 2100."""

    def question(day: Any) -> bool:
        return _is_null(day) or not hasattr(day, "year") or 1900 <= day.year <= 2100

    return _rows(frame, question, frame.columns[0])
