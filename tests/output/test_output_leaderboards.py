"""What a reader of the leaderboards finds: boards, ranks, what stands below the line, who proposed what."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from output_rows import change, paper, result

from claimtable.tables.leaderboards import rank_leaderboards
from claimtable.tables.page import to_page


def ranks(rows: Any) -> list[tuple[int | None, str]]:
    return [(row.rank, row.method) for row in rank_leaderboards(rows)]


def test_the_best_stands_first_and_equals_share_a_rank() -> None:
    rows = [
        result(method=name, value=value, entry_id=name)
        for name, value in (("A1", 70), ("B1", 90), ("C1", 90), ("D1", 80))
    ]
    assert ranks(rows) == [(1, "B1"), (1, "C1"), (2, "D1"), (3, "A1")]


def test_where_less_is_better_the_least_stands_first() -> None:
    rows = [
        result(method=m, value=v, metric="WER", higher_is_better=False, entry_id=m)
        for m, v in (("A1", 9.1), ("B1", 4.2))
    ]
    assert ranks(rows) == [(1, "B1"), (2, "A1")]


@pytest.mark.parametrize(
    ("value", "unit"),
    [(84.3, "%"), (0.843, None), (84.3, None), (84.3, "point")],
    ids=["percent", "share", "bare", "points"],
)
def test_all_spellings_of_a_rate_meet_on_one_board(value: float, unit: str | None) -> None:
    (row,) = rank_leaderboards([result(value=value, unit=unit)])
    assert (row.score, row.unit, row.rank, row.board_id) == (84.3, "%", 1, "QuuxBench | Accuracy | %")


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"bound": "at_least"}, "lower bound"),
        ({"bound": "at_most"}, "upper bound"),
        ({"bound": "up_to"}, "up to"),
        ({"value_high": 90.0}, "range"),
        ({"unit": "x", "value": 0.49}, "share or multiple"),
        ({"metric": "Training Time", "higher_is_better": False, "value": 28.0}, "share or multiple"),
        ({"aggregate": "average over five models"}, "not one system"),
        ({"value": 104.0}, "outside the range"),
    ],
)
def test_what_is_no_exact_single_score_stands_below_the_line_with_the_reason(fields: dict[str, Any], note: str) -> None:
    (row,) = rank_leaderboards([result(**fields)])
    assert row.rank is None
    assert note in (row.note or "")


def test_an_approximate_score_ranks_and_says_so() -> None:
    (row,) = rank_leaderboards([result(bound="approx")])
    assert (row.rank, row.note) == (1, "approximate")


def test_an_average_over_runs_ranks() -> None:
    (row,) = rank_leaderboards([result(aggregate="average over 5 runs")])
    assert (row.rank, row.note) == (1, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"higher_is_better": None},
        {"metric": None, "metric_text": None},
        {"dataset": None},
        {"dataset": "training set"},
        {"dataset": "held-out half"},
        {"dataset": "internet text"},
        {"dataset": "12 test sets"},
        {"dataset": "web"},
        {"kind": "rank", "value": 1},
    ],
    ids=str,
)
def test_what_makes_no_board(fields: dict[str, Any]) -> None:
    assert rank_leaderboards([result(**fields), change()]) == ()


def test_spellings_of_one_data_set_share_a_board_and_versions_do_not() -> None:
    rows = [
        result(dataset=name, entry_id=name)
        for name in ("Quux Bench", "QuuxBench", "QuuxBench", "QuuxBench 2", "QuuxBench test-dev")
    ]
    boards = {(row.dataset, row.metric) for row in rank_leaderboards(rows)}
    assert boards == {("QuuxBench", "Accuracy"), ("QuuxBench 2", "Accuracy"), ("QuuxBench test-dev", "Accuracy")}


def test_unlike_metrics_and_units_never_share_a_board() -> None:
    rows = [result(), result(metric="F1"), result(metric="Latency", unit="ms"), result(metric="Latency", unit="s")]
    assert len({row.board_id for row in rank_leaderboards(rows)}) == 4


def test_conditions_that_compare_have_columns_and_tear_no_board() -> None:
    conditions = ("five-shot setting", r"20\% of the labeled data", "single GPU")
    rows = [result(method="FooNet-7B", conditions=conditions), result(method="FooNet-7B", conditions=("zero-shot",))]
    with_labels, zero_shot = rank_leaderboards(rows)
    assert (with_labels.shots, with_labels.label_share, with_labels.model_size) == ("5-shot", "20% labels", "7B")
    assert with_labels.conditions == conditions
    assert (zero_shot.shots, zero_shot.label_share) == ("zero-shot", None)


def test_a_score_stated_twice_stands_once() -> None:
    assert len(rank_leaderboards([result(), result(), result(value=0.845, unit=None)])) == 1
    assert len(rank_leaderboards([result(), result(conditions=("5-shot",)), result(entry_id="p2")])) == 3


def test_an_abstract_that_stands_twice_counts_once() -> None:
    rows = rank_leaderboards([result(), result(entry_id="p2")], [paper("p1"), paper("p2", duplicate_of="p1")])
    assert [row.entry_id for row in rows] == ["p1"]


def test_a_nameless_system_shows_as_the_title_of_its_paper() -> None:
    rows = [result(method="ours", title="Fast decoding"), result(method="ours", entry_id="p2", value=80.0)]
    assert ranks(rows) == [(1, "Fast decoding"), (2, "p2")]


def test_the_other_half_of_a_pair_is_a_baseline() -> None:
    ours = result(reference_id="theirs", baseline="supervised training")
    theirs = result(record_id="theirs", value=80.0, method=None)
    assert [(row.method, row.role) for row in rank_leaderboards([ours, theirs])] == [
        ("FooNet", "proposed"),
        ("supervised training", "baseline"),
    ]


def test_a_system_set_against_itself_stays_proposed() -> None:
    rows = [result(reference_id="before"), result(record_id="before", value=70.0)]
    assert {row.role for row in rank_leaderboards(rows)} == {"proposed"}


def test_what_is_named_as_a_baseline_anywhere_in_the_paper_is_one() -> None:
    rows = [change(baseline="BarNet", metric="F1"), result(), result(method="BarNet", value=80.0)]
    assert [row.role for row in rank_leaderboards(rows)] == ["proposed", "baseline"]


@pytest.mark.parametrize(
    "about",
    [
        {"title": "FooNet: Fast Decoding"},
        {"abstract": "We propose a light decoder called FooNet. FooNet reaches 84.5%, while BarNet reaches 80%."},
    ],
)
def test_a_paper_that_introduces_its_system_reports_the_others(about: dict[str, Any]) -> None:
    rows = rank_leaderboards(
        [result(), result(method="FooNet-L", value=82.0), result(method="BarNet", value=80.0)], [paper(**about)]
    )
    assert [(row.method, row.role) for row in rows] == [
        ("FooNet", "proposed"),
        ("FooNet-L", "proposed"),
        ("BarNet", "baseline"),
    ]


def test_boards_of_many_papers_come_first() -> None:
    rows = [result(dataset="Aaa-1"), *(result(dataset="Zzz-1", entry_id=f"p{n}", value=n) for n in (1, 2))]
    assert [row.dataset for row in rank_leaderboards(rows)] == ["Zzz-1", "Zzz-1", "Aaa-1"]


scores = st.builds(
    result,
    value=st.sampled_from([10.0, 20.5, 20.50, 0.3, 77.0, 99.9]),
    entry_id=st.sampled_from(["p1", "p2", "p3"]),
    method=st.sampled_from(["FooNet", "BarNet", "ours", None]),
    dataset=st.sampled_from(["QuuxBench", "Corge-10"]),
    metric=st.sampled_from(["Accuracy", "WER"]),
    bound=st.sampled_from(["exact", "approx", "at_least"]),
)


@given(st.lists(scores, max_size=25), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_ranks_are_dense_follow_the_direction_and_do_not_depend_on_the_order_of_the_rows(
    rows: list[Any], random: Any
) -> None:
    rows = [row.model_copy(update={"higher_is_better": row.metric == "Accuracy"}) for row in rows]
    ranked = rank_leaderboards(rows)
    boards: dict[str, list[Any]] = {}
    for row in ranked:
        boards.setdefault(row.board_id, []).append(row)
    for board in boards.values():
        above = [row for row in board if row.rank is not None]
        assert [row.rank for row in board] == [row.rank for row in above] + [None] * (len(board) - len(above))
        assert sorted({row.rank for row in above}) == list(range(1, len({row.rank for row in above}) + 1))
        for row, after in pairwise(above):
            better = row.score > after.score if row.higher_is_better else row.score < after.score
            assert (row.rank == after.rank) == (row.score == after.score)
            assert row.rank == after.rank or better
    shuffled = rows.copy()
    random.shuffle(shuffled)
    key = [(row.board_id, row.rank, row.score, row.entry_id) for row in ranked]
    assert [(row.board_id, row.rank, row.score, row.entry_id) for row in rank_leaderboards(shuffled)] == key


def test_the_page_shows_scores_and_separates_what_is_below_the_line() -> None:
    rows = [
        result(
            title="On pipes | and <b>tags</b>",
            sentence="One.\nTwo | three.",
            uncertainty="± 0.2",
            conditions=("5-shot",),
        ),
        result(value=90.0, bound="at_least", entry_id="p2"),
    ]
    page = "".join(to_page(rank_leaderboards(rows)))
    above, below = page.split("Below the line")
    assert "## QuuxBench: Accuracy (%)" in above
    assert r"| 1 | FooNet | 84.5 (± 0.2) | proposed | On pipes \| and &lt;b&gt;tags&lt;/b&gt; (p1) |" in above
    assert r"|  | 5-shot | One. Two \| three. |" in above
    assert "| a lower bound | FooNet | ≥ 90 | proposed |" in below


def test_the_page_of_nothing_says_so() -> None:
    assert "0 boards" in "".join(to_page(()))


@pytest.mark.parametrize("name", ["ogbn-arxiv", "SECOND", "COCO val", "SWE-bench Verified", "DROP"])
def test_what_makes_a_board(name: str) -> None:
    assert [row.rank for row in rank_leaderboards([result(dataset=name)])] == [1]


@pytest.mark.parametrize(
    ("metric", "unit"), [("pass@1", None), ("BLEU", None), ("FID", None), ("mAP", "%"), ("PSNR", "dB")]
)
def test_measures_of_many_kinds_rank(metric: str, unit: str | None) -> None:
    (row,) = rank_leaderboards([result(metric=metric, unit=unit, value=34.8)])
    assert (row.rank, row.score) == (1, 34.8)


@pytest.mark.parametrize("metric", ["Performance", "Quality"])
def test_a_word_that_names_no_measure_does_not_rank(metric: str) -> None:
    (row,) = rank_leaderboards([result(metric=metric)])
    assert (row.rank, row.note) == (None, "the metric names no measure")
