"""What a reader sees marked in an abstract: the right words, each once, and every character of the text as it was."""

import itertools
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtable.api import to_result_rows
from claimtable.evidence import Span, SpanRole, find_spans, to_html, to_terminal
from schemas import ResultRow


class _Text(HTMLParser):
    """The text of a page, and its tags in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", [("", {})][:0]
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def marked(abstract: str, title: str | None = None) -> list[tuple[str, str]]:
    spans = find_spans(abstract, to_result_rows(abstract, title))
    return [(span.role.value, abstract[span.start : span.end]) for span in spans]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        (
            r"With 20\% of the labels, \textbf{Quillnet} reaches 84.2\% Dice on Pancreas.",
            [
                ("condition", r"20\% of the labels"),
                ("method", "Quillnet"),
                ("value", r"84.2\%"),
                ("metric", "Dice"),
                ("dataset", "Pancreas"),
            ],
        ),
    ],
)
def test_roles_of_a_sentence(abstract: str, expected: list[tuple[str, str]]) -> None:
    assert marked(abstract) == expected


def test_a_name_that_stands_in_two_pieces_is_marked_in_both() -> None:
    abstract = "On Reef clean and test-other, Finch reaches 1.9% WER."
    (row,) = to_result_rows(abstract)
    edited = ResultRow.model_validate({**dict(row), "dataset": "Reef test-other", "dataset_text": "Reef test-other"})
    pieces = [abstract[s.start : s.end] for s in find_spans(abstract, [edited]) if s.role is SpanRole.DATASET]
    assert pieces == ["Reef", "test-other"]


def test_the_nearest_mention_in_the_own_sentence_is_marked() -> None:
    abstract = "Accuracy matters. On ImageNet, accuracy is hard. Finch reaches 81.2% accuracy on ImageNet."
    spans = find_spans(abstract, to_result_rows(abstract))
    metric, dataset = (next(span for span in spans if span.role is role) for role in (SpanRole.METRIC, SpanRole.DATASET))
    assert metric.start == abstract.rindex("accuracy")
    assert dataset.start == abstract.rindex("ImageNet")


def test_one_word_of_two_claims_is_marked_once_and_names_both() -> None:
    abstract = "Finch reaches 81.2% and 70.1% accuracy on ImageNet and CIFAR-100, respectively."
    rows = to_result_rows(abstract)
    (metric,) = (span for span in find_spans(abstract, rows) if span.role is SpanRole.METRIC)
    assert set(metric.record_ids) == {row.record_id for row in rows}
    assert len(metric.record_ids) == 2


def test_the_baseline_of_one_claim_that_is_the_method_of_another_names_both() -> None:
    abstract = "Tidepool reaches 54.3 AP on Reefset, vs. 51.9 AP for DenseMark."
    rows = to_result_rows(abstract)
    place = next(span for span in find_spans(abstract, rows) if abstract[span.start : span.end] == "DenseMark")
    assert place.role is SpanRole.METHOD
    assert place.record_ids == tuple(row.record_id for row in rows)


def test_rows_of_another_text_mark_nothing() -> None:
    rows = to_result_rows("A long sentence before it says that Finch reaches 81.2% accuracy on ImageNet.")
    assert find_spans("Short.", rows) == ()


TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    places = [pair for pair in itertools.pairwise(cuts) if draw(st.booleans())]
    ids = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3).map(tuple)
    spans = [
        Span(start=s, end=e, role=draw(st.sampled_from(SpanRole)), record_ids=draw(ids), label=draw(st.none() | TEXTS))
        for s, e in places
    ]
    return text, spans


@settings(deadline=None)
@given(marked_texts())
def test_without_its_tags_the_page_is_the_text(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    read = _Text(str(to_html(text, spans)))
    assert read.text == text
    assert [tag for tag, _ in read.tags] == ["mark"] * len(spans)
    assert [attributes["class"] for _, attributes in read.tags] == [f"role-{span.role}" for span in spans]
    assert len(to_terminal(text, spans).plain) == len(text)


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Tarn reaches 84.5% accuracy on Reefset vs. 80.1% for Mere. ",
            r"With 20\% of the labels, \textbf{Tarn} gains 3.1 points ($p<0.01$). ",
            "It is 3x faster & <b>2 GB</b> smaller.\n",
            "top‑1 accuracy of 58.3 ± 0.4 % (ﬁne) ",
            "A & B; ",
        ]
    )
    | st.text(max_size=8),
    max_size=5,
).map("".join)


@settings(deadline=None)
@given(SENTENCES)
def test_spans_found_are_in_order_and_apart(abstract: str) -> None:
    rows = to_result_rows(abstract)
    spans = find_spans(abstract, rows)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    values = [(span.start, span.end) for span in spans if span.role is SpanRole.VALUE]
    assert values == sorted({(row.start, row.end) for row in rows})
    if "\r" not in abstract and "\0" not in abstract:  # signs that HTML itself has no way to keep
        assert _Text(str(to_html(abstract, spans))).text == abstract


def test_edited_rows_cannot_break_the_page() -> None:
    abstract = "Finch reaches 81.2% accuracy on ImageNet."
    (row,) = to_result_rows(abstract)
    hostile = '"><script>alert(1)</script>'
    edited = ResultRow.model_validate(
        {**dict(row), "metric": hostile, "record_id": hostile, "method": "finch", "baseline": "(" * 100_000}
    )
    page = str(to_html(abstract, find_spans(abstract, [edited])))
    assert "<script" not in page
    assert [tag for tag, _ in _Text(page).tags] == ["mark"] * 4


def test_a_terminal_is_not_steered_by_an_abstract() -> None:
    assert "\x1b" not in to_terminal("\x1b]0;title\x07 and 81.2%", ()).plain
