"""Whose value it is and what it is set against: "our method" gets its name, a change its baseline.

In: the linked values of an abstract with their readings, and the names of the paper. Out: one `Parties` for each value.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.interpret.opponents import (
    carries_on,
    find_agent,
    find_earlier,
    find_holder,
    find_means,
    find_opponent,
    find_winner,
    is_improved,
    is_set_against_again,
)
from extract.interpret.readings import Reading
from extract.interpret.subjects import Subject, find_subjects, is_deed, is_fronted, is_one_system, subject_at
from extract.linking.linked import Linked
from extract.naming.names import Names
from extract.normalise.offsets import CleanText
from extract.recognise.frames import is_list_gap
from extract.recognise.noun_phrases import is_system
from extract.recognise.phrases import Phrase
from extract.recognise.scenes import Scene
from rules.loader import fragment_pattern
from schemas.vocabulary import Kind

NAMELESS = "ours"
MOST_BEFORE = 400  # characters of the sentence before that are looked at
MOST_BEFORE_LEVEL = 140  # characters before a level in which the verb that moves it stands
PAIR = 2  # values of a from-to
SENTENCE_GAP = 260  # characters between two sentences of which the second may go on about the subject of the first
_CLOSING = re.compile(r"</sub>|</sup>|\$")  # markup at the end of a name: PROMISE-T<sub>x</sub>
_OPENING = {"</sub>": "<sub>", "</sup>": "<sup>", "$": "$"}
_FOR_SYSTEM = frozenset({"value-for-system"})
_BRACKETED = frozenset({"system-bracket-value", "value-for-system"})
_CONTRASTED = frozenset({"whereas"})  # either of the two may be the one that the sentence is about
_SET_AGAINST = frozenset({"versus"})
_VERBS = frozenset({"doubling", "halving"})  # values that are the verb of their clause
_STARTING = frozenset({"started-from", "compared"})
_BEFORE_AFTER = frozenset({"from-to", "from-to-again", "longer-from-to"})


@dataclass(frozen=True, slots=True)
class Parties:
    """The system that a value belongs to, and what it is compared with; null where the text does not say."""

    method: str | None
    baseline: str | None


def find_parties(linked: Sequence[Linked], readings: Sequence[Reading], names: Names, text: CleanText) -> list[Parties]:
    """Method and baseline of every value of an abstract."""
    proposed = names.proposed or NAMELESS
    owners = {(id(one.scene), one.reference): one for one in linked if one.reference is not None}
    scenes = {id(one.scene): one.scene for one in linked}
    subjects = {key: find_subjects(scene, names) for key, scene in scenes.items()}
    runs: dict[int, list[Linked]] = {}
    for one in linked:
        runs.setdefault(id(one.scene), []).append(one)
    found: list[Parties] = []
    previous: tuple[Linked, Parties] | None = None
    kind: Kind | None = None
    held: tuple[Linked, Phrase] | None = None  # the last value that a rival held, and the rival
    last: str | None = None  # who the sentence before was about, where the paper names nothing of its own
    for one, reading in zip(linked, readings, strict=True):
        key, run = id(one.scene), runs[id(one.scene)]
        spoken_of = _subject(one, subjects[key])
        if previous is not None and previous[0].scene is not one.scene and names.proposed is None:
            last = _spoken_before(*previous, one, last)
        if spoken_of is None and (not subjects[key] or subjects[key][0].start > one.value.start):
            spoken_of = last or _spoken_later(subjects[key], names)
        owner = _owner(one, owners.get((key, one.at)))
        if owner is not None and reading.kind is Kind.SCORE and not _CONTRASTED & set(owner.rules):
            found.append(_party_of_reference(one, owner, run, spoken_of, proposed))
            continue
        holder = _holder(one, held) if reading.kind is Kind.SCORE else None
        if holder is not None:
            held = one, holder
            found.append(Parties(holder.text, None))
            continue
        phrase = find_opponent(one, reading.kind, run) or _earlier(one, reading.kind, text)
        named = one.method is not None and not (
            _FOR_SYSTEM & set(one.rules)
            and (
                reading.kind is Kind.CHANGE
                or _is_about_proposed(one, subjects[key])
                or _is_means(one, names.proposed or spoken_of)
            )
        )
        passive = _in_passive(one, spoken_of, proposed, phrase) if reading.kind is Kind.CHANGE else None
        if passive is not None:
            found.append(passive)
            continue
        agent = find_agent(one, run) if spoken_of is None and not named and reading.kind is Kind.SCORE else None
        method = (
            one.method.text
            if named and one.method
            else spoken_of or _agent(agent, proposed) or _as_built(one, subjects[key], proposed)
        )
        baseline = phrase.text if phrase is not None else None
        if named and method != proposed and _BRACKETED & set(one.rules):
            baseline = None  # "beats every rival, SlowNet (69.2%) among them"
        elif baseline is None and not named:
            baseline = _rival(one, subjects[key], run, proposed, is_score=reading.kind is Kind.SCORE)
        if one.reference is not None and _is_before_after(one):
            method, baseline = _party_after(one, run, spoken_of, proposed, baseline)
        in_list = previous is not None and previous[0].scene is one.scene and _goes_on(previous[0], one, phrase)
        if baseline is None and previous is not None and in_list and kind is reading.kind:
            baseline = previous[1].baseline
        baseline = baseline or (None if named else _again(one, reading.kind, found))
        party = Parties(method, _in_full(baseline, found) if baseline != method else None)
        found.append(party)
        previous, kind = (one, party), reading.kind
    return _all_as_written(linked, _of_somebody(_in_turn(linked, found), names, text.text), text)


def _earlier(one: Linked, kind: Kind, text: CleanText) -> Phrase | None:
    """The comparison of the sentence before, which the sentence of a change goes on about."""
    return find_earlier(one.scene.text, _sentence_before(text, one.scene)) if kind is Kind.CHANGE else None


def _again(one: Linked, kind: Kind, found: Sequence[Parties]) -> str | None:
    """The last rival, where the value is set against it again: "we surpass it by 3%"."""
    if not is_set_against_again(one, kind):
        return None
    return next((party.baseline for party in reversed(found) if party.baseline), None)


def _in_full(baseline: str | None, found: Sequence[Parties]) -> str | None:
    """A rival of one word as it was told in full before: "the baseline" after "the SlowNet baseline"."""
    if baseline is None or not baseline.isalpha() or not baseline.islower() or not is_system(baseline):
        return baseline
    return next((p.baseline for p in reversed(found) if p.baseline and p.baseline.endswith(f" {baseline}")), baseline)


def _of_somebody(found: list[Parties], names: Names, text: str) -> list[Parties]:
    """Parties, where nothing in the abstract says that its authors propose a system, and so no value is theirs: an audit."""
    if names.proposed is not None or NAMELESS not in {party.method for party in found}:
        return found
    if fragment_pattern("several_sentences").search(text) is None or fragment_pattern("proposes").search(text) is not None:
        return found
    return [Parties(None, party.baseline) if party.method == NAMELESS else party for party in found]


def _spoken_later(subjects: Sequence[Subject], names: Names) -> str | None:
    """Who a sentence goes on to speak of, behind its values, where the paper names nothing of its own."""
    later = (subject.name for subject in subjects if subject.name and not (subject.is_other or subject.contrast))
    return next(later, None) if names.proposed is None else None


def _spoken_before(before: Linked, party: Parties, one: Linked, last: str | None) -> str | None:
    """Which one system the sentence before was about, where it is near and set nobody against another; after a deed, the last."""
    if party.method is not None and is_deed(party.method):
        return last
    near = one.scene.start - before.scene.start - len(before.scene.text) < SENTENCE_GAP
    return party.method if near and party.baseline is None and party.method and is_one_system(party.method) else None


def _agent(agent: Phrase | None, proposed: str) -> str | None:
    """The name of an agent; none for what is proposed itself, "achieved by our CVX"."""
    return (
        None
        if agent is None or agent.text.startswith(proposed) or fragment_pattern("of_ourselves").match(agent.text)
        else agent.text
    )


def _in_passive(one: Linked, spoken_of: str | None, proposed: str, phrase: Phrase | None) -> Parties | None:
    """The parties of a gain that its host suffers: "SlowNet is beaten by CVX by 3%", "SlowNet is improved by 3%"."""
    if spoken_of is None:
        return None
    winner = find_winner(one)
    if winner is not None:
        return Parties(winner.text, spoken_of)
    return Parties(proposed, spoken_of) if phrase is None and is_improved(one) else None


def _in_turn(linked: Sequence[Linked], found: Sequence[Parties]) -> list[Parties]:
    """Parties, where one subject of several stands for as many values: "A and B reach 3% and 5%, respectively"."""
    shared = list(found)
    held: dict[tuple[int, str | None], list[int]] = {}
    for at, one in enumerate(linked):
        held.setdefault((id(one.scene), found[at].method), []).append(at)
    for (_, method), all_places in held.items():
        parts = fragment_pattern("subject_joint").split(method) if method and len(all_places) > 1 else []
        turn = fragment_pattern("respectively").search(linked[all_places[0]].scene.text) if parts else None
        places = [at for at in all_places if turn is not None and linked[at].value.start < turn.start()]
        if len(parts) == len(places) and all(parts):
            for at, part in zip(places, parts, strict=True):
                shared[at] = Parties(part, found[at].baseline)
    return shared


def _owner(one: Linked, owner: Linked | None) -> Linked | None:
    """Whose reference a value is; of two that point at each other, "28.4% vs. 18.8%", the first is no reference."""
    if owner is not None and owner.at == one.reference and _SET_AGAINST & set(one.rules):
        return None
    return owner


def _all_as_written(linked: Sequence[Linked], found: Sequence[Parties], text: CleanText) -> list[Parties]:
    """Parties as the abstract writes them; each name is looked for once in a sentence, and once in the text."""
    written: dict[tuple[int, str | None], str | None] = {}
    places: dict[str, int] = {}
    for one, party in zip(linked, found, strict=True):
        for name in (party.method, party.baseline):
            if (id(one.scene), name) not in written:
                written[id(one.scene), name] = _as_written(name, one.scene, text, places)
    return [
        Parties(written[id(one.scene), party.method], written[id(one.scene), party.baseline])
        for one, party in zip(linked, found, strict=True)
    ]


def _as_written(name: str | None, scene: Scene, text: CleanText, places: dict[str, int]) -> str | None:
    """A name as the abstract writes it, where cleaning changed it: PROMISE-T<sub>x</sub>, S$^2$R.

    `places` remembers where names stand first in the text.
    """
    if not name:
        return name
    at = scene.text.find(name)
    if at >= 0:
        at += scene.start
    else:
        if name not in places:
            places[name] = text.text.find(name)
        at = places[name]
    if at < 0:
        return name
    low, high = text.to_source(at, at + len(name))
    closing = _CLOSING.match(text.source, high)
    if closing and text.source.count(_OPENING[closing.group()], low, high) % 2:
        high = closing.end()
    written = " ".join(text.source[low:high].split())
    return written if written.count("{") == written.count("}") and "\\cite" not in written else name


def _holder(one: Linked, held: tuple[Linked, Phrase] | None) -> Phrase | None:
    """The rival that holds a level, or the one before it in its list: "close to SlowNet's score of 44% and 59%"."""
    holder = find_holder(one)
    if holder is not None or held is None or one.method is not None or one.reference is not None:
        return holder
    is_next = held[0].scene is one.scene and held[0].at == one.at - 1
    return held[1] if is_next and is_list_gap(_between(held[0], one)) else None


def _is_before_after(one: Linked) -> bool:
    """Whether a value and its reference are two states of one thing: from 58.8% to 90.0%."""
    return bool(_BEFORE_AFTER & set(one.rules))


def _party_of_reference(one: Linked, owner: Linked, run: Sequence[Linked], spoken_of: str | None, proposed: str) -> Parties:
    """Whose the value is that another one is set against."""
    if one.method is not None:
        return Parties(one.method.text, None)
    # "compared with 2.6% and 5.9% for SlowNet": the system behind the last of the compared holds them all
    rivals = {other.reference for other in run if other.reference is not None}
    after = next((other.method for other in run if other.at > one.at and other.at in rivals and other.method is not None), None)
    if after is not None and find_opponent(owner, Kind.SCORE, run) is None:
        return Parties(after.text, None)
    holder, is_moved = find_holder(one), False
    earlier = next((other for other in reversed(run) if other.at < one.at), None)
    if holder is None and earlier is not None and earlier.at in rivals and is_list_gap(_between(earlier, one)):
        holder = find_holder(earlier)  # "compared with SlowNet's 6.5% and 59.2%"
    if holder is None:
        opponent = find_opponent(owner, Kind.SCORE, run)
        # the first of two levels is the rival's: "from 93 ms to 21 ms compared to SlowNet"
        starts = opponent is not None and opponent.rule in _STARTING
        is_moved = _is_before_after(owner) and _is_moved(one, run)
        if opponent is not None and (spoken_of is None or starts or is_moved or not _is_before_after(owner)):
            holder = opponent
    if holder is not None:
        return Parties(holder.text, None)
    if is_moved and owner.method is None:
        return Parties(None, None)
    return Parties(spoken_of or (owner.method.text if owner.method else proposed), None)


def _is_moved(one: Linked, run: Sequence[Linked]) -> bool:
    """Whether a level is one that somebody else's work started from: "CVX raises the accuracy from 61% to 70%"."""
    text = one.scene.text
    if fragment_pattern("moves_level").search(text, max(0, one.value.start - MOST_BEFORE_LEVEL), one.value.start):
        return True
    before = [other for other in run if other.at < one.at]
    if len(before) < PAIR or not fragment_pattern("next_pair").fullmatch(text, before[-1].value.end, one.value.start):
        return False
    return before[-1].reference == before[-2].at and _is_moved(before[-2], run)


def _between(one: Linked, other: Linked) -> str:
    return one.scene.text[one.value.end : other.value.start]


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
    if spoken_of is not None and proposed != NAMELESS and not spoken_of.startswith(proposed):
        # "improves CVX from 51% to 81%" and "CVX improves from 51% to 81%" with what is proposed
        return proposed, baseline or spoken_of
    return method, baseline


def _rival(one: Linked, subjects: Sequence[Subject], run: Sequence[Linked], proposed: str, *, is_score: bool) -> str | None:
    """The other of two systems in contrast: "SlowNet reaches 46%, whereas CVX reaches 61%" sets CVX against SlowNet."""
    following = next((subject for subject in subjects if subject.start > one.value.start), None)
    begun = [subject for subject in subjects if subject.start <= one.value.start]
    contrasted = following if begun and following is not None and following.contrast else None
    if contrasted and contrasted.name and (begun[-1].name is None or _leads(one, begun[-1], contrasted, run, proposed)):
        return contrasted.name if is_score else None
    if len(begun) > 1 and begun[-2].contrast and begun[-2].is_other:
        return begun[-2].name  # "while earlier methods fail, CVX reaches"
    if len(begun) < 2 or not begun[-1].contrast or begun[-2].name is None:
        return None
    if is_score and fragment_pattern("moves_it").search(one.scene.text, begun[-1].start, one.value.start):
        return begun[-2].name  # "Stage I reaches 46%, while Stage II lifts it to 61%"
    if _leads(one, begun[-2], begun[-1], run, proposed):
        return None
    return begun[-2].name if begun[-1].name is None or proposed == NAMELESS or begun[-2].is_other else None


def _leads(one: Linked, first: Subject, second: Subject, run: Sequence[Linked], proposed: str) -> bool:
    """Whether of two named systems in contrast, neither the paper's own, the first does better, and so carries the second."""
    if proposed != NAMELESS or None in {first.name, second.name} or first.is_other:
        return False
    firsts = [other.value.value for other in run if first.start <= other.value.start < second.start]
    seconds = [other.value.value for other in run if other.value.start >= second.start]
    if not firsts or not seconds:
        return False
    falls = one.metric is not None and one.metric.metric is not None and one.metric.metric.higher_is_better is False
    return (firsts[-1] < seconds[0]) if falls else (firsts[-1] > seconds[0])


def _goes_on(before: Linked, one: Linked, phrase: Phrase | None) -> bool:
    """Whether a value belongs to the list of the one before it, so that its comparison holds on."""
    return "same-list" in one.rules or (phrase is None and carries_on(before, one))


def _is_about_proposed(one: Linked, subjects: Sequence[Subject]) -> bool:
    """Whether the clause is about the proposed system: "CVX reaches 35% for ResNet", "we achieve 35% for ResNet" are CVX's."""
    subject = subject_at(subjects, one.value.start)
    if subject is None or subject.name is not None:
        return False
    return not subject.is_we or fragment_pattern("we_reach").match(one.scene.text, subject.start, one.value.start) is not None


def _is_means(one: Linked, owner: str | None) -> bool:
    """Whether the system behind a level was only used by its owner: "CVX loses little: 51% with ResNet"."""
    if one.method is None or one.method.text == owner or one.reference is not None or owner is None:
        return False
    return fragment_pattern("used_with").search(one.scene.text, one.value.end, one.method.start) is not None


def _as_built(one: Linked, subjects: Sequence[Subject], proposed: str) -> str:
    """The proposed system, or the one build of it that the authors speak of: "we evaluate our CVX-30B"."""
    subject = subject_at(subjects, one.value.start)
    if subject is None or not subject.is_we:
        return proposed
    own = {system.text for system in one.scene.systems if system.end <= one.value.start and system.text.startswith(proposed)}
    return own.pop() if len(own) == 1 else proposed


def _sentence_before(text: CleanText, scene: Scene) -> str:
    """The sentence before that of a scene."""
    before = text.text[max(0, scene.start - MOST_BEFORE) : scene.start].rstrip()
    return before[max(before.rfind(mark, 0, -1) for mark in (". ", "? ", "! ")) + 1 :]


def _subject(one: Linked, subjects: Sequence[Subject]) -> str | None:
    """Who the clause of a value is about; before the first subject, the first: "with 4% WER, CVX is"."""
    subject = subject_at(subjects, one.value.start)
    if subject is None and one.value.rule in _VERBS:
        doubler = next((system for system in one.scene.systems if 0 <= one.value.start - system.end <= 1), None)
        return doubler.text if doubler else None
    if subject is None and subjects and not (subjects[0].is_antecedent or subjects[0].contrast) and is_fronted(one.scene.text):
        subject = subjects[0]
    return subject.name if subject is not None else None
