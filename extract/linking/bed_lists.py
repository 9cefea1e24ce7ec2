"""Lists of data sets and of values in a sentence, and which value of the one goes with which of the other.

In: the scene of a sentence. Out: the data sets that stand in one list, the values of one row, and the data set in the place
of a value where the two lists match, or right before the bracket that it stands in.
"""

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any

from extract.recognise.scenes import NameMention, Scene
from rules.loader import compile_pattern, fragment_pattern

PAIR = 2
LIST_STEP = 30  # characters between two values that are shared out over a list of data sets
BESIDE = 40  # characters between a value and the data set that only describes it: 82.2% zero-shot ImageNet accuracy


def shared_out(scene: Scene, at: int) -> NameMention | None:
    """In "5.1, 6.2 and 7.3 mAP on A, B and C", the data set in the place of this value; None where the lists do not match."""
    row = row_of_values(scene, at)
    if len(row) < PAIR:
        return None
    inner = [m for m in scene.metrics if scene.values[row[0]].end <= m.start and m.end <= scene.values[row[-1]].start]
    slashed = scene.text[scene.values[row[0]].end : scene.values[row[-1]].start].rstrip().endswith("/")
    if (
        len(row) == PAIR
        and inner
        and not slashed
        and not _of_one_metric(scene, row)
        and not fragment_pattern("respectively").search(scene.text)
    ):
        return None  # "80% F1 and 90% accuracy on A and B", but "3.3 mAP and 1.6 mAP on A and B"
    if is_by_rival(scene, row):
        return None
    runs = [run for run in runs_of(scene) if not _holds_for_all(scene, run)]
    first = scene.values[row[0]].start
    if len(runs) == len(row) and scene.datasets[-1].end <= first and not in_bracket(scene.text[:first]):
        runs = [tuple(run[0] for run in runs)]  # "5.1 on A and 6.2 on B, near the 5.3 and 6.4 of DeiT"
    fitting = [run for run in runs if len(run) == len(row)]
    last = scene.values[row[-1]].end
    if len(fitting) > 1:  # "by 1, 2 and 3 on A, B and C, and by 4, 5 and 6 on D, E and F": each has its own right behind
        following = next((v.start for v in scene.values[row[-1] + 1 :]), len(scene.text))
        fitting = [run for run in fitting if last <= run[0].start and run[-1].end <= following]
    return fitting[0][row.index(at)] if len(fitting) == 1 else None


def in_its_bracket(scene: Scene, at: int) -> NameMention | None:
    """The data set right before the bracket that a value stands in: all values of "on A (F1: 5.1, IoU: 6.2)" are its own."""
    text, value = scene.text, scene.values[at]
    opened = text.rfind("(", 0, value.start)
    closed = text.find(")", value.end)
    if opened < 0 or closed < 0 or text.find(")", opened, value.start) >= 0:
        return None
    ahead = [d for d in scene.datasets if d.end <= opened]
    if not ahead or any(opened < d.start < closed for d in scene.datasets):
        return None
    return ahead[-1] if _before_bracket().fullmatch(text, ahead[-1].end, opened + 1) else None


def row_of_values(scene: Scene, at: int) -> list[int]:
    """The values of one list around a value: commas, "and" and few words between them, and no data set."""
    row = [at]
    for step in (-1, 1):
        near = at
        while 0 <= near + step < len(scene.values) and _is_next(scene, min(near, near + step)):
            near += step
            row.append(near)
    return sorted(row)


def runs_of(scene: Scene) -> list[tuple[NameMention, ...]]:
    """All lists of data sets in a sentence."""
    runs: list[tuple[NameMention, ...]] = []
    first = 0
    while first < len(scene.datasets):
        run = run_from(scene.datasets, scene, first=first)
        runs.append(run)
        first += len(run)
    return runs


def run_from(names: Sequence[NameMention], scene: Scene, *, first: int = 0) -> tuple[NameMention, ...]:
    """The first name and those that follow it in the same list."""
    run = [names[first]]
    for name in islice(names, first + 1, None):
        if not _is_list_gap(scene, run[-1].end, name.start):
            break
        run.append(name)
    return tuple(run)


def run_back(names: Sequence[NameMention], scene: Scene) -> tuple[NameMention, ...]:
    """The last name and those before it in the same list."""
    run = [names[-1]]
    for name in islice(reversed(names), 1, None):
        if not _is_list_gap(scene, name.end, run[-1].start):
            break
        run.append(name)
    return tuple(reversed(run))


def is_by_rival(scene: Scene, row: Sequence[int]) -> bool:
    """Whether a row of values is shared out over as many rivals: "on A and B by 8 and 4 points over C and D"."""
    last = scene.values[row[-1]].end
    return len(row) >= PAIR and any(
        len(phrase.parts) == len(row) and 0 <= phrase.start - last <= BESIDE for phrase in scene.baselines
    )


def in_bracket(gap: str) -> bool:
    """Whether a text leaves a bracket open.

    >>> in_bracket("on A (F1: "), in_bracket("on A (F1) and ")
    (True, False)
    """
    return gap.count("(") > gap.count(")")


def unbracketed(gap: str) -> str:
    """A text without its brackets.

    >>> unbracketed("A (F1: 5.1) and B")
    'A and B'
    """
    return str(_brackets().sub("", gap))


def _holds_for_all(scene: Scene, run: Sequence[NameMention]) -> bool:
    """Whether a list of data sets is said to hold as a whole, "on both A and B", with no word that shares it out."""
    opened = _all_of().search(scene.text, max(0, run[0].start - BESIDE), run[0].start)
    return opened is not None and not fragment_pattern("respectively").search(scene.text)


def _of_one_metric(scene: Scene, row: Sequence[int]) -> bool:
    """Whether the same metric's word stands right behind each value of a row."""
    words = [scene.text[scene.values[at].end :].lstrip().partition(" ")[0].strip(",;.") for at in row]
    return len(set(words)) == 1 and any(m.text == words[0] for m in scene.metrics)


def _is_next(scene: Scene, first: int) -> bool:
    one, other = scene.values[first], scene.values[first + 1]
    gap = scene.text[one.end : other.start]
    if len(gap) > LIST_STEP or one.form != other.form or any(one.end <= d.start < other.start for d in scene.datasets):
        return False
    return _row_gap().fullmatch(gap) is not None and not _subject_behind().match(scene.text, other.end)


def _is_list_gap(scene: Scene, start: int, end: int) -> bool:
    """Whether two data sets stand in one list: a value between them, but one in brackets, ends the list."""
    if not _list_gap().fullmatch(unbracketed(scene.text[start:end])):
        return False
    levels = (v for v in scene.values if start <= v.start < end and not v.is_integer)
    # "on A with 80% noise and B with 40% noise" goes on, "on A with an F1 of 93.8 and on B" does not
    return all(in_bracket(scene.text[start : v.start]) or _setting_next().search(scene.text, start, v.start) for v in levels)


@cache
def _before_bracket() -> Any:
    return compile_pattern(r"(?:\s${data_noun}|\s${task_noun})?\s?\(", place="fragments.yaml")


@cache
def _brackets() -> Any:
    return compile_pattern(r"\s?\([^()]*\)", place="bed_lists.py")


@cache
def _list_gap() -> Any:
    return compile_pattern(r"${bed_gap}", place="fragments.yaml")


@cache
def _row_gap() -> Any:
    return compile_pattern(r"${row_gap}", place="fragments.yaml")


@cache
def _subject_behind() -> Any:
    return compile_pattern(r"${subject_behind}", place="fragments.yaml")


@cache
def _all_of() -> Any:
    return compile_pattern(r"${both_ahead}", place="fragments_beds.yaml")


@cache
def _setting_next() -> Any:
    return compile_pattern(r"${setting_next}", place="fragments_beds.yaml")
