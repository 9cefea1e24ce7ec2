"""What names an entry, and what it shares with others, over all parts: only what is shared comes to one place.

Each part gives the marks of its papers; the engine brings equal marks together and drops those that stand alone.
"""

from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtable.assembling.duplicates import Marked, arxiv_id_of, find_speakers, text_digest
from claimtable.cluster.parts import Part, Reading, read_part
from claimtable.readers.entry_ids import EntryIds
from schemas import Paper

if TYPE_CHECKING:
    import pandas as pd

_SHIFT = 32  # a position is the number of the part and, in the lower bits, that of the paper in it
_ID = "id "


class Fate(NamedTuple):
    """What the other parts decide about the papers of one: entry_ids that are not the paper_id, and who speaks for whom."""

    renamed: dict[int, str]
    speakers: dict[int, str]


def empty_marks() -> "pd.DataFrame":
    """No marks, with the columns of them all."""
    import pandas as pd

    text = pd.ArrowDtype(_string())
    return pd.DataFrame(
        {
            "mark": pd.Series([], dtype=text),
            "position": pd.Series([], dtype="int64"),
            "paper_id": pd.Series([], dtype=text),
            "published": pd.Series([], dtype=text),
            "version": pd.Series([], dtype="int64"),
        }
    )


def find_marks(part: Part, reading: Reading) -> "pd.DataFrame":
    """The marks of a part: a row for each mark of each paper."""
    import pandas as pd

    papers = (paper for paper in read_part(part, reading) if isinstance(paper, Paper))
    rows = [row for number, paper in enumerate(papers) for row in _marks((part.number << _SHIFT) + number, paper)]
    return pd.DataFrame(rows, columns=list(empty_marks())).astype(empty_marks().dtypes.to_dict())


def only_shared(marks: "pd.DataFrame") -> "pd.DataFrame":
    """The marks that several papers have, of those that stand together; ids that look numbered too, for they may clash."""
    numbered = marks["mark"].str.startswith(_ID) & marks["mark"].str.fullmatch(r"(?s).*~[1-9][0-9]*")
    return marks[marks.duplicated("mark", keep=False) | numbered]


def decide(shared: "pd.DataFrame", *, keep_all: bool) -> dict[int, Fate]:
    """By part, what becomes of the papers that share something with others, as one run over all of them would have it."""
    rows: list[Any] = sorted(shared.itertuples(index=False), key=attrgetter("position"))
    ids = EntryIds()
    names = {row.position: ids.take(str(row.paper_id)) for row in rows if row.mark.startswith(_ID)}
    fates: dict[int, Fate] = {}

    def fate(position: int) -> tuple[Fate, int]:
        return fates.setdefault(position >> _SHIFT, Fate({}, {})), position & ((1 << _SHIFT) - 1)

    for row in rows:
        if row.mark.startswith(_ID) and names[row.position] != row.paper_id:
            there, number = fate(row.position)
            there.renamed[number] = names[row.position]
    if not keep_all:
        marked = (
            Marked(
                row.position,
                row.mark,
                names.get(row.position, str(row.paper_id)),
                date.fromisoformat(row.published) if row.published else None,
                row.version,
            )
            for row in rows
            if not row.mark.startswith(_ID)
        )
        for position, speaker in find_speakers(marked).items():
            there, number = fate(position)
            there.speakers[number] = speaker
    return fates


def _marks(position: int, paper: Paper) -> Iterator[tuple[str, int, str, str, int]]:
    arxiv = arxiv_id_of(paper)
    published = "" if paper.published is None else paper.published.isoformat()
    marks = [f"{_ID}{paper.paper_id}", f"text {text_digest(paper.abstract).hex()}"]
    marks += [f"arxiv {arxiv.base.lower()}"] if arxiv is not None else []
    marks += [f"doi {paper.doi}"] if paper.doi else []
    for mark in marks:
        yield mark, position, paper.paper_id, published, (arxiv.version or 0) if arxiv is not None else 0


def _string() -> object:
    import pyarrow as pa

    return pa.string()
