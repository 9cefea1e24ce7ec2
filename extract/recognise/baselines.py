"""What a value is compared with: the noun phrases after "over", "than", "compared with", "outperforms" and the like.

The cues are rules (`rules/baselines.yaml`), and so is what may follow a name (`rules/rival_tails.yaml`); `noun_phrases` knows
how a noun phrase runs.
"""

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from extract.recognise.noun_phrases import (
    Token,
    cut_at_measure,
    cut_at_owner,
    is_earlier_bed,
    is_name,
    is_number,
    is_size,
    is_system,
    is_system_phrase,
    noun_phrase_words,
    read_noun_phrase,
    tokenize,
)
from extract.recognise.phrases import Phrase
from rules.loader import Rule, asked_pattern, fragment_pattern, load_rules
from rules.screen import Screen
from schemas import RuleError
from schemas.base import Frozen

MAX_MEMBER_WORDS = 8
MOST_BEFORE = 120  # characters before a list of rivals in which their values stand
MOST_QUANTIFIER = 8  # characters of "all the "
MOST_ADJECTIVES = 2  # before the "and" of "flat and deep networks"

# scars of citations after a name: \cite{...}, [12], "Smith & Lee [2023]"
_CITE = re.compile(
    r"""(?: ~?\\cite[tp]?\{[^}]*\} | (?<!\s)\s*+\[[^\]]{0,40}\]
        | (?: \s[A-Z][\w'-]+ (?: \s&\s[A-Z][\w'-]+ | \set\sal\.? )? \s*[\[(](?:19|20)\d\d\w?[\])] ) )+ $""",
    re.VERBOSE,
)
_SLASHED = re.compile(r"(?:^|\s)([A-Z][\w.+-]+(?:/[A-Z][\w.+-]+)+)$")  # two rivals at once: LowNet/SlowNet
_POSSESSIVE = ("'s", "’s")
# SlowNet-3B/7B
_SIZES = re.compile(r"(?:^|\s)[^A-Z\s]*+(?P<stem>[A-Z]\S*-)(?P<size>\d[\d.]*[BMK])(?P<more>(?:/\d[\d.]*[BMK])+)$")


class CueSettings(Frozen):
    """What a cue sets.

    `near`: the phrase must look like a system, by a name or a noun, with `noun` by a noun; `own`: a name that ends at
    its possessive; `free`: any noun phrase will do; `beds`: earlier data sets may be rivals too.
    """

    near: bool = False
    noun: bool = False
    own: bool = False
    free: bool = False
    beds: bool = False


def _tail(rule: str) -> Any:
    return asked_pattern("rival_tails", rule)


@cache
def _cues() -> Screen[Rule[CueSettings]]:
    """The cues; a pattern without the group `cue` is refused."""
    rules = load_rules("baselines", CueSettings)
    for rule in rules:
        if "cue" not in rule.regex.groupindex:
            raise RuleError("the pattern has no group (?P<cue>...)", place=rule.place, remedy="name the cue")
    return Screen(rules)


def find_baselines(sentence: str) -> list[Phrase]:
    """Noun phrases set as what is compared with, in text order; a list "A and B" is one phrase with its `parts`.

    >>> [phrase.text for phrase in find_baselines("It outperforms previous zero-shot methods by 4% on T-500.")]
    ['previous zero-shot methods']
    >>> [part.text for part in find_baselines("gains of 3% and 5% over the base model and GreedyNet")[0].parts]
    ['base model', 'GreedyNet']
    """
    found: dict[int, Phrase] = {}
    for rule in _cues().possible(sentence):
        for match in rule.regex.finditer(sentence):
            phrase = _after(sentence, match, rule)
            while phrase is not None:
                found.setdefault(phrase.start, phrase)
                phrase = _gapped(sentence, phrase)
    kept: list[Phrase] = []
    for phrase in sorted(found.values(), key=lambda phrase: phrase.start):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _after(sentence: str, match: Any, rule: Rule[CueSettings]) -> Phrase | None:
    """The baseline after one cue, or None."""
    settings = rule.sets
    if match["cue"].lower().startswith(("over", "against")):
        # "averaged over", "robust against"
        before = sentence[max(0, match.start("cue") - 30) : match.start("cue")].split()
        if before and before[-1].lower().strip(",.()") in noun_phrase_words().not_before_over:
            return None
    tokens = tokenize(sentence, match.end("cue"))
    taken, at = read_noun_phrase(tokens, 0)
    if settings.own:
        taken = cut_at_measure(cut_at_owner(taken))
    elif taken and taken[-1].low.endswith(_POSSESSIVE) and at < len(tokens) and is_number(tokens[at].text):
        taken = cut_at_owner(taken)  # "compared to SlowNet's 63%"
    is_rival = settings.free or (settings.beds and is_earlier_bed(taken))
    if not taken or not (is_rival or is_system_phrase(taken, near=settings.near, noun=settings.noun)):
        taken, at = _coordinated(tokens, taken, at)
        if not is_system_phrase(taken, near=True, noun=True):
            return None
    if len(taken) > 1 and is_size(taken[0].text) and is_name(taken[1].text) and not is_system(taken[1].low):
        taken = taken[1:]  # "the 14B SlowNet-XL"
    first = _phrase(sentence, taken, rule.id)
    if not first.text:
        return None
    parts = _members(sentence, tokens, at, first)
    if len(parts) > 1:
        start, end = first.start, parts[-1].end
        return Phrase(sentence[start:end], start, end, rule.id, tuple(parts))
    sized = _SIZES.search(first.text)
    if sized:
        return replace(first, parts=tuple(_sized(first, sized)))
    slashed = _SLASHED.search(first.text)
    if slashed:
        return replace(first, parts=tuple(_slashed(first, slashed.start(1), slashed.group(1))))
    if _tail("does-the-same").match(first.text):
        return _otherwise(sentence, first)
    return _related(sentence, first) or _named(sentence, first) or _narrowed(sentence, first)


def _coordinated(tokens: list[Token], taken: list[Token], at: int) -> tuple[list[Token], int]:
    """A phrase of which two adjectives share the noun, "flat and deep networks"; empty if there is no such."""
    if not taken or at >= len(tokens) or tokens[at].low not in {"and", "or"} or len(taken) > MOST_ADJECTIVES:
        return [], at
    rest, end = read_noun_phrase(tokens, at + 1)
    is_noun = 1 < len(rest) <= MOST_ADJECTIVES + 1 and is_system(rest[-1].low) and rest[0].text[0].islower()
    if not is_noun or tokens[at + 1] is not rest[0]:
        return [], at
    return [*taken, tokens[at], *rest], end


def _related(sentence: str, phrase: Phrase) -> Phrase | None:
    """A phrase with the clause that tells it apart: "earlier methods which use two cameras"."""
    match = _tail("told-apart").match(sentence, phrase.end)
    if match is None:
        return None
    return Phrase(sentence[phrase.start : match.end()], phrase.start, match.end(), phrase.rule)


def _narrowed(sentence: str, phrase: Phrase) -> Phrase:
    """A phrase with what tells it apart behind its noun or name: "models with up to 7B parameters", "SlowNet (2024 version)"."""
    match = fragment_pattern("tells_apart").match(sentence, phrase.end)
    if match is None or not (match["version"] or is_system(phrase.text.rsplit(" ", 1)[-1].lower())):
        return phrase
    return Phrase(sentence[phrase.start : match.end()], phrase.start, match.end(), phrase.rule, phrase.parts)


def _sized(phrase: Phrase, match: re.Match[str]) -> list[Phrase]:
    """The members of "SlowNet-3B/7B", each with its name in full."""
    sizes = [match["size"], *match["more"].strip("/").split("/")]
    return [Phrase(match["stem"] + size, phrase.start, phrase.end, phrase.rule) for size in sizes]


def _slashed(phrase: Phrase, start: int, names: str) -> list[Phrase]:
    """The members of "models LowNet/SlowNet"."""
    parts = []
    start += phrase.start
    for name in names.split("/"):
        parts.append(Phrase(name, start, start + len(name), phrase.rule))
        start += len(name) + 1
    return parts


def _otherwise(sentence: str, phrase: Phrase) -> Phrase:
    """What sets a baseline apart that is otherwise the same: of "training the same model with plain SGD", plain SGD."""
    match = _tail("otherwise-with").match(sentence, phrase.end)
    taken = read_noun_phrase(tokenize(sentence, match.end()), 0)[0] if match else []
    return _phrase(sentence, taken, phrase.rule) if taken else phrase


def _gapped(sentence: str, phrase: Phrase) -> Phrase | None:
    """The next loser of one verb: in "outperforms A by 4%, B by 2%, and C by 1%", B after A."""
    gap = _tail("then-the-next").match(sentence, phrase.end)
    if not gap:
        return None
    tokens = tokenize(sentence, gap.end())
    taken, at = read_noun_phrase(tokens, 0)
    if at + 1 >= len(tokens) or tokens[at].low != "by" or not is_system_phrase(taken, near=not is_number(tokens[at + 1].text)):
        return None
    return _phrase(sentence, taken, phrase.rule)


def _phrase(sentence: str, taken: list[Token], rule: str) -> Phrase:
    """The phrase of these tokens, with a quantifier, without citation and closing signs."""
    start, end = taken[0].start, taken[-1].end
    every = fragment_pattern("every_one").search(sentence, max(0, start - MOST_QUANTIFIER), start)
    start = every.start() if every else start
    cite = _CITE.search(sentence[start:end])
    if cite and cite.start():
        end = start + cite.start()
    while end > start and sentence[end - 1] in " .,'’\"":
        end -= 1
    return Phrase(sentence[start:end], start, end, rule)


def _members(sentence: str, tokens: list[Token], at: int, first: Phrase) -> list[Phrase]:
    """The members of a list "A, B and C"; only a whole list counts, one that ends in "and" or "or" and a member."""
    parts = [first]
    in_turn = (
        _last_respectively(sentence) >= first.end
        or fragment_pattern("three_values").search(sentence, max(0, first.start - MOST_BEFORE), first.start) is not None
    )
    while at < len(tokens):
        is_comma = tokens[at].text == ","
        step = at + 1 if is_comma else at
        is_last = step < len(tokens) and tokens[step].low in {"and", "or"}
        if not is_comma and not is_last:
            break
        step += is_last
        if step < len(tokens) and tokens[step].low in noun_phrase_words().clause_heads:
            break  # "than earlier methods, and our network gains"
        taken, at = read_noun_phrase(tokens, step)
        if is_last and len(taken) == 1 and at < len(tokens) and tokens[at].low == "by" and is_name(first.text):
            return [*parts, _phrase(sentence, taken, first.rule)]  # "beats FastNet and xnet by"
        if len(taken) > MAX_MEMBER_WORDS or not is_system_phrase(taken, near=not in_turn):
            break
        is_member = _is_member(tokens, step, taken) or (in_turn and not taken[0].low.endswith("ing"))
        if not is_member or (at < len(tokens) and tokens[at].low in noun_phrase_words().verbs):
            break
        parts.append(_phrase(sentence, taken, first.rule))
        if is_last:
            return parts
    return parts[:1]


@lru_cache(maxsize=8)
def _last_respectively(sentence: str) -> int:
    """Where a sentence says "respectively" for the last time, or -1; read once for all of its lists."""
    return max((match.start() for match in fragment_pattern("respectively").finditer(sentence)), default=-1)


def _is_member(tokens: list[Token], step: int, taken: list[Token]) -> bool:
    """Whether what follows "and" or a comma is one more noun phrase, not the next clause."""
    if tokens[step].low in {"the", "a", "an"} or is_name(taken[0].text) or taken[0].low in noun_phrase_words().bare_plurals:
        return True
    return is_system(taken[-1].low) and not taken[0].low.endswith(("ing", "s"))


def _named(sentence: str, phrase: Phrase) -> Phrase | None:
    """The name that follows a description: "the best method, FastNet, by", "two backbones (A, B)"."""
    last = phrase.text.rsplit(" ", 1)[-1].lower()
    if not is_system(last) and last not in noun_phrase_words().beds:
        return None
    examples = _tail("for-example").match(sentence, phrase.end)
    if examples:
        parts = _exemplified(sentence, examples, phrase.rule) if _last_respectively(sentence) >= 0 else ()
        return Phrase(sentence[phrase.start : examples.end()], phrase.start, examples.end(), phrase.rule, parts)
    match = _tail("apposed").match(sentence, phrase.end)
    if match:
        return Phrase(match.group("name"), phrase.start, match.end("name"), phrase.rule)
    match = _tail("names-in-brackets").match(sentence, phrase.end)
    if not match or _abbreviates(match.group("name"), phrase.text):
        return None
    end = match.end("name") + sentence.startswith(")", match.end("name"))
    return Phrase(match.group("name"), phrase.start, end, phrase.rule)


def _exemplified(sentence: str, examples: Any, rule: str) -> tuple[Phrase, ...]:
    """The names of "methods such as FastNet and SlowNet", for values that go with them in turn."""
    found = list(_tail("one-name").finditer(sentence, examples.start(), examples.end()))
    return tuple(Phrase(match.group(), match.start(), match.end(), rule) for match in found) if len(found) > 1 else ()


def _abbreviates(short: str, long: str) -> bool:
    """Whether the capitals of `short` are initials of the words of `long`."""
    initials = {word[0].lower() for word in re.split(r"[\s-]+", long) if word}
    capitals = [sign.lower() for sign in short if sign.isupper()]
    return "," not in short and bool(capitals) and initials.issuperset(capitals)
