"""What did not hold: the findings of the check with their quotes, and the rejects."""

from collections.abc import Iterable

from claimtable.checking import CheckFinding
from claimtable.site.addresses import Addresses
from claimtable.site.columns import Column, SiteTable, link, make_table
from claimtable.site.folder import NewSite
from schemas import RejectRow
from validation.report import Severity

FINDINGS = (
    Column("severity", "Severity", "word", choice=True),
    Column("code", "Code", "word", choice=True),
    Column("message", "What does not hold", "prose"),
    Column("quote", "Quote", "quote", empty="–"),
    Column("paper", "Paper", "link", empty="–"),
    Column("place", "Place", "text"),
)
REJECTS = (
    Column("stage", "Stage", "word", choice=True),
    Column("code", "Code", "word", choice=True),
    Column("reason", "Reason", "prose"),
    Column("text", "Text", "quote", empty="–"),
    Column("paper", "Paper", "link", empty="–"),
    Column("place", "Place", "text", empty="–"),
    Column("rule", "Rule", "text", empty="–"),
)


def findings_table(site: NewSite, findings: Iterable[CheckFinding], addresses: Addresses) -> SiteTable:
    """The findings, the gravest first."""
    order = list(Severity)
    cells = [
        (
            finding.severity.value,
            finding.code,
            f"{finding.name}: {finding.message}",
            _quote(finding.quote, finding.marked),
            _paper(finding.entry_id, addresses),
            str(finding.place),
        )
        for finding in sorted(findings, key=lambda one: (order.index(one.severity), one.code))
    ]
    return make_table(site, "findings", "Findings", FINDINGS, cells)


def rejects_table(site: NewSite, rejects: Iterable[RejectRow], addresses: Addresses) -> SiteTable:
    """Everything that was turned away."""
    cells = [
        (
            row.stage,
            row.code,
            row.reason,
            _quote(row.sentence or row.text, row.text),
            _paper(row.entry_id, addresses),
            f"{row.source}:{row.line}" if row.source and row.line else row.source,
            row.rule,
        )
        for row in rejects
    ]
    return make_table(site, "rejects", "Rejects", REJECTS, cells)


def _paper(entry_id: str | None, addresses: Addresses) -> object:
    return link(addresses.paper_title(entry_id), addresses.pages.get(entry_id)) if entry_id else None


def _quote(quote: str | None, marked: str | None) -> list[str] | None:
    """The quote in three pieces: before what it is about, that, behind it."""
    if not quote:
        return None
    at = quote.find(marked) if marked else -1
    if at < 0 or not marked:
        return [quote, "", ""]
    return [quote[:at], marked, quote[at + len(marked) :]]
