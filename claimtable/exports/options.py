"""What an export is told, and what it has to tell."""

from datetime import datetime
from pathlib import Path

from pydantic import Field

from schemas.base import Frozen


class ExportOptions(Frozen):
    """Options that only some formats know; `formats.FORMATS` says which."""

    table: str | None = Field(default=None, description="Export this table alone, as one file.")
    csv_safe: bool = Field(default=False, description="Keep spreadsheets from reading a text as a formula.")
    mapping: Path | None = Field(default=None, description="File that gives the Hub ids of data sets, tasks, metrics, models.")
    timestamp: datetime | None = Field(default=None, description="When the records were made; null for the newest paper's day.")


class Remark(Frozen):
    """Something that the format could not hold, or that lacks an id: how often, and what."""

    count: int = Field(ge=1)
    about: str = Field(description="What was left out or changed, and why; reads on after the number.")

    def __str__(self) -> str:
        """One line.

        >>> str(Remark(count=1200, about="changes left out: the format holds scores only"))
        '1,200 changes left out: the format holds scores only'
        """
        return f"{self.count:,} {self.about}"


def remarks(counted: dict[str, int]) -> list[Remark]:
    """Remarks out of counts by what they are about; what never happened is not told.

    >>> [str(remark) for remark in remarks({"texts cut": 2, "dates changed": 0})]
    ['2 texts cut']
    """
    return [Remark(count=count, about=about) for about, count in counted.items() if count]
