"""How far a noun phrase runs, and whether it names a system; no cue of comparison is known here.

The words that steer the reading are data: `rules/noun_phrases.yaml`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rules.words import number_words
from rules.yaml_files import FOLDER, read_yaml
from schemas.base import Frozen

MAX_WORDS = 14
MAX_ADJECTIVES = 4  # words from a comma between adjectives to the noun
MAX_REACH = 220  # characters after a cue that are looked at

_TOKEN = re.compile(r"\[[^\[\]]{0,40}\]|[(),;:]|[^\s(),;:\[\]]+")
_NUMBER = re.compile(r"[-+−~$±<>]*\$?\d")
_QUANTITY = re.compile(r"[-+−~$±<>]*\$?[\d.,]+(?:\\?%|x|×|\$?\\times\$?)?\$?$", re.IGNORECASE)
_SIZE = re.compile(r"\$?\d+(?:\.\d+)?\$?[BMK]$")  # 7B, $7$B
_NAME = re.compile(r"[^a-z]*(?:[A-Z]|[a-z]+\d|[a-z]+[A-Z])")
_DASHES = frozenset({"–", "—", "-", "--", "---"})


class NounPhraseWords(Frozen):
    """The word lists of `rules/noun_phrases.yaml`."""

    determiners: frozenset[str]
    stops: frozenset[str]
    stops_before_to: frozenset[str]
    participles: frozenset[str]
    participle_prepositions: frozenset[str]
    earlier: frozenset[str]
    system_nouns: frozenset[str]
    not_systems: frozenset[str]
    not_before_over: frozenset[str]
    measures: frozenset[str]
    amounts: frozenset[str]
    relatives: frozenset[str]
    verbs: frozenset[str]
    gerunds: frozenset[str]
    amount_words: frozenset[str]
    bare_plurals: frozenset[str]
    beds: frozenset[str]
    earlier_words: frozenset[str]
    clause_heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a sentence, without the full stop after it."""

    text: str
    low: str
    start: int
    end: int


@cache
def noun_phrase_words() -> NounPhraseWords:
    """The word lists, read once."""
    return NounPhraseWords.model_validate(read_yaml(FOLDER / "noun_phrases.yaml"))


def tokenize(sentence: str, start: int) -> list[Token]:
    """The words and signs after `start`, as far as a noun phrase may reach."""
    tokens = []
    for match in _TOKEN.finditer(sentence, start, start + MAX_REACH):
        text = match.group()
        bare = (text.rstrip(".!?") or text) if len(text) > 1 else text
        tokens.append(Token(bare, bare.lower(), match.start(), match.start() + len(bare)))
    return tokens


def is_name(text: str) -> bool:
    """Whether a word looks like a name: capitals, or letters with digits.

    >>> [is_name(word) for word in ("FastNet", "k-means", "wav2vec", "model")]
    [True, False, True, False]
    """
    return bool(_NAME.match(text))


def is_number(text: str) -> bool:
    """Whether a word begins with a number, or is one in letters.

    >>> [is_number(word) for word in ("~3.5%", "7", "four", "FastNet-7")]
    [True, True, True, False]
    """
    return bool(_NUMBER.match(text)) or text.lower() in number_words()


def is_size(text: str) -> bool:
    """Whether a word is the size of a model.

    >>> [is_size(word) for word in ("14B", "0.5B", "14", "VGG16")]
    [True, True, False, False]
    """
    return _SIZE.match(text) is not None


@lru_cache(maxsize=1 << 14)
def is_system(low: str) -> bool:
    """Whether a lower-case word is a noun of systems, also as plural or as the tail of a compound.

    >>> [is_system(word) for word in ("models", "strategies", "state-of-the-art", "dataset")]
    [True, True, True, False]
    """
    nouns = noun_phrase_words().system_nouns
    for form in (low, low.rsplit("-", 1)[-1]):
        if form in nouns or form.removesuffix("s") in nouns or form.removesuffix("es") in nouns:
            return True
        if form.endswith("ies") and form[:-3] + "y" in nouns:
            return True
    return False


def read_noun_phrase(tokens: list[Token], at: int) -> tuple[list[Token], int]:
    """The words of one noun phrase from token `at`, without article, and the index of the token that ended it."""
    words = noun_phrase_words()
    while at < len(tokens) and tokens[at].low in words.determiners:
        at += 1
        if at < len(tokens) and tokens[at].low == "of":
            at += 1
    taken: list[Token] = []
    carried = False  # past the noun, in "trained on ...", "that use ..."
    while at < len(tokens) and len(taken) < MAX_WORDS:
        bridge = _bridge(tokens, at, taken, carried=carried)
        if bridge:
            carried = carried or tokens[at].low not in {"of", "from", "without", "("}
            taken += tokens[at : at + bridge]
            at += bridge
            continue
        token = tokens[at]
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        is_stop = token.low in words.stops or (token.low in words.stops_before_to and following == "to")
        if token.text[0] in "(),;:[" or token.text in _DASHES or is_stop:
            break
        if taken and _QUANTITY.match(token.text) and ("%" in token.text or not is_name(taken[-1].text)):
            break
        if taken and (token.low in words.verbs or (carried and token.low.endswith("ly"))):
            break
        if taken and token.low in words.participles - words.gerunds and tokens[at + 1 : at + 2] and tokens[at + 1].low == "of":
            break  # "SlowNet trained of hundreds of hours"
        taken.append(token)
        at += 1
    return _trim(taken), at


def _bridge(tokens: list[Token], at: int, taken: list[Token], *, carried: bool) -> int:
    """How many tokens lead a noun phrase on across a word that would end it; 0 if none does."""
    words = noun_phrase_words()
    low = tokens[at].low
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    third = tokens[at + 2] if at + 2 < len(tokens) else None
    if low in words.participles and taken and following.endswith("ly") and third and third.low in words.participle_prepositions:
        return _with_articles(tokens, at + 3) - at  # "trained directly on"
    if low == "," and taken and _is_adjective(taken[-1]) and _is_described(tokens, at + 1):
        return 1  # "strong, complicated methods"
    if low in words.participles and following in words.participle_prepositions and (taken or low in words.gerunds):
        if third and _NUMBER.match(third.text):
            # "trained on 100x more data", but "trained with 95.0 accuracy" ends before its value
            return 3 if following == "on" else 0
        return _with_articles(tokens, at + 2) - at
    if not taken:
        return 0
    if low == "of":
        is_amount = following in words.amounts or bool(_NUMBER.match(following))
        return 0 if is_amount else _with_articles(tokens, at + 1) - at
    if low == "that" and following in words.relatives and is_system(taken[-1].low):
        end = at + 1
        while end < len(tokens) and tokens[end].low in words.relatives:
            end += 1
        return end - at
    if carried and low in {"or", "under"}:
        return _with_articles(tokens, at + 1) - at
    if low == "from" and following in words.earlier:
        return 1
    if low == "without" and following and not following.endswith("ing") and is_system(taken[-1].low):
        return 1
    # a word in brackets inside the phrase, as in: graph generalization (GG) methods, expert (dynamic) prompting
    if low == "(" and third and third.text == ")" and tokens[at + 1].text.replace("-", "").isalpha():
        return 3 if at + 3 < len(tokens) and is_system(tokens[at + 3].low) else 0
    return 0


def _is_adjective(token: Token) -> bool:
    """Whether a word may be one of two adjectives with a comma between them: neither a name nor a system."""
    return token.text.islower() and token.text.isalpha() and not is_system(token.low) and not token.low.endswith("ly")


def _is_described(tokens: list[Token], at: int) -> bool:
    """Whether plain words lead to a noun of systems: "complicated existing methods"."""
    words = noun_phrase_words()
    for step, token in enumerate(tokens[at : at + MAX_ADJECTIVES]):
        if step and is_system(token.low):
            return True
        if not token.text.replace("-", "").isalpha() or token.low in words.stops | words.determiners | words.verbs:
            return False
        if token.low.endswith("ing") and token.low not in words.earlier:
            return False
    return False


def _with_articles(tokens: list[Token], at: int) -> int:
    """The index after the articles that stand at `at`."""
    determiners = noun_phrase_words().determiners
    while at < len(tokens) and tokens[at].low in determiners:
        at += 1
    return at


def _trim(taken: list[Token]) -> list[Token]:
    """Without what hangs on at the end, and without the measured thing: the accuracy of X, X's accuracy is X."""
    words = noun_phrase_words()
    loose = words.stops | words.determiners | {"of", "that"} | words.relatives | (words.participles - words.gerunds)
    while taken and taken[-1].low in loose:
        taken = taken[:-1]
    while len(taken) > 1 and taken[-1].low.endswith("ly"):
        taken = taken[:-1]
    for index, token in enumerate(taken[:-1]):
        if token.low in words.participles:
            break
        if token.low == "of" and index and taken[index - 1].low in words.measures:
            return _trim(taken[_with_articles(taken, index + 1) :])
    if taken and taken[-1].low in words.measures:
        return cut_at_owner(taken)
    return taken


def cut_at_owner(taken: list[Token]) -> list[Token]:
    """A phrase up to its first possessive: of "FastNet's accuracy", FastNet."""
    for index, token in enumerate(taken):
        if token.low.endswith(("'s", "’s")):
            return [*taken[:index], Token(token.text[:-2], token.low[:-2], token.start, token.end - 2)]
        if token.low.endswith(("s'", "s’")):
            return [*taken[:index], Token(token.text[:-1], token.low[:-1], token.start, token.end - 1)]
    return taken


def cut_at_measure(taken: list[Token]) -> list[Token]:
    """A phrase without the measure behind its name or noun of systems: of "standard SlowNet quality", standard SlowNet."""
    if len(taken) > 1 and taken[-1].low in noun_phrase_words().measures:
        at = max((at for at, token in enumerate(taken[:-1]) if is_name(token.text) or is_system(token.low)), default=-1)
        return taken[: at + 1] if at >= 0 else taken
    return taken


def ends_head(taken: Sequence[Token], at: int) -> bool:
    """Whether a word ends the head of a phrase: "of", or "trained" in "models trained on", not in "the trained model"."""
    words = noun_phrase_words()
    low = taken[at].low
    if low in words.participles - words.gerunds:
        following = taken[at + 1].low if at + 1 < len(taken) else "of"
        return following in words.participle_prepositions | {"of"} or following.endswith("ly")
    return low in {"of", "from"}


def is_earlier_bed(taken: Sequence[Token]) -> bool:
    """Whether a phrase names earlier data sets, which those of a paper are set against: "previous datasets"."""
    words = noun_phrase_words()
    return len(taken) > 1 and taken[-1].low in words.beds and taken[0].low in words.earlier_words


def is_system_phrase(taken: list[Token], *, near: bool, noun: bool = False) -> bool:
    """Whether a noun phrase may name a system: no amount or time; with `near` it must show so, by name or noun."""
    words = noun_phrase_words()
    if not taken or taken[0].low.lstrip("~") in words.amount_words:
        return False
    bounds = {"without", "that"} | (words.participles & words.gerunds)
    ends = (at for at in range(1, len(taken)) if taken[at].low in bounds or ends_head(taken, at))
    head = next((taken[at - 1] for at in ends), taken[-1])
    if not is_system(head.low) and {taken[-1].low, head.low} & words.not_systems:
        return False
    if is_size(taken[0].text) and len(taken) > 1 and is_name(taken[1].text):
        taken = taken[1:]  # "the 14B SlowNet-XL"
    if is_number(taken[0].text):
        is_amount = "%" in taken[0].text or any(token.low in words.amount_words for token in taken)
        return len(taken) > 1 and is_system(head.low) and not is_amount and not taken[0].low.endswith(("x", "×"))
    has_system = any(is_system(token.low) for token in taken)
    if noun:
        return has_system
    return not near or has_system or any(is_name(token.text) for token in taken)
