"""Which phrase of a sentence holds for which of its values: invented sentences, one construction each."""

import pytest

from extract.pipeline import extract_abstract


def around(text, field):
    return [(record.value_text, getattr(record, field)) for record in extract_abstract(text, title="CVX: Faster Vision").records]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "Under strict memory limits, CVX achieves an accuracy of 81.2% and an F1 of 77.4%.",
            [("81.2%", ("strict memory limits",)), ("77.4%", ("strict memory limits",))],
            id="at the head: for all",
        ),
        pytest.param(
            "CVX achieves an accuracy of 81.2% and an F1 of 77.4% on held-out participants.",
            [("81.2%", ("held-out participants",)), ("77.4%", ("held-out participants",))],
            id="at the end: for all",
        ),
        pytest.param(
            "CVX reaches a recall of 81.2% for cats and 77.4% for dogs.",
            [("81.2%", ("cats",)), ("77.4%", ("dogs",))],
            id="each its own",
        ),
        pytest.param(
            "CVX achieves 81.2% accuracy at a pruning rate of 20%.",
            [("81.2%", ("pruning rate of 20%",))],
            id="a number inside a setting parts nothing",
        ),
        pytest.param(
            "With only 20 labels, CVX improves accuracy from 51.0% to 81.6%.",
            [("51.0%", ()), ("81.6%", ("20 labels",))],
            id="what was done led to the second of a pair",
        ),
        pytest.param(
            "CVX gains 4.4% accuracy and reduces its reliance on labels under strict memory limits.",
            [("4.4%", ())],
            id="another clause keeps its own",
        ),
    ],
)
def test_conditions_hold_for_their_values(text, found):
    assert around(text, "conditions") == found


def test_a_system_that_was_only_the_means_is_a_condition():
    text = "We propose CVX, a new detector. CVX achieves 28.6 AP for VGG-16 and 35.2 AP for ResNet-101."
    assert around(text, "conditions") == [("28.6", ("VGG-16",)), ("35.2", ("ResNet-101",))]


def test_what_is_proposed_is_no_condition():
    text = "We propose CVX, a new detector. With CVX, the accuracy improves by 4.2%."
    assert around(text, "conditions") == [("4.2%", ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CVX reduces latency by 47.1% on average and speeds up training by up to 1.6x.",
         [("47.1%", "on average"), ("1.6x", None)]),
        ("Across eight benchmarks, CVX improves accuracy by 4.2%.", [("4.2%", "Across eight benchmarks")]),
        ("CVX wins across many benchmarks, e.g., 77.5% accuracy on ImageNet.", [("77.5%", None)]),
    ],
)  # fmt: skip
def test_an_aggregate_holds_only_for_what_sums_up(text, found):
    assert around(text, "aggregate") == found


def test_uncertainty_goes_with_the_value_before_it():
    text = "CVX achieves an accuracy of 84.3% ± 0.2 and an F1 of 71.5% (p < 0.01)."
    assert around(text, "uncertainty") == [("84.3%", "± 0.2"), ("71.5%", "p < 0.01")]


def test_each_value_has_the_task_beside_it():
    text = "CVX improves accuracy by 4.2% on image classification and by 3.1% on object detection."
    assert around(text, "task") == [("4.2%", "image classification"), ("3.1%", "object detection")]
