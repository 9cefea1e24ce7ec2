"""Descriptions that stand for a data set's name where a text names none: "the held-out half", "training set" beside "test set".

In: the sentences of an abstract and its names. Out: the names with those descriptions among them.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extract.naming.bed_names import in_full
from extract.naming.names import NameKind, Names
from extract.naming.surfaces import Surface
from extract.normalise.sentences import Sentence
from extract.normalise.spans import Spans
from rules.loader import Rule, load_rules
from rules.screen import Screen
from schemas.base import Frozen

CONTRAST = 2  # different descriptions that tell each other apart


class DescriptionSettings(Frozen):
    """What a rule of `rules/bed_descriptions.yaml` says.

    `alone`: the description tells without another beside it; `titled`: it stands for the name that only the title gives;
    `beside`: it tells a test bed apart from those that the text names.
    """

    alone: bool = False
    titled: bool = False
    beside: bool = False


@cache
def _rules(*, titled: bool = False, beside: bool = False) -> Screen[Rule[DescriptionSettings]]:
    every = load_rules("bed_descriptions", DescriptionSettings)
    return Screen(rule for rule in every if (rule.sets.titled, rule.sets.beside) == (titled, beside))


def with_descriptions(names: Names, sentences: Sequence[Sentence]) -> Names:
    """The names of a text, those of data sets in full; where there are none, the descriptions that tell its test beds apart."""
    if NameKind.DATASET in names.kinds.values():
        return in_full(_with_beside(_with_title(names, sentences), sentences), sentences)
    alone: list[Surface] = []
    split: list[Surface] = []
    for sentence in sentences:
        for rule in _rules().possible(sentence.text):
            for match in rule.regex.finditer(sentence.text):
                start, end = match.span("name")
                surface = Surface(match["name"], sentence.start + start, sentence.start + end, strong=False)
                (alone if rule.sets.alone else split).append(surface)
    found = alone if alone else split if len({s.text.lower() for s in split}) >= CONTRAST else []
    found = _not_named(found, names)
    if not found:
        return names
    surfaces = tuple(sorted((*names.surfaces, *found), key=lambda surface: surface.start))
    return replace(names, kinds={**names.kinds, **{s.text: NameKind.DATASET for s in found}}, surfaces=surfaces)


def _with_title(names: Names, sentences: Sequence[Sentence]) -> Names:
    """The names, with "our data set" as the place of the only data set where the title alone gives its name."""
    spoken = {surface.text for surface in names.surfaces}
    beds = [name for name, kind in names.kinds.items() if kind is NameKind.DATASET]
    if len(beds) != 1 or beds[0] in spoken:
        return names
    found = [
        Surface(beds[0], sentence.start + match.start("name"), sentence.start + match.end("name"), strong=True)
        for sentence in sentences
        for rule in _rules(titled=True).possible(sentence.text)
        for match in rule.regex.finditer(sentence.text)
    ]
    found = _not_named(found, names)
    return replace(names, surfaces=tuple(sorted((*names.surfaces, *found), key=lambda surface: surface.start)))


def _with_beside(names: Names, sentences: Sequence[Sentence]) -> Names:
    """The names, with the descriptions that tell a test bed apart from the named ones: "and on the left atrium dataset"."""
    found = [
        Surface(match["name"], sentence.start + match.start("name"), sentence.start + match.end("name"), strong=False)
        for sentence in sentences
        for rule in _rules(beside=True).possible(sentence.text)
        for match in rule.regex.finditer(sentence.text)
    ]
    found = _not_named(found, names)
    if not found:
        return names
    kinds = {**names.kinds, **{surface.text: NameKind.DATASET for surface in found}}
    return replace(names, kinds=kinds, surfaces=tuple(sorted((*names.surfaces, *found), key=lambda surface: surface.start)))


def _not_named(found: Sequence[Surface], names: Names) -> list[Surface]:
    """The descriptions that are no part of a name, and have none inside."""
    taken = Spans(names.surfaces)
    return [surface for surface in found if not taken.meet(surface.start, surface.end)]
