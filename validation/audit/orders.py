"""Does a claim of being better, or of rising and falling, go the way that its numbers go?"""

import re
from collections.abc import Iterator

from rules.board_measures import load_board_measures
from rules.lexicons import load_metrics
from schemas import Bound, Kind
from validation.audit.abstracts import AuditedAbstract, Value, finding
from validation.audit.findings import Finding
from validation.audit.phrases import load_phrases
from validation.audit.precision import as_interval

_EXACT = {Bound.EXACT, Bound.APPROX}
_FROM = re.compile(r"\bfrom\b(?:(?!\bfrom\b)[^.;]){0,30}$", re.IGNORECASE)
_TO = re.compile(r"^[^.;\d]{0,30}\b(?:down |up )?to\b[^.;\d]{0,15}$", re.IGNORECASE)
_ARROW = re.compile(r"[\s$\\%{}]*(?:→|->|(?:\\?(?:right|long)?(?:right)?arrow|\\to)\b)[\s$\\{}]*")
# "from 40 to 60 on Fjord, and ": a pair before, which the same verb moves
_EARLIER = re.compile(
    r"\bfrom\b[^.;\d]{0,25}\d[^;\s]{0,12}[^.;\d]{0,15}\bto\b[^.;\d]{0,15}\d[^;\s]{0,12}(?:\s*\([^()]*\))?"
    r"(?P<rest>[^.;%]{0,60}?)(?:,\s*|\s+)and\b(?P<what>[^;%]{0,45})$"
)
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
    phrases = load_phrases()
    clause, coordinated = _clause(before[: came.start()])
    verbs = {kind: phrases.findall(kind, clause) for kind in ("rising", "falling", "improving")}
    every = sorted((verb.start(), kind, verb) for kind, found in verbs.items() for verb in found)
    # ", increasing PSNR from 32 to 33": a verb behind a comma begins anew.
    if every and re.search(r",\s+$", clause[: every[-1][0]]):
        clause = clause[every[-1][0] :]
        verbs = {kind: phrases.findall(kind, clause) for kind in verbs}
        every = sorted((verb.start(), kind, verb) for kind, found in verbs.items() for verb in found)
    # "increasing the depth from 1 to 10 improves perplexity from 90 to 65": each verb has numbers of its own.
    if not every or _OTHER_FROM.search(clause, every[0][2].end()) or phrases.find("negated", clause):
        return None
    if {kind for _, kind, _ in every} == {"improving"} and better_when_high(new) is not None:
        return _worsened(new, old, every[-1][2].group())
    rising, falling = verbs["rising"], verbs["falling"]
    if bool(rising) == bool(falling) or len(every) > 1 or coordinated.strip(" ,"):
        return None
    if _above(old, new) if rising else _above(new, old):
        verb = (rising or falling)[0].group()
        told = f"'{verb} ... from {old.row.value_text} to {new.row.value_text}': the value moves the other way."
        return finding("CT106", new, told, old)
    return None


def _clause(before: str) -> tuple[str, str]:
    """What stands before the first of several "from A to B and from C to D", and what the later ones say is moved."""
    told = ""
    while (earlier := _EARLIER.search(before)) is not None:
        between = earlier["rest"] + earlier["what"]
        if any(load_phrases().find(group, between) for group in ("rising", "falling", "improving", "not-plainly-superior")):
            break
        told += earlier["what"]
        before = before[: earlier.start()]
    return before[-_VERB_REACH:], told


def better_when_high(value: Value) -> bool | None:
    """Whether more is better: as the row says, as every metric that is called a score, or as is usual on the data set."""
    row = value.row
    if row.higher_is_better is not None:
        return row.higher_is_better
    if row.metric is not None:
        return True if load_phrases().find("plain-score", row.metric) else None
    usual = {load_board_measures().usual(name) for name in value.datasets} if row.unit == "%" else set()
    known = {load_metrics().canonical(measure.metric) for measure in usual if measure is not None}
    directions = {metric.higher_is_better for metric in known if metric is not None}
    return directions.pop() if None not in usual and len(directions) == 1 else None


def _worsened(new: Value, old: Value, verb: str) -> Finding | None:
    """CT103: "improves accuracy from 85% to 80%"."""
    better = better_when_high(new)
    if not (_above(old, new) if better else _above(new, old)):
        return None
    wanted = "higher" if better else "lower"
    of = new.row.metric or "such a value"
    told = f"'{verb} ... from {old.row.value_text} to {new.row.value_text}', but of {of} {wanted} is better."
    return finding("CT103", new, told, old)


def _offset(value: Value) -> int | None:
    """Where the value's sentence begins in the abstract; None where the sentence does not show it plainly."""
    row = value.row
    if row.sentence.count(row.value_text) != 1:
        return None
    return row.start - row.sentence.index(row.value_text)


def _worse_but_better(new: Value, old: Value, abstract: AuditedAbstract) -> Finding | None:
    """CT103: "A outperforms B (84.1% vs. 85.2%)", in a sentence of two scores that says nothing to soften it."""
    better = better_when_high(new)
    if better is None or new.datasets != old.datasets:
        return None
    if not (_above(old, new) if better else _above(new, old)):
        return None
    phrases, sentence = load_phrases(), new.row.sentence
    offset, behind = _offset(new), _offset(old)
    if offset is None or offset != behind or (new.row.method and new.row.method == old.row.method):
        return None
    first, second = sorted((new.row.start - offset, old.row.start - offset))
    # "28.4% vs. 18.8%": the subject's number comes first; in "18.8% -> 28.4%", the other one does. Else it is not plain.
    ends = min(new.row.end, old.row.end) - offset
    if new.row.start > old.row.start and not _ARROW.fullmatch(sentence[ends:second]):
        return None
    # What softens the claim stands in its own clause, between the claim and the numbers, or opens the sentence.
    claims = [claim for claim in phrases.findall("superior", sentence) if claim.start() < second]
    claim = claims[-1] if claims else None
    softened = phrases.find("not-plainly-superior", sentence[:second])
    if claim is None or softened or "respectively" in sentence:
        return None
    # Another number between the two, or between the claim and them, may be the one that is meant.
    begin = min(claim.end(), first) + offset
    between = [v for v in abstract.values if v.row.sentence == sentence and begin <= v.row.start < second + offset]
    # "by a large margin (88.0% vs. 91.2%)": what stands behind the margin are its two ends, in either order.
    if new.row.start < old.row.start and phrases.find("margin", sentence[claim.end() : first]):
        return None
    # A gain there is another matter: "by 3 points (84.1% vs. 81.1%)".
    if any(v not in (new, old) and v.row.kind is not Kind.CHANGE for v in between):
        return None
    wanted = "higher" if better else "lower"
    told = (
        f"The sentence claims '{claim.group()}', but of {new.row.metric or 'such a value'} {wanted} is better, "
        f"and {new.row.value_text} is worse than {old.row.value_text}."
    )
    return finding("CT103", new, told, old)
