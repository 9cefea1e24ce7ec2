"""Formats of other collections: Papers with Code, the Hugging Face Hub, Every Eval Ever, displaCy."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from huggingface_hub import ModelCard, parse_eval_result_entries

from claimtable.exports import ExportOptions, export_run
from claimtable.exports.scores import ranked_scores
from claimtable.exports.source import RunTables
from schemas import InputError, OptionError

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "third_party" / "every_eval_ever" / "eval.schema.json").read_text(encoding="utf-8"))
MAPPING = """
datasets:
  ImageNet: {id: someone/imagenet, split: validation, task_type: image-classification, task_id: top1, metric: Top-1 Accuracy}
  GSM8K: {id: someone/gsm8k}
  ImagNet: {id: someone/slip}
tasks: {"Semantic Segmentation": image-segmentation}
metrics: {Top-1 Accuracy: accuracy}
models: {GrassRoots: someone/grassroots}
"""
# the layout of evaluation-tables.json in the dumps of Papers with Code
PWC: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["categories", "datasets", "description", "source_link", "subtasks", "synonyms", "task"],
        "additionalProperties": False,
        "properties": {
            "task": {"type": "string", "minLength": 1},
            "description": {"type": "string"},
            "source_link": {"type": "null"},
            **{name: {"type": "array", "maxItems": 0} for name in ("categories", "subtasks", "synonyms")},
            "datasets": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["dataset", "dataset_citations", "dataset_links", "description", "sota", "subdatasets"],
                    "properties": {
                        "dataset": {"type": "string"},
                        "sota": {
                            "type": "object",
                            "required": ["metrics", "rows"],
                            "properties": {
                                "metrics": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
                                "rows": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["metrics", "model_name", "paper_date", "paper_title", "paper_url"],
                                        "properties": {
                                            "metrics": {"type": "object", "additionalProperties": {"type": "string"}},
                                            "model_name": {"type": "string"},
                                            "paper_date": {"type": ["string", "null"], "format": "date"},
                                            "paper_title": {"type": "string"},
                                            "paper_url": {"type": "string"},
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.fixture
def mapping(tmp_path: Path) -> ExportOptions:
    (tmp_path / "hub.yaml").write_text(MAPPING, encoding="utf-8")
    return ExportOptions(mapping=tmp_path / "hub.yaml")


def test_pwc(run_folder: Path, tmp_path: Path) -> None:
    export_run(run_folder, "pwc", tmp_path / "tables.json")
    tasks = json.loads((tmp_path / "tables.json").read_text(encoding="utf-8"))
    jsonschema.validate(tasks, PWC)
    found = Counter(
        (task["task"], dataset["dataset"], metric.partition(" (")[0], float(value.rstrip("%")))
        for task in tasks
        for dataset in task["datasets"]
        for row in dataset["sota"]["rows"]
        for metric, value in row["metrics"].items()
        if metric in dataset["sota"]["metrics"]
    )
    scores = ranked_scores(RunTables(run_folder), Counter())
    assert found == Counter(
        (score.result.task or "not stated", score.row.dataset, score.row.metric, score.row.score) for score in scores
    )


def test_every_row_of_results_is_written_or_counted(run_folder: Path) -> None:
    counted: Counter[str] = Counter()
    scores = ranked_scores(RunTables(run_folder), counted)
    left = sum(number for about, number in counted.items() if "left out" in about)
    assert len(scores) + left == len(RunTables(run_folder).results)


def test_model_index(run_folder: Path, tmp_path: Path, mapping: ExportOptions) -> None:
    done = export_run(run_folder, "model-index", tmp_path / "cards", options=mapping)
    cards = [ModelCard.load(path) for path in sorted((tmp_path / "cards").glob("*.md"))]
    assert len(cards) == done.files > 0
    found = Counter(
        (card.data.model_name, one.dataset_type, one.dataset_name, one.task_type, one.metric_type, one.metric_value)
        for card in cards
        for one in card.data.eval_results
    )
    scores = ranked_scores(RunTables(run_folder), Counter())
    assert found == Counter(
        (score.row.method, "someone/imagenet", "ImageNet", "image-classification", _metric_id(score.row.metric), score.row.score)
        for score in scores
        if score.row.dataset == "ImageNet"
    )


def _metric_id(metric: str) -> str:
    return "accuracy" if metric == "Top-1 Accuracy" else metric


def test_what_lacks_an_id_is_told(sample_run: Path, tmp_path: Path, mapping: ExportOptions) -> None:
    for to in ("model-index", "eval-results"):
        told = "\n".join(map(str, export_run(sample_run, to, tmp_path / to, options=mapping).remarks))
        assert "scores left out whose data set has no id in the mapping" in told
        assert "in no ranked score: ImagNet" in told
    none = export_run(sample_run, "model-index", tmp_path / "none")
    assert none.files == 0
    assert not any("someone" in path.read_text() for path in (tmp_path / "none").iterdir())


def test_eval_results(run_folder: Path, tmp_path: Path, mapping: ExportOptions) -> None:
    export_run(run_folder, "eval-results", tmp_path / "out", options=mapping)
    entries = [
        entry
        for path in sorted((tmp_path / "out").glob("*.yaml"))
        for entry in parse_eval_result_entries(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]
    scores = [
        score
        for score in ranked_scores(RunTables(run_folder), Counter())
        if score.row.board_id == "ImageNet | Top-1 Accuracy | %"
    ]
    assert Counter((one.dataset_id, one.task_id, one.value, one.date) for one in entries) == Counter(
        ("someone/imagenet", "top1", score.row.score, score.row.published and score.row.published.isoformat()) for score in scores
    )


def test_every_eval_ever(run_folder: Path, tmp_path: Path, mapping: ExportOptions) -> None:
    export_run(run_folder, "every-eval-ever", tmp_path / "out", options=mapping)
    check = jsonschema.Draft7Validator(SCHEMA)
    assert SCHEMA["version"] == "0.3.0"
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((tmp_path / "out").glob("*.json"))]
    records = [record for record in records if "schema_version" in record]
    assert [error.message for record in records for error in check.iter_errors(record)] == []
    abstracts = {paper.entry_id: paper.abstract for paper in RunTables(run_folder).papers}
    found = Counter()
    for record in records:
        abstract = abstracts[record["source_metadata"]["additional_details"]["entry_id"]]
        for result in record["evaluation_results"]:
            config = result["metric_config"]
            place = config["additional_details"]
            assert abstract[int(place["start"]) : int(place["end"])] == place["value_text"]
            assert place["quote"] in abstract
            found[result["evaluation_result_id"], result["score_details"]["score"], config["lower_is_better"]] += 1
    scores = ranked_scores(RunTables(run_folder), Counter())
    assert found == Counter((score.row.row_id, score.row.score, not score.row.higher_is_better) for score in scores)
    assert len({record["evaluation_id"] for record in records}) == len(records)


def test_every_eval_ever_takes_ids_from_the_mapping_only(sample_run: Path, tmp_path: Path, mapping: ExportOptions) -> None:
    export_run(sample_run, "every-eval-ever", tmp_path / "out", options=mapping)
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "out").glob("*--*.json")]
    ids = {record["model_info"]["name"]: record["model_info"]["id"] for record in records}
    assert ids["GrassRoots"] == "someone/grassroots"
    assert all(name == "GrassRoots" or found.startswith("unknown/") for name, found in ids.items())
    repos = {result["source_data"].get("hf_repo") for record in records for result in record["evaluation_results"]}
    assert repos == {None, "someone/imagenet", "someone/gsm8k"}


@pytest.mark.parametrize(
    ("given", "stamp"), [(None, "1746489600"), (datetime(2026, 1, 1), "1767225600")], ids=["newest paper", "given"]
)
def test_every_eval_ever_is_stamped_by_its_input(sample_run: Path, tmp_path: Path, given: datetime | None, stamp: str) -> None:
    export_run(sample_run, "every-eval-ever", tmp_path / "out", options=ExportOptions(timestamp=given))
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "out").glob("*--*.json")]
    assert {record["retrieved_timestamp"] for record in records} == {stamp}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("datasets: {A: {split: test}}", r"datasets\.A\.id: Field required"),
        ("datasets: {A: {id: a/b, name: c}}", "Extra inputs are not permitted"),
        ("metrics: {A: b, A: c}", "key 'A' is written twice"),
        ("datasets: [", "not YAML"),
        ("[]", "the file: Input should be"),
    ],
)
def test_a_mapping_that_cannot_be_read_is_refused(sample_run: Path, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "hub.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as refused:
        export_run(sample_run, "model-index", tmp_path / "out", options=ExportOptions(mapping=tmp_path / "hub.yaml"))
    assert "hub.yaml" in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_mapping_that_is_not_there_is_refused(sample_run: Path, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no such file"):
        export_run(sample_run, "model-index", tmp_path / "out", options=ExportOptions(mapping=tmp_path / "hub.yaml"))


def test_displacy(run_folder: Path, tmp_path: Path) -> None:
    export_run(run_folder, "displacy", tmp_path / "a.json")
    documents = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    tables = RunTables(run_folder)
    assert [document["text"] for document in documents] == [paper.abstract for paper in tables.papers]
    for document in documents:
        ends = [0]
        for mark in document["ents"]:
            assert ends[-1] <= mark["start"] < mark["end"] <= len(document["text"])
            ends.append(mark["end"])
    labels = {"score": "VALUE", "change": "CHANGE", "rank": "RANK"}
    marked = {(document["entry_id"], *mark.values()) for document in documents for mark in document["ents"]}
    assert {(row.entry_id, row.start, row.end, labels[row.kind.value]) for row in tables.results} <= marked


def test_displacy_marks_the_words_near_their_value(sample_run: Path, tmp_path: Path) -> None:
    export_run(sample_run, "displacy", tmp_path / "a.json")
    documents = {document["entry_id"]: document for document in json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))}
    first = documents["abstracts#1"]
    assert [(first["text"][mark["start"] : mark["end"]], mark["label"]) for mark in first["ents"]][:7] == [
        ("MosaicFormer", "METHOD"),
        ("83.6%", "VALUE"),
        ("mIoU", "METRIC"),
        ("Cityscapes", "DATASET"),
        ("53.1%", "VALUE"),
        ("mIoU", "METRIC"),
        ("ADE20K", "DATASET"),
    ]


def test_displacy_draws_it(hostile_run: Path, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="no spaCy here: pip install spacy")
    from lxml import html

    export_run(hostile_run, "displacy", tmp_path / "a.json")
    documents = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    page = html.fromstring(spacy.displacy.render(documents, style="ent", manual=True, page=True))
    assert not page.xpath("//script")
    assert len(page.xpath("//mark")) == sum(len(document["ents"]) for document in documents)
