"""Tell the name that an abstract or its title gives the system it proposes."""

import re
from collections import Counter
from collections.abc import Mapping, Set
from typing import Literal

from pydantic import Field

from extract.surfaces import Skeleton
from rules.loader import load_rules
from schemas.base import Frozen

ENOUGH = 25  # votes that a name needs
REPEATED = 2.5  # what each further mention adds
IN_TITLE = 30
_PURPOSE = re.compile(r"\b(?:for|in|towards?|(?:problem|task|field|area|setting)s? of|address|tackle|solve)(?: the)? $")
_WORDS = re.compile(r"[^\W_]+")


class ProposedSettings(Frozen):
    """What a rule of `rules/proposed.yaml` says: how much it tells, and where it reads."""

    weight: int = Field(gt=0)
    where: Literal["title", "text"]
    plain: bool = Field(default=False, description="Also counts for plain capitalised words: Self Positioning.")


def find_proposed(
    title: Skeleton | None, text: Skeleton, *, other: Set[str] = frozenset(), abbreviations: Mapping[str, str]
) -> str | None:
    """The name with most votes; None where nothing is named plainly.

    Args:
        title: Skeleton of the title, if there is one.
        text: Skeleton of the abstract.
        other: Names that the grammar holds for data sets, metrics or tasks.
        abbreviations: Short forms that the text spells out.
    """
    counts = Counter(surface.text for surface in text.surfaces)
    votes: Counter[str] = Counter()
    for rule in load_rules("proposed", ProposedSettings):
        settings = rule.sets
        skeleton = title if settings.where == "title" else text
        if skeleton is None:
            continue
        seen: set[str] = set()
        for match in rule.regex.finditer(skeleton.text):
            surface = skeleton.surface(match["name"])
            if surface.text in seen or not (surface.strong or settings.plain):
                continue
            if settings.where == "title" and (skeleton.is_shouted or not surface.strong) and surface.text not in counts:
                continue
            seen.add(surface.text)
            votes[surface.text] += settings.weight
    _count_spelled_out(votes, title, abbreviations)
    _merge_long_forms(votes, counts, abbreviations)
    for short in _worked_on(text.source, abbreviations):
        if title is None or not title.source.startswith(short):
            votes.pop(short, None)
    best, most = None, 0.0
    for name, weight in votes.items():
        score = weight + min(counts[name], 6) * REPEATED
        if score >= ENOUGH and score > most and name not in other:
            best, most = name, score
    return best


def _count_spelled_out(votes: Counter[str], title: Skeleton | None, abbreviations: Mapping[str, str]) -> None:
    """A title that spells out a short form of the abstract, or begins with its initials, speaks for it.

    It takes a word of the abstract too: titles spell out tasks as well.
    """
    if title is None:
        return
    words = _WORDS.findall(title.source.partition(":")[0])
    initials = "".join(word[0] for word in words).lower()
    heading = " ".join(_WORDS.findall(title.source)).lower()
    for short, long in abbreviations.items():
        if short not in votes and long not in votes:
            continue
        spelled = " ".join(_WORDS.findall(long)).lower()
        if heading.startswith(spelled) or (":" in title.source and initials == short.lower() and len(words) > 1):
            votes[short] += IN_TITLE
        elif spelled in heading:
            votes[short] += IN_TITLE // 2


def _worked_on(text: str, abbreviations: Mapping[str, str]) -> list[str]:
    """Short forms of what the paper works on: a method for generalized shelf sweeping (GSS)."""
    return [
        short
        for short, long in abbreviations.items()
        if (at := text.find(f"{long} ({short}")) > 0 and _PURPOSE.search(text, max(0, at - 30), at)
    ]


def _merge_long_forms(votes: Counter[str], counts: Counter[str], abbreviations: Mapping[str, str]) -> None:
    """What is said of a long form counts for the short one, which the text goes on with."""
    shorts = {long.lower(): short for short, long in abbreviations.items()}
    for name in list(votes):
        short = shorts.get(name.lower(), name)
        if short != name and short in counts:
            votes[short] += votes.pop(name)
