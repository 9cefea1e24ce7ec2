"""One paper out of a run: its entries under an id, and the rows of each, without reading the rest into models."""

import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from claimtable.folder.store import Run, open_run
from schemas import OptionError, OutputError, Paper, ResultRow

if TYPE_CHECKING:
    import pyarrow

Row = TypeVar("Row", bound=BaseModel)
_NEAR = 5
_ARXIV = re.compile(r"(?:arxiv:)?(?P<base>.+?)(?:v\d+)?", re.IGNORECASE)


def find_papers(folder: Path, paper_id: str) -> list[tuple[Paper, list[ResultRow]]]:
    """The entries of a paper with their rows in text order; several where the id names several versions.

    Raises:
        OptionError: the run holds no such paper; names ids that are near.
        OutputError: the folder holds no whole run.
    """
    run = open_run(folder)
    papers = _table(run, "papers")
    known = papers.select(["entry_id", "paper_id"]).to_pylist()
    meant = _meant(paper_id, known)
    if not meant:
        ids = list(dict.fromkeys(entry["paper_id"] for entry in known))
        raise OptionError(f"{folder} holds no paper {paper_id!r}", place="PAPER_ID", remedy=_near(paper_id, ids, papers))
    results = _table(run, "results")
    found = []
    for paper in _models(_of_entries(papers, meant), Paper, run, "papers"):
        rows = _models(_of_entries(results, [paper.entry_id]), ResultRow, run, "results")
        found.append((paper, sorted(rows, key=lambda row: (row.start, row.end, row.row_id))))
    return found


def _meant(wanted: str, known: Sequence[dict[str, str]]) -> list[str]:
    """The entries that an id names: as it stands, else as an arXiv id without its prefix and version."""
    exact = [entry["entry_id"] for entry in known if wanted in (entry["paper_id"], entry["entry_id"])]
    return exact or [entry["entry_id"] for entry in known if _base(entry["paper_id"]) == _base(wanted)]


def _base(paper_id: str) -> str:
    found = _ARXIV.fullmatch(paper_id.strip())
    return found["base"].casefold() if found else paper_id


def _near(wanted: str, ids: Sequence[str], papers: "pyarrow.Table") -> str:
    """Ids that look alike, or whose title holds the words."""
    titled = [
        entry["paper_id"]
        for entry in papers.select(["paper_id", "title"]).to_pylist()
        if entry["title"] and wanted.strip() and wanted.strip().casefold() in entry["title"].casefold()
    ]
    by_base = {_base(one): one for one in ids}
    alike = [by_base[base] for base in difflib.get_close_matches(_base(wanted), list(by_base), n=_NEAR, cutoff=0.5)]
    near = list(dict.fromkeys([*alike, *titled]))[:_NEAR]
    if near:
        return f"near it are {', '.join(near)}"
    return f"there are, for example, {', '.join(ids[:_NEAR])}" if ids else "this run has no papers"


def _table(run: Run, name: str) -> "pyarrow.Table":
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(run.read(f"{name}.parquet")))


def _of_entries(table: "pyarrow.Table", entry_ids: Sequence[str]) -> list[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows: list[dict[str, Any]] = table.filter(pc.is_in(table["entry_id"], value_set=pa.array(entry_ids))).to_pylist()
    return rows


def _models(rows: Sequence[dict[str, Any]], model: type[Row], run: Run, table: str) -> list[Row]:
    try:
        return [model.model_validate(row) for row in rows]
    except ValidationError:
        raise OutputError(
            "the table is not of this version of claimtable",
            place=str(run.folder / f"{table}.parquet"),
            remedy="run claimtable extract again",
        ) from None
