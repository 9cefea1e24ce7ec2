"""The names of data sets in full: "ImageNet 256×256", "English PTB"; and two in one, as in "AIME 2024 and 2025".

In: the names of an abstract and its sentences. Out: the same names, those of data sets with what belongs to them, one more
where only another number follows or another split stands alone ("3.2% on LibriSpeech test-other and 1.5% on test-clean"), and
one fewer where a long form has its short form in brackets.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from extract.naming.names import NameKind, Names
from extract.naming.surfaces import Surface, name_words
from extract.normalise.sentences import Sentence
from extract.normalise.spans import Spans
from rules.lexicons import load_datasets
from rules.loader import Rule, fragment_pattern, load_rules
from schemas.base import Frozen

DIGITS = "0123456789"
AHEAD = 20  # characters before a name that are looked at for what belongs to it


class GoesOnSettings(Frozen):
    """What a rule of `rules/bed_names.yaml` says: whether it looks `ahead` of the name; the group `again` tells of more."""

    ahead: bool = False


def in_full(names: Names, sentences: Sequence[Sentence]) -> Names:
    """The names of a text with those of data sets at their full length.

    >>> from extract.naming.names import find_names
    >>> text = "It reaches 9.1% on MATH 500, and 7.2% on AIME 2024 and 2025."
    >>> names = in_full(find_names(None, text), [Sentence(text, 0, len(text))])
    >>> [name for name, kind in names.kinds.items() if kind is NameKind.DATASET][-3:]
    ['AIME 2024', 'MATH 500', 'AIME 2025']
    """
    if NameKind.DATASET not in names.kinds.values():
        return names
    names = _with_splits(_with_short_forms(names, sentences), sentences)
    whole: dict[Surface, list[Surface]] = {}
    for surface, free, room, sentence in _data_sets(names, sentences):
        found = list(_goes_on(_from_ahead(surface, free, sentence), room, sentence))
        if found != [surface]:
            whole[surface] = found
    if not whole:
        return names
    added: Mapping[str, NameKind] = {s.text: NameKind.DATASET for found in whole.values() for s in found}
    surfaces = tuple(full for surface in names.surfaces for full in whole.get(surface, [surface]))
    return replace(names, kinds={**names.kinds, **added}, surfaces=surfaces)


def _with_short_forms(names: Names, sentences: Sequence[Sentence]) -> Names:
    """The names, a data set's long form with the short form in brackets behind it as one: Dusty Shelf Challenge (DSC)."""
    joined: dict[Surface, Surface] = {}
    for surface, _, room, sentence in _data_sets(names, sentences):
        short = names.tails.get(surface.text)
        text, end = sentence.text, surface.end - sentence.start
        bracket = fragment_pattern("short_form").match(text, end) if short else None
        if bracket is None and sentence.start + end < room:
            # the Shelf Reading Tasks corpus (SRT), and by its host the Dublin corpus (SRT)
            bracket = fragment_pattern("bed_short_form").match(text, end)
            if bracket is not None and names.kinds.get(bracket["short"]) is NameKind.DATASET and not short:
                joined[surface] = Surface(bracket["short"], surface.start, sentence.start + bracket.end(), strong=True)
                continue
        if short and bracket is not None and bracket["short"] == short and sentence.start + bracket.start("short") == room:
            long = names.abbreviations[short]  # of which the surface may be the last words only
            first = end - len(long)
            cut = any(s.start < sentence.start + first < s.end for s in names.surfaces)
            if first < 0 or cut or text[first:end] != long:
                long = surface.text
            joined[surface] = Surface(long, surface.end - len(long), sentence.start + bracket.end(), strong=True)
    if not joined:
        return names
    full = tuple(joined.get(surface, surface) for surface in names.surfaces)
    taken = Spans(joined.values())
    kinds = {**names.kinds, **{one.text: NameKind.DATASET for one in joined.values()}}
    places = {(one.start, one.end) for one in joined.values()}
    surfaces = tuple(s for s in full if (s.start, s.end) in places or not taken.hold(s.start, s.end))
    return replace(names, kinds=kinds, surfaces=surfaces)


def _with_splits(names: Names, sentences: Sequence[Sentence]) -> Names:
    """The names, and the splits that stand alone: each is of the last data set before it that has such splits."""
    taken = Spans(names.surfaces)
    hosts = [surface for surface in names.surfaces if names.kinds.get(surface.text) is NameKind.DATASET]
    found: list[Surface] = []
    for sentence in sentences:
        for match in _split_alone().finditer(sentence.text):
            start, end = (sentence.start + offset for offset in match.span("split"))
            if taken.meet(start, end):
                continue
            before = (host for host in reversed(hosts) if host.end <= start)
            full = next((name for host in before if (name := _of_host(host.text, match["split"]))), None)
            if full is not None:
                found.append(Surface(full, start, end, strong=True))
    if not found:
        return names
    kinds = {**names.kinds, **{surface.text: NameKind.DATASET for surface in found}}
    surfaces = tuple(sorted((*names.surfaces, *found), key=lambda surface: surface.start))
    return replace(names, kinds=kinds, surfaces=surfaces)


def _of_host(host: str, split: str) -> str | None:
    """The full name of a split, where the host was named with another one, or its splits are listed.

    >>> _of_host("LibriSpeech test-other", "test-clean"), _of_host("COCO", "test-dev"), _of_host("GSM8K", "test-dev")
    ('LibriSpeech test-clean', 'COCO test-dev', None)
    """
    head, _, tail = host.rpartition(" ")
    base = head if head and tail.lower() in name_words()["splits"] else host
    full = f"{base} {split}"
    return full if base != host or load_datasets().find(full) is not None else None


@cache
def _split_alone() -> re.Pattern[str]:
    """A split where a data set would stand."""
    splits = "|".join(sorted(map(re.escape, name_words()["splits"])))
    return re.compile(rf"(?:\b(?:on|for|of|and|or|both|the) |[(,] ?)(?P<split>{splits})(?![\w-])")


def _data_sets(names: Names, sentences: Sequence[Sentence]) -> Iterator[tuple[Surface, int, int, Sentence]]:
    """Each data set's place, where the name before it ends and the next one begins, and its sentence."""
    starts = [surface.start for surface in names.surfaces]
    rest = iter(sentences)
    sentence = next(rest, None)
    for at, surface in enumerate(names.surfaces):
        while sentence is not None and sentence.end < surface.end:
            sentence = next(rest, None)
        if sentence is None:
            return
        if names.kinds.get(surface.text) is NameKind.DATASET and sentence.start <= surface.start:
            free = max(sentence.start, names.surfaces[at - 1].end if at else 0)
            yield surface, free, min([sentence.end, *starts[at + 1 : at + 2]]), sentence


@cache
def _rules(*, ahead: bool) -> tuple[Rule[GoesOnSettings], ...]:
    return tuple(rule for rule in load_rules("bed_names", GoesOnSettings) if rule.sets.ahead is ahead)


def _from_ahead(surface: Surface, free: int, sentence: Sentence) -> Surface:
    """A data set's place with what belongs to it and stands before it."""
    text, start = sentence.text, sentence.start
    for rule in _rules(ahead=True):
        match = rule.regex.search(text, max(free, surface.start - AHEAD) - start, surface.start - start)
        if match is not None:
            return replace(surface, text=match[0] + surface.text, start=start + match.start())
    return surface


def _goes_on(surface: Surface, room: int, sentence: Sentence) -> Iterator[Surface]:
    """A data set's place with what belongs to it, and the places that follow."""
    text, start = sentence.text, sentence.start
    slash = surface.text.find("/")  # CIFAR-10/100 looks like one name
    end, more = surface.start + slash if slash > 0 else surface.end, []
    for rule in _rules(ahead=False):
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
