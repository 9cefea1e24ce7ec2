"""What a run did, in numbers: what the manifest holds and what `extract` prints."""

from pydantic import Field

from schemas.base import Frozen
from validation import RunCounts, Severity, ValidationReport

LARGEST = 5  # leaderboards, or other things, that a summary names


class BoardSummary(Frozen):
    """One leaderboard in a line."""

    dataset: str
    metric: str
    unit: str | None
    papers: int = Field(description="Different papers that rank on it.")
    rows: int = Field(description="Scores on it, with those below the line.")
    best: str = Field(description="The method at rank 1.")
    score: float = Field(description="Its score.")


class Finding(Frozen):
    """An expectation that did not hold, in a line."""

    code: str
    table: str
    severity: str
    rows: int
    about: str
    first: str | None = Field(description="The first row that breaks it.")


class RunSummary(Frozen):
    """What a run did, in numbers: values extracted = written + rejected."""

    papers_read: int = Field(description="Entries that the readers produced.")
    papers: int = Field(description="Entries in papers.")
    duplicates: int = Field(description="Entries that another entry speaks for.")
    sources: int = Field(description="Files that papers came from.")
    shared_ids: int = Field(default=0, description="Ids under which several different papers stand, each for itself.")
    shared_ids_shown: tuple[str, ...] = Field(default=(), description="The first of them.")
    values_extracted: int
    values_written: int
    values_rejected: int
    kinds: dict[str, int] = Field(description="Values written, by kind.")
    rows: int = Field(description="Rows of results: one for each value and data set.")
    comparisons: int = 0
    boards: int = Field(default=0, description="Leaderboards in all.")
    boards_2: int = Field(default=0, description="Leaderboards that rank two papers or more.")
    boards_3: int = Field(default=0, description="Leaderboards that rank three papers or more.")
    largest: tuple[BoardSummary, ...] = Field(default=(), description="The largest leaderboards.")
    unread: int = Field(description="Inputs, or parts of them, that could not be read.")
    rejects: dict[str, int] = Field(description="Rows of rejects, by code.")
    findings: tuple[Finding, ...] = Field(default=(), description="What validation flags in the tables as written.")

    def counts(self) -> RunCounts:
        """What validation holds the tables against."""
        return RunCounts(
            papers_read=self.papers_read,
            papers_written=self.papers,
            values_extracted=self.values_extracted,
            values_written=self.values_written,
            values_rejected=self.values_rejected,
        )


def find_findings(report: ValidationReport) -> tuple[Finding, ...]:
    """What a report flags, in lines."""
    return tuple(
        Finding(
            code=outcome.code,
            table=outcome.table,
            severity=outcome.severity.value,
            rows=outcome.unexpected_count,
            about=outcome.description,
            first=outcome.failing_rows[0] if outcome.failing_rows else outcome.observed,
        )
        for outcome in report.failed(Severity.WARNING)
    )
