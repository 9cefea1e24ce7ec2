"""The main job on Dask over an object store: a real server that speaks S3, on loopback, and the rows of the local run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claimtable.run import run_extract
from schemas.columns import TABLES
from tests.output.invented_papers import leave_unjudged, papers_of

pytest.importorskip("distributed", reason="dask is not installed: pip install 'claimtable[dask]'")
s3fs = pytest.importorskip("s3fs", reason="needs pip install s3fs 'moto[server]'")
moto_server = pytest.importorskip("moto.server", reason="needs pip install s3fs 'moto[server]'")

SORTED_BY = {
    "papers": "entry_id",
    "results": "row_id",
    "comparisons": "comparison_id",
    "leaderboards": "row_id",
    "rejects": "line",
}


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator["s3fs.S3FileSystem"]:
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "anyone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "anything")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    s3fs.S3FileSystem.clear_instance_cache()
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    files = s3fs.S3FileSystem()
    files.mkdir("shore")
    yield files
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def extracted(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "claimtable", "extract", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "200"})


def test_papers_in_a_bucket_give_tables_in_a_bucket_with_the_rows_of_the_local_run(
    store: "s3fs.S3FileSystem", tmp_path: Path
) -> None:
    for number in range(2):
        papers = [paper for day in range(number * 2, number * 2 + 2) for paper in papers_of(day)]
        columns = pa.schema([(name, pa.string()) for name in ("id", "title", "abstract", "published", "doi")])
        pq.write_table(pa.Table.from_pylist(papers, schema=columns), tmp_path / f"{number}.parquet")
        store.put_file(str(tmp_path / f"{number}.parquet"), f"shore/papers/{number}.parquet")
    with pytest.MonkeyPatch.context() as patch:
        leave_unjudged(patch.setattr)
        run_extract([str(tmp_path / "*.parquet")], tmp_path / "local", jobs=1)
    asked = ("s3://shore/papers/", "-o", "s3://shore/claims", "--engine", "dask", "--jobs", "2")

    run = extracted(*asked)

    assert run.returncode == 0, run.stderr
    assert "written to" in run.stdout
    assert {path.removeprefix("shore/claims/") for path in store.ls("shore/claims", detail=False)} == {
        *TABLES,
        "partitions.json",
    }
    for table in TABLES:
        there = pq.read_table(f"shore/claims/{table}", filesystem=store)
        here = pq.read_table(tmp_path / "local" / f"{table}.parquet")
        if "source" in there.schema.names:  # the one column that says where papers came from
            there, here = (one.drop_columns("source") for one in (there, here))
        order = [(SORTED_BY[table], "ascending"), *([("board_id", "ascending")] if table == "leaderboards" else [])]
        assert there.sort_by(order).equals(here.sort_by(order)), table

    again = extracted(*asked)
    assert again.returncode == 2
    assert "a finished run stands here; name an empty place with -o" in again.stderr


def test_what_is_wrong_with_a_bucket_is_told_in_a_line(store: "s3fs.S3FileSystem") -> None:
    store.pipe_file("shore/notes.txt", b"no table")
    nowhere = extracted("s3://nowhere/papers", "-o", "s3://shore/claims", "--engine", "dask", "--jobs", "1")
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (2, 1), nowhere.stderr
    assert "s3://nowhere/papers" in nowhere.stderr
    other = extracted("s3://shore/notes.txt", "-o", "s3://shore/claims", "--engine", "dask", "--jobs", "1")
    assert (other.returncode, other.stderr.count("\n")) == (2, 1), other.stderr
    assert "no Parquet file" in other.stderr
