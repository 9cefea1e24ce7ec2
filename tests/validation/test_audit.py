"""Each code of the audit has sentences that it catches and sentences, much like them, that it leaves alone."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from audit_cases import CASES, POINTS
from audited_rows import LEXICON, audited, change, rows, score
from hypothesis import given
from hypothesis import strategies as st

from schemas import Bound, RuleError
from validation import Severity
from validation.audit import CODES, audit_results
from validation.audit.phrases import Phrases
from validation.audit.precision import as_interval


@pytest.mark.parametrize("case", CASES)
def test_audit(case: str) -> None:
    sentence, values, codes = CASES[case]
    found = audited(sentence, *values)
    assert [one.code for one in found] == codes, found
    for one in found:
        assert one.quote == sentence
        assert one.severity is CODES[one.code].severity is not Severity.CRITICAL
        assert one.explanation


def test_a_gain_is_told_over_the_score_that_it_grew_from() -> None:
    values = [change("10%", 10, direction="increase"), score("70.0%", 70, link=2), score("80.0%", 80)]
    (one,) = audited("by 10% (70.0% vs. 80.0%)", *values)
    assert (
        "between 70.0% and 80.0% is absolute: the difference is 10, which is 14.3% of 70, and the ratio is 1.14"
        in one.explanation
    )


def test_every_code_is_caught_and_left() -> None:
    assert {code for *_, codes in CASES.values() for code in codes} == set(CODES) - {"CT121", "CT122"}


def test_select() -> None:
    sentence, values, _ = CASES["an accuracy of 104%"]
    assert audit_results(rows(sentence, *values), lexicon=LEXICON, select={"CT101"}) == ()


def test_a_value_on_two_data_sets_is_one_finding() -> None:
    (row,) = rows("Tarn reaches an accuracy of 104%.", score("104%", 104))
    twice = [row.model_copy(update={"row_id": f"p@0#{n}", "dataset": name}) for n, name in enumerate(["Fjord", "Moor"])]
    assert [one.record_ids for one in audit_results(twice, lexicon=LEXICON)] == [("p@0",)]


_TENTHS = st.integers(1, 999).map(lambda tenths: tenths / 10)


@given(new=st.floats(1, 99), old=st.floats(1, 99), places=st.integers(0, 3))
def test_a_gain_of_rounded_scores_is_no_contradiction(new: float, old: float, places: int) -> None:
    """Whatever the true numbers: scores and difference, each rounded on its own, pass."""
    gain = abs(new - old)
    texts = [f"{number:.{places}f}" for number in (new, old, gain)]
    values = [
        score(f"{texts[0]}%", float(texts[0]), link=1),
        score(f"{texts[1]}%", float(texts[1])),
        change(f"{texts[2]} points", float(texts[2]), **POINTS),
    ]
    found = audited(f"{texts[0]}% vs. {texts[1]}%, a gain of {texts[2]} points", *values)
    assert [one for one in found if one.code == "CT101"] == []


_ROUNDINGS = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN])
_GAINS = {
    "points": (lambda new, old: abs(new - old), " points", POINTS),
    "per cent, absolute": (lambda new, old: abs(new - old), "%", {"unit": "%", "basis": "absolute"}),
    "per cent": (lambda new, old: abs(new - old), "%", {"unit": "%", "basis": "unspecified"}),
    "relative": (lambda new, old: 100 * abs(new - old) / old, "%", {"unit": "%", "basis": "relative"}),
    "relative, not called so": (lambda new, old: 100 * abs(new - old) / old, "%", {"unit": "%", "basis": "unspecified"}),
    "relative to the new": (lambda new, old: 100 * abs(new - old) / new, "%", {"unit": "%", "basis": "relative"}),
    "a factor": (lambda new, old: max(new / old, old / new), "x", {"unit": "x", "basis": "factor"}),
    "a factor of growth": (lambda new, old: abs(new - old) / old, "x", {"unit": "x", "basis": "factor"}),
}


def _printed(number: Decimal, places: int, rounding: str) -> str:
    return str(number.quantize(Decimal(1).scaleb(-places), rounding=rounding))


@pytest.mark.parametrize("kind", _GAINS)
@given(data=st.data())
def test_no_true_statement_raises_an_alarm(kind: str, data: st.DataObject) -> None:
    """Scores and gain, each rounded or cut as papers do, the gain from the true scores or from those printed."""
    worked_out, behind, fields = _GAINS[kind]
    number = st.decimals("0.5", "99.9", places=6, allow_nan=False)
    new, old = data.draw(number, label="new"), data.draw(number, label="old")
    places = data.draw(st.integers(0, 3), label="places of the scores")
    shown = [_printed(one, places, data.draw(_ROUNDINGS)) for one in (new, old)]
    if data.draw(st.booleans(), label="worked out from the printed scores") and all(map(float, shown)):
        new, old = map(Decimal, shown)
    gain = _printed(worked_out(new, old), data.draw(st.integers(0, 3), label="places of the gain"), data.draw(_ROUNDINGS))
    up = float(shown[0]) >= float(shown[1])
    verb, direction = ("raises", "increase") if up else ("lowers", "decrease")
    called = f"{fields['basis']} " if fields["basis"] in {"relative", "absolute"} else ""
    told = f"It {verb} accuracy from {shown[1]}% to {shown[0]}%, a {called}change of {gain}{behind}."
    values = [
        score(f"{shown[1]}%", float(shown[1])),
        score(f"{shown[0]}%", float(shown[0]), link=0),
        change(f"{gain}{behind}", float(gain), direction=direction, link=1, **fields),
    ]
    assert [one for one in audited(told, *values) if one.severity is Severity.WARNING] == []


@given(value=_TENTHS)
def test_the_interval_holds_the_value(value: float) -> None:
    interval = as_interval(f"{value}%", value, Bound.EXACT)
    assert interval is not None
    assert interval.low < value < interval.high


GROUP = {"id": "g", "about": "a", "phrases": ["beats?"], "examples": ["it beats"], "not_examples": ["it matches"]}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"phrases": ["("]}, "mend the phrase"),
        ({"phrases": ["x?"]}, "empty string"),
        ({"examples": ["it matches"]}, "example is not found"),
        ({"not_examples": ["it beats"]}, "not_example is found"),
        ({"examples": []}, "examples"),
        ({"extra": 1}, "extra"),
    ],
)
def test_bad_phrases_are_refused(fault: dict, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        Phrases({"groups": [GROUP | fault]})


def test_a_group_twice_is_refused() -> None:
    with pytest.raises(RuleError, match="listed twice"):
        Phrases({"groups": [GROUP, GROUP]})
