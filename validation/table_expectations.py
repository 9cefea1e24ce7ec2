"""Our own Great Expectations about papers, comparisons, leaderboards and the run as a whole.

Importing this module imports great_expectations, which takes seconds: only code that judges a table may do so.
"""

from validation import judges
from validation.gx_base import RowsExpectation

# What a row of a board takes over from its row of results, as it stands.
BOARD_COLUMNS = ("row_id", "record_id", "entry_id", "dataset", "metric", "higher_is_better", "bound", "sentence")


class ExpectComparisonsToAgreeWithChanges(RowsExpectation):
    """Expect a stated comparison to say what its change says."""

    code = "CT042"
    map_metric = "claimtable.comparisons_agree"
    judge = staticmethod(judges.all_true)
    columns = ("comparison_id", "change_record_id", "change_fits")


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
