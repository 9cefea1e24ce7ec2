"""Whose value it is and what it is set against: "our method" gets its name, a change its baseline.

In: the linked values of an abstract with their readings, and the names of the paper. Out: one `Parties` for each value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.interpret import Reading
from extract.linked import Linked
from extract.names import Names
from extract.phrases import Phrase
from extract.scenes import Scene
from extract.subjects import Subject, find_subjects, subject_at
from schemas.vocabulary import Kind

NAMELESS = "ours"


@dataclass(frozen=True, slots=True)
class Parties:
    """The system that a value belongs to, and what it is compared with; null where the text does not say."""

    method: str | None
    baseline: str | None


def find_parties(linked: Sequence[Linked], readings: Sequence[Reading], names: Names) -> list[Parties]:
    proposed = names.proposed or NAMELESS
    references = {(id(one.scene), one.reference): one for one in linked if one.reference is not None}
    found: list[Parties] = []
    previous: tuple[Linked, Parties] | None = None
    spoken: dict[int, list[Subject]] = {}
    for one, reading in zip(linked, readings, strict=True):
        owner = references.get((id(one.scene), one.at))
        phrase = _baseline_phrase(owner or one, linked)
        if id(one.scene) not in spoken:
            spoken[id(one.scene)] = find_subjects(one.scene, names)
        subject = _subject(one, spoken[id(one.scene)]) or proposed
        if owner is not None and reading.kind is Kind.SCORE:
            method = (
                one.method.text
                if one.method
                else (phrase.text if phrase else owner.method.text if owner.method else subject)
            )
            party = Parties(method, None)
        else:
            method = one.method.text if one.method else subject
            baseline = phrase.text if phrase is not None else None
            if (
                baseline is None
                and previous is not None
                and previous[0].scene is one.scene
                and "same-list" in one.rules
            ):
                baseline = previous[1].baseline
            party = Parties(method, baseline if baseline != method else None)
        found.append(party)
        if owner is None:
            previous = (one, party)
    return found


def _subject(one: Linked, subjects: Sequence[Subject]) -> str | None:
    """Who the clause of a value is about; before the first subject, the first: "with 4% WER, CVX is"."""
    subject = subject_at(subjects, one.value.start) or (subjects[0] if subjects else None)
    return subject.name if subject is not None else None


def _baseline_phrase(one: Linked, linked: Sequence[Linked]) -> Phrase | None:
    """The noun phrase that a value is set against: right behind it, else right before it, else further on in its sentence."""
    scene: Scene = one.scene
    values = [other.value for other in linked if other.scene is scene]
    value = one.value
    following = min((v.start for v in values if v.start >= value.end), default=len(scene.text))
    preceding = max((v.end for v in values if v.end <= value.start), default=0)
    for low, high in ((value.end, following), (preceding, value.start)):
        near = [phrase for phrase in scene.baselines if low <= phrase.start and phrase.end <= high]
        if near:
            phrase = near[0] if low == value.end else near[-1]
            return _member(phrase, one, linked)
    if scene.baselines:
        later = [phrase for phrase in scene.baselines if phrase.start >= value.end]
        return _member(later[0] if later else scene.baselines[-1], one, linked)
    return None


def _member(phrase: Phrase, one: Linked, linked: Sequence[Linked]) -> Phrase:
    """Of "A and B", the one that this value is relative to, where there are as many values as names."""
    run = [other for other in linked if other.scene is one.scene]
    if len(phrase.parts) > 1 and len(run) == len(phrase.parts):
        return phrase.parts[[other.at for other in run].index(one.at)]
    return phrase
