"""Names of one list are of one kind: in "on ShelfQA, DustSet and CommonPile" the first tells what the others are."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from extract.surfaces import Surface
from rules.loader import fragment_pattern

Kind = TypeVar("Kind")


def shared_kinds(text: str, surfaces: Sequence[Surface], kinds: Mapping[str, Kind], kind: Kind) -> dict[str, Kind]:
    """Names without a kind of their own that stand in a list with one of this kind.

    Only what ends in "and B" or the like is a list: "On ShelfQA, DustNet leads" is none.

    >>> from extract.surfaces import find_surfaces
    >>> text = "It leads on ShelfQA, DustSet, and CommonPile, where PlainNet fails."
    >>> shared_kinds(text, find_surfaces(text), {"ShelfQA": "bed"}, "bed")
    {'DustSet': 'bed', 'CommonPile': 'bed'}
    """
    found: dict[str, Kind] = {}
    run: list[Surface] = []
    for surface in surfaces:
        joint = text[run[-1].end : surface.start] if run else ""
        if run and fragment_pattern("list_last").fullmatch(joint):
            run.append(surface)
            if any(kinds.get(one.text) == kind for one in run) and not any(_differs(kinds, one.text, kind) for one in run):
                found.update({one.text: kind for one in run if one.text not in kinds and one.strong})
            run = []
        elif run and fragment_pattern("list_goes_on").fullmatch(joint):
            run.append(surface)
        else:
            run = [surface]
    return found


def _differs(kinds: Mapping[str, Kind], name: str, kind: Kind) -> bool:
    return kinds.get(name, kind) != kind
