"""Names of one list are of one kind: in "on ShelfQA, DustSet and CommonPile" the first tells what the others are."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TypeVar

from extract.naming.surfaces import Surface
from rules.loader import fragment_pattern

Kind = TypeVar("Kind")
SLASH = "/"


def shared_kinds(
    text: str, surfaces: Sequence[Surface], kinds: Mapping[str, Kind], kind: Kind, *, loose: Set[str] = frozenset()
) -> dict[str, Kind]:
    """Names without a kind of their own that stand in a list with one of this kind.

    Only what ends in "and B" or the like is a list, and what slashes alone join: "On ShelfQA, DustNet leads" is none.

    Args:
        text: The text.
        surfaces: Its name-like places, in order.
        kinds: The kinds known so far.
        kind: The kind that spreads.
        loose: Names whose own kind is a guess from their letters, which a list overrules.

    >>> from extract.naming.surfaces import find_surfaces
    >>> text = "It leads on ShelfQA, DustSet, and CommonPile, where PlainNet fails."
    >>> shared_kinds(text, find_surfaces(text), {"ShelfQA": "bed"}, "bed")
    {'DustSet': 'bed', 'CommonPile': 'bed'}
    """
    own = {name: known for name, known in kinds.items() if name not in loose or known == kind}
    found: dict[str, Kind] = {}
    for run in _lists(text, surfaces):
        known = {own[one.text] for one in run if one.text in own}
        if known == {kind}:
            found.update({one.text: kind for one in run if one.text not in own and one.strong})
    return found


def _lists(text: str, surfaces: Sequence[Surface]) -> Iterator[list[Surface]]:
    """The names of each list."""
    run: list[Surface] = []
    slashed = False
    for surface in surfaces:
        joint = text[run[-1].end : surface.start] if run else ""
        if run and joint == SLASH and (slashed or len(run) == 1):
            run.append(surface)
            slashed = True
            continue
        if slashed:
            yield run
            run, slashed = [], False
        if run and fragment_pattern("list_last").fullmatch(joint):
            yield [*run, surface]
            run = []
        elif run and fragment_pattern("list_goes_on").fullmatch(joint):
            run.append(surface)
        else:
            run = [surface]
    if slashed:
        yield run
