"""Result rows in, leaderboards out: a board for each data set, metric and unit, ranked row by row.

Exact and approximate single scores rank; whatever else was measured there stands below the line, with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from claimtable.tables.boards import BoardMaker, Entry
from claimtable.tables.duplicates import speaking_rows
from claimtable.tables.roles import Roles
from claimtable.tables.surroundings import find_surroundings
from rules.board_measures import load_board_measures
from rules.board_rules import BoardRules, load_board_rules
from rules.lexicons import load_metrics
from rules.names import dataset_key, plain
from schemas import LeaderboardRow, Paper, ResultRow, Role

BoardKey: TypeAlias = tuple[str, str, str, bool]
UNNAMED = "(unnamed)"
_NO_NAME = "the abstract does not name the system"


def rank_leaderboards(rows: Sequence[ResultRow], papers: Iterable[Paper] = ()) -> tuple[LeaderboardRow, ...]:
    """All boards, those with the most papers first; on a board the ranked rows in order, then those below the line."""
    papers = tuple(papers)
    boards: dict[BoardKey, list[LeaderboardRow]] = {}
    spellings: dict[str, Counter[str]] = {}
    for score in board_scores(speaking_rows(rows, papers), papers):
        key = board_key(score)
        boards.setdefault(key, []).append(score)
        spellings.setdefault(key[0], Counter())[score.dataset] += 1
    ranked = [rank_board(scores, usual_spelling(spellings[key[0]])) for key, scores in boards.items()]
    ranked.sort(key=board_order)
    return tuple(row for board in ranked for row in board)


def board_scores(rows: Sequence[ResultRow], papers: Iterable[Paper] = ()) -> list[LeaderboardRow]:
    """The scores that go on boards, in the order of the rows: each with its own spelling of the data set, not yet ranked.

    A score depends on the rows and the abstract of its own paper alone; rank 1 says only that it will have a rank.
    """
    papers = tuple(papers)
    rules = load_board_rules()
    maker = BoardMaker(load_metrics(), rules, load_board_measures())
    roles = _roles(rows, papers, rules)
    abstracts = {paper.entry_id: paper.abstract for paper in papers}
    beds = Counter(row.record_id for row in rows)
    found: list[LeaderboardRow] = []
    for row in rows:
        abstract = abstracts.get(row.entry_id, row.sentence)
        entry = maker.find_entry(row, find_surroundings(row, abstract), abstract, beds[row.record_id])
        if entry is not None:
            found.append(_row(entry, roles[row.entry_id], rules))
    return found


def board_key(row: LeaderboardRow) -> BoardKey:
    """What the scores of one board share; a metric counted in opposite directions makes two boards, never a mixed one."""
    return dataset_key(row.dataset), row.metric, row.unit or "", row.higher_is_better


def usual_spelling(spellings: Mapping[str, int]) -> str:
    """The spelling that most rows use; of equals, the first in the alphabet."""
    return min(spellings.items(), key=lambda pair: (-pair[1], pair[0]))[0]


def rank_board(scores: Sequence[LeaderboardRow], dataset: str) -> list[LeaderboardRow]:
    """The rows of one board under the name of its data set: the ranked ones in order, then those below the line."""
    named = {"dataset": dataset, "board_id": _board_id(dataset, scores[0].metric, scores[0].unit)}
    rows = _without_repeats(scores)
    better = -1 if rows[0].higher_is_better else 1
    places = {score: place for place, score in enumerate(sorted({better * row.score for row in rows if row.rank}), start=1)}
    rows = [row.model_copy(update={**named, "rank": places[better * row.score] if row.rank else None}) for row in rows]
    return sorted(rows, key=lambda row: (row.rank is None, better * row.score, _row_order(row)))


def count_papers(board: Sequence[LeaderboardRow]) -> int:
    """How many papers have a rank on a board."""
    return len({row.entry_id for row in board if row.rank is not None})


def _roles(rows: Iterable[ResultRow], papers: Iterable[Paper], rules: BoardRules) -> dict[str, Roles]:
    by_id = {paper.entry_id: paper for paper in papers}
    by_entry: dict[str, list[ResultRow]] = {}
    for row in rows:
        by_entry.setdefault(row.entry_id, []).append(row)
    return {entry_id: Roles(theirs, by_id.get(entry_id), rules) for entry_id, theirs in by_entry.items()}


def _row(entry: Entry, roles: Roles, rules: BoardRules) -> LeaderboardRow:
    row = entry.row
    role = roles.role(row)
    method = None if roles.is_before(row) else row.method
    if method is None and role is Role.BASELINE:
        method = roles.unnamed(row)
        if method is None:
            method, entry = UNNAMED, entry._replace(why_not=entry.why_not or _NO_NAME)
    elif method is None or rules.is_nameless(method):
        # a LaTeX command stands for a name, which the title may give
        named = roles.title_name if method is not None and method.startswith("\\") else ""
        method = named or plain(row.title or "") or row.paper_id
    settings = rules.canonical_conditions(row.conditions, method=row.method or "", metric=row.metric_text or "")
    return LeaderboardRow(
        board_id=_board_id(entry.dataset, entry.metric, entry.unit),
        dataset=entry.dataset,
        metric=entry.metric,
        unit=entry.unit,
        higher_is_better=entry.higher_is_better,
        rank=1 if entry.why_not is None else None,
        method=method,
        role=role,
        score=entry.score,
        score_high=entry.score_high,
        bound=row.bound,
        note=entry.note,
        shots=settings.get("shots"),
        label_share=settings.get("label_share"),
        model_size=settings.get("model_size"),
        conditions=row.conditions,
        uncertainty=row.uncertainty,
        paper_id=row.paper_id,
        title=row.title,
        published=row.published,
        confidence=row.confidence,
        sentence=row.sentence,
        entry_id=row.entry_id,
        record_id=row.record_id,
        row_id=row.row_id,
    )


def _without_repeats(rows: Iterable[LeaderboardRow]) -> list[LeaderboardRow]:
    """A score that one abstract states twice stands once; the first mention is its evidence."""
    first: dict[tuple[object, ...], LeaderboardRow] = {}
    for row in rows:
        said = (row.entry_id, dataset_key(row.method), row.score, row.score_high, row.bound, row.conditions)
        first.setdefault(said, row)
    return list(first.values())


def _board_id(dataset: str, metric: str, unit: str | None) -> str:
    return " | ".join([dataset, metric, unit or "-"])


def _row_order(row: LeaderboardRow) -> tuple[str, ...]:
    """Of two equal scores, the older paper stands first."""
    published = row.published.isoformat() if row.published else "9999"
    return published, row.paper_id, row.method.casefold(), row.row_id


def board_order(board: Sequence[LeaderboardRow]) -> tuple[int, int, str, str, bool]:
    """What boards are sorted by: those with the most papers first."""
    ranked = sum(row.rank is not None for row in board)
    return -count_papers(board), -ranked, board[0].dataset.casefold(), board[0].board_id, board[0].higher_is_better
