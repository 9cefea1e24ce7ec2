"""The scores that formats for single systems can hold: those with a rank, each beside its row of `results` and its paper.

What ranks has a canonical data set and metric, a known direction and one number; the rest is counted, with the reason.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from claimtable.exports.source import RunTables
from schemas import Bound, Kind, LeaderboardRow, Paper, ResultRow, Role

_LONGEST = 60


class Score(NamedTuple):
    """One ranked score."""

    row: LeaderboardRow
    result: ResultRow
    paper: Paper


class System(NamedTuple):
    """One system in one paper, with all its scores there."""

    name: str
    slug: str
    paper: Paper
    scores: tuple[Score, ...]

    @property
    def is_proposed(self) -> bool:
        """Whether the paper proposes the system."""
        return any(score.row.role is Role.PROPOSED for score in self.scores)


def ranked_scores(run: RunTables, counted: Counter[str]) -> list[Score]:
    """All ranked scores in the order of the boards; `counted` takes up the rows of `results` that are none, by reason."""
    results = {row.row_id: row for row in run.results}
    papers = {paper.entry_id: paper for paper in run.papers}
    listed = {row.row_id for row in run.leaderboards}
    for row in run.results:
        if row.row_id not in listed:
            counted[_why_not_listed(row, papers[row.entry_id])] += 1
    scores = []
    for entry in run.leaderboards:
        if entry.rank is None:
            counted["scores left out that stand below the line (bounds, ranges and what else has no rank)"] += 1
            continue
        if entry.bound is Bound.APPROX:
            counted["approximate scores stand as plain numbers"] += 1
        scores.append(Score(row=entry, result=results[entry.row_id], paper=papers[entry.entry_id]))
    return scores


def _why_not_listed(row: ResultRow, paper: Paper) -> str:
    if row.kind is not Kind.SCORE:
        return "rows left out that are no scores (changes and ranks)"
    if paper.duplicate_of is not None:
        return "scores left out of papers that another entry speaks for"
    if row.metric is None or row.dataset is None:
        return "scores left out without a data set or a metric"
    if row.higher_is_better is None:
        return "scores left out whose metric has no known direction"
    return "scores left out that are on no board (told before, or not comparable)"


def find_systems(scores: Iterable[Score]) -> list[System]:
    """The scores grouped by paper and system, each with a name that a file can have; in the order of paper and name."""
    groups: dict[tuple[str, str], list[Score]] = {}
    for score in scores:
        groups.setdefault((score.row.entry_id, score.row.method), []).append(score)
    taken: Counter[str] = Counter()
    systems = []
    for (entry_id, name), theirs in sorted(groups.items()):
        slug = f"{slugged(name)}--{slugged(entry_id)}"
        taken[slug] += 1
        slug = slug if taken[slug] == 1 else f"{slug}--{taken[slug]}"
        systems.append(System(name=name, slug=slug, paper=theirs[0].paper, scores=tuple(theirs)))
    return systems


def slugged(text: str) -> str:
    """A text as a part of a file name: small Latin letters, digits and hyphens.

    >>> slugged("arxiv:2401.00001"), slugged("Ünïcode Net (ours)"), slugged("漢")
    ('arxiv-2401-00001', 'unicode-net-ours', 'x')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or "x"
