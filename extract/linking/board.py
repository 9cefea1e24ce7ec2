"""What the frames of one sentence say, role by role: which mention fills which role of which value, and how strongly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.recognise.frames import FrameMatch
from extract.recognise.metrics import MetricMention
from extract.recognise.scenes import Scene
from extract.recognise.values import ValueMention
from rules.units import unit_belongs
from rules.word_lists import word_map
from schemas.vocabulary import Kind

TIGHT = 12  # strength of a frame that leaves no doubt: a latency of 14 GB is said so, and will be rejected by name


@dataclass(frozen=True, slots=True)
class Link:
    """Which mentions fill a role, how strongly, and by which rule."""

    indices: tuple[int, ...]
    strength: int
    rule: str


@dataclass(slots=True)
class Board:
    """What the frames of one scene say, role by role."""

    roles: dict[tuple[int, str], Link] = field(default_factory=dict)
    takes: dict[int, tuple[int, str]] = field(default_factory=dict)
    no_result: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)
    says: dict[tuple[int, str], tuple[int, FrameMatch]] = field(default_factory=dict)

    def offer(self, value: int, role: str, indices: Iterable[int], match: FrameMatch, *, handicap: int = 0) -> None:
        """Fill a role of a value, unless something stronger fills it already."""
        link = self.roles.get((value, role))
        strength = match.sets.strength - handicap
        if link is None or strength > link.strength:
            self.roles[value, role] = Link(tuple(indices), strength, match.rule)


def read_frames(scene: Scene) -> Board:
    """Gather what all frames of a scene say of its values."""
    board = Board()
    for match in scene.frames:
        values = _of_one_form(scene, match.groups.get("value", ()))
        references = match.groups.get("reference", ())
        changes = match.groups.get("change", ())
        everyone = (*references, *values, *changes)
        sets = match.sets
        if sets.dimensions and any(scene.values[at].dimension not in sets.dimensions for at in everyone):
            continue
        for at in values:
            if sets.no_result:
                old = board.no_result.get(at)
                if old is None or sets.strength > old[0]:
                    board.no_result[at] = (sets.strength, sets.no_result, match.rule)
                continue
            for name, said in (("kind", sets.kind), ("direction", sets.direction), ("basis", sets.basis)):
                known = board.says.get((at, name))
                # of two verbs that could govern a value, the nearer does
                if said is not None and (known is None or (sets.strength, match.start) > (known[0], known[1].start)):
                    board.says[at, name] = (sets.strength, match)
        if sets.kind is Kind.SCORE and not sets.no_result:
            for at in references:  # what a level is set against is a level too, whatever a gain nearby says
                known = board.says.get((at, "kind"))
                if known is not None and (sets.strength, match.start) > (known[0], known[1].start):
                    board.says[at, "kind"] = (sets.strength, match)
        if sets.whole:
            board.whole.update(everyone)
        if sets.takes:
            for at in everyone:
                if sets.strength > board.takes.get(at, (-1, ""))[0]:
                    board.takes[at] = (sets.strength, match.rule)
        for role in ("metric", "dataset", "method"):
            _share_out(scene, board, role, match, (values if role == "method" else everyone, values, references))
        for value, reference in zip(values, references, strict=False):
            board.offer(value, "reference", (reference,), match)
        if changes and values:
            for at, change in enumerate(changes):
                board.offer(change, "change_of", (values[min(at, len(values) - 1)],), match)
    return board


def _of_one_form(scene: Scene, values: tuple[int, ...]) -> tuple[int, ...]:
    """A list of values without the counts among them: "0.076, 138 wins" is no list of two."""
    telling = tuple(at for at in values if not scene.values[at].is_integer)
    return telling or values


def _share_out(
    scene: Scene,
    board: Board,
    role: str,
    match: FrameMatch,
    parts: tuple[Sequence[int], Sequence[int], Sequence[int]],
) -> None:
    """Give the mentions of one role to the values: one to all, as many as there are in order, all to a single value."""
    mentions = match.groups.get(role, ())
    if not mentions:
        return
    everyone, values, references = parts
    if role == "metric" and match.sets.strength < TIGHT:
        # a latency is not in GB: a frame that says so has reached too far, unless its parts stand side by side
        metrics = [scene.metrics[m] for m in dict.fromkeys(mentions)]
        fitting = {at for at in set(everyone) if all(can_belong(metric, scene.values[at]) for metric in metrics)}
        everyone, values, references = ([at for at in group if at in fitting] for group in parts)
    handicap = max(how_vague(scene.metrics[m]) for m in mentions) if role == "metric" else 0
    if len(mentions) == 1 or len(set(everyone)) == 1:
        for at in everyone:
            board.offer(at, role, mentions, match, handicap=handicap)
        return
    for group in (values, references):
        if len(group) == len(mentions):
            for at, mention in zip(group, mentions, strict=True):
                board.offer(at, role, (mention,), match)
        elif group and len(group) % len(mentions) == 0 and role == "metric":
            for turn, at in enumerate(group):  # precision and recall were 0.92/0.99 for A, 0.88/0.97 for B
                board.offer(at, role, (mentions[turn % len(mentions)],), match)
        elif role == "dataset" and len(group) == 1:
            board.offer(group[0], role, mentions, match)


def how_vague(metric: MetricMention) -> int:
    """How much less a metric counts for not being a listed, telling one: "effectiveness in F1" is about F1."""
    if metric.metric is None:
        return 2
    return 3 if metric.metric.vague else 0


def can_belong(metric: MetricMention, value: ValueMention) -> bool:
    """Whether a value's unit can be that of a metric; True where nobody can tell. An error may also be one of 8 m."""
    known = metric.metric
    if known is not None and known.rate and known.higher_is_better is False and value.dimension in word_map("dimension_errors"):
        return True
    return unit_belongs(known, value.unit) is not False
