"""Judge the tables of a run: in go the tables and the counts, out comes a report. Nothing is mended here.

great_expectations is imported when a table is judged, never before: its import takes seconds.
"""

import os
from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from validation.catalogue import CHECKS
from validation.lexicon import Lexicon, shipped_lexicon
from validation.report import Outcome, RunCounts, ValidationReport

if TYPE_CHECKING:
    import pandas as pd

    from validation.prepare import ResultsContext

CHUNK = 32_768  # rows of results that are judged at once
_SHOWN = 3


def validate_results(
    *,
    papers: "pd.DataFrame",
    results: "pd.DataFrame",
    lexicon: Lexicon | None = None,
    select: Collection[str] | None = None,
) -> ValidationReport:
    """Judge the table `results` alone, before anything is built on it; `quarantine` takes its breaches out.

    `select` names the codes to judge by; without it, all of the catalogue.
    """
    from validation import prepare

    shape = [_judged("papers", papers, shape=True), _judged("results", results, shape=True)]
    if not all(report.success for report in shape):
        return ValidationReport().joined(shape)
    context = prepare.ResultsContext(results, papers, lexicon or shipped_lexicon())
    return ValidationReport().joined([*shape, _judged_chunks(results, context, select)])


def validate_run(
    *,
    papers: "pd.DataFrame",
    results: "pd.DataFrame",
    comparisons: "pd.DataFrame",
    leaderboards: "pd.DataFrame",
    counts: RunCounts,
    lexicon: Lexicon | None = None,
    select: Collection[str] | None = None,
) -> ValidationReport:
    """Judge all tables of a run and its counts.

    A table whose columns are not those of its schema fails CT001, and is judged no further.
    `select` names the codes to judge by; without it, all of the catalogue.
    """
    from validation import prepare

    tables = {"papers": papers, "results": results, "comparisons": comparisons, "leaderboards": leaderboards}
    reports = [_judged(name, table, shape=True) for name, table in tables.items()]
    good = {name for name, report in zip(tables, reports, strict=True) if report.success}
    if "papers" in good:
        reports.append(_judged("papers", prepare.prepared_papers(papers), select=select))
    if {"papers", "results"} <= good:
        context = prepare.ResultsContext(results, papers, lexicon or shipped_lexicon())
        reports.append(_judged_chunks(results, context, select))
        if "comparisons" in good:
            reports.append(_judged("comparisons", prepare.prepared_comparisons(comparisons, results), select=select))
        if "leaderboards" in good:
            reports.append(_judged("leaderboards", prepare.prepared_leaderboards(leaderboards, results, papers), select=select))
        reports.append(_judged("run", prepare.prepared_counts(counts, papers, results), select=select))
    return ValidationReport().joined(reports)


def _judged(table: str, frame: "pd.DataFrame", *, shape: bool = False, select: Collection[str] | None = None) -> ValidationReport:
    suites = gx_suites()
    suite = suites.shape_suite(table) if shape else suites.table_suite(table, select=select)
    if not suite.expectations:
        return ValidationReport()
    # An old pandas index must not stand for positions.
    batch = _batch_definition(table).get_batch({"dataframe": frame.reset_index(drop=True)})
    judged = batch.validate(suite, result_format={"result_format": "COMPLETE", "partial_unexpected_count": _SHOWN})
    ids = suites.IDS.get(table, ())
    outcomes = [_outcome(table, one, frame, ids) for one in judged.results]
    return ValidationReport(outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.code)))


def _judged_chunks(results: "pd.DataFrame", context: "ResultsContext", select: Collection[str] | None) -> ValidationReport:
    """The rows of results, some at a time: what they are held against is much narrower than they are."""
    whole: dict[tuple[str, tuple[str, ...]], Outcome] = {}
    for begin in range(0, max(len(results), 1), CHUNK):
        chunk = context.prepared(results.iloc[begin : begin + CHUNK])
        for outcome in _judged("results", chunk, select=select).outcomes:
            key = outcome.code, outcome.columns
            whole[key] = outcome.followed_by(begin, whole.get(key))
    return ValidationReport(outcomes=tuple(whole.values()))


def gx_suites() -> Any:
    """The module `validation.suites`, with GX's reports home switched off before it is imported."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    from validation import suites

    return suites


@cache
def _batch_definition(table: str) -> Any:
    """Made once a process: a context takes time and leaves a temporary folder behind."""
    context = _context()
    asset = context.data_sources.get("claimtable").add_dataframe_asset(table)
    return asset.add_batch_definition_whole_dataframe("whole")


@cache
def _context() -> Any:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    context.data_sources.add_pandas("claimtable")
    return context


def _outcome(table: str, judged: Any, frame: "pd.DataFrame", ids: Sequence[str]) -> Outcome:
    config = judged.expectation_config
    check = CHECKS[config.meta["code"]]
    result = judged.result or {}
    positions = tuple(int(position) for position in result.get("unexpected_index_list") or ())
    raised = _raised(judged.exception_info)
    return Outcome(
        code=check.code,
        name=check.name,
        table=table,
        columns=tuple(config.meta["columns"]),
        severity=check.severity,
        row_level=check.row_level and table == "results",
        success=bool(judged.success),
        unexpected_count=0 if judged.success else int(result.get("unexpected_count") or 1),
        failing_rows=tuple(_row_id(frame, position, ids) for position in positions),
        failing_positions=positions,
        description=check.about,
        observed=None if judged.success else raised or _observed(result, check.code),
    )


def _row_id(frame: "pd.DataFrame", position: int, ids: Sequence[str]) -> str:
    return " | ".join(str(frame[column].iloc[position]) for column in ids)


def _raised(exception_info: Any) -> str | None:
    """The message of an expectation that could not be answered; GX keeps one by metric, or one alone."""
    infos = [exception_info] if "raised_exception" in (exception_info or {}) else (exception_info or {}).values()
    for info in infos:
        if isinstance(info, dict) and info.get("raised_exception"):
            return f"could not be judged: {info.get('exception_message')}"
    return None


def _is_null(value: object) -> bool:
    return value is None or str(value) in {"nan", "NaT", "<NA>"}


def _observed(result: dict[str, Any], code: str) -> str | None:
    shown = result.get("partial_unexpected_list")
    if code == "CT003" and shown:
        return "null in " + ", ".join(sorted({name for row in shown for name, value in row.items() if _is_null(value)}))
    if shown:
        return "; ".join(str(value)[:200] for value in shown[:_SHOWN])
    details = result.get("details") or {}
    if details.get("mismatched"):
        return "; ".join(
            f"column {m['Expected Column Position']}: expected {m['Expected']}, found {m['Found']}"
            for m in details["mismatched"][:_SHOWN]
        )
    return None if result.get("observed_value") is None else str(result["observed_value"])[:200]
