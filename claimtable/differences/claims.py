"""Claims: the rows of one value gathered with all its data sets; and which claim of one run is which of another."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from claimtable.folder.cells import Number, Text, none_if_empty, phrases
from schemas import InputError
from schemas.base import Frozen

if TYPE_CHECKING:
    import pandas as pd

    from claimtable.checking.sides import Side

FIELDS = (
    "kind", "value", "value_high", "unit", "bound", "direction", "basis", "metric", "datasets", "task", "method", "baseline",
    "conditions", "aggregate", "uncertainty",
)  # fmt: skip
"""What a claim says; its offsets, its sentence, its rules and its confidence are how it was found."""

_NEVER = 0.0
_SAME_PLACE = 16.0


class Claim(Frozen):
    """One value of a paper with what it says."""

    record_id: str = Field(description="Names the value in its run.")
    entry_id: str
    kind: str
    value: float
    value_high: Number = None
    unit: Text = None
    value_text: str
    start: int
    end: int
    bound: Text = None
    direction: Text = None
    basis: Text = None
    metric: Text = None
    datasets: tuple[str, ...] = Field(default=(), description="Canonical data sets of all its rows.")
    task: Text = None
    method: Text = None
    baseline: Text = None
    conditions: Annotated[tuple[str, ...], BeforeValidator(phrases)] = ()
    aggregate: Text = None
    uncertainty: Text = None
    sentence: str = ""

    def says_the_same(self, other: "Claim") -> bool:
        """Whether the two agree in all that they say."""
        return all(getattr(self, name) == getattr(other, name) for name in FIELDS)


def find_claims(side: "Side") -> dict[str, tuple[Claim, ...]]:
    """The claims of every entry, in text order.

    Raises:
        InputError: a row lacks what makes a claim, or holds something else there; names file, row and column.
    """
    records: dict[str, list[dict[str, Any]]] = {}
    for number, row in enumerate(_records(side.results), start=1):
        records.setdefault(str(row.get("record_id", number)), []).append(row | {"number": number})
    entries: dict[str, list[Claim]] = {}
    for rows in records.values():
        claim = _claim(rows, side)
        entries.setdefault(claim.entry_id, []).append(claim)
    return {entry_id: tuple(sorted(claims, key=lambda one: (one.start, one.end))) for entry_id, claims in entries.items()}


def _records(frame: "pd.DataFrame") -> Iterable[dict[str, Any]]:
    return ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))


def _claim(rows: Sequence[Mapping[str, Any]], side: "Side") -> Claim:
    datasets = tuple(str(row["dataset"]) for row in rows if none_if_empty(row.get("dataset")) is not None)
    fields = {name: rows[0][name] for name in Claim.model_fields if name in rows[0]}
    try:
        return Claim.model_validate({**fields, "datasets": datasets})
    except (ValidationError, ValueError) as error:
        fault = error.errors()[0] if isinstance(error, ValidationError) else {"loc": ("conditions",), "msg": str(error)}
        where = ".".join(str(part) for part in fault["loc"])
        place = f"{side.place}, row {rows[0]['number']} of results"
        raise InputError(f"{where}: {fault['msg']}", place=place, remedy=f"see claimtable check {side.place}") from None


def pair_claims(before: Sequence[Claim], now: Sequence[Claim], *, same_text: bool) -> list[tuple[Claim, Claim]]:
    """Which claim of a paper is which in another reading or version of it, each at most once.

    Where the text is the same, its place makes a claim the same; elsewhere what it says. The pairs are those that agree most
    in all, and of equals the ones that keep the order of the text.
    """
    if not before or not now:
        return []
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    likeness = np.array([[_likeness(one, other, same_text=same_text) for other in now] for one in before])
    rows, columns = np.indices(likeness.shape)
    # The order of the text decides between equals only: all of it weighs less than one field.
    nearness = np.where(likeness > _NEVER, 0.5 - 0.5 * abs(rows - columns) / (len(before) + len(now)), 0.0)
    chosen = zip(*linear_sum_assignment(likeness + nearness / min(likeness.shape), maximize=True), strict=True)
    return [(before[i], now[j]) for i, j in chosen if likeness[i, j] > _NEVER]


def _likeness(one: Claim, other: Claim, *, same_text: bool) -> float:
    """How much speaks for two claims being one; 0 where they cannot be."""
    agree = {name: getattr(one, name) == getattr(other, name) for name in FIELDS}
    told = float(sum(agree.values()))
    if same_text and one.start < other.end and other.start < one.end:
        return told + _SAME_PLACE * (1 + ((one.start, one.end) == (other.start, other.end)))
    if not agree["kind"]:
        return _NEVER
    about = [name for name in ("metric", "datasets", "method") if getattr(one, name) and agree[name]]
    if agree["value"] and agree["value_high"] and agree["unit"]:
        # the same number of something else entirely is another claim
        return told + 4.0 * (1 + len(about)) if about or one.sentence == other.sentence else _NEVER
    # the same measurement with a new number
    return told + 4.0 if "metric" in about and len(about) > 1 and agree["datasets"] and agree["method"] else _NEVER
