"""The names of data sets in full: "ImageNet 256×256", "MATH 500"; and two in one, as in "AIME 2024 and 2025".

In: the names of an abstract and its sentences. Out: the same names, those of data sets with what belongs to them, and one
more where only another number follows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract.names import NameKind, Names
from extract.sentences import Sentence
from extract.surfaces import Surface
from rules.loader import load_rules
from schemas.base import Frozen

DIGITS = "0123456789"


class GoesOnSettings(Frozen):
    """What a rule of `rules/bed_names.yaml` says: nothing, for the group `again` tells."""


def in_full(names: Names, sentences: Sequence[Sentence]) -> Names:
    """The names of a text with those of data sets at their full length.

    >>> from extract.names import find_names
    >>> text = "It reaches 9.1% on MATH 500, and 7.2% on AIME 2024 and 2025."
    >>> names = in_full(find_names(None, text), [Sentence(text, 0, len(text))])
    >>> [name for name, kind in names.kinds.items() if kind is NameKind.DATASET][-3:]
    ['AIME 2024', 'MATH 500', 'AIME 2025']
    """
    if NameKind.DATASET not in names.kinds.values():
        return names
    whole: dict[Surface, list[Surface]] = {}
    for surface, room, sentence in _data_sets(names, sentences):
        found = list(_goes_on(surface, room, sentence))
        if found != [surface]:
            whole[surface] = found
    if not whole:
        return names
    added: Mapping[str, NameKind] = {s.text: NameKind.DATASET for found in whole.values() for s in found}
    surfaces = tuple(full for surface in names.surfaces for full in whole.get(surface, [surface]))
    return replace(names, kinds={**names.kinds, **added}, surfaces=surfaces)


def _data_sets(names: Names, sentences: Sequence[Sentence]) -> Iterator[tuple[Surface, int, Sentence]]:
    """Each data set's place, where the next name begins behind it, and its sentence."""
    starts = [surface.start for surface in names.surfaces]
    rest = iter(sentences)
    sentence = next(rest, None)
    for at, surface in enumerate(names.surfaces):
        while sentence is not None and sentence.end < surface.end:
            sentence = next(rest, None)
        if sentence is None:
            return
        if names.kinds.get(surface.text) is NameKind.DATASET and sentence.start <= surface.start:
            yield surface, min([sentence.end, *starts[at + 1 : at + 2]]), sentence


def _goes_on(surface: Surface, room: int, sentence: Sentence) -> Iterator[Surface]:
    """A data set's place with what belongs to it, and the places that follow."""
    text, start = sentence.text, sentence.start
    slash = surface.text.find("/")  # CIFAR-10/100 looks like one name
    end, more = surface.start + slash if slash > 0 else surface.end, []
    for rule in load_rules("bed_names", GoesOnSettings):
        match = rule.regex.match(text, end - start, room - start)
        if match is None or start + match.end() < surface.end:
            continue
        again = match.capturesdict().get("again", [])
        if again:
            head = text[surface.start - start : end - start].rstrip(DIGITS)
            spans = match.spans("again")
            more = [
                Surface(head + number.lstrip("-–"), start + a, start + b, strong=True)
                for number, (a, b) in zip(again, spans, strict=True)
            ]
            break
        end = start + match.end()
    if slash > 0 and not more:
        end = surface.end
    yield surface if end == surface.end else Surface(text[surface.start - start : end - start], surface.start, end, strong=True)
    yield from more
