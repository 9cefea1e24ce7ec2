"""A sentence with everything in it that could play a role for a value.

In: a sentence, the names of its paper. Out: a `Scene`: values, metrics, data sets, systems and phrases, with the folded
sentence that frames read.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import regex

from extract.naming.names import NameKind, Names
from extract.normalise.sentences import Sentence
from extract.normalise.spans import Places, Spans
from extract.recognise.baselines import find_baselines
from extract.recognise.beds import Role, find_roles
from extract.recognise.frames import FrameMatch, match_frames
from extract.recognise.masks import FORMS, MOST, SIGNED, Mark, Mask, Sort, fold
from extract.recognise.metrics import LISTED, MetricMention, find_metric_phrases, find_metrics, is_listed_metric
from extract.recognise.phrases import Phrase, find_aggregates, find_conditions, find_tasks, find_uncertainty
from extract.recognise.values import ValueMention, find_values
from rules.lexicons import load_datasets, load_metrics
from rules.loader import fragment_pattern

OUTPERFORM = "outperform"  # the cue of rivals that are beaten
SIZE_DIMENSIONS = frozenset({"parameters", "tokens"})  # they describe models and corpora more often than they are a cost
_OPENING, _CLOSING = regex.compile(r"\("), regex.compile(r"\)")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a sentence; offsets are those of the sentence."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Scene:
    """One sentence and its mentions, each list in text order; all offsets are those of the sentence's clean text.

    The phrases around its values are looked for when somebody asks: only a sentence with results needs them.
    """

    text: str
    start: int
    values: tuple[ValueMention, ...]
    metrics: tuple[MetricMention, ...]
    datasets: tuple[NameMention, ...]
    systems: tuple[NameMention, ...]
    mask: Mask
    frames: tuple[FrameMatch, ...]

    @cached_property
    def metric_spans(self) -> Spans:
        """Where the metrics stand."""
        return Spans(self.metrics)

    @cached_property
    def listed_places(self) -> frozenset[tuple[int, int]]:
        """Start and end of each metric that is listed."""
        return frozenset((metric.start, metric.end) for metric in self.metrics if metric.metric is not None)

    @cached_property
    def bed_spans(self) -> Spans:
        """Where the data sets stand."""
        return Spans(self.datasets)

    @cached_property
    def trained_on(self) -> frozenset[int]:
        """Where the data sets begin that the sentence says something was trained on."""
        roles = find_roles(self.text, tuple((d.start, d.end) for d in self.datasets))
        return frozenset(self.datasets[index].start for index, role in roles.items() if role is Role.TRAINED)

    def places(self, pattern: Any) -> Places:
        """Where a pattern is found in the sentence, which is read for it once."""
        known = self._places.get(pattern)
        if known is None:
            known = self._places[pattern] = Places(pattern, self.text)
        return known

    @cached_property
    def _places(self) -> dict[Any, Places]:
        return {}

    def unclosed(self, start: int, end: int) -> int:
        """How many more brackets open than close between two offsets."""
        opening, closing = self._brackets
        return (bisect_left(opening, end) - bisect_left(opening, start)) - (
            bisect_left(closing, end) - bisect_left(closing, start)
        )

    def has_closing(self, start: int, end: int) -> bool:
        """Whether a bracket closes between two offsets."""
        _, closing = self._brackets
        at = bisect_left(closing, start)
        return at < len(closing) and closing[at] < end

    @cached_property
    def _brackets(self) -> tuple[list[int], list[int]]:
        return [m.start() for m in _OPENING.finditer(self.text)], [m.start() for m in _CLOSING.finditer(self.text)]

    @cached_property
    def baselines(self) -> tuple[Phrase, ...]:
        """What something is compared with, but for what is part of a listed metric: Intersection over Union is no rival."""
        listed = Spans(one for one in self.metrics if one.rule == LISTED and not (one.metric and one.metric.vague))
        return tuple(p for p in find_baselines(self.text) if not listed.hold(p.start, p.end))

    @cached_property
    def beaten(self) -> Spans:
        """Where those stand that something outperforms: never what it is measured in."""
        return Spans(phrase for phrase in self.baselines if phrase.rule == OUTPERFORM)

    @cached_property
    def conditions(self) -> tuple[Phrase, ...]:
        """Settings under which something was measured."""
        return tuple(find_conditions(self.text))

    @cached_property
    def condition_spans(self) -> Spans:
        """Where those settings stand."""
        return Spans(self.conditions)

    @cached_property
    def aggregates(self) -> tuple[Phrase, ...]:
        """Words that say that a value sums up several."""
        return tuple(find_aggregates(self.text))

    @cached_property
    def uncertainty(self) -> tuple[Phrase, ...]:
        """Spreads, intervals and p-values."""
        return tuple(find_uncertainty(self.text))

    @cached_property
    def tasks(self) -> tuple[Phrase, ...]:
        """Tasks that the sentence names."""
        return tuple(find_tasks(self.text))


def find_valued(sentence: Sentence) -> list[tuple[Sentence, list[ValueMention]]]:
    """A sentence with its values, but for those inside a spread or p-value; [] where it holds none.

    One with more values than a folded sentence can hold comes in pieces, so that a list of 10,000 numbers stays linear.
    """
    values = find_values(sentence.text)
    if values and (uncertainty := find_uncertainty(sentence.text)):
        spread = Spans(uncertainty)
        values = [v for v in values if not spread.meet(v.start, v.end)]
    if len(values) <= MOST:
        return [(sentence, values)] if values else []
    pieces = []
    for first in range(0, len(values), MOST):
        part = values[first : first + MOST]
        cut = part[0].start if first else 0
        end = values[first + MOST].start if first + MOST < len(values) else len(sentence.text)
        piece = Sentence(sentence.text[cut:end], sentence.start + cut, sentence.start + end)
        pieces.append((piece, [replace(v, start=v.start - cut, end=v.end - cut) for v in part]))
    return pieces


def may_hold_result(sentence: Sentence, values: Sequence[ValueMention]) -> bool:
    """Whether one of the values could turn out a result: a bare count is none where nothing listed can measure it.

    >>> text = "We test 3 models on 12 tasks."
    >>> may_hold_result(Sentence(text, 0, len(text)), find_values(text))
    False
    """
    if not all(value.is_integer for value in values):
        return True
    text = sentence.text
    if fragment_pattern("number_told").search(text):
        return True
    # the cheapest questions first; a name that stands for a metric: its last word is listed, and no plain word
    canonical = load_metrics().canonical
    if any(canonical(match[0]) is not None for match in _TELLING_WORD.finditer(text)) or _tells(find_metrics(text)):
        return True
    bare = fold(text, [Mark(v.start, v.end, Sort.VALUE, at, _form(v)) for at, v in enumerate(values)])
    return _tells(find_metric_phrases(bare, ()))


def _tells(metrics: Iterable[MetricMention]) -> bool:
    """Whether one of the metrics is listed and no vague one, or says itself what is better; also without a name before it."""
    return any(metric.direction is not None or (metric.metric is not None and _is_telling(metric)) for metric in metrics)


def _is_telling(metric: MetricMention) -> bool:
    """Whether a metric can measure a bare count: a vague one cannot, unless its last words alone, or in a list, are telling."""
    if metric.metric is not None and not metric.metric.vague:
        return True
    words = metric.text.replace("-", " ").split()
    return any(map(str.isdigit, metric.text)) or any(
        (known := load_metrics().canonical(" ".join(words[first:]))) is not None and not known.vague
        for first in range(1, len(words))
    )


_APART = r"\s()\[\],;/"
_TELLING_WORD = regex.compile(rf"(?<![^{_APART}])[^{_APART}A-Z@]*+[A-Z@](?:[.:]*+[^{_APART}.:])*+")


def find_scene(sentence: Sentence, found: Sequence[ValueMention], names: Names) -> Scene | None:
    """All mentions of a sentence with values; None where each of them is part of a name."""
    text = sentence.text
    datasets, systems, measures, other = _names(sentence, names)
    named = sorted((*datasets, *systems), key=lambda name: name.start)
    # a number inside a longer name is part of it: Gemini 1.5 Pro
    taken, taken_otherwise = Spans(named), Spans(other)
    values = [v for v in found if not (taken.hold(v.start, v.end) or taken_otherwise.hold(v.start, v.end))]
    if not values:
        return None
    metrics = [kept for m in find_metrics(text) if (kept := _without_names(m, named, taken)) is not None]
    measured = Spans(metrics)
    metrics += [
        MetricMention(n.start, n.end, n.text, n.text, load_metrics().canonical(n.text), None, "named-metric")
        for n in measures
        if not measured.meet(n.start, n.end)
    ]
    values_only = [Mark(v.start, v.end, Sort.VALUE, at, _form(v)) for at, v in enumerate(values)]
    bare = fold(text, values_only)
    metrics = _with_phrases(metrics, find_metric_phrases(bare, metrics), taken)
    # what stands inside a value is its unit, P100 GPU days, but for a measure of its own at its end, 50 FPS
    metrics = [m for m in metrics if not any(v.start <= m.start and m.end < v.end for v in values)]
    united = [v for v in values if v.form == "quantity" and v.dimension not in SIZE_DIMENSIONS]
    metrics = [kept for m in metrics if (kept := _without_names(m, united, Spans(united))) is not None] if united else metrics
    metrics.sort(key=lambda mention: mention.start)
    metrics = _with_shared_heads(text, metrics)
    marks = [
        *values_only,
        # what is tied to its value already stays to be read: it may hold the verb of the clause
        *(Mark(m.start, m.end, Sort.METRIC, at) for at, m in enumerate(metrics) if m.tie is None),
        *(Mark(d.start, d.end, Sort.DATASET, at) for at, d in enumerate(datasets)),
        *(Mark(s.start, s.end, Sort.SYSTEM, at) for at, s in enumerate(systems)),
    ]
    mask = fold(text, marks)
    return Scene(
        text=text,
        start=sentence.start,
        values=tuple(values),
        metrics=tuple(metrics),
        datasets=tuple(datasets),
        systems=tuple(systems),
        mask=mask,
        frames=(*match_frames(mask, bare), *_ties(metrics)),
    )


def _with_phrases(listed: Sequence[MetricMention], phrases: Sequence[MetricMention], taken: Spans) -> list[MetricMention]:
    """The listed metrics and those that the grammar tells of; one that is tied to its value is told in full, errors and all.

    Another with the name of a data set or system in it is none.
    """
    kept = [m for m in phrases if m.tie is not None or not taken.meet(m.start, m.end)]
    tied = Spans(m for m in kept if m.tie is not None)
    return [*(m for m in listed if not tied.hold(m.start, m.end)), *kept]


def _ties(metrics: Sequence[MetricMention]) -> list[FrameMatch]:
    """What the grammar that told of a metric says of its values: a frame of its own."""
    return [
        replace(metric.tie, groups=metric.tie.groups | {"metric": (at,)})
        for at, metric in enumerate(metrics)
        if metric.tie is not None
    ]


def _with_shared_heads(text: str, metrics: Sequence[MetricMention]) -> list[MetricMention]:
    """Metrics of a list, of which the last brings the head for all: top-1 and top-5 errors."""
    shared = list(metrics)
    for at in range(len(shared) - 2, -1, -1):
        one, other = shared[at], shared[at + 1]
        words = other.text.split(" ", 1)
        if len(words) < 2 or not all(fragment_pattern("metric_cutoff").fullmatch(part) for part in (one.text, words[0])):
            continue
        known = load_metrics().canonical(f"{one.text} {words[1]}")
        if known is not None and fragment_pattern("shared_head_gap").fullmatch(text, one.end, other.start):
            shared[at] = replace(one, name=known.name, metric=known)
    return shared


_OWNER = regex.compile(r"^(?:['’]s\b)?[\s/-]*")  # what is left of "CVX's" before "accuracy"


def _without_names(metric: MetricMention, named: Sequence[NameMention | ValueMention], taken: Spans) -> MetricMention | None:
    """A metric without the names and units before its telling words: "ViL operator memory", "6.4 ms latency"."""
    if metric.tie is not None or not taken.meet(metric.start, metric.end):
        return metric
    start = metric.start
    for name in named[bisect_right(named, start, key=lambda name: name.end) :]:
        if name.start >= metric.end:
            break
        start = max(start, name.end)
    text = _OWNER.sub("", metric.text[start - metric.start :]) if start < metric.end else ""
    if not text or metric.direction is not None:
        return None
    known = load_metrics().canonical(text)
    return replace(metric, start=metric.end - len(text), text=text, name=known.name if known else text, metric=known)


def _form(value: ValueMention) -> int:
    form = "integer" if value.is_integer else "size" if value.dimension in SIZE_DIMENSIONS else value.form
    return FORMS[form] + (SIGNED if value.sign else 0)


def _names(sentence: Sentence, names: Names) -> tuple[list[NameMention], ...]:
    """Data sets, systems, metrics and other names of a sentence."""
    by_kind: dict[NameKind | None, list[NameMention]] = {
        NameKind.DATASET: [],
        NameKind.SYSTEM: [],
        NameKind.METRIC: [],
        None: [],
    }
    for surface in names.within(sentence.start, sentence.end):
        kind = NameKind.SYSTEM if surface.text == names.proposed else names.kinds.get(surface.text)
        if kind is NameKind.DATASET and is_listed_metric(surface.text) and load_datasets().find(surface.text) is None:
            kind = NameKind.METRIC
        mention = NameMention(surface.start - sentence.start, surface.end - sentence.start, surface.text)
        by_kind[kind if kind in by_kind else None].append(mention)
    return tuple(by_kind.values())
