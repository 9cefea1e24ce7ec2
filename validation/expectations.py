# mypy: disable-error-code="attr-defined"
# (great_expectations re-exports its names without saying so.)
"""Our own Great Expectations classes: one for each question in `validation.judges`.

Importing this module imports great_expectations, which takes seconds: only code that judges a table may do so.
Each class names its metric, the judge that answers it and a sentence, which is what Data Docs show.
"""

from typing import Any, ClassVar, Literal

import pandas as pd
from great_expectations.core import ExpectationValidationResult
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    ColumnMapExpectation,
    MulticolumnMapExpectation,
    render_suite_parameter_string,
)
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    MulticolumnMapMetricProvider,
    column_condition_partial,
    multicolumn_condition_partial,
)
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer
from great_expectations.render.renderer_configuration import RendererConfiguration, RendererValueType

from schemas import ResultRow
from validation import judges
from validation.catalogue import CHECKS
from validation.schema_columns import columns_of


class ColumnValuesFitType(ColumnMapMetricProvider):
    """Metric: the values of a column are of one of our types."""

    condition_metric_name = "column_values.claimtable_fit_type"
    condition_value_keys = ("type_name",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: "pd.Series[Any]", type_name: str, **_: Any) -> "pd.Series[bool]":  # noqa: N805
        return judges.fits_type(column, type_name)


class ExpectColumnValuesToFitType(ColumnMapExpectation):
    """Expect the values of a column to be of a type of the schema.

    GX has `ExpectColumnValuesToBeInTypeList`, but on the string columns of pandas 3 it misjudges.
    """

    type_name: str
    map_metric = "column_values.claimtable_fit_type"
    success_keys = ("type_name", "mostly")
    args_keys = ("column", "type_name")

    @classmethod
    def _prescriptive_template(cls, renderer_configuration: RendererConfiguration[Any]) -> RendererConfiguration[Any]:
        renderer_configuration.add_param(name="column", param_type=RendererValueType.STRING)
        renderer_configuration.add_param(name="type_name", param_type=RendererValueType.STRING)
        renderer_configuration.template_str = "$column: every value is null or of type $type_name."
        return renderer_configuration

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,  # noqa: ARG003
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> list[RenderedStringTemplateContent]:
        params = dict(configuration.kwargs) if configuration else {}
        return _rendered("$column: every value is null or of type $type_name.", params, runtime_configuration)


# What a row of a board takes over from its row of results, as it stands.
BOARD_COLUMNS = (*("row_id", "record_id", "entry_id", "dataset", "metric", "higher_is_better", "bound", "sentence"),)

# A record is one value on several data sets: its rows differ in these columns only.
_PER_ROW = {"row_id", "dataset", "dataset_text"}
RECORD_COLUMNS = ("record_id", *(c.name for c in columns_of(ResultRow) if c.name not in {*_PER_ROW, "record_id"}))


def _rendered(
    template: str, params: dict[str, Any], runtime_configuration: dict[str, Any] | None
) -> list[RenderedStringTemplateContent]:
    styling = (runtime_configuration or {}).get("styling")
    return [
        RenderedStringTemplateContent(
            content_block_type="string_template",
            string_template={"template": template, "params": params, "styling": styling},
        )
    ]


class RowsExpectation(MulticolumnMapExpectation):
    """Base: a question about several columns of each row, answered by a judge.

    A subclass says its `code` in the catalogue, `judge` and `columns` (in the judge's order); its metric is made here.
    """

    judge: ClassVar[Any]
    columns: ClassVar[tuple[str, ...]]
    code: ClassVar[str]

    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"
    args_keys = ("column_list",)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.map_metric is None:
            raise TypeError(f"{cls.__name__} names no map_metric")
        _make_metric(cls.__name__, cls.map_metric, cls.__dict__["judge"])

    @classmethod
    def _prescriptive_template(cls, renderer_configuration: RendererConfiguration[Any]) -> RendererConfiguration[Any]:
        renderer_configuration.template_str = CHECKS[cls.code].about
        return renderer_configuration

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,  # noqa: ARG003
        result: ExpectationValidationResult | None = None,  # noqa: ARG003
        runtime_configuration: dict[str, Any] | None = None,
        **_: Any,
    ) -> list[RenderedStringTemplateContent]:
        return _rendered(CHECKS[cls.code].about, {}, runtime_configuration)


def _make_metric(name: str, metric: str, judge: Any) -> None:
    function = judge.__func__ if isinstance(judge, staticmethod) else judge

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls: type, column_list: pd.DataFrame, **_: Any) -> "pd.Series[bool]":  # noqa: ARG001
        return function(column_list)  # type: ignore[no-any-return]

    # GX registers a metric when its class is made, so making the class is all there is to do.
    type(
        f"{name}Metric",
        (MulticolumnMapMetricProvider,),
        {
            "__module__": __name__,
            "condition_metric_name": metric,
            "condition_domain_keys": (
                "batch_id",
                "table",
                "column_list",
                "row_condition",
                "condition_parser",
                "ignore_row_if",
            ),
            "condition_value_keys": (),
            "_pandas": _pandas,
        },
    )


class ExpectRequiredColumnsNotNull(RowsExpectation):
    """Expect a value in every column that the schema does not call nullable.

    One expectation a table: GX's own, one a column, cost more than all the rest together.
    """

    code = "CT003"
    map_metric = "claimtable.required_not_null"
    judge = staticmethod(judges.none_null)
    columns = ()


class ExpectSpansToSliceAbstract(RowsExpectation):
    """Expect abstract[start:end] to be value_text."""

    code = "CT010"
    map_metric = "claimtable.spans_slice"
    judge = staticmethod(judges.spans_slice)
    columns = ("abstract", "start", "end", "value_text")


class ExpectSentencesToHoldValues(RowsExpectation):
    """Expect the sentence to stand in the abstract around the value."""

    code = "CT011"
    map_metric = "claimtable.sentences_hold_values"
    judge = staticmethod(judges.sentences_hold_values)
    columns = ("abstract", "start", "end", "sentence")


class ExpectRangesToRunUpward(RowsExpectation):
    """Expect value_high, where there is one, not to be below value."""

    code = "CT014"
    map_metric = "claimtable.ranges_run_upward"
    judge = staticmethod(judges.ranges_run_upward)
    columns = ("value", "value_high")


class ExpectChangesToHaveDirection(RowsExpectation):
    """Expect direction and basis exactly where kind is change."""

    code = "CT015"
    map_metric = "claimtable.changes_have_direction"
    judge = staticmethod(judges.changes_have_direction)
    columns = ("kind", "direction", "basis")


class ExpectValuesToFitKind(RowsExpectation):
    """Expect changes to be unsigned and ranks to be counting numbers."""

    code = "CT016"
    map_metric = "claimtable.values_fit_kind"
    judge = staticmethod(judges.values_fit_kind)
    columns = ("kind", "value")


class ExpectFactorsToBeTimes(RowsExpectation):
    """Expect a change in x to have basis factor, and no other."""

    code = "CT017"
    map_metric = "claimtable.factors_are_times"
    judge = staticmethod(judges.factors_are_times)
    columns = ("kind", "unit", "basis")


class ExpectMetricWithItsText(RowsExpectation):
    """Expect metric and metric_text together."""

    code = "CT018"
    map_metric = "claimtable.metric_with_text"
    judge = staticmethod(judges.come_together)
    columns = ("metric", "metric_text")


class ExpectDatasetWithItsText(RowsExpectation):
    """Expect dataset and dataset_text together."""

    code = "CT019"
    map_metric = "claimtable.dataset_with_text"
    judge = staticmethod(judges.come_together)
    columns = ("dataset", "dataset_text")


class ExpectValuesToMatchText(RowsExpectation):
    """Expect value to be the number that value_text shows."""

    code = "CT020"
    map_metric = "claimtable.values_match_text"
    judge = staticmethod(judges.values_match_text)
    columns = ("value_text", "value")


class ExpectPercentsToMatchText(RowsExpectation):
    """Expect a value written with a per cent sign to have unit % or point."""

    code = "CT021"
    map_metric = "claimtable.percents_match_text"
    judge = staticmethod(judges.percents_match_text)
    columns = ("value_text", "unit")


class ExpectUnitsToFitMetrics(RowsExpectation):
    """Expect the unit to be one that the metric can be measured in."""

    code = "CT022"
    map_metric = "claimtable.units_fit_metrics"
    judge = staticmethod(judges.all_true)
    columns = ("metric", "unit", "unit_fits")


class ExpectDirectionOfMetricsKnown(RowsExpectation):
    """Expect higher_is_better to be what the lexicon says of the metric."""

    code = "CT023"
    map_metric = "claimtable.polarity_is_known"
    judge = staticmethod(judges.all_true)
    columns = ("metric", "higher_is_better", "polarity_fits")


class ExpectReferencesToBeScores(RowsExpectation):
    """Expect each reference_id to name another score of the same entry."""

    code = "CT024"
    map_metric = "claimtable.references_are_scores"
    judge = staticmethod(judges.references_are_scores)
    columns = ("record_id", "entry_id", "reference_id", "reference_entry_id", "reference_kind")


class ExpectReferencesToShareMetric(RowsExpectation):
    """Expect a value and its reference to be of the same metric."""

    code = "CT025"
    map_metric = "claimtable.references_share_metric"
    judge = staticmethod(judges.references_share_metric)
    columns = ("metric", "reference_id", "reference_metric")


class ExpectLinksToGoOneWay(RowsExpectation):
    """Expect no two records to point at each other."""

    code = "CT026"
    map_metric = "claimtable.links_go_one_way"
    judge = staticmethod(judges.links_go_one_way)
    columns = ("record_id", "reference_id", "reference_reference_id")


class ExpectMetricsToBeCanonical(RowsExpectation):
    """Expect the canonical name of a metric to be that of its words."""

    code = "CT027"
    map_metric = "claimtable.metrics_are_canonical"
    judge = staticmethod(judges.all_true)
    columns = ("metric", "metric_text", "metric_named")


class ExpectDatasetsToBeCanonical(RowsExpectation):
    """Expect the canonical name of a data set to be that of its words."""

    code = "CT028"
    map_metric = "claimtable.datasets_are_canonical"
    judge = staticmethod(judges.all_true)
    columns = ("dataset", "dataset_text", "dataset_named")


class ExpectComparisonsToAgreeWithChanges(RowsExpectation):
    """Expect a stated comparison to say what its change says."""

    code = "CT042"
    map_metric = "claimtable.comparisons_agree"
    judge = staticmethod(judges.all_true)
    columns = ("comparison_id", "change_record_id", "change_fits")


class ExpectRecordsToAgree(RowsExpectation):
    """Expect the rows of a record to differ in their data set only."""

    code = "CT013"
    map_metric = "claimtable.records_agree"
    judge = staticmethod(judges.records_agree)
    columns = RECORD_COLUMNS


class ExpectRowsToMatchTheirPaper(RowsExpectation):
    """Expect entry, paper, title and day to be those of the table papers."""

    code = "CT012"
    map_metric = "claimtable.rows_match_papers"
    judge = staticmethod(judges.agree_with_prepared)
    columns = (
        "entry_id",
        "paper_id",
        "title",
        "published_day",
        "papers_entry_id",
        "papers_paper_id",
        "papers_title",
        "papers_published_day",
    )


class ExpectScoresInRange(RowsExpectation):
    """Expect the scores of bounded metrics inside their range."""

    code = "CT030"
    map_metric = "claimtable.scores_in_range"
    judge = staticmethod(judges.scores_in_range)
    columns = ("metric", "value", "value_high", "range_low", "range_high")


class ExpectRanksToBeDense(RowsExpectation):
    """Expect the ranks of a board to be 1, 2, 3 without a gap."""

    code = "CT050"
    map_metric = "claimtable.ranks_are_dense"
    judge = staticmethod(judges.ranks_are_dense)
    columns = ("board_id", "rank")


class ExpectTiesToShareRanks(RowsExpectation):
    """Expect equal scores to have equal ranks, and the other way round."""

    code = "CT051"
    map_metric = "claimtable.ties_share_ranks"
    judge = staticmethod(judges.ties_share_ranks)
    columns = ("board_id", "rank", "score")


class ExpectRanksToFollowDirection(RowsExpectation):
    """Expect the better score to have the smaller rank."""

    code = "CT052"
    map_metric = "claimtable.ranks_follow_direction"
    judge = staticmethod(judges.ranks_follow_direction)
    columns = ("board_id", "rank", "score", "higher_is_better")


class ExpectRankedToBeExact(RowsExpectation):
    """Expect only exact or approximate single scores to rank."""

    code = "CT053"
    map_metric = "claimtable.ranked_are_exact"
    judge = staticmethod(judges.ranked_are_exact)
    columns = ("rank", "bound", "score_high")


class ExpectBoardsToCountPapersOnce(RowsExpectation):
    """Expect no entry on a board that another entry speaks for."""

    code = "CT054"
    map_metric = "claimtable.boards_count_once"
    judge = staticmethod(judges.ranks_count_once)
    columns = ("entry_id", "duplicate_of")


class ExpectBoardsToMatchResults(RowsExpectation):
    """Expect each row of a board to be a row of results, with its data set, metric and paper."""

    code = "CT055"
    map_metric = "claimtable.boards_match_results"
    judge = staticmethod(judges.agree_with_prepared)
    columns = (*BOARD_COLUMNS, *(f"results_{name}" for name in BOARD_COLUMNS))


class ExpectBoardScoresToMatchResults(RowsExpectation):
    """Expect the score of a board to be the value of its row of results, in the board's unit."""

    code = "CT056"
    map_metric = "claimtable.board_scores_match"
    judge = staticmethod(judges.all_true)
    columns = ("row_id", "score", "score_fits")


class ExpectComparisonsToMatchResults(RowsExpectation):
    """Expect the records that a comparison names to exist."""

    code = "CT040"
    map_metric = "claimtable.comparisons_match_results"
    judge = staticmethod(judges.all_true)
    columns = ("comparison_id", "records_fit")


class ExpectDifferencesToAddUp(RowsExpectation):
    """Expect a derived difference to be that of its two values."""

    code = "CT041"
    map_metric = "claimtable.differences_add_up"
    judge = staticmethod(judges.differences_add_up)
    columns = ("source", "subject_value", "reference_value", "difference")


class ExpectValuesToBeAccountedFor(RowsExpectation):
    """Expect the extracted values to be written or rejected, none lost."""

    code = "CT061"
    map_metric = "claimtable.values_accounted_for"
    judge = staticmethod(judges.values_are_accounted_for)
    columns = ("values_extracted", "values_written", "values_rejected")


class ExpectPublicationDays(RowsExpectation):
    """Expect publication days between 1900 and 2100."""

    code = "CT007"
    map_metric = "claimtable.days_are_plausible"
    judge = staticmethod(judges.days_are_plausible)
    columns = ("published", "entry_id")


class ExpectDuplicatesToPointElsewhere(RowsExpectation):
    """Expect duplicate_of to name another entry that speaks for itself."""

    code = "CT008"
    map_metric = "claimtable.duplicates_point_elsewhere"
    judge = staticmethod(judges.points_elsewhere)
    columns = ("entry_id", "duplicate_of")
