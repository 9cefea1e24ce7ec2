"""What an extractor found, gathered for an evaluation: one `Prediction` a value, with all of its data sets.

Rows come from a file of result rows (JSON Lines), from the folder of a run, or straight from the extractor.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from claimtable.evaluation.gold import GoldPaper, fault_in_words, json_lines, parse_lines
from claimtable.folder.cells import Number, Text, phrases
from extract.pipeline import extract_abstract, extract_abstracts, or_raise
from extract.table import to_rows
from schemas import InputError, Paper, Result
from schemas.base import Frozen

Predictions = Mapping[str, tuple["Prediction", ...]]


class _Row(BaseModel):
    """A row of `results`, as far as an evaluation reads it. What it says may be nonsense: then it scores nothing."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    paper_id: str
    start: int
    end: int
    value_text: Text = None
    kind: Text = None
    value: Number = None
    value_high: Number = None
    unit: Text = None
    bound: Text = None
    direction: Text = None
    basis: Text = None
    metric: Text = None
    metric_text: Text = None
    dataset: Text = None
    dataset_text: Text = None
    task: Text = None
    method: Text = None
    baseline: Text = None
    conditions: Annotated[tuple[str, ...], BeforeValidator(phrases)] = ()
    aggregate: Text = None
    uncertainty: Text = None
    sentence: Text = None
    rule: Text = None
    confidence: Number = None


class Prediction(Frozen):
    """One value that was found, with the data sets of all its rows."""

    start: int
    end: int
    value_text: str | None
    kind: str | None
    value: float | None
    value_high: float | None
    unit: str | None
    bound: str | None
    direction: str | None
    basis: str | None
    metric: str | None
    metric_text: str | None
    datasets: tuple[str, ...] = Field(description="Canonical names.")
    dataset_texts: tuple[str, ...] = Field(description="The words of the abstract.")
    task: str | None
    method: str | None
    baseline: str | None
    conditions: tuple[str, ...]
    aggregate: str | None
    uncertainty: str | None
    sentence: str | None
    rule: str | None
    confidence: float | None

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that made it, the value's own first."""
        return tuple((self.rule or "no rule").split("+"))


def predict(gold: Sequence[GoldPaper]) -> Predictions:
    """What the extractor finds in the annotated abstracts."""
    extracted = map(or_raise, extract_abstracts((paper.abstract, paper.title) for paper in gold))
    return {paper.id: to_predictions(paper, found.records) for paper, found in zip(gold, extracted, strict=True)}


def predict_paper(paper: GoldPaper) -> tuple[Prediction, ...]:
    """What the extractor finds in one annotated abstract."""
    return to_predictions(paper, extract_abstract(paper.abstract, title=paper.title).records)


def to_predictions(paper: GoldPaper, records: Iterable[Result]) -> tuple[Prediction, ...]:
    """Records as the table would show them."""
    from schemas import Extraction

    entry = Paper(
        entry_id=paper.id, paper_id=paper.id, title=paper.title, abstract=paper.abstract, source="gold", line=1, reader="gold"
    )
    rows = to_rows(entry, Extraction(records=tuple(records)))
    return _gathered(_Row.model_validate(row.model_dump(mode="json")) for row in rows).get(paper.id, ())


def read_predictions(path: Path) -> Predictions:
    """The rows of a file of result rows, or of the folder of a run.

    Raises:
        InputError: the file cannot be read, or a row lacks paper, start or end; names file, line and column.
        OutputError: the folder holds no whole run.
    """
    if path.is_dir():
        from claimtable.folder.store import open_run

        content = open_run(path).read("results.jsonl")
        lines = parse_lines(content.decode("utf-8").split("\n"), str(path / "results.jsonl"))
    else:
        lines = json_lines(path)
    return _gathered(_row(fields, place) for place, fields in lines)


def judged_only(gold: Sequence[GoldPaper], found: Predictions) -> Predictions:
    """The predictions without those that a review left open: nobody knows whether they are right."""
    left_open = {paper.id: paper.verdicts.open for paper in gold if paper.verdicts is not None and paper.verdicts.open}
    return {
        paper_id: tuple(
            one for one in ones if not any(one.start < o.end and o.start < one.end for o in left_open.get(paper_id, ()))
        )
        for paper_id, ones in found.items()
    }


def _row(fields: Mapping[str, Any], place: str) -> _Row:
    try:
        return _Row.model_validate(fields)
    except ValueError as error:  # a ValidationError is one
        told = map(fault_in_words, error.errors()) if isinstance(error, ValidationError) else [f"conditions: {error}"]
        raise InputError(
            "; ".join(told), place=place, remedy="give rows of results, as `claimtable extract -o -` prints them"
        ) from None


def _gathered(rows: Iterable[_Row]) -> dict[str, tuple[Prediction, ...]]:
    """Rows of one span and kind are one value; its data sets are those of all of them."""
    papers: dict[str, dict[tuple[int, int, str | None], list[_Row]]] = {}
    for row in rows:
        papers.setdefault(row.paper_id, {}).setdefault((row.start, row.end, row.kind), []).append(row)
    return {paper: tuple(_prediction(group) for group in values.values()) for paper, values in papers.items()}


def _prediction(rows: Sequence[_Row]) -> Prediction:
    named = [row for row in rows if row.dataset or row.dataset_text]
    fields = {name: getattr(rows[0], name) for name in Prediction.model_fields if name not in {"datasets", "dataset_texts"}}
    return Prediction(
        datasets=tuple(row.dataset or row.dataset_text or "" for row in named),
        dataset_texts=tuple(row.dataset_text or row.dataset or "" for row in named),
        **fields,
    )
