"""Leaderboard rows in, one Markdown page out: a heading and a table for each board."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from claimtable.tables.leaderboards import count_papers
from schemas import Bound, LeaderboardRow
from schemas.columns import writable

_SIGNS = {Bound.EXACT: "", Bound.APPROX: "~", Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ ", Bound.UP_TO: "up to "}
_MARKUP = re.compile(r"[\\`*_{}\[\]|~$#]")
_LONGEST = 300  # characters of evidence; the table has the whole sentence


def to_page(rows: Sequence[LeaderboardRow]) -> Iterator[str]:
    """The page piece by piece, with the boards in the order of the rows."""
    boards = [list(board) for _, board in groupby(rows, key=lambda row: row.board_id)]
    papers = [count_papers(board) for board in boards]
    yield from page_head(ranking=sum(count > 0 for count in papers), shared=sum(count > 1 for count in papers))
    for board in boards:
        yield from page_board(board)


def page_head(*, ranking: int, shared: int) -> Iterator[str]:
    """How the page begins: the boards that rank, and those that rank two papers or more."""
    yield "# Leaderboards\n\nMade by claimtable from the abstracts alone; the evidence stands beside every score.\n"
    yield f"\n{ranking} boards with a ranked score, {shared} of them with scores of two or more papers.\n"


def page_board(board: Sequence[LeaderboardRow]) -> Iterator[str]:
    """One board of the page."""
    head = board[0]
    ranked = [row for row in board if row.rank is not None]
    below = [row for row in board if row.rank is None]
    unit = f" ({escaped(head.unit)})" if head.unit else ""
    order = "higher" if head.higher_is_better else "lower"
    papers = count_papers(board)
    yield f"\n## {escaped(head.dataset)}: {escaped(head.metric)}{unit}\n\n"
    yield f"{papers} {'paper' if papers == 1 else 'papers'}; {order} is better.\n"
    if ranked:
        yield "\n| rank | method | score | role | paper | date | conditions | evidence |\n"
        yield "| ---: | --- | ---: | --- | --- | --- | --- | --- |\n"
        for row in ranked:
            yield _line(str(row.rank), row)
    if below:
        yield "\nBelow the line, not ranked:\n\n"
        yield "| why | method | score | role | paper | date | conditions | evidence |\n"
        yield "| --- | --- | ---: | --- | --- | --- | --- | --- |\n"
        for row in below:
            yield _line(escaped(row.note or ""), row)


def _line(first: str, row: LeaderboardRow) -> str:
    paper = f"{escaped(row.title)} ({escaped(row.paper_id)})" if row.title else escaped(row.paper_id)
    score = to_score(row)
    if row.uncertainty:
        score += f" ({escaped(row.uncertainty)})"
    cells = [
        first,
        escaped(row.method),
        score,
        row.role.value if row.role.value == "proposed" else "baseline, as reported here",
        paper,
        row.published.isoformat() if row.published else "",
        escaped("; ".join(to_conditions(row) + to_remarks(row))),
        escaped(row.sentence if len(row.sentence) <= _LONGEST else row.sentence[:_LONGEST] + "…"),
    ]
    return f"| {' | '.join(cells)} |\n"


def to_score(row: LeaderboardRow) -> str:
    """The score as people read it, with its bound: ~84.3, ≥ 90, 6.2-10.5; the unit stands at the board's head."""
    high = "" if row.score_high is None else f"-{_number(row.score_high)}"
    return f"{_SIGNS[row.bound]}{_number(row.score)}{high}"


def to_conditions(row: LeaderboardRow) -> list[str]:
    """The conditions to show: those in canonical form first, then those as stated, none twice.

    One that says a canonical one in more words, "10% of the labels" for "10% labels", is not shown again.
    """
    canonical = [text for text in (row.shots, row.label_share, row.model_size) if text is not None]
    said = [set(text.lower().split()) for text in canonical]
    others = [text for text in row.conditions if not any(words <= set(text.lower().split()) for words in said)]
    return list(dict.fromkeys([*canonical, *others]))


def to_remarks(row: LeaderboardRow) -> list[str]:
    """What to know of a ranked score beside its sign of approximation: how its metric or data set was read."""
    if row.rank is None or row.note is None:
        return []
    remarks = [remark for remark in row.note.split("; ") if remark != "approximate"]
    return [f"({'; '.join(remarks)})"] if remarks else []


def escaped(text: str) -> str:
    r"""Plain text made safe for a cell of a Markdown table.

    >>> print(escaped("a|b <i>x</i>\n$y_1$"))
    a\|b &lt;i&gt;x&lt;/i&gt; \$y\_1\$
    """
    text = " ".join(writable(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(lambda match: "\\" + match.group(), text)


def _number(value: float) -> str:
    """As short as can be, with every digit that counts.

    >>> _number(84.30), _number(94.0), _number(1500000.0)
    ('84.3', '94', '1,500,000')
    """
    return f"{value:,.12g}"
