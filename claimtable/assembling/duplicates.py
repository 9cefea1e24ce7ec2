"""Tell which entries are one paper, and which of them speaks for it: of all entries in memory, or of a table on disk."""

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from claimtable.assembling.on_disk import open_duckdb
from claimtable.readers.arxiv_ids import ArxivId, parse_arxiv_id
from claimtable.readers.dois import canonical_doi
from schemas import Paper

_ARXIV_DOI = "10.48550/arxiv."  # every paper of arXiv has a DOI that holds its identifier
_MEMORY = "64MB"  # what DuckDB may take before it uses the disk


class Marked(NamedTuple):
    """An entry with one of the marks that it shares with others."""

    position: int
    mark: Hashable
    entry_id: str
    published: date | None
    version: int


def mark_duplicates(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Point each entry that repeats another to the one that speaks for both.

    Entries are one paper where their abstracts agree, white space aside, or their arXiv identifiers, versions
    aside, or their DOIs. What an entry does not have makes it no other's equal. The newest speaks: by date where
    all have one, else by arXiv version; the first where neither tells.
    """
    speakers = find_speakers(
        Marked(position, mark, paper.entry_id, paper.published, _version(paper))
        for position, paper in enumerate(papers)
        for mark in _marks(paper)
    )
    return tuple(
        # what an earlier run said of an entry is forgotten: the entry that spoke for it may be gone
        paper if paper.duplicate_of == speakers.get(position) else _silenced(paper, speakers.get(position))
        for position, paper in enumerate(papers)
    )


def text_digest(abstract: str) -> bytes:
    """What identical abstracts share, white space aside.

    >>> text_digest("We show  A.") == text_digest("We show A. "), text_digest("We show B.") == text_digest("We show A.")
    (True, False)
    """
    return hashlib.blake2b(" ".join(abstract.split()).encode(errors="surrogatepass"), digest_size=16).digest()


class EntryIndex:
    """The marks of all entries of a run, on disk: millions need no more memory than a few."""

    def __init__(self, folder: Path) -> None:
        """Begin an index in a folder, which is there and will be thrown away."""
        self._duckdb = open_duckdb(folder, _MEMORY, "entries.duckdb")
        self._duckdb.execute(
            "CREATE TABLE entries (position BIGINT, entry_id VARCHAR, own_id VARCHAR, text BLOB, arxiv VARCHAR, doi VARCHAR, "
            "published DATE, version INTEGER)"
        )
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give its memory back; nothing can be asked any more."""
        self._duckdb.close()

    def add(self, papers: Sequence[Paper]) -> None:
        """Add the next entries."""
        import pyarrow as pa

        from claimtable.assembling.collection import is_named

        arxiv = [arxiv_id_of(paper) for paper in papers]
        columns = {
            "position": pa.array(range(self._count, self._count + len(papers)), pa.int64()),
            "entry_id": pa.array([paper.entry_id for paper in papers], pa.string()),
            "own_id": pa.array(
                [paper.paper_id if is_named(paper.paper_id, paper.source) else None for paper in papers], pa.string()
            ),
            "text": pa.array([text_digest(paper.abstract) for paper in papers], pa.binary()),
            "arxiv": pa.array([found.base.lower() if found else None for found in arxiv], pa.string()),
            "doi": pa.array([paper.doi or None for paper in papers], pa.string()),
            "published": pa.array([paper.published for paper in papers], pa.date32()),
            "version": pa.array([(found.version or 0) if found else 0 for found in arxiv], pa.int32()),
        }
        self._duckdb.register("added", pa.table(columns))
        self._duckdb.execute("INSERT INTO entries SELECT * FROM added")
        self._duckdb.unregister("added")
        self._count += len(papers)

    def find_speakers(self) -> dict[int, str]:
        """By position, the entry_id that speaks for each entry that does not speak for itself."""
        asked = " UNION ALL ".join(
            f"SELECT position, struct_pack(k := '{mark}', v := {mark}::VARCHAR) AS mark, entry_id, published, version "
            f"FROM entries SEMI JOIN (SELECT {mark} FROM entries WHERE {mark} IS NOT NULL GROUP BY 1 HAVING count(*) > 1) "
            f"USING ({mark})"
            for mark in ("text", "arxiv", "doi")
        )
        self._duckdb.execute(f"SELECT position, mark.k || ' ' || mark.v, entry_id, published, version FROM ({asked}) ORDER BY 1")
        found: list[Marked] = []
        while rows := self._duckdb.fetchmany(10_000):
            found += [Marked(*row) for row in rows]
        return find_speakers(found)

    def find_shared_ids(self, silent: Iterable[int], limit: int) -> tuple[int, tuple[str, ...]]:
        """How many own ids stand for different abstracts that speak for themselves, and the first of them.

        Such papers are kept apart, for nothing says that they are one; but somebody may have meant one of them only.
        """
        import pyarrow as pa

        self._duckdb.register("silent", pa.table({"position": pa.array(silent, pa.int64())}))
        asked = (
            "SELECT own_id, min(position) FROM entries ANTI JOIN silent USING (position) WHERE own_id IS NOT NULL "
            "GROUP BY own_id HAVING count(*) > 1 AND count(DISTINCT text) > 1 ORDER BY 2"
        )
        shared = self._duckdb.execute(asked).fetchall()
        self._duckdb.unregister("silent")
        return len(shared), tuple(own_id for own_id, _ in shared[:limit])


def find_speakers(entries: Iterable[Marked]) -> dict[int, str]:
    """By position, who speaks for each entry that does not speak for itself; the entries come in order, once for each mark."""
    leader: dict[int, int] = {}
    by_position: dict[int, Marked] = {}

    def lead(position: int) -> int:
        while leader[position] != position:
            leader[position] = leader[leader[position]]
            position = leader[position]
        return position

    first_with: dict[Hashable, int] = {}
    for entry in entries:
        by_position.setdefault(entry.position, entry)
        leader.setdefault(entry.position, entry.position)
        other = first_with.setdefault(entry.mark, entry.position)
        # Chains join: the same abstract as one entry, the same identifier as another.
        one, two = sorted((lead(other), lead(entry.position)))
        leader[two] = one
    groups: defaultdict[int, list[Marked]] = defaultdict(list)
    for position in sorted(by_position):
        groups[lead(position)].append(by_position[position])
    speakers: dict[int, str] = {}
    for members in groups.values():
        speaker = _speaker(members)
        speakers |= {member.position: speaker.entry_id for member in members if member.position != speaker.position}
    return speakers


def _speaker(entries: Sequence[Marked]) -> Marked:
    dated = all(entry.published is not None for entry in entries)

    def age(entry: Marked) -> tuple[date, int] | tuple[int, date]:
        published = entry.published or date.min
        return (published, entry.version) if dated else (entry.version, published)

    # max keeps the first of equals.
    return max(entries, key=age)


def _marks(paper: Paper) -> list[Hashable]:
    marks: list[Hashable] = [("text", text_digest(paper.abstract))]
    if (arxiv_id := arxiv_id_of(paper)) is not None:
        marks.append(("arxiv", arxiv_id.base.lower()))
    if paper.doi:
        marks.append(("doi", paper.doi))
    return marks


def arxiv_id_of(paper: Paper) -> ArxivId | None:
    """The identifier that an entry's id, address or DOI names; any of the three may hold arXiv's own DOI."""
    named = [text for text in (paper.paper_id, paper.url, paper.doi) if text is not None]
    found = (parse_arxiv_id(text) or _from_doi(text) for text in named)
    return next((arxiv_id for arxiv_id in found if arxiv_id is not None), None)


def _from_doi(text: str) -> ArxivId | None:
    doi = canonical_doi(text)
    return parse_arxiv_id(f"arxiv:{doi.removeprefix(_ARXIV_DOI)}") if doi is not None and doi.startswith(_ARXIV_DOI) else None


def _version(paper: Paper) -> int:
    found = arxiv_id_of(paper)
    return (found.version or 0) if found is not None else 0


def _silenced(paper: Paper, speaker: str | None) -> Paper:
    return paper.model_copy(update={"duplicate_of": speaker})
