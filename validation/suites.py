# mypy: disable-error-code="attr-defined"
# (great_expectations re-exports its names without saying so.)
"""The suites, built in code: columns, types and vocabularies from `schemas`, severities and codes from the catalogue.

Importing this module imports great_expectations; `validation.run` does it when a table is there to be judged.
"""

from collections.abc import Collection, Mapping
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation
from pydantic import BaseModel

from schemas import ComparisonRow, LeaderboardRow, Paper, RejectRow, ResultRow
from validation import expectations as own
from validation import gx_base
from validation import table_expectations as tables
from validation.catalogue import CHECKS
from validation.schema_columns import columns_of

TABLES: Mapping[str, type[BaseModel]] = {
    "papers": Paper,
    "results": ResultRow,
    "comparisons": ComparisonRow,
    "leaderboards": LeaderboardRow,
    "rejects": RejectRow,
}

# The columns that name a row; a row of results stands on a board once.
IDS: Mapping[str, tuple[str, ...]] = {
    "papers": ("entry_id",),
    "results": ("row_id",),
    "comparisons": ("comparison_id",),
    "leaderboards": ("board_id", "row_id"),
}

_OWN: Mapping[str, tuple[type[gx_base.RowsExpectation], ...]] = {
    "papers": (tables.ExpectEntriesOnce, tables.ExpectPublicationDays, tables.ExpectDuplicatesToPointElsewhere),
    "results": (
        own.ExpectRowsOnce,
        own.ExpectSpansToSliceAbstract,
        own.ExpectSentencesToHoldValues,
        own.ExpectRowsToMatchTheirPaper,
        own.ExpectRecordsToAgree,
        own.ExpectRangesToRunUpward,
        own.ExpectChangesToHaveDirection,
        own.ExpectValuesToFitKind,
        own.ExpectFactorsToBeTimes,
        own.ExpectMetricWithItsText,
        own.ExpectDatasetWithItsText,
        own.ExpectValuesToMatchText,
        own.ExpectPercentsToMatchText,
        own.ExpectUnitsToFitMetrics,
        own.ExpectDirectionOfMetricsKnown,
        own.ExpectReferencesToBeScores,
        own.ExpectReferencesToShareMetric,
        own.ExpectReferencesToShareDataset,
        own.ExpectLinksToGoOneWay,
        own.ExpectMetricsToBeCanonical,
        own.ExpectDatasetsToBeCanonical,
        own.ExpectBoundsToHaveWords,
        own.ExpectScoresInRange,
        own.ExpectUnitsToMatchText,
        own.ExpectValuesOnce,
        own.ExpectBasisToFitUnit,
    ),
    "comparisons": (
        tables.ExpectComparisonsOnce,
        tables.ExpectComparisonsToMatchResults,
        tables.ExpectDifferencesToAddUp,
        tables.ExpectComparisonsToAgreeWithChanges,
        tables.ExpectComparisonsToFollowLinks,
        tables.ExpectComparisonsInUnitOfSubject,
    ),
    "leaderboards": (
        tables.ExpectBoardRowsOnce,
        tables.ExpectRanksToBeDense,
        tables.ExpectTiesToShareRanks,
        tables.ExpectRanksToFollowDirection,
        tables.ExpectRankedToBeExact,
        tables.ExpectBoardsToCountPapersOnce,
        tables.ExpectBoardsToMatchResults,
        tables.ExpectBoardScoresToMatchResults,
        tables.ExpectBoardsInUnitOfRows,
    ),
    "run": (tables.ExpectValuesToBeAccountedFor,),
}


def _said(code: str, *columns: str) -> dict[str, Any]:
    """What every expectation carries: severity, description, and its code for the report."""
    check = CHECKS[code]
    return {
        "severity": check.severity.value,
        "description": check.about,
        "meta": {"code": code, "columns": list(columns)},
    }


def shape_suite(table: str) -> gx.ExpectationSuite:
    """That the table has the columns of its schema; the other suites make sense only then."""
    names = [column.name for column in columns_of(TABLES[table])]
    return gx.ExpectationSuite(
        name=f"{table}-shape",
        expectations=[gxe.ExpectTableColumnsToMatchOrderedList(column_list=names, **_said("CT001", *names))],
    )


def table_suite(table: str, *, select: Collection[str] | None = None) -> gx.ExpectationSuite:
    """All that is expected of a prepared table, or what the selected codes expect of it."""
    expected = [*_from_schema(table), *_from_rows(table)]
    chosen = [one for one in expected if select is None or (one.meta or {})["code"] in select]
    return gx.ExpectationSuite(name=table, expectations=chosen)


def _from_schema(table: str) -> list[Expectation]:
    if table not in TABLES:
        return _from_counts()
    found: list[Expectation] = []
    for column in columns_of(TABLES[table]):
        name = column.name
        if column.vocabulary:
            found.append(gxe.ExpectColumnValuesToBeInSet(column=name, value_set=list(column.vocabulary), **_said("CT004", name)))
        else:
            found.append(gx_base.ExpectColumnValuesToFitType(column=name, type_name=column.type_name, **_said("CT002", name)))
        if name == "confidence":
            found.append(gxe.ExpectColumnValuesToBeBetween(column=name, min_value=0, max_value=1, **_said("CT006", name)))
    required = [column.name for column in columns_of(TABLES[table]) if not column.nullable]
    found.append(own.ExpectRequiredColumnsNotNull(column_list=required, **_said("CT003", *required)))
    return found


def _from_counts() -> list[Expectation]:
    pairs = (
        ("CT060", "papers_written", "papers_read"),
        ("CT062", "papers_written", "papers_held"),
        ("CT062", "values_written", "values_held"),
    )
    return [
        gxe.ExpectColumnPairValuesToBeEqual(column_A=left, column_B=right, **_said(code, left, right))
        for code, left, right in pairs
    ]


def _from_rows(table: str) -> list[Expectation]:
    return [kind(column_list=kind.asked(), **_said(kind.code, *kind.columns)) for kind in _OWN.get(table, ())]
