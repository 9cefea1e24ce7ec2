"""A small run in which everything holds, invented from end to end; tests break one thing in a copy of it."""

from datetime import date
from functools import cache
from typing import NamedTuple

import pandas as pd

from schemas import ComparisonRow, LeaderboardRow, Paper, ResultRow
from validation import RunCounts, ValidationReport, validate_run
from validation.lexicon import Lexicon, MetricFacts

ONE = (
    "We present Tarn, a tagger. On Fjord it reaches an accuracy of 91.2% vs. 88.0% for BirchNet. "
    "Tarn improves F1 by 2.1 points on Fjord and Meadow and cuts latency to 12 ms. It placed second."
)
TWO = "HeathNet reaches an accuracy of 91.2% on Fjord, and errs in 3% to 5% of the cases."
FACTS = {
    "Accuracy": MetricFacts(True, 0, 1, rate=True),
    "F1": MetricFacts(True, 0, 1, rate=True),
    "Latency": MetricFacts(False, 0, None, rate=False),
    "Error Rate": MetricFacts(False, 0, 1, rate=True),
}


def _units_agree(metric: str, unit: str | None) -> bool | None:
    return None if unit is None else (unit in {"ms", "s"}) == (metric == "Latency")


def _canonical_metric(text: str) -> str | None:
    return {"accuracy": "Accuracy", "latency": "Latency", "F1": "F1", "errs": "Error Rate"}.get(text)


LEXICON = Lexicon(FACTS.get, _units_agree, _canonical_metric, {"Fjord": "Fjord", "Meadow": "Meadow"}.get)


class Run(NamedTuple):
    """The tables and counts of a run."""

    papers: pd.DataFrame
    results: pd.DataFrame
    comparisons: pd.DataFrame
    leaderboards: pd.DataFrame
    counts: RunCounts

    def judged(self, *codes: str) -> ValidationReport:
        return validate_run(**self._asdict(), lexicon=LEXICON, select=codes or None)


def frame(model, rows: list[dict]) -> pd.DataFrame:
    """Rows checked by their model, as a table with the columns of its schema."""
    dumped = [model(**row).model_dump(mode="python") for row in rows]
    table = pd.DataFrame(dumped, columns=list(model.model_fields))
    for column in table.columns:  # null is null, not NaN: a table of our own is built like this
        if table[column].isna().all():
            table[column] = table[column].astype(object)
    return table


def _paper(entry_id: str, abstract: str, **fields) -> dict:
    return {
        **{"entry_id": entry_id, "paper_id": entry_id.partition("~")[0], "title": f"On {entry_id}"},
        "abstract": abstract,
        **{"published": date(2024, 5, 1), "source": "invented.jsonl", "line": 1, "reader": "jsonl", **fields},
    }


def result(entry_id: str, record: int, value_text: str, abstract: str, sentence: str, **fields) -> dict:
    """One row of results, its offsets found in the abstract."""
    start = abstract.index(value_text, abstract.index(sentence))
    row = dict.fromkeys(ResultRow.model_fields)
    row |= {
        **{"row_id": f"{entry_id}/{record}", "record_id": f"{entry_id}/{record}", "entry_id": entry_id},
        **{"paper_id": entry_id, "title": f"On {entry_id}", "published": date(2024, 5, 1), "kind": "score"},
        **{"value_text": value_text, "start": start, "end": start + len(value_text), "bound": "exact"},
        **{"conditions": (), "sentence": sentence, "rule": "percent", "confidence": 0.9},
    }
    return row | fields


_FIRST = "On Fjord it reaches an accuracy of 91.2% vs. 88.0% for BirchNet."
_HEATH = "HeathNet reaches an accuracy of 91.2% on Fjord, and errs in 3% to 5% of the cases."
_SECOND = "Tarn improves F1 by 2.1 points on Fjord and Meadow and cuts latency to 12 ms."


def _accuracy(dataset: str | None = "Fjord") -> dict:
    named = {"metric": "Accuracy", "metric_text": "accuracy", "unit": "%", "higher_is_better": True}
    return {**named, "dataset": dataset, "dataset_text": dataset}


def good_results() -> list[dict]:
    gain = {
        **{"kind": "change", "value": 2.1, "unit": "point", "direction": "increase", "basis": "absolute"},
        **{"metric": "F1", "metric_text": "F1", "higher_is_better": True, "method": "Tarn"},
    }
    return [
        result(
            *("p1", 1, "91.2%", ONE, _FIRST),
            **{**_accuracy(), "value": 91.2, "method": "Tarn", "baseline": "BirchNet", "reference_id": "p1/2"},
        ),
        result("p1", 2, "88.0%", ONE, _FIRST, **{**_accuracy(), "value": 88.0, "method": "BirchNet"}),
        result("p1", 3, "2.1 points", ONE, _SECOND, **{**gain, "dataset": "Fjord", "dataset_text": "Fjord"}),
        result(
            *("p1", 3, "2.1 points", ONE, _SECOND),
            **{**gain, "dataset": "Meadow", "dataset_text": "Meadow", "row_id": "p1/3b"},
        ),
        result(
            *("p1", 4, "12 ms", ONE, _SECOND),
            **{"metric": "Latency", "metric_text": "latency", "value": 12.0, "unit": "ms", "higher_is_better": False},
        ),
        result("p1", 5, "second", ONE, "It placed second.", **{"kind": "rank", "value": 2.0}),
        result("p2", 1, "91.2%", TWO, _HEATH, **{**_accuracy(), "value": 91.2, "method": "HeathNet"}),
        result(
            *("p2", 2, "3% to 5%", TWO, _HEATH),
            **{"metric": "Error Rate", "metric_text": "errs", "value": 3.0, "value_high": 5.0, "unit": "%"},
            **{"higher_is_better": False},
        ),
    ]


def _board(rank: int | None, method: str, score: float, record_id: str, **fields) -> dict:
    row = dict.fromkeys(LeaderboardRow.model_fields)
    entry = record_id.split("/", maxsplit=1)[0]
    row |= {
        **{"board_id": "Fjord | Accuracy | %", "dataset": "Fjord", "metric": "Accuracy", "unit": "%"},
        **{"higher_is_better": True, "rank": rank, "method": method, "role": "proposed", "score": score},
        **{
            "bound": "exact",
            "conditions": (),
            "paper_id": entry,
            "confidence": 0.9,
            "sentence": _HEATH if entry == "p2" else _FIRST,
        },
        **{"entry_id": entry, "record_id": record_id, "row_id": record_id},
    }
    return row | fields


def good_run() -> Run:
    """Tables of its own for every test that breaks one."""
    made = _made()
    return Run(*(table.copy() for table in made[:-1]), counts=made.counts)


@cache
def _made() -> Run:
    comparison = dict.fromkeys(ComparisonRow.model_fields)
    comparison |= {
        **{"comparison_id": "c1", "entry_id": "p1", "paper_id": "p1", "source": "derived", "subject": "Tarn"},
        **{"subject_value": 91.2, "reference_value": 88.0, "difference": 3.2, "difference_unit": "point"},
        **{"subject_record_id": "p1/1", "reference_record_id": "p1/2", "bound": "exact", "conditions": ()},
        **{"sentence": _FIRST, "metric": "Accuracy", "unit": "%"},
    }
    stated = dict.fromkeys(ComparisonRow.model_fields)
    stated |= {
        **{"comparison_id": "c2", "entry_id": "p1", "paper_id": "p1", "source": "stated", "subject": "Tarn"},
        **{"difference": 2.1, "difference_unit": "point", "direction": "increase", "basis": "absolute", "metric": "F1"},
        **{"change_record_id": "p1/3", "bound": "exact", "conditions": (), "sentence": _SECOND},
    }
    return Run(
        papers=frame(Paper, [_paper("p1", ONE), _paper("p2", TWO), _paper("p2~2", TWO, duplicate_of="p2")]),
        results=frame(ResultRow, good_results()),
        comparisons=frame(ComparisonRow, [comparison, stated]),
        leaderboards=frame(
            LeaderboardRow,
            [
                _board(1, "Tarn", 91.2, "p1/1"),
                _board(1, "HeathNet", 91.2, "p2/1"),
                _board(2, "BirchNet", 88.0, "p1/2", role="baseline"),
            ],
        ),
        counts=RunCounts(papers_read=3, papers_written=3, values_extracted=8, values_written=7, values_rejected=1),
    )
