"""Link: whose value it is, of what, on what.

In: the scenes of an abstract, in order. Out: for each value that is a result a `Linked`, which names its metric, its data
sets and the frames that say how it is meant; for each other number an `Ignored`-to-be with the reason. Frames decide first;
what they leave open, the nearest mention in the clause fills, then the value before in the same list, then what is still in
force from earlier sentences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.frames import FrameMatch, FrameSettings
from extract.metrics import MetricMention
from extract.scenes import NameMention, Scene
from extract.values import ValueMention

TAKEN_FORMS = frozenset({"percent", "point", "fold", "magnitude", "rank"})


@dataclass(frozen=True, slots=True)
class Link:
    """Which mentions fill a role, how strongly, and by which rule."""

    indices: tuple[int, ...]
    strength: int
    rule: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A value that is a result, with its mentions; `at` is its index in the scene."""

    scene: Scene
    at: int
    metric: MetricMention | None
    datasets: tuple[NameMention, ...]
    method: NameMention | None
    reference: int | None  # index in the scene of the value it is set against
    change_of: int | None  # index of the score that this change led to
    sets: FrameSettings | None  # what the strongest frame says of kind, direction and basis
    moves: FrameSettings | None
    basis: FrameSettings | None
    rules: tuple[str, ...]

    @property
    def value(self) -> ValueMention:
        """The value itself."""
        return self.scene.values[self.at]


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A number that is no result, and why."""

    scene: Scene
    at: int
    reason: str
    rule: str


@dataclass(slots=True)
class _Board:
    """What the frames of one scene say, role by role."""

    roles: dict[tuple[int, str], Link] = field(default_factory=dict)
    takes: dict[int, tuple[int, str]] = field(default_factory=dict)
    no_result: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    says: dict[tuple[int, str], tuple[int, FrameMatch]] = field(default_factory=dict)

    def offer(self, value: int, role: str, indices: Iterable[int], match: FrameMatch) -> None:
        link = self.roles.get((value, role))
        if link is None or match.sets.strength > link.strength:
            self.roles[value, role] = Link(tuple(indices), match.sets.strength, match.rule)


def link_mentions(scenes: Sequence[Scene]) -> tuple[list[Linked], list[Unlinked]]:
    """Link every value of an abstract, scene by scene."""
    linked: list[Linked] = []
    unlinked: list[Unlinked] = []
    earlier: list[Linked] = []
    for scene in scenes:
        board = _read_frames(scene)
        here: list[Linked] = []
        for at, value in enumerate(scene.values):
            reason = _why_no_result(board, at, value)
            if reason is not None:
                unlinked.append(Unlinked(scene, at, *reason))
                continue
            here.append(_link(scene, board, at, here, earlier))
        linked.extend(here)
        earlier = here or earlier
    return linked, unlinked


def _read_frames(scene: Scene) -> _Board:
    board = _Board()
    for match in scene.frames:
        values = match.groups.get("value", ())
        references = match.groups.get("reference", ())
        changes = match.groups.get("change", ())
        everyone = (*references, *values, *changes)
        sets = match.sets
        for at in values:
            if sets.no_result:
                old = board.no_result.get(at)
                if old is None or sets.strength > old[0]:
                    board.no_result[at] = (sets.strength, sets.no_result, match.rule)
                continue
            for name, said in (("kind", sets.kind), ("direction", sets.direction), ("basis", sets.basis)):
                known = board.says.get((at, name))
                if said is not None and (known is None or sets.strength > known[0]):
                    board.says[at, name] = (sets.strength, match)
        if sets.takes:
            for at in everyone:
                if sets.strength > board.takes.get(at, (-1, ""))[0]:
                    board.takes[at] = (sets.strength, match.rule)
        for role in ("metric", "dataset", "method"):
            _share_out(board, role, values if role == "method" else everyone, values, references, match)
        for value, reference in zip(values, references, strict=False):
            board.offer(value, "reference", (reference,), match)
        if changes and values:
            for at, change in enumerate(changes):
                board.offer(change, "change_of", (values[min(at, len(values) - 1)],), match)
    return board


def _share_out(
    board: _Board, role: str, everyone: Sequence[int], values: Sequence[int], references: Sequence[int], match: FrameMatch
) -> None:
    """Give the mentions of one role to the values: one to all, as many as there are in order, all to a single value."""
    mentions = match.groups.get(role, ())
    if not mentions:
        return
    if len(mentions) == 1 or len(set(everyone)) == 1:
        for at in everyone:
            board.offer(at, role, mentions if role == "dataset" else _first(mentions), match)
        return
    for group in (values, references):
        if len(group) == len(mentions):
            for at, mention in zip(group, mentions, strict=True):
                board.offer(at, role, (mention,), match)
        elif group and len(group) % len(mentions) == 0 and role == "metric":
            continue
        elif role == "dataset" and len(group) == 1:
            board.offer(group[0], role, mentions, match)


def _first(mentions: Sequence[int]) -> tuple[int, ...]:
    return tuple(mentions)


def _why_no_result(board: _Board, at: int, value: ValueMention) -> tuple[str, str] | None:
    taken = board.takes.get(at, (-1, ""))
    barred = board.no_result.get(at)
    if barred is not None and barred[0] >= taken[0]:
        return barred[1], barred[2]
    if value.form in TAKEN_FORMS or value.kind is not None or taken[0] >= 0:
        return None
    return "no frame says what it measures", value.rule


def _link(scene: Scene, board: _Board, at: int, here: Sequence[Linked], earlier: Sequence[Linked]) -> Linked:
    value = scene.values[at]
    rules = [value.rule]
    metric, rule = _metric(scene, board, at, here, earlier)
    if rule:
        rules.append(rule)
    datasets, rule = _datasets(scene, board, at, here, earlier)
    if rule:
        rules.append(rule)
    method_link = board.roles.get((at, "method"))
    method = scene.systems[method_link.indices[0]] if method_link else None
    reference = board.roles.get((at, "reference"))
    change_of = board.roles.get((at, "change_of"))
    says = {name: board.says.get((at, name)) for name in ("kind", "direction", "basis")}
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
    )


def _metric(
    scene: Scene, board: _Board, at: int, here: Sequence[Linked], earlier: Sequence[Linked]
) -> tuple[MetricMention | None, str | None]:
    link = board.roles.get((at, "metric"))
    if link is not None:
        return _joined(scene, [scene.metrics[index] for index in link.indices]), link.rule
    value = scene.values[at]
    if value.form == "rank":
        return None, None
    before = here[-1] if here else None
    left, right = _clause(scene, at)
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


def _joined(scene: Scene, metrics: Sequence[MetricMention]) -> MetricMention:
    """Metrics that share one value are one: "precision and recall"."""
    if len(metrics) == 1:
        return metrics[0]
    start, end = metrics[0].start, metrics[-1].end
    text = scene.text[start:end]
    return MetricMention(start, end, text, text, metrics[0].metric, None, metrics[0].rule)


def _clause(scene: Scene, at: int) -> tuple[int, int]:
    """Where the clause of a value begins and ends: at semicolons, and at commas that open a clause of contrast."""
    value = scene.values[at]
    left = scene.text.rfind(";", 0, value.start) + 1
    right = scene.text.find(";", value.end)
    return left, right if right >= 0 else len(scene.text)


def _datasets(
    scene: Scene, board: _Board, at: int, here: Sequence[Linked], earlier: Sequence[Linked]
) -> tuple[tuple[NameMention, ...], str | None]:
    link = board.roles.get((at, "dataset"))
    if link is not None:
        return tuple(scene.datasets[index] for index in link.indices), link.rule
    value = scene.values[at]
    left, right = _clause(scene, at)
    ahead = [d for d in scene.datasets if d.end <= value.start]
    behind = [d for d in scene.datasets if d.start >= value.end]
    following = scene.values[at + 1].start if at + 1 < len(scene.values) else right
    near = [d for d in behind if d.start < following]
    if near:
        return _run(near, scene), "same-clause"
    if ahead:
        return _run_back(ahead, scene), "same-sentence"
    if here and here[-1].datasets:
        return here[-1].datasets, "same-list"
    if behind and len(behind) == 1:
        return tuple(behind), "same-sentence"
    return (), None


def _run(names: Sequence[NameMention], scene: Scene) -> tuple[NameMention, ...]:
    """The first name and those that follow it in the same list."""
    run = [names[0]]
    for name in names[1:]:
        if len(scene.text[run[-1].end : name.start]) > 8:
            break
        run.append(name)
    return tuple(run)


def _run_back(names: Sequence[NameMention], scene: Scene) -> tuple[NameMention, ...]:
    run = [names[-1]]
    for name in reversed(names[:-1]):
        if len(scene.text[name.end : run[0].start]) > 8:
            break
        run.insert(0, name)
    return tuple(run)
