"""Where sentences end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.normalise.sentences import split_sentences

# one "|" stands at each end of a sentence within the text
CASES = [
    "We train it. | It works.",
    "Models, e.g. BERT, i.e. Encoders, help. | We agree.",
    "It beats DeiT (vs. ViT, cf. Tab. 2 and Fig. 3). | It is fast.",
    "See Eq. 4, Sec. 5 and Ref. 6. | We go on.",
    "Smith et al. (2020) and Vaswani et al. Transformers agree.",
    "This was studied by Rao et al. | However, nobody tried.",
    "We rank No. 1 on FooBench. | No ensembling is used.",
    "It gains 3.5 points, i.e. 84.3 vs. 80.8. | The gap is 0.5.",
    "It costs approx. 5 ms, resp. 7 ms. | Good.",
    "The i.i.d. Gaussian noise, w.r.t. BLEU, helps.",
    "Results in the U.S. market differ. | We moved to the U.S. | The end.",
    "Invented by J. R. Smith and T. Jones. | It helps.",
    "We scale the batch size B. | While this helps, it costs.",
    "We test LongBench-S. | Overall, it wins.",
    "It runs on G-Ref. | Our code is open.",
    "Does it work? | Yes! | It does.",
    'He calls it "good." | We agree.',
    "It works (really.) | We agree.",
    "It has (1) speed; (2) size. | (3) It is cheap. | (iii) cheap ones count.",
    "1. We train. | 2. We test.",
    "It grows ... and grows. | Fine...",
    "We use Node.js and torch.compile with GPT-3.5 and 3DBody.Pose here.",
    "We build a dataset.|We show 5%.|In all (MLP).|It is good.",
    "It has strong ability.|OpenFoo has 3 of them.",
    "See example.org/index.Html now and a.b.Class there.",
    "We beat it. | nnU-Net and wav2vec 2.0 follow.",
    "It gains 5%. | \\toolname is fast.",
    "The model etc. and so on. | We use A, B, etc. | They work.",
    "no stop at all",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_a_reader_ends_them(case: str) -> None:
    text = case.replace(" | ", " ").replace("|", "")
    assert [sentence.text for sentence in split_sentences(text)] == [part.strip() for part in case.split("|")]


PARTS = st.sampled_from(
    [
        "We",
        "show",
        " ",
        ". ",
        ".",
        "? ",
        "...",
        "e.g. ",
        "et al. ",
        "Fig. ",
        "(",
        ")",
        '"',
        "5",
        "3.5",
        "B",
        "\\x",
        "It",
        "a",
        "; ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PARTS, max_size=30).map("".join), st.text(max_size=80)))
def test_sentences_hold_all_but_blanks_once_and_in_order(text: str) -> None:
    at = 0
    for sentence in split_sentences(text):
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
        assert not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()
