"""What stands around a value: task, conditions, aggregate, uncertainty.

In: the linked values of an abstract and whose they are. Out: for each value the phrases of its sentence that hold for it.
What stands before the first value or behind the last holds for all of that half of the sentence, unless one of its sort
stands nearer; what stands between two values belongs to the one it stands beside, and to those listed with that one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from extract.interpret.parties import Parties
from extract.linking.link_datasets import COSTLY_FORMS
from extract.linking.linked import Linked
from extract.normalise.spans import Spans, within
from extract.recognise.phrases import Phrase
from extract.recognise.scenes import NameMention, Scene
from rules.loader import compile_pattern, fragment_pattern

BEFORE = 90  # characters before a system that are looked at for what leads to it
LIST_GAP = 45  # characters between two values that share what stands behind the second
CLOSE = 12  # characters between an average and the metric that it is one of
OPENER = 200  # characters before a phrase in which what opens its clause begins
JOINT = 8  # characters of "and" with its blanks
MEANS = "system-as-means"
RIVALS = frozenset({"against-value", "against-values-next"})  # cues of a rival behind its own value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Phrases that hold for one value."""

    task: str | None
    conditions: tuple[str, ...]
    aggregate: str | None
    uncertainty: str | None


@dataclass(frozen=True, slots=True)
class _Held:
    """A phrase that holds for a value: `beside` it, or for all of its half of the sentence."""

    phrase: Phrase
    beside: bool


def find_surroundings(linked: Sequence[Linked], parties: Sequence[Parties], *, proposed: str | None = None) -> list[Surroundings]:
    """The phrases that hold for each value of an abstract; what is `proposed` is no setting of its own values."""
    scenes: dict[int, list[Linked]] = {}
    for one in linked:
        scenes.setdefault(id(one.scene), []).append(one)
    held: dict[tuple[int, int], tuple[list[_Held], list[_Held], list[_Held], list[Phrase]]] = {}
    before: dict[int, set[int]] = {}
    for key, run in scenes.items():
        scene = run[0].scene
        before[key] = {one.reference for one in run if one.reference is not None}
        spans = [(one.value.start, one.value.end) for one in run]
        conditions = _share_out(scene, spans, _with_means(scene))
        aggregates = _share_out(scene, spans, scene.aggregates)
        tasks = _share_out(scene, spans, _tasks(scene))
        for at, one in enumerate(run):
            held[key, one.at] = conditions[at], aggregates[at], tasks[at], _uncertainty(scene, spans, at)
    found = []
    for one, party in zip(linked, parties, strict=True):
        conditions_, aggregates_, tasks_, uncertainty = held[id(one.scene), one.at]
        found.append(
            Surroundings(
                task=_nearest(tasks_, one),
                conditions=_conditions(
                    one, (party.method, party.baseline, proposed), conditions_, is_before=one.at in before[id(one.scene)]
                ),
                aggregate=_aggregate(one, aggregates_),
                uncertainty=uncertainty[0].text if uncertainty else None,
            )
        )
    return found


def _share_out(scene: Scene, spans: Sequence[tuple[int, int]], phrases: Sequence[Phrase]) -> list[list[_Held]]:
    """Which phrases of one family hold for which value."""
    held: list[list[_Held]] = [[] for _ in spans]
    if not phrases:
        return held
    text, starts = scene.text, [start for start, _ in spans]
    inside = _rules_between(spans, phrases)

    def parted(at: int, phrase: Phrase, *, all_along: bool = False) -> bool:
        """Whether between a value and the next another half of the sentence begins, or another phrase of the same sort stands."""
        gap = spans[at][1], spans[at + 1][0]
        return phrase.rule in inside[at] or (text.find(";", *gap) >= 0 if all_along else scene.places(_parts()).between(*gap))

    for at, phrase in _in_step(scene, spans, phrases):
        held[at].append(_Held(phrase, beside=True))
    shared = {id(h.phrase) for mine in held for h in mine}
    phrases = [phrase for phrase in phrases if id(phrase) not in shared]
    forward = False  # whether the phrase before goes with the value behind it
    last: Phrase | None = None
    for phrase in phrases:
        count = bisect_left(starts, phrase.start)  # values before the phrase
        listed = last is not None and _list_gap().fullmatch(text, last.end, phrase.start) is not None
        if not listed:
            forward = phrase.leads or count == 0 or _goes_forward(scene, spans, count, phrase)
        last = phrase
        if forward and count < len(spans):
            first = count
            beside = True
            for at in range(first, len(spans)):
                if at > first and parted(at - 1, phrase, all_along=count == 0):
                    break
                beside = at == first or (beside and _is_listed(scene.text, spans, at))
                held[at].append(_Held(phrase, beside=beside))
        elif count and not scene.places(_leaves()).between(spans[count - 1][1], phrase.start):
            loose = count == len(spans)  # behind the last value: for all of its half
            for at in range(count - 1, -1, -1):
                if at < count - 1:
                    if parted(at, phrase):
                        break
                    gap = spans[at][1], spans[at + 1][0]
                    if not loose and any(_bed_of_next().fullmatch(text, gap[0], d.start) for d in within(scene.datasets, *gap)):
                        break  # "52.6 AP, and on the other 38.4 AP for rare ones, ..."
                    if (not loose and gap[1] - gap[0] > LIST_GAP) or (
                        scene.unclosed(*gap) > 0 and scene.unclosed(spans[at][1], phrase.start) > 0
                    ):
                        break  # "95.05 (94.6 for rows ..."
                held[at].append(_Held(phrase, beside=at == count - 1))
    return [
        [h for h in mine if not spans[at][0] < h.phrase.end or not h.phrase.start < spans[at][1]] for at, mine in enumerate(held)
    ]


def _is_listed(text: str, spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a value goes on the list that the one before it stands in."""
    return fragment_pattern("value_gap").fullmatch(text, spans[at - 1][1], spans[at][0]) is not None


def _goes_forward(scene: Scene, spans: Sequence[tuple[int, int]], count: int, phrase: Phrase) -> bool:
    """Whether a phrase between two values opens the stretch of the second."""
    if count == len(spans):
        return False
    left, right = spans[count - 1][1], spans[count][0]
    if scene.places(_leaves()).between(left, phrase.start):
        return True  # another clause has begun, that of the value behind
    if fragment_pattern("subject_next").match(scene.text, phrase.end, right):
        return True  # "on Speech recognition it needs half the time"
    if _subject_ahead().search(scene.text, max(left, phrase.start - OPENER), phrase.start):
        return True  # ", and the recall at 90% precision rises by"
    bracketed = _bracket().match(scene.text, phrase.end, right) is not None
    if bracketed and not scene.has_closing(phrase.end, right) and scene.unclosed(left, phrase.start) <= 0:
        return True  # "tagging (81%) and parsing (76%)"
    return _opens().search(scene.text[max(left, phrase.start - OPENER) : phrase.start]) is not None


def _rules_between(spans: Sequence[tuple[int, int]], phrases: Sequence[Phrase]) -> list[set[str]]:
    """By which rules phrases stand between each value and the next."""
    ends = [end for _, end in spans]
    rules: list[set[str]] = [set() for _ in spans]
    for phrase in phrases:
        at = bisect_right(ends, phrase.start) - 1
        if at >= 0 and at + 1 < len(spans) and phrase.end <= spans[at + 1][0]:
            rules[at].add(phrase.rule)
    return rules


def _in_step(scene: Scene, spans: Sequence[tuple[int, int]], phrases: Sequence[Phrase]) -> list[tuple[int, Phrase]]:
    """As many phrases in one list as values in one list: "3% and 5% under noise and under blur, respectively".

    Three or more go in step without a word for it: "on A, B and C by 2%, 3% and 4%". The data sets that they are settings of
    may stand between them: "on A with 1 label, B with 4 labels and C with 10 labels".
    """
    text = scene.text
    pairs: list[tuple[int, Phrase]] = []
    values = _runs(range(len(spans)), lambda _, b: _is_listed(text, spans, b))
    fewest = 2 if _in_turn().search(text) else 3

    def goes_on(a: Phrase, b: Phrase) -> bool:
        beds = within(scene.datasets, a.end, b.start)
        if len(beds) == 1:
            before = _list_gap().fullmatch(text, a.end, beds[0].start)
            return before is not None and _setting_of().fullmatch(text, beds[0].end, b.start) is not None
        return a.rule == b.rule and _list_gap().fullmatch(text, a.end, b.start) is not None

    for run in _runs(phrases, goes_on):
        if len(run) < fewest:
            continue
        fitting = [
            one
            for one in values
            if len(one) == len(run) and (spans[one[-1]][1] <= run[0].start or run[-1].end <= spans[one[0]][0])
        ]
        if fitting:
            nearest = min(fitting, key=lambda one: abs(spans[one[0]][0] - run[0].start))
            pairs += zip(nearest, run, strict=True)
    return pairs


def _runs(members: Iterable[T], goes_on: Callable[[T, T], bool]) -> list[list[T]]:
    """Members of a sequence in stretches of neighbours that go on from each other."""
    runs: list[list[T]] = []
    for member in members:
        if runs and goes_on(runs[-1][-1], member):
            runs[-1].append(member)
        else:
            runs.append([member])
    return runs


def _nearest(held: Sequence[_Held], one: Linked) -> str | None:
    """Of the tasks that hold for a value, the one beside it, else the nearest."""
    nearest = [h.phrase for h in held if h.beside][-1:] or sorted(
        (h.phrase for h in held), key=lambda p: p.start - one.value.end if p.start >= one.value.end else one.value.start - p.end
    )
    return nearest[0].text if nearest else None


def _conditions(one: Linked, names: Sequence[str | None], held: Sequence[_Held], *, is_before: bool) -> tuple[str, ...]:
    """The settings of a value, but for what is its method, baseline or data set.

    Of a pair, what was done led to the second: "from 51% to 82% with only 3k samples".
    """
    beside = {h.phrase.rule for h in held if h.beside}
    said = [f" {name.lower()} " for name in names if name]
    owned = [f" {name.lower()} " for name in (names[0], names[-1]) if name]
    nearest = _nearest_of_rule(one, held)
    texts = []
    for h in held:
        if not h.beside and h.phrase.rule in beside and h.phrase.rule != MEANS:
            continue
        if h.phrase.deed and is_before:
            continue
        if not h.beside and _is_farther(one, h.phrase, nearest):
            continue
        low = f" {h.phrase.text.lower()} "
        if not h.phrase.sure and one.scene.bed_spans.meet(h.phrase.start, h.phrase.end):
            continue
        if any(low in name or name in low for name in (owned if h.phrase.deed and h.phrase.rule == MEANS else said)):
            continue  # "raises LLM-7B from 51% to 82%" is about LLM-7B, and relative to it
        if one.metric is not None and one.metric.start < h.phrase.end and h.phrase.start < one.metric.end:
            continue  # "faster during training" is a training speed
        texts.append(_spelt_out(h.phrase, one.scene))
    return tuple(dict.fromkeys(texts))


def _spelt_out(phrase: Phrase, scene: Scene) -> str:
    """A setting with its pronoun replaced by what the one before it is a share of: "10% of the labels ... all of them"."""
    pronoun = _them().search(phrase.text)
    if pronoun is None:
        return phrase.text
    before = (_share_of().search(p.text) for p in reversed(scene.conditions) if p.rule == phrase.rule and p.end <= phrase.start)
    share = next((match for match in before if match is not None), None)
    return phrase.text[: pronoun.start()] + share["whole"] if share is not None else phrase.text


def _nearest_of_rule(one: Linked, held: Sequence[_Held]) -> dict[tuple[str, bool], int]:
    """How near the nearest phrase of each rule stands before a value, and behind it."""
    nearest: dict[tuple[str, bool], int] = {}
    for h in held:
        side = h.phrase.rule, h.phrase.end <= one.value.start
        nearest[side] = min(_distance(one, h.phrase), nearest.get(side, len(one.scene.text)))
    return nearest


def _is_farther(one: Linked, phrase: Phrase, nearest: Mapping[tuple[str, bool], int]) -> bool:
    """Whether on the other side of a value a phrase of the same rule stands nearer."""
    other = nearest.get((phrase.rule, phrase.end > one.value.start))
    return other is not None and other < _distance(one, phrase)


def _distance(one: Linked, phrase: Phrase) -> int:
    """The characters between a value and a phrase that stands before or behind it."""
    return one.value.start - phrase.end if phrase.end <= one.value.start else phrase.start - one.value.end


def _aggregate(one: Linked, held: Sequence[_Held]) -> str | None:
    """What a value sums up; one on a data set of its own sums up no several that stand elsewhere."""
    for h in sorted(held, key=lambda h: not h.beside):
        costly = one.value.form in COSTLY_FORMS
        if not h.beside and ((one.datasets and not _leads_to_metric(h.phrase, one)) or (h.phrase.several and costly)):
            continue
        if h.phrase.several and costly and one.scene.places(_parts()).between(h.phrase.end, one.value.start):
            continue  # "is best across eight tasks, while it needs half the time"
        if h.phrase.several and one.scene.bed_spans.meet(h.phrase.start, h.phrase.end):
            continue
        if one.scene.places(_exemplifies()).between(h.phrase.end, one.value.start):
            continue
        return h.phrase.text
    return None


def _uncertainty(scene: Scene, spans: Sequence[tuple[int, int]], at: int) -> list[Phrase]:
    """The spread behind a value; a p-value behind a list is that of each of its values."""
    after = spans[at + 1][0] if at + 1 < len(spans) else len(scene.text)
    found = [p for p in scene.uncertainty if spans[at][1] <= p.start < after]
    if not found and at + 1 < len(spans) and _is_listed(scene.text, spans, at + 1):
        return [p for p in _uncertainty(scene, spans, at + 1) if p.several]
    return found


def _leads_to_metric(phrase: Phrase, one: Linked) -> bool:
    """Whether a phrase stands before the very metric of a value, so that it goes wherever that goes: an average accuracy."""
    return (
        not phrase.several and one.metric is not None and phrase.end <= one.metric.end and one.metric.start - phrase.end < CLOSE
    )


def _tasks(scene: Scene) -> list[Phrase]:
    """The tasks of a sentence, but for what is part of a name or of what a system is set against."""
    taken = Spans((*scene.systems, *scene.baselines))
    return [t for t in scene.tasks if not taken.hold(t.start, t.end)]


def _with_means(scene: Scene) -> list[Phrase]:
    """The settings of a sentence, with the systems that only served to measure: "28 AP for VGG-16"."""
    found = _means(scene)
    spans = {(phrase.start, phrase.end) for phrase in found}
    # "compared with 61.3 for SlowNet and 64.0 for the plain model": a rival behind its value is no setting
    rivals = {phrase.start for phrase in scene.baselines if phrase.rule in RIVALS}
    conditions = [phrase for phrase in scene.conditions if (phrase.start, phrase.end) not in spans and phrase.start not in rivals]
    taken = Spans(conditions)
    means = [phrase for phrase in found if not taken.meet(phrase.start, phrase.end)]
    return sorted([*conditions, *means], key=lambda phrase: phrase.start)


def _means(scene: Scene) -> list[Phrase]:
    found: list[Phrase] = []
    rivals = Spans(scene.baselines)
    previous: NameMention | None = None
    for name in scene.systems:
        text = scene.text
        low, worked = max(0, name.start - BEFORE), False
        lead = _means_lead().search(text, low, name.start)
        if lead is None and fragment_pattern("means_worked_then").match(text, name.end) is not None:
            lead = fragment_pattern("means_worked").search(text, low, name.start)
            worked = lead is not None
        goes_on = previous is not None and _list_gap().fullmatch(text[previous.end : name.start]) is not None
        previous = None
        again = (
            bool(found)
            and _means_again().match(text, name.end) is not None
            and _and_before().search(text, max(0, name.start - JOINT), name.start)
        )
        if lead is None and not goes_on and not again:
            continue
        if _means_not().match(text, name.end) or rivals.meet(name.start, name.end):
            continue
        noun = _means_noun().match(text, name.end)
        end = noun.end() if noun else name.end
        found.append(Phrase(text[name.start : end], name.start, end, MEANS, deed=worked))
        previous = name
    return found


@cache
def _in_turn() -> Any:
    return compile_pattern(r"\b${in_turn}\b", place="fragments_phrases.yaml")


@cache
def _opens() -> Any:
    return compile_pattern(r"(?<!\w)${phrase_opens}$$", place="fragments_phrases.yaml")


@cache
def _leaves() -> Any:
    return compile_pattern(r"${phrase_leaves}", place="fragments_phrases.yaml")


@cache
def _subject_ahead() -> Any:
    return compile_pattern(r"${phrase_subject}", place="fragments_phrases.yaml")


@cache
def _bed_of_next() -> Any:
    return compile_pattern(r"[^,;()]{0,30}${other_bed}", place="fragments_beds.yaml")


@cache
def _bracket() -> Any:
    return compile_pattern(r"\s*+\(", place="surroundings.py")


@cache
def _exemplifies() -> Any:
    return compile_pattern(r"(?<!\w)${exemplifies}", place="fragments_phrases.yaml")


@cache
def _parts() -> Any:
    return compile_pattern(r"${phrase_parts}", place="fragments_phrases.yaml")


@cache
def _list_gap() -> Any:
    return compile_pattern(r"${means_gap}", place="fragments_phrases.yaml")


@cache
def _setting_of() -> Any:
    return compile_pattern(r"${setting_of}", place="fragments_phrases.yaml")


@cache
def _them() -> Any:
    return compile_pattern(r"${share_pronoun}", place="fragments_phrases.yaml")


@cache
def _share_of() -> Any:
    return compile_pattern(r"${share_of}", place="fragments_phrases.yaml")


@cache
def _means_lead() -> Any:
    return compile_pattern(r"${means_lead}", place="fragments_phrases.yaml")


@cache
def _means_again() -> Any:
    return compile_pattern(r"${means_again}", place="fragments_phrases.yaml")


@cache
def _and_before() -> Any:
    return compile_pattern(r"${means_and}", place="fragments_phrases.yaml")


@cache
def _means_noun() -> Any:
    return compile_pattern(r"${means_noun}", place="fragments_phrases.yaml")


@cache
def _means_not() -> Any:
    return compile_pattern(r"${means_not}", place="fragments_phrases.yaml")
