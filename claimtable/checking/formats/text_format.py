"""For people: a line a finding as compilers print it, the sentence below it, and a line that counts."""

from collections import Counter

from claimtable.checking.findings import CheckFinding, CheckReport
from validation.report import Severity

_SHOWN = 20  # of each code; the other formats hold all
_WIDTH = 160


def render(report: CheckReport, fail_on: Severity) -> str:
    """The findings in order of place."""
    lines: list[str] = []
    shown: Counter[str] = Counter()
    for finding in report.findings:
        shown[finding.code] += 1
        if shown[finding.code] <= _SHOWN:
            lines += finding_lines(finding)
    for code, count in sorted(shown.items()):
        if count > _SHOWN:
            lines.append(f"{code}: {count - _SHOWN:,} more like these; all of them with --format json")
    lines.append(_summary(report, fail_on))
    return "\n".join(lines) + "\n"


def finding_lines(finding: CheckFinding) -> list[str]:
    """A finding in up to three lines."""
    lines = [f"{finding.place}: {finding.severity.value} {finding.code} {finding.message}"]
    if finding.row_place is not None:
        lines.append(f"    row: {finding.row_place}" + (f" ({finding.row_id})" if finding.row_id else ""))
    if finding.quote:
        lines.append(f"    {_quote(finding)}")
    return lines


def _quote(finding: CheckFinding) -> str:
    quote = " ".join((finding.quote or "").split())
    marked = " ".join((finding.marked or "").split())
    at = quote.find(marked) if marked else -1
    if len(quote) > _WIDTH:
        begin = max(0, min(at - _WIDTH // 2, len(quote) - _WIDTH)) if at >= 0 else 0
        end = begin + _WIDTH
        quote = ("…" if begin else "") + quote[begin:end] + ("…" if end < len(quote) else "")
        at = quote.find(marked) if marked else -1
    return f"{quote[:at]}[{marked}]{quote[at + len(marked) :]}" if at >= 0 else quote


def _summary(report: CheckReport, fail_on: Severity) -> str:
    counted = ", ".join(f"{count:,} {severity}" for severity, count in report.counts.items())
    failing = len(report.failing(fail_on))
    verdict = f"{failing:,} at or above {fail_on.value}" if failing else f"nothing at or above {fail_on.value}"
    rows = f"{report.rows:,} {'row' if report.rows == 1 else 'rows'} of results"
    return f"{rows}: {counted}; {verdict}"
