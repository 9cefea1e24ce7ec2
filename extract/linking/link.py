"""Link: whose value it is, of what, on what.

In: the scenes of an abstract, in order. Out: for each value that is a result a `Linked`, which names its metric, its data
sets and the frames that say how it is meant; for each other number an `Ignored`-to-be with the reason. Frames decide first;
what they leave open, the nearest mention in the clause fills, then the value before in the same list, then what is still in
force from earlier sentences.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from extract.linking.board import Board, read_frames
from extract.linking.link_datasets import SHARED_OUT, link_datasets
from extract.linking.link_metrics import LEVEL_FORMS, link_metric
from extract.linking.linked import Linked, Unlinked
from extract.recognise.frames import is_joint_end, is_list_gap
from extract.recognise.metrics import MetricMention
from extract.recognise.scenes import Scene
from extract.recognise.values import ValueMention
from rules.loader import fragment_pattern
from rules.word_lists import word_list, word_map
from schemas.vocabulary import Bound, Kind

SURE = 7  # strength of a frame that may take a bare integer
LIST_GAP = 90  # characters between two values of one list
RATIO_FORMS = frozenset({"fold", "magnitude"})
YEARS = range(1900, 2100)
RATES = frozenset({"speed", "bandwidth"})  # a throughput in either
TAKEN_FORMS = frozenset({"percent", "point", "fold", "magnitude", "rank"})


def link_mentions(scenes: Sequence[Scene]) -> tuple[list[Linked], list[Unlinked]]:
    """Link every value of an abstract, scene by scene."""
    linked: list[Linked] = []
    unlinked: list[Unlinked] = []
    earlier: list[Linked] = []
    for scene in scenes:
        board = read_frames(scene)
        here: list[Linked] = []
        for at in range(len(scene.values)):
            reason = _why_no_result(scene, board, at, here)
            if reason is not None:
                unlinked.append(Unlinked(scene, at, *reason))
                continue
            one = _link(scene, board, at, here, earlier)
            if one.value.form in RATIO_FORMS and one.metric is None and one.sets is None and one.change_of is None:
                unlinked.append(Unlinked(scene, at, "a ratio of nothing that is measured", one.value.rule))
                continue
            here.append(one)
        here = _with_later_metrics(_with_scores(here))
        linked.extend(here)
        earlier = here or earlier
    return linked, unlinked


def _with_scores(here: list[Linked]) -> list[Linked]:
    """What is shared out over the data sets of scores is of their metrics: "82% F1 on A and 61% EM on B, up by 2 and 3"."""
    own = [one for one in here if SHARED_OUT not in one.rules and len(one.datasets) == 1]
    done: list[Linked] = []
    for one in here:
        score = next((other for other in own if SHARED_OUT in one.rules and _is_score_of(other, one)), None)
        if score is not None and "metric" not in one.framed:
            one = replace(one, metric=score.metric)  # noqa: PLW2901
        if score is not None and _is_change(one) and not _is_change(score):
            one = replace(one, change_of=score.at)  # noqa: PLW2901
        done.append(one)
    return done


def _is_score_of(score: Linked, one: Linked) -> bool:
    """Whether a value stands before another on the same data set, as a level of something."""
    levels = {score.value.form, one.value.form} <= LEVEL_FORMS
    return levels and score.at < one.at and score.metric is not None and score.datasets == one.datasets


def _is_change(one: Linked) -> bool:
    return one.sets is not None and one.sets.kind is Kind.CHANGE


def _with_later_metrics(here: list[Linked]) -> list[Linked]:
    """What a change leaves open, the score tells that it led to, or the next value: "by 12.2% (90.1% AUROC)"."""
    done: list[Linked] = []  # from the last to the first, so that what one is told by the next goes on to the one before
    for one in reversed(here):
        subject = next((other for other in here if other.reference == one.at), None)
        if subject is not None and subject.datasets and "dataset" not in one.framed and SHARED_OUT not in one.rules:
            one = replace(one, datasets=subject.datasets)  # noqa: PLW2901  what is compared was measured on the same
        if subject is not None and subject.value.form == one.value.form:
            if subject.metric is not None and ("metric" not in one.framed or _is_unlisted(one)):
                one = replace(one, metric=subject.metric)  # noqa: PLW2901  and by the same measure
            if subject.sets is not None and subject.sets.kind is Kind.CHANGE and one.sets is None:
                # a loss of 0.1%, against 41% for the other
                one = replace(one, sets=subject.sets, moves=subject.moves, basis=subject.basis)  # noqa: PLW2901
        target = next((other for other in here if other.at == one.change_of), None)
        if target is not None and target.metric is not None and "metric" not in one.framed:
            done.append(replace(one, metric=target.metric, datasets=target.datasets or one.datasets))
            continue
        after = done[-1] if one.metric is None and done else None
        if (
            after is not None
            and after.metric is not None
            and {one.value.form, after.value.form} <= LEVEL_FORMS
            and _leads_on(one.scene.text[one.value.end : after.value.start], behind=after.metric.start >= after.value.end)
        ):
            done.append(replace(one, metric=after.metric, rules=(*one.rules, "next-value")))
            continue
        done.append(one)
    return done[::-1]


def _is_unlisted(one: Linked) -> bool:
    return one.metric is not None and one.metric.metric is None and one.metric.direction is None


def _leads_on(gap: str, *, behind: bool) -> bool:
    """Whether a value is of the metric of the next: of a list it stands behind the last; a gain leads to its level."""
    return (behind and is_list_gap(gap)) or fragment_pattern("leads_to_level").search(gap) is not None


def _why_no_result(scene: Scene, board: Board, at: int, here: Sequence[Linked]) -> tuple[str, str] | None:
    value = scene.values[at]
    strength, rule = board.takes.get(at, (-1, ""))
    barred = board.no_result.get(at)
    if barred is not None and barred[0] >= strength:
        return barred[1], barred[2]
    if value.form in TAKEN_FORMS or value.unit in word_map("unit_metrics"):
        return None
    like_a_year = value.is_integer and value.unit is None and value.end - value.start == 4 and value.value in YEARS
    if like_a_year and at not in board.whole:
        return "a year", value.rule
    if value.is_integer:
        link = board.roles.get((at, "metric"))
        named = link is not None and _is_listed(scene.metrics[link.indices[0]])
        if (named and strength >= SURE) or at in board.whole:
            return None
        return "a count, with no listed metric to it", rule or value.rule
    if value.form == "count":
        return None if _is_told_count(scene, board, at, here) else ("a count that no frame takes", rule or value.rule)
    if value.form == "number" and value.sign == "+" and not value.whole:
        return None  # nobody writes the sign of a setting
    if value.unit in word_list("calendar_units") and (at, "metric") not in board.roles:
        return "a stretch of the calendar", value.rule
    if strength >= 0 or (here and _goes_on(scene, here[-1].at, at) and _are_alike(here[-1].value, value)):
        return None
    return "no frame says what it measures", value.rule


def _are_alike(one: ValueMention, other: ValueMention) -> bool:
    """Whether two values can be of one list: said alike, and measured in units of the same kind."""
    kinds = {one.dimension, other.dimension}
    return one.form == other.form and (len(kinds - RATES) + bool(kinds & RATES) == 1 or None in kinds)


def _is_told_count(scene: Scene, board: Board, at: int, here: Sequence[Linked]) -> bool:
    """Whether a count of a total is a result: a frame for counts says so, or one that is stands with it in a list or comparison.

    What takes any number would take the wins counted over benchmarks too.
    """
    said = board.says.get((at, "kind"))
    if said is not None and said[1].sets.kind is Kind.SCORE:
        return True
    if not here or here[-1].value.form != "count":
        return False
    link = board.roles.get((here[-1].at, "reference"))
    return _goes_on(scene, here[-1].at, at) or (link is not None and at in link.indices)


def _is_listed(metric: MetricMention) -> bool:
    """Whether a metric is telling enough for a bare integer: listed under its own name, or a ratio's ("13 actual speedup")."""
    if metric.direction is not None:
        return True
    return metric.metric is not None and metric.metric.head is None and not metric.metric.vague


def _goes_on(scene: Scene, before: int, at: int) -> bool:
    """Whether two neighbouring values stand in one list: little between them, and no verb that opens a clause."""
    gap = scene.text[scene.values[before].end : scene.values[at].start]
    return len(gap) <= LIST_GAP and gap.count("(") == gap.count(")") and is_list_gap(gap)


def _link(scene: Scene, board: Board, at: int, here: Sequence[Linked], earlier: Sequence[Linked]) -> Linked:
    value = scene.values[at]
    rules = [value.rule]
    metric, rule = link_metric(scene, board, at, here, earlier)
    if rule:
        rules.append(rule)
    datasets, rule = link_datasets(scene, board, at, here, metric)
    if rule:
        rules.append(rule)
    method_link = board.roles.get((at, "method"))
    method = scene.systems[method_link.indices[0]] if method_link else None
    reference = board.roles.get((at, "reference"))
    change_of = board.roles.get((at, "change_of"))
    says = {name: board.says.get((at, name)) for name in ("kind", "direction", "basis")}
    own = metric is not None and metric.direction is not None  # "faster" says itself which way
    silent = says["kind"] is None and says["direction"] is None and not own
    if silent and here and _goes_on(scene, here[-1].at, at) and not _is_next_level(value, here):
        # "improves FPR by 10% and AUC by 7%", "1.7% PQ, 1.5% RQ": what is said of the first holds for the list,
        # unless a level stands before it that the value is nearer to: "29.8 BLEU, a gain of 1.1, and 43.5 on the other"
        for name in ("kind", "direction", "basis"):
            before = board.says.get((here[-1].at, name))
            if before is not None and here[-1].value.form == value.form and here[-1].reference is None:
                says[name] = board.says[at, name] = before
    elif says["basis"] is None and here and value.form == here[-1].value.form and _goes_on(scene, here[-1].at, at):
        # gains of one list are counted alike, also where each is over another rival
        before = board.says.get((here[-1].at, "basis"))
        if before is not None and metric == here[-1].metric and here[-1].sets is not None and says["kind"] is not None:
            says["basis"] = board.says[at, "basis"] = before
    rules += [entry[1].rule for entry in says.values() if entry is not None]
    rules += [link.rule for link in (method_link, reference, change_of) if link is not None]
    return Linked(
        scene=scene,
        at=at,
        metric=metric,
        datasets=datasets,
        method=method,
        reference=reference.indices[0] if reference else None,
        change_of=change_of.indices[0] if change_of else None,
        sets=says["kind"][1].sets if says["kind"] else None,
        moves=says["direction"][1].sets if says["direction"] else None,
        basis=says["basis"][1].sets if says["basis"] else None,
        rules=tuple(dict.fromkeys(rules)),
        framed=frozenset(role for role in ("metric", "dataset", "method") if (at, role) in board.roles),
        bound=_bound(scene, at, here),
    )


def _is_next_level(value: ValueMention, here: Sequence[Linked]) -> bool:
    """Whether a value behind a change is more like the level before that change than like the change."""
    if len(here) < 2 or here[-1].sets is None or here[-1].sets.kind is not Kind.CHANGE:
        return False
    levels = [one.value for one in here[:-1] if one.sets is None or one.sets.kind is Kind.SCORE]
    sizes = [abs(one.value) for one in (value, here[-1].value, *levels[-1:])]
    if len(sizes) < 3 or not all(sizes) or levels[-1].form != value.form:
        return False
    new, change, level = (math.log(size) for size in sizes)
    return abs(new - level) < abs(new - change)


def _bound(scene: Scene, at: int, here: Sequence[Linked]) -> Bound:
    """The value's own bound, or that of the value before where both stand under one word: "up to 28% and 68%"."""
    value = scene.values[at]
    if value.bound is not Bound.EXACT or value.high is not None or not here:
        return value.bound
    before = here[-1]
    if before.bound is Bound.EXACT or before.value.form != value.form or not _goes_on(scene, before.at, at):
        return value.bound
    gap = scene.text[before.value.end : value.start]
    if not is_joint_end(gap):
        return value.bound
    twice = before.value.bound is not Bound.EXACT and len(here) > 1 and here[-2].value.bound is before.value.bound
    if twice and fragment_pattern("value_gap").fullmatch(gap) is None:
        return value.bound  # "up to 24 on A, up to 7 on B, and 3 on C": each has a word of its own
    return before.bound
