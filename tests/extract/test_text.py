"""What `clean` makes of text as published, and the way back to it."""

import json
import string
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.normalise.text import clean
from extract.pipeline import extract_abstract
from rules.loader import Example, Rule
from rules.typography import TextEdit, Typography, text_rules, typography

CASES = [
    # LaTeX
    (r"reaches 99.51\%", "reaches 99.51%"),
    (r"$92.4_{\pm 0.3}$", "92.4 ± 0.3"),
    (r"$92.4^{\pm 0.3}$", "92.4 ± 0.3"),
    (r"$92.4\pm0.3$", "92.4±0.3"),
    (r"0.693$\times$ the energy", "0.693× the energy"),
    (r"$\sim$50\%", "~50%"),
    (r"a gain of $\approx$ 50\%", "a gain of ~50%"),
    (r"$2\times$ less", "2× less"),
    (r"(6.1\% $\to$ 1.5\%)", "(6.1% → 1.5%)"),
    (r"51.9\% $\rightarrow$ 67.8\%", "51.9% → 67.8%"),
    (r"$\geq 90\%$ and $\leq$ 5", "≥ 90% and ≤ 5"),
    (r"$2{\sim}2.5\times$", "2~2.5×"),
    (r"$\textbf{10}\times$ longer", "10× longer"),
    (r"in Table~2 by~5\% to~10\%", "in Table 2 by 5% to 10%"),
    ("up to ~1.2x and (~80% of them)", "up to ~1.2x and (~80% of them)"),
    ("example.org/~doe", "example.org/~doe"),
    (r"\textbf{5.5} \emph{points}", "5.5 points"),
    (r"{\em five} and {\bf 5.5}", "five and 5.5"),
    (r"$\mathrm{F1}$ of $0.5$", "F1 of 0.5"),
    (r"as in \cite{a,b}, Smith et al.~\citep[see][p. 2]{c} won", "as in, Smith et al. won"),
    (r"released.\footnote{Code at \url{https://example.org/a_{b}}.} We", "released. We"),
    (r"code at \url{https://example.org/x}.", "code at https://example.org/x."),
    (r"\href{https://example.org}{here} is \textcolor{red}{5\%}", "here is 5%"),
    (r"\frac{1}{2} and \SI{5}{ms}", "1/2 and 5 ms"),
    (r"models, \eg, BERT, \ie~ours, Smith \etal. won", "models, e.g., BERT, i.e. ours, Smith et al. won"),
    (r"R\&D, my\_tool, \#1, 5\,ms", "R&D, my_tool, #1, 5 ms"),
    (r"$R^2$, $10^{-3}$, $90^\circ$, 5$^{th}$", "R^2, 10^-3, 90°, 5th"),
    (r"AP$_{50}$ and $AP_S$", "AP50 and APS"),
    (r"$\mu$P, $\Delta F$, $\beta_n$", "μP, ΔF, βn"),
    (r"\toolname{} and \toolname~beat \modelname", r"\toolname and \toolname beat \modelname"),
    (r"\revised{a gain of 5\%}", "a gain of 5%"),
    ("``quoted'' text, 10--20 ms---fast", '"quoted" text, 10-20 ms—fast'),
    (r"Fr\'echet, M\"obius, Erd\H{o}s, \v{C}ech", "Fréchet, Möbius, Erdős, Čech"),
    (r"it costs $0.20 per call, $5 to $10", "it costs $0.20 per call, $5 to $10"),
    (r"from \$5", "from $5"),
    (r"the set $\{1, 2\}$", "the set {1, 2}"),
    # Unicode and HTML
    ("−0.11 and 5.31–12.91%, 27– 52 ms", "-0.11 and 5.31-12.91%, 27-52 ms"),
    ("89%–94% train–test", "89%-94% train-test"),
    ("10\u00a0ms, 5\u2009%, ﬁne, soft\u00adware, zero\u200bwidth", "10 ms, 5 %, fine, software, zerowidth"),
    ("∼50%, ≈ 3×, ９９．５％", "~50%, ~3×, 99.5%"),
    ("R² of 10⁻³", "R^2 of 10^-3"),
    ("R<sup>2</sup>, AP<sub>50</sub>, <i>fast</i>", "R^2, AP50, fast"),
    ("R&amp;D, p &lt; 0.05, 5&#37;, 3&times;, &unknown;", "R&D, p < 0.05, 5%, 3×, &unknown;"),
    ("“quoted” model’s", '"quoted" model\'s'),
    # scars
    (r"$\mathrm { F } 1 = 0 . 8 6 1 \pm 0 . 0 2 1$ ,", "F1 = 0.861 ± 0.021 ,"),
    (r"$p = 2 . 7 \times 1 0 ^ { - 1 7 }$", "p = 2.7 × 10^-17"),
    (r"$( R ^ { 2 } = 0 . 6 8 4 \pm 0 . 0 0 1 )$", "( R^2 = 0.684 ± 0.001 )"),
    (r"$( \Delta \mathrm { F } 1 = - 0 . 0 0 2 )$", "( ΔF1 = -0.002 )"),
    (r"$\rho = + 0 . 6 8$", "ρ = +0.68"),
    (r"$\sim 4 . 6 ^ { \circ }$", "~4.6°"),
    (r"$\mathrm { m A P }$ of 41.5", "mAP of 41.5"),
    ("a score of 0 . 8 6 1 here", "a score of 0.861 here"),
    ("a 33 5% gain, from 14 2% to 41 3% there", "a 33.5% gain, from 14.2% to 41.3% there"),
    ("reaches 0 4610, whereas", "reaches 0.4610, whereas"),
    ("perfor-\nmance  rises\r\nby 5", "performance rises by 5"),
    # what must stay
    ("Table 2 5% and Llama 3 8B and 10 20 30", "Table 2 5% and Llama 3 8B and 10 20 30"),
    ("1,000 samples, 10.5 GB, a-b, C++, x_y, f(x) = 2 * y", "1,000 samples, 10.5 GB, a-b, C++, x_y, f(x) = 2 * y"),
    ("", ""),
]


@pytest.mark.parametrize(("source", "text"), CASES)
def test_published_text_is_made_plain(source: str, text: str) -> None:
    assert clean(source).text == text


@pytest.mark.parametrize(
    ("source", "piece", "came_from"),
    [
        (r"by \textbf{5.5\%} more", "5.5%", r"5.5\%"),
        (r"by 0.693$\times$ the", "0.693×", r"0.693$\times$"),
        (r"to $\sim$50\% of", "~50%", r"$\sim$50\%"),
        (r"at $92.4_{\pm 0.3}$.", "92.4", "92.4"),
        (r"at $92.4_{\pm 0.3}$.", "0.3", "0.3"),
        (r"at $92.4_{\pm 0.3}$.", "92.4 ± 0.3", r"92.4_{\pm 0.3"),
        (r"$r = 0 . 8 6 1$", "0.861", "0 . 8 6 1"),
        ("a 33 5% gain", "33.5%", "33 5%"),
        ("of −0.11, then", "-0.11", "−0.11"),
        ("5.31–12.91% less", "5.31-12.91%", "5.31–12.91%"),
        ("R&amp;D", "&", "&amp;"),
        ("a  b", "a b", "a  b"),
    ],
)
def test_a_piece_leads_back_to_what_it_came_from(source: str, piece: str, came_from: str) -> None:
    made = clean(source)
    at = made.text.index(piece)
    start, end = made.to_source(at, at + len(piece))
    assert source[start:end] == came_from


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (0, 0), (2, 1), (0, 99)])
def test_a_range_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no such range"):
        clean("some text").to_source(start, end)


EXAMPLES = [(rule, case) for rule in text_rules() for case in rule.examples]
NOT_EXAMPLES = [(rule, text) for rule in text_rules() for text in rule.not_examples]


@pytest.mark.parametrize(("rule", "case"), EXAMPLES, ids=[f"{rule.id}: {case.text}" for rule, case in EXAMPLES])
def test_rule_examples(rule: Rule[TextEdit], case: Example) -> None:
    assert rule.regex.search(case.text)
    assert case.value_text in clean(case.text).text
    assert case.value_text not in case.text


@pytest.mark.parametrize(("rule", "text"), NOT_EXAMPLES, ids=[f"{rule.id}: {text}" for rule, text in NOT_EXAMPLES])
def test_rule_not_examples(rule: Rule[TextEdit], text: str) -> None:
    assert rule.regex.search(text) is None


def test_a_macro_with_two_meanings_is_refused() -> None:
    tables = typography().model_dump()
    tables["looks"] = tables["looks"] | {"times"}
    with pytest.raises(ValueError, match="two meanings: times"):
        Typography(**tables)


SCRAPS = [
    "\\", "$", "{", "}", "~", "_", "^", "\\%", "\\textbf{", "\\cite{a}",
    "\\footnote{", "\\pm", "\\times", "\\frac{1}{2}", "_{\\pm 0.3}",
    "\\SI{", "``", "''", "--", "–", "—", "−", "\u00a0", "\u200b", "ﬁ",
    "𝜆", "％", "×", "²", "<sub>", "</sub>", "&amp;", "&#8722;",
    "0 . 8 6 1", "33 5%", "of 0 4610", "word-\nword", "\r\n", "\t", "  ", " ",
    ".", "5", "12.5", "a", "F1", "\\name", "\\name{", "\\\"o", "\\'",
    "\\left(", "$\\sim$", "\\sim ", "\\item", "1 0 ^ { - 3 }", "\\unicode{x2013}",
    "\\unicode{xD800}", "\ufffd", "é", "漢",
]  # fmt: skip
NOISE = st.one_of(st.lists(st.sampled_from(SCRAPS), max_size=25).map("".join), st.text(max_size=60))


@settings(max_examples=400, deadline=None)
@given(NOISE, st.data())
@example("$$", None)
@example(r"\footnote{\footnote{a}", None)
def test_every_range_leads_back_into_the_source(source: str, data: st.DataObject | None) -> None:
    made = clean(source)
    spans = [made.to_source(i, i + 1) for i in range(len(made.text))]
    assert all(0 <= start < end <= len(source) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    if spans and data is not None:
        first = data.draw(st.integers(0, len(spans) - 1))
        last = data.draw(st.integers(first, len(spans) - 1))
        assert made.to_source(first, last + 1) == (spans[first][0], spans[last][1])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(string.ascii_letters + ".,;:()%+=/@!?", min_size=1, max_size=9), max_size=20).map(" ".join))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert clean(text).text == text


@settings(max_examples=200, deadline=None)
@given(st.text(string.ascii_letters + string.digits + " .%", max_size=40))
def test_letters_and_digits_are_never_lost(text: str) -> None:
    kept = [character for character in clean(text).text if character.isalnum()]
    assert kept == [character for character in text if character.isalnum()]


GOLD = Path(__file__).parents[2].parent / "shared" / "gold"


@pytest.mark.skipif(not GOLD.exists(), reason="the gold files are not here")
@pytest.mark.parametrize("name", ["dev", "seeds"])
def test_every_gold_value_has_a_clean_form_that_leads_back(name: str) -> None:
    off: list[tuple[str, int]] = []
    for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        made = clean(paper["abstract"])
        spans = [made.to_source(i, i + 1) for i in range(len(made.text))] if paper["records"] else []
        for record in paper["records"]:
            hit = [i for i, (start, end) in enumerate(spans) if start < record["end"] and end > record["start"]]
            start, end = made.to_source(hit[0], hit[-1] + 1)
            # the dollar signs around maths may stay outside
            if paper["abstract"][start:end].strip("$") != record["value_text"].strip("$"):
                off.append((paper["id"], record["start"]))
    assert off == []


@pytest.mark.parametrize("sign", ["\U000f2000", "\U000f1e01", "\ue000"])
def test_a_private_sign_of_the_text_is_none_of_ours(sign):
    (record,) = extract_abstract(f"CVX reaches an F1 of 84.1% {sign} on SQuAD.").records
    assert (record.value_text, record.metric) == ("84.1%", "F1")
