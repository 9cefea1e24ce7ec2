"""Which metric a value is of, where no frame says it: the nearest in the clause, the list, what is still in force."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.linking.board import Board, can_belong
from extract.linking.linked import Linked, clause_of
from extract.recognise.frames import is_list_gap
from extract.recognise.metrics import MetricMention
from extract.recognise.scenes import Scene
from extract.recognise.values import ValueMention
from rules.loader import fragment_pattern
from rules.units import unit_belongs
from rules.word_lists import word_list, word_map
from schemas.vocabulary import Kind

SIZES = frozenset({"parameters", "memory", "compute", "tokens"})
_NUMBER = re.compile(r"\d[.,]*+\s?(?:[KMBT]|[tm]housand|[mb]illion|trillion)?\s$")
LONGEST_SIZE = 30  # characters of a number that a unit may follow
REACH = 50  # characters behind a value in which a metric may follow without a frame
COUNTED = frozenset({"tokens", "count"})
NEAR = 70  # characters ahead of a value in which a metric that nobody listed may stand
WIDE = 400
AHEAD = 24  # characters before a metric in which a word that holds it equal stands
LEVEL_FORMS = frozenset({"percent", "point", "number"})
RATIO_FORMS = frozenset({"fold", "magnitude"})
STEP_FORMS = frozenset({"percent", "fold", "magnitude"})
BESIDE = 60  # characters between a level and the step that is told behind it


def link_metric(
    scene: Scene, board: Board, at: int, here: Sequence[Linked], earlier: Sequence[Linked]
) -> tuple[MetricMention | None, str | None]:
    """The metric of a value and the rule that linked it; None where the text does not tell."""
    link = board.roles.get((at, "metric"))
    value = scene.values[at]
    if link is not None:
        metric = _joined(scene, [scene.metrics[index] for index in link.indices])
        is_rival = metric.metric is None and scene.beaten.hold(metric.start, metric.end)
        return (None, None) if is_rival or _is_told_by_unit(metric, value) else (metric, link.rule)
    if value.form == "rank":
        return None, None
    before = _same_place(scene, here, at) or (here[-1] if here else None)
    # the list goes on: the same form, and no other metric in between
    if before is not None and before.metric is not None and _alike(before.value, value):
        gap = (scene.values[before.at].end, value.start)
        if _fits(before.metric, value) and not any(gap[0] <= m.start and m.end <= gap[1] for m in scene.metrics):
            return before.metric, "same-list"
    candidates = [m for m in scene.metrics if _may_be(m, value) and not _is_held(scene, m) and not _is_unit(scene, m, value)]
    nearest = _nearest(scene, at, before, candidates, _taken_by_others(board, at, scene))
    if nearest is not None:
        return nearest, "same-clause"
    level = _level_before(scene, board, before, value, at)
    if level is not None:
        return level, "step-from-level"
    if value.dimension is not None:
        # the unit itself will tell, and so will a value before that is counted in the same
        alike = next((one for one in reversed(here) if one.value.unit == value.unit), None)
        return (alike.metric, "same-unit") if alike is not None and alike.metric is not None else (None, None)
    ahead = [m for m in candidates if m.end <= value.start]
    if before is None and ahead:
        return ahead[-1], "same-sentence"
    if before is not None and before.metric is not None and _alike(before.value, value) and _fits(before.metric, value):
        return before.metric, "same-sentence"
    if (
        earlier
        and not scene.metrics
        and earlier[-1].metric is not None
        and earlier[-1].metric.metric is not None
        and not earlier[-1].metric.metric.cost
        and earlier[-1].value.form == value.form
    ):
        # offsets are those of the scene at hand, also for what an earlier one said
        shift = earlier[-1].scene.start - scene.start
        mention = earlier[-1].metric
        return replace(mention, start=mention.start + shift, end=mention.end + shift), "still-in-force"
    return None, None


def _level_before(scene: Scene, board: Board, before: Linked | None, value: ValueMention, at: int) -> MetricMention | None:
    """The metric of the level right before a step from it: "an error of 0.08, 2.9x lower than", "9.3 GB (a 68% reduction)"."""
    said = board.says.get((at, "kind"))
    if before is None or before.metric is None or before.value.form == value.form or value.form not in STEP_FORMS:
        return None
    if said is None or said[1].sets.kind is not Kind.CHANGE or (before.sets is not None and before.sets.kind is Kind.CHANGE):
        return None
    gap = scene.text[before.value.end : value.start]
    beside = len(gap) <= BESIDE and fragment_pattern("clause_break").search(gap) is None
    return before.metric if beside and ("," in gap or "(" in gap) else None


def _alike(one: ValueMention, other: ValueMention) -> bool:
    """Whether two values can be of one metric by their form alone."""
    return one.form == other.form or (one.form in LEVEL_FORMS and other.form in LEVEL_FORMS)


def _reach(metric: MetricMention) -> int:
    """How far ahead of its value a metric may stand without a frame: a listed one anywhere in the clause."""
    return WIDE if metric.metric is not None and metric.metric.head is None else NEAR


def _may_be(metric: MetricMention, value: ValueMention) -> bool:
    """Whether a metric is worth a guess: a unit of measure wants a metric of its kind, "faster" a ratio."""
    if metric.direction is not None and value.form not in RATIO_FORMS:
        return False  # "2.3x faster than DeiT (79.8%)": the share is of something else
    if metric.metric is not None and metric.metric.quantity in COUNTED and value.form in LEVEL_FORMS:
        return False  # tokens and samples are things in the text more often than measures
    if (
        metric.metric is None
        and value.form in LEVEL_FORMS
        and metric.text.split()[-1].lower() in word_list("metric_heads_counted")
    ):
        return False
    if is_vague(metric):
        return False
    if value.dimension is not None:
        return metric.metric is not None and not metric.metric.vague and unit_belongs(metric.metric, value.unit) is True
    return _fits(metric, value)


def _fits(metric: MetricMention, value: ValueMention) -> bool:
    """Whether a value can be of a metric, by its unit; memory is not counted in points."""
    in_points = value.form == "point" and metric.metric is not None and metric.metric.cost
    return not in_points and can_belong(metric, value)


def _is_held(scene: Scene, metric: MetricMention) -> bool:
    """Whether a metric is part of a condition or held equal: "under comparable complexity" measures nothing."""
    ahead = fragment_pattern("held_equal").search(scene.text, max(0, metric.start - AHEAD), metric.start)
    return ahead is not None or scene.condition_spans.hold(metric.start, metric.end)


def _is_unit(scene: Scene, metric: MetricMention, value: ValueMention) -> bool:
    """Whether a cost is only the unit of a number before it: no other value is of the "parameters" in "(1.5B parameters)"."""
    if metric.metric is None or metric.metric.quantity not in SIZES:
        return False
    low = value.end if value.end <= metric.start else 0
    return _NUMBER.search(scene.text, max(low, metric.start - LONGEST_SIZE), metric.start) is not None


def _is_told_by_unit(metric: MetricMention, value: ValueMention) -> bool:
    """Whether the unit tells more than a vague metric: a performance of 50 FPS."""
    plain = is_vague(metric) and metric.metric is not None and metric.metric.quantity == "any"
    return plain and value.dimension in word_map("dimension_metrics")


def is_vague(metric: MetricMention) -> bool:
    """Whether a metric names no measure: "performance" counts only where a frame ties it to its value."""
    return metric.metric is not None and metric.metric.vague


def _taken_by_others(board: Board, at: int, scene: Scene) -> list[MetricMention]:
    """The metrics that a frame ties to other values: "ten times faster with an accuracy drop of 2%" has one for each."""
    return [
        scene.metrics[index]
        for (value, role), link in board.roles.items()
        if role == "metric" and value != at
        for index in link.indices
    ]


def _nearest(
    scene: Scene, at: int, before: Linked | None, candidates: Sequence[MetricMention], taken: Sequence[MetricMention]
) -> MetricMention | None:
    """The nearest metric between the value before and the value behind, inside the clause; behind, one not `taken`."""
    value = scene.values[at]
    left, right = clause_of(scene, at)
    if before is not None:
        left = max(left, scene.values[before.at].end)
    if at + 1 < len(scene.values):
        right = min(right, scene.values[at + 1].start)
    ahead = [m for m in candidates if left <= m.start and m.end <= value.start and value.start - m.end <= _reach(m)]
    behind = [
        m
        for m in candidates
        if value.end <= m.start < min(right, value.end + REACH)
        and m not in taken
        and is_list_gap(scene.text[value.end : m.start], joined=True)
    ]
    if ahead and behind:
        return ahead[-1] if value.start - ahead[-1].end <= behind[0].start - value.end else behind[0]
    return ahead[-1] if ahead else behind[0] if behind else None


def _same_place(scene: Scene, here: Sequence[Linked], at: int) -> Linked | None:
    """In slash pairs, 0.92/0.99 for A, 0.88/0.97 for B, the value of the pair before that stands in the same place."""

    def slash(first: int) -> bool:
        return scene.text[scene.values[first].end : scene.values[first + 1].start].strip() == "/"

    width = 2
    if len(here) < width or at < width:
        return None
    opens = at + 1 < len(scene.values) and slash(at)
    if (opens or slash(at - 1)) and slash(here[-width].at if opens else here[-width].at - 1 if here[-width].at else 0):
        return here[-width]
    return None


def _joined(scene: Scene, metrics: Sequence[MetricMention]) -> MetricMention:
    """Metrics that share one value are one: "precision and recall"."""
    if len(metrics) == 1:
        return metrics[0]
    start, end = metrics[0].start, metrics[-1].end
    text = scene.text[start:end]
    return MetricMention(start, end, text, text, metrics[0].metric, None, metrics[0].rule)
