"""Our own Great Expectations about papers, comparisons, leaderboards and the run as a whole.

Importing this module imports great_expectations, which takes seconds: only code that judges a table may do so.
"""

from validation import judges
from validation.gx_base import RowsExpectation, WholeTableExpectation


class ExpectComparisonsToAgreeWithChanges(WholeTableExpectation):
    """Expect a stated comparison to say what its change says."""

    code = "CT042"
    columns = ("comparison_id", "change_record_id")


class ExpectComparisonsToFollowLinks(WholeTableExpectation):
    """Expect the subject of a comparison to link to its reference."""

    code = "CT043"
    columns = ("subject_record_id", "reference_record_id")


class ExpectComparisonsInUnitOfSubject(WholeTableExpectation):
    """Expect the unit of a comparison to be that of its subject."""

    code = "CT044"
    columns = ("subject_record_id", "unit")


class ExpectBoardsInUnitOfRows(WholeTableExpectation):
    """Expect the unit of a board to be that of its rows."""

    code = "CT057"
    columns = ("row_id", "unit")


class ExpectRanksToBeDense(WholeTableExpectation):
    """Expect the ranks of a board to be 1, 2, 3 without a gap."""

    code = "CT050"
    columns = ("board_id", "rank")


class ExpectTiesToShareRanks(WholeTableExpectation):
    """Expect equal scores to have equal ranks, and the other way round."""

    code = "CT051"
    columns = ("board_id", "rank", "score")


class ExpectRanksToFollowDirection(WholeTableExpectation):
    """Expect the better score to have the smaller rank."""

    code = "CT052"
    columns = ("board_id", "rank", "score", "higher_is_better")


class ExpectRankedToBeExact(RowsExpectation):
    """Expect only exact or approximate single scores to rank."""

    code = "CT053"
    map_metric = "claimtable.ranked_are_exact"
    judge = staticmethod(judges.ranked_are_exact)
    columns = ("rank", "bound", "score_high")


class ExpectBoardsToCountPapersOnce(WholeTableExpectation):
    """Expect no entry on a board that another entry speaks for."""

    code = "CT054"
    columns = ("entry_id",)


class ExpectBoardsToMatchResults(WholeTableExpectation):
    """Expect each row of a board to be a row of results, with its data set, metric and paper."""

    code = "CT055"
    columns = ("row_id", "record_id", "entry_id", "dataset", "metric", "higher_is_better", "bound", "sentence")


class ExpectBoardScoresToMatchResults(WholeTableExpectation):
    """Expect the score of a board to be the value of its row of results, in the board's unit."""

    code = "CT056"
    columns = ("row_id", "score")


class ExpectComparisonsToMatchResults(WholeTableExpectation):
    """Expect the records that a comparison names to exist."""

    code = "CT040"
    columns = ("comparison_id", "subject_record_id", "reference_record_id", "change_record_id")


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


class ExpectDuplicatesToPointElsewhere(WholeTableExpectation):
    """Expect duplicate_of to name another entry that speaks for itself."""

    code = "CT008"
    columns = ("entry_id", "duplicate_of")


class ExpectEntriesOnce(WholeTableExpectation):
    """Expect each entry_id once."""

    code = "CT005"
    columns = ("entry_id",)


class ExpectComparisonsOnce(WholeTableExpectation):
    """Expect each comparison_id once."""

    code = "CT005"
    columns = ("comparison_id",)


class ExpectBoardRowsOnce(WholeTableExpectation):
    """Expect a row of results on a board once."""

    code = "CT005"
    columns = ("board_id", "row_id")
