"""The leaderboards as one HTML page by great_tables: no script, nothing from the network, the best in bold."""

import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimtable.exports.boards import Board, find_boards
from claimtable.exports.earlier import MARK
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.papers import paper_name, paper_url
from claimtable.exports.source import RunTables
from claimtable.tables.page import to_conditions, to_remarks, to_score
from schemas import LeaderboardRow, Paper

if TYPE_CHECKING:
    from great_tables import GT

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_COLUMNS = ("rank", "method", "score", "role", "paper", "date", "conditions", "evidence")


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:  # noqa: ARG001
    """Write the page."""
    from jinja2 import Environment, StrictUndefined

    template = files("claimtable.exports").joinpath("page.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    boards = list(find_boards(run))
    page = environment.from_string(template).render(mark=MARK, boards=len(boards), table=_table(run, boards))
    page, replaced = _FORBIDDEN.subn("\ufffd", page)
    path.write_text(page, encoding="utf-8", newline="")
    return remarks({"control characters replaced, which HTML forbids": replaced})


def _table(run: RunTables, boards: list[Board]) -> str:
    import pandas as pd
    from great_tables import loc, style

    papers = {paper.entry_id: paper for paper in run.papers}
    rows = [
        {"board": f"{board.head.dataset} · {board.measure}: {board.order}", **_cells(row, papers.get(row.entry_id))}
        for board in boards
        for row in (*board.ranked, *board.below)
    ]
    ranks = [row.rank for board in boards for row in (*board.ranked, *board.below)]
    frame = pd.DataFrame(rows, columns=["board", *_COLUMNS], dtype="object")
    best = [number for number, rank in enumerate(ranks) if rank == 1]
    below = [number for number, rank in enumerate(ranks) if rank is None]
    table = _styled(frame)
    if best:
        table = table.tab_style(style.text(weight="bold"), loc.body(columns=["method", "score"], rows=best))
    if below:
        table = table.tab_style(style.text(color="#595959"), loc.body(rows=below))
    return str(table.as_raw_html())


def _styled(frame: Any) -> "GT":
    from great_tables import GT, loc, style

    return (
        # with an id of its own, for great_tables would draw one by lot
        GT(frame, groupname_col="board", id="leaderboards")
        .fmt(lambda html: html, columns="paper")  # the one column that is HTML already
        .cols_align("right", columns=["rank", "score"])
        .cols_align("left", columns=["method", "role", "paper", "date", "conditions", "evidence"])
        .cols_width(rank="4%", method="16%", score="8%", role="7%", paper="20%", date="8%", conditions="13%", evidence="24%")
        .tab_style(style.css("unicode-bidi: isolate;"), loc.body())
        .tab_options(
            table_width="100%",
            table_layout="fixed",
            table_font_size="14px",
            column_labels_font_weight="bold",
            row_group_font_weight="bold",
            row_group_background_color="#f2f4f7",
            row_group_padding="10px",
        )
    )


def _cells(row: LeaderboardRow, paper: Paper | None) -> dict[str, str]:
    from markupsafe import Markup, escape

    name = escape(paper_name(row))
    url = paper_url(paper) if paper else None
    score = to_score(row) + (f" ({row.uncertainty})" if row.uncertainty else "")
    # a note below the line says why; of a ranked row, how it was read
    notes = to_remarks(row) if row.rank is not None else [f"({row.note})"] if row.note else []
    conditions = " ".join(filter(None, ["; ".join(to_conditions(row)), *notes]))
    return {
        "rank": "–" if row.rank is None else str(row.rank),
        "method": row.method,
        "score": score,
        "role": row.role.value,
        "paper": Markup('<a href="{}">{}</a>').format(url, name) if url else name,
        "date": row.published.isoformat() if row.published else "",
        "conditions": conditions,
        "evidence": row.sentence,
    }
