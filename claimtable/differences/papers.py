"""Which entry of one run is the same paper as which of another, also where it is another version of it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from claimtable.readers.arxiv_ids import parse_arxiv_id
from schemas.base import Frozen

if TYPE_CHECKING:
    from claimtable.checking.sides import Side


class Entry(Frozen):
    """One entry as far as it tells which paper it is."""

    entry_id: str
    paper_id: str
    title: str | None = None
    url: str | None = None
    doi: str | None = None
    abstract: str | None = None


class PaperPair(Frozen):
    """The entries of one paper in two runs."""

    before: Entry
    now: Entry

    @property
    def is_version(self) -> bool:
        """Whether the two are different versions: another identifier, or another text."""
        one, other = self.before, self.now
        return one.paper_id != other.paper_id or not self.same_text

    @property
    def same_text(self) -> bool:
        """Whether offsets mean the same in both; without abstracts, whether the entry has the same name."""
        if self.before.abstract is None or self.now.abstract is None:
            return self.before.entry_id == self.now.entry_id
        return self.before.abstract == self.now.abstract


def find_entries(side: "Side", *, whole: bool) -> dict[str, Entry]:
    """The entries of a run: all its papers, or those of its results where one of the two runs comes without papers."""
    frame = side.papers if whole and side.papers is not None else side.results
    found: dict[str, Entry] = {}
    for row in frame[[name for name in Entry.model_fields if name in frame.columns]].to_dict("records"):
        entry = Entry.model_validate({str(name): _text(value) for name, value in row.items()})
        found.setdefault(entry.entry_id, entry)
    return found


def _text(value: Any) -> str | None:
    return None if value is None or value != value else str(value)  # noqa: PLR0124


def pair_papers(before: Mapping[str, Entry], now: Mapping[str, Entry]) -> list[PaperPair]:
    """Which entries are one paper, by the surest sign first, in the order of now."""
    left, right = dict(before), dict(now)
    found: dict[str, PaperPair] = {}
    for sign in (_entry_id, _arxiv_id, _doi, _title):
        ours, theirs = _single(left.values(), sign), _single(right.values(), sign)
        for mark, entry in theirs.items():
            if mark in ours:
                found[entry.entry_id] = PaperPair(before=left.pop(ours[mark].entry_id), now=right.pop(entry.entry_id))
    return [found[entry_id] for entry_id in now if entry_id in found]


def _single(entries: Iterable[Entry], sign: Callable[[Entry], str | None]) -> dict[str, Entry]:
    """The entries by a sign that no other entry of the run has."""
    by_sign: dict[str, list[Entry]] = {}
    for entry in entries:
        if (mark := sign(entry)) is not None:
            by_sign.setdefault(mark, []).append(entry)
    return {mark: alike[0] for mark, alike in by_sign.items() if len(alike) == 1}


def _entry_id(entry: Entry) -> str | None:
    return entry.entry_id


def _arxiv_id(entry: Entry) -> str | None:
    found = parse_arxiv_id(entry.paper_id) or (parse_arxiv_id(entry.url) if entry.url else None)
    return found.base.lower() if found else None


def _doi(entry: Entry) -> str | None:
    return entry.doi


def _title(entry: Entry) -> str | None:
    return " ".join(entry.title.casefold().split()) if entry.title else None
