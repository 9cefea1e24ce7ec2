"""Values in a sentence: every number that could be a result, with its span, size, unit and bound.

In: the clean text of a sentence. Out: `ValueMention`s in text order, no two overlapping. Which of them are results is
decided later (`exclude`, `link`).
"""

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import regex
from pydantic import Field

from extract.normalise.spans import Taken
from rules.loader import Rule, fragment_pattern, load_rules
from rules.metric_lexicon import Quantity
from rules.screen import Screen
from rules.units import RELATIVE, Unit, find_unit
from rules.word_lists import word_list
from rules.words import number_words, word_numbers
from schemas.base import Frozen
from schemas.vocabulary import Bound, Direction, Kind

HUNDRED = 100  # no percentage moves by more points
UNLIKE = 10  # times the next number, from which on a number is no member of its list
NEAR = 30  # characters between a change and its levels in brackets
LONGEST_NUMBER = 60  # characters of a number
FROM = 100  # characters before a number in which "from", and at most three words behind it, stand
LOOK_BACK = 40  # characters before a value in which a bound word may stand


class ValueSettings(Frozen):
    """What a value rule says of its matches."""

    form: str = Field(pattern="^(percent|point|fold|magnitude|share|quantity|number|rank|count)$")
    unit: str | None = None
    value: float | None = None
    kind: Kind | None = None
    direction: Direction | None = None
    words: str = Field(default="ratios", description="The list of `words.yaml` that the group `word` counts by.")


class BoundSettings(Frozen):
    """What a bound rule says of its matches."""

    bound: Bound


@dataclass(frozen=True, slots=True)
class ValueMention:
    """A number in a sentence; offsets are those of the sentence's clean text."""

    start: int
    end: int
    value: float
    high: float | None
    unit: str | None
    form: str
    sign: str
    bound: Bound
    rule: str
    kind: Kind | None = None
    direction: Direction | None = None
    dimension: str | None = None
    whole: bool = False

    @property
    def is_integer(self) -> bool:
        """Whether it is a bare counting number, which is a result only where a frame is sure of it."""
        return self.form == "number" and self.high is None and self.value == int(self.value) and self.whole and self.sign != "+"


_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_POWER = regex.compile(r"(?P<base>[\d.,]+)\s?×\s?10\s?\^\s?(?P<exponent>-?\d+)")
_LETTER_SCALES = frozenset("kKMBT")  # 33B counts, it is no 33 bytes
_PLAIN = regex.compile(
    r"(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?(?:\s?(?P<scale>[kKMBT]|thousand|million|billion|trillion))?"
)


def parse_number(text: str) -> float | None:
    """Read a number as papers print it; None where it is none.

    >>> parse_number("1.5M")
    1500000.0
    >>> parse_number("2.7 × 10^-3")
    0.0027
    >>> parse_number("three")
    3.0
    >>> parse_number("GPT-4")
    """
    text = text.strip()
    word = number_words().get(text.lower())
    if word is not None:
        return word
    if len(text) > LONGEST_NUMBER:
        return None  # a wall of digits measures nothing, and no float holds it
    if power := _POWER.fullmatch(text):
        value = float(f"{power['base'].replace(',', '')}e{power['exponent']}")
        return value if math.isfinite(value) else None
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return None
    scale = plain["scale"]
    digits = text[: plain.start("scale")] if scale else text
    # decimal text keeps 1.1M from becoming 1100000.0000000002
    return _scaled(digits.replace(",", "").strip(), _SCALES[scale.lower()] if scale else 1.0)


def _scaled(digits: str, factor: float) -> float:
    exponent = len(str(int(factor))) - 1 if factor > 1 else 0
    if factor == 10**exponent:
        return float(f"{digits}e{exponent}") if "e" not in digits.lower() else float(digits) * factor
    return float(digits) * factor


@cache
def _rules() -> Screen[Rule[ValueSettings]]:
    return Screen(load_rules("values", ValueSettings))


@cache
def _bounds() -> Screen[Rule[BoundSettings]]:
    return Screen(load_rules("bounds", BoundSettings))


def value_places(text: str) -> list[int]:
    """Where values may stand in a text, in order: a sentence with no such place holds none, as most sentences do.

    >>> value_places("It is good."), value_places("It is 3% better.")
    ([], [6, 7])
    """
    return _rules().places(text)


def find_values(sentence: str) -> list[ValueMention]:
    """All numbers that could be a result; the longer match wins, then the earlier rule.

    >>> [(v.value, v.high, v.unit) for v in find_values("It improves by 6.2% to 10.5% over BM25.")]
    [(6.2, 10.5, '%')]
    >>> find_values("We use GPT-4 on CIFAR-100.")
    []
    """
    found: list[tuple[int, int, ValueMention]] = []
    for rule in _rules().possible(sentence):
        for match in rule.regex.finditer(sentence):
            mention = _mention(rule, match)
            if mention is not None:
                found.append((mention.start - mention.end, rule.order, mention))
    if len(found) > 1:
        found.sort(key=lambda entry: (entry[0], entry[1], entry[2].start))
    taken = Taken(len(sentence))
    kept = [mention for _, _, mention in found if taken.take(mention.start, mention.end)]
    kept.sort(key=lambda mention: mention.start)
    return _with_shared_units(sentence, _with_second_pairs(sentence, kept))


def _with_second_pairs(sentence: str, mentions: list[ValueMention]) -> list[ValueMention]:
    """Part a span that repeats "from A to B": "from 22.9% to 39.4% on X, and 20.6% to 29.1% on Y"."""
    split: list[ValueMention] = []
    seen_pair = False
    for at, mention in enumerate(mentions):
        levels = seen_pair or (at > 0 and _in_own_brackets(sentence, mentions[at - 1], mention))
        middle = (
            fragment_pattern("span_to").search(sentence, mention.start, mention.end)
            if mention.high is not None and levels
            else None
        )
        if middle is not None and mention.high is not None:
            split.append(replace(mention, end=middle.start(), high=None))
            split.append(replace(mention, start=middle.end(), value=mention.high, high=None, sign=""))
        else:
            split.append(mention)
        if (
            at
            and fragment_pattern("span_to").fullmatch(sentence, mentions[at - 1].end, mention.start)
            and fragment_pattern("from_ahead").search(sentence, max(0, mentions[at - 1].start - FROM), mentions[at - 1].start)
        ):
            seen_pair = True
    return split


def _in_own_brackets(sentence: str, before: ValueMention, mention: ValueMention) -> bool:
    """Whether a span is all that brackets hold right behind a value: "a gain of 26% (7% to 33%)" gives its levels."""
    return (
        sentence[mention.start - 1 : mention.start] == "("
        and sentence[mention.end : mention.end + 1] == ")"
        and mention.start - before.end <= NEAR
    )


def _with_shared_units(sentence: str, mentions: list[ValueMention]) -> list[ValueMention]:
    """Give a bare number the unit of the next value of its list: "3.5/7.6 points", "from 13 to 26 minutes"."""
    for at in range(len(mentions) - 2, -1, -1):
        one, other = mentions[at], mentions[at + 1]
        bare = one.form == "number" or (one.form == "percent" and other.form == "point")
        if (
            bare
            and other.form not in {"number", "rank", "share"}
            and fragment_pattern("unit_joint").fullmatch(sentence, one.end, other.start)
        ):
            if other.form == "magnitude" or one.unit == other.unit:
                continue
            if sentence[one.end] == "," and (other.form not in {"percent", "point"} or one.value > UNLIKE * other.value):
                continue  # "an Elo of 1284, 57 points above it"
            if sentence[one.end] == "," and fragment_pattern("of_its_own").match(sentence, other.end):
                continue  # "an F1 of 0.81, 2% higher", "an odds ratio of 3.4, 95% CI": not one of a list
            mentions[at] = replace(one, unit=other.unit, form=other.form, dimension=other.dimension)
    return mentions


def _mention(rule: Rule[ValueSettings], match: Any) -> ValueMention | None:
    """The mention that a match of a rule makes, or None where it holds no number or no known unit."""
    sets = rule.sets
    groups = match.groupdict()
    low = _low_end(sets, groups)
    if low is None:
        return None
    high = parse_number(groups["high"]) if groups.get("high") else None
    measure = _measure(match, groups)
    if measure is None:
        return None
    unit, dimension, factor, end = measure
    form, named = sets.form, sets.unit
    if form == "point" and max(low, high or low) > HUNDRED:
        form = "number"  # 43,000 points are those of a game, and a level
    if sets.form == "magnitude":
        low, high = (10.0**low if groups.get("value") else low), (10.0**high if high else None)
    if factor != 1.0:
        low, high = _scaled(repr(low), factor), _scaled(repr(high), factor) if high is not None else None
    sign = (groups.get("sign") or "").strip()
    if sign == "-" and sets.form == "number" and high is not None and low > high:
        low = -low
    if high is not None and high < low:
        return None
    low_text = groups.get("value")
    return ValueMention(
        start=match.start(),
        end=end,
        value=low,
        high=high,
        unit=named or unit,
        form=form,
        sign=sign,
        bound=_bound(match.string, match.start(), end),
        rule=rule.id,
        kind=sets.kind,
        direction=sets.direction,
        dimension=dimension,
        whole=bool(low_text) and ("." not in low_text or bool(groups.get("scale"))),
    )


def _low_end(sets: ValueSettings, groups: dict[str, str | None]) -> float | None:
    """The number of a match, or the lower end of its range, before any unit scales it."""
    if sets.value is not None:
        return sets.value
    if word := groups.get("word"):
        *count, unit = word.lower().replace("-", " ").split()
        part = word_numbers(sets.words).get(unit[:5])
        return part if part is None or not count else round(part * (parse_number(count[0]) or 1), 6)
    if divisor := groups.get("divisor"):
        return 1 / float(divisor) if float(divisor) else None
    text = groups.get("value")
    if not text:
        return None
    return parse_number(text.rstrip("stndrh") if sets.form == "rank" and text[0].isdigit() else text)


def _measure(match: Any, groups: dict[str, str | None]) -> tuple[str | None, Quantity | None, float, int] | None:
    """Unit, dimension, factor and end of a match; None where its unit is none that we know."""
    factor = _SCALES[scale.strip().lower()] if (scale := groups.get("scale")) else 1.0
    words = groups.get("unit")
    if not words:
        return None, None, factor, match.end()
    measured = _unit_at_start(words)
    if measured is None:
        return None
    known, width = measured
    behind = match.start("unit") > match.start("value")
    return known.short, known.quantity, factor * known.factor, match.start("unit") + width if behind else match.end()


def _unit_at_start(text: str) -> tuple[Unit, int] | None:
    """The longest unit that the words begin with, and its width; up to two names may stand before it: H800 GPU hours."""
    skipped = 0
    for _ in range(3):
        words = text[skipped:]
        while words and words.rstrip(" .") not in _LETTER_SCALES:
            known = find_unit(words)
            if known is not None:
                plain = known.short in RELATIVE or known.quantity == "count"
                return None if plain else (known, skipped + len(words.rstrip(" .")))
            words = words.rpartition(" ")[0]
        name, _, rest = text[skipped:].partition(" ")
        named = name[0].isupper() and (name.isupper() or any(c.isdigit() for c in name))
        if not rest or not (named or name in word_list("unit_modifiers")):
            return None
        skipped += len(name) + 1
    return None


def _bound(sentence: str, start: int, end: int) -> Bound:
    window = sentence[max(0, start - LOOK_BACK) : start]
    found = next((rule.sets.bound for rule in _bounds().possible(window) if rule.regex.search(window)), Bound.EXACT)
    open_above = found in {Bound.EXACT, Bound.APPROX} and fragment_pattern("plus_behind").search(sentence, start, end + 1)
    return Bound.AT_LEAST if open_above else found
