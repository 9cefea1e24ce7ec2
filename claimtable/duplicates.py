"""Tell which entries are one paper, and which of them speaks for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from claimtable.readers.arxiv_ids import ArxivId, parse_arxiv_id
from schemas import Paper


def mark_duplicates(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Point each entry that repeats another to the one that speaks for both.

    Entries are one paper where their abstracts agree, white space aside, or their arXiv identifiers, versions
    aside. The newest speaks: by date where all have one, else by arXiv version; the first where neither tells.
    """
    groups = _group(papers)
    marked = list(papers)
    for members in groups:
        speaker = _speaker([papers[member] for member in members])
        for member in members:
            duplicate_of = None if papers[member].entry_id == speaker.entry_id else speaker.entry_id
            marked[member] = Paper(**papers[member].model_dump() | {"duplicate_of": duplicate_of})
    return tuple(marked)


def _group(papers: Sequence[Paper]) -> list[list[int]]:
    """Positions of the entries that are one paper, two or more together."""
    leader = list(range(len(papers)))

    def lead(position: int) -> int:
        while leader[position] != position:
            leader[position] = leader[leader[position]]
            position = leader[position]
        return position

    first_with: dict[tuple[str, str], int] = {}
    for position, paper in enumerate(papers):
        marks = [("abstract", " ".join(paper.abstract.split()))]
        if (arxiv_id := _arxiv_id(paper)) is not None:
            marks.append(("arxiv", arxiv_id.base.lower()))
        for mark in marks:
            other = first_with.setdefault(mark, position)
            # Chains join: the same abstract as one entry, the same identifier as another.
            one, two = sorted((lead(other), lead(position)))
            leader[two] = one
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for position in range(len(papers)):
        groups[lead(position)].append(position)
    return [members for members in groups.values() if len(members) > 1]


def _arxiv_id(paper: Paper) -> ArxivId | None:
    return parse_arxiv_id(paper.paper_id) or (parse_arxiv_id(paper.url) if paper.url is not None else None)


def _speaker(entries: Sequence[Paper]) -> Paper:
    dated = all(entry.published is not None for entry in entries)

    def age(entry: Paper) -> tuple[date, int] | tuple[int, date]:
        published = entry.published or date.min
        arxiv_id = _arxiv_id(entry)
        version = (arxiv_id.version or 0) if arxiv_id is not None else 0
        return (published, version) if dated else (version, published)

    # max keeps the first of equals.
    return max(entries, key=age)
