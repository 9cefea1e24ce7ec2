"""Which data sets of its sentence a value was measured on.

Frames say most of it. Where they are silent: a list of values over as many data sets shares them out; the two sides of a
pair, and a score with its change, were measured on the same; the data set right behind a value is its own; one ahead
("On A, ...") holds until another comes, but for a cost only where it opens the sentence; and one at the end of a list holds
for all of the list.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from extract.linking.bed_lists import (
    BESIDE,
    PAIR,
    in_bracket,
    in_its_bracket,
    is_by_rival,
    row_of_values,
    run_back,
    run_from,
    shared_out,
    unbracketed,
)
from extract.linking.board import Board
from extract.linking.linked import Linked, clause_of
from extract.naming.names import ENOUGH, NameKind, ShapeSettings
from extract.recognise.metrics import MetricMention
from extract.recognise.scenes import NameMention, Scene
from extract.recognise.values import ValueMention
from rules.lexicons import load_datasets
from rules.loader import Rule, compile_pattern, load_rules
from rules.screen import Screen
from rules.word_lists import word_list
from schemas.base import Frozen

COSTLY_FORMS = frozenset({"fold", "magnitude", "rank"})
SHARED_OUT = "one-each"
SHORT = 25  # characters between a data set and a cost that belongs to the same level
OPENER = 20  # characters before a system in which what opens its clause stands
REACH = 140  # characters between a value and the data set behind it


class GenericSettings(Frozen):
    """What a rule of `rules/generic_beds.yaml` says; `parts`: a benchmark's own parts are called so too."""

    parts: bool = False


Found = tuple[tuple[NameMention, ...], str | None]


def link_datasets(scene: Scene, board: Board, at: int, here: Sequence[Linked], metric: MetricMention | None) -> Found:
    """The data sets of one value, and the rule that tells; none where the sentence names none for it."""
    found, rule = _named(scene, board, at, here, metric)
    if not found or not scene.places(_trains()).between(0, len(scene.text)):
        return found, rule
    kept = tuple(d for d in found if d.start not in scene.trained_on)
    if kept or not found:
        return kept, rule
    others = replace(scene, datasets=tuple(d for d in scene.datasets if d.start not in scene.trained_on))
    found = _behind(others, at) or _ahead(others, at, costly=is_cost(scene.values[at], metric))
    return found, "same-sentence" if found else None


def _named(scene: Scene, board: Board, at: int, here: Sequence[Linked], metric: MetricMention | None) -> Found:
    namesake = _namesake(metric)
    if namesake is not None:
        return (namesake,), "metric-of-dataset"
    if not scene.datasets:
        return (), None
    bracketed = in_its_bracket(scene, at)
    if bracketed is not None:
        return (bracketed,), "in-bracket"
    shared = shared_out(scene, at)
    if shared is not None:
        return (shared,), SHARED_OUT
    link = board.roles.get((at, "dataset"))
    if link is not None:
        linked = tuple(scene.datasets[index] for index in link.indices)
        before = [d for d in scene.datasets if d.end <= scene.values[at].start]
        if linked == tuple(before[-1:]) and is_by_rival(scene, row_of_values(scene, at)):
            linked = run_back(before, scene)
        return linked, link.rule
    for partner in _partners(board, at):
        link = board.roles.get((partner, "dataset"))
        if link is not None:
            return tuple(scene.datasets[index] for index in link.indices), "same-pair"
        other = next((one for one in here if one.at == partner and one.datasets), None)
        if other is not None:
            return other.datasets, "same-pair"
    costly = is_cost(scene.values[at], metric)
    behind = _behind(scene, at)
    if behind:
        return behind, "same-clause"
    if _each_had_its_own(scene, at, here):
        return (), None
    if _has_its_own_task(scene, at, here):
        return (), None
    if _is_after_own(here):
        following = _of_next(scene, board, at)
        if following:
            return following, "same-pair"
    ahead = _ahead(scene, at, costly=costly)
    if ahead:
        return pointed_at(scene, at, ahead), "same-sentence"
    if not costly and here and here[-1].datasets and not _taken_apart(scene, here[-1].datasets):
        passed = scene.text[here[-1].value.end : scene.values[at].start].rpartition(", ")[2]
        own = any(speaks_of_others(text, parts=False) for text in (passed, _right_behind(scene, at)))
        return ((), None) if own else (here[-1].datasets, "same-list")
    closing = _closing(scene, at)
    return closing, "same-sentence" if closing else None


def _namesake(metric: MetricMention | None) -> NameMention | None:
    """The benchmark that a metric is called after: improves the ShelfEval score from 0.2 to 0.9."""
    if metric is None or metric.start < 0:
        return None
    name = metric.text.split(" ", 1)[0]
    return NameMention(metric.start, metric.start + len(name), name) if name and is_benchmark(name) else None


@lru_cache(maxsize=10_000)
def is_benchmark(name: str) -> bool:
    """Whether the letters of a name alone, or the lexicon, say that it is a data set."""
    rules = load_rules("name_shapes", ShapeSettings)
    listed = load_datasets().find(name)
    if listed is not None and not listed.caution and name != name.lower():
        return True
    return any(r.regex.match(name) for r in rules if r.sets.kind is NameKind.DATASET and r.sets.weight >= ENOUGH)


def speaks_of_others(text: str, *, parts: bool = True) -> bool:
    """Whether a text speaks of test beds that no data set's name stands for: "across twelve benchmarks".

    >>> speaks_of_others("It gains 3% across twelve data sets."), speaks_of_others("It gains 3%.")
    (True, False)
    >>> speaks_of_others("It gains 3% on all tasks."), speaks_of_others("It gains 3% on all tasks.", parts=False)
    (True, False)
    """
    return any(rule.regex.search(text) for rule in _generic().possible(text) if parts or not rule.sets.parts)


def clause_speaks_of_others(scene: Scene, end: int, *, parts: bool) -> bool:
    """The same of a sentence up to an offset; the sentence is read once, however many values ask."""
    rules = (rule for rule in _generic().possible(scene.text) if parts or not rule.sets.parts)
    return any(scene.places(rule.regex).between(0, end) for rule in rules)


def clause_end(scene: Scene, at: int) -> int:
    """Where another clause begins behind a value, or the sentence ends."""
    opener = _new_clause().search(scene.text, scene.values[at].end)
    return opener.start() if opener else len(scene.text)


def pointed_at(scene: Scene, at: int, found: tuple[NameMention, ...]) -> tuple[NameMention, ...]:
    """Of two data sets the one that a value points at: "91% on the former, and on the latter 88%"; else both."""
    value = scene.values[at]
    places = list(_one_of_two().finditer(scene.text)) if len(found) == PAIR else []
    following = next((v.start for v in scene.values[at + 1 :]), len(scene.text))
    close = [m for m in places if 0 <= m.start() - value.end <= SHORT and m.end() <= following]
    behind = [m for m in close if not _list_step().search(scene.text, value.end, m.start())]
    near = behind[:1] or [m for m in places if m.end() <= value.start][-1:]
    return found if not near else found[1:] if near[0]["latter"] else found[:1]


def is_cost(value: ValueMention, metric: MetricMention | None) -> bool:
    """Whether a value tells time, memory, money or size: those have no data set but one named right beside them."""
    if value.form in COSTLY_FORMS or (value.dimension is not None and value.dimension not in word_list("quality_dimensions")):
        return True
    return metric is not None and metric.metric is not None and metric.metric.cost


def _partners(board: Board, at: int) -> list[int]:
    """The values that stand in a pair with this one: from and to, score and baseline, score and change."""
    partners = []
    for role in ("change_of", "reference"):
        link = board.roles.get((at, role))
        if link is not None:
            partners.append(link.indices[0])
    partners += [
        value for (value, role), link in board.roles.items() if role in {"reference", "change_of"} and link.indices[0] == at
    ]
    return partners


def _behind(scene: Scene, at: int) -> tuple[NameMention, ...]:
    """The data sets right behind a value, past values that share them."""
    value = scene.values[at]
    _, right = clause_of(scene, at)
    near = [d for d in scene.datasets if value.end <= d.start < right]
    if not near:
        return ()
    between = scene.text[value.end : near[0].start]
    gap = unbracketed(between)
    after = [v for v in scene.values[at + 1 :] if v.start < near[0].start]
    shares = not after or in_bracket(scene.text[value.end : after[0].start])
    # "77.4 mIoU at 102 FPS on A": the values share; but in "77.4 mIoU, and 60 AP on A" the list goes on
    if not shares and (_list_step().search(gap) or _taken_apart(scene, near)):
        return ()
    if _is_aside(scene, value, near[0].start):
        return ()
    if _list_step().search(gap) and _is_beside(scene, value):
        return ()  # "98% of A, and the accuracy of B is ..."
    if near[-1].end < scene.values[-1].start and _other_bed().fullmatch(gap):
        return ()  # "98%, and on A the accuracy rises by 2%"
    if len(gap) > REACH or _is_of_another(scene, value, near[0].start) or (gap.strip() and not _leads_in().search(gap)):
        return ()
    return run_from(near, scene)


def _ahead(scene: Scene, at: int, *, costly: bool) -> tuple[NameMention, ...]:
    """The last data sets before a value, where they stand for more than the value beside them."""
    value = scene.values[at]
    ahead = [d for d in scene.datasets if d.end <= value.start]
    if not ahead:
        return ()
    run = run_back(ahead, scene)
    first = next((v for v in scene.values if not v.is_integer or v is value), value)  # "(1)" is no level
    if costly and first.start < run[0].start and first is not value:
        between = scene.text[run[-1].end : value.start]  # "an FID of 2.7 on A within 1 hour"
        if len(between) > SHORT or _list_step().search(between) or not _within().search(between):
            return ()
    if not _is_beside(scene, value) and _taken_apart(scene, run):
        return ()
    # of "leads on A by 2.7 points and on other tasks by 2.3", the second has test beds of its own
    own = scene.text[run[-1].end : value.start], _right_behind(scene, at)
    return () if any(speaks_of_others(text, parts=False) for text in own) else run


def _each_had_its_own(scene: Scene, at: int, here: Sequence[Linked]) -> bool:
    """Whether the values before had a data set each, "60.8 on A, 94.6 on B, beating C by 9%": the last holds for no more."""
    behind = [one for one in here if one.datasets and one.datasets[0].start >= one.value.end]
    if len({one.datasets[0].start for one in behind}) < PAIR or behind[-1] is not here[-1]:
        return False
    # "60.8 on A and 94.6 on B (+2.1)"; "a gain of 9%" after a comma is no part of the list
    last = behind[-1].datasets[-1].end
    return last <= scene.values[at].start and not scene.text[last : scene.values[at].start].lstrip().startswith("(")


def _is_after_own(here: Sequence[Linked]) -> bool:
    """Whether the value before has its data set behind it: what comes next begins anew."""
    return bool(here) and bool(here[-1].datasets) and here[-1].datasets[0].start >= here[-1].value.end


def _of_next(scene: Scene, board: Board, at: int) -> tuple[NameMention, ...]:
    """The data sets that the next value has behind it: "on A, and a Dice of 79.5% and an mIoU of 79.6% on B"."""
    link = board.roles.get((at + 1, "dataset"))
    if link is None:
        return ()
    value, after = scene.values[at], scene.values[at + 1]
    found = tuple(scene.datasets[index] for index in link.indices)
    gap = scene.text[value.end : after.start]
    joined = value.form == after.form and value.unit == after.unit and _joins().fullmatch(gap)
    return found if joined and all(d.start >= after.end for d in found) else ()


def _has_its_own_task(scene: Scene, at: int, here: Sequence[Linked]) -> bool:
    """Whether a value has a task where the one before has a data set: "1.8% on A, 2.9% for face recognition"."""
    if not _is_after_own(here) or here[-1].at != at - 1:
        return False
    start = scene.values[row_of_values(scene, at)[-1]].end
    own = _own_task().search(_right_behind(scene, at))
    return own is not None and not scene.bed_spans.meet(start, start + own.end())  # "on COCO detection" is no task alone


def _right_behind(scene: Scene, at: int) -> str:
    """The text behind a value, or behind the list that it stands in, up to the next value or clause."""
    last = row_of_values(scene, at)[-1]
    start = scene.values[last].end
    following = next((v.start for v in scene.values if v.start >= start and not v.is_integer), len(scene.text))
    opener = _new_clause().search(scene.text, start, following)
    return scene.text[start : opener.start() if opener else following]


def _is_beside(scene: Scene, value: ValueMention) -> bool:
    """Whether a data set stands before a value with no comma or conjunction in between."""
    ahead = [d for d in scene.datasets if d.end <= value.start]
    return bool(ahead) and not _list_step().search(scene.text[ahead[-1].end : value.start])


def _is_aside(scene: Scene, value: ValueMention, before: int) -> bool:
    """Whether a value stands in a bracket, behind which a list goes on: "(where only 80% count), and gains on A"."""
    closed = scene.text.find(")", value.end, before)
    return closed >= 0 and in_bracket(scene.text[: value.end]) and _list_step().match(scene.text, closed + 1) is not None


def _is_of_another(scene: Scene, value: ValueMention, before: int) -> bool:
    """Whether between a value and a data set behind it another clause begins, or another feat is told."""
    gap = scene.text[value.end : before]
    if _new_clause().search(gap) or _other_feat().search(gap):
        return True
    between = (system for system in scene.systems if value.end <= system.start < before)
    return any(_other_subject().search(scene.text[max(value.end, system.start - OPENER) : system.start]) for system in between)


def _taken_apart(scene: Scene, run: Sequence[NameMention]) -> bool:
    """Whether a data set only describes its own value, as in 82.2% ImageNet accuracy: it holds for no other."""
    before = max((v.end for v in scene.values if v.end <= run[0].start and not v.is_integer), default=None)
    if before is None:
        return False
    gap = scene.text[before : run[0].start]
    return len(gap) <= BESIDE and ", " not in gap and _leads_in().search(gap) is None


def _closing(scene: Scene, at: int) -> tuple[NameMention, ...]:
    """The only list of data sets behind a value, where no clause begins in between."""
    value = scene.values[at]
    behind = [d for d in scene.datasets if d.start >= value.end]
    if not behind:
        return ()
    run = run_from(behind, scene)
    gap = scene.text[value.end : run[0].start]
    if _is_of_another(scene, value, run[0].start) or _taken_apart(scene, run) or _is_aside(scene, value, run[0].start):
        return ()
    # "up by 6% on average over 11 test sets, and by 19% on A": the first has test beds of its own
    own = _right_behind(scene, at)
    if len(own) < len(gap) and speaks_of_others(own):
        return ()
    # "across five benchmarks the average is up by 3.4, driven by 7.3 on A"
    before = scene.text[: value.start]
    return () if speaks_of_others(before) and _averaging().search(scene.text[: value.end]) else run


@cache
def _generic() -> Screen[Rule[GenericSettings]]:
    return Screen(load_rules("generic_beds", GenericSettings))


@cache
def _leads_in() -> Any:
    return compile_pattern(r"${bed_lead}$$", place="fragments.yaml")


@cache
def _list_step() -> Any:
    return compile_pattern(r"[,;/]\s|\s(?:and|or)\s", place="link_datasets.py")


@cache
def _other_bed() -> Any:
    return compile_pattern(r"${other_bed}", place="fragments_beds.yaml")


@cache
def _joins() -> Any:
    return compile_pattern(r"[^,;()]{0,30},?\s(?:and|&)\s[^,;()]{0,40}", place="link_datasets.py")


@cache
def _own_task() -> Any:
    return compile_pattern(r"^[^,;]{0,30}?\s(?:for|on|in)\s(?:the\s)?(?:[\w-]+\s){0,3}?${task_noun}\b", place="fragments.yaml")


@cache
def _within() -> Any:
    return compile_pattern(r"\b${cost_lead}\b", place="fragments_beds.yaml")


@cache
def _averaging() -> Any:
    return compile_pattern(r"(?<!\w)${averaging}(?!\w)", place="fragments.yaml")


@cache
def _trains() -> Any:
    return compile_pattern(r"${may_train}", place="fragments_beds.yaml")


@cache
def _one_of_two() -> Any:
    return compile_pattern(r"${one_of_two}", place="fragments_beds.yaml")


@cache
def _other_feat() -> Any:
    return compile_pattern(r"${other_feat}", place="fragments_beds.yaml")


@cache
def _other_subject() -> Any:
    return compile_pattern(r"${other_subject}", place="fragments_beds.yaml")


@cache
def _new_clause() -> Any:
    return compile_pattern(r"(?<!\w)${bed_clause}(?!\w)|;", place="fragments.yaml")
