"""Find the names of one paper: what it proposes, what it abbreviates, and what kind of thing each name stands for.

Title and clean abstract come in, `Names` go out. No list of names is needed: the grammar around a name tells its kind,
and the lexicons only vote with it.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from extract.naming.abbreviations import find_abbreviations
from extract.naming.listed_names import listed_end
from extract.naming.name_lists import shared_kinds
from extract.naming.proposed import find_proposed, stands_for
from extract.naming.surfaces import Shape, Skeleton, Surface, find_surfaces, is_oddly_written, make_skeleton, shape
from extract.naming.titled import find_titled, name_by_title
from extract.normalise.sentences import Sentence
from rules.lexicons import load_datasets, load_metrics
from rules.loader import Rule, load_rules
from rules.screen import Screen
from schemas.base import Frozen

ENOUGH = 10  # votes that a kind needs
LISTED = 40  # the vote of a lexicon
LISTED_LOOSELY = 10  # where the name is an ordinary word too
LISTED_INSIDE = 12  # where it is part of a longer name
NEXT_TO_METRIC = 10


class NameKind(StrEnum):
    """What a name stands for."""

    DATASET = "dataset"
    SYSTEM = "system"
    METRIC = "metric"
    TASK = "task"


class NameSettings(Frozen):
    """What a rule of `rules/names.yaml` says: the kind it speaks for, and how loudly."""

    kind: NameKind
    weight: int


@dataclass(frozen=True)
class Names:
    """The names of one paper.

    Attributes:
        proposed: The name of the proposed system, as written; None where it has none.
        abbreviations: Short forms and what the text spells them out as.
        kinds: What the grammar says about each name, as written.
        surfaces: Every name-like place of the abstract, in order, also those of no known kind.
    """

    proposed: str | None
    abbreviations: Mapping[str, str]
    kinds: Mapping[str, NameKind]
    surfaces: tuple[Surface, ...]

    def within(self, start: int, end: int) -> list[Surface]:
        """The name-like places between two offsets."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return [surface for surface in self.surfaces[first:last] if surface.end <= end]

    @cached_property
    def _starts(self) -> list[int]:
        return [surface.start for surface in self.surfaces]

    @cached_property
    def shorts(self) -> Mapping[str, str]:
        """What the text spells out, and the first short form of it."""
        return {long: short for short, long in reversed(tuple(self.abbreviations.items()))}

    @cached_property
    def tails(self) -> Mapping[str, str]:
        """What the text spells out, and the last words of it, two or more, where small words cut it: [Notes of] Dusty Shelves."""
        shorts: dict[str, str] = {}
        for short, long in self.abbreviations.items():
            shorts.setdefault(long, short)
            cut = long.find(" ")
            while cut >= 0 and " " in long[cut + 1 :]:
                shorts.setdefault(long[cut + 1 :], short)
                cut = long.find(" ", cut + 1)
        return shorts


class ShapeSettings(NameSettings):
    """What a rule of `rules/name_shapes.yaml` says; `listed` rules know names by heart."""

    listed: bool = False


def find_names(title: str | None, text: str, sentences: Sequence[Sentence] = (), *, lexicons: bool = True) -> Names:
    """The names in a title and an abstract.

    Args:
        title: The title, cleaned.
        text: The abstract, cleaned.
        sentences: Its sentences, where they are known: that spares reading those without a name.
        lexicons: Whether listed names vote too; the grammar works without them.

    >>> names = find_names("DustNet: Sweeping", "DustNet outperforms BrushNet on the ShelfQA dataset by 3.1% mAP.")
    >>> names.proposed
    'DustNet'
    >>> {name: str(kind) for name, kind in names.kinds.items()}
    {'DustNet': 'system', 'BrushNet': 'system', 'ShelfQA': 'dataset', 'mAP': 'metric'}
    """
    apart, whole = (_is_listed_metric, listed_end) if lexicons else (None, None)
    body = make_skeleton(text, find_surfaces(text, apart=apart, whole=whole, known=_heading_name(title)), sentences)
    spoken = {surface.text for surface in body.surfaces} | _heading_name(title)
    head = make_skeleton(title, find_surfaces(title, apart=apart, whole=whole, known=spoken)) if title else None
    abbreviations = find_abbreviations(text)
    votes: dict[str, Counter[NameKind]] = {surface.text: Counter() for surface in body.surfaces}
    _count_votes(body, votes)
    if head:
        # a heading writes every word with a capital: only what the abstract names too, or a plain shape, counts
        for surface in head.surfaces:
            if surface.strong and not head.is_shouted:
                votes.setdefault(surface.text, Counter())
        _count_votes(head, votes)
    if title:
        _count_title(title, votes)
    told = {name: _first(by_kind) for name, by_kind in votes.items()}
    _add_shapes(votes, listed=False)
    by_grammar = {name: _first(by_kind) for name, by_kind in votes.items()}
    tested = {name for name, by_kind in votes.items() if by_kind[NameKind.DATASET] >= 2 * ENOUGH}
    if lexicons:
        _add_shapes(votes, listed=True)
    _count_neighbours(body, votes)
    _share_votes(votes, abbreviations)
    kinds = {name: kind for name, by_kind in votes.items() if (kind := _first(by_kind))}
    guessed = {name for name, kind in kinds.items() if kind is NameKind.SYSTEM and told[name] is not kind}
    loose = {name for name in guessed if not _is_listed(name, NameKind.SYSTEM)}
    # "on A English-German and B Russian-English tasks": of a longer name, the noun behind the list says little
    loose |= {name for name, kind in kinds.items() if kind is NameKind.TASK and not name.isalpha()}
    kinds |= shared_kinds(text, body.surfaces, kinds, NameKind.DATASET, loose=loose)
    # a system may bear the name of a listed data set: only what the text itself says rules it out
    other = {name for name, kind in by_grammar.items() if kind not in {None, NameKind.SYSTEM}}
    other |= {name for name in tested if kinds.get(name) is NameKind.DATASET}
    other |= {short for short, long in abbreviations.items() if long in other}
    other -= {short for short, long in abbreviations.items() if kinds.get(long) is NameKind.SYSTEM}
    proposed = find_proposed(head, body, other=other, abbreviations=abbreviations)
    if proposed is None:
        return _with_titled(Names(None, abbreviations, kinds, body.surfaces), title, text)
    # a macro that the title spells out, or that any paper could have, bears the name from here on
    macros = {s.text for s in body.surfaces if s.text.startswith("\\") and kinds.get(s.text) in {None, NameKind.SYSTEM}}
    same = {macro for macro in macros if stands_for(macro, proposed.name)} | {proposed.written}
    surfaces = tuple(replace(s, text=proposed.name) if s.text in same else s for s in body.surfaces)
    kinds[proposed.name] = NameKind.SYSTEM
    return Names(proposed.name, abbreviations, kinds, surfaces)


def _with_titled(names: Names, title: str | None, text: str) -> Names:
    """The names, with the phrase of the title that the text proposes where it names nothing better."""
    places = find_titled(title, text) if title else ()
    inside = [s for s in names.surfaces if any(s.start < place.end and place.start < s.end for place in places)]
    if title and not places:
        return replace(names, proposed=name_by_title(title))
    if not places or any(names.kinds.get(surface.text, NameKind.SYSTEM) is not NameKind.SYSTEM for surface in inside):
        return names
    surfaces = sorted((*(s for s in names.surfaces if s not in inside), *places), key=lambda surface: surface.start)
    return Names(places[0].text, names.abbreviations, {**names.kinds, places[0].text: NameKind.SYSTEM}, tuple(surfaces))


def _heading_name(title: str | None) -> frozenset[str]:
    """What stands before the colon of a title, if it is one word: Sophia, where every sentence with it may begin so."""
    name, colon, _ = (title or "").partition(":")
    return frozenset({name}) if colon and name.isalpha() else frozenset()


def _first(by_kind: Counter[NameKind]) -> NameKind | None:
    """The kind with most votes, if they are enough."""
    kind = max(by_kind, key=by_kind.__getitem__, default=None)
    return kind if kind and by_kind[kind] >= ENOUGH else None


def _add_shapes(votes: dict[str, Counter[NameKind]], *, listed: bool) -> None:
    for name, by_kind in votes.items():
        for kind, weight in _listed_votes(name) if listed else _shape_votes(name):
            by_kind[kind] += weight


@cache
def _rules() -> Screen[Rule[NameSettings]]:
    return Screen(load_rules("names", NameSettings))


def _count_votes(skeleton: Skeleton, votes: dict[str, Counter[NameKind]]) -> None:
    for rule in _rules().possible(skeleton.text):
        for match in rule.regex.finditer(skeleton.text):
            for surface in skeleton.marked(match["names"]):
                if surface.text in votes:
                    votes[surface.text][rule.sets.kind] += rule.sets.weight


def _count_title(title: str, votes: dict[str, Counter[NameKind]]) -> None:
    """What a title calls the name before its colon: "X: A Benchmark for ..."."""
    for rule in load_rules("name_titles", NameSettings):
        match = rule.regex.match(title)
        if match and match["names"] in votes:
            votes[match["names"]][rule.sets.kind] += rule.sets.weight


def _count_neighbours(skeleton: Skeleton, votes: dict[str, Counter[NameKind]]) -> None:
    """Right before a metric stands its data set: MS-MARCO MRR@10."""
    for first, second in pairwise(skeleton.surfaces):
        if second.start - first.end == 1 and votes[second.text][NameKind.METRIC] >= LISTED:
            votes[first.text][NameKind.DATASET] += NEXT_TO_METRIC


def _share_votes(votes: dict[str, Counter[NameKind]], abbreviations: Mapping[str, str]) -> None:
    """A short form and its long form stand for one thing: what is said of either counts for both."""
    for short, long in abbreviations.items():
        if short in votes and long in votes:
            votes[short] = votes[long] = votes[short] + votes[long]


@lru_cache(maxsize=50_000)
def _shape_votes(name: str) -> tuple[tuple[NameKind, int], ...]:
    """What the letters of a name say, without any list."""
    rules = load_rules("name_shapes", ShapeSettings)
    return tuple((r.sets.kind, r.sets.weight) for r in rules if not r.sets.listed and r.regex.match(name))


@lru_cache(maxsize=50_000)
def _listed_votes(name: str) -> tuple[tuple[NameKind, int], ...]:
    """What the lexicons say of a name."""
    rules = load_rules("name_shapes", ShapeSettings)
    found = [(r.sets.kind, r.sets.weight) for r in rules if r.sets.listed and r.regex.match(name)]
    if _is_listed_metric(name):
        found.append((NameKind.METRIC, LISTED))
    dataset = load_datasets().find(name)
    if dataset:
        found.append((NameKind.DATASET, LISTED_LOOSELY if dataset.caution else LISTED))
    elif not name.isalpha() and any(not mention.caution for mention in load_datasets().find_mentions(name)):
        found.append((NameKind.DATASET, LISTED_INSIDE))  # CoNLL-2005 SRL
    return tuple(found)


def _is_listed(name: str, kind: NameKind) -> bool:
    return any(listed is kind for listed, _ in _listed_votes(name))


@cache
def _metric_forms() -> tuple[frozenset[str], frozenset[str]]:
    """Listed metrics of one word: those that count only as written (AP, IS), and the others in small letters."""
    forms = [(form, exact) for form, exact in load_metrics().forms() if " " not in form]
    return frozenset(form for form, exact in forms if exact), frozenset(form.lower() for form, exact in forms if not exact)


@lru_cache(maxsize=50_000)
def _is_listed_metric(name: str) -> bool:
    """Whether a name of a telling shape is a listed metric: mAP, auROC, but no plain word such as Score."""
    exact, others = _metric_forms()
    return shape(name) is Shape.NAME and not is_oddly_written(name) and (name in exact or name.lower() in others)
