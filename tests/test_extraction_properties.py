"""What holds for every abstract, however torn: offsets, order, links; and for every number in a plain sentence."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.pipeline import extract_abstract, extract_abstracts
from schemas.records import Extraction

NUMBERS = [
    "84.1%", r"84.1\%", "$84.1$", "0.77", "3.5×", r"0.693$\times$", r"$\sim$50\%", "~50%", "+2.1%", "−0.11", "2-3%",
    "5.31–12.91%", "6.2% to 10.5%", r"$92.4_{\pm 0.3}$", "84.3 ± 0.2", "0 . 8 6 1", "33 5%", "0 4610", "12\u00a0ms", "1,250",
    "1.2M parameters", "$0.20", "No. 1", "two orders of magnitude", "doubles", "half", "three points", "10^{-3}", "8/255", "2023",
    "GPT-4", "7B", "224x224", "[12, 15]", "5-shot", "88.1/81.3", "(p < 0.01)", "(95% CI 0.70-0.81)", "1e-4", "９９．５％",
    "1" * 40, "0%", "00", "5.", ".5", "1.2.3", "1/0", "-", "10^99999",
]  # fmt: skip
WORDS = [
    "LumaNet", "DeiT", "we", "our method", "accuracy", "F1 score", "WER", "latency", "memory", "speedup", "ImageNet", "CIFAR-10",
    "on", "of", "by", "from", "to", "vs.", "over", "than", "with", "and", "or", "respectively", "at least", "up to", "about",
    "both", "reaches", "improves", "reduces", "outperforms", "is", "faster", "ranking", "compared to", "whereas", "while",
    "between", "points", "times", "%", "x", "average", "across", "8 tasks", "(", ")", "[", "]", ",", ":", ";", ".", "→", "=",
    "<", ">", "/",
]  # fmt: skip
SCRAPS = [
    "\\", "$", "{", "}", "~", "_", "^", r"\textbf{", r"\footnote{", r"\cite{a}", r"\pm", r"\times", r"\rightarrow", "<sub>",
    "</sub>", "&lt;", "&amp;", "ﬁ", "\u200b", "\u00ad", "\u202f", "\ud800", "\ufffd", "\x00", "é", "e\u0301", "漢", "𝟗𝟗",
    "\r\n", "\t", "",
]  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(NUMBERS),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(SCRAPS),
    st.floats(min_value=0, max_value=1e6).map(str),
    st.text(max_size=4),
)
TEXTS = st.builds(
    lambda glue, pieces: glue.join(pieces), st.sampled_from([" ", " ", " ", "", "\n"]), st.lists(PIECES, max_size=40)
)
TITLES = st.one_of(st.none(), st.sampled_from(["LumaNet: Small Networks for Dusk", ""]), TEXTS)


def _assert_sound(abstract: str, found: Extraction) -> None:
    for one in found.records:
        assert abstract[one.start : one.end] == one.value_text
        assert one.sentence in abstract
        for dataset in one.datasets:
            assert dataset.text in abstract
        assert one.metric_text is None or one.metric_text.strip()
    for other in (*found.rejects, *found.ignored):
        assert abstract[other.start : other.end] == other.text
    for row in (found.records, found.rejects, found.ignored):
        assert [one.start for one in row] == sorted(one.start for one in row)
    assert all(one.end <= other.start for one, other in pairwise(found.records))
    starts = {one.start for one in found.records}
    assert all(one.reference in starts - {one.start} for one in found.records if one.reference is not None)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TITLES)
def test_records_are_sound_whatever_the_text(abstract: str, title: str | None) -> None:
    _assert_sound(abstract, extract_abstract(abstract, title=title, ignored=True))


@settings(max_examples=60, deadline=None)
@given(TEXTS, TITLES, TEXTS)
def test_the_same_input_gives_the_same_output_whatever_came_between(abstract: str, title: str | None, other: str) -> None:
    before = extract_abstract(abstract, title=title)
    extract_abstract(other, title=abstract)
    assert extract_abstract(abstract, title=title) == before


SENTENCES = [
    "LumaNet reaches {} accuracy on CIFAR-10.",
    "On CIFAR-10, the accuracy of LumaNet is {}.",
    "LumaNet obtains an accuracy of {} on CIFAR-10.",
]
SHAPES = ["{}%", r"{}\%", r"${}\%$", r"\textbf{{{}\%}}", "{}％"]
PERCENTS = st.decimals(min_value=1, max_value=100, places=1)


@settings(max_examples=100, deadline=None)
@given(PERCENTS, st.sampled_from(SENTENCES), st.sampled_from(SHAPES))
def test_a_percentage_is_read_in_every_shape(number: object, sentence: str, shape: str) -> None:
    abstract = sentence.format(shape.format(number))
    found = extract_abstract(abstract)
    _assert_sound(abstract, found)
    assert [(one.value, one.unit, one.metric_text) for one in found.records] == [(float(str(number)), "%", "accuracy")]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 9999), st.sampled_from([" ", ""]))
def test_digits_torn_apart_are_one_number(digits: int, gap: str) -> None:
    number = f"0.{digits:04}"
    abstract = f"LumaNet reaches an F1 score of {gap.join(number)} on CIFAR-10."
    found = extract_abstract(abstract)
    _assert_sound(abstract, found)
    assert [(one.value, one.value_text) for one in found.records] == [(float(number), gap.join(number))]


@settings(max_examples=60, deadline=None)
@given(PERCENTS, PERCENTS)
def test_of_a_pair_the_first_points_at_the_second(first: object, second: object) -> None:
    found = extract_abstract(f"LumaNet outperforms DeiT in accuracy on CIFAR-10 ({first}% vs. {second}%).").records
    assert [(one.value, one.method, one.baseline) for one in found] == [
        (float(str(first)), "LumaNet", "DeiT"),
        (float(str(second)), "DeiT", None),
    ]
    assert [one.reference for one in found] == [found[1].start, None]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["Dusk is dark. ", "  ", "\n", "Nets see little at dusk, e.g. in fog.\n\n", r"\emph{Dusk} is dark. "]),
    PERCENTS,
)
def test_what_stands_before_a_claim_only_shifts_it(before: str, number: object) -> None:
    claim = f"LumaNet improves accuracy by {number}% over DeiT on CIFAR-10."
    (alone,) = extract_abstract(claim).records
    (behind,) = extract_abstract(before + claim).records
    by = len(before)
    assert behind == alone.model_copy(update={"start": alone.start + by, "end": alone.end + by})


@pytest.mark.parametrize("abstract", ["", " ", "\n", "$", "\\", "%", "\ud800", "." * 5000, "(" * 2000, "$" * 2001, "{" * 2000])
def test_a_text_without_words_says_nothing(abstract: str) -> None:
    assert extract_abstract(abstract) == Extraction()


def test_ten_thousand_numbers_are_all_answered() -> None:
    abstract = "LumaNet reaches " + ", ".join(f"{at % 100}.{at % 10}%" for at in range(10_000)) + " accuracy on CIFAR-10."
    found = extract_abstract(abstract)
    _assert_sound(abstract, found)
    assert len({one.start for one in (*found.records, *found.rejects, *found.ignored)}) == 10_000


def test_a_number_of_400_digits_stops_nothing() -> None:
    abstract = f"LumaNet reaches an accuracy of 84.1% on CIFAR-10. It has seen {'9' * 400} images."
    found = extract_abstract(abstract)
    _assert_sound(abstract, found)
    assert [one.value for one in found.records] == [84.1]


@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS), min_size=1, max_size=6), st.integers(0, 6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_abstracts_read_together_come_out_as_alone_and_one_that_fails_harms_none(
    abstracts: list[tuple[str, str | None]], at: int
) -> None:
    with_none: list[tuple[Any, str | None]] = [*abstracts[:at], (None, None), *abstracts[at:]]
    found = list(extract_abstracts(with_none))
    assert isinstance(found.pop(min(at, len(abstracts))), AttributeError | TypeError)
    assert found == [extract_abstract(abstract, title=title) for abstract, title in abstracts]
