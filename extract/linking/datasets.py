"""Which data set is still in force where a value's own sentence names none.

In: the linked values of an abstract, its sentences and names. Out: the same values, those without a data set given the one
that the text tests on, or presents, and has not left since. A cost, a rank, and a sentence that speaks of test beds of its
own ("across twelve benchmarks") take none.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from extract.linking.bed_lists import row_of_values
from extract.linking.link_datasets import clause_end, clause_speaks_of_others, is_benchmark, is_cost, pointed_at, speaks_of_others
from extract.linking.linked import Linked
from extract.naming.names import NameKind, Names
from extract.naming.surfaces import Surface
from extract.normalise.sentences import Sentence
from extract.recognise.beds import Role, find_roles
from extract.recognise.scenes import NameMention
from rules.lexicons import load_datasets
from rules.loader import compile_pattern

NEAR = 60  # characters before a value in which "on this data set" speaks of it
SEVERAL = 2
IN_FORCE = "dataset-in-force"


@dataclass(frozen=True, slots=True)
class TestBed:
    """A data set as one sentence speaks of it; offsets are those of the clean text."""

    surface: Surface
    role: Role


def carry_datasets(
    linked: Sequence[Linked], sentences: Sequence[Sentence], names: Names, *, title: str | None = None
) -> list[Linked]:
    """Give values without a data set the one still in force.

    A data set that the text presents and the title names stays in force over others that are only spoken of.
    """
    if all(one.datasets for one in linked) or NameKind.DATASET not in names.kinds.values():
        return list(linked)
    beds, short = find_test_beds(sentences, names), names.tails
    own = _distinct((m for found in beds.values() for m in _tested(found, presented=True) if title and m.text in title), short)
    heads = tuple(m for m in own if title and title.startswith(m.text + ":"))
    own = heads[:1] or own
    if len(own) == 1:
        key = load_datasets().canonical(own[0].text)
        beds = {
            start: tuple(b for b in found if load_datasets().canonical(b.surface.text) == key) for start, found in beds.items()
        }
    presented = own or _distinct((m for found in beds.values() for m in _tested(found, presented=True)), short)
    told: dict[int, list[NameMention]] = {}
    for one in linked:
        told.setdefault(one.scene.start, []).extend(_moved(one.datasets, one.scene.start))
    by_scene: dict[int, list[Linked]] = {}
    for one in linked:
        by_scene.setdefault(id(one.scene), []).append(one)
    trained = {b.surface.text for found in beds.values() for b in found if b.role is Role.TRAINED}
    named = [s for s in names.surfaces if names.kinds.get(s.text) is NameKind.DATASET and s.text not in trained]
    only = _distinct((NameMention(s.start, s.end, s.text) for s in named), short)
    own = own or tuple(m for m in only if title and m.text in title)  # "Sweepers on ShelfQA" tests on it throughout
    if len(only) > 1:  # plain words with capitals that no rule speaks of, as the first ones of a heading, do not count
        spoken = {b.surface.text for found in beds.values() for b in found} | {s.text for s in named if s.strong}
        only = tuple(m for m in only if m.text in spoken or is_benchmark(m.text)) or only
    if len(only) == 1 and _is_example(only[0], sentences):
        only = ()
    presents = len(presented) == 1
    force = _Force(sentences, beds, told, only=only, own=own, short=short, presents=presents)
    own_keys = {load_datasets().canonical(mention.text) for mention in own} if len(own) == 1 else set()
    carried: list[Linked] = []
    for one in linked:
        needs = not one.datasets and not _has_its_own(one, presents=presents, own=own_keys)
        found = _in_force(one, by_scene[id(one.scene)], force) if needs else ()
        moved = tuple(_moved(found, -one.scene.start))
        carried.append(replace(one, datasets=moved, rules=(*one.rules, IN_FORCE)) if moved else one)
    return carried


def canonical_dataset(name: str, shorts: Mapping[str, str]) -> str:
    """One name for a data set, however the paper spells it: a listed one, else the short form that the paper gives it.

    Args:
        name: The data set as written.
        shorts: Short forms by what they stand for, or by its last words, as in `Names.tails`.

    >>> canonical_dataset("MS-COCO", {}), canonical_dataset("Dust Shelf Benchmark", {"Dust Shelf Benchmark": "DSB"})
    ('COCO', 'DSB')
    """
    datasets = load_datasets()
    canonical = datasets.canonical(name)
    if datasets.find(canonical) is not None:
        return canonical
    short = shorts.get(name)
    return datasets.canonical(short) if short else canonical or name


def find_test_beds(sentences: Sequence[Sentence], names: Names) -> Mapping[int, tuple[TestBed, ...]]:
    """By the start of each sentence, the data sets that it tests on, presents or trains on."""
    beds: dict[int, tuple[TestBed, ...]] = {}
    for sentence in sentences:
        named = names.within(sentence.start, sentence.end)
        inside = [s for s in named if names.kinds.get(s.text) is NameKind.DATASET]
        if inside:
            beds[sentence.start] = tuple(_roles(sentence, inside))
    return beds


def _is_example(named: NameMention, sentences: Sequence[Sentence]) -> bool:
    """Whether a data set is named as one of many, "labelled by hand, such as A"."""
    sentence = next((s for s in sentences if s.start <= named.start < s.end), None)
    return sentence is not None and bool(_such_as().search(sentence.text[: named.start - sentence.start]))


def _roles(sentence: Sentence, surfaces: Sequence[Surface]) -> Iterable[TestBed]:
    places = [(s.start - sentence.start, s.end - sentence.start) for s in surfaces]
    for at, role in sorted(find_roles(sentence.text, places).items()):
        yield TestBed(surfaces[at], role)


def _has_its_own(one: Linked, *, presents: bool, own: Set[str]) -> bool:
    """Whether a value needs no data set, or its sentence speaks of test beds of its own: others than those of the paper."""
    if is_cost(one.value, one.metric):
        return True
    end = clause_end(one.scene, one.at)
    if _points_back().search(one.scene.text[:end], max(0, one.value.start - NEAR)):
        return False
    if any(load_datasets().canonical(d.text) not in own for d in one.scene.datasets):
        return True
    of_all = one.scene.places(_all_of_them()).between(0, end)
    if one.metric is not None and one.metric.own_bed and not of_all:
        return True
    return not of_all and clause_speaks_of_others(one.scene, end, parts=not presents)


class _Force:
    """Which data sets are in force behind each sentence; what one leaves in force is read off it once for all that follow."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        beds: Mapping[int, tuple[TestBed, ...]],
        told: Mapping[int, Sequence[NameMention]],
        *,
        only: tuple[NameMention, ...],
        own: tuple[NameMention, ...],
        short: Mapping[str, str],
        presents: bool,
    ) -> None:
        self._sentences, self._beds, self._told, self._only, self._own, self._short = sentences, beds, told, only, own, short
        self._presents = presents
        self._starts = [sentence.start for sentence in sentences]
        self._known: dict[tuple[int, bool], tuple[NameMention, ...]] = {}

    def at(self, start: int) -> tuple[NameMention, ...]:
        """The data set of the sentence before, or before it and others that tell results; else the only one that the text names.

        Behind other sentences, or other test beds, only the one that the paper is about is still in force.
        """
        step = bisect_left(self._starts, start) - 1, True  # with whether all sentences since tell results
        passed = [step]
        while (found := self._known[step] if step in self._known else self._left_by(*step)) is None:
            at, unbroken = step
            step = at - 1, unbroken and self._starts[at] in self._told
            passed.append(step)
        self._known.update(dict.fromkeys(passed, found))
        return found

    def _left_by(self, at: int, unbroken: bool) -> tuple[NameMention, ...] | None:
        """What a sentence leaves in force; None where it says nothing of data sets."""
        if at < 0:
            return self._everywhere
        start = self._starts[at]
        here = _distinct((*_tested(self._beds.get(start, ())), *self._told.get(start, ())), self._short)
        if here and (unbroken or _are(here, self._own, self._short) or _are(here, self._only, self._short)):
            return here
        if here or speaks_of_others(self._sentences[at].text, parts=not self._presents):
            return self._own if len(self._own) == 1 else ()
        return None

    @cached_property
    def _everywhere(self) -> tuple[NameMention, ...]:
        """The data set that the paper is about, else the only one named, if it is one, and nothing was tested on elsewhere."""
        if len(self._own) == 1:
            return self._own
        alone = len(self._only) == 1 and is_benchmark(self._only[0].text)
        elsewhere = any(start not in self._told and _tested(found) for start, found in self._beds.items())
        return self._only if alone and not elsewhere else ()


def _in_force(one: Linked, scene: Sequence[Linked], force: _Force) -> tuple[NameMention, ...]:
    """The data sets in force for a value, given the linked values of its sentence."""
    ahead = [d for d in one.scene.datasets if d.end <= one.value.start]
    if ahead:  # "A is harder, and CVX gains 3% on this data set"
        return tuple(_moved(ahead[-1:], one.scene.start))
    found = pointed_at(one.scene, one.at, force.at(one.scene.start))
    if found and found[0].start > one.scene.start and _is_on_inputs(one):
        return ()  # "The F1 on forms rises by 3%. On A it is 82.2%.": what is named only later is another test bed
    return found if len(found) < SEVERAL else _of_several(one, scene, found)


def _is_on_inputs(one: Linked) -> bool:
    """Whether the metric of a value says on what plain things it was measured: "the word error rate on whispered speech"."""
    metric = one.metric
    return metric is not None and metric.end >= 0 and _own_inputs().match(one.scene.text, metric.end) is not None


def _of_several(one: Linked, scene: Sequence[Linked], datasets: tuple[NameMention, ...]) -> tuple[NameMention, ...]:
    """Of several data sets in force, the one in a value's place where the text says "respectively", all for "both"."""
    all_ = _all_of_them().search(one.scene.text) is not None
    if not all_ and len(datasets) > SEVERAL:
        return ()
    if any(len(phrase.parts) == len(datasets) for phrase in one.scene.baselines):
        return ()  # "by 5.9% and 6.8% over A and B, respectively"
    row = [other.at for other in scene if other.value.form == one.value.form] if all_ else row_of_values(one.scene, one.at)
    if len(row) == len(datasets):
        return datasets[row.index(one.at) :][:1]
    return datasets if all_ else ()


@cache
def _points_back() -> Any:
    return compile_pattern(r"(?<!\w)${this_bed}(?!\w)", place="fragments_beds.yaml")


@cache
def _own_inputs() -> Any:
    return compile_pattern(r"${own_inputs}", place="fragments_beds.yaml")


@cache
def _such_as() -> Any:
    return compile_pattern(r"\b${such_as}\s(?:the\s|[a-z]+ed\s)?$$", place="fragments_beds.yaml")


@cache
def _all_of_them() -> Any:
    return compile_pattern(r"(?<!\w)${all_of_them}(?!\w)|\brespective(?:ly)?\b", place="fragments.yaml")


def _tested(beds: Iterable[TestBed], *, presented: bool = False) -> tuple[NameMention, ...]:
    """The data sets that a sentence tests on or presents; or presents only."""
    wanted = {Role.PRESENTED} if presented else {Role.PRESENTED, Role.TESTED}
    return tuple(NameMention(b.surface.start, b.surface.end, b.surface.text) for b in beds if b.role in wanted)


def _are(some: Iterable[NameMention], others: Iterable[NameMention], short: Mapping[str, str]) -> bool:
    """Whether two lists name the same data sets."""
    one, other = ({canonical_dataset(mention.text, short) for mention in names} for names in (some, others))
    return one == other


def _distinct(mentions: Iterable[NameMention], short: Mapping[str, str]) -> tuple[NameMention, ...]:
    """The first mention of each data set; a short form and its long form are one."""
    return tuple({canonical_dataset(mention.text, short): mention for mention in reversed(tuple(mentions))}.values())[::-1]


def _moved(mentions: Iterable[NameMention], by: int) -> list[NameMention]:
    """The same places, counted from elsewhere."""
    return [replace(mention, start=mention.start + by, end=mention.end + by) for mention in mentions]
