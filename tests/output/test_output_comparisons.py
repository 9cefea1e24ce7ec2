"""Which comparisons a reader of the table finds, and their numbers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from output_rows import change, paper, result

from claimtable.tables.comparisons import find_comparisons
from schemas import ComparisonRow


def pair(ours: dict[str, Any], theirs: dict[str, Any]) -> ComparisonRow:
    reference = result(record_id="theirs", method="BarNet", **theirs)
    subject = result(record_id="ours", baseline="BarNet", reference_id="theirs", **ours)
    (row,) = find_comparisons([subject, reference])
    return row


def test_a_pair_is_computed_on_the_numbers_as_written() -> None:
    row = pair({"value": 84.57}, {"value": 83.89})
    assert (row.subject, row.reference, row.subject_value, row.reference_value) == ("FooNet", "BarNet", 84.57, 83.89)
    assert (row.difference, row.difference_unit, row.direction, row.source) == (0.68, "point", "increase", "derived")
    assert row.ratio == pytest.approx(1.0081058)
    assert row.relative_change == pytest.approx(0.81058529)
    assert (row.basis, row.bound) == (None, "exact")


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_differences_have_no_more_decimals_than_their_numbers(ours: int, theirs: int) -> None:
    row = pair({"value": ours / 100}, {"value": theirs / 100})
    assert row.difference == (ours - theirs) / 100
    assert (row.direction is None) == (ours == theirs)


@pytest.mark.parametrize(
    ("ours", "theirs", "bound", "difference"),
    [
        ({"bound": "at_least", "value": 90.0}, {"value": 80.0}, "at_least", 10.0),
        ({"value": 90.0}, {"value": 80.0, "bound": "at_least"}, "at_most", 10.0),
        ({"value": 90.0}, {"value": 80.0, "bound": "approx"}, "approx", 10.0),
        ({"value": 90.0, "bound": "at_least"}, {"value": 80.0, "bound": "at_least"}, "at_least", None),
        ({"value": 90.0, "value_high": 95.0}, {"value": 80.0}, "exact", None),
        ({"value": 90.0}, {"value": 80.0, "metric": "F1"}, "exact", None),
        ({"value": 90.0}, {"value": 0.8, "unit": None}, "exact", None),
    ],
)
def test_what_follows_from_bounds_and_unlike_scores(
    ours: dict[str, Any], theirs: dict[str, Any], bound: str, difference: float | None
) -> None:
    row = pair(ours, theirs)
    assert (row.bound, row.difference) == (bound, difference)
    assert (row.ratio is None) == (difference is None)


def test_a_ratio_to_zero_is_null() -> None:
    row = pair({"value": 3.0}, {"value": 0.0})
    assert (row.difference, row.ratio, row.relative_change) == (3.0, None, None)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"difference": 2.1, "difference_unit": "point"}),
        ({"direction": "decrease"}, {"difference": -2.1, "difference_unit": "point"}),
        ({"unit": "%"}, {"difference": 2.1, "difference_unit": "point"}),
        ({"unit": "%", "basis": "relative", "direction": "decrease"}, {"relative_change": -2.1}),
        ({"unit": "%", "basis": "unspecified"}, {"difference": 2.1, "difference_unit": "%"}),
        ({"value": 10.8, "unit": "x", "basis": "factor", "bound": "up_to"}, {"ratio": 10.8, "bound": "up_to"}),
        ({"value": 2, "unit": "x", "basis": "factor", "direction": "decrease"}, {"ratio": 0.5}),
        ({"value": 3, "value_high": 8}, {"difference": 3.0, "difference_unit": "point", "bound": "at_least"}),
    ],
)
def test_a_stated_change_stands_alone(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    (row,) = find_comparisons([change(baseline="BarNet", **fields)])
    numbers = {"difference": None, "difference_unit": None, "ratio": None, "relative_change": None, "bound": "exact"}
    assert {name: getattr(row, name) for name in numbers} == numbers | expected
    assert (row.source, row.reference, row.subject_value, row.reference_value) == ("stated", "BarNet", None, None)


def test_a_change_that_says_what_a_pair_says_is_one_comparison_with_it() -> None:
    reference = result(record_id="theirs", value=75.8, method="BarNet")
    subject = result(record_id="ours", value=77.9, baseline="BarNet", reference_id="theirs")
    (row,) = find_comparisons([subject, change(record_id="gain", reference_id="ours"), reference])
    assert (row.source, row.subject_value, row.reference_value, row.difference) == ("stated", 77.9, 75.8, 2.1)
    assert (row.change_record_id, row.subject_record_id, row.reference_record_id) == ("gain", "ours", "theirs")


def test_a_change_against_something_else_is_a_comparison_of_its_own() -> None:
    reference = result(record_id="theirs", value=60.0, method="BarNet")
    subject = result(record_id="ours", value=77.9, baseline="BarNet", reference_id="theirs")
    rows = find_comparisons([subject, change(reference_id="ours", baseline="BazNet"), reference])
    assert [(row.source, row.reference, row.difference, row.reference_value) for row in rows] == [
        ("derived", "BarNet", 17.9, 60.0),
        ("stated", "BazNet", 2.1, None),
    ]


def test_values_on_several_data_sets_are_paired_data_set_by_data_set() -> None:
    rows = [
        result(record_id=record, value=value, dataset=dataset, reference_id="b" if record == "a" else None)
        for record, value in (("a", 90.0), ("b", 80.0))
        for dataset in ("QuuxBench", "Corge-10")
    ]
    found = find_comparisons(rows)
    assert [(row.dataset, row.difference) for row in found] == [("QuuxBench", 10.0), ("Corge-10", 10.0)]
    assert len({row.comparison_id for row in found}) == 2


def test_a_value_is_not_paired_on_a_data_set_that_the_other_was_not_measured_on() -> None:
    ours = [result(record_id="a", dataset=dataset, reference_id="b") for dataset in ("QuuxBench", "Corge-10")]
    (row,) = find_comparisons([*ours, result(record_id="b", value=80.0, dataset="QuuxBench")])
    assert row.dataset == "QuuxBench"


def test_an_abstract_that_stands_twice_counts_once() -> None:
    rows = [change(entry_id="p1"), change(entry_id="p2")]
    found = find_comparisons(rows, [paper("p1"), paper("p2", duplicate_of="p1")])
    assert [row.entry_id for row in found] == ["p1"]


def test_a_reference_to_a_rejected_record_is_no_comparison() -> None:
    assert find_comparisons([result(reference_id="gone")]) == ()
