"""What the extractor produces: results, what it left alone, and what it had to reject."""

from typing import Self

from pydantic import Field, FiniteFloat, model_validator

from schemas.base import Frozen
from schemas.vocabulary import Basis, Bound, Direction, Kind


class DatasetName(Frozen):
    """A data set: the canonical name and the words of the abstract."""

    name: str = Field(min_length=1)
    text: str = Field(min_length=1)


class Result(Frozen):
    """One value that an abstract reports, with everything that belongs to it.

    Offsets are those of the abstract as given. `reference` is the `start` of the result, in the same abstract,
    that this one points at (see `reference_id` in the table).
    """

    value_text: str = Field(min_length=1, description="The value expression as it stands in the abstract.")
    start: int = Field(ge=0, description="Offset of value_text in the abstract, in characters.")
    end: int = Field(ge=1, description="Offset behind value_text in the abstract, in characters.")
    kind: Kind = Field(description="score, change or rank.")
    value: FiniteFloat = Field(description="The number; the lower end of a range; for a change its size, unsigned.")
    value_high: FiniteFloat | None = Field(default=None, description="The upper end of a range; else null.")
    unit: str | None = Field(default=None, description="%, point, x, or the unit's usual short form; null for a bare number.")
    bound: Bound = Field(default=Bound.EXACT, description="How exactly the text states the value.")
    direction: Direction | None = Field(default=None, description="Where a change moves the metric; null unless kind is change.")
    basis: Basis | None = Field(default=None, description="What a change is counted in; null unless kind is change.")
    metric: str | None = Field(default=None, description="Canonical name of the metric; null where the abstract does not tell.")
    metric_text: str | None = Field(default=None, description="The metric in the words of the abstract.")
    higher_is_better: bool | None = Field(default=None, description="Whether more of the metric is better; null where unknown.")
    datasets: tuple[DatasetName, ...] = Field(default=(), description="Data sets that the value was measured on.")
    task: str | None = Field(default=None, description="The task, where the claim's own sentence names it.")
    method: str | None = Field(default=None, description="The system that the value belongs to; ours where it has no name.")
    baseline: str | None = Field(default=None, description="What a change is relative to, or a score is compared with.")
    conditions: tuple[str, ...] = Field(default=(), description="Settings under which the value was measured.")
    aggregate: str | None = Field(default=None, description="Over what the value is aggregated; null where it is not.")
    uncertainty: str | None = Field(default=None, description="Spread, interval or p-value given with the value.")
    reference: int | None = Field(default=None, ge=0, description="start of the result that this one points at.")
    sentence: str = Field(description="The sentence that the value stands in, as it stands in the abstract.")
    rule: str = Field(min_length=1, description="Ids of the rules that made the record, the value's own first, joined by +.")
    confidence: float = Field(ge=0, le=1, description="Share of right records among those made by this rule in this context.")

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.end - self.start != len(self.value_text):
            raise ValueError(f"span {self.start}:{self.end} does not have the length of {self.value_text!r}")
        if self.value_high is not None and self.value_high < self.value:
            raise ValueError(f"range runs backwards: {self.value} to {self.value_high}")
        if self.kind is Kind.CHANGE:
            if self.direction is None or self.basis is None:
                raise ValueError("a change needs a direction and a basis")
            if self.value < 0:
                raise ValueError("a change is given as its size, unsigned")
        elif self.direction is not None or self.basis is not None:
            raise ValueError(f"a {self.kind} has neither direction nor basis")
        if self.kind is Kind.RANK and (self.value < 1 or self.value != int(self.value)):
            raise ValueError(f"rank {self.value} is not a counting number")
        if self.unit == "x" and self.kind is Kind.CHANGE and self.basis is not Basis.FACTOR:
            raise ValueError("a change in x has basis factor")
        if (self.metric is None) != (self.metric_text is None):
            raise ValueError("metric and metric_text come together")
        return self


class Ignored(Frozen):
    """A number that is no result, with the reason; kept for `explain`."""

    text: str
    start: int
    end: int
    reason: str = Field(description="year, size, model name, setting, ...")
    rule: str


class RejectedRecord(Frozen):
    """A value that was found but whose record contradicts itself."""

    text: str
    start: int
    end: int
    sentence: str
    rule: str
    reason: str


class Extraction(Frozen):
    """All that comes out of one abstract, each list in text order."""

    records: tuple[Result, ...] = ()
    rejects: tuple[RejectedRecord, ...] = ()
    ignored: tuple[Ignored, ...] = ()
