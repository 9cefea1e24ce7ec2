"""The Python front door: a text in, records out; a DataFrame in, the tidy DataFrame out."""

import warnings
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from claimtable.arguments import check_frame, check_text, check_title, kind_of
from claimtable.notebook import Record, Records
from claimtable.readers.columns import row_entry
from claimtable.readers.entry import Found
from claimtable.readers.entry_ids import EntryIds
from claimtable.readers.inputs import Origin, name_entries
from claimtable.readers.json_records import is_unicode
from extract.pipeline import extract_abstract, extract_abstracts, or_raise
from schemas import InputError, Paper, ResultRow

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("id", "title", "abstract", "published")


def extract_records(abstract: str, title: str | None = None) -> Records:
    """The results that an abstract reports, in text order; the title helps to name the proposed system.

    A tuple of `schemas.Result`; in a notebook, all of them and each of them show the words that they were read from.

    Raises:
        InputError: the abstract is no text, or the title.

    >>> [(r.value_text, r.kind.value) for r in extract_records("Tidepool reaches 54.3 AP on COCO test-dev.")]
    [('54.3', 'score')]
    >>> extract_records("We collect 10,000 images of cats.")
    ()
    """
    check_text(abstract, place="extract_records")
    check_title(title, place="extract_records, title")
    found = extract_abstract(abstract, title=title).records
    return Records(Record.model_validate({**dict(record), "abstract": abstract}) for record in found)


def to_result_rows(abstract: str, title: str | None = None) -> list[ResultRow]:
    """The rows of `results` of one abstract that has no id of its own.

    >>> [row.row_id for row in to_result_rows("Tidepool reaches 54.3 AP on COCO test-dev.")]
    ['abstract@17-21#1']
    """
    from extract.table import to_rows

    paper = Paper(entry_id="abstract", paper_id="abstract", title=title, abstract=abstract, source="-", reader="text")
    return to_rows(paper, extract_abstract(abstract, title=title))


def extract_frame(frame: "pd.DataFrame") -> "pd.DataFrame":
    """The tidy table `results` of a DataFrame with a column `abstract`.

    Its columns `id`, `title` and `published` are used where it has them, others are left alone. A paper without an id
    gets the number of its row, from 1: `row#1`. Null abstracts hold no results. A day of publication that is none is left
    empty, with a warning; one of which only year or month is known, without.

    Raises:
        InputError: it is no DataFrame, has no column `abstract` or has one twice, or a cell does not hold what its column should.
    """
    from extract.table import to_rows
    from schemas.columns import to_frame

    frame = check_frame(frame, "abstract", place="extract_frame")
    if "abstract" not in frame.columns:
        raise InputError(
            "the DataFrame has no column 'abstract'",
            place=f"columns {list(map(str, frame.columns))}",
            remedy="rename the column that holds the texts",
        )
    for name in _COLUMNS:
        if list(frame.columns).count(name) > 1:
            raise InputError(f"the DataFrame has two columns {name!r}", place="extract_frame", remedy="give each name once")
    names = [name for name in _COLUMNS if name in frame.columns]
    cells = frame[names].to_dict("records")
    found = ((number, _read_row(row, number)) for number, row in enumerate(cells, start=1))
    papers: list[Paper] = []
    notes: list[str] = []
    for one in name_entries(found, Origin("DataFrame", "row", "frame"), max_chars=None, take_id=EntryIds().take):
        if isinstance(one, Paper):
            papers.append(one)
        elif one.stage == "note":
            notes.append(f"row {one.line}: {one.reason}")
    if notes:
        more = f" (and {len(notes) - 1:,} more)" if len(notes) > 1 else ""
        warnings.warn(f"{notes[0]}{more}", stacklevel=2)
    extracted = map(or_raise, extract_abstracts((paper.abstract, paper.title) for paper in papers))
    rows = [row for paper, found in zip(papers, extracted, strict=True) for row in to_rows(paper, found)]
    return to_frame("results", rows)


def _read_row(row: Mapping[Hashable, Any], number: int) -> Found:
    """The paper of a row, as the readers of tables see it; what a file could not hold is refused."""
    cells = {str(name): None if _is_null(value) else value for name, value in row.items()}
    for name in ("title", "abstract"):
        text = cells.get(name)
        if not isinstance(text, str | None):
            raise InputError(
                f"{name} is {kind_of(text)}, not a text", place=f"row {number}", remedy=f"convert the column {name!r}"
            )
        if text is not None and not is_unicode(text):
            raise InputError(
                f"{name} holds half a character (\\ud800 to \\udfff)", place=f"row {number}", remedy="write it whole"
            )
    return row_entry(cells, number)


def _is_null(value: Any) -> bool:
    import pandas as pd

    return pd.api.types.is_scalar(value) and bool(pd.isna(value))
