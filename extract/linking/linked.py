"""A value with what belongs to it, and a number left alone: what linking hands on."""

from dataclasses import dataclass

from extract.recognise.frames import FrameSettings
from extract.recognise.metrics import MetricMention
from extract.recognise.scenes import NameMention, Scene
from extract.recognise.values import ValueMention
from schemas.vocabulary import Bound


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
    bound: Bound = Bound.EXACT
    framed: frozenset[str] = frozenset()  # the roles that a frame filled

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


def clause_of(scene: Scene, at: int) -> tuple[int, int]:
    """Where the clause of a value begins and ends: at semicolons, and at commas that open a clause of contrast."""
    value = scene.values[at]
    left = scene.text.rfind(";", 0, value.start) + 1
    right = scene.text.find(";", value.end)
    return left, right if right >= 0 else len(scene.text)
