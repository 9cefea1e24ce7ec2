"""Where a paper can be found, as far as its source says so."""

from claimtable.readers.arxiv_ids import parse_arxiv_id
from schemas import LeaderboardRow, Paper


def paper_url(paper: Paper) -> str | None:
    """The address of a paper: its own, else by its DOI, else by its arXiv id; None where it has none of them.

    >>> paper_url(Paper(entry_id="a", paper_id="arxiv:2401.00001", abstract="", source="a", reader="a"))
    'https://arxiv.org/abs/2401.00001'
    """
    if paper.url and paper.url.startswith(("https://", "http://")):
        return paper.url
    if paper.doi:
        return f"https://doi.org/{paper.doi}"
    found = parse_arxiv_id(paper.paper_id)
    return f"https://arxiv.org/abs/{str(found).removeprefix('arxiv:')}" if found else None


def paper_name(row: LeaderboardRow) -> str:
    """How a board names the paper of a row: by its title, which once is enough where a nameless system goes by it too."""
    return row.title if row.title and row.title != row.method else row.paper_id
