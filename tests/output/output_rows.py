"""Invented rows for the tests of the output tables."""

from itertools import count
from typing import Any

from schemas import Kind, Paper, ResultRow

_numbers = count(1)


def result(**fields: Any) -> ResultRow:
    """A plain score of 84.5% accuracy on QuuxBench, but for the fields given."""
    number = next(_numbers)
    record_id = fields.pop("record_id", f"r{number}")
    entry_id = fields.get("entry_id", "p1")
    plain: dict[str, Any] = dict.fromkeys(ResultRow.model_fields)
    plain |= {
        "row_id": f"{record_id}/{number}",
        "record_id": record_id,
        "entry_id": entry_id,
        "paper_id": entry_id,
        "kind": "score",
        "metric": "Accuracy",
        "metric_text": "accuracy",
        "value": 84.5,
        "unit": "%",
        "value_text": "84.5%",
        "start": 10,
        "end": 15,
        "bound": "exact",
        "dataset": "QuuxBench",
        "dataset_text": "QuuxBench",
        "method": "FooNet",
        "conditions": (),
        "higher_is_better": True,
        "sentence": "FooNet reaches 84.5% accuracy on QuuxBench.",
        "rule": "percent",
        "confidence": 0.9,
    }
    return ResultRow(**(plain | fields))


def change(**fields: Any) -> ResultRow:
    """A stated gain of 2.1 points, but for the fields given."""
    gain = {"kind": Kind.CHANGE, "value": 2.1, "unit": "point", "direction": "increase", "basis": "absolute"}
    return result(**(gain | fields))


def paper(entry_id: str = "p1", **fields: Any) -> Paper:
    """A paper with an empty-handed abstract, but for the fields given."""
    plain = {
        "entry_id": entry_id,
        "paper_id": entry_id,
        "abstract": "We study decoding.",
        "source": "a.txt",
        "reader": "dump",
    }
    return Paper(**(plain | fields))
