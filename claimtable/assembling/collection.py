"""A collection that grows: which entries of the run in a folder stay, which new ones come in, which give way.

Marks of the old and the new entries in, a plan out. An entry with an id of its own is known by that id; one that its
reader had to number is known by its abstract, for a number says nothing: nothing is merged on missing values.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from claimtable.assembling.duplicates import text_digest
from claimtable.readers.arxiv_ids import parse_arxiv_id
from schemas import Paper

_NUMBERED = re.compile(r"(?P<stem>.*)#[1-9]\d*", re.DOTALL)


class Mark(NamedTuple):
    """What an entry is known by in a collection."""

    paper_id: str
    source: str
    text: bytes
    named: bool

    @property
    def key(self) -> Hashable:
        """What the same entry has, when its source is read again."""
        return (self.source, self.paper_id) if self.named else (self.source, self.text)


class Place(NamedTuple):
    """Where an entry of the grown collection comes from: positions in the old and in the new entries.

    With both, the new entry stands in the place of the old one, whose results hold as long as nothing differs.
    """

    old: int | None
    new: int | None


def is_named(paper_id: str, source: str) -> bool:
    """Whether a paper's id is its own, not the name of its file with a running number.

    >>> is_named("2401.00001", "june.jsonl"), is_named("june#3", "pages/june.txt.gz"), is_named("june#3", "july.txt")
    (True, False, True)
    """
    numbered = _NUMBERED.fullmatch(paper_id)
    if numbered is None:
        return True
    name = "stdin" if source == "-" else PurePath(source).name
    return not name.startswith(numbered["stem"])


def mark_of(paper: Paper) -> Mark:
    """The mark of an entry."""
    return Mark(paper.paper_id, paper.source, text_digest(paper.abstract), is_named(paper.paper_id, paper.source))


def grow(old: Sequence[Mark], new: Sequence[Mark]) -> list[Place]:
    """The entries of a collection after an update: the old ones in their order, then those that are new.

    An entry of a source that is read again stands in its old place. A named entry with another abstract than the old
    one under its name replaces that, wherever it came from; with the same abstract it is one more entry of the paper.
    """
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for position, mark in enumerate(old):
        waiting[mark.key].append(position)
        if mark.named:
            by_name[mark.paper_id].append(position)
    times: Counter[Hashable] = Counter()
    again: dict[int, int] = {}  # old position -> the new entry that stands there
    come: list[int] = []
    for position, mark in enumerate(new):
        known = waiting.get(mark.key, [])
        if times[mark.key] < len(known):
            again[known[times[mark.key]]] = position
        else:
            come.append(position)
        times[mark.key] += 1
    gone = {
        there
        for position in come
        if new[position].named
        for there in by_name.get(new[position].paper_id, ())
        if there not in again and old[there].text != new[position].text
    }
    stay = [Place(position, again.get(position)) for position in range(len(old)) if position not in gone]
    return [*stay, *(Place(None, position) for position in come)]


def is_meant(paper_id: str, entry_id: str, given: str) -> bool:
    """Whether the id that a user gives means an entry; an arXiv id without a version means all versions.

    >>> is_meant("arxiv:2401.00001v2", "arxiv:2401.00001v2", "2401.00001"), is_meant("7", "7~2", "7"), is_meant("7", "7", "8")
    (True, True, False)
    """
    if given in (paper_id, entry_id):
        return True
    meant = parse_arxiv_id(given)
    own = parse_arxiv_id(paper_id) if meant is not None else None
    return own is not None and meant is not None and own.base == meant.base and meant.version in (None, own.version)
