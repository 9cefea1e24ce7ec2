"""Whose clause it is: the grammatical subject in force at each place of a sentence, where it is a system.

In: a folded sentence with its mentions. Out: `Subject`s, in text order; each holds from its offset on. The words that steer
the reading are data: `rules/subjects.yaml`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.noun_phrases import Token, is_number, is_system, read_noun_phrase, tokenize
from extract.scenes import NameMention, Scene
from rules.loader import compile_pattern
from rules.yaml_files import FOLDER, read_yaml
from schemas.base import Frozen


class SubjectWords(Frozen):
    """What `rules/subjects.yaml` holds: patterns and word lists."""

    boundary: str
    opening: str
    verb: str
    noun_after: str
    proposed: str
    owned: str
    detached: str
    not_subjects: frozenset[str]
    doing_heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is spoken of from `start` on; `name` is None for what the paper proposes; `contrast` after "while", "but"."""

    start: int
    name: str | None
    contrast: bool = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    boundary: Any
    opening: Any
    verb: Any
    noun_after: Any
    proposed: Any
    owned: Any


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch between two boundaries of the folded sentence."""

    start: int
    end: int
    opened_by: str


@cache
def _words() -> SubjectWords:
    return SubjectWords.model_validate(read_yaml(FOLDER / "subjects.yaml"))


@cache
def _patterns() -> _Patterns:
    words = _words()
    made = {name: compile_pattern(getattr(words, name), place="subjects.yaml") for name in _Patterns.__dataclass_fields__}
    return _Patterns(**made)


def find_subjects(scene: Scene, proposed: str | None) -> list[Subject]:
    """The systems that the clauses of a sentence are about."""
    text = scene.mask.text
    segments = _segments(text)
    found: list[Subject] = []
    verbless: list[_Segment] = []
    for segment in segments:
        verb = _verb(text, segment)
        if verb is None:
            verbless.append(segment)
            continue
        start = segment.start
        if segment.opened_by == "joined" and verbless and verbless[-1].end >= segment.start - 12:
            start = verbless[-1].start  # "expert and crowd annotators assign"
        opening = _patterns().opening.match(text, start, verb)
        if opening:
            start = opening.end()
        if not text[start:verb].strip(" ,"):
            start = _apposed(text, verbless, segment)
            if start is None:
                verbless.clear()
                continue
        verbless.clear()
        subject = _read(scene, start, verb, proposed, contrast=segment.opened_by == "contrast")
        if subject is not None:
            found.append(subject)
    return found


def subject_at(subjects: Sequence[Subject], offset: int) -> Subject | None:
    """The subject in force at an offset: the last that began before it."""
    at = bisect_right([subject.start for subject in subjects], offset)
    return subjects[at - 1] if at else None


def _segments(text: str) -> list[_Segment]:
    segments: list[_Segment] = []
    start, opened_by = 0, "mark"
    for match in _patterns().boundary.finditer(text):
        segments.append(_Segment(start, match.start(), opened_by))
        start, opened_by = match.end(), str(match.lastgroup)
    segments.append(_Segment(start, len(text), opened_by))
    return segments


def _verb(text: str, segment: _Segment) -> int | None:
    """Where the first finite verb of a segment begins."""
    for match in _patterns().verb.finditer(text, segment.start, segment.end):
        if not _patterns().noun_after.match(text, match.end()):
            return int(match.start())
    return None


def _apposed(text: str, verbless: list[_Segment], segment: _Segment) -> int | None:
    """Where the subject begins of which the verb is parted by a phrase in commas: "CVX, a small model, reaches"."""
    if segment.opened_by != "mark" or len(verbless) < 2:
        return None
    first = verbless[-2]
    return first.start if text[first.start : first.end].strip() else None


def _read(scene: Scene, start: int, verb: int, proposed: str | None, *, contrast: bool) -> Subject | None:
    """The subject between two folded offsets; None where it is no system, but an experiment or a metric."""
    patterns, words = _patterns(), _words()
    low, high = scene.mask.to_sentence(start), scene.mask.to_sentence(verb)
    if patterns.proposed.fullmatch(scene.mask.text[start:verb].strip()):
        return Subject(low, None, contrast)
    taken, _ = read_noun_phrase(tokenize(scene.text, low), 0)
    taken = [token for token in taken if token.end <= high]
    if not taken or is_number(taken[0].text):
        return None
    text = scene.text[taken[0].start : taken[-1].end]
    named = _named(scene.systems, taken)
    if proposed is not None and (text == proposed or any(mention.text == proposed for mention in named)):
        return Subject(low, None, contrast)
    head = taken[-1].low
    if any(taken[-1].start < mention.end and mention.start < taken[-1].end for mention in scene.metrics):
        return None
    if named or (is_system(head) and head not in words.not_subjects) or (len(taken) > 1 and head in words.doing_heads):
        owned = patterns.owned.match(scene.mask.text, start) is not None
        return Subject(low, None if owned and proposed is not None and not named else text, contrast)
    return None


def _named(systems: Sequence[NameMention], taken: list[Token]) -> list[NameMention]:
    return [mention for mention in systems if taken[0].start <= mention.start and mention.end <= taken[-1].end]

