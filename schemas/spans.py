"""Places in a text."""

from typing import Self

from pydantic import Field, model_validator

from schemas.base import Frozen


class Span(Frozen):
    """Half-open range [start, end) of character offsets.

    >>> Span(start=2, end=5).overlaps(Span(start=4, end=9))
    True
    >>> Span(start=2, end=5).overlaps(Span(start=5, end=9))
    False
    """

    start: int = Field(ge=0)
    end: int = Field(ge=1)

    @model_validator(mode="after")
    def _is_forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"span {self.start}:{self.end} is empty or runs backwards")
        return self

    def overlaps(self, other: "Span") -> bool:
        """Whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end
