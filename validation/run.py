"""Judge the tables of a run: in go the tables and the counts, out comes a report. Nothing is mended here.

Every table is judged some rows at a time; what no chunk can answer alone, DuckDB answers for the whole table first, and
great_expectations shows it as any other expectation. It is imported when a table is judged, never before: that takes seconds.
"""

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING, Any

from validation.catalogue import CHECKS
from validation.lexicon import Lexicon, shipped_lexicon
from validation.report import Outcome, RunCounts, ValidationReport

if TYPE_CHECKING:
    import pandas as pd

    from validation.sources import Source

CHUNK = 8_192  # rows that are judged at once: more take memory, fewer time
_SHOWN = 3
_UNASKED = ("altair", "scipy.stats")
_ORDER = ("papers", "results", "comparisons", "leaderboards", "rejects")


def validate_results(
    *,
    papers: "Source",
    results: "Source",
    lexicon: Lexicon | None = None,
    select: Collection[str] | None = None,
) -> ValidationReport:
    """Judge the table `results` alone, before anything is built on it; `quarantine` takes its breaches out.

    Where results are extracted paper by paper, whole papers with all their rows can be judged so, some at a time.
    `select` names the codes to judge by; without it, all of the catalogue.
    """
    return _validated({"papers": papers, "results": results}, judged={"results"}, lexicon=lexicon, select=select)


def validate_run(
    *,
    papers: "Source",
    results: "Source",
    comparisons: "Source",
    leaderboards: "Source",
    counts: RunCounts,
    lexicon: Lexicon | None = None,
    select: Collection[str] | None = None,
) -> ValidationReport:
    """Judge all tables of a run and its counts, as `validate_tables`."""
    tables = {"papers": papers, "results": results, "comparisons": comparisons, "leaderboards": leaderboards}
    return validate_tables(tables, counts=counts, lexicon=lexicon, select=select)


def validate_tables(
    tables: "Mapping[str, Source]",
    *,
    counts: RunCounts | None = None,
    lexicon: Lexicon | None = None,
    select: Collection[str] | None = None,
) -> ValidationReport:
    """Judge tables of a run, by name, of which no more than a chunk is ever in memory, and its counts.

    Each is a Parquet file, a DataFrame, an Arrow table, or an iterable of chunks of rows (frames or Arrow batches).
    A table whose columns are not those of its schema fails CT001, and is judged no further; nor is any other but papers
    where results or papers fail it or are not given. `select` names the codes to judge by; without it, all of the catalogue.

    Raises:
        ValueError: a chunk is not of the types of the chunks before it.
    """
    return _validated(tables, judged=set(tables), counts=counts, lexicon=lexicon, select=select)


def _validated(
    sources: "Mapping[str, Source]",
    *,
    judged: Collection[str],
    counts: RunCounts | None = None,
    lexicon: Lexicon | None = None,
    select: Collection[str] | None = None,
) -> ValidationReport:
    import pandas as pd

    from validation import prepare
    from validation.sources import as_table
    from validation.whole_tables import WholeTables

    lexicon = lexicon or shipped_lexicon()
    with TemporaryDirectory(prefix="claimtable-") as folder:
        tables = {name: as_table(name, sources[name], Path(folder)) for name in _ORDER if name in sources}
        shapes = {name: _judged(name, pd.DataFrame(columns=table.columns), shape=True) for name, table in tables.items()}
        good = {name: table for name, table in tables.items() if shapes[name].success}
        reports = list(shapes.values())
        with WholeTables(good, Path(folder)) as whole:
            for name, table in good.items():
                if name in judged and (name in {"papers", "rejects"} or {"papers", "results"} <= good.keys()):
                    chunks = prepare.prepared_chunks(name, table, whole, size=CHUNK, lexicon=lexicon, select=select)
                    reports.append(_judged_chunks(name, chunks, select))
            if counts is not None and {"papers", "results"} <= good.keys():
                reports.append(_judged("run", pd.DataFrame([whole.counted(counts)]), select=select))
    return ValidationReport().joined(reports)


def _judged(table: str, frame: "pd.DataFrame", *, shape: bool = False, select: Collection[str] | None = None) -> ValidationReport:
    suites = gx_suites()
    suite = suites.shape_suite(table) if shape else suites.table_suite(table, select=select)
    if not suite.expectations:
        return ValidationReport()
    batch = _batch_definition(table).get_batch({"dataframe": frame})
    judged = batch.validate(suite, result_format={"result_format": "COMPLETE", "partial_unexpected_count": _SHOWN})
    ids = suites.IDS.get(table, ())
    outcomes = [_outcome(table, one, frame, ids) for one in judged.results]
    return ValidationReport(outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.code)))


def _judged_chunks(table: str, chunks: "Iterable[tuple[int, pd.DataFrame]]", select: Collection[str] | None) -> ValidationReport:
    """The outcomes of all chunks of a table, joined."""
    import pyarrow as pa

    whole: dict[tuple[str, tuple[str, ...]], Outcome] = {}
    for begin, chunk in chunks:
        for outcome in _judged(table, chunk, select=select).outcomes:
            key = outcome.code, outcome.columns
            whole[key] = outcome.followed_by(begin, whole.get(key))
        pa.default_memory_pool().release_unused()  # else the holes of a chunk's memory add up, by 100 MB and more
    return ValidationReport(outcomes=tuple(whole.values()))


def gx_suites() -> Any:
    """The module `validation.suites`, with GX's reports home switched off before it is imported."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with _without_spark(), _on_demand():
        from validation import suites

    return suites


@contextmanager
def _without_spark() -> Iterator[None]:
    """Keep GX from importing pyspark, where it is installed and not in use.

    It is not needed, takes 20 MB, and in a process that was begun without a file, such as a worker of Dask, pyspark 4.3 takes
    itself for its own doctests and ends the process with code 0.
    """
    hidden = [name for name in ("pyspark", "pyspark.sql.connect") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


class _OnDemand(ModuleType):
    """Stands for a module, and imports it when somebody asks for something of it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


@contextmanager
def _on_demand() -> Iterator[None]:
    """Let GX import in name only what it needs for expectations that nobody here has; it takes a quarter of the time."""
    missing = [name for name in _UNASKED if name not in sys.modules]
    sys.modules.update({name: _OnDemand(name) for name in missing})
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


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
