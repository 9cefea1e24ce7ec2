"""Values where they cannot be: a rate above 100%, a value outside its own confidence interval."""

import re
from collections.abc import Iterator

from schemas import Bound, Kind
from validation.audit.abstracts import AuditedAbstract, Value, finding
from validation.audit.findings import Finding
from validation.audit.phrases import load_phrases
from validation.audit.precision import last_place
from validation.lexicon import Lexicon

_NEAR = 25
_FAR = 60
_LEAST = re.compile(r"\b(?:over|more than|above|higher than|better than)[\s$~]*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;.]\s")
_SHARE = re.compile(r"[\s$}]*(?:of|as)\b")
_INTERVAL = re.compile(
    r"\b(?:CI|confidence interval)s?\b\D{0,8}?(?P<low>[-−]?\d*\.?\d+)\s*(?:\\?%)?\s*(?:[-–—,]|to|and)+\s*"
    r"(?P<high>[-−]?\d*\.?\d+)",
    re.IGNORECASE,
)


def values_where_they_cannot_be(abstract: AuditedAbstract, lexicon: Lexicon) -> Iterator[Finding]:
    """CT105 and CT108."""
    for value in abstract.values:
        yield from _above_all(value, lexicon)
        yield from _outside_interval(value)


def _above_all(value: Value, lexicon: Lexicon) -> Iterator[Finding]:
    row = value.row
    if row.kind is not Kind.SCORE or row.metric is None or row.unit != "%":
        return
    at = row.sentence.find(row.value_text)
    # A share of another's score: "135% of the accuracy of BirchNet".
    if at < 0 or (row.baseline and _SHARE.match(row.sentence, at + len(row.value_text))):
        return
    facts = lexicon.find(row.metric)
    top = row.value if row.value_high is None else row.value_high
    if facts is None or not facts.rate or facts.high != 1 or top <= 100:
        return
    if row.bound is Bound.AT_MOST or load_phrases().find("unbounded", row.sentence):
        return
    phrases, end = load_phrases(), at + len(row.value_text)
    # "over 95%" is a bound, "95% over BirchNet" a gain; what stands outside the brackets is of another number.
    before = _LEAST.sub("", row.sentence[max(0, at - _NEAR) : at]).rpartition("(")[2]
    behind = row.sentence[end : end + _FAR]
    near = _CLAUSE.split(behind[:_NEAR])[0]
    if phrases.find("more-than-before", before) or phrases.find("more-than-before", near.replace(" by ", " ")):
        return
    if phrases.find("share-of-another", behind):
        return
    yield finding("CT105", value, f"{row.metric} is a rate and cannot be {row.value_text}: no more than 100% is possible.")


def _outside_interval(value: Value) -> Iterator[Finding]:
    row = value.row
    found = _INTERVAL.search(row.uncertainty or "")
    if found is None or row.kind is Kind.RANK or row.value_high is not None:
        return
    low, high = (float(found[name].replace("−", "-")) for name in ("low", "high"))
    step = last_place(row.value_text, row.value)
    if step is None or low >= high:
        return
    # The interval may be in shares where the value is in per cent, and signed where a change is not.
    readings = [row.value * scale * sign for scale in (1.0, 0.01, 100.0) for sign in (1.0, -1.0)]
    if any(low - step <= reading <= high + step for reading in readings):
        return
    # Only an interval of the value's own size is surely its own, and not that of another quantity.
    if not 0.5 <= abs(row.value) / max(abs(low), abs(high)) <= 2:
        return
    yield finding("CT108", value, f"{row.value_text} lies outside the interval given with it, {found['low']} to {found['high']}.")
