"""Tell the name that an abstract or its title gives the system it proposes."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from extract.surfaces import Skeleton
from rules.loader import load_rules
from schemas.base import Frozen

ENOUGH = 2.5


class ProposedSettings(Frozen):
    """What a rule of `rules/proposed.yaml` says: how much it tells, and where it reads."""

    weight: float = Field(gt=0)
    where: Literal["title", "text"]


def find_proposed(
    title: Skeleton | None, text: Skeleton, *, datasets: frozenset[str] = frozenset(), abbreviations: Mapping[str, str]
) -> str | None:
    """The name with most votes that is no data set; None where nothing is named plainly.

    Args:
        title: Skeleton of the title, if there is one.
        text: Skeleton of the abstract.
        datasets: Names that the grammar holds for data sets.
        abbreviations: Short forms that the text spells out.
    """
    votes: Counter[str] = Counter()
    for rule in load_rules("proposed", ProposedSettings):
        skeleton = title if rule.sets.where == "title" else text
        if skeleton is None:
            continue
        seen: set[str] = set()
        for match in rule.regex.finditer(skeleton.text):
            surface = skeleton.surface(match["name"])
            if surface.text not in seen and (
                surface.strong or rule.sets.where == "title" or rule.id in {"called", "propose-at-once"}
            ):
                seen.add(surface.text)
                votes[surface.text] += rule.sets.weight
    counts = Counter(surface.text for surface in text.surfaces)
    shorts = {long.lower(): short for short, long in abbreviations.items()}
    merged: Counter[str] = Counter()
    for name, weight in votes.items():
        short = shorts.get(name.lower(), name)
        merged[short if short in counts else name] += weight
    best, most = None, ENOUGH
    for name, weight in merged.items():
        if name in datasets:
            continue
        score = weight + min(counts[name], 6) * 0.25
        if weight >= ENOUGH and score > most:
            best, most = name, score
    return best
