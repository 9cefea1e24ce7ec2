"""The tidy table: one row a value and data set."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from schemas.papers import Paper
from schemas.records import Extraction
from schemas.rows import ResultRow

if TYPE_CHECKING:
    import pandas as pd


def to_rows(paper: Paper, extraction: Extraction) -> list[ResultRow]:
    """The rows of one paper, in text order; a value on no data set gives one row with `dataset` null.

    `record_id` is the entry, `@`, start and end of the value; `row_id` adds the running number of the data set.
    """
    ids = {record.start: f"{paper.entry_id}@{record.start}-{record.end}" for record in extraction.records}
    rows: list[ResultRow] = []
    for record in extraction.records:
        fields = record.model_dump(exclude={"datasets", "reference"})
        record_id = ids[record.start]
        for number, dataset in enumerate(record.datasets or (None,), start=1):
            rows.append(
                ResultRow(
                    row_id=f"{record_id}#{number}",
                    record_id=record_id,
                    entry_id=paper.entry_id,
                    paper_id=paper.paper_id,
                    title=paper.title,
                    published=paper.published,
                    dataset=dataset.name if dataset else None,
                    dataset_text=dataset.text if dataset else None,
                    reference_id=ids.get(record.reference) if record.reference is not None else None,
                    **fields,
                )
            )
    return rows


def to_json_line(row: ResultRow) -> str:
    """One row as a line of JSON, columns in their order."""
    return json.dumps(row.model_dump(mode="json"), ensure_ascii=False)


def to_frame(rows: Iterable[ResultRow]) -> "pd.DataFrame":
    """The rows as a pandas frame with the columns of `results`, also where there is no row."""
    import pandas as pd

    return pd.DataFrame([row.model_dump() for row in rows], columns=list(ResultRow.model_fields))
