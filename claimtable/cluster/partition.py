"""A partition of papers in, its result rows out, as Arrow tables: what one task of a cluster does, whatever the engine.

`extract_partition` is what Dask's `map_partitions` and Spark's `mapInArrow` call: docs/scale.md has the recipes.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from claimtable.arguments import check_frame, kind_of
from claimtable.assembling.assemble import quarantined
from claimtable.assembling.chunks import Chunk, chunk_schema
from claimtable.readers.columns import find_columns, row_entry
from claimtable.readers.entry import Fault
from claimtable.readers.entry_ids import EntryIds
from claimtable.readers.source import UnreadableError
from claimtable.taking.work import work_on
from schemas import InputError, Paper, RejectRow
from schemas.columns import arrow_schema, to_columns

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_REMEDY = "rename the columns to id, abstract, title, published"


def extract_partition(papers: "pd.DataFrame | pa.Table | pa.RecordBatch", *, min_confidence: float = 0.0) -> "pa.Table":
    """The table `results` of some papers: the same rows, however papers are cut into partitions.

    A partition needs columns `abstract` and `id`; `title` and `published` are used where it has them. The table `papers`
    of a run will do as well, and keeps its entry_ids. Papers without abstract hold no results. An id that comes twice in
    a partition is numbered; that no id comes in two partitions is for the caller to see to.

    Raises:
        InputError: it is no such table, a column is missing or holds no text, or a paper has no id.

    >>> import pyarrow as pa
    >>> papers = pa.table({"id": ["7"], "abstract": ["Tidepool reaches 54.3 AP on COCO test-dev."]})
    >>> extract_partition(papers)["row_id"].to_pylist()
    ['7@17-21#1']
    """
    return extract_tables(_to_papers(papers), min_confidence=min_confidence)[0].results.cast(arrow_schema("results"))


def extract_tables(papers: Sequence[Paper], *, min_confidence: float = 0.0) -> tuple[Chunk, tuple[RejectRow, ...]]:
    """All tables that come from some papers alone, and a reject for each row that validation took out of them."""
    import pyarrow as pa

    results, rejects, derived, values = work_on(papers, min_confidence=min_confidence)
    columns: dict[str, tuple[str, Any]] = {
        "papers": ("papers", to_columns("papers", papers)),
        "unread": ("rejects", to_columns("rejects", [])),
        "results": ("results", results),
        "rejects": ("rejects", rejects),
        "comparisons": ("comparisons", derived.comparisons),
        "scores": ("leaderboards", derived.scores),
    }
    tables = {name: pa.Table.from_pydict(there, schema=chunk_schema(table)) for name, (table, there) in columns.items()}
    return quarantined(Chunk(**tables, values=sum(values)))


def _to_papers(papers: "pd.DataFrame | pa.Table | pa.RecordBatch") -> list[Paper]:
    import pyarrow as pa

    if isinstance(papers, pa.RecordBatch):
        papers = pa.Table.from_batches([papers])
    elif not isinstance(papers, pa.Table):
        frame = check_frame(papers, "id", "abstract", place="extract_partition")
        try:
            papers = pa.Table.from_pandas(frame, preserve_index=False)
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            reason = " ".join(map(str, error.args))
            raise InputError(reason, place="the partition", remedy="give each column values of one type") from None
    names = papers.schema.names
    if {"entry_id", "paper_id", "abstract", "source", "reader"} <= set(names):
        return [Paper(**row) for row in papers.select([name for name in Paper.model_fields if name in names]).to_pylist()]
    try:
        columns = find_columns(names, {})
    except UnreadableError as error:
        raise InputError(error.reason, place="the partition", remedy=_REMEDY) from None
    if "id" not in columns:
        raise InputError(f"no column holds ids (of {', '.join(names)})", place="the partition", remedy=_REMEDY)
    ids = EntryIds()
    found: list[Paper] = []
    for number, row in enumerate(papers.to_pylist(), start=1):
        cells = {field: row[names[at]] for field, at in columns.items()}
        entry = row_entry(cells, number)
        if isinstance(entry, Fault):
            if entry.stage == "read":
                given = kind_of(cells["abstract"])
                raise InputError(f"{given} is no abstract", place=f"row {number} of the partition", remedy="give them as text")
            continue
        if entry.paper_id is None:
            raise InputError("a paper has no id", place=f"row {number} of the partition", remedy="give each paper an id")
        fields = entry.model_dump(exclude={"published_text"}) | {"entry_id": ids.take(entry.paper_id)}
        found.append(Paper(**fields, source="partition", reader="parquet"))
    return found
