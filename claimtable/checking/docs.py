"""`--docs DIR`: the page for offline, and the Data Docs of Great Expectations beside it."""

from collections.abc import Sequence
from pathlib import Path

from claimtable.checking.findings import CheckReport
from claimtable.checking.judge import Suited
from claimtable.checking.page import to_page
from claimtable.folder.store import disk_errors
from validation.report import Severity

PAGE = "check.html"
DATA_DOCS = "data-docs"


def write_docs(folder: Path, report: CheckReport, suited: Sequence[Suited], fail_on: Severity) -> Path:
    """Write both; returns the page.

    Raises:
        OutputError: the folder cannot be written.
    """
    from validation.data_docs import write_data_docs

    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_text(to_page(report, fail_on), encoding="utf-8", errors="replace", newline="")
        for number, one in enumerate(suited, start=1):
            site = folder / DATA_DOCS if len(suited) == 1 else folder / DATA_DOCS / str(number)
            write_data_docs(site, dict(one.tables), counts=one.counts, select=one.codes)
    return folder / PAGE
