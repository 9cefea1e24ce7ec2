"""Frames: how results are said. Each match over a folded sentence says which mentions belong together.

In: a `Mask`. Out: `FrameMatch`es, in the order of the rules; what they say is weighed in `link`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from rules.loader import Rule, load_rules
from schemas.base import Frozen
from schemas.vocabulary import Basis, Kind

from extract.masks import Mask, sign_index

Move = Literal["increase", "decrease", "better", "worse"]
GROUPS = ("value", "reference", "change", "metric", "dataset", "method", "baseline")


class FrameSettings(Frozen):
    """What a frame says of the mentions that it captures.

    `takes`: a bare number in it is a result. `kind`, `direction` and `basis` hold for its values; better and worse turn
    into a direction once the metric is known. `strength`: of two frames that fill the same role, the stronger wins.
    `pair`: its values are set against its references.
    """

    strength: int = 5
    takes: bool = False
    kind: Kind | None = None
    direction: Move | None = None
    basis: Basis | None = None
    no_result: str | None = None


@dataclass(frozen=True, slots=True)
class FrameMatch:
    """One frame found in one folded sentence, with the indices of the mentions in each group, in text order."""

    rule: str
    sets: FrameSettings
    start: int
    end: int
    groups: dict[str, tuple[int, ...]]


@cache
def _frames() -> tuple[Rule[FrameSettings], ...]:
    return (*load_rules("frames", FrameSettings), *load_rules("excludes", FrameSettings))


def match_frames(mask: Mask) -> list[FrameMatch]:
    """Every frame that the folded sentence shows."""
    found: list[FrameMatch] = []
    text = mask.text
    for rule in _frames():
        for match in rule.regex.finditer(text):
            captured = match.capturesdict()
            groups = {name: tuple(sign_index(sign) for sign in captured[name]) for name in GROUPS if captured.get(name)}
            found.append(FrameMatch(rule.id, rule.sets, match.start(), match.end(), groups))
    return found
