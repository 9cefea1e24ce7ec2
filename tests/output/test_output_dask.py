"""The main job on Dask: real schedulers and workers on loopback, and the rows of the local run."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq
import pytest

from claimtable.cluster.partition import extract_partition
from claimtable.folder.manifest import own_rules, own_version
from claimtable.run import run_extract
from schemas import InputError, OutputError, RejectRow
from schemas.columns import TABLES
from tests.output.invented_papers import abstract, leave_unjudged, papers_of

pytest.importorskip("distributed", reason="dask is not installed: pip install 'claimtable[dask]'")

from claimtable.cluster import parts as cluster_parts
from claimtable.cluster.marks import Fate, decide, find_marks, only_shared
from claimtable.cluster.parts import Reading, cut, group_rows, read_part
from claimtable.cluster.run import run_on_dask
from claimtable.cluster.tasks import Program, extract_part

COLUMNS = pa.schema([(name, pa.string()) for name in ("id", "title", "abstract", "published", "doi")])
ORDER = {"papers": "entry_id", "results": "row_id", "comparisons": "comparison_id", "leaderboards": "row_id", "rejects": "line"}
REJECT = {"id": "empty"}


@pytest.fixture(autouse=True)
def _unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_unjudged(monkeypatch.setattr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three files: ids that come again and look numbered, duplicates across files, papers without abstract or id."""
    folder = tmp_path_factory.mktemp("papers")
    for number in range(3):
        papers = [paper for day in range(number * 8, number * 8 + 8) for paper in papers_of(day)]
        papers += [{"id": "same", "abstract": abstract(900 + number)}, {"id": "same~2", "abstract": abstract(950 + number)}]
        papers += [REJECT, {"id": f"only-{number}", "abstract": abstract(980), "doi": f"10.48550/arXiv.2501.0000{number}"}]
        pq.write_table(pa.Table.from_pylist(papers, schema=COLUMNS), folder / f"{number}.parquet", row_group_size=30)
    return folder


def rows_of(table: str, path: Path) -> pa.Table:
    return pq.read_table(path).sort_by(
        [
            (name, "ascending")
            for name in dict.fromkeys((ORDER[table], "source", "board_id"))
            if name in TABLES[table].model_fields
        ]
    )


def ended_by(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[str]"]]]:
    """The address of a scheduler, and its two workers."""
    environment = os.environ | {"DASK_DISTRIBUTED__ADMIN__LOG_LENGTH": "0"}
    file = tmp_path / "scheduler.json"
    unjudged = Path(__file__).with_name("unjudged_worker.py")  # validation would double the time

    def started(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(file), "--no-dashboard"]
        return subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path, env=environment, text=True
        )

    scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0")
    workers = [
        started("worker", "--no-nanny", "--nthreads", "1", "--name", f"{number}", "--preload", str(unjudged))
        for number in range(2)
    ]
    try:
        patience = time.monotonic() + 60
        while not (file.exists() and file.read_text().strip()):
            assert time.monotonic() < patience, "the scheduler does not start"
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], workers
    finally:
        for process in (*workers, scheduler):
            ended_by(process)


def test_two_workers_of_which_one_is_killed_give_the_rows_of_the_local_run(
    folder: Path, tmp_path: Path, cluster: tuple[str, list["subprocess.Popen[str]"]]
) -> None:
    address, workers = cluster
    out = tmp_path / "out"
    command = [sys.executable, "-m", "claimtable", "extract", str(folder), "-o", str(out)]
    environment = os.environ | {"COLUMNS": "200"}
    with subprocess.Popen(
        [*command, "--engine", "dask", "--scheduler", address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as run:
        local = run_extract([str(folder)], tmp_path / "local", jobs=1)
        patience = time.monotonic() + 120
        while not list(out.glob("_work/done/*")) and run.poll() is None:
            assert time.monotonic() < patience, "no part is finished"
            time.sleep(0.02)
        workers[0].send_signal(signal.SIGKILL)
        assert not (out / "partitions.json").exists(), "the run ended before the kill"
        said, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    for table in TABLES:
        assert rows_of(table, out / table).equals(rows_of(table, tmp_path / "local" / f"{table}.parquet")), table
    assert sorted(path.name for path in out.iterdir()) == sorted([*TABLES, "partitions.json"])
    assert f"{local.summary.values_extracted:,} extracted = {local.summary.values_written:,} written" in said
    with pytest.raises(OutputError, match="a finished run stands here; name an empty place with -o"):
        run_on_dask([str(folder)], str(out))


def test_parts_decide_together_what_one_run_would(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_extract([str(folder)], tmp_path / "local", jobs=1)
    monkeypatch.setattr(cluster_parts, "PART_ROWS", 30)
    files = sorted(map(str, folder.iterdir()))
    parts = cut(files, map(group_rows, files))
    assert len(parts) > len(files)
    reading = Reading(None, {})
    fates = decide(only_shared(pd.concat(find_marks(part, reading) for part in parts)), keep_all=False)
    program = Program(version=own_version(), rules=own_rules(), min_confidence=0.0)
    done = [extract_part(part, fates.get(part.number, Fate({}, {})), reading, program, str(tmp_path / "out")) for part in parts]
    for table in ("papers", "results", "comparisons", "rejects"):
        assert rows_of(table, tmp_path / "out" / table).equals(rows_of(table, tmp_path / "local" / f"{table}.parquet")), table
    monkeypatch.setattr("claimtable.taking.take.extract_abstracts", None)  # a part that was written is not extracted again
    again = [extract_part(part, fates.get(part.number, Fate({}, {})), reading, program, str(tmp_path / "out")) for part in parts]
    assert again == done


def test_a_part_that_cannot_be_read_is_a_reject_and_the_others_go_on(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "0.parquet").read_bytes()
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(whole[: len(whole) // 2])
    (part,) = cut([str(broken)], [group_rows(str(broken))])
    (reject,) = read_part(part, Reading(None, {}))
    assert isinstance(reject, RejectRow)
    assert (reject.code, reject.source) == ("damaged-file", str(broken))


def test_one_function_takes_frames_tables_and_batches_and_gives_the_rows_of_a_run(folder: Path, tmp_path: Path) -> None:
    papers = pq.read_table(folder / "1.parquet").slice(0, 6)
    pq.write_table(papers, tmp_path / "papers.parquet")
    run_extract([str(tmp_path / "papers.parquet")], tmp_path / "out", jobs=1)
    expected = pq.read_table(tmp_path / "out" / "results.parquet")
    assert len(expected) > 6
    named = papers.filter(pa.compute.is_valid(papers["id"]))
    for form in (named, named.to_pandas(), named.combine_chunks().to_batches()[0]):
        rows = extract_partition(form)
        kept = expected.filter(pa.compute.is_in(expected["paper_id"], named["id"].combine_chunks()))
        assert rows.equals(kept)
    assert extract_partition(pq.read_table(tmp_path / "out" / "papers.parquet")).equals(expected)
    with pytest.raises(InputError, match="no column holds ids"):
        extract_partition(papers.drop_columns("id"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--scheduler", "tcp://127.0.0.1:9"], "--scheduler needs --engine dask"),
        (["-o", "s3://bucket/claims"], "-o s3://bucket/claims: an address needs --engine dask, or name a folder"),
        (["--engine", "dask", "--update"], "--update does not go with --engine dask"),
        (["--engine", "dask", "--reader", "jsonl"], "--reader does not go with --engine dask"),
    ],
)
def test_options_that_do_not_go_together_are_refused(folder: Path, tmp_path: Path, arguments: list[str], words: str) -> None:
    from click.testing import CliRunner

    from claimtable.cli.program import cli

    result = CliRunner().invoke(cli, ["extract", str(folder), "-o", str(tmp_path / "out"), *arguments])
    assert result.exit_code == 2
    assert words in result.output
    assert not (tmp_path / "out").exists()


def test_foreign_files_are_not_touched(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(OutputError, match=r"thesis\.tex is in the way"):
        run_on_dask([str(folder)], str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_other_formats_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "abstract": "x"}')
    with pytest.raises(InputError, match=r"no Parquet file; write the papers as \.parquet, or leave --engine out"):
        run_on_dask([str(tmp_path / "a.jsonl")], str(tmp_path / "out"))
    with pytest.raises(InputError, match="no such file or folder; check the address"):
        run_on_dask(["memory://nothing/here"], str(tmp_path / "out"))
