"""For programs: one JSON object with every finding."""

import json

from claimtable.checking.findings import CheckReport
from claimtable.folder.manifest import own_version
from validation.report import Severity


def render(report: CheckReport, fail_on: Severity) -> str:
    """The whole report; the fields of a finding are those of `CheckFinding`."""
    told = {
        "claimtable": own_version(),
        "paths": list(report.paths),
        "rows": report.rows,
        "fail_on": fail_on.value,
        "failed": bool(report.failing(fail_on)),
        "counts": report.counts,
        "findings": [finding.model_dump(mode="json") for finding in report.findings],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
