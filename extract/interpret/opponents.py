"""What a value is set against: the comparison of its sentence that holds for it.

In: the linked values of one sentence. Out: for a value, the noun phrase that it is compared with, or that it belongs to
("compared to 45.2% for GreedyNet"). The patterns are data: `rules/opponents.yaml`.
"""

from collections.abc import Sequence
from typing import Any

from extract.linking.linked import Linked
from extract.normalise.spans import within
from extract.recognise.baselines import find_baselines
from extract.recognise.noun_phrases import is_number, is_system_phrase, read_noun_phrase, tokenize
from extract.recognise.phrases import Phrase
from extract.recognise.scenes import Scene
from extract.recognise.values import ValueMention
from rules.loader import asked_pattern
from schemas.vocabulary import Kind

NEAR = 300  # characters between a system and a level that it starts from
_DIFFERENCES = frozenset({"fold", "point"})  # forms of values that are no level
_FROM_OWNER = "from-owner"
_STARTED = "started-from"
_RATIOS = frozenset({"fold", "magnitude"})
_LEVEL = frozenset(
    {"better", "match", "match-best", "quality-of", "owner", "as-good-as"}
)  # cues of being on a level with another system
_SHARES = frozenset({"share-kept", "share-of-best", "within-of-and"})
_BEATING = frozenset({"outperform", "ahead", "improves-on", "improve-art", "upon"})
_COMPARING = frozenset({"ahead", "over", "than", "compared", "outperform", "upon", "improves-on", "left-behind", "with-respect"})
_HOSTS = frozenset({"applied-to"})
_FRONTED = frozenset({"compared", "with-respect"})
_JOINT = frozenset({"compared", "over", "than"})
_BEHIND_LEVEL = frozenset({"against-value", "against-values-next", "from-with"})
_IMPROVED = frozenset({"applied-to", "improved-host", "improved-name"})
_MOVED = frozenset({"moved-of", "improved-of", "improved-owner"})
_WINNING = frozenset({"outperform", "ahead", "upon"})


def _pattern(rule: str) -> Any:
    return asked_pattern("opponents", rule)


def find_holder(one: Linked) -> Phrase | None:
    """The compared system that a value itself belongs to: "vs. 45.2% for GreedyNet", "beats GreedyNet (45.2%)"."""
    text, value = one.scene.text, one.value
    may_be_held = one.reference is None and value.form not in _DIFFERENCES and not value.sign
    for system in within(one.scene.systems, value.start - NEAR, value.start):
        if system.end < value.start and _pattern("starts-from").fullmatch(text, system.end, value.start):
            return Phrase(system.text, system.start, system.end, "starts-from")
    for phrase in one.scene.baselines:
        if phrase.start > value.end and phrase.rule in _BEHIND_LEVEL:
            if _pattern("held-by").fullmatch(text, value.end, phrase.start):
                return phrase
        elif phrase.end <= value.start and may_be_held and _holds(text, phrase, value):
            if phrase.rule == "against" and text[phrase.end] == " ":
                continue  # "a win rate against GreedyNet of 61%" is not GreedyNet's
            if phrase.rule not in _LEVEL and _pattern("as-example").match(text, phrase.end):
                continue  # "outperforms GreedyNet (e.g., 61% on A)" tells of the winner
            if phrase.rule in _LEVEL | _WINNING and _pattern("share-of-cost").match(text, value.end):
                continue  # "matches GreedyNet at 20% of its cost"
            return phrase
    return None


def _holds(text: str, phrase: Phrase, value: ValueMention) -> bool:
    """Whether a value stands right behind a system as its own, or behind a comma in one bracket: "(GreedyNet, 45.2%)"."""
    gap = phrase.end, value.start
    if _pattern("holds").fullmatch(text, *gap):
        return True
    inside = text.rfind("(", 0, phrase.end) > text.rfind(")", 0, phrase.end)
    return inside and _pattern("holds-in-brackets").fullmatch(text, *gap) is not None


def find_means(one: Linked) -> Phrase | None:
    """What the second of two levels was reached with: "to 88% using past tense"."""
    text = one.scene.text
    match = _pattern("reached-with").match(text, one.value.end)
    if match is None:
        return None
    taken, _ = read_noun_phrase(tokenize(text, match.end()), 0)
    while taken and is_number(taken[0].text):
        taken = taken[1:]
    if not taken:
        return None
    return Phrase(text[taken[0].start : taken[-1].end], taken[0].start, taken[-1].end, "reached-with")


def find_earlier(sentence: str, before: str) -> Phrase | None:
    """The comparison of the sentence before that a sentence goes on about: "It beats GreedyNet. It is 3% better"."""
    if not _pattern("goes-on").match(sentence):
        return None
    phrases = [phrase for phrase in find_baselines(before) if phrase.rule in _COMPARING]
    return phrases[-1] if phrases else None


def is_set_against_again(one: Linked, kind: Kind) -> bool:
    """Whether a value is set against the rival of before: "we surpass it by 3%", "with 20% of their operations"."""
    text, value = one.scene.text, one.value
    if kind is Kind.CHANGE:
        return _pattern("beats-again").search(text, 0, value.start) is not None
    return kind is Kind.SCORE and _pattern("share-of-theirs").match(text, value.end) is not None


def find_opponent(one: Linked, kind: Kind, run: Sequence[Linked]) -> Phrase | None:
    """The phrase that a value is set against; `run` are the values of its sentence.

    A rank is set against nobody.
    """
    if kind is Kind.RANK or not one.scene.baselines:
        return None
    text, value = one.scene.text, one.value
    phrases = [p for p in one.scene.baselines if p.rule != "from-with" and not _is_no_rival(p, one)]
    before = [phrase for phrase in phrases if phrase.end <= value.start]
    after = [p for p in phrases if p.start >= value.end and p.rule not in _HOSTS and not _opens_later(text, p, value)]
    if kind is Kind.CHANGE and before and _pattern("beaten-by").fullmatch(text, before[-1].end, value.start):
        compared = after[0] if after and before[-1].rule in _MOVED and after[0].rule in _JOINT else None
        if compared is None or _pattern("next-clause").search(text, value.end, compared.start):
            return _member(before[-1], one, run)
    if before and before[-1].rule in _LEVEL and _pattern("at-a-share").fullmatch(text, before[-1].end, value.start):
        return before[-1]
    # "67% F1 while being 3x faster than GreedyNet": a ratio is of something else than a level
    apart = _RATIOS if kind is Kind.SCORE else frozenset()
    between = bool(after) and any(value.end < o.value.start < after[0].start and o.value.form not in apart for o in run)
    has_gain = bool(after) and _has_gain(after[0], run)
    if after and after[0].rule == _FROM_OWNER and one.reference is not None:
        return after[0]
    if after and _reaches_on(text[value.end : after[0].start], after[0], kind, has_value=between, has_gain=has_gain):
        return _member(after[0], one, run)
    started = next((phrase for phrase in before if phrase.rule == _STARTED), None)
    if started is not None and (kind is Kind.CHANGE or one.reference is not None):
        return started  # "Building on GreedyNet, it gains much, from 57% to 72% (+15%)"
    # "Outperforming GreedyNet and rivaling BigNet, it reaches 82%": the one that was beaten
    may_front = before[:1] if kind is Kind.SCORE else []
    first = [p for p in may_front if p.rule in _BEATING and _pattern("beating-first").match(text, 0, p.start)]
    for phrase in (*first, *reversed(before)):
        if phrase.rule not in _HOSTS and _reaches_back(one.scene, phrase, value, kind):
            return _member(phrase, one, run)
    if kind is not Kind.CHANGE:
        return None
    # "applying CVX to GreedyNet yields a gain of 2%": what comes last is nearest
    host = next((_member(p, one, run) for p in reversed(before) if p.rule in _HOSTS and _is_host_of(text, p, one)), None)
    if host is None and after and not has_gain and not between and after[0].rule in _LEVEL | _WINNING:
        beside = _pattern("gain-beside-level").fullmatch(text, value.end, after[0].start)
        return after[0] if beside else None
    return host


def _opens_later(text: str, phrase: Phrase, value: ValueMention) -> bool:
    """Whether a comparison opens a later clause of its own: "cuts A by 3%, and compared to GreedyNet, B falls by 5%"."""
    if phrase.rule not in _FRONTED or _pattern("then-subject").match(text, phrase.end) is None:
        return False
    return _pattern("and-compared").search(text, value.end, phrase.start) is not None


def _is_host_of(text: str, phrase: Phrase, one: Linked) -> bool:
    """Whether a gain is one of the system that something was applied to."""
    return _pattern("host-gains").fullmatch(text, phrase.end, one.value.start) is not None


def _has_gain(phrase: Phrase, run: Sequence[Linked]) -> bool:
    """Whether a loser's own gap follows it: "and outperforms GreedyNet by 3%"."""
    later = (other for other in run if other.value.start > phrase.end)
    return any(_pattern("beaten-by").fullmatch(other.scene.text, phrase.end, other.value.start) for other in later)


def _is_no_rival(phrase: Phrase, one: Linked) -> bool:
    """Whether a phrase is what the paper proposes, or what is measured: "improvement over the MSE"."""
    if _pattern("ourselves").fullmatch(phrase.text):
        return True
    if phrase.rule in _IMPROVED and one.scene.bed_spans.meet(phrase.start, phrase.end):
        return True  # "improves ShelfQA by 3%"
    return " " not in phrase.text and (phrase.start, phrase.end) in one.scene.listed_places


def _reaches_on(gap: str, phrase: Phrase, kind: Kind, *, has_value: bool, has_gain: bool) -> bool:
    """Whether a comparison behind a value holds for it."""
    clause = _pattern("next-clause").search(gap)
    if clause is None:
        if kind is Kind.SCORE and has_value and phrase.rule == "over" and _pattern("as-a-gain").search(gap):
            return False  # "60.2%, an improvement of 2.7% over GreedyNet"
        return kind is Kind.CHANGE or phrase.rule != "improve-art"
    if _pattern("set-against").fullmatch(gap, clause.start()):
        return kind is Kind.SCORE and not (clause["finite"] and has_gain)
    if kind is Kind.CHANGE and has_value and phrase.rule in _JOINT and _pattern("and-then").fullmatch(gap):
        return True  # "improves accuracy by 1% and reduces latency by 22% compared with GreedyNet"
    # "reducing the error by 3% and achieving 5% more than GreedyNet": one comparison for both
    shared = (kind is Kind.CHANGE and phrase.rule == "compared") or (has_value and phrase.rule in {"over", "than"})
    return shared and not any(match["finite"] for match in _pattern("next-clause").finditer(gap))


def _reaches_back(scene: Scene, phrase: Phrase, value: ValueMention, kind: Kind) -> bool:
    """Whether a comparison before a value holds for it."""
    text, gap = scene.text, (phrase.end, value.start)
    if phrase.rule in _JOINT and scene.unclosed(*gap) < 0:
        return False  # "(+1.3% over GreedyNet) with 22M parameters": what is said in brackets stays there
    if phrase.rule in _FRONTED and _pattern("fronted").fullmatch(text, 0, phrase.start):
        return True
    if phrase.rule in _FRONTED and _pattern("then-subject").match(text, phrase.end):
        return _pattern("opens-clause").fullmatch(text, 0, phrase.start) is not None
    if phrase.rule == "outperform" and kind is Kind.SCORE and _pattern("beating-first").match(text, 0, phrase.start):
        return True
    if phrase.rule in _SHARES:
        return False  # "85% of the best throughput, and 45% of the steps"
    if phrase.rule == "improve-art":
        return kind is Kind.CHANGE
    in_clause = not scene.places(_pattern("next-clause")).between(*gap)
    if phrase.rule == "improved-of" and not in_clause:
        return kind is Kind.CHANGE and _pattern("gain-follows").fullmatch(text, *gap) is not None
    if phrase.rule in _LEVEL:
        # "matches BigNet while being 3x faster"
        return kind is Kind.CHANGE or in_clause or _pattern("share-of-cost").match(text, value.end) is not None
    if in_clause:
        if not scene.places(_pattern("examples")).between(*gap):
            return True
        # "beats GreedyNet on many sets, including 3% on A", but not "on tasks such as A and B, 3%"
        named = _pattern("examples").search(text, *gap) if kind is Kind.CHANGE else None
        return named is not None and _pattern("gain-as-example").fullmatch(text, named.start(), value.start) is not None
    if kind is Kind.SCORE and phrase.rule in _BEATING | _COMPARING and _pattern("won-share").search(text, *gap):
        return True
    if kind is Kind.CHANGE:
        # "beats BigNet in quality while being 3x faster"
        if phrase.rule not in _BEATING | _COMPARING:
            return False
        return _pattern("comparing").match(text, value.end) is not None or _has_gained(text, phrase, value)
    if phrase.rule in _BEATING | _COMPARING and _pattern("share-of-cost").match(text, value.end):
        return True
    return phrase.rule in _WINNING and _pattern("reaching").match(text, *gap) is not None


def _has_gained(text: str, phrase: Phrase, value: ValueMention) -> bool:
    """Whether a gain behind a win tells how much was won: "beats GreedyNet on A, improving accuracy by 3%"."""
    gap = phrase.end, value.start
    if _pattern("gaining-before").fullmatch(text, *gap) and _pattern("gain-noun").match(text, value.end):
        return True
    return any(_pattern(rule).fullmatch(text, *gap) is not None for rule in ("gaining", "improving-by", "saving"))


def _member(phrase: Phrase, one: Linked, run: Sequence[Linked]) -> Phrase:
    """Of "A and B", the one that this value is relative to, where there are as many values as names.

    Of the values on the same side of the phrase only those count that stand between it and the next one.
    """
    if len(phrase.parts) < 2:
        return phrase
    slashed = _slashed(one, run)
    if len(slashed) == len(phrase.parts):
        return phrase.parts[[other.at for other in slashed].index(one.at)]
    group = run
    if len(run) != len(phrase.parts):
        others = one.scene.baselines
        if one.value.start > phrase.end:
            limit = min((other.start for other in others if other.start > phrase.end), default=len(one.scene.text))
            group = [other for other in run if phrase.end < other.value.start < limit]
        else:
            limit = max((other.end for other in others if other.end < phrase.start), default=0)
            group = [other for other in run if limit <= other.value.start < phrase.start]
    if len(group) == len(phrase.parts) and any(other.at == one.at for other in group):
        return phrase.parts[[other.at for other in group].index(one.at)]
    return phrase


def _slashed(one: Linked, run: Sequence[Linked]) -> list[Linked]:
    """The values that stand with this one between slashes: 1.3x/1.9x."""
    groups: list[list[Linked]] = []
    for other in run:
        if groups and other.scene.text[groups[-1][-1].value.end : other.value.start].strip() == "/":
            groups[-1].append(other)
        else:
            groups.append([other])
    return next((group for group in groups if any(other.at == one.at for other in group)), [])


def find_winner(one: Linked) -> Phrase | None:
    """Who beats the subject of a passive before a value: "GreedyNet is outperformed by CVX by 3%"."""
    text = one.scene.text
    match = _pattern("beaten-in-passive").search(text, 0, one.value.start)
    taken = read_noun_phrase(tokenize(text, match.end()), 0)[0] if match else []
    if not taken or taken[-1].end > one.value.start:
        return None
    return Phrase(text[taken[0].start : taken[-1].end], taken[0].start, taken[-1].end, "beaten-in-passive")


def find_agent(one: Linked, run: Sequence[Linked]) -> Phrase | None:
    """Who reached a level that the sentence tells of in the passive: "the best accuracy of 82% is achieved by GreedyNet"."""
    text, value = one.scene.text, one.value
    last = next((other.value.start for other in run if other.value.start > value.start), len(text))
    match = _pattern("reached-by").match(text, value.end, last)
    if match is None and one.at == run[0].at:
        match = _pattern("reached-by-before").search(text, 0, value.start)
    taken = read_noun_phrase(tokenize(text, match.end()), 0)[0] if match else []
    if not taken or not is_system_phrase(taken, near=True):
        return None
    return Phrase(text[taken[0].start : taken[-1].end], taken[0].start, taken[-1].end, "reached-by")


def is_improved(one: Linked) -> bool:
    """Whether the clause of a value speaks of its subject in the passive: "GreedyNet can be improved by 3%"."""
    text, clause = one.scene.text, _pattern("next-clause")
    match = next(_pattern("improved-in-passive").finditer(text, 0, one.value.start), None)
    return match is not None and clause.search(text, match.end(), one.value.start) is None


def carries_on(before: Linked, one: Linked) -> bool:
    """Whether a value goes on the list of the one before it: "70.9 on A, and 63.3 on B"."""
    return _pattern("next-in-list").fullmatch(one.scene.text, before.value.end, one.value.start) is not None
