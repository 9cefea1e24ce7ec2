"""Whose value it is and what it is set against: "our method" gets its name, a change its baseline.

In: the linked values of an abstract with their readings, and the names of the paper. Out: one `Parties` for each value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.interpret import Reading
from extract.linked import Linked
from extract.names import Names
from extract.opponents import find_holder, find_means, find_opponent
from extract.subjects import Subject, find_subjects, subject_at
from schemas.vocabulary import Kind

NAMELESS = "ours"
_BEFORE_AFTER = frozenset({"from-to", "from-to-again"})


@dataclass(frozen=True, slots=True)
class Parties:
    """The system that a value belongs to, and what it is compared with; null where the text does not say."""

    method: str | None
    baseline: str | None


def find_parties(linked: Sequence[Linked], readings: Sequence[Reading], names: Names) -> list[Parties]:
    """Method and baseline of every value of an abstract."""
    proposed = names.proposed or NAMELESS
    owners = {(id(one.scene), one.reference): one for one in linked if one.reference is not None}
    subjects = {id(one.scene): find_subjects(one.scene, names) for one in linked}
    runs: dict[int, list[Linked]] = {}
    for one in linked:
        runs.setdefault(id(one.scene), []).append(one)
    found: list[Parties] = []
    previous: tuple[Linked, Parties] | None = None
    for one, reading in zip(linked, readings, strict=True):
        key = id(one.scene)
        run = runs[key]
        spoken_of = _subject(one, subjects[key])
        owner = owners.get((key, one.at))
        if owner is not None and reading.kind is Kind.SCORE:
            found.append(_party_of_reference(one, owner, run, spoken_of, proposed))
            continue
        holder = find_holder(one) if reading.kind is Kind.SCORE else None
        if holder is not None:
            found.append(Parties(holder.text, None))
            continue
        phrase = find_opponent(one, reading.kind, run)
        method = one.method.text if one.method else spoken_of or proposed
        baseline = phrase.text if phrase is not None else None
        if one.reference is not None and _is_before_after(one):
            method, baseline = _party_after(one, run, spoken_of, proposed, baseline)
        if baseline is None and previous is not None and previous[0].scene is one.scene and "same-list" in one.rules:
            baseline = previous[1].baseline
        party = Parties(method, baseline if baseline != method else None)
        found.append(party)
        previous = (one, party)
    return found


def _is_before_after(one: Linked) -> bool:
    """Whether a value and its reference are two states of one thing: from 58.8% to 90.0%."""
    return bool(_BEFORE_AFTER & set(one.rules))


def _party_of_reference(
    one: Linked, owner: Linked, run: Sequence[Linked], spoken_of: str | None, proposed: str
) -> Parties:
    """Whose the value is that another one is set against."""
    if one.method is not None:
        return Parties(one.method.text, None)
    holder = find_holder(one)
    if holder is None:
        opponent = find_opponent(owner, Kind.SCORE, run)
        if opponent is not None and (spoken_of is None or not _is_before_after(owner)):
            holder = opponent
    if holder is not None:
        return Parties(holder.text, None)
    return Parties(spoken_of or (owner.method.text if owner.method else proposed), None)


def _party_after(
    one: Linked, run: Sequence[Linked], spoken_of: str | None, proposed: str, baseline: str | None
) -> tuple[str, str | None]:
    """Whose the second of two levels is, and what the first belonged to."""
    first = next((other for other in run if other.at == one.reference), None)
    holder = find_holder(first) if first is not None else None
    method = one.method.text if one.method else spoken_of or proposed
    if holder is not None:
        means = find_means(one)
        return (means.text if means is not None else method), holder.text
    if spoken_of is not None and proposed != NAMELESS:
        # "improves CVX from 51% to 81%" and "CVX improves from 51% to 81%" with what is proposed
        return proposed, spoken_of
    return method, baseline


def _subject(one: Linked, subjects: Sequence[Subject]) -> str | None:
    """Who the clause of a value is about; before the first subject, the first: "with 4% WER, CVX is"."""
    subject = subject_at(subjects, one.value.start) or (subjects[0] if subjects else None)
    return subject.name if subject is not None else None
