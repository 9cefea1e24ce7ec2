"""Memory that does not grow with the input: what Arrow holds while tables of many row groups are read some rows at a time."""

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimtable.readers import read_inputs
from claimtable.readers.entry_ids import EntryIds
from claimtable.taking.work import Job, work_all
from schemas import Paper
from schemas.columns import arrow_schema
from validation.sources import ParquetTable

GROUPS, ROWS = 48, 256


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of papers of 7 MB that hardly packs, in many row groups."""
    path = tmp_path_factory.mktemp("papers") / "papers.parquet"
    schema = arrow_schema("papers")
    with pq.ParquetWriter(path, schema) as writer:
        for group in range(GROUPS):
            rows = [
                {"entry_id": f"{group}.{row}", "paper_id": f"{group}.{row}", "abstract": os.urandom(512).hex()}
                | {"source": "-", "reader": "jsonl", "authors": [], "categories": []}
                for row in range(ROWS)
            ]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return path


def as_table(path: Path) -> Iterator[Any]:
    return ParquetTable(path).chunks(ROWS)


def as_input(path: Path) -> Iterator[Any]:
    return islice(read_inputs([str(path)]), ROWS - 1, None, ROWS)


@pytest.mark.parametrize("read", [as_table, as_input])
def test_what_was_read_is_let_go(papers: Path, read: Callable[[Path], Iterator[Any]]) -> None:
    before = pa.total_allocated_bytes()
    held = [pa.total_allocated_bytes() - before for _ in read(papers)]
    assert len(held) == GROUPS
    assert max(held) < papers.stat().st_size / 2


def test_what_workers_are_forked_from_goes_with_them() -> None:
    paper = Paper(entry_id="1", paper_id="1", abstract="Tidepool reaches 54.3 AP.", source="-", reader="jsonl")
    job = Job([(paper.model_dump_json().encode(), None)], 0.0)
    before = set(psutil.Process().children(recursive=True))
    assert len(list(work_all([job, job, job], processes=2))) == 3
    left = set(psutil.Process().children(recursive=True)) - before
    assert not [process.cmdline() for process in left if "forkserver" in " ".join(process.cmdline())]


def test_ids_beyond_memory_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimtable.readers.entry_ids._MEMORY", 64)
    ids = EntryIds()
    assert [ids.take(f"2501.{number:05d}") for number in range(20_000)][-1] == "2501.19999"
    assert [ids.take("2501.00000") for _ in range(3)] == [f"2501.00000~{turn}" for turn in (2, 3, 4)]
    assert ids.take("\ud800") == "\ud800"
