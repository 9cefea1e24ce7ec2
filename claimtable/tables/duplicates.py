"""Papers that stand in the input twice: only the entry that speaks for them counts."""

from collections.abc import Iterable, Sequence

from schemas import Paper, ResultRow


def speaking_rows(rows: Sequence[ResultRow], papers: Iterable[Paper]) -> list[ResultRow]:
    """The rows of entries that speak for themselves, in order."""
    silent = {paper.entry_id for paper in papers if paper.duplicate_of is not None}
    return [row for row in rows if row.entry_id not in silent]
