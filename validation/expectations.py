"""Our own Great Expectations about the rows of `results`: one for each question in `validation.judges`.

Importing this module imports great_expectations, which takes seconds: only code that judges a table may do so.
"""

from validation import judges
from validation.gx_base import RowsExpectation, WholeTableExpectation


class ExpectRequiredColumnsNotNull(RowsExpectation):
    """Expect a value in every column that the schema does not call nullable.

    One expectation a table: GX's own, one a column, cost more than all the rest together.
    """

    code = "CT003"
    map_metric = "claimtable.required_not_null"
    judge = staticmethod(judges.none_null)
    columns = ()


class ExpectRowsOnce(WholeTableExpectation):
    """Expect each row_id once."""

    code = "CT005"
    columns = ("row_id",)


class ExpectSpansToSliceAbstract(WholeTableExpectation):
    """Expect abstract[start:end] to be value_text."""

    code = "CT010"
    columns = ("start", "end", "value_text")


class ExpectSentencesToHoldValues(WholeTableExpectation):
    """Expect the sentence to stand in the abstract around the value."""

    code = "CT011"
    columns = ("start", "end", "sentence")


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


class ExpectReferencesToBeScores(WholeTableExpectation):
    """Expect each reference_id to name another score of the same entry."""

    code = "CT024"
    columns = ("record_id", "entry_id", "reference_id")


class ExpectReferencesToShareMetric(WholeTableExpectation):
    """Expect a value and its reference to be of the same metric."""

    code = "CT025"
    columns = ("metric", "reference_id")


class ExpectLinksToGoOneWay(WholeTableExpectation):
    """Expect no two records to point at each other."""

    code = "CT026"
    columns = ("record_id", "reference_id")


class ExpectReferencesToShareDataset(WholeTableExpectation):
    """Expect a score and its reference on one data set."""

    code = "CT034"
    columns = ("dataset", "reference_id")


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


class ExpectRecordsToAgree(WholeTableExpectation):
    """Expect the rows of a record to differ in their data set only."""

    code = "CT013"
    columns = ("record_id",)


class ExpectRowsToMatchTheirPaper(WholeTableExpectation):
    """Expect entry, paper, title and day to be those of the table papers."""

    code = "CT012"
    columns = ("entry_id", "paper_id", "title", "published")


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


class ExpectValuesOnce(WholeTableExpectation):
    """Expect a value once on each data set, whatever its rows are called."""

    code = "CT032"
    columns = ("entry_id", "start", "end", "dataset")


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
