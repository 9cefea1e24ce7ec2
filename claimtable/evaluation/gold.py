"""Annotated abstracts: the gold that an evaluation measures against.

One abstract a line, a JSON object with `id`, `abstract`, `records` and optional `title` and `source`; a record holds
`start`, `end` and the fields of a result, with `datasets` as a list of names. A line from the review page also holds
`verdicts`, which `claimtable extract --overrides` reads. docs/gold.md says it to people.
"""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from schemas import Basis, Bound, Direction, InputError, Kind

_SHOWN = 20  # faults of one line
# an empty text says nothing, as null does
Text = Annotated[str | None, BeforeValidator(lambda text: None if text == "" else text)]
Names = Annotated[tuple[str, ...], BeforeValidator(lambda names: names or ())]
_JSON_TYPES = {"model_type": "an object {...}", "tuple_type": "a list [...]", "string_type": "a text"}  # not Python's words


class GoldRecord(BaseModel):
    """One annotated value; a key that is none of these would count as an empty field, so it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    value_text: str = ""
    kind: Kind
    value: Annotated[float, Field(allow_inf_nan=False)]
    value_high: Annotated[float, Field(allow_inf_nan=False)] | None = None
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
    records: tuple[GoldRecord, ...]
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
        InputError: the file is missing or empty, or a line is no annotated abstract; names file and line, with all that is
            wrong there.
    """
    papers: dict[str, tuple[str, GoldPaper]] = {}
    bad: list[tuple[str, list[str]]] = []
    for place, fields in json_lines(path):
        if faults := find_faults(fields):
            bad.append((place, faults))
            continue
        paper = GoldPaper.model_validate(fields)
        if paper.id in papers:
            raise InputError(
                f"the id {paper.id!r} stands at {papers[paper.id][0]} already",
                place=place,
                remedy="give each abstract an id of its own",
            )
        papers[paper.id] = place, paper
    if bad:
        place, faults = bad[0]
        others = len(bad) - 1
        more = f" (and {others:,} more {'line' if others == 1 else 'lines'} with faults)" if others else ""
        raise InputError(_listed(faults) + more, place=place, remedy="mend the annotation: docs/gold.md says what it holds")
    if not papers:
        raise InputError(
            "holds no annotated abstract",
            place=str(path),
            remedy="one JSON object a line, with id, abstract, records, as docs/gold.md says",
        )
    return tuple(paper for _, paper in papers.values())


def find_faults(fields: Mapping[str, Any]) -> list[str]:
    """All that is wrong with a line of a gold file, in words; records are counted from 1.

    >>> find_faults({"id": "1", "abstract": "We reach 84.5% F1.", "records": []})
    []
    >>> find_faults({"id": "1", "abstract": "We reach 84.5% F1.", "records": [{"start": 9, "end": 30, "value": 84.5}]})
    ['record 1: kind is missing', 'record 1: the span 9-30 lies outside the abstract, which has 18 characters']
    """
    try:
        GoldPaper.model_validate(fields)
        faults = []
    except ValidationError as error:
        faults = [fault_in_words(one) for one in error.errors()]
        if any(one["type"] == "extra_forbidden" and one["loc"][0] == "records" for one in error.errors()):
            faults.append(f"the fields of a record are {', '.join(GoldRecord.model_fields)}")
    abstract, records = fields.get("abstract"), fields.get("records")
    if not isinstance(abstract, str) or not isinstance(records, Sequence):
        return faults
    for number, record in enumerate(records, start=1):
        if fault := _misplaced(abstract, record):
            faults.append(f"record {number}: {fault}")
    return faults


def _listed(faults: Sequence[str]) -> str:
    more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
    return "; ".join([*faults[:_SHOWN], *more])


class _Span(BaseModel):
    """Where a record says that its value stands; what else is wrong with the record is told elsewhere."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    value_text: str = ""


def _misplaced(abstract: str, record: Any) -> str:
    """What is wrong with the span of a record: it would count as missed, and the value found there as spurious."""
    try:
        span = _Span.model_validate(record)
    except ValidationError:
        return ""
    if span.end <= span.start:
        return f"the span {span.start}-{span.end} is empty, its end must be behind its start"
    there = abstract[span.start : span.end]
    stands = (
        f", {span.value_text!r} stands at {at}-{at + len(span.value_text)}" if (at := _only_place(abstract, span)) >= 0 else ""
    )
    if span.end > len(abstract):
        return f"the span {span.start}-{span.end} lies outside the abstract, which has {len(abstract)} characters{stands}"
    if span.value_text and there != span.value_text:
        return f"value_text is {span.value_text!r}, but {span.start}-{span.end} of the abstract is {there!r}{stands}"
    return ""


def _only_place(abstract: str, span: _Span) -> int:
    """Where the value begins, if it stands in the abstract exactly once; else -1."""
    return abstract.find(span.value_text) if span.value_text and abstract.count(span.value_text) == 1 else -1


def fault_in_words(fault: ErrorDetails) -> str:
    """What a model has against a line of JSON, in words of JSON."""
    of, path = "", fault["loc"]
    if path[0] == "records" and len(path) > 1:
        of, path = f"record {int(path[1]) + 1}: ", path[2:]
    name = ".".join(map(str, path)) or "it"
    if fault["type"] == "missing":
        return f"{of}{name} is missing"
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, GoldRecord.model_fields, n=1) if of else []
        return f"{of}{name} is no field" + (f", did you mean {near[0]}?" if near else "")
    wanted = _JSON_TYPES.get(fault["type"], fault["msg"].removeprefix("Input should be "))
    return f"{of}{name} is {_short(fault['input'])}, not {wanted}"


def _short(value: Any, limit: int = 40) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else f"{shown[: limit - 3]}..."


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
