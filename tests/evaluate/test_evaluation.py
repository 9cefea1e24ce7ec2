"""Figures, breakdowns, errors and comparisons on invented gold."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from invented_gold import ABSTRACTS, GOLD, right_rows, row, write_gold, write_rows

from claimtable.evaluate import evaluate_file, score_file
from claimtable.evaluation.ablation import measure_contributions
from claimtable.evaluation.errors import Sort, compare_runs, find_errors
from claimtable.evaluation.gold import GoldPaper, GoldRecord, read_gold
from claimtable.evaluation.groups import group_by, rule_figures
from claimtable.evaluation.pairing import Level
from claimtable.evaluation.scores import Interval
from extract.pipeline import extract_abstract
from schemas import InputError


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "gold.jsonl")


def with_change(gold: Path, value_text: str, **changed: Any) -> Path:
    rows = [one | changed if one["value_text"] == value_text else one for one in right_rows()]
    return write_rows(gold.with_name("rows.jsonl"), rows)


def f1(gold: Path, records: Path) -> dict[Level, float]:
    return {level: figures.f1 for level, figures in evaluate_file(gold, records, resamples=0).levels.items()}


def test_the_gold_itself_scores_one(gold: Path) -> None:
    assert set(f1(gold, write_rows(gold.with_name("rows.jsonl"), right_rows())).values()) == {1.0}


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({"value": 2.7}, Level.VALUE),
        ({"kind": "change"}, Level.VALUE),
        ({"value_high": 3.0}, Level.VALUE),
        ({"unit": None}, Level.TYPED),
        ({"bound": "approx"}, Level.TYPED),
        ({"metric": "CER", "metric_text": "CER"}, Level.METRIC),
        ({"dataset_text": "LibriSpeech test-other"}, Level.DATASET),
        ({"dataset_text": None}, Level.DATASET),
        ({"method": "WideEars"}, Level.FULL),
        ({"baseline": "WideEars"}, Level.FULL),
    ],
)
def test_a_wrong_field_costs_its_level_and_those_after(gold: Path, changed: dict[str, Any], level: Level) -> None:
    found = f1(gold, with_change(gold, "2.6%", **changed))
    assert found == {one: 1.0 if one.depth < level.depth else pytest.approx(0.8) for one in Level}


@pytest.mark.parametrize(
    "changed",
    [
        {"metric": "word error rate", "metric_text": "word error rate"},
        {"unit": "percent"},
        {"dataset_text": "the LibriSpeech test-clean dataset"},
        {"method": "the Lowland model"},
    ],
)
def test_other_spellings_cost_nothing(gold: Path, changed: dict[str, Any]) -> None:
    assert set(f1(gold, with_change(gold, "2.6%", **changed)).values()) == {1.0}


def test_a_value_on_two_data_sets_is_one_value(gold: Path) -> None:
    first = GOLD["tide:2"][0]
    rows = [row("tide:2", first), row("tide:2", first, datasets=["COCO test-dev"])]
    (pair,) = score_file(gold, write_rows(gold.with_name("rows.jsonl"), rows))[0][1].pairs
    assert pair.found.dataset_texts == ("LibriSpeech test-clean", "COCO test-dev")


def test_intervals_hold_the_figure_and_come_again_with_the_seed(gold: Path) -> None:
    rows = write_rows(gold.with_name("rows.jsonl"), right_rows()[1:])
    first, again = (evaluate_file(gold, rows, resamples=200, seed=3) for _ in range(2))
    assert first == again
    figures = first.levels[Level.FULL]
    assert figures.f1_interval is not None
    assert figures.f1_interval.low < figures.f1 <= figures.f1_interval.high == 1.0


def test_no_value_at_all_is_no_error(gold: Path) -> None:
    found = evaluate_file(gold, write_rows(gold.with_name("rows.jsonl"), []), resamples=50)
    assert found.predicted == 0
    assert found.levels[Level.VALUE].f1_interval == Interval(low=0, high=0)


def test_errors_name_sort_level_fields_and_sentence(gold: Path) -> None:
    rows = [one | {"metric_text": "CER", "metric": "CER"} if one["value_text"] == "2.6%" else one for one in right_rows()[1:]]
    count = ABSTRACTS["reef#1"].index("10,000")
    rows.append(row("reef#1", GOLD["tide:1"][0], start=count, end=count + 6, value_text="10,000"))
    papers, _ = score_file(gold, write_rows(gold.with_name("rows.jsonl"), rows))
    missed, wrong, spurious = find_errors(papers, Level.FULL)
    assert (missed.sort, missed.value_text, missed.rule) == (Sort.MISSED, "54.3", None)
    assert missed.sentence.startswith("Tidepool reaches")
    assert (wrong.sort, wrong.level, wrong.rule) == (Sort.WRONG, Level.METRIC, "percent+same-clause")
    assert [(one.field, one.gold, one.found) for one in wrong.differences] == [("metric", "WER", "CER")]
    assert (spurious.sort, spurious.sentence) == (Sort.SPURIOUS, "We collect 10,000 images of them.")


def test_errors_of_a_lower_level_are_fewer(gold: Path) -> None:
    papers, _ = score_file(gold, with_change(gold, "2.6%", method="WideEars"))
    assert [len(list(find_errors(papers, level))) for level in Level] == [0, 0, 0, 0, 1]


def test_two_runs_are_compared_value_by_value(gold: Path) -> None:
    before, _ = score_file(gold, with_change(gold, "2.6%", metric="CER", metric_text="CER"))
    now, _ = score_file(gold, write_rows(gold.with_name("now.jsonl"), right_rows()[1:]))
    assert [(one.value_text, one.gained, one.about) for one in compare_runs(now, before, Level.METRIC)] == [
        ("54.3", False, "is missed"),
        ("2.6%", True, "metric was wrong"),
    ]


def test_groups_add_up_to_the_whole(gold: Path) -> None:
    papers, _ = score_file(gold, with_change(gold, "2.6%", kind="change"))
    for by, names in {
        "kind": {"score", "change"},
        "metric": {"AP", "WER", "Memory"},
        "source": {"tide", "reef"},
    }.items():
        groups = group_by(papers, by)  # type: ignore[arg-type]
        assert {group.name.capitalize() if by == "metric" and group.name == "memory" else group.name for group in groups} <= names
        assert sum(group.gold for group in groups) == sum(group.predicted for group in groups) == 5
        assert sum(group.right[Level.VALUE] for group in groups) == 4


def test_rules_are_counted_once_a_record(gold: Path) -> None:
    papers, _ = score_file(gold, with_change(gold, "2.6%", rule="percent+percent", method="nobody"))
    figures = {one.rule: (one.records, one.right[Level.DATASET], one.right[Level.FULL]) for one in rule_figures(papers)}
    assert figures == {"percent": (5, 5, 4), "same-clause": (4, 4, 4)}


def test_what_a_rule_contributes_is_what_is_lost_without_it(gold: Path) -> None:
    papers, _ = score_file(gold)
    by_rule = {one.rule: one for one in measure_contributions(papers, Level.TYPED)}
    assert by_rule["percent"].right == 3
    assert "same-clause" not in by_rule, "rules in code cannot be taken out"
    assert extract_abstract(ABSTRACTS["tide:2"]).records, "every rule is back"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1]", "not an object"),
        ("{", "not JSON"),
        ('{"id": "a"}', "abstract"),
        (
            '{"id": "a", "abstract": "", "records": [{"start": 0, "end": 1, "kind": "level", "value": 1}]}',
            "record 1: kind is 'level'",
        ),
        ('{"id": "a", "abstract": "", "records": [{"start": 3, "end": 3, "kind": "score", "value": 1}]}', "empty"),
        ("", "no annotated abstract"),
    ],
)
def test_bad_gold_is_refused_with_its_place(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=words) as refusal:
        read_gold(path)
    assert "gold.jsonl" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_bad_rows_are_refused_with_their_place(gold: Path) -> None:
    rows = write_rows(gold.with_name("rows.jsonl"), [right_rows()[0], {"paper_id": "tide:1", "start": "?"}])
    with pytest.raises(InputError, match=r"rows\.jsonl:2: start"):
        score_file(gold, rows)


def refused(tmp_path: Path, *lines: dict[str, Any]) -> str:
    """What a user reads of a gold file of these lines."""
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_gold(path)
    return str(refusal.value)


def test_all_faults_of_a_line_are_told_at_once(tmp_path: Path) -> None:
    told = refused(tmp_path, {"id": 7, "abstract": "b", "records": [{"dataset": "COCO"}, {"start": 0, "end": 1, "kind": "rank"}]})
    for fault in ("id is 7, not a text", "record 1: start is missing", "record 1: kind is missing", "record 2: value is missing"):
        assert fault in told
    assert "dataset is no field, did you mean datasets?" in told
    assert "value_high, unit, bound" in told, "the known fields"
    assert "docs/gold.md" in told


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"end": 500}, "the span 17-500 lies outside the abstract, which has 69 characters, '54.3' stands at 17-21"),
        ({"value_text": "54.4"}, "value_text is '54.4', but 17-21 of the abstract is '54.3'"),
        ({"start": 16, "end": 20}, "but 16-20 of the abstract is ' 54.', '54.3' stands at 17-21"),
        ({"end": 17}, "the span 17-17 is empty"),
    ],
)
def test_an_annotation_that_no_value_can_meet_is_refused(tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    abstract = "Tidepool reaches 54.3 AP on COCO test-dev, vs. 51.9 AP for DenseMark."
    right = {"start": 17, "end": 21, "value_text": "54.3", "kind": "score", "value": 54.3}
    good = {"id": "a", "abstract": abstract, "records": [right]}
    told = refused(tmp_path, good, {**good, "id": "b", "records": [right, right | changed]}, {**good, "id": "c", "records": [{}]})
    assert "gold.jsonl:2: record 2: " in told
    assert words in told
    assert "(and 1 more line with faults)" in told


def test_an_annotation_without_the_words_of_its_span_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    line = {"id": "a", "abstract": "We reach 84.5% F1.", "records": [{"start": 9, "end": 14, "kind": "score", "value": 84.5}]}
    path.write_text(json.dumps(line), encoding="utf-8")
    assert len(read_gold(path)) == 1


def test_an_id_that_stands_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    line = {"id": "a", "abstract": "b", "records": []}
    told = refused(tmp_path, line, {**line, "id": "b"}, line)
    assert "gold.jsonl:3: the id 'a' stands at " in told
    assert "gold.jsonl:1 already" in told


def test_gold_docs_name_every_field_and_their_example_is_gold(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "gold.md").read_text(encoding="utf-8")
    cells = " ".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    for name in [*GoldRecord.model_fields, *GoldPaper.model_fields]:
        assert f"`{name}`" in cells
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "gold.jsonl"
    path.write_text(example.replace("\n", " "), encoding="utf-8")
    papers, _ = score_file(path)
    assert papers[0].right(Level.FULL) == 3, "and the extractor reads it as it is annotated"
