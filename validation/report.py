"""What validation says of a run: one outcome an expectation and column, and the counts it was given."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen


class Severity(StrEnum):
    """How bad a finding is: critical is our fault, warning is the authors', info is worth a look."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"

    def reaches(self, threshold: "Severity") -> bool:
        """Whether this severity is at or above the threshold.

        >>> Severity.WARNING.reaches(Severity.INFO), Severity.WARNING.reaches(Severity.CRITICAL)
        (True, False)
        """
        order = list(Severity)
        return order.index(self) <= order.index(threshold)


class RunCounts(Frozen):
    """What a run counted while it worked; values are records (`record_id`), not rows."""

    papers_read: int = Field(ge=0, description="Entries that the readers produced.")
    papers_written: int = Field(ge=0, description="Entries in the table `papers`.")
    values_extracted: int = Field(ge=0, description="Values that extraction found, good or bad.")
    values_written: int = Field(ge=0, description="Different record_ids in the table `results`.")
    values_rejected: int = Field(ge=0, description="Values in `rejects`, from extraction and from validation.")


class Outcome(Frozen):
    """What one expectation found in one table."""

    code: str = Field(description="Stable code, such as CT012.")
    name: str = Field(description="Short name, such as span-slices.")
    table: str = Field(description="The table that was judged.")
    columns: tuple[str, ...] = Field(description="The columns that were judged.")
    severity: Severity = Field(description="critical, warning or info.")
    row_level: bool = Field(description="Whether a failing row of `results` can be taken out on its own.")
    success: bool = Field(description="Whether it held.")
    unexpected_count: int = Field(ge=0, description="Rows that break it; 1 for a table that breaks it as a whole.")
    failing_rows: tuple[str, ...] = Field(default=(), description="Ids of the rows that break it.")
    failing_positions: tuple[int, ...] = Field(default=(), description="Their positions in the table, from 0.")
    description: str = Field(description="What is expected, in plain words.")
    observed: str | None = Field(default=None, description="What was found instead, cut short.")

    def followed_by(self, begin: int, before: "Outcome | None") -> "Outcome":
        """This outcome of a chunk that begins at a row, joined to that of the chunks before it."""
        positions = tuple(begin + position for position in self.failing_positions)
        if before is None:
            return Outcome.model_validate({**dict(self), "failing_positions": positions})
        joined = {
            "success": self.success and before.success,
            "unexpected_count": before.unexpected_count + self.unexpected_count,
            "failing_rows": (*before.failing_rows, *self.failing_rows),
            "failing_positions": (*before.failing_positions, *positions),
            "observed": before.observed or self.observed,
        }
        return Outcome.model_validate({**dict(self), **joined})


class ValidationReport(Frozen):
    """All outcomes of one validation, in the order of the tables and codes."""

    outcomes: tuple[Outcome, ...] = ()

    @property
    def success(self) -> bool:
        """Whether every critical expectation held."""
        return not self.failed(Severity.CRITICAL)

    def failed(self, threshold: Severity = Severity.INFO) -> tuple[Outcome, ...]:
        """The outcomes that did not hold, at or above a severity."""
        return tuple(o for o in self.outcomes if not o.success and o.severity.reaches(threshold))

    def joined(self, others: Iterable["ValidationReport"]) -> "ValidationReport":
        """This report with the outcomes of others behind its own."""
        return ValidationReport(outcomes=(*self.outcomes, *(o for other in others for o in other.outcomes)))
