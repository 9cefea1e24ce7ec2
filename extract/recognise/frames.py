"""Frames: how results are said. Each match over a folded sentence says which mentions belong together.

In: a `Mask`. Out: `FrameMatch`es, in the order of the rules; what they say is weighed in `link`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract.recognise.masks import Mask, sign_index
from rules.loader import Rule, fragment_pattern, load_rules
from rules.screen import Screen
from schemas.base import Frozen
from schemas.vocabulary import Basis, Kind

Move = Literal["increase", "decrease", "better", "worse"]
FAMILIES = ("metrics", "changes", "pairs", "datasets", "systems", "excludes")
GROUPS = ("value", "reference", "change", "metric", "dataset", "method", "baseline")


class FrameSettings(Frozen):
    """What a frame says of the mentions that it captures.

    `takes`: a bare number in it is a result. `kind`, `direction` and `basis` hold for its values; better and worse turn
    into a direction once the metric is known. `strength`: of two frames that fill the same role, the stronger wins.
    `dimensions`: it holds only for values whose unit measures one of these, as `time`. `whole`: a whole number in it is a
    result even where nothing listed measures it.
    """

    strength: int = 5
    takes: bool = False
    kind: Kind | None = None
    direction: Move | None = None
    basis: Basis | None = None
    no_result: str | None = None
    dimensions: frozenset[str] = frozenset()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class FrameMatch:
    """One frame found in one folded sentence, with the indices of the mentions in each group, in text order."""

    rule: str
    sets: FrameSettings
    start: int
    end: int
    groups: dict[str, tuple[int, ...]]


@cache
def _frames(*, bare: bool) -> Screen[Rule[FrameSettings]]:
    """The frames, or those that tell of what is no result, which read a sentence with only its values folded."""
    every = (rule for family in FAMILIES for rule in load_rules(f"frames/{family}", FrameSettings))
    return Screen(rule for rule in every if (rule.sets.no_result is not None) is bare)


def match_frames(mask: Mask, bare: Mask) -> list[FrameMatch]:
    """Every frame that a sentence shows: in `mask`, or, for what is no result, in `bare`, where only values are folded."""
    found: list[FrameMatch] = []
    for text, frames in ((mask.text, _frames(bare=False)), (bare.text, _frames(bare=True))):
        for rule in frames.possible(text):
            for match in rule.regex.finditer(text):
                captured = match.capturesdict()
                groups = {name: tuple(sign_index(sign) for sign in captured[name]) for name in GROUPS if captured.get(name)}
                found.append(FrameMatch(rule.id, rule.sets, match.start(), match.end(), groups))
    return found


def is_joint_end(gap: str) -> bool:
    """Whether two values share one word for their bound: a joint between them, and nothing that starts anew.

    >>> is_joint_end(" memory reduction and "), is_joint_end(" on A and "), is_joint_end(" over A and by ")
    (True, True, False)
    """
    return fragment_pattern("bound_joint").search(gap) is not None


def is_list_gap(gap: str, *, joined: bool = False) -> bool:
    """Whether what stands between two values lets a list go on: no verb, no conjunction of contrast.

    With `joined`, an "and" ends it too.

    >>> is_list_gap(" on A and "), is_list_gap(" on A and ", joined=True), is_list_gap(" on A, while B reaches ")
    (True, False, False)
    """
    noun = fragment_pattern("change_noun_next").match(gap)  # "a 5% increase in A and 3% in B": no verb
    return fragment_pattern("clause_break").search(gap, noun.end() if noun else 0) is None and not (
        joined and fragment_pattern("and_or").search(gap) is not None
    )
