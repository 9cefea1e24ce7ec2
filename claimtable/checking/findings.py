"""What a check says: one finding a row and code, with its place; and the report that holds them all."""

import hashlib
from collections import Counter

from pydantic import Field, computed_field

from schemas.base import Frozen
from validation.report import Severity


class Place(Frozen):
    """A file as it was named, and a line in it, from 1."""

    path: str
    line: int | None = Field(default=None, ge=1)

    def __str__(self) -> str:
        """As compilers print it.

        >>> str(Place(path="page.txt", line=7)), str(Place(path="outputs"))
        ('page.txt:7', 'outputs')
        """
        return f"{self.path}:{self.line}" if self.line else self.path


class CheckFinding(Frozen):
    """One thing that does not hold, in one place."""

    code: str = Field(description="Stable code, such as CT010.")
    name: str = Field(description="Short name of the code.")
    severity: Severity = Field(description="critical: our fault; warning: the authors'; info: worth a look.")
    message: str = Field(description="What does not hold, in plain words.")
    place: Place = Field(description="The input file and line that it comes from.")
    row_place: Place | None = Field(default=None, description="The row of the table, where the place is another.")
    table: str | None = Field(default=None, description="The table that was judged.")
    row_id: str | None = Field(default=None, description="The row of the table.")
    entry_id: str | None = Field(default=None, description="The entry of papers.")
    quote: str | None = Field(default=None, description="The sentence.")
    marked: str | None = Field(default=None, description="The value in the sentence that it is about.")
    column: str | None = Field(default=None, description="The column, where it is about one only.")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def fingerprint(self) -> str:
        """The same for the same finding in another run; no line or file name enters it."""
        parts = [self.code, self.table or "", self.row_id or "", self.entry_id or "", self.column or ""]
        if not (self.row_id or self.entry_id):
            parts += [self.place.path, self.message]
        return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]


class Judged(Frozen):
    """One expectation that was asked, for the pages that show what passed too."""

    code: str
    table: str
    columns: tuple[str, ...] = ()
    broken: int = Field(ge=0, description="Rows that break it.")


class CheckReport(Frozen):
    """All findings of a check, in order of place, and what was asked."""

    paths: tuple[str, ...]
    findings: tuple[CheckFinding, ...] = ()
    judged: tuple[Judged, ...] = ()
    rows: int = Field(default=0, ge=0, description="Rows of results that were looked at.")

    @property
    def counts(self) -> dict[str, int]:
        """Findings by severity."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity.value: counted[severity] for severity in Severity}

    def failing(self, threshold: Severity) -> tuple[CheckFinding, ...]:
        """The findings at or above a severity."""
        return tuple(finding for finding in self.findings if finding.severity.reaches(threshold))
