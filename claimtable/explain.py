"""What happened to every number of a text: taken as a value, rejected, left alone for a reason, or seen by no rule."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from extract.naming.names import find_names
from extract.normalise.sentences import split_sentences
from extract.normalise.text import clean
from extract.pipeline import extract_abstract
from extract.recognise.baselines import find_baselines
from extract.recognise.metrics import MetricMention, find_metrics
from extract.recognise.phrases import Phrase, find_aggregates, find_conditions, find_tasks, find_uncertainty
from rules.yaml_files import FOLDER, LINE, read_yaml
from schemas import Result
from schemas.base import Frozen

# A number as a reader sees one, in digits, with its inner dots, commas and blanks torn by PDF conversion left apart.
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LEXICONS = "lexicons"
_WORD = re.compile(r"[^\s()\[\]{},;:!?\"]*\w")
_PHRASES: Mapping[str, Callable[[str], Sequence[Phrase | MetricMention]]] = {
    "condition": find_conditions,
    "uncertainty": find_uncertainty,
    "aggregate": find_aggregates,
    "metric": find_metrics,
    "task": find_tasks,
    "baseline": find_baselines,
}


class _Role(NamedTuple):
    """A mention that may hold a number: the 20 of the condition `20% of the labels`, the 100 of CIFAR-100."""

    start: int
    end: int
    sort: str
    rule: str | None


class Fate(StrEnum):
    """What became of a number."""

    RESULT = "result"
    REJECTED = "rejected"
    IGNORED = "left alone"
    UNSEEN = "no value"


class RulePlace(NamedTuple):
    """Where a rule is written, and what it is about."""

    place: str
    about: str


class Mark(Frozen):
    """One number of the text, or the value expression around it, and what became of it."""

    start: int
    end: int
    text: str
    fate: Fate
    reason: str
    rule: str | None = None
    result: Result | None = None


def explain_text(text: str, title: str | None = None) -> tuple[Mark, ...]:
    """Every number of the text with its fate, in text order.

    >>> [(m.text, m.fate.value) for m in explain_text("In 2023, we reach 84.5% accuracy.")]
    [('2023', 'left alone'), ('84.5%', 'result')]
    """
    extraction = extract_abstract(text, title=title, ignored=True)
    roles = _find_roles(text, title)
    marks = [
        Mark(start=r.start, end=r.end, text=r.value_text, fate=Fate.RESULT, reason=str(r.kind), rule=r.rule, result=r)
        for r in extraction.records
    ]
    marks += [
        Mark(start=r.start, end=r.end, text=r.text, fate=Fate.REJECTED, reason=r.reason, rule=r.rule) for r in extraction.rejects
    ]
    marks += [
        Mark(start=i.start, end=i.end, text=i.text, fate=Fate.IGNORED, reason=i.reason, rule=i.rule) for i in extraction.ignored
    ]
    for number in _NUMBER.finditer(text):
        if not any(mark.start < number.end() and number.start() < mark.end for mark in marks):
            marks.append(_unmarked(text, number.start(), number.end(), roles))
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def _unmarked(text: str, start: int, end: int, roles: list[_Role]) -> Mark:
    """A number that no value rule took: part of the shortest mention around it, of a word, or of nothing."""
    around = [role for role in roles if role.start < end and start < role.end]
    fate, rule = Fate.IGNORED, None
    if around:
        role = min(around, key=lambda role: (role.end - role.start, role.start))
        words = " ".join(text[role.start : role.end].split())
        reason, rule = f"part of the {role.sort} {words!r}", role.rule
    elif (word := _WORD.search(text, max(0, text.rfind(" ", 0, start) + 1))) and word[0] != text[start:end]:
        reason = f"part of {word[0]!r}"
    else:
        fate, reason = Fate.UNSEEN, "no value rule matches here"
    return Mark(start=start, end=end, text=text[start:end], fate=fate, reason=reason, rule=rule)


def _find_roles(text: str, title: str | None) -> list[_Role]:
    """The names and phrases of a text, in offsets of the text as given."""
    plain = clean(text)
    names = find_names(clean(title).text if title else None, plain.text)
    found = [(surface, f"{names.kinds.get(surface.text, '')} name".strip(), None) for surface in names.surfaces]
    roles = [_Role(*plain.to_source(s.start, s.end), sort, rule) for s, sort, rule in found]
    for sentence in split_sentences(plain.text):
        for sort, find_phrases in _PHRASES.items():
            for phrase in find_phrases(sentence.text):
                start, end = plain.to_source(sentence.start + phrase.start, sentence.start + phrase.end)
                roles.append(_Role(start, end, sort, phrase.rule))
    return roles


@cache
def rule_places() -> Mapping[str, tuple[RulePlace, ...]]:
    """Every rule by its id; an id is unique in its file only.

    >>> rule_places()["percent"][0].place.rpartition(":")[0]
    'values.yaml'
    """
    places: dict[str, tuple[RulePlace, ...]] = {}
    for path in sorted(FOLDER.rglob("*.yaml")):
        if path.parent.name == _LEXICONS:
            continue
        content = read_yaml(path, lines=True)
        for entry in content if isinstance(content, list) else []:
            if isinstance(entry, dict) and "id" in entry:
                place = RulePlace(f"{path.relative_to(FOLDER).as_posix()}:{entry[LINE]}", str(entry.get("about", "")))
                places[entry["id"]] = (*places.get(entry["id"], ()), place)
    return places
