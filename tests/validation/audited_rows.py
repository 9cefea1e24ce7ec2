"""Rows of invented sentences, with the links that extraction would give them."""

from typing import Any

from schemas import ResultRow
from validation.audit import Finding, audit_results
from validation.lexicon import Lexicon, MetricFacts

LEXICON = Lexicon(
    {
        "Accuracy": MetricFacts(True, 0, 1, rate=True),
        "WER": MetricFacts(False, 0, None, rate=True),
        "Latency": MetricFacts(False, 0, None, rate=False),
    }.get,
    lambda _metric, _unit: None,
    lambda _text: None,
    lambda _text: None,
)


def rows(sentence: str, *values: dict[str, Any]) -> list[ResultRow]:
    """One row a value; `link` is the place in the list of the value that it points at."""
    made = []
    at = 0
    for number, value in enumerate(values):
        fields = {
            "kind": "score",
            "unit": "%",
            "metric": "Accuracy",
            "higher_is_better": True,
            "bound": "exact",
            **value,
        }
        link = fields.pop("link", None)
        text = fields["value_text"]
        at = sentence.index(text, at)
        row = dict.fromkeys(ResultRow.model_fields) | {
            **{
                "row_id": f"p@{number}#1",
                "record_id": f"p@{number}",
                "entry_id": "p",
                "paper_id": "p",
                "sentence": sentence,
            },
            **{"start": at, "end": at + len(text), "conditions": (), "rule": "invented", "confidence": 1.0},
            **{"metric_text": fields["metric"], "reference_id": None if link is None else f"p@{link}"},
        }
        made.append(ResultRow(**(row | fields)))
        at += len(text)
    return made


def score(value_text: str, value: float, **fields: Any) -> dict[str, Any]:
    return {"value_text": value_text, "value": value, **fields}


def change(value_text: str, value: float, **fields: Any) -> dict[str, Any]:
    basic = {"kind": "change", "direction": "increase", "basis": "unspecified"}
    return {"value_text": value_text, "value": value, **basic, **fields}


def audited(sentence: str, *values: dict[str, Any]) -> tuple[Finding, ...]:
    return audit_results(rows(sentence, *values), lexicon=LEXICON)
