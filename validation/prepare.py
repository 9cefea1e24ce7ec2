"""Tables made ready to be judged: what an expectation needs from another table or a lexicon stands in the same row.

Nothing here changes a column of the table itself, but for lists, which become tuples so that they can be counted.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from validation.lexicon import Lexicon, range_in_unit
from validation.report import RunCounts
from validation.spans import fits


def to_tuples(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with a fresh index, and lists and arrays as tuples (Parquet gives arrays, which cannot be hashed)."""
    frame = frame.reset_index(drop=True)
    for column in frame.columns:
        if frame[column].dtype == object and frame[column].map(lambda v: isinstance(v, list | np.ndarray)).any():
            frame[column] = frame[column].map(lambda v: tuple(v) if isinstance(v, list | np.ndarray) else v)
    return frame


def _days(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Days as ISO text, so that a date and a timestamp of the same day are equal."""
    return column.astype(object).map(lambda day: None if pd.isna(day) else str(day)[:10]).astype(object)


def _looked_up(keys: "pd.Series[Any]", table: pd.DataFrame, key: str, column: str) -> "pd.Series[Any]":
    """The column in the first row of the table that has each key; null where there is none."""
    first = table[table[key].notna()].drop_duplicates(key).set_index(key)[column].astype(object)
    return keys.astype(object).map(first).astype(object)


def prepared_papers(papers: pd.DataFrame) -> pd.DataFrame:
    """The table papers, ready."""
    return to_tuples(papers)


# A record is one value on several data sets: its rows differ in these columns only.
_PER_ROW = {"row_id", "dataset", "dataset_text"}
_REFERENCE = ("entry_id", "kind", "metric", "reference_id")


class ResultsContext:
    """What the rows of a chunk of results must be held against: the whole table, counted in Arrow, and the papers."""

    def __init__(self, results: pd.DataFrame, papers: pd.DataFrame, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        known = papers[papers["entry_id"].notna()].drop_duplicates("entry_id").set_index("entry_id")
        self._abstracts = {entry: text for entry, text in known["abstract"].items() if isinstance(text, str)}
        self._papers = {name: known[name].astype(object) for name in ("paper_id", "title")}
        self._papers["published_day"] = _days(known["published"])
        self._entries = set(known.index)
        linked = results["record_id"].astype(object).isin(set(results["reference_id"].dropna()))
        first = results[linked].drop_duplicates("record_id").set_index("record_id")
        self._records = {name: first[name].astype(object) for name in _REFERENCE}
        self._twice = _repeated(results, "row_id")
        self._values_twice = _repeated(_value_keys(results), "key")
        self._disagree = _disagreeing(results)

    def prepared(self, chunk: pd.DataFrame) -> pd.DataFrame:
        """A chunk of the table results with its papers, its references and what the lexicon says."""
        frame = to_tuples(chunk)
        entries = frame["entry_id"].astype(object)
        columns = {f"{name}s": frame[name].tolist() for name in ("start", "end", "value_text", "sentence")}
        frame["span_fits"], frame["sentence_fits"] = fits(entries=entries.tolist(), abstracts=self._abstracts, **columns)
        frame["row_once"] = ~frame["row_id"].astype(object).isin(self._twice)
        frame["value_once"] = ~_value_keys(frame)["key"].isin(self._values_twice)
        frame["record_agrees"] = ~frame["record_id"].astype(object).isin(self._disagree)
        frame["published_day"] = _days(frame["published"])
        frame["papers_entry_id"] = entries.where(entries.astype(object).isin(self._entries), None)
        for name, column in self._papers.items():
            frame[f"papers_{name}"] = entries.map(column).astype(object)
        references = frame["reference_id"].astype(object)
        for name, column in self._records.items():
            frame[f"reference_{name}"] = references.map(column).astype(object)
        for name, canonical in (("metric", self._lexicon.canonical_metric), ("dataset", self._lexicon.canonical_dataset)):
            texts = frame[f"{name}_text"].astype(object)
            names = {text: canonical(text) for text in texts.dropna().unique() if isinstance(text, str)}
            said = texts.map(names).astype(object)
            named = said.isna() | frame[name].isna() | (said == frame[name].astype(object))
            # "31 fps": the words of a metric may be those of the unit, which name no metric of their own.
            named |= np.array(
                [str(text) in str(value) for text, value in zip(texts, frame["value_text"], strict=True)], dtype=bool
            )
            for place in frame.index[~named]:
                named.at[place] = self._is_short_for(
                    str(frame.at[place, name]), str(texts.at[place]), entries.at[place], canonical
                )
            frame[f"{name}_named"] = named.astype(object)
        return _with_lexicon(frame, self._lexicon)

    def _is_short_for(self, name: str, text: str, entry: Any, canonical: Callable[[str], str | None]) -> bool:
        """Whether the abstract itself gives the words another name: Fjord Tide Records (FTR) is FTR."""
        other = r"\s*[(\[]\s*([^()\[\]]{1,60}?)\s*[)\]]"
        abstract = self._abstracts.get(entry, "")
        if any(name in {found, canonical(found)} for found in re.findall(re.escape(text) + other, abstract)):
            return True
        # "F1 and AUC": the words of a value may name two things, and the name is that of one.
        return any(canonical(part) == name for part in re.split(r",\s*|\s+and\s+|/", text))


def _value_keys(frame: pd.DataFrame) -> pd.DataFrame:
    """What names a value on a data set, whatever the row is called."""
    columns = [frame[name].tolist() for name in ("entry_id", "start", "end", "dataset")]
    keys = ["\0".join("" if _is_null(part) else str(part) for part in row) for row in zip(*columns, strict=True)]
    return pd.DataFrame({"key": pd.Series(keys, index=frame.index, dtype=object)})


def _repeated(frame: pd.DataFrame, column: str) -> set[Any]:
    """The values that come more than once, nulls aside."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = pa.table({"id": pa.array([None if _is_null(value) else str(value) for value in frame[column]], pa.string())})
    counted = ids.group_by("id").aggregate([("id", "count")])
    return set(counted.filter(pc.greater(counted["id_count"], 1))["id"].to_pylist())


def _disagreeing(frame: pd.DataFrame) -> set[Any]:
    """The record_ids whose rows differ in more than their data set."""
    import pyarrow as pa
    import pyarrow.compute as pc

    shared = frame[frame["record_id"].duplicated(keep=False) & frame["record_id"].notna()]
    rest = [name for name in shared.columns if name not in _PER_ROW]
    texts = {name: ["\0" if _is_null(value) else str(value) for value in shared[name].tolist()] for name in rest}
    rows = pa.table({name: pa.array(column, pa.string()) for name, column in texts.items()})
    different = rows.group_by(rest).aggregate([]).group_by("record_id").aggregate([([], "count_all")])
    return set(different.filter(pc.greater(different["count_all"], 1))["record_id"].to_pylist())


def _is_null(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)  # noqa: PLR0124


def _with_lexicon(frame: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    low: list[float | None] = []
    high: list[float | None] = []
    fits: list[bool | None] = []
    polarity: list[bool] = []
    seen: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    hashed: tuple[Any, ...]
    for key in zip(*(frame[c].tolist() for c in ("metric", "unit", "kind", "higher_is_better")), strict=True):
        hashed = tuple(part if isinstance(part, str | bool | np.bool_) else None for part in key)
        if hashed not in seen:
            seen[hashed] = _lexicon_says(*hashed, lexicon=lexicon)
        one = seen[hashed]
        low.append(one[0])
        high.append(one[1])
        fits.append(one[2])
        polarity.append(one[3])
    frame["range_low"] = pd.Series(low, index=frame.index, dtype=float)
    frame["range_high"] = pd.Series(high, index=frame.index, dtype=float)
    frame["unit_fits"] = pd.Series(fits, index=frame.index, dtype=object)
    frame["polarity_fits"] = pd.Series(polarity, index=frame.index, dtype=object)
    return frame


def _lexicon_says(
    metric: str | None, unit: str | None, kind: str | None, higher_is_better: bool | None, *, lexicon: Lexicon
) -> tuple[float | None, float | None, bool | None, bool]:
    metric, unit, kind = (word if isinstance(word, str) else None for word in (metric, unit, kind))
    facts = lexicon.find(metric) if metric is not None else None
    bounds = range_in_unit(facts, unit) if facts is not None and kind == "score" else None
    # A change may be counted in %, points or x whatever the metric; a share of another's cost is a score in % or x.
    judged = metric is not None and unit is not None and unit not in {"%", "x", "point"} and kind != "rank"
    fits = lexicon.units_agree(metric, unit) if judged and metric is not None else None
    known = facts.higher_is_better if facts is not None else None
    # A row that claims no direction does no harm: it is never ranked.
    return *(bounds or (None, None)), fits, higher_is_better is None or higher_is_better == known


def prepared_comparisons(comparisons: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """The table comparisons, with whether its records are there and say the same."""
    frame = to_tuples(comparisons)
    known = set(results["record_id"].dropna())
    fits = pd.Series(True, index=frame.index, dtype=bool)
    for column in ("subject_record_id", "reference_record_id", "change_record_id"):
        fits &= frame[column].isna() | frame[column].astype(object).isin(known)
    for side in ("subject", "reference"):
        told = pd.to_numeric(_looked_up(frame[f"{side}_record_id"], results, "record_id", "value"), errors="coerce")
        own = pd.to_numeric(frame[f"{side}_value"], errors="coerce")
        fits &= told.isna() | own.isna() | _same_but_for_percent(own, told)
    frame["records_fit"] = fits.astype(object)
    changes = frame["change_record_id"]
    agrees = pd.Series(True, index=frame.index, dtype=bool)
    for column in ("entry_id", "direction", "basis", "sentence"):
        told = _looked_up(changes, results, "record_id", column)
        agrees &= ~changes.astype(object).isin(known) | (told.fillna("") == frame[column].astype(object).fillna(""))
    # A stated difference is the size of its change, signed; where both scores stand there, it is theirs, and the change may
    # be relative: "up to 50% (from 38% to 57%)".
    paired = frame["subject_value"].notna() & frame["reference_value"].notna() & (frame["basis"].astype(object) != "absolute")
    size = pd.to_numeric(_looked_up(changes, results, "record_id", "value"), errors="coerce")
    stated = pd.to_numeric(frame["difference"], errors="coerce").abs()
    agrees &= paired | size.isna() | stated.isna() | _same_but_for_percent(stated, size)
    frame["change_fits"] = agrees.astype(object)
    return frame


def prepared_leaderboards(leaderboards: pd.DataFrame, results: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    """The table leaderboards, with the rows of results that it stands on."""
    frame = to_tuples(leaderboards)
    rows = frame["row_id"]
    frame["results_row_id"] = rows.where(rows.astype(object).isin(set(results["row_id"].dropna())), None)
    for column in ("record_id", "entry_id", "dataset", "metric", "higher_is_better", "bound", "sentence"):
        frame[f"results_{column}"] = _looked_up(rows, results, "row_id", column)
    # a board may read more into a row, but then its note says what the row itself states
    for column in ("dataset", "metric"):
        frame[f"results_{column}"] = _as_noted(frame[column], frame[f"results_{column}"], frame["note"])
    unsaid = frame["results_higher_is_better"].isna() & frame["note"].notna()
    frame["results_higher_is_better"] = frame["results_higher_is_better"].where(~unsaid, frame["higher_is_better"])
    told = pd.to_numeric(_looked_up(rows, results, "row_id", "value"), errors="coerce")
    score = pd.to_numeric(frame["score"], errors="coerce")
    frame["score_fits"] = (told.isna() | _same_but_for_percent(score, told)).astype(object)
    frame["duplicate_of"] = _looked_up(frame["entry_id"], papers, "entry_id", "duplicate_of")
    return frame


def _as_noted(shown: pd.Series, told: pd.Series, notes: pd.Series) -> pd.Series:
    """What is shown, where the note names what is told or nothing is told; else what is told."""
    known = [
        isinstance(note, str) and (not isinstance(name, str) or name in note) for name, note in zip(told, notes, strict=True)
    ]
    return told.where(~pd.Series(known, index=told.index, dtype=bool), shown)


def _same_but_for_percent(left: "pd.Series[float]", right: "pd.Series[float]") -> "pd.Series[bool]":
    """Equal, or equal once a fraction is read as a percentage: 0.843 and 84.3% meet on one board."""
    left_values, right_values = left.to_numpy(dtype=float), right.to_numpy(dtype=float)
    same = np.zeros(len(left_values), dtype=bool)
    for scale in (1.0, 100.0, 0.01):
        same |= np.isclose(left_values, right_values * scale, rtol=1e-9, atol=1e-12)
    return pd.Series(same, index=left.index, dtype=bool)


def prepared_counts(counts: RunCounts, papers: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """One row: what the run counted, and what its tables hold."""
    held = {"papers_held": len(papers), "values_held": int(results["record_id"].nunique())}
    return pd.DataFrame([{**counts.model_dump(), **held}])
