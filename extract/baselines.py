"""What a value is compared with: the noun phrases after "over", "than", "compared with", "outperforms" and the like.

The cues are rules (`rules/baselines.yaml`), the words that steer the reading of a noun phrase are data
(`rules/noun_phrases.yaml`); here is only how a noun phrase runs.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.phrases import Phrase
from rules.loader import load_rules
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError
from schemas.base import Frozen

MAX_WORDS = 14
_TOKEN = re.compile(r"\[[^\[\]]{0,40}\]|[(),;:]|[^\s(),;:\[\]]+")
_NUMBER = re.compile(r"[-+−~$±<>]*\$?\d")
_QUANTITY = re.compile(r"[-+−~$±<>]*\$?[\d.,]+(?:\\?%|x|×|\$?\\times\$?)?\$?$", re.IGNORECASE)
_NAME = re.compile(r"[^a-z]*(?:[A-Z]|[a-z]+\d|[a-z]+[A-Z])")
_CITE = re.compile(r"(?:~?\\cite[tp]?\{[^}]*\}|\s*\[[^\]]{0,40}\]|(?:\s[A-Z][\w'-]+(?:\s&\s[A-Z][\w'-]+|\set\sal\.?)?\s*[\[(](?:19|20)\d\d\w?[\])]))+$")
_ABBREVIATION = re.compile(r"\s?\(\s?([A-Z][\w+./-]{1,14})\s?\)")
_GAP = re.compile(r"\sby\s(?:up\sto\s|about\s|over\s)?[$~+]?\d[\d.]*\\?%?(?:\s\w+){0,2}?(?:,\s(?:and\s)?|\sand\s)(?!by\b)")
_BRACKET = re.compile(r"\s?\(([^()]{2,120})\)")


class CueSettings(Frozen):
    """What a cue sets.

    `needs`: lower-case bits of text of which the sentence must hold one; `near`: the phrase must look like a system,
    by a name or a noun, with `noun` by a noun; `own`: a name that ends at its possessive; `free`: any
    noun phrase will do.
    """

    needs: tuple[str, ...] = ()
    near: bool = False
    noun: bool = False
    own: bool = False
    free: bool = False


class NounPhraseWords(Frozen):
    """The word lists of `rules/noun_phrases.yaml`."""

    determiners: frozenset[str]
    stops: frozenset[str]
    participles: frozenset[str]
    participle_prepositions: frozenset[str]
    earlier: frozenset[str]
    system_nouns: frozenset[str]
    not_systems: frozenset[str]
    not_before_over: frozenset[str]
    measures: frozenset[str]
    amounts: frozenset[str]
    relatives: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    low: str
    start: int
    end: int


@cache
def _words() -> NounPhraseWords:
    return NounPhraseWords.model_validate(read_yaml(FOLDER / "noun_phrases.yaml"))


@cache
def _cues() -> tuple[Any, ...]:
    rules = load_rules("baselines", CueSettings)
    for rule in rules:
        if "cue" not in rule.regex.groupindex:
            raise RuleError("the pattern has no group (?P<cue>...)", place=rule.place, remedy="name the cue")
    return rules


def _tokens(sentence: str, start: int) -> list[_Token]:
    tokens = []
    for match in _TOKEN.finditer(sentence, start, min(len(sentence), start + 220)):
        text = match.group()
        bare = text.rstrip(".!?") if len(text) > 1 else text
        tokens.append(_Token(bare, bare.lower(), match.start(), match.start() + len(bare)))
        if bare != text and not text.endswith(("al.", "vs.")) and match.end() >= len(sentence.rstrip()):
            break
    return tokens


def _is_name(text: str) -> bool:
    return bool(_NAME.match(text))


def _is_system(low: str) -> bool:
    nouns = _words().system_nouns
    tail = low.rsplit("-", 1)[-1]
    return any(form in nouns for form in (low, tail)) or any(
        form.endswith("s") and form[:-1] in nouns for form in (low, tail)
    ) or (low.endswith("ies") and low[:-3] + "y" in nouns) or (low.endswith("es") and low[:-2] in nouns)


def _read(tokens: list[_Token], at: int) -> tuple[list[_Token], int]:
    """The words of one noun phrase from token `at`, and the index of the token that ended it."""
    words = _words()
    while at < len(tokens) and (tokens[at].low in words.determiners):
        at += 1
        if at < len(tokens) and tokens[at].low == "of":
            at += 1
    taken: list[_Token] = []
    carried = False
    while at < len(tokens) and len(taken) < MAX_WORDS:
        token = tokens[at]
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if token.text[0] in "(),;:[" or token.text in {"–", "—", "-", "---", "--"}:
            break
        if taken and token.low in words.participles and following in words.participle_prepositions:
            if at + 2 < len(tokens) and _NUMBER.match(tokens[at + 2].text):
                break
            taken += [token, tokens[at + 1]]
            at += 2
            carried = True
            # an article inside belongs to the phrase
            while at < len(tokens) and tokens[at].low in words.determiners:
                taken.append(tokens[at])
                at += 1
            continue
        if taken and token.low == "that" and following in words.relatives and _is_system(taken[-1].low):
            taken.append(token)
            at += 1
            while at < len(tokens) and tokens[at].low in words.relatives:
                taken.append(tokens[at])
                at += 1
            carried = True
            continue
        if carried and token.low in {"or", "under"}:
            taken.append(token)
            at += 1
            while at < len(tokens) and tokens[at].low in words.determiners:
                taken.append(tokens[at])
                at += 1
            continue
        if taken and token.low == "from" and following in words.earlier:
            taken.append(token)
            at += 1
            continue
        if taken and token.low == "without" and following and not following.endswith("ing") and _is_system(taken[-1].low):
            taken.append(token)
            at += 1
            continue
        if token.low == "of" and taken:
            if following in words.amounts or _NUMBER.match(following):
                break
            taken.append(token)
            at += 1
            while at < len(tokens) and tokens[at].low in words.determiners:
                taken.append(tokens[at])
                at += 1
            continue
        if token.low in words.stops:
            break
        if _QUANTITY.match(token.text) and (taken and ("%" in token.text or not _is_name(taken[-1].text))):
            break
        if carried and token.low.endswith("ly"):
            break
        taken.append(token)
        at += 1
    return taken, at


def _trim(taken: list[_Token]) -> list[_Token]:
    words = _words()
    while taken and (taken[-1].low in words.stops or taken[-1].low in words.determiners or taken[-1].low == "of"):
        taken = taken[:-1]
    while len(taken) > 1 and taken[-1].low.endswith("ly"):
        taken = taken[:-1]
    # "the accuracy of X" is X
    for index, token in enumerate(taken[:-1]):
        if token.low in words.participles:
            break
        if token.low == "of" and index and taken[index - 1].low in words.measures:
            rest = taken[index + 1 :]
            while rest and rest[0].low in words.determiners:
                rest = rest[1:]
            return _trim(rest)
    # "X's accuracy" is X
    for index, token in enumerate(taken):
        if token.low.endswith(("'s", "’s")) and len(taken) > index + 1 and taken[-1].low in words.measures:
            own = _Token(token.text[:-2], token.low[:-2], token.start, token.end - 2)
            return [*taken[:index], own]
    return taken


def _is_baseline(taken: list[_Token], *, near: bool, noun: bool = False) -> bool:
    words = _words()
    if not taken:
        return False
    first, last = taken[0], taken[-1]
    if first.low in {"it", "them", "this", "that", "its", "one"} and len(taken) == 1:
        return False
    has_name = any(_is_name(token.text) for token in taken)
    has_system = any(_is_system(token.low) for token in taken)
    head = next((taken[i - 1] for i, token in enumerate(taken) if i and token.low in {"of", "from", "without"} | words.participles), last)
    if not (has_system and _is_system(head.low)) and (last.low in words.not_systems or head.low in words.not_systems):
        return False
    if _NUMBER.match(first.text) or first.low in _number_words():
        return len(taken) > 1 and _is_system(head.low) and not _is_unit_phrase(taken)
    if noun:
        return has_system
    if near:
        return has_name or has_system
    return True


def _number_words() -> frozenset[str]:
    return frozenset(read_words())


@cache
def read_words() -> tuple[str, ...]:
    """Number words in lower case."""
    from rules.words import number_words

    return tuple(number_words())


def _is_unit_phrase(taken: list[_Token]) -> bool:
    return "%" in taken[0].text or taken[0].low.endswith(("x", "×"))


def _phrase(sentence: str, taken: list[_Token], rule: str) -> Phrase:
    start, end = taken[0].start, taken[-1].end
    text = sentence[start:end]
    cite = _CITE.search(text)
    if cite and cite.start():
        end = start + cite.start()
    while end > start and sentence[end - 1] in " .,'’\"":
        end -= 1
    return Phrase(sentence[start:end], start, end, rule)


def _members(sentence: str, tokens: list[_Token], at: int, first: list[_Token], rule: str) -> tuple[list[Phrase], int]:
    """The further members of a list "A, B and C" after its first one; only whole lists that end in and/or count."""
    parts = [_phrase(sentence, first, rule)]
    begin = at
    while at < len(tokens):
        comma = tokens[at].text == ","
        joined = tokens[at + 1].low if comma and at + 1 < len(tokens) else tokens[at].low
        last = joined in {"and", "or"}
        if not (comma or last):
            break
        step = at + (2 if comma and last else 1)
        taken, after = _read(tokens, step)
        taken = _trim(taken)
        if not taken or len(taken) > 8 or not _is_baseline(taken, near=True) or not _is_member(tokens, step, taken):
            break
        parts.append(_phrase(sentence, taken, rule))
        at = after
        if last:
            return parts, at
    return parts[:1], begin


def _is_member(tokens: list[_Token], step: int, taken: list[_Token]) -> bool:
    """Whether what follows and/comma is one more noun phrase, not the next clause."""
    lead = tokens[step]
    if lead.low in {"the", "a", "an"} or _is_name(taken[0].text):
        return True
    return _is_system(taken[-1].low) and not taken[0].low.endswith(("ing", "s"))


def find_baselines(sentence: str) -> list[Phrase]:
    """Noun phrases set as what is compared with, in text order; a list "A and B" is one phrase with its `parts`.

    >>> [phrase.text for phrase in find_baselines("It outperforms previous zero-shot methods by 4% on T-500.")]
    ['previous zero-shot methods']
    >>> [part.text for part in find_baselines("gains of 3% and 5% over the base model and GreedyNet")[0].parts]
    ['base model', 'GreedyNet']
    """
    low = sentence.lower()
    found: dict[int, Phrase] = {}
    for rule in _cues():
        if not any(bit in low for bit in rule.sets.needs):
            continue
        for match in rule.regex.finditer(sentence):
            phrase = _after(sentence, match, rule)
            while phrase is not None:
                found.setdefault(phrase.start, phrase)
                phrase = _gapped(sentence, phrase)
    kept: list[Phrase] = []
    for phrase in sorted(found.values(), key=lambda phrase: (phrase.start, -phrase.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _gapped(sentence: str, phrase: Phrase) -> Phrase | None:
    """The next loser of one verb: in "outperforms A by 4%, B by 2%, and C by 1%", B after A."""
    gap = _GAP.match(sentence, phrase.end)
    if not gap:
        return None
    tokens = _tokens(sentence, gap.end())
    taken, at = _read(tokens, 0)
    taken = _trim(taken)
    if at + 1 >= len(tokens) or tokens[at].low != "by" or not _is_baseline(taken, near=True):
        return None
    return _phrase(sentence, taken, phrase.rule)


def _after(sentence: str, match: Any, rule: Any) -> Phrase | None:
    """The baseline after one cue, or None."""
    settings: CueSettings = rule.sets
    if rule.id in {"over", "against"}:
        before = sentence[: match.start("cue")].split()
        if before and before[-1].lower().strip(",.()") in _words().not_before_over:
            return None
    tokens = _tokens(sentence, match.end("cue"))
    taken, at = _read(tokens, 0)
    if settings.own and taken:
        for index, token in enumerate(taken):
            if token.low.endswith(("'s", "’s")):
                taken = [*taken[:index], _Token(token.text[:-2], token.low[:-2], token.start, token.end - 2)]
                break
    taken = _trim(taken)
    if not (taken and settings.free) and not _is_baseline(taken, near=settings.near, noun=settings.noun):
        return None
    first = _phrase(sentence, taken, rule.id)
    if not first.text:
        return None
    named = _apposition(sentence, first, rule.id)
    if named is not None:
        return named
    parts, _ = _members(sentence, tokens, at, taken, rule.id)
    if len(parts) > 1:
        start, end = parts[0].start, parts[-1].end
        return Phrase(sentence[start:end], start, end, rule.id, tuple(parts))
    return first


def _apposition(sentence: str, phrase: Phrase, rule: str) -> Phrase | None:
    """The name that follows a description: "the best method, FastNet, by", "two backbones (A, B)"."""
    if not _is_system(phrase.text.rsplit(" ", 1)[-1].lower()):
        return None
    match = re.compile(r",\s(?:namely\s|i\.e\.,?\s)?([A-Z][\w.+/-]*(?:\s[A-Z\d][\w.+/-]*){0,3})(?=,|\s(?:by|on|in|with)\b|~?\\cite|\s?\[)").match(sentence, phrase.end)
    if match:
        return Phrase(match.group(1), match.start(1), match.end(1), rule)
    match = _BRACKET.match(sentence, phrase.end)
    if match:
        inner = re.match(r"(?:i\.e\.,?\s|e\.g\.,?\s|such\sas\s)?((?:[A-Z][\w.+/-]*\d?[\w./+-]*(?:\s[A-Z\d][\w.+/-]*){0,2})(?:,\s(?:and\s)?[A-Z][\w.+/-]*(?:\s[A-Z\d][\w.+/-]*){0,2})*)", match.group(1))
        if inner and len(inner.group(1)) > 1 and match.group(1)[inner.end() :][:2].strip()[:1] not in tuple("=:<^>~") and not _spells(phrase.text, inner.group(1)):
            start = match.start(1) + inner.start(1)
            return Phrase(inner.group(1), start, start + len(inner.group(1)), rule)
    return None


def _spells(long: str, short: str) -> bool:
    """Whether `short` abbreviates `long`: its capitals are initials of the long form's words."""
    letters = [c.lower() for c in short if c.isalpha() and c.isupper()]
    initials = {word[0].lower() for word in re.split(r"[\s-]+", long) if word}
    return "," not in short and all(letter in initials for letter in letters)
