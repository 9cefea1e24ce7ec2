"""Whether the noun phrase before a verb tells of a system, and which words of it do.

In: a sentence with its mentions, and where the phrase begins. Out: its words and its head. The words that steer the reading
are data: `rules/subjects.yaml`.
"""

import re
from collections.abc import Sequence

from extract.interpret.subject_words import subject_patterns, subject_words
from extract.normalise.spans import within
from extract.recognise.noun_phrases import (
    Token,
    cut_at_owner,
    ends_head,
    is_name,
    is_number,
    is_size,
    is_system,
    noun_phrase_words,
    read_noun_phrase,
    tokenize,
)
from extract.recognise.scenes import Scene
from rules.loader import fragment_pattern

_TELLING = re.compile(r"[A-Z].*[A-Z\d]")  # FastNet, but no Experiments
_DESCRIBING = re.compile(r"[A-Za-z]+-[a-z]+")  # English-only FastNet
_CAPITAL, _INSIDE = re.compile(r"[A-Z][a-z]{2,}"), re.compile(r"[a-z],? $")
_ORDERED = "stage"  # any stage of what is proposed
_ORDER = re.compile(r"[ivx]+|\d+")  # Stage II, variant 3


def named_last(taken: list[Token]) -> list[Token]:
    """A phrase without the kind of system that stands before its name: of "largest model CVX-d32", CVX-d32."""
    at = next((at for at, token in enumerate(taken[:-1]) if token.text.islower() and is_system(token.low)), None)
    rest = taken[at + 1 :] if at is not None else []
    # "approach CVX", but no "model trained on A" and no "methods GreedyNet and SlowNet"
    is_name = len(rest) == 1 and _TELLING.search(rest[0].text) is not None and all(token.text.islower() for token in taken[:at])
    return rest if is_name else taken


def without_size(taken: list[Token]) -> list[Token]:
    """A phrase without the size that stands before its name: of "2B CVX-H model", CVX-H model."""
    return taken[1:] if len(taken) > 1 and is_size(taken[0].text) and is_name(taken[1].text) else taken


def is_build(phrase: str, proposed: str) -> bool:
    """Whether a phrase is a name with a size behind it.

    >>> is_build("CVX 3.4B", "CVX"), is_build("CVX model", "CVX")
    (True, False)
    """
    return phrase.startswith(f"{proposed} ") and is_size(phrase[len(proposed) + 1 :])


def subject_phrase(sentence: str, low: int, high: int) -> list[Token]:
    """The words of the noun phrase at `low`, as far as it names a system: of "the benefit of CVX", CVX."""
    taken, _ = read_noun_phrase(tokenize(sentence, low), 0)
    taken = [token for token in taken if token.end <= high]
    if taken and is_number(taken[0].text):
        # "five LLMs", "top models", but no "90% of the weights"
        is_count = taken[0].low.isalpha() and len(taken) > 1 and taken[0].low != "top"
        taken = taken[is_count:] if is_system(taken[-1].low) else []
    of = next((at for at, token in enumerate(taken) if token.low == "of"), 0)
    if of and taken[of - 1].low in subject_words().carriers:
        taken = taken[of + 1 :]
        while taken and taken[0].low in noun_phrase_words().determiners:
            taken = taken[1:]
    if len(taken) > 1 and taken[0].low in subject_words().attributes:
        taken = taken[1:]
    if taken and (len(taken) == 1 or not is_system(taken[-1].low)):
        owner = cut_at_owner([*taken, Token("", "", high, high)])
        taken = owner if owner[-1].text else taken  # "CVX's (large) accuracy"
    return taken


def find_doer(scene: Scene, taken: Sequence[Token], high: int, proposed: str | None) -> str | None:
    """Who "disabling a head of SlowNet" is about: SlowNet; else what the paper proposes, or the whole phrase."""
    if subject_patterns().doing_ours.match(scene.text, taken[0].start):
        return None  # "applying our search to SlowNet"
    if proposed is None:
        return scene.text[taken[0].start : high].strip()
    handled = [mention.text for mention in within(scene.systems, taken[0].start, taken[-1].end) if mention.text != proposed]
    return handled[-1] if handled else None


def head_of(taken: Sequence[Token], joined: str) -> str:
    """The noun that tells what the phrase is."""
    head = next((taken[at - 1].low for at in range(1, len(taken)) if ends_head(taken, at)), taken[-1].low)
    if joined and not is_system(head):
        return joined.rsplit(maxsplit=1)[-1].lower()  # "authors and recruited experts"
    if len(taken) > 1 and (len(head) == 1 or _ORDER.fullmatch(head)):
        return _ORDERED if taken[-2].low in subject_words().ordered else taken[-2].low  # "Stage II", "Pass I"
    return head


def is_system_head(head: str, taken: Sequence[Token], rest: str, *, has_name: bool) -> bool:
    """Whether a phrase without a name tells of a system; `rest` stands between it and its verb."""
    if (
        head == _ORDERED
        or (not has_name and head in subject_words().people)
        or (is_system(head) and head not in subject_words().not_subjects)
    ):
        return True
    if len(taken) < 2 or (has_name and head == taken[-1].low) or not _is_doing_noun(head):
        return False
    return subject_patterns().after_noun.match(rest) is not None  # no "flipping 40% of the labels"


def is_agent(scene: Scene, span: tuple[int, int], taken: Sequence[Token], head: str, rest: str) -> bool:
    """Whether a plain noun phrase does what systems do, so that it is one: "rescaling alone gains 2%", "a plain map beats"."""
    words, patterns = subject_words(), subject_patterns()
    if patterns.agent_verb.match(scene.mask.text, span[1]) is None or patterns.no_agent.match(scene.mask.text, span[0]):
        return False
    is_done = head in words.doing_heads and len(taken) > 1  # detour learning
    if words.not_agents & {token.low for token in taken} or is_number(taken[0].text):
        return False
    if head in words.not_subjects and not is_done:
        return False
    if scene.metric_spans.meet(taken[0].start, taken[-1].end) or scene.bed_spans.meet(taken[0].start, taken[-1].end):
        return False
    return not rest.strip() or patterns.after_agent.fullmatch(f"{rest.rstrip()} ") is not None


def is_unknown_name(scene: Scene, taken: Sequence[Token]) -> bool:
    """Whether the phrase is one telling name of no known kind, as such or described: what reaches a value is a system."""
    if _is_capital_inside(scene, taken):
        return True
    if not _TELLING.search(taken[-1].text) or not all(_DESCRIBING.fullmatch(token.text) for token in taken[:-1]):
        return False
    return not scene.bed_spans.meet(taken[0].start, taken[-1].end)


def _is_capital_inside(scene: Scene, taken: Sequence[Token]) -> bool:
    """Whether the phrase is one plain word with a capital behind a word without, no language: "whereas Tangram takes"."""
    first, words = taken[0], subject_words()
    if len(taken) > 1 or not _CAPITAL.fullmatch(first.text) or not _INSIDE.search(scene.text, 0, first.start):
        return False
    if first.low in words.not_subjects | words.not_agents | words.people or fragment_pattern("language").fullmatch(first.text):
        return False
    return not scene.bed_spans.meet(first.start, first.end) and not scene.metric_spans.meet(first.start, first.end)


def _is_doing_noun(head: str) -> bool:
    """Whether a noun tells of something done, which is a system when something stands before it: threshold tuning."""
    words = subject_words()
    return head in words.doing_heads or (head.endswith("ing") and head not in words.not_subjects)


def is_doing(sentence: str, taken: Sequence[Token]) -> bool:
    """Whether the phrase begins with a verb in -ing that has an object: "scaling the pipeline"."""
    first = taken[0]
    if not first.low.endswith("ing") or len(taken) < 2:
        return False
    words = noun_phrase_words()
    return not sentence[first.end : taken[1].start].strip() and taken[1].low in words.determiners | words.clause_heads
