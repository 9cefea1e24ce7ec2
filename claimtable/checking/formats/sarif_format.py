"""For code scanning: SARIF 2.1.0, with every rule, and a fingerprint by which a finding is known again."""

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from claimtable.checking.codes import rules
from claimtable.checking.findings import CheckFinding, CheckReport, Place
from claimtable.folder.manifest import own_version
from validation.report import Severity

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.CRITICAL: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: CheckReport, fail_on: Severity) -> str:  # noqa: ARG001
    """One run of one tool."""
    codes = list(rules())
    driver = {
        "name": "claimtable",
        "semanticVersion": _semantic(own_version()),
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": {name: value for name, value in driver.items() if value}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code)) for finding in report.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _semantic(version: str) -> str | None:
    return version if version[:1].isdigit() else None


def _rule(code: str) -> dict[str, Any]:
    rule = rules()[code]
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.about},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: CheckFinding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message + (f"\n\n{finding.quote}" if finding.quote else "")},
        "locations": [_location(finding.place, finding.quote)],
        "partialFingerprints": {"claimtable/v1": finding.fingerprint},
    }
    if finding.row_place is not None:
        result["relatedLocations"] = [{**_location(finding.row_place), "message": {"text": "the row of the table"}}]
    named = {"table": finding.table, "row_id": finding.row_id, "entry_id": finding.entry_id, "column": finding.column}
    if any(named.values()):
        result["properties"] = {name: value for name, value in named.items() if value}
    return result


def _location(place: Place, snippet: str | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.path)}}
    if place.line:
        physical["region"] = {"startLine": place.line, **({"snippet": {"text": snippet}} if snippet else {})}
    return {"physicalLocation": physical}


def _uri(path: str) -> str:
    """A relative path stays relative: code scanning counts it from the root of the checkout.

    >>> _uri("my pages/a.txt"), _uri("/data/a.txt")
    ('my%20pages/a.txt', 'file:///data/a.txt')
    """
    pure = PurePath(path)
    text = quote(pure.as_posix())
    return f"file://{text}" if pure.is_absolute() else text
