"""Does a claim of being better, or of rising and falling, go the way that its numbers go?"""

import re
from collections.abc import Iterator

from schemas import Bound, Kind
from validation.audit.abstracts import AuditedAbstract, Value, finding
from validation.audit.findings import Finding
from validation.audit.phrases import load_phrases
from validation.audit.precision import as_interval

_EXACT = {Bound.EXACT, Bound.APPROX}
_FROM = re.compile(r"\bfrom\b(?:(?!\bfrom\b)[^.;]){0,30}$", re.IGNORECASE)
_TO = re.compile(r"^[^.;\d]{0,30}\b(?:down |up )?to\b[^.;\d]{0,15}$", re.IGNORECASE)
_OTHER_FROM = re.compile(r"\bfrom\b")
_VERB_REACH = 80


def claims_against_their_numbers(abstract: AuditedAbstract) -> Iterator[Finding]:
    """CT103 and CT106: pairs of scores whose order is not the one that their sentence claims."""
    for new in abstract.values:
        old = abstract.reference(new)
        if old is None or not _is_pair(new, old):
            continue
        found = _wrong_way(new, old) or _worse_but_better(new, old, abstract)
        if found is not None:
            yield found


def _is_pair(new: Value, old: Value) -> bool:
    rows = (new.row, old.row)
    return (
        all(row.kind is Kind.SCORE and row.value_high is None and row.bound in _EXACT for row in rows)
        and new.row.sentence == old.row.sentence
        and new.row.unit == old.row.unit
        and new.row.unit != "x"
        and new.row.metric == old.row.metric
        and new.row.metric is not None
    )


def _above(left: Value, right: Value) -> bool:
    """Whether the left value is above the right, whatever was rounded away."""
    one = as_interval(left.row.value_text, left.row.value, left.row.bound)
    other = as_interval(right.row.value_text, right.row.value, right.row.bound)
    return one is not None and other is not None and one.low > other.high


def _wrong_way(new: Value, old: Value) -> Finding | None:
    """CT106: "reduces X from 5 to 8", where the verb stands right before the pair and nothing turns it."""
    sentence = new.row.sentence
    offset = _offset(new)
    if offset is None or new.row.start < old.row.end:
        return None
    before = sentence[: old.row.start - offset]
    between = sentence[old.row.end - offset : new.row.start - offset]
    came = _FROM.search(before)
    if came is None or not _TO.search(between):
        return None
    clause = before[max(0, came.start() - _VERB_REACH) : came.start()]
    phrases = load_phrases()
    verbs = {kind: phrases.findall(kind, clause) for kind in ("rising", "falling", "improving")}
    every = sorted((verb.start(), kind, verb) for kind, found in verbs.items() for verb in found)
    # "increasing the depth from 1 to 10 improves perplexity from 90 to 65": each verb has numbers of its own.
    if not every or _OTHER_FROM.search(clause, every[0][2].end()) or phrases.find("negated", clause):
        return None
    if {kind for _, kind, _ in every} == {"improving"} and new.row.higher_is_better is not None:
        return _worsened(new, old, every[-1][2].group())
    rising, falling = verbs["rising"], verbs["falling"]
    if bool(rising) == bool(falling) or len(every) > 1:
        return None
    if _above(old, new) if rising else _above(new, old):
        verb = (rising or falling)[0].group()
        told = f"'{verb} ... from {old.row.value_text} to {new.row.value_text}': the value moves the other way."
        return finding("CT106", new, told, old)
    return None


def _worsened(new: Value, old: Value, verb: str) -> Finding | None:
    """CT103: "improves accuracy from 85% to 80%"."""
    if not (_above(old, new) if new.row.higher_is_better else _above(new, old)):
        return None
    wanted = "higher" if new.row.higher_is_better else "lower"
    told = f"'{verb} ... from {old.row.value_text} to {new.row.value_text}', but of {new.row.metric} {wanted} is better."
    return finding("CT103", new, told, old)


def _offset(value: Value) -> int | None:
    """Where the value's sentence begins in the abstract; None where the sentence does not show it plainly."""
    row = value.row
    if row.sentence.count(row.value_text) != 1:
        return None
    return row.start - row.sentence.index(row.value_text)


def _worse_but_better(new: Value, old: Value, abstract: AuditedAbstract) -> Finding | None:
    """CT103: "A outperforms B (84.1% vs. 85.2%)", in a sentence of two scores that says nothing to soften it."""
    better = new.row.higher_is_better
    # "28.4% vs. 18.8%": the subject's number comes first, or it is not plain whose number is which.
    if better is None or new.datasets != old.datasets or new.row.start > old.row.start:
        return None
    if not (_above(old, new) if better else _above(new, old)):
        return None
    phrases, sentence = load_phrases(), new.row.sentence
    offset, behind = _offset(new), _offset(old)
    if offset is None or offset != behind or (new.row.method and new.row.method == old.row.method):
        return None
    # What softens the claim stands in its own clause, between the claim and the numbers, or opens the sentence.
    first, second = new.row.start - offset, old.row.start - offset
    claims = [claim for claim in phrases.findall("superior", sentence) if claim.start() < second]
    claim = claims[-1] if claims else None
    softened = phrases.find("not-plainly-superior", sentence[: old.row.end - offset])
    if claim is None or softened or "respectively" in sentence:
        return None
    # Another number between the two, or between the claim and them, may be the one that is meant.
    begin = min(claim.end(), first) + offset
    if any(v.row.sentence == sentence and begin <= v.row.start < old.row.start and v is not new for v in abstract.values):
        return None
    wanted = "higher" if better else "lower"
    told = (
        f"The sentence claims '{claim.group()}', but of {new.row.metric} {wanted} is better, "
        f"and {new.row.value_text} is worse than {old.row.value_text}."
    )
    return finding("CT103", new, told, old)
