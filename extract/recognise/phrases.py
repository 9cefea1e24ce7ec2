"""Phrases around a value: the condition, aggregate, uncertainty and task that a sentence states.

Each family is a file of pattern rules, `rules/conditions.yaml` and so on; the group `phrase` of a pattern is what is
found. This module knows no phrase by name.
"""

from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from extract.normalise.spans import Taken
from rules.loader import Rule, load_rules
from rules.screen import Screen
from schemas import RuleError
from schemas.base import Frozen


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a sentence, with the rule that found it; `parts` are the members of a list such as "A and B".

    One that `leads` stands before its value ("an average gain of 3%"); `several` tells of many test beds ("across 8 tasks").
    A `deed` is what was done to get the value, not where it was measured ("with only 20% of the labels"). What is `sure` is no
    data set, whatever its name is taken for ("On TensorRT, it is faster").
    """

    text: str
    start: int
    end: int
    rule: str
    parts: tuple["Phrase", ...] = ()
    leads: bool = False
    several: bool = False
    deed: bool = False
    sure: bool = False


class PhraseSettings(Frozen):
    """What a phrase rule sets: `leads`, `several`, `deed` and `sure` are those of the `Phrase`."""

    leads: bool = False
    several: bool = False
    deed: bool = False
    sure: bool = False


@cache
def _phrase_rules(stem: str) -> Screen[Rule[PhraseSettings]]:
    """The rules of one family; a pattern without the group `phrase` is refused."""
    rules = load_rules(stem, PhraseSettings)
    for rule in rules:
        if "phrase" not in rule.regex.groupindex:
            raise RuleError("the pattern has no group (?P<phrase>...)", place=rule.place, remedy="name what is found")
    return Screen(rules)


def _find(stem: str, sentence: str) -> list[Phrase]:
    found: list[tuple[int, int, int, Rule[PhraseSettings]]] = []
    for rule in _phrase_rules(stem).possible(sentence):
        for match in rule.regex.finditer(sentence):
            start, end = match.span("phrase")
            found.append((start - end, rule.order, start, rule))
    if not found:
        return []
    # the longer match wins, then the earlier rule
    taken = Taken(len(sentence))
    kept: list[Phrase] = []
    for minus_length, _, start, rule in sorted(found, key=itemgetter(0, 1, 2)):
        end = start - minus_length
        if taken.take(start, end):
            kept.append(
                Phrase(
                    sentence[start:end],
                    start,
                    end,
                    rule.id,
                    leads=rule.sets.leads,
                    several=rule.sets.several,
                    deed=rule.sets.deed,
                    sure=rule.sets.sure,
                )
            )
    return sorted(kept, key=lambda phrase: phrase.start)


def find_conditions(sentence: str) -> list[Phrase]:
    """Settings under which something was measured, in text order.

    >>> [phrase.text for phrase in find_conditions("It keeps 91.2% at a pruning rate of 20% on a single T4 GPU.")]
    ['pruning rate of 20%', 'single T4 GPU']
    """
    return _find("conditions", sentence)


def find_aggregates(sentence: str) -> list[Phrase]:
    """Words that say that a value sums up several: averages, means, values across tasks.

    >>> [phrase.text for phrase in find_aggregates("It gains 2.1 points averaged over five models.")]
    ['averaged over five models']
    """
    return _find("aggregates", sentence)


def find_uncertainty(sentence: str) -> list[Phrase]:
    """Spreads, confidence intervals and p-values; numbers inside them are no values of their own.

    >>> [phrase.text for phrase in find_uncertainty("It scores 84.3 ± 0.2 (p < 0.01).")]
    ['± 0.2', 'p < 0.01']
    """
    return _find("uncertainty", sentence)


def find_tasks(sentence: str) -> list[Phrase]:
    """Tasks named in the sentence.

    >>> [phrase.text for phrase in find_tasks("It gains 4% in text-to-image generation.")]
    ['text-to-image generation']
    """
    return _find("tasks", sentence)
