"""The order of a site: read the run, find every address, write each page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from claimtable.evidence import ROLES, find_spans
from claimtable.folder.manifest import own_version
from claimtable.folder.store import open_run
from claimtable.site.addresses import Addresses
from claimtable.site.assets import write_assets
from claimtable.site.board_pages import board_table, board_title, index_table, plot_data
from claimtable.site.claim_tables import claims_table, comparisons_table, methods_table
from claimtable.site.folder import NewSite, new_site
from claimtable.site.overview import overview
from claimtable.site.paper_pages import paper_page, papers_table, quiet_table
from claimtable.site.review import write_review
from claimtable.site.shards import EvidenceShards, to_json
from claimtable.site.tables import RunTables, read_run
from claimtable.site.trouble_pages import findings_table, rejects_table
from claimtable.site.words import amount

PAGES = (
    ("index.html", "Overview"),
    ("leaderboards.html", "Leaderboards"),
    ("papers.html", "Papers"),
    ("methods.html", "Methods"),
    ("comparisons.html", "Comparisons"),
    ("findings.html", "Findings"),
    ("rejects.html", "Rejects"),
    ("review.html", "Review"),
)
# the page of the menu that leads to the pages of a folder
_ABOVE = {"boards": "leaderboards.html", "papers": "papers.html", "methods": "methods.html"}
Progress = Callable[[int, int], None]


class Site(NamedTuple):
    """A written site."""

    folder: Path
    sizes: dict[str, int]

    @property
    def pages(self) -> dict[str, int]:
        """The pages with their sizes in bytes."""
        return {name: size for name, size in self.sizes.items() if name.endswith(".html")}


def write_site(run: Path, out: Path, *, progress: Progress | None = None) -> Site:
    """Write the site of the run in a folder into `out`, in the place of the site before.

    Raises:
        OutputError: there is no whole run, or the site cannot be written there.
    """
    open_run(run)
    with new_site(out) as site:  # before the work: whatever is in the way shows at once
        tables = read_run(run)
        _Builder(site, tables, progress).write()
        return Site(out, site.sizes)


def environment() -> Environment:
    """The templates; whatever they show is escaped."""
    env = Environment(
        loader=PackageLoader("claimtable.site"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    env.filters["site_json"] = to_json
    env.globals.update(nav=PAGES, roles=[role.value for role in ROLES], version=own_version(), amount=amount)
    return env


class _Builder:
    """Writes the pages of one site."""

    def __init__(self, site: NewSite, tables: RunTables, progress: Progress | None) -> None:
        self._site, self._tables, self._progress = site, tables, progress
        self._addresses = Addresses(tables)
        self._templates = environment()
        self._done = 0
        self._all = len(PAGES) + len(self._addresses.pages) + len(self._addresses.methods) + len(self._addresses.boards)

    def write(self) -> None:
        """Write everything."""
        write_assets(self._site)
        self._papers()
        self._boards()
        self._methods()
        self._lists()

    def _papers(self) -> None:
        addresses = self._addresses
        shards = EvidenceShards(self._site)
        for entry_id, href in addresses.pages.items():
            paper = addresses.papers[entry_id]
            spans = find_spans(paper.abstract, addresses.by_entry.get(entry_id, ()))
            if entry_id in addresses.by_entry:
                addresses.pack_evidence(entry_id, spans, shards)
            self._page(href, "paper.html", title=addresses.paper_title(entry_id), page=paper_page(paper, spans, addresses))
        shards.close()

    def _boards(self) -> None:
        for board in self._addresses.boards:
            table = board_table(self._site, board, self._addresses)
            self._page(board.href, "board.html", title=board_title(board.head), board=board, table=table, plot=plot_data(board))

    def _methods(self) -> None:
        for method in self._addresses.methods.values():
            name = method.href.removeprefix("methods/").removesuffix(".html")
            own = claims_table(self._site, name, f"Reported of {method.name}", method.own, self._addresses, of=False)
            against = claims_table(self._site, f"{name}-against", f"Set against {method.name}", method.against, self._addresses)
            self._page(method.href, "method.html", title=method.name, method=method, own=own, against=against)

    def _lists(self) -> None:
        site, tables, addresses = self._site, self._tables, self._addresses
        self._page("leaderboards.html", "leaderboards.html", table=index_table(site, addresses))
        quiet = quiet_table(site, addresses)
        self._page("papers.html", "papers.html", table=papers_table(site, addresses), quiet=quiet)
        self._page("quiet.html", "quiet.html", title="Papers without claims", here="papers.html", table=quiet)
        self._page("methods.html", "methods.html", table=methods_table(site, list(addresses.methods.values())))
        self._page("comparisons.html", "comparisons.html", table=comparisons_table(site, tables.comparisons, addresses))
        told = overview(tables, addresses)
        self._page("findings.html", "findings.html", table=findings_table(site, tables.check.findings, addresses), told=told)
        self._page("rejects.html", "rejects.html", table=rejects_table(site, tables.rejects, addresses), told=told)
        self._page("review.html", "review.html", **write_review(site, addresses))
        self._page("index.html", "index.html", told=told, summary=tables.summary, methods=len(addresses.methods))

    def _page(self, name: str, template: str, **content: Any) -> None:
        """One page; `title` is that of the menu where it stands there."""
        titles = dict(PAGES)
        folder = name.rpartition("/")[0]
        content.setdefault("title", titles.get(name))
        content.setdefault(
            "here",
            name if name in titles else {"boards": PAGES[1], "papers": PAGES[2], "methods": PAGES[3]}.get(folder, ("",))[0],
        )
        self._site.write(name, self._templates.get_template(template).render(root="../" if folder else "", **content))
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._all), self._all)
