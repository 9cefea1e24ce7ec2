"""The data behind the leaderboards: every example holds, and a broken file is refused with its place."""

from pathlib import Path
from typing import Any

import pytest

from rules.board_measures import BoardMeasures
from rules.board_rules import BoardRules, ConditionReading, load_board_rules
from rules.loader import load_rules
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError

RULES = load_rules("board_conditions", ConditionReading)
RAW = read_yaml(Path(FOLDER) / "leaderboards.yaml")


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, one) for rule in RULES for one in rule.examples],
    ids=lambda one: getattr(one, "text", ""),
)
def test_condition_examples(rule: Any, example: Any) -> None:
    match = rule.regex.search(example.text)
    assert match is not None
    assert match.groupdict() == (example.groups or {})


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.not_examples], ids=str)
def test_condition_not_examples(rule: Any, text: str) -> None:
    assert rule.regex.search(text) is None


@pytest.mark.parametrize(
    ("condition", "column", "reads"),
    [
        ("0-shot", "shots", "zero-shot"),
        ("one-shot setting", "shots", "1-shot"),
        ("10% labels", "label_share", "10% labels"),
        (r"10\% of the labeled data", "label_share", "10% labels"),
        ("4,000 labeled examples", "label_share", "4000 labels"),
        ("1.5 billion parameters", "model_size", "1.5B"),
        ("Qwen2.5-Math-1.5B", "model_size", "1.5B"),
    ],
)
def test_one_condition_reads_one_way(condition: str, column: str, reads: str) -> None:
    assert load_board_rules().canonical_conditions((condition,)) == {column: reads}


@pytest.mark.parametrize("condition", ["single A100", "pruning rate of 20%", "epsilon=8/255", "300B tokens", "5 epochs", ""])
def test_other_conditions_have_no_column(condition: str) -> None:
    assert load_board_rules().canonical_conditions((condition,)) == {}


def test_the_name_of_a_method_tells_its_size_and_nothing_else() -> None:
    assert load_board_rules().canonical_conditions((), method="5-shot FooNet-7B") == {"model_size": "7B"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"surplus": 1}, "surplus: Extra inputs are not permitted"),
        ({"longest_name": 0}, "longest_name"),
        ({"descriptive": ["on", True]}, "descriptive.1"),
        ({"aggregates": {**RAW["aggregates"], "examples": ["no such word"]}}, "'no such word' does not behave"),
        ({"introduces": {**RAW["introduces"], "pattern": "(our"}}, "introduces"),
    ],
)
def test_a_broken_file_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleError) as refusal:
        BoardRules(RAW | change)
    assert message in str(refusal.value)
    assert "leaderboards.yaml" in str(refusal.value)


MEASURES = read_yaml(Path(FOLDER) / "board_measures.yaml")
ONE = {"about": "x", "metric": "Accuracy", "usual": True, "datasets": ["MATH"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"surplus": 1}, "surplus: Extra inputs are not permitted"),
        ({"measures": [ONE | {"metric": "accuracies"}]}, "'accuracies' is not a canonical metric"),
        ({"measures": [ONE | {"datasets": ["the MATH benchmark"]}]}, "'the MATH benchmark' is not a canonical data set"),
        ({"measures": [ONE, ONE | {"metric": "pass@1"}]}, "'MATH' has two usual metrics"),
        ({"measures": [ONE, ONE | {"usual": False}]}, "'Accuracy' on 'MATH' is two measures"),
        ({"doubts": [MEASURES["doubts"][0] | {"examples": ["no such word"]}]}, "'no such word' does not behave"),
        ({"doubts": [MEASURES["doubts"][0] | {"after": "x"}]}, "needs a pattern, before or after"),
    ],
    ids=["key", "metric", "data set", "usual", "same", "example", "side"],
)
def test_a_broken_file_of_measures_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleError) as refusal:
        BoardMeasures(MEASURES | change)
    assert message in str(refusal.value)
    assert "board_measures.yaml" in str(refusal.value)
