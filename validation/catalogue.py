"""Every expectation by its code: what it says, how bad a breach is, and whether it can be laid at one row's door.

A code never changes its meaning. CT0xx judge our own tables; CT1xx belong to the audit (`validation.audit`).
Importing this costs nothing: the classes live in `validation.expectations` and `validation.table_expectations`.
"""

from schemas.base import Frozen
from validation.report import Severity


class Check(Frozen):
    """One expectation, before it meets a table."""

    code: str
    name: str
    severity: Severity
    row_level: bool
    about: str


def _check(code: str, name: str, about: str, *, severity: Severity = Severity.CRITICAL, rows: bool = True) -> Check:
    return Check(code=code, name=name, severity=severity, row_level=rows, about=about)


_ALL = (
    # Shape: every table
    _check("CT001", "columns", "The table has exactly the columns of its schema, in their order.", rows=False),
    _check("CT002", "types", "Every value is null or of the type that the schema gives its column."),
    _check("CT003", "not-null", "A column that the schema does not call nullable has a value in every row."),
    _check("CT004", "vocabulary", "A closed vocabulary holds no other word."),
    _check("CT005", "unique-id", "The id of a row is unique in its table."),
    _check("CT006", "confidence", "A confidence lies between 0 and 1."),
    _check(
        "CT007",
        "published",
        "A publication day lies between 1900 and 2100.",
        severity=Severity.WARNING,
    ),
    _check(
        "CT008",
        "duplicates",
        "duplicate_of names another entry of papers, and that entry speaks for itself.",
        rows=False,
    ),
    # results
    _check("CT010", "span-slices", "abstract[start:end] is value_text, character by character."),
    _check("CT011", "sentence-holds-value", "The sentence stands in the abstract and holds the span start:end."),
    _check(
        "CT012",
        "own-paper",
        "entry_id is in the table papers, and paper_id, title and published are what that table says.",
    ),
    _check("CT013", "record-agrees", "All rows of one record_id agree in everything but row_id and data set."),
    _check("CT014", "range-runs-upward", "A range does not run backwards: value is at most value_high."),
    _check("CT015", "change-has-direction", "direction and basis stand exactly where kind is change."),
    _check("CT016", "value-fits-kind", "A change is given as its size, unsigned; a rank is a counting number."),
    _check("CT017", "factor-is-times", "A change has unit x exactly where its basis is factor."),
    _check("CT018", "metric-with-text", "metric and metric_text are both given or both null."),
    _check("CT019", "dataset-with-text", "dataset and dataset_text are both given or both null."),
    _check("CT020", "value-matches-text", "value is the number that value_text shows, where it shows one plainly."),
    _check("CT021", "percent-matches-text", "A value written with a per cent sign has the unit % or point."),
    _check(
        "CT022",
        "unit-fits-metric",
        "The unit belongs to the metric: a latency in GB means that the wrong things were linked.",
    ),
    _check(
        "CT023",
        "polarity-known",
        "higher_is_better is null or what the lexicon says of the metric.",
    ),
    _check(
        "CT024",
        "reference-is-score",
        "Each reference_id names another record of the same entry, and that record is a score.",
    ),
    _check("CT025", "reference-shares-metric", "A value and the score that it points at are of the same metric."),
    _check(
        "CT026",
        "links-one-way",
        "Links go one way: no record points at one that points back.",
    ),
    _check(
        "CT027",
        "metric-canonical",
        "metric is the canonical name of metric_text, where the lexicon knows it.",
        severity=Severity.INFO,
        rows=False,
    ),
    _check(
        "CT028",
        "dataset-canonical",
        "dataset is the canonical name of dataset_text, where the lexicon knows it.",
        severity=Severity.INFO,
        rows=False,
    ),
    _check(
        "CT029",
        "bound-has-words",
        "A bound other than exact has words in the sentence, and right before an exact value stand none.",
        severity=Severity.INFO,
    ),
    _check(
        "CT030",
        "score-in-range",
        "A score of a bounded metric lies inside the metric's range (an accuracy of 104% does not).",
        severity=Severity.WARNING,
    ),
    _check("CT031", "unit-matches-text", "The unit is the one that value_text shows, where it shows one."),
    _check("CT032", "value-once", "A value stands on a data set once: no two rows share entry, span and data set."),
    _check(
        "CT033",
        "basis-fits-unit",
        "The basis of a change fits its unit: points and a metric's own unit are absolute, only a % can leave it open.",
    ),
    _check(
        "CT034",
        "reference-shares-dataset",
        "A score and the score that it is set against are on one data set, where both name any.",
        severity=Severity.INFO,
        rows=False,
    ),
    # comparisons
    _check(
        "CT040",
        "comparison-records",
        "The records that a comparison names are in results, with the values that it gives.",
        rows=False,
    ),
    _check("CT041", "difference-adds-up", "A derived difference is subject_value minus reference_value.", rows=False),
    _check(
        "CT042",
        "comparison-agrees",
        "A stated comparison has the entry, size, direction, basis and sentence of its change.",
        rows=False,
    ),
    _check(
        "CT043",
        "comparison-follows-link",
        "Of two scores that a comparison sets side by side, the subject's row links to the reference.",
        rows=False,
    ),
    _check("CT044", "comparison-unit", "A comparison of two scores has the unit of its subject's row.", rows=False),
    # leaderboards
    _check("CT050", "ranks-dense", "The ranks of a board are 1, 2, 3, ... without a gap.", rows=False),
    _check(
        "CT051",
        "ties-share-ranks",
        "On a board, equal scores share a rank and no two scores have the same.",
        rows=False,
    ),
    _check(
        "CT052",
        "ranks-follow-direction",
        "Ranks follow the metric's direction: the best score of a board has rank 1.",
        rows=False,
    ),
    _check(
        "CT053",
        "ranked-exact",
        "Only exact and approximate single scores have a rank; bounds and ranges stand below the line.",
        rows=False,
    ),
    _check(
        "CT054",
        "papers-once",
        "A duplicated abstract counts once: no row of a board comes from an entry that another speaks for.",
        rows=False,
    ),
    _check(
        "CT055",
        "board-from-results",
        "Each row of a board is a row of results, with the same record, entry, data set, metric, direction, bound and sentence.",
        rows=False,
    ),
    _check(
        "CT056",
        "board-score",
        "The score is the value of the row of results, or 100 times or a hundredth of it where the unit is %.",
        rows=False,
    ),
    _check("CT057", "board-unit", "The unit of a board is that of its row of results, where that has one.", rows=False),
    # the run
    _check("CT060", "papers-complete", "As many papers are written as were read.", rows=False),
    _check(
        "CT061",
        "values-complete",
        "Every extracted value is written or rejected: extracted = written + rejected.",
        rows=False,
    ),
    _check("CT062", "counts-match-tables", "The counts of the run are those of its tables.", rows=False),
)

CHECKS: dict[str, Check] = {check.code: check for check in _ALL}
