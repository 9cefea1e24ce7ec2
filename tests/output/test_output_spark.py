"""The recipe for Spark in docs/scale.md: its function over record batches, and the whole of it where Spark is installed."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimtable.run import run_extract
from tests.output.invented_papers import abstract, leave_unjudged
from tests.output.recipes import recipe_function

COLUMNS = ("id", "title", "abstract", "published")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of papers, with a column that the recipe leaves out."""
    folder = tmp_path_factory.mktemp("papers")
    for number in range(2):
        rows = [
            {
                "id": f"{number}.{seed}",
                "title": f"Paper {seed}",
                "abstract": abstract(seed),
                "published": "2025-01-31",
                "venue": "-",
            }
            for seed in range(number * 20, number * 20 + 20)
        ]
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{number}.parquet")
    return folder


@pytest.fixture(scope="module")
def expected(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> pa.Table:
    """The rows of the local run."""
    out = tmp_path_factory.mktemp("local") / "out"
    with pytest.MonkeyPatch.context() as patch:
        leave_unjudged(patch.setattr)  # what this is about needs no validation, which takes seconds
        run_extract([str(papers)], out, jobs=1)
    return pq.read_table(out / "results.parquet").sort_by("row_id")


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_recipe_turns_batches_into_batches_however_they_are_cut(
    papers: Path, expected: pa.Table, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimtable.cluster.partition.quarantined", lambda chunk: (chunk, ()))
    named: dict[str, Any] = {}
    exec(recipe_function(), named)
    batches = pq.read_table(papers, columns=list(COLUMNS)).combine_chunks().to_batches(max_chunksize=size)
    found = pa.Table.from_batches(named["results"](iter(batches)))
    assert found.sort_by("row_id").equals(expected)


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed: pip install pyspark")
@pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Spark needs Java 17 or newer")
def test_spark_gives_the_rows_of_the_local_run(papers: Path, expected: pa.Table, tmp_path: Path) -> None:
    claims = tmp_path / "claims"
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("spark_run.py")), str(papers), str(claims)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={
            **os.environ,
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path[1:]]),
            "SPARK_LOCAL_IP": "127.0.0.1",
        },
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    assert (claims / "_SUCCESS").exists()
    found = pa.concat_tables(pq.read_table(file) for file in sorted(claims.glob("*.parquet")))
    assert found.cast(expected.schema).sort_by("row_id").equals(expected)
