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
    rows = [result(method=name, value=value, entry_id=name) for name, value in (("A1", 70), ("B1", 90), ("C1", 90), ("D1", 80))]
    assert ranks(rows) == [(1, "B1"), (1, "C1"), (2, "D1"), (3, "A1")]


def test_where_less_is_better_the_least_stands_first() -> None:
    rows = [result(method=m, value=v, metric="WER", higher_is_better=False, entry_id=m) for m, v in (("A1", 9.1), ("B1", 4.2))]
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


def test_the_level_before_an_improvement_is_of_a_system_that_nobody_names() -> None:
    rows = [result(reference_id="before"), result(record_id="before", value=70.0)]
    board = rank_leaderboards(rows)
    assert [(row.method, row.role, row.rank) for row in board] == [("FooNet", "proposed", 1), ("(unnamed)", "baseline", None)]


@pytest.mark.parametrize("fields", [{"value": 90.0}, {"value": 70.0, "conditions": ("5-shot",)}, {"value": 70.0, "metric": "F1"}])
def test_a_system_set_against_itself_stays_proposed(fields: dict[str, Any]) -> None:
    rows = [result(reference_id="other"), result(record_id="other", **fields)]
    assert {row.role for row in rank_leaderboards(rows)} == {"proposed"}


def test_what_is_left_of_a_system_is_not_proposed_beside_the_whole() -> None:
    rows = [
        result(),
        result(value=70.0, conditions=("without the cache",)),
        result(value=60.0, conditions=("without fine-tuning",)),
    ]
    assert [row.role for row in rank_leaderboards(rows)] == ["proposed", "baseline", "proposed"]
    (alone,) = rank_leaderboards([result(conditions=("without the cache",))])
    assert alone.role == "proposed"


def test_what_a_paper_works_with_is_its_own() -> None:
    sentence = "BarNet is slow, but we reach 84.5% accuracy on QuuxBench with a TallNet model."
    others = [change(method="FooNet", baseline="BarNet", metric="F1")]
    (row,) = rank_leaderboards([result(method="TallNet", sentence=sentence), *others])
    assert row.role == "proposed"


def test_the_words_of_a_metric_tell_the_shots() -> None:
    (row,) = rank_leaderboards([result(metric_text="zero-shot accuracy")])
    assert row.shots == "zero-shot"


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
def test_ranks_are_dense_follow_the_direction_and_do_not_depend_on_the_order_of_the_rows(rows: list[Any], random: Any) -> None:
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


@pytest.mark.parametrize(("metric", "unit"), [("pass@1", None), ("BLEU", None), ("FID", None), ("mAP", "%"), ("PSNR", "dB")])
def test_measures_of_many_kinds_rank(metric: str, unit: str | None) -> None:
    (row,) = rank_leaderboards([result(metric=metric, unit=unit, value=34.8)])
    assert (row.rank, row.score) == (1, 34.8)


@pytest.mark.parametrize("metric", ["Performance", "Quality"])
def test_a_word_that_names_no_measure_does_not_rank(metric: str) -> None:
    (row,) = rank_leaderboards([result(metric=metric)])
    assert (row.rank, row.note) == (None, "the metric names no measure")


def board(**fields: Any) -> tuple[Any, ...]:
    (row,) = rank_leaderboards([result(**fields)])
    return row.dataset, row.metric, row.score, row.unit, row.rank, row.note


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"dataset": "AIME 2024", "value": 60.4, "unit": None}, ("AIME 2024", "Accuracy", 60.4, "%", 1)),
        ({"dataset": "LiveCodeBench", "value": 0.474, "unit": None}, ("LiveCodeBench", "pass@1", 47.4, "%", 1)),
        ({"dataset": "SWE-bench Verified", "value": 38.0}, ("SWE-bench Verified", "Solve Rate", 38.0, "%", 1)),
        ({"dataset": "GenEval", "value": 0.76, "unit": None}, ("GenEval", "GenEval", 0.76, None, 1)),
    ],
    ids=lambda one: one.get("dataset") if isinstance(one, dict) else "",
)
def test_the_metric_that_goes_without_saying_is_read_and_said(fields: dict[str, Any], expected: tuple[Any, ...]) -> None:
    unsaid = {"metric": None, "metric_text": None, "higher_is_better": None, "sentence": "FooNet reaches 84.5%."}
    *read, note = board(**(unsaid | {"dataset_text": None} | fields))
    assert tuple(read) == expected
    assert note == f"metric not stated; {expected[1]} is usual here"


@pytest.mark.parametrize("metric", ["performance", "Reasoning performance", "score"])
def test_a_word_that_names_no_measure_gives_way_to_the_usual_one(metric: str) -> None:
    *read, note = board(dataset="MATH", dataset_text=None, metric=metric)
    assert (read[1], read[4], note) == ("Accuracy", 1, f"stated as {metric}; Accuracy is usual here")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": 7e9, "unit": None}, "FooNet-7B has 84.5% on MATH."),
        ({"value": 3.0, "unit": "s"}, "FooNet takes 84.5% on MATH."),
        ({}, "Roughly 84.5% of responses are short on MATH."),
        ({}, "A sentence on another test bed has 84.5%."),
        ({"dataset": "QuuxBench", "dataset_text": "QuuxBench"}, "FooNet has 84.5% on QuuxBench."),
    ],
    ids=["size", "seconds", "share", "elsewhere", "no custom"],
)
def test_a_number_that_is_not_of_the_usual_metric_makes_no_board(fields: dict[str, Any], sentence: str) -> None:
    unsaid = {"metric": None, "metric_text": None, "higher_is_better": None, "dataset": "MATH", "dataset_text": "MATH"}
    assert rank_leaderboards([result(**(unsaid | {"sentence": sentence} | fields))]) == ()


def test_names_of_one_measure_share_a_board_and_say_what_was_stated() -> None:
    rows = [
        result(dataset="ImageNet", metric=metric, entry_id=metric)
        for metric in ("Top-1 Accuracy", "Accuracy", "Top-5 Accuracy", "Linear Accuracy")
    ]
    boards = {(row.metric, row.note) for row in rank_leaderboards(rows)}
    assert boards == {
        ("Top-1 Accuracy", None),
        ("Top-1 Accuracy", "stated as Accuracy"),
        ("Top-5 Accuracy", None),
        ("Linear Accuracy", None),
    }


def test_problems_solved_are_right_answers() -> None:
    solved = {"dataset": "GSM8K", "metric": "problems solved", "metric_text": "problems", "higher_is_better": None}
    board = rank_leaderboards([result(**solved), result(dataset="GSM8K", value=90.0, entry_id="p2")])
    assert [(row.metric, row.rank, row.note) for row in board] == [
        ("Accuracy", 1, None),
        ("Accuracy", 2, "stated as problems solved"),
    ]


@pytest.mark.parametrize(
    ("sentence", "metric", "note"),
    [
        ("FooNet keeps 84.5% accuracy against PGD attacks.", "Robust Accuracy", "stated as Accuracy"),
        ("FooNet keeps 84.5% accuracy against BarNet.", "Accuracy", None),
    ],
)
def test_right_answers_under_attack_are_another_measure(sentence: str, metric: str, note: str | None) -> None:
    (row,) = rank_leaderboards([result(sentence=sentence)])
    assert (row.metric, row.note) == (metric, note)


@pytest.mark.parametrize(
    "sentence",
    [
        "FooNet is fast while sacrificing only 84.5% accuracy.",
        r"FooNet surpasses BarNet by a large margin: \textbf{5\%} on one, \textbf{84.5%} accuracy on another.",
        "FooNet shows 84.5% improvements in accuracy.",
        "FooNet is as good 84.5% of the time.",
        "FooNet ranks among the top 84.5% of systems.",
    ],
)
def test_a_score_that_reads_like_something_else_stands_below_the_line(sentence: str) -> None:
    (row,) = rank_leaderboards([result(sentence=sentence)])
    assert row.rank is None
    assert row.note


def test_a_cost_has_no_rank() -> None:
    (row,) = rank_leaderboards([result(metric="Latency", unit="ms", value=3.0, higher_is_better=False)])
    assert (row.rank, row.note) == (None, "a cost: it depends on the hardware and the setting")


def test_the_mean_over_several_data_sets_is_nobodys_score_on_one() -> None:
    rows = [result(record_id="r", dataset=name, aggregate="average") for name in ("QuuxBench", "Corge-10")]
    assert {row.note for row in rank_leaderboards(rows)} == {"an average over 2 data sets"}
    assert [row.rank for row in rank_leaderboards([result(aggregate="average")])] == [1]


@pytest.mark.parametrize(
    ("fields", "dataset"),
    [
        ({"dataset": "MATH", "dataset_text": "MATH", "sentence": "84.5% on MATH 500"}, "MATH-500"),
        ({"dataset": "MATH", "dataset_text": "MATH", "sentence": "84.5% on MATH, 90% on MATH 500"}, "MATH"),
        ({"dataset": "miniF2F", "dataset_text": "MiniF2F", "sentence": "84.5% on the MiniF2F test set"}, "miniF2F test"),
        ({"dataset": "Quux Bench", "dataset_text": "Quux Bench", "sentence": "84.5% on Quux Bench (CIFAR-10)"}, "CIFAR-10"),
    ],
    ids=["longer", "both", "split", "brackets"],
)
def test_a_board_takes_the_full_name_of_a_data_set(fields: dict[str, Any], dataset: str) -> None:
    assert board(**fields)[0] == dataset


@pytest.mark.parametrize(
    ("dataset", "sentence", "expected"),
    [
        ("ImageNet", r"an FID of 84.5% on ImageNet 256$\times$256", "ImageNet 256x256"),
        ("ImageNet", "an FID of 84.5% on ImageNet, for 512x512 images", "ImageNet 512x512"),
        ("ImageNet", "an FID of 84.5% on ImageNet 256", "ImageNet 256x256"),
        ("ImageNet", "an FID of 84.5% on ImageNet", "ImageNet"),
        ("ImageNet-256", "an FID of 84.5% on ImageNet-256", "ImageNet 256x256"),
    ],
)
def test_generated_images_of_each_size_have_a_board(dataset: str, sentence: str, expected: str) -> None:
    fields = {"metric": "FID", "value": 2.1, "unit": None, "higher_is_better": False}
    assert board(dataset=dataset, dataset_text=dataset, sentence=sentence, **fields)[0] == expected


@pytest.mark.parametrize(
    ("metric_text", "metric", "expected"),
    [
        ("top-1 ImageNet accuracy", "Top 1 ImageNet Accuracy", ("ImageNet", "Top-1 Accuracy")),
        ("GenEval score", "GenEval", ("GenEval", "GenEval")),
    ],
)
def test_a_data_set_named_in_the_metric_makes_a_board(metric_text: str, metric: str, expected: tuple[str, str]) -> None:
    fields = {"dataset": None, "dataset_text": None, "value": 0.8, "unit": None}
    assert board(metric_text=metric_text, metric=metric, **fields)[:2] == expected


def test_a_latex_command_is_no_name() -> None:
    rows = [result(method=r"\methodname", title="FooNet: Fast decoding"), result(method=r"\ours", entry_id="p2", title="Fast")]
    assert [row.method for row in rank_leaderboards(rows)] == ["FooNet", "Fast"]


def test_the_page_says_how_a_metric_was_read() -> None:
    page = "".join(to_page(rank_leaderboards([result(dataset="ImageNet")])))
    assert "(stated as Accuracy)" in page
