"""For CI servers: JUnit XML. A test case an expectation that held, and one a finding."""

import re

from junitparser import Attr, Failure, JUnitXml, Skipped, TestCase, TestSuite

from claimtable.checking.codes import rules
from claimtable.checking.findings import CheckFinding, CheckReport
from validation.report import Severity

# XML 1.0 has no way to write these.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Case(TestCase):
    """A test case with the place that most readers of JUnit know to show."""

    file = Attr("file")
    line = Attr("line")


def render(report: CheckReport, fail_on: Severity) -> str:
    """A suite a table; findings below `fail_on` are skipped tests, which show and do not fail."""
    tables = dict.fromkeys([*(one.table for one in report.judged), *(one.table or "run" for one in report.findings)])
    xml = JUnitXml("claimtable check")
    for table in tables:
        suite = TestSuite(table)
        for one in report.judged:
            if one.table == table and not one.broken:
                suite.add_testcase(_case(one.code, " ".join(one.columns[:3]), table))
        for finding in report.findings:
            if (finding.table or "run") == table:
                suite.add_testcase(_found(finding, table, fail_on))
        xml.add_testsuite(suite)
    xml.update_statistics()  # type: ignore[no-untyped-call]
    written = xml.tostring()  # type: ignore[no-untyped-call]
    return (written.decode() if isinstance(written, bytes) else written) + "\n"


def _case(code: str, what: str, table: str) -> _Case:
    name = f"{code} {rules()[code].name}" + (f" {what}" if what else "")
    return _Case(_writable(name), classname=f"claimtable.{table}", time=0)


def _found(finding: CheckFinding, table: str, fail_on: Severity) -> _Case:
    case = _case(finding.code, finding.row_id or str(finding.place), table)
    told = "\n".join(part for part in (str(finding.place), finding.message, finding.quote) if part)
    kind = Failure if finding.severity.reaches(fail_on) else Skipped
    outcome = kind(_writable(finding.message), finding.severity.value)
    outcome.text = _writable(told)
    case.result = [outcome]
    case.file = _writable(finding.place.path)
    if finding.place.line:
        case.line = str(finding.place.line)
    return case


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
