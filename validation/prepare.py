"""Chunks of tables made ready to be judged: what an expectation needs from elsewhere stands in the same row.

Nothing here changes a column of the table itself, but for lists, which become tuples so that they can be counted.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from validation.lexicon import Lexicon, range_in_unit
from validation.names import datasets_agree, metrics_agree
from validation.sources import Table

if TYPE_CHECKING:
    from validation.whole_tables import WholeTables

Abstracts = Callable[[Collection[str]], Mapping[str, str]]


def holds(code: str) -> str:
    """The column that says of each row whether a check of the whole table holds.

    >>> holds("CT013")
    'holds_CT013'
    """
    return f"holds_{code}"


def prepared_chunks(
    name: str, table: Table, whole: "WholeTables", *, size: int, lexicon: Lexicon, select: Collection[str] | None
) -> Iterator[tuple[int, pd.DataFrame]]:
    """The chunks of a table, each with its first position, ready to be judged by the selected codes."""
    broken = whole.broken(name, select)
    begin = 0
    for chunk in table.chunks(size):
        frame = to_tuples(chunk)
        positions = np.arange(begin, begin + len(frame))
        for code, rows in broken.items():
            frame[holds(code)] = ~np.isin(positions, rows)
        if name == "results":
            frame = _with_names(_with_lexicon(frame, lexicon), lexicon, whole.abstracts)
        yield begin, frame
        begin += len(frame)


def to_tuples(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with a fresh index, and lists and arrays as tuples (Parquet gives arrays, which cannot be hashed)."""
    frame = frame.reset_index(drop=True)
    for column in frame.columns:
        if frame[column].dtype == object and frame[column].map(lambda v: isinstance(v, list | np.ndarray)).any():
            frame[column] = frame[column].map(lambda v: tuple(v) if isinstance(v, list | np.ndarray) else v)
    return frame


def _with_names(frame: pd.DataFrame, lexicon: Lexicon, abstracts: Abstracts) -> pd.DataFrame:
    """Whether metric and data set are the canonical names of their words."""
    for name, canonical in (("metric", lexicon.canonical_metric), ("dataset", lexicon.canonical_dataset)):
        texts = frame[f"{name}_text"].astype(object)
        names = {text: canonical(text) for text in texts.dropna().unique() if isinstance(text, str)}
        said = texts.map(names).astype(object)
        named = said.isna() | frame[name].isna() | (said == frame[name].astype(object))
        # "31 fps": the words of a metric may be those of the unit, which name no metric of their own.
        named |= np.array([str(text) in str(value) for text, value in zip(texts, frame["value_text"], strict=True)], dtype=bool)
        doubtful = frame.index[~named.astype(bool)]
        entries = frame["entry_id"].astype(object)
        known = abstracts({entry for entry in entries[doubtful] if isinstance(entry, str)}) if len(doubtful) else {}
        for place in doubtful:
            abstract = known.get(str(entries.at[place]), "")
            one, words = str(frame.at[place, name]), str(texts.at[place])
            if name == "metric":
                named.at[place] = metrics_agree(one, words, abstract, canonical)
            else:
                named.at[place] = datasets_agree(one, words, abstract, canonical)
        frame[f"{name}_named"] = named.astype(object)
    return frame


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
