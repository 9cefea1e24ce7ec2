"""Verdicts against a later run: what they change, what they leave alone, and that none is lost without a word."""

import json
from pathlib import Path
from typing import Any

import pytest

from claimtable.evaluate import evaluate_file
from claimtable.in_memory import Run, build_results
from claimtable.taking.overrides import hash_of, load_overrides
from schemas import InputError, ResultRow

ABSTRACT = "Tidepool reaches 54.3 AP on Reefset, vs. 51.9 AP for DenseMark. It runs at 31 fps on a single V100."
FIELDS = (
    "start", "end", "value_text", "kind", "value", "value_high", "unit", "bound", "direction", "basis",
    "task", "method", "baseline", "conditions", "aggregate", "uncertainty",
)  # fmt: skip


def read(folder: Path, abstract: str = ABSTRACT, verdicts: Path | None = None, paper_id: str = "p1") -> Run:
    papers = folder / "papers.jsonl"
    papers.write_text(json.dumps({"id": paper_id, "abstract": abstract}) + "\n", encoding="utf-8")
    return build_results([str(papers)], overrides=None if verdicts is None else load_overrides(verdicts))


def judged(row: ResultRow, **mended: Any) -> dict[str, Any]:
    told = row.model_dump(mode="json", include=set(FIELDS))
    return {**told, "metric": row.metric_text, "datasets": [row.dataset_text] if row.dataset_text else [], **mended}


def place(row: ResultRow) -> dict[str, Any]:
    return row.model_dump(mode="json", include={"start", "end", "value_text"})


def write(folder: Path, records: list[dict[str, Any]], *, abstract: str = ABSTRACT, **verdicts: Any) -> Path:
    marker = {"format": 1, "abstract_sha256": hash_of(abstract), **verdicts}
    line = {"id": "p1", "abstract": abstract, "records": records, "verdicts": marker}
    path = folder / "verdicts.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> tuple[ResultRow, ...]:
    return read(tmp_path_factory.mktemp("unjudged")).results


def test_what_was_judged_right_stays_and_says_so(tmp_path: Path, rows: tuple[ResultRow, ...]) -> None:
    after = read(tmp_path, verdicts=write(tmp_path, [judged(rows[0])])).results
    told = {"rule": rows[0].rule + "+override", "confidence": 1.0}
    assert after == (ResultRow.model_validate({**dict(rows[0]), **told}), *rows[1:])


def test_a_mended_metric_gets_its_canonical_name_and_direction(tmp_path: Path, rows: tuple[ResultRow, ...]) -> None:
    verdicts = write(tmp_path, [judged(rows[0], metric="word error rate", datasets=["MS-COCO", "Reefset"])])
    first, second, *_ = read(tmp_path, verdicts=verdicts).results
    assert (first.metric, first.metric_text, first.higher_is_better) == ("WER", "word error rate", False)
    assert [(row.dataset, row.dataset_text) for row in (first, second)] == [("COCO", "MS-COCO"), ("Reefset", "Reefset")]
    assert first.record_id == second.record_id == rows[0].record_id
    assert rows[0].reference_id is not None
    assert first.reference_id is None, "what it pointed at is of another metric"


def test_what_was_judged_wrong_is_rejected_and_counted(tmp_path: Path, rows: tuple[ResultRow, ...]) -> None:
    run = read(tmp_path, verdicts=write(tmp_path, [], wrong=[place(rows[1])]))
    (reject,) = run.rejects
    assert (reject.code, reject.record_id, reject.text) == ("judged-wrong", rows[1].record_id, "51.9")
    assert [row.value_text for row in run.results] == ["54.3", "31 fps"]
    assert run.results[0].reference_id is None
    summary = run.summary
    assert (summary.values_extracted, summary.values_written, summary.values_rejected) == (3, 2, 1)


@pytest.mark.parametrize(
    ("now", "paper_id", "told"),
    [
        (ABSTRACT + " It is small.", "p1", "p1: its abstract has changed since it was judged (1 verdict)"),
        ("We like 3 cats.", "p2", "p1: no such paper in this input (1 verdict)"),
    ],
)
def test_a_verdict_on_another_text_is_told(
    tmp_path: Path, rows: tuple[ResultRow, ...], now: str, paper_id: str, told: str
) -> None:
    run = read(tmp_path, now, write(tmp_path, [judged(rows[0])]), paper_id)
    assert run.told[1:] == (f"verdict not applied: {told}",)
    assert not any("override" in row.rule for row in run.results)


def test_a_span_that_holds_no_value_any_more_is_told(tmp_path: Path, rows: tuple[ResultRow, ...]) -> None:
    moved = judged(rows[0], start=rows[0].start - 1, value_text=" 54.3")
    run = read(tmp_path, verdicts=write(tmp_path, [moved], wrong=[{"start": 0, "end": 8, "value_text": "Tidepool"}]))
    assert run.results == rows
    assert [words.rpartition(": ")[2] for words in run.told[1:]] == ["no value is found there any more"] * 2


def test_fields_that_contradict_each_other_are_told(tmp_path: Path, rows: tuple[ResultRow, ...]) -> None:
    run = read(tmp_path, verdicts=write(tmp_path, [judged(rows[0], kind="change")]))
    assert run.results == rows
    assert "a change needs a direction and a basis" in run.told[1]


def test_files_that_are_no_verdicts_are_refused(tmp_path: Path, rows: tuple[ResultRow, ...]) -> None:
    path = write(tmp_path, [judged(rows[0])])
    line = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**line, "abstract": ABSTRACT + "!"}), encoding="utf-8")
    with pytest.raises(InputError, match="not the one that was judged"):
        load_overrides(path)
    path.write_text(json.dumps({**line, "verdicts": None}), encoding="utf-8")
    with pytest.raises(InputError, match="holds no verdicts"):
        load_overrides(path)
    path.write_text(json.dumps({**line, "verdicts": {**line["verdicts"], "format": 2}}), encoding="utf-8")
    with pytest.raises(InputError, match=r"verdicts\.jsonl:1: verdicts\.format"):
        load_overrides(path)


def test_what_nobody_judged_counts_neither_way(tmp_path: Path, rows: tuple[ResultRow, ...]) -> None:
    right = [judged(rows[0])]
    whole = evaluate_file(write(tmp_path, right, wrong=[place(rows[1])], open=[place(rows[2])]), resamples=0)
    assert (whole.gold, whole.predicted) == (1, 2)
