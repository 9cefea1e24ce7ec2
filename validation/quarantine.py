"""Take out of `results` what contradicts itself through our fault; nothing is lost."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas import RejectRow
from validation.report import Outcome, Severity, ValidationReport

if TYPE_CHECKING:
    import pandas as pd

_TEXT_LIMIT = 1000


class Quarantined(NamedTuple):
    """The rows that stay, and one reject for each that went."""

    kept: "pd.DataFrame"
    rejects: tuple[RejectRow, ...]


def quarantine(results: "pd.DataFrame", report: ValidationReport) -> Quarantined:
    """Part the rows that break a critical row-level expectation from the rest.

    `results` is the table that the report judged. A value goes with all its rows, so that
    extracted = written + rejected counts in values. Each reject names the first expectation that its value broke,
    and holds the row as it was. A row that pointed at a rejected value stays, and points nowhere: its own content
    is not in doubt.
    """
    broken: dict[int, Outcome] = {}
    for outcome in report.outcomes:
        if outcome.table != "results" or outcome.success or not outcome.row_level:
            continue
        if outcome.severity is Severity.CRITICAL:
            for position in outcome.failing_positions:
                broken.setdefault(position, outcome)
    if not broken:
        return Quarantined(results, ())
    records = results["record_id"].tolist()
    reasons: dict[object, Outcome] = {}
    for position in sorted(broken):
        reasons.setdefault(records[position], broken[position])
    rows = results.to_dict(orient="records")
    rejects = []
    keep = []
    for position, row in enumerate(rows):
        reason = broken.get(position) or reasons.get(records[position])
        keep.append(reason is None)
        if reason is not None:
            rejects.append(_reject({str(name): value for name, value in row.items()}, reason))
    kept = results[keep].reset_index(drop=True)
    # Only links into what was just taken out are cut: a link that never led anywhere was a breach of its own.
    lost = kept["reference_id"].isin([record for record in reasons if isinstance(record, str)])
    if lost.any():
        kept["reference_id"] = kept["reference_id"].astype(object).where(~lost, None)
    return Quarantined(kept, tuple(rejects))


def _reject(row: dict[str, Any], outcome: Outcome) -> RejectRow:
    text = _plain(row.get("value_text"))
    return RejectRow(
        stage="validate",
        code=outcome.code,
        reason=f"{outcome.name}: {outcome.description}",
        source=None,
        line=None,
        entry_id=_text(row.get("entry_id")),
        record_id=_text(row.get("record_id")),
        start=_integer(row.get("start")),
        end=_integer(row.get("end")),
        text=None if text is None else str(text)[:_TEXT_LIMIT],
        sentence=_text(row.get("sentence")),
        rule=_text(row.get("rule")),
        content=json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False),
    )


def _text(value: object) -> str | None:
    value = _plain(value)
    return None if value is None else str(value)


def _integer(value: object) -> int | None:
    value = _plain(value)
    return int(value) if isinstance(value, int | float) and float(value).is_integer() else None


def _plain(value: Any) -> Any:
    """The value as JSON has it: any null as None, days as ISO dates, numpy's scalars and arrays as Python's."""
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "tolist") and not isinstance(value, str):
        return _plain(value.tolist())
    if value is None or (str(value) in {"nan", "<NA>", "NaT"} and not isinstance(value, str)):
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value if isinstance(value, int | float | bool) else str(value)
