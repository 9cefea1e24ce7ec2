"""Where everything stands on the site: the page of each paper, method and board, and the evidence of each entry."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from claimtable.evidence import ROLES, Span
from claimtable.evidence.drawing import cut
from claimtable.site.columns import Evidence
from claimtable.site.names import page_name
from claimtable.site.shards import EvidenceShards
from claimtable.site.tables import RunTables
from rules.board_rules import load_board_rules
from rules.names import dataset_key
from schemas import LeaderboardRow, ResultRow

OURS = "ours"  # what a paper proposes, where the text gives it no name
_ROLE_NUMBERS = {role: number for number, role in enumerate(ROLES)}


class Board(NamedTuple):
    """A leaderboard with its page."""

    href: str
    rows: tuple[LeaderboardRow, ...]

    @property
    def head(self) -> LeaderboardRow:
        """Any row says what the board is of."""
        return self.rows[0]

    @property
    def ranked(self) -> tuple[LeaderboardRow, ...]:
        """The rows above the line, best first."""
        return tuple(row for row in self.rows if row.rank is not None)

    @property
    def papers(self) -> int:
        """Papers that rank."""
        return len({row.entry_id for row in self.ranked})


class Method(NamedTuple):
    """A named system: what is reported of it, and what is set against it."""

    name: str
    href: str
    own: tuple[ResultRow, ...]
    against: tuple[ResultRow, ...]


class Addresses:
    """All pages of a site, found before the first is written, so that each can link to the others."""

    def __init__(self, tables: RunTables) -> None:
        self.papers = {paper.entry_id: paper for paper in tables.papers}
        self.by_entry = tables.by_entry()
        self.results = {row.row_id: row for row in tables.results}
        self.pages = {
            entry_id: page_name("papers", paper.title or paper.paper_id, entry_id)
            for entry_id, paper in self.papers.items()
            if entry_id in self.by_entry or paper.duplicate_of
        }
        self.methods = _methods(tables.results)
        self.boards = _boards(tables.leaderboards)
        self.board_of = {row.row_id: board for board in self.boards for row in board.rows}
        self._evidence: dict[str, tuple[int, int]] = {}

    def paper_title(self, entry_id: str) -> str:
        """What to call a paper; its id where the source gives no title."""
        paper = self.papers.get(entry_id)
        return entry_id if paper is None else paper.title or paper.paper_id

    def method_page(self, name: str | None) -> str | None:
        """The page of a method; None where the words name none."""
        method = self.methods.get(method_key(name)) if name else None
        return method.href if method else None

    def system(self, name: str | None, entry_id: str) -> list[str] | str | None:
        """What a table calls a system, with its page; one without a name goes by its paper."""
        if name == OURS and entry_id in self.pages:
            return [self.paper_title(entry_id), self.pages[entry_id]]
        href = self.method_page(name)
        return [name, href] if name and href else name

    def scorer_page(self, row: LeaderboardRow) -> str | None:
        """The page of the system that a board ranks; that of the paper where the board calls it by its paper."""
        result = self.results.get(row.row_id)
        return self.method_page(result.method if result else row.method) or self.pages.get(row.entry_id)

    def pack_evidence(self, entry_id: str, spans: Iterable[Span], shards: EvidenceShards) -> None:
        """Put an abstract with its marks where rows that unfold find it."""
        pieces = [
            piece if span is None else [piece, _ROLE_NUMBERS[span.role], span.label, span.record_ids]
            for piece, span in cut(self.papers[entry_id].abstract, spans)
        ]
        self._evidence[entry_id] = shards.add([self.paper_title(entry_id), self.pages[entry_id], pieces])

    def evidence(self, entry_id: str, records: Iterable[str | None], row: str) -> Evidence | None:
        """What a row unfolds to; None where the entry is not in the table of papers."""
        place = self._evidence.get(entry_id)
        return place and Evidence(*place, tuple(dict.fromkeys(filter(None, records))), row)


def method_key(name: str) -> str:
    """What spellings of one method have in common."""
    return dataset_key(name) or name.casefold().strip()


def _methods(rows: Iterable[ResultRow]) -> dict[str, Method]:
    rules = load_board_rules()
    spellings: dict[str, Counter[str]] = {}
    own: dict[str, list[ResultRow]] = {}
    against: dict[str, list[ResultRow]] = {}
    for row in rows:
        for name, reported in ((row.method, own), (row.baseline, against)):
            if name and not rules.is_nameless(name):
                key = method_key(name)
                spellings.setdefault(key, Counter())[name] += 1
                reported.setdefault(key, []).append(row)
    methods = {}
    for key, counted in spellings.items():
        # a baseline that nothing is reported of has no page: all there is to say stands with the methods set against it
        if key in own:
            name = min(counted, key=lambda spelling: (-counted[spelling], spelling))
            methods[key] = Method(name, page_name("methods", name, key), tuple(own[key]), tuple(against.get(key, ())))
    return methods


def _boards(rows: Iterable[LeaderboardRow]) -> tuple[Board, ...]:
    def key(row: LeaderboardRow) -> tuple[str, str]:
        return row.board_id, "higher" if row.higher_is_better else "lower"

    return tuple(
        Board(page_name("boards", " ".join(filter(None, (group[0].dataset, group[0].metric))), *board), group)
        for board, group in ((board, tuple(every)) for board, every in groupby(rows, key=key))
    )
