"""Invented annotated abstracts, and records of them that are wrong in known ways."""

import json
from pathlib import Path
from typing import Any

ABSTRACTS = {
    "tide:1": "We present Tidepool, a detector for crowds. Tidepool reaches 54.3 AP on COCO test-dev, vs. 51.9 AP for DenseMark.",
    "tide:2": "Lowland lowers the WER from 3.1% to 2.6% on LibriSpeech test-clean. It needs 40% less memory than WideEars.",
    "reef#1": "Reefs are old. We collect 10,000 images of them.",
}


def record(paper: str, value_text: str, value: float, **fields: Any) -> dict[str, Any]:
    start = ABSTRACTS[paper].index(value_text)
    blank = {"value_high": None, "unit": "%", "bound": "exact", "direction": None, "basis": None, "task": None, "baseline": None}
    blank |= {"conditions": [], "aggregate": None, "uncertainty": None, "datasets": [], "metric": None, "method": "ours"}
    return {
        "start": start,
        "end": start + len(value_text),
        "value_text": value_text,
        "kind": "score",
        "value": value,
        **blank,
        **fields,
    }


GOLD: dict[str, list[dict[str, Any]]] = {
    "tide:1": [
        record(
            "tide:1", "54.3", 54.3, unit=None, metric="AP", datasets=["COCO test-dev"], method="Tidepool", baseline="DenseMark"
        ),
        record("tide:1", "51.9", 51.9, unit=None, metric="AP", datasets=["COCO test-dev"], method="DenseMark"),
    ],
    "tide:2": [
        record("tide:2", "3.1%", 3.1, metric="WER", datasets=["LibriSpeech test-clean"]),
        record("tide:2", "2.6%", 2.6, metric="WER", datasets=["LibriSpeech test-clean"], method="Lowland"),
        record(
            "tide:2",
            "40%",
            40,
            kind="change",
            metric="memory",
            method="Lowland",
            baseline="WideEars",
            direction="decrease",
            basis="relative",
        ),
    ],
    "reef#1": [],
}


def row(paper: str, fields: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """An annotated value as a row of results, with some fields changed."""
    shown = {name: value for name, value in {**fields, **changed}.items() if name != "datasets"}
    dataset = (fields | changed)["datasets"][:1]
    shown |= {"paper_id": paper, "metric_text": shown["metric"], "dataset": None, "dataset_text": dataset[0] if dataset else None}
    return {**shown, "rule": "percent+same-clause", "confidence": 0.9}


def right_rows() -> list[dict[str, Any]]:
    return [row(paper, fields) for paper, records in GOLD.items() for fields in records]


def write_gold(path: Path) -> Path:
    lines = [{"id": paper, "title": None, "abstract": ABSTRACTS[paper], "records": records} for paper, records in GOLD.items()]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path
