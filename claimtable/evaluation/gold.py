"""Annotated abstracts: the gold that an evaluation measures against.

One abstract a line, a JSON object with `id`, `abstract`, `records` and optional `title` and `source`; a record holds
`start`, `end` and the fields of a result, with `datasets` as a list of names. A line from the review page also holds
`verdicts`, which `claimtable extract --overrides` reads.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from schemas import Basis, Bound, Direction, InputError, Kind

# an empty text says nothing, as null does
Text = Annotated[str | None, BeforeValidator(lambda text: None if text == "" else text)]
Names = Annotated[tuple[str, ...], BeforeValidator(lambda names: names or ())]


class GoldRecord(BaseModel):
    """One annotated value; a key that is none of these would count as an empty field, so it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    value_text: str = ""
    kind: Kind
    value: float
    value_high: float | None = None
    unit: Text = None
    bound: Bound = Bound.EXACT
    direction: Direction | None = None
    basis: Basis | None = None
    metric: Text = None
    datasets: Names = ()
    task: Text = None
    method: Text = None
    baseline: Text = None
    conditions: Names = ()
    aggregate: Text = None
    uncertainty: Text = None
    quote: str | None = Field(default=None, description="Words around the value, for people.")
    note: str | None = Field(default=None, description="A remark, for people.")


def _is_in_order(records: tuple[GoldRecord, ...]) -> tuple[GoldRecord, ...]:
    for record in records:
        if record.end <= record.start:
            raise ValueError(f"the span {record.start}:{record.end} of {record.value_text!r} is empty")
    return records


class JudgedPlace(BaseModel):
    """A value that a review names without annotating it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    value_text: str


class Verdicts(BaseModel):
    """What the review page adds to an annotated abstract; `records` then holds what was judged right, or mended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    abstract_sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the abstract in UTF-8, as it was judged.")
    wrong: tuple[JudgedPlace, ...] = Field(default=(), description="Claims that are none.")
    open: tuple[JudgedPlace, ...] = Field(default=(), description="Claims that nobody judged: they count neither way.")


class GoldPaper(BaseModel):
    """One annotated abstract."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    title: str | None = None
    abstract: str
    source: str | None = Field(default=None, description="Where it comes from; else told by the id.")
    records: Annotated[tuple[GoldRecord, ...], AfterValidator(_is_in_order)]
    verdicts: Verdicts | None = Field(default=None, description="Where the annotation comes from the review page.")


def source_of(paper: GoldPaper) -> str:
    """Where an abstract comes from: its `source`, else what stands before the first `:` or `#` of its id.

    >>> source_of(GoldPaper(id="px:1805.1", abstract="", records=())), source_of(GoldPaper(id="7", abstract="", records=()))
    ('px', 'one source')
    """
    if paper.source:
        return paper.source
    ends = [at for sign in ":#" if (at := paper.id.find(sign)) > 0]
    return paper.id[: min(ends)] if ends else "one source"


def read_gold(path: Path) -> tuple[GoldPaper, ...]:
    """The annotated abstracts of one file.

    Raises:
        InputError: the file is missing or empty, or a line is no annotated abstract; names file, line and field.
    """
    papers = [_parse(GoldPaper, fields, place) for place, fields in json_lines(path)]
    if not papers:
        raise InputError(
            "holds no annotated abstract", place=str(path), remedy="one JSON object a line, with id, abstract, records"
        )
    seen: dict[str, int] = {}
    for number, paper in enumerate(papers, start=1):
        if paper.id in seen:
            raise InputError(
                f"the id {paper.id!r} stands on two abstracts", place=str(path), remedy="give each abstract an id of its own"
            )
        seen[paper.id] = number
    return tuple(papers)


def json_lines(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a file of JSON Lines, each with its place, `file:line`.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise InputError("is not UTF-8", place=str(path), remedy="write it as JSON Lines in UTF-8") from None
    except OSError as error:
        raise InputError(error.strerror or str(error), place=str(path), remedy="check the path") from None
    yield from parse_lines(lines, str(path))


def parse_lines(lines: Sequence[str], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of lines of JSON, each with its place."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise InputError(f"not JSON: {error}", place=place, remedy="write one JSON object a line") from None
        if not isinstance(fields, dict):
            raise InputError(f"a {type(fields).__name__}, not an object", place=place, remedy="write one JSON object a line")
        yield place, fields


def _parse(model: type[GoldPaper], fields: Mapping[str, Any], place: str) -> GoldPaper:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"]) or "record"
        raise InputError(f"{where}: {fault['msg']}", place=place, remedy="mend the annotation") from None
