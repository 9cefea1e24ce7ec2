"""Comparisons across papers, out of the leaderboards: worth a look, seldom a mistake, so they are off by default."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from itertools import groupby

from schemas import Bound, LeaderboardRow, Role
from validation.audit.findings import CODES, Finding
from validation.audit.phrases import load_phrases


def audit_boards(rows: Iterable[LeaderboardRow], *, select: Collection[str] = ()) -> tuple[Finding, ...]:
    """CT121 and CT122 over the table `leaderboards`, where they are selected."""
    ranked = [row for row in rows if row.rank is not None and row.bound is Bound.EXACT]
    found: list[Finding] = []
    if "CT121" in select:
        found += _two_firsts(ranked)
    if "CT122" in select:
        found += _two_scores(ranked)
    return tuple(found)


def _two_firsts(rows: list[LeaderboardRow]) -> Iterator[Finding]:
    """CT121: two papers of one month that both call themselves the best on one board, with different scores."""
    claims = [
        row for row in rows if row.role is Role.PROPOSED and row.published and load_phrases().find("first-of-all", row.sentence)
    ]
    for group in _groups(claims, lambda row: (row.board_id, row.published.year, row.published.month)):  # type: ignore[union-attr]
        best = min(group, key=lambda row: (row.rank or 0, row.entry_id))
        for row in group:
            if row.paper_id != best.paper_id and row.score != best.score:
                told = (
                    f"{row.method} claims to be the best with {row.score:g}, and so does {best.method} of the same month "
                    f"({best.paper_id}) with {best.score:g}: {row.board_id}."
                )
                yield _finding("CT121", row, best, told)


def _two_scores(rows: list[LeaderboardRow]) -> Iterator[Finding]:
    """CT122: one system on one board, under equal conditions, with another score in another paper."""
    same = _groups(
        rows,
        lambda row: (row.board_id, row.method.casefold(), row.shots, row.label_share, row.model_size),
    )
    for group in same:
        first = min(group, key=lambda row: (row.role is not Role.PROPOSED, row.published is None, row.entry_id))
        for row in group:
            if row.paper_id != first.paper_id and row.score != first.score:
                told = f"{row.method} has {row.score:g} here and {first.score:g} in {first.paper_id}: {row.board_id}."
                yield _finding("CT122", row, first, told)


def _groups(rows: list[LeaderboardRow], key: Callable[[LeaderboardRow], Hashable]) -> Iterator[list[LeaderboardRow]]:
    def text(row: LeaderboardRow) -> str:
        return repr(key(row))

    for _, group in groupby(sorted(rows, key=text), key=text):
        members = list(group)
        if len({row.paper_id for row in members}) > 1:
            yield members


def _finding(code: str, row: LeaderboardRow, other: LeaderboardRow, explanation: str) -> Finding:
    kind = CODES[code]
    return Finding(
        code=code,
        name=kind.name,
        severity=kind.severity,
        entry_id=row.entry_id,
        record_ids=(row.record_id, other.record_id),
        start=None,
        end=None,
        quote=row.sentence,
        explanation=explanation,
    )
