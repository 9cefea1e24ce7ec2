"""What stands around a value: task, conditions, aggregate, uncertainty.

In: a `Linked`. Out: the phrases of its sentence that hold for it: those of its own stretch of the sentence, and those that
stand before the first value or behind the last, which hold for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.linked import Linked
from extract.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Phrases that hold for one value."""

    task: str | None
    conditions: tuple[str, ...]
    aggregate: str | None
    uncertainty: str | None


def find_surroundings(one: Linked) -> Surroundings:
    """The phrases of the sentence that hold for a value."""
    scene = one.scene
    taken = [(value.start, value.end) for value in (one.value,)]
    conditions = [p for p in _in_reach(one, scene.conditions) if not any(p.start <= s and e <= p.end for s, e in taken)]
    aggregates = _in_reach(one, scene.aggregates)
    tasks = [p for p in _in_reach(one, scene.tasks)]
    uncertainty = [p for p in scene.uncertainty if p.start >= one.value.end and p.start < _next_start(one)]
    return Surroundings(
        task=tasks[-1].text if tasks else None,
        conditions=tuple(dict.fromkeys(p.text for p in conditions)),
        aggregate=aggregates[0].text if aggregates else None,
        uncertainty=uncertainty[0].text if uncertainty else None,
    )


def _next_start(one: Linked) -> int:
    return min((v.start for v in one.scene.values if v.start >= one.value.end), default=len(one.scene.text))


def _in_reach(one: Linked, phrases: Sequence[Phrase]) -> list[Phrase]:
    values = one.scene.values
    first, last = values[0].start, values[-1].end
    before = values[one.at - 1].end if one.at else 0
    after = _next_start(one)
    return [p for p in phrases if p.end <= first or p.start >= last or (before <= p.start and p.end <= after)]
