"""Whole invented sentences, one construction each, and every record they hold (tests/cases).

A case lists all records of its text with all their fields: a field that a case leaves out is empty (`bound` is exact),
so that an extra record or an extra word fails. What fails although the task is plain about it says `xfail` with a reason.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import pytest
from pydantic import Field, model_validator

from extract.pipeline import extract_abstract
from rules.yaml_files import read_yaml
from schemas.base import Frozen
from schemas.records import Result
from schemas.vocabulary import Basis, Bound, Direction, Kind

FOLDER = Path(__file__).parent / "cases"
UNLIKE = {"metric", "datasets", "reference"}  # named alike, but not the same in a case and a record


class Expected(Frozen):
    """One record as a case states it, in the words of the sentence; `reference` is the `value_text` it points at."""

    value_text: str
    kind: Kind
    value: float = Field(strict=True)
    value_high: float | None = Field(default=None, strict=True)
    unit: str | None = None
    bound: Bound = Bound.EXACT
    direction: Direction | None = None
    basis: Basis | None = None
    metric: str | None = None
    metric_name: str | None = None  # the canonical name: compared where a case states it
    datasets: tuple[str, ...] = ()
    task: str | None = None
    method: str | None = None
    baseline: str | None = None
    conditions: tuple[str, ...] = ()
    aggregate: str | None = None
    uncertainty: str | None = None
    reference: str | None = None


class Case(Frozen):
    """A text with all of its records; `all` holds what every one of them has."""

    id: str
    text: str
    title: str | None = None
    xfail: str | None = None
    results: tuple[Expected, ...]

    @model_validator(mode="before")
    @classmethod
    def _share(cls, given: dict[str, Any]) -> dict[str, Any]:
        shared = given.get("all", {})
        for one in given["results"]:
            if twice := shared.keys() & one.keys():
                raise ValueError(f"stated for all and again for one: {', '.join(twice)}")
        rest = {key: value for key, value in given.items() if key != "all"}
        return {**rest, "results": [{**shared, **one} for one in given["results"]]}

    @model_validator(mode="after")
    def _stand_in_the_text(self) -> Self:
        at = 0
        for one in self.results:
            at = self.text.index(one.value_text, at) + len(one.value_text)
        return self


def _load() -> list[tuple[str, Case]]:
    return [(path.stem, Case(**entry)) for path in sorted(FOLDER.glob("*.yaml")) for entry in read_yaml(path)]


CASES = _load()


def _param(group: str, case: Case) -> Any:
    marks = [pytest.mark.xfail(reason=case.xfail, strict=True)] if case.xfail else []
    return pytest.param(case, id=f"{group}/{case.id}", marks=marks)


def _as_expected(records: Sequence[Result], expected: Sequence[Expected]) -> list[Expected]:
    """The records in the terms of a case."""
    text_at = {record.start: record.value_text for record in records}
    named = [one.metric_name is not None for one in expected] + [False] * len(records)
    return [
        Expected(
            **{name: getattr(record, name) for name in Expected.model_fields.keys() & Result.model_fields.keys() - UNLIKE},
            metric=record.metric_text,
            metric_name=record.metric if compared else None,
            datasets=tuple(dataset.text for dataset in record.datasets),
            reference=None if record.reference is None else text_at[record.reference],
        )
        for record, compared in zip(records, named, strict=False)
    ]


@pytest.mark.parametrize("case", [_param(group, case) for group, case in CASES])
def test_a_sentence_gives_exactly_its_records(case: Case) -> None:
    found = extract_abstract(case.text, title=case.title)
    assert not found.rejects
    assert _as_expected(found.records, case.results) == list(case.results)


@pytest.mark.parametrize("field", [name for name in Expected.model_fields if name != "metric_name"])
def test_every_field_is_stated_by_a_case_that_holds(field: str) -> None:
    assert any(getattr(one, field) not in (None, ()) for _, case in CASES if not case.xfail for one in case.results)


@pytest.mark.parametrize("word", [*Kind, *Bound, *Direction, *Basis])
def test_every_word_of_the_vocabularies_is_stated_by_a_case_that_holds(word: str) -> None:
    stated = {
        said
        for _, case in CASES
        if not case.xfail
        for one in case.results
        for said in (one.kind, one.bound, one.direction, one.basis)
    }
    assert word in stated


def test_no_two_cases_have_the_same_name_or_text() -> None:
    names = [(group, case.id) for group, case in CASES]
    assert len(names) == len(set(names))
    texts = [case.text for _, case in CASES]
    assert len(texts) == len(set(texts))
