"""Each paper's page: the abstract with its marks, and its claims with their links to one another and to boards."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from claimtable.evidence import Span, to_html
from claimtable.site.addresses import OURS, Addresses
from claimtable.site.columns import Column, SiteTable, day, make_table
from claimtable.site.folder import NewSite
from claimtable.site.words import bound_word, claim_words
from schemas import Paper, ResultRow

PAPERS = (
    Column("title", "Paper", "link"),
    Column("claims", "Values", "number"),
    Column("datasets", "Data sets", "list"),
    Column("metrics", "Metrics", "list"),
    Column("authors", "Authors", "list"),
    Column("date", "Date", "date", empty="no date"),
    Column("source", "Source", "text", choice=True),
)
QUIET = (
    Column("title", "Paper", "link"),
    Column("authors", "Authors", "list"),
    Column("date", "Date", "date", empty="no date"),
    Column("id", "Id", "text"),
    Column("source", "Source", "text", choice=True),
)
_SHOWN = 3


class Claim(NamedTuple):
    """One value with all its data sets, numbered as it stands in the abstract."""

    number: int
    first: ResultRow
    value: str
    bound: str
    datasets: tuple[tuple[str, str | None], ...]
    method: tuple[str, str | None] | None
    baseline: tuple[str, str | None] | None
    against: int | None


class PaperPage(NamedTuple):
    """What the template shows of a paper."""

    paper: Paper
    abstract: Markup
    claims: tuple[Claim, ...]
    links: tuple[tuple[str, str], ...]
    speaker: tuple[str, str | None] | None


def paper_page(paper: Paper, spans: Iterable[Span], addresses: Addresses) -> PaperPage:
    """All that the page of a paper says."""
    rows = sorted(addresses.by_entry.get(paper.entry_id, ()), key=lambda row: (row.start, row.end, row.record_id, row.row_id))
    other = paper.duplicate_of
    return PaperPage(
        paper=paper,
        abstract=to_html(paper.abstract, spans),
        claims=_claims(rows, addresses),
        links=tuple(_links(paper)),
        speaker=(addresses.paper_title(other), addresses.pages.get(other)) if other else None,
    )


def papers_table(site: NewSite, addresses: Addresses) -> SiteTable:
    """The papers that state something, those with the most values first."""
    papers = [paper for paper in addresses.papers.values() if paper.entry_id in addresses.by_entry]
    counts = {paper.entry_id: len({row.record_id for row in addresses.by_entry[paper.entry_id]}) for paper in papers}
    papers.sort(key=lambda paper: (-counts[paper.entry_id], paper.entry_id))
    cells = []
    for paper in papers:
        rows = addresses.by_entry[paper.entry_id]
        cells.append(
            (
                [addresses.paper_title(paper.entry_id), addresses.pages[paper.entry_id]],
                counts[paper.entry_id],
                _some([row.dataset for row in rows]),
                _some([row.metric for row in rows]),
                _some(paper.authors),
                day(paper.published),
                paper.source,
            )
        )
    return make_table(site, "papers", "Papers with claims", PAPERS, cells)


def quiet_table(site: NewSite, addresses: Addresses) -> SiteTable:
    """The papers in whose abstracts no result was found."""
    cells = [
        (
            addresses.paper_title(paper.entry_id),
            _some(paper.authors),
            day(paper.published),
            paper.paper_id,
            f"{paper.source}:{paper.line}" if paper.line else paper.source,
        )
        for paper in addresses.papers.values()
        if paper.entry_id not in addresses.by_entry
    ]
    columns = tuple(column._replace(choice=False) for column in QUIET)
    return make_table(site, "quiet", "Papers without claims", columns, cells)


def _claims(rows: Sequence[ResultRow], addresses: Addresses) -> tuple[Claim, ...]:
    records = [list(group) for _, group in groupby(rows, key=lambda row: row.record_id)]
    numbers = {group[0].record_id: number for number, group in enumerate(records, start=1)}
    claims = []
    for group in records:
        first = group[0]
        boards = [(row.dataset, addresses.board_of.get(row.row_id)) for row in group if row.dataset]
        claims.append(
            Claim(
                number=numbers[first.record_id],
                first=first,
                value=claim_words(first),
                bound=bound_word(first.bound, first.value_high),
                datasets=tuple((name, board.href if board else None) for name, board in boards),
                method=_system(first.method, addresses),
                baseline=_system(first.baseline, addresses),
                against=numbers.get(first.reference_id) if first.reference_id else None,
            )
        )
    return tuple(claims)


def _system(name: str | None, addresses: Addresses) -> tuple[str, str | None] | None:
    """A system as its paper's own page calls it."""
    if name == OURS:
        return "this paper’s system", None
    return (name, addresses.method_page(name)) if name else None


def _links(paper: Paper) -> list[tuple[str, str]]:
    """Addresses that a reader may follow; of whatever a source gives, only those of the web."""
    found = []
    if paper.doi:
        found.append((f"doi:{paper.doi}", "https://doi.org/" + quote(paper.doi, safe="/:;()")))
    if paper.url:
        try:
            parts = urlsplit(paper.url)
        except ValueError:
            return found
        if parts.scheme in {"http", "https"} and parts.netloc:
            found.append((paper.url, paper.url))
    return found


def _some(names: Sequence[str | None]) -> list[str]:
    every = list(dict.fromkeys(name for name in names if name))
    return every[:_SHOWN] + ([f"{len(every) - _SHOWN} more"] if len(every) > _SHOWN else [])
