"""A sentence twice as long costs twice the work: counted in calls of the project's own code, which no load can change."""

import sys
from collections.abc import Callable
from types import CodeType, FrameType

import pytest

from extract.normalise.spans import Places, Spans, Taken
from extract.pipeline import extract_abstract
from rules.lexicons import load_datasets, load_metrics
from rules.loader import compile_pattern

START, END = "CVX reaches 84.1% accuracy on COCO with ", " and 85.2% F1 on SQuAD."
PIECES = {
    "data sets": "COCO, ",
    "metrics": "accuracy, ",
    "systems": "ResNet-50, ",
    "rivals": "over ResNet-50 ",
    "conditions": "with 8 shots ",
    "averages": "averaged over tasks ",
    "spreads": "± 0.2 ",
    "implied measures": "faster ",
    "clauses": ", which is ",
    "short forms": "long form name (LFN), ",
    "scores": "we reach 84.1% F1 on SQuAD while ",
    "parts of a number": "1.",
    "parts of a word": "top-k-",
    "sentences": "CVX improves the mAP from 51.2 to 53.4 on COCO. ",
}
PIECE = 150  # times in the shorter sentence
MOST = 2.3  # times the calls for twice the text


def calls(work: Callable[[], object]) -> int:
    """How many functions, comprehensions and steps of generators of the stages run."""
    ours = ("/extract/", "/rules/")
    known: dict[CodeType, bool] = {}
    count = 0

    def count_call(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        if event == "call":
            code = frame.f_code
            if code not in known:
                known[code] = any(room in code.co_filename.replace("\\", "/") for room in ours)
            count += known[code]

    before = sys.getprofile()
    sys.setprofile(count_call)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_twice_the_sentence_is_twice_the_work(piece: str) -> None:
    short, long = (START + piece * (PIECE * times) + END for times in (1, 2))
    extract_abstract(START + END)  # rules are loaded
    once = calls(lambda: extract_abstract(short))
    assert calls(lambda: extract_abstract(long)) < MOST * once


@pytest.mark.parametrize("name", ["accuracy" + "-score" * 40, "of-the-" * 40 + "accuracy-score", "the-" * 40 + "score-" * 40])
def test_a_metric_of_many_parts_is_looked_up_in_one_pass(name: str) -> None:
    metrics = load_metrics()
    once, twice = (calls(lambda text=text: metrics._canonical(text)) for text in (name, f"{name}-{name}"))
    assert twice < MOST * once


def test_a_data_set_of_many_sizes_is_looked_up_in_few_steps() -> None:
    datasets = load_datasets()
    assert datasets.canonical("ImageNet-64x64") == "ImageNet 64x64"
    assert calls(lambda: datasets._canonical("ImageNet" + "-64x64" * 25)) < 2_000
    assert datasets.canonical("ImageNet" + "-64x64" * 5_000).startswith("ImageNet-64x64-64x64")


@pytest.mark.parametrize(("start", "end"), [(0, 3), (2, 4), (4, 6), (5, 9), (6, 7), (7, 9)])
def test_spans_answer_as_a_look_at_each_would(start: int, end: int) -> None:
    phrases = [Stretch(2, 4), Stretch(5, 9), Stretch(6, 7)]
    taken = Taken(9)
    for one in phrases:
        taken.take(one.start, one.end)
    meets = any(one.start < end and start < one.end for one in phrases)
    assert Spans(phrases).meet(start, end) == taken.meet(start, end) == meets
    assert Spans(phrases).hold(start, end) == any(one.start <= start and end <= one.end for one in phrases)


class Stretch:
    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end


@pytest.mark.parametrize("start", range(0, 24, 3))
def test_places_answer_as_the_part_alone_would(start: int) -> None:
    pattern = compile_pattern(r"(?<!\w) while (?! \s?[.,] )")
    text = "while it, while, while it"
    for end in range(start + 1, len(text) + 1):
        assert Places(pattern, text).between(start, end) == (pattern.search(text[start:end]) is not None), (start, end)
