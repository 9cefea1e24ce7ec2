"""Which metric a value is of, where no frame says it: the nearest in the clause, the list, what is still in force."""

from collections.abc import Sequence

from extract.board import Board
from extract.linked import Linked, clause_of
from extract.metrics import MetricMention
from extract.scenes import Scene


def link_metric(
    scene: Scene, board: Board, at: int, here: Sequence[Linked], earlier: Sequence[Linked]
) -> tuple[MetricMention | None, str | None]:
    link = board.roles.get((at, "metric"))
    if link is not None:
        return _joined(scene, [scene.metrics[index] for index in link.indices]), link.rule
    value = scene.values[at]
    if value.form == "rank":
        return None, None
    before = _same_place(scene, here, at) or (here[-1] if here else None)
    left, right = clause_of(scene, at)
    gap_start = scene.values[before.at].end if before is not None else left
    # the list goes on: the same form, and no other metric in between
    if before is not None and before.metric is not None and before.value.form == value.form:
        between = [m for m in scene.metrics if scene.values[before.at].end <= m.start and m.end <= value.start]
        if not between:
            return before.metric, "same-list"
    behind = [m for m in scene.metrics if value.end <= m.start < right]
    ahead = [m for m in scene.metrics if max(left, gap_start) <= m.start and m.end <= value.start]
    following = scene.values[at + 1].start if at + 1 < len(scene.values) else right
    behind = [m for m in behind if m.start < following]
    if ahead and behind:
        nearest = ahead[-1] if value.start - ahead[-1].end <= behind[0].start - value.end else behind[0]
        return nearest, "same-clause"
    if ahead or behind:
        return (ahead[-1] if ahead else behind[0]), "same-clause"
    if before is None:
        first = [m for m in scene.metrics if m.end <= value.start]
        if first:
            return first[-1], "same-sentence"
    if earlier and earlier[-1].metric is not None and earlier[-1].value.form == value.form and not scene.metrics:
        return earlier[-1].metric, "still-in-force"
    return None, None


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
