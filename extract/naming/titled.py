"""What a paper proposes under a phrase of its title in plain words, where neither gives it a name of a telling shape.

In: title and abstract. Out: the places of the phrase in the abstract, which tells how it is written. The patterns are data:
`rules/titled.yaml`.
"""

from functools import cache
from typing import Literal

from extract.naming.surfaces import Surface
from rules.loader import Rule, fragment_pattern, load_rules
from schemas.base import Frozen

MOST_BEFORE = 110  # characters before the phrase that may say that it is proposed


class TitledSettings(Frozen):
    """Where a rule of `rules/titled.yaml` reads: the title, or the abstract before or after the phrase."""

    where: Literal["title", "before", "after", "alone"]


@cache
def _rules(where: str) -> tuple[Rule[TitledSettings], ...]:
    return tuple(rule for rule in load_rules("titled", TitledSettings) if rule.sets.where == where)


def find_titled(title: str, text: str) -> tuple[Surface, ...]:
    """The places of the title's phrase that the abstract proposes; none where it proposes no phrase of it.

    >>> text = "We propose a novel careful shelf sweeping framework. Careful shelf sweeping wins."
    >>> [place.start for place in find_titled("Careful Shelf Sweeping for Libraries", text)]
    [19, 53]
    >>> find_titled("Careful Shelf Sweeping for Libraries", "We study careful shelf sweeping.")
    ()
    """
    low = text.lower()
    for rule in _rules("title"):
        match = rule.regex.search(title)
        if match is None:
            continue
        for phrase in dict.fromkeys((match["name"].lower(), match["name"].lower().removesuffix("s"))):
            places = _places(phrase, low)
            at = next((at for at in places if _is_proposed(text, at, at + len(phrase))), None)
            if at is not None:
                name = text[at : at + len(phrase)]
                return tuple(Surface(name, place, place + len(phrase), strong=False) for place in places)
    return ()


def name_by_title(title: str) -> str | None:
    """The kind of system that a title begins with, as the name of what the paper proposes.

    >>> name_by_title("A Dusty Shelf Network for Libraries")
    'Dusty Shelf Network'
    """
    return next((str(match["name"]) for rule in _rules("alone") if (match := rule.regex.search(title))), None)


def _places(phrase: str, low: str) -> list[int]:
    found: list[int] = []
    at = low.find(phrase)
    while at >= 0:
        found.append(at)
        at = low.find(phrase, at + len(phrase))
    return found


def _is_proposed(text: str, start: int, end: int) -> bool:
    """Whether the words around a phrase say that it is what the paper proposes, and no task that it works on."""
    if any(rule.regex.match(text, end) for rule in _rules("after")):
        return False
    if fragment_pattern("ends_in_task").search(text[start:end].lower()):
        return False
    return any(rule.regex.search(text, max(0, start - MOST_BEFORE), start) for rule in _rules("before"))
