"""For GitHub Actions: workflow commands, which show as annotations at file and line."""

from claimtable.checking.findings import CheckFinding, CheckReport
from validation.report import Severity

_COMMANDS = {Severity.CRITICAL: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: CheckReport, fail_on: Severity) -> str:  # noqa: ARG001
    """One command a line; GitHub shows ten of each sort a step, so the worst come first."""
    order = list(Severity)
    findings = sorted(report.findings, key=lambda finding: order.index(finding.severity))
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: CheckFinding) -> str:
    place = finding.place
    fields = {
        "file": place.path,
        **({"line": str(place.line)} if place.line else {}),
        "title": f"{finding.code} {finding.name}",
    }
    told = finding.message + (f"\n{finding.quote}" if finding.quote else "")
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in fields.items())
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(told)}"


def _escaped(text: str, more: str = "") -> str:
    r"""As the runner reads it.

    >>> _escaped("50%\nof a, b", ",")
    '50%25%0Aof a%2C b'
    """
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for mark in more:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
