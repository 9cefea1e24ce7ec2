"""`claimtable evaluate` and `--min-confidence`, as a user meets them, on invented gold."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).parents[1] / "evaluate"))

from invented_gold import ABSTRACTS, right_rows, write_gold, write_rows

from claimtable.cli.program import cli
from claimtable.folder.store import read_table


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(cli, [str(one) for one in arguments])


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "gold.jsonl")


def test_figures_of_a_file_of_rows(gold: Path, tmp_path: Path) -> None:
    done = run("evaluate", gold, write_rows(tmp_path / "rows.jsonl", right_rows()), "--fields", "--bootstrap", 50)
    assert done.exit_code == 0, done.output
    assert "5 annotated values in 3 abstracts, 5 found, 0 with wrong offsets" in done.output
    assert done.output.count("1.000 (") == 15
    assert "uncertainty" in done.output


def test_without_records_the_abstracts_are_read(gold: Path) -> None:
    done = run("evaluate", gold, "--json", "--bootstrap", 0)
    report = json.loads(done.output)
    assert report["gold"] == 5
    assert report["value"]["f1"] > 0.5
    assert "f1_interval" not in report["value"]


def test_the_folder_of_a_run_can_be_measured(gold: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl"
    pages.write_text(
        "".join(json.dumps({"id": key, "abstract": text}) + "\n" for key, text in ABSTRACTS.items()), encoding="utf-8"
    )
    assert run("extract", pages, "-o", tmp_path / "out").exit_code == 0
    figures = [json.loads(run("evaluate", gold, *records, "--json").output) for records in ((tmp_path / "out",), ())]
    assert figures[0] == figures[1]


def test_errors_and_changes_show_their_sentences(gold: Path, tmp_path: Path) -> None:
    rows = right_rows()
    before = write_rows(tmp_path / "before.jsonl", rows)
    rows[0] |= {"metric": "AR", "metric_text": "AR"}
    done = run(
        "evaluate", gold, write_rows(tmp_path / "now.jsonl", rows), "--errors", "metric", "--against", before, "--bootstrap", 50
    )
    assert "1 value misses the level metric" in done.output
    assert "metric: AP but found AR" in done.output
    assert "1.000 before, 0.800 now, -0.200" in done.output
    assert done.output.index("gained 0") < done.output.index("lost 1") < done.output.index("metric is wrong")
    assert done.output.count("Tidepool reaches 54.3 AP on COCO test-dev, vs. 51.9 AP for DenseMark.") == 2


@pytest.mark.parametrize(("by", "words"), [("kind", "change"), ("metric", "WER"), ("source", "tide"), ("rule", "values.yaml:")])
def test_breakdowns(gold: Path, by: str, words: str) -> None:
    done = run("evaluate", gold, "--by", by, "--bootstrap", 0)
    assert done.exit_code == 0, done.output
    assert words in done.output


def test_by_rule_tells_what_only_a_rule_gives(gold: Path) -> None:
    report = json.loads(run("evaluate", gold, "--by", "rule", "--level", "typed", "--json").output)
    assert {one["rule"]: one["right"] for one in report["contributions"]}["percent"] >= 1


@pytest.mark.parametrize("changed", [{"value_text": "55.3"}, {"paper_id": "stranger"}])
def test_wrong_offsets_and_unknown_papers_end_with_1(gold: Path, tmp_path: Path, changed: dict[str, Any]) -> None:
    rows = right_rows()
    rows[0] |= changed
    done = run("evaluate", gold, write_rows(tmp_path / "rows.jsonl", rows), "--bootstrap", 0)
    assert done.exit_code == 1
    assert "1 with wrong offsets" in done.output or "1 unknown papers such as 'stranger'" in done.output


def test_bad_gold_is_one_line(program: Any, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "abstract": "b"}\n', encoding="utf-8")
    done = program("evaluate", str(path))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "gold.jsonl:1: records" in done.stderr


def test_min_confidence_moves_values_to_rejects(tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl"
    pages.write_text(
        "".join(json.dumps({"id": key, "abstract": text}) + "\n" for key, text in ABSTRACTS.items()), encoding="utf-8"
    )
    assert run("extract", pages, "-o", tmp_path / "all").exit_code == 0
    every = read_table(tmp_path / "all", "results")
    mark = every["confidence"].max()
    done = run("extract", pages, "-o", tmp_path / "sure", "--min-confidence", mark)
    assert done.exit_code == 0, done.output
    sure, rejects = read_table(tmp_path / "sure", "results"), read_table(tmp_path / "sure", "rejects")
    assert 0 < len(sure) < len(every)
    assert sorted([*sure["record_id"], *rejects["record_id"]]) == sorted(every["record_id"])
    assert set(rejects["code"]) == {"low-confidence"}
    assert set(sure["reference_id"].dropna()) <= set(sure["record_id"])
    summary = json.loads((tmp_path / "sure" / "manifest.json").read_text(encoding="utf-8"))["summary"]
    assert summary["values_extracted"] == summary["values_written"] + summary["values_rejected"]


def test_min_confidence_is_a_share() -> None:
    assert run("extract", "nothing", "--min-confidence", "90").exit_code == 2
