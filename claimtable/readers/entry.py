"""What a reader yields: an entry as its source gives it, or a fault in place of one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from claimtable.readers.source import Source
from schemas.base import Frozen


class Entry(Frozen):
    """One paper as a reader found it, before it is named and checked."""

    line: int
    abstract: str
    paper_id: str | None = None
    title: str | None = None
    published: date | None = None
    published_text: str | None = None  # what the source says of the day; told where it is no date
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    comment: str | None = None
    url: str | None = None
    doi: str | None = None


class Fault(Frozen):
    """Where an entry should stand and none can be read; `skip` where the source has nothing to read there.

    A `note` stands behind the entry that it is about.
    """

    line: int
    code: str
    reason: str
    text: str | None = None
    stage: Literal["read", "skip", "note"] = "read"


def no_abstract(line: int, named: str | None, title: str | None = None) -> Fault:
    """What stands for an entry whose format may leave the abstract out."""
    reason = f"{named or 'the entry'} has no abstract"
    return Fault(line=line, code="no-abstract", reason=reason, text=title, stage="skip")


Found: TypeAlias = Entry | Fault


@dataclass(frozen=True)
class Reader:
    """A layout: how sure we are that a source has it (0 is no, 1 is certain), and how to read it."""

    name: str
    about: str
    detect: Callable[[Source], float]
    read: Callable[[Source], Iterator[Found]]


def page_reader(name: str, about: str, find_entries: Callable[[str], Iterator[Found]], *, weight: float = 0.9) -> Reader:
    """A reader of whole pages, from a function that finds the entries of a text.

    It is as sure of a page as the share of the page's text that it takes for abstracts: a listing that quotes
    one line of another layout is still a listing. `weight` puts layouts with plain marks before those without.
    """

    def detect(source: Source) -> float:
        entries = [found for found in find_entries(source.text) if isinstance(found, Entry)]
        taken = sum(len(entry.abstract) for entry in entries)
        # Marks without text (an `Abstract:` line that is empty) still show the layout.
        return weight * max(0.01, taken / len(source.text)) if entries else 0.0

    return Reader(name=name, about=about, detect=detect, read=lambda source: find_entries(source.text))
