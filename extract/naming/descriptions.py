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

    `alone`: the description tells without another beside it; `titled`: it stands for the name that only the title gives.
    """

    alone: bool = False
    titled: bool = False


@cache
def _rules(*, titled: bool) -> Screen[Rule[DescriptionSettings]]:
    return Screen(rule for rule in load_rules("bed_descriptions", DescriptionSettings) if rule.sets.titled is titled)


def with_descriptions(names: Names, sentences: Sequence[Sentence]) -> Names:
    """The names of a text, those of data sets in full; where there are none, the descriptions that tell its test beds apart."""
    if NameKind.DATASET in names.kinds.values():
        return in_full(_with_title(names, sentences), sentences)
    alone: list[Surface] = []
    split: list[Surface] = []
    for sentence in sentences:
        for rule in _rules(titled=False).possible(sentence.text):
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


def _not_named(found: Sequence[Surface], names: Names) -> list[Surface]:
    """The descriptions that are no part of a name, and have none inside."""
    taken = Spans(names.surfaces)
    return [surface for surface in found if not taken.meet(surface.start, surface.end)]
