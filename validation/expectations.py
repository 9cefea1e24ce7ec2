"""Our own Great Expectations about the rows of `results`: one for each question in `validation.judges`.

Importing this module imports great_expectations, which takes seconds: only code that judges a table may do so.
"""

from validation import judges
from validation.gx_base import RowsExpectation


class ExpectRequiredColumnsNotNull(RowsExpectation):
    """Expect a value in every column that the schema does not call nullable.

    One expectation a table: GX's own, one a column, cost more than all the rest together.
    """

    code = "CT003"
    map_metric = "claimtable.required_not_null"
    judge = staticmethod(judges.none_null)
    columns = ()


class ExpectRowsOnce(RowsExpectation):
    """Expect each row_id once in the whole table, of which GX sees a chunk at a time."""

    code = "CT005"
    map_metric = "claimtable.rows_once"
    judge = staticmethod(judges.all_true)
    columns = ("row_id", "row_once")


class ExpectSpansToSliceAbstract(RowsExpectation):
    """Expect abstract[start:end] to be value_text."""

    code = "CT010"
    map_metric = "claimtable.spans_slice"
    judge = staticmethod(judges.all_true)
    columns = ("start", "end", "value_text", "span_fits")


class ExpectSentencesToHoldValues(RowsExpectation):
    """Expect the sentence to stand in the abstract around the value."""

    code = "CT011"
    map_metric = "claimtable.sentences_hold_values"
    judge = staticmethod(judges.all_true)
    columns = ("start", "end", "sentence", "sentence_fits")


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


class ExpectRecordsToAgree(RowsExpectation):
    """Expect the rows of a record to differ in their data set only."""

    code = "CT013"
    map_metric = "claimtable.records_agree"
    judge = staticmethod(judges.all_true)
    columns = ("record_id", "record_agrees")


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


class ExpectBoundsToHaveWords(RowsExpectation):
    """Expect the words of a bound in the sentence, and none right before an exact value."""

    code = "CT029"
    map_metric = "claimtable.bounds_have_words"
    judge = staticmethod(judges.bounds_have_words)
    columns = ("sentence", "value_text", "bound")


class ExpectUnitsToMatchText(RowsExpectation):
    """Expect the unit that stands behind the number."""

    code = "CT031"
    map_metric = "claimtable.units_match_text"
    judge = staticmethod(judges.units_match_text)
    columns = ("value_text", "unit")


class ExpectValuesOnce(RowsExpectation):
    """Expect a value once on each data set, whatever its rows are called."""

    code = "CT032"
    map_metric = "claimtable.values_once"
    judge = staticmethod(judges.all_true)
    columns = ("entry_id", "start", "end", "dataset", "value_once")


class ExpectBasisToFitUnit(RowsExpectation):
    """Expect points and a metric's own unit to be absolute, and only a % to leave its basis open."""

    code = "CT033"
    map_metric = "claimtable.basis_fits_unit"
    judge = staticmethod(judges.basis_fits_unit)
    columns = ("kind", "unit", "basis")


class ExpectScoresInRange(RowsExpectation):
    """Expect the scores of bounded metrics inside their range."""

    code = "CT030"
    map_metric = "claimtable.scores_in_range"
    judge = staticmethod(judges.scores_in_range)
    columns = ("metric", "value", "value_high", "range_low", "range_high")
