"""Whose clause it is: the grammatical subject in force at each place of a sentence, where it is a system.

In: a folded sentence with its mentions. Out: `Subject`s, in text order; each holds from its offset on. The words that steer
the reading are data: `rules/subjects.yaml`.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.interpret.subject_heads import (
    find_doer,
    head_of,
    is_agent,
    is_build,
    is_doing,
    is_system_head,
    is_unknown_name,
    named_last,
    subject_phrase,
    without_size,
)
from extract.interpret.subject_words import subject_patterns, subject_words
from extract.naming.names import Names
from extract.normalise.spans import Spans, within
from extract.recognise.masks import sign_index
from extract.recognise.noun_phrases import Token, is_system
from extract.recognise.scenes import NameMention, Scene
from rules.loader import fragment_pattern

MEANS = 200  # characters before a subject in which what its clause opens with stands
NOUN = 80  # characters before "which", or before a system, in which its noun or its preposition stands
_TELLING = re.compile(r"[A-Z].*[A-Z\d]")  # FastNet, but no Experiments
_BRACKETED_LIST = re.compile(r"\((?:[^\s(),]+, ){1,8}(?:and )?[^\s(),]+\)")
_BRACKETED_NAME = re.compile(r" \(([A-Z][\w-]*[A-Z\d][\w-]*)\)")  # the condensed network (CDRR)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is spoken of from `start` on; `name` is None for what the paper proposes; `contrast` after "while", "but".

    `is_we`: the authors, who may speak of any system.
    `is_other`: the words say that it is not what the paper proposes: a baseline, an existing method.
    """

    start: int
    name: str | None
    contrast: bool = False
    is_other: bool = False
    is_we: bool = False
    is_antecedent: bool = False  # spoken of in a relative clause


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch between two boundaries of the folded sentence."""

    start: int
    end: int
    opened_by: str


def find_subjects(scene: Scene, names: Names) -> list[Subject]:
    """The systems that the clauses of a sentence are about."""
    text, patterns = scene.mask.text, subject_patterns()
    segments = _segments(text)
    verbs = [_verb(text, segment, is_first=not at) for at, segment in enumerate(segments)]
    first_verb = next((at for at, verb in enumerate(verbs) if verb is not None), len(verbs))
    found: list[Subject] = []
    for at, (segment, verb) in enumerate(zip(segments, verbs, strict=True)):
        if verb is None:
            continue
        start = segment.start
        if segment.opened_by == "joined" and at and verbs[at - 1] is None:
            if segments[at - 1].opened_by == "which" or not text[start:verb].strip(" ,"):
                continue
            if not patterns.proposed.match(text, start):
                start = _list_start(text, segments, verbs, at - 1)  # "expert and crowd annotators assign"
        opening = patterns.opening.match(text, start, verb)
        if opening:
            start = opening.end()
        contrast = segment.opened_by == "contrast"
        if not text[start:verb].strip(" ,"):
            if segment.opened_by == "which":
                antecedent = patterns.antecedent.search(text, max(0, segment.start - NOUN), segment.start)
                if antecedent:
                    name = scene.systems[sign_index(antecedent["system"])].text
                    low = scene.mask.to_sentence(segment.start)
                    found.append(Subject(low, None if name == names.proposed else name, contrast, is_antecedent=True))
                continue
            apposed = _apposed(text, segments, verbs, at)
            if apposed is None:
                continue
            opening = patterns.opening.match(text, apposed, verb)
            start = opening.end() if opening else apposed
        elif segment.opened_by == "which" and not (
            patterns.proposed.match(text, start) or patterns.where_named.match(text, start)
        ):
            continue
        if found and patterns.pronoun.fullmatch(text[start:verb].strip()):
            continue  # the subject goes on
        leads = segment.opened_by == "said" or at == first_verb or text[: segment.start].rstrip().endswith((":", ";"))
        subject = _read(scene, start, verb, names, contrast=contrast, may_do=leads)
        if subject is not None and subject.name is not None and _is_after_means(scene, start, names.proposed):
            subject = replace(subject, name=None)  # "with CVX, SlowNet reaches"
        if subject is not None:
            low = scene.mask.to_sentence(segment.start)
            is_back = bool(found) and subject.start < found[-1].start < low  # "GPT-4o, which we ran too, reaches"
            found.append(replace(subject, start=low) if is_back else subject)
    return _with_absolutes(_with_presented(_with_identified(found, scene, names), scene, names), scene, names)


def _with_presented(found: list[Subject], scene: Scene, names: Names) -> list[Subject]:
    """Subjects, and what the authors present besides: "we also train CVX-XL, a larger model, outperforming SlowNet"."""
    is_told = "we " in scene.mask.text or "We " in scene.mask.text
    match = subject_patterns().presented.search(scene.mask.text) if is_told else None
    if match is None:
        return found
    low, high = scene.mask.to_sentence(match.start("what")), scene.mask.to_sentence(match.end("what"))
    taken = subject_phrase(scene.text, low, high)
    if not taken or taken[-1].end < high:
        return found
    named = within(scene.systems, low, high)
    is_kind = match["besides"] is not None and (is_system(taken[-1].low) or _TELLING.search(taken[-1].text) is not None)
    if not (named and named[-1].end == taken[-1].end) and not is_kind:
        return found
    if scene.bed_spans.meet(low, high):
        return found
    name = named[-1].text if named and named[-1].end == taken[-1].end else scene.text[taken[0].start : taken[-1].end]
    spoken = Subject(high, None if name == names.proposed else name, is_antecedent=True)
    return sorted([*found, spoken], key=lambda subject: subject.start)


def _with_identified(found: list[Subject], scene: Scene, names: Names) -> list[Subject]:
    """Subjects, with the one that a sentence about the best of several names: "the best model was CVX with 55.1%"."""
    told: list[Subject] = []
    spans: list[NameMention] = []
    for match in subject_patterns().superlative.finditer(scene.mask.text):
        named = subject_patterns().is_named.match(scene.mask.text, match.end())
        taken = subject_phrase(scene.text, scene.mask.to_sentence(named.end()), len(scene.text)) if named else []
        if not taken:
            continue
        low, high = scene.mask.to_sentence(match.start()), taken[-1].end
        name = scene.text[taken[0].start : high]
        is_ours = names.proposed in {name, *(mention.text for mention in within(scene.systems, taken[0].start, high))}
        spans.append(NameMention(low, high, name))
        told.append(Subject(low, None if is_ours else name))
    if not told:
        return found
    taken_over = Spans(spans)
    kept = [subject for subject in found if not taken_over.hold(subject.start, subject.start + 1)]
    return sorted([*kept, *told], key=lambda subject: subject.start)


def _with_absolutes(found: list[Subject], scene: Scene, names: Names) -> list[Subject]:
    """Subjects, and those that a participle speaks of: "CVX is small, with CVX-3B reaching 55.1%"."""
    if "with " not in scene.mask.text:
        return found
    spoken = []
    for match in subject_patterns().absolute.finditer(scene.mask.text):
        name = scene.systems[sign_index(match["system"])].text
        low = scene.mask.to_sentence(match.start())
        spoken.append(Subject(low, None if name == names.proposed else name, is_antecedent=True))
    return sorted([*found, *spoken], key=lambda subject: subject.start)


def is_one_system(name: str) -> bool:
    """Whether a phrase tells of a single system, which later sentences may go on about; no class of them, and no people.

    >>> [is_one_system(name) for name in ("CVX", "calibration system", "language models", "threshold tuning", "experts")]
    [True, True, False, False, False]
    """
    last = name.rsplit(maxsplit=1)[-1]
    is_deed = name.split(maxsplit=1)[0].endswith("ing")
    is_many = (
        is_deed or last.lower().endswith(("s", "ing")) or last.lower() in subject_words().doing_heads | subject_words().people
    )
    return _TELLING.search(last) is not None or not is_many


def is_deed(name: str) -> bool:
    """Whether a phrase tells what was done: "asking for the date first"."""
    first, _, rest = name.partition(" ")
    return first.endswith("ing") and bool(rest)


def is_fronted(sentence: str) -> bool:
    """Whether a sentence opens with an adverbial, so that a value may stand before its subject: "with 4% WER, CVX is"."""
    return subject_patterns().adverbial.match(sentence) is not None


def subject_at(subjects: Sequence[Subject], offset: int) -> Subject | None:
    """The subject in force at an offset: the last that began before it."""
    at = bisect_right(subjects, offset, key=lambda subject: subject.start)
    return subjects[at - 1] if at else None


def _segments(text: str) -> list[_Segment]:
    segments: list[_Segment] = []
    start, opened_by = 0, "mark"
    lists = [match.span() for match in _BRACKETED_LIST.finditer(text)] if "(" in text else []
    for match in subject_patterns().boundary.finditer(text):
        if any(low < match.start() < high for low, high in lists):
            continue  # "models (FastNet, SlowNet, BigNet) reach"
        segments.append(_Segment(start, match.start(), opened_by))
        start, opened_by = match.end(), str(match.lastgroup)
    segments.append(_Segment(start, len(text), opened_by))
    return segments


def _verb(text: str, segment: _Segment, *, is_first: bool) -> int | None:
    """Where the first finite verb of a segment begins; at the head of a sentence, not that of "models that use"."""
    for match in subject_patterns().verb.finditer(text, segment.start, segment.end):
        if subject_patterns().noun_after.match(text, match.end()):
            continue
        if subject_patterns().attribute.fullmatch(text, segment.start, match.end()) and subject_patterns().described.match(
            text, match.end()
        ):
            continue  # "even advanced models reach"
        if text.endswith(" that ", 0, match.start()) and match.start() > segment.start:
            if is_first or segment.opened_by in {"said", "contrast"}:
                continue
            return None
        return int(match.start())
    return None


def _apposed(text: str, segments: Sequence[_Segment], verbs: Sequence[int | None], at: int) -> int | None:
    """Where the subject begins of which the verb is parted by something in commas.

    "CVX, a small model, reaches"; "probing, which freezes the encoder and trains a head, reaches".
    """
    if segments[at].opened_by != "mark":
        return None
    for before in range(at - 1, max(0, at - 4), -1):
        if segments[before].opened_by == "which" or (before == at - 1 and verbs[before] is None):
            first = segments[before - 1]
            plain = verbs[before - 1] is None and text[first.start : first.end].strip()
            named = segments[before - 2] if before > 1 and segments[before - 1].opened_by == "mark" else None
            if named and subject_patterns().describing.match(text, first.start) and _is_name_alone(text, named):
                return named.start  # "CVX, our full model trained on images, without tricks, reaches"
            if plain and is_system(plain.rsplit(" ", 1)[-1].lower()) and _is_name_alone(text, segments[before]):
                return segments[before].start  # "the resulting model, CVX, reaches"
            if plain and subject_patterns().superlative.fullmatch(plain.lower()):
                return segments[before].start  # "the best setup, CVX with two heads, reaches"
            return first.start if plain and segments[before].opened_by in {"which", "mark"} else None
    return None


def _list_start(text: str, segments: Sequence[_Segment], verbs: Sequence[int | None], at: int) -> int:
    """Where a list of names begins of which a segment holds the last but one: "FastNet, SlowNet and BigNet reach"."""
    while at and segments[at].opened_by == "mark" and verbs[at - 1] is None and _is_name_alone(text, segments[at]):
        if not _is_name_alone(text, segments[at - 1]):
            break
        at -= 1
    return segments[at].start


def _is_name_alone(text: str, segment: _Segment) -> bool:
    return subject_patterns().name_alone.fullmatch(text, segment.start, segment.end) is not None


def _read(scene: Scene, start: int, verb: int, names: Names, *, contrast: bool, may_do: bool) -> Subject | None:
    """The subject between two folded offsets; None where it is no system, but an experiment or a metric.

    `may_do`: the phrase may begin with a verb in -ing, "disabling a head of SlowNet".
    """
    low, high = scene.mask.to_sentence(start), scene.mask.to_sentence(verb)
    folded = scene.mask.text[start:verb].strip()
    if subject_patterns().proposed.fullmatch(folded) or subject_patterns().proposed.fullmatch(folded.rpartition(" ")[2]):
        return Subject(low, None, contrast, is_we=folded.rpartition(" ")[2].lower() == "we")
    if subject_patterns().of_ours.fullmatch(folded) or subject_patterns().pointing.fullmatch(folded):
        return Subject(low, None, contrast)
    measured = subject_patterns().measured.fullmatch(folded)
    if measured:
        name = measured["name"] or scene.systems[sign_index(measured["system"])].text
        return Subject(low, None if name == names.proposed else name, contrast)
    taken = subject_phrase(scene.text, low, high)
    if not taken or _is_judge(scene.text, taken):
        return None
    if subject_patterns().with_ours.search(scene.mask.text, start, verb) or _is_with(scene, low, high, names.proposed):
        return Subject(low, None, contrast)
    if is_doing(scene.text, taken):
        return Subject(low, find_doer(scene, taken, high, names.proposed), contrast) if may_do else None
    taken = without_size(named_last(taken))
    text = scene.text[taken[0].start : taken[-1].end]
    bracketed = _BRACKETED_NAME.match(scene.text, taken[-1].end, high)
    text = names.shorts.get(text, bracketed[1] if bracketed is not None and is_system(taken[-1].low) else text)
    if is_system(taken[-1].low) and subject_patterns().like.match(scene.text, taken[-1].end, high):
        examples = within(scene.systems, taken[-1].end, high)
        if examples and not any(mention.text == names.proposed for mention in examples):
            return Subject(low, scene.text[examples[0].start : examples[-1].end], contrast, is_other=True)
    joined = subject_patterns().joined.fullmatch(scene.text, taken[-1].end, high)
    named = within(scene.systems, taken[0].start, high if joined else taken[-1].end)
    several = joined is not None and len(named) > 1
    if subject_patterns().compound.fullmatch(text):
        return Subject(low, text, contrast)  # "SlowNet + CVX"
    if names.proposed is not None and is_build(text, names.proposed):
        return Subject(low, text, contrast)  # "CVX 3B"
    if names.proposed is not None and not several and names.proposed in {text, *(mention.text for mention in named)}:
        return Subject(low, None, contrast)
    if names.proposed is not None and not several and text.lower() == names.proposed.lower():
        return Subject(low, None, contrast)  # "careful sweeping reaches", of Careful Sweeping
    if (
        subject_words().people & {taken[0].low}
        and not subject_words().people & {taken[-1].low}
        and taken[-1].low not in subject_words().doing_heads
    ):
        return Subject(low, taken[0].text, contrast, is_other=True)  # "human performance is"
    if scene.metric_spans.meet(taken[-1].start, taken[-1].end):
        return None
    if names.proposed is not None and len(taken) == 1 and not several and text.startswith(f"{names.proposed}-"):
        return Subject(low, text, contrast)  # "CVX-118K improves", where CVX-118K may be its data
    is_other = bool(subject_words().others & {token.low for token in taken})
    if is_other and taken[-1].low in subject_words().works:
        return Subject(low, text, contrast, is_other=True)  # "earlier work reaches"
    if not named and not is_unknown_name(scene, taken):
        head = head_of(taken, joined.group() if joined else "")
        rest = scene.text[taken[-1].end : high] + " "
        owned = subject_patterns().owned.match(scene.mask.text, start) is not None
        # "our lottery ticket wins", where the paper has no name for it, but no "our experiments show"
        is_ours = (
            owned and names.proposed is None and len(taken) > 1 and not rest.strip() and head not in subject_words().not_subjects
        )
        if not is_ours and not is_system_head(head, taken, rest, has_name=names.proposed is not None):
            does = taken[0].low.endswith("ing")
            if (does and not may_do) or not is_agent(scene, (start, verb), taken, head, rest):
                return None
            return Subject(low, f"{text}{rest}".strip() if does else text, contrast)  # "asking for the date first"
        if owned and (is_ours or is_system(head)) and subject_words().others.issuperset(token.low for token in taken[:-1]):
            return Subject(low, None, contrast)  # "our detector" has no other name
        is_plain = is_system(head) and not head.endswith("s") and not is_other
        if names.proposed is not None and (owned or is_plain):
            return Subject(low, None, contrast)  # "the resulting model", where the paper has a name for it
        if len(taken) == 1 and is_plain and scene.mask.text[start : start + 4].lower() == "the ":
            return Subject(low, None, contrast)  # "the tokenizer" of which all speak
        every = subject_patterns().every.match(scene.text, low) if len(taken) == 1 else None
        text = every.group().strip() + " " + text if every else text
        if head != taken[-1].low and is_system(head) and subject_patterns().goes_on.fullmatch(rest):
            text = f"{text}{rest}".strip()  # "models trained on the full set with a smaller head"
    apart = fragment_pattern("tells_apart").match(scene.text, taken[-1].end, high) if named and not joined else None
    if apart is not None:
        text += apart.group()  # "SlowNet using chain-of-thought fails"
    return Subject(low, text + joined.group().rstrip() if joined else text, contrast, is_other=is_other)


def _is_judge(text: str, taken: Sequence[Token]) -> bool:
    """Whether people judge what a system made: in "nurses judged 71% of the alarms to be useful", the alarms are the system's."""
    people = [token for token in taken if token.low in subject_words().people]
    return bool(people) and subject_patterns().judging.match(text, people[-1].end) is not None


def _is_with(scene: Scene, low: int, high: int, proposed: str | None) -> bool:
    """Whether a phrase tells what is done with the proposed system: "training SlowNet with CVX"."""
    if proposed is None:
        return False
    return any(
        mention.text == proposed and subject_patterns().means.search(scene.text, max(low, mention.start - NOUN), mention.start)
        for mention in within(scene.systems, low, high)
    )


def _is_after_means(scene: Scene, start: int, proposed: str | None) -> bool:
    """Whether a clause opens with the proposed system as the means, before its subject at a folded offset."""
    if proposed is None or not scene.mask.text.endswith(", ", 0, start):
        return False
    match = subject_patterns().fronted_means.search(scene.mask.text, max(0, start - MEANS), start)
    return match is not None and scene.systems[sign_index(match["system"])].text == proposed
