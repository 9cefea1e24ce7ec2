"""What goes wrong around a run: the input ends half-way, the disk is full, the user has had enough."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from psutil import Process, wait_procs

from claimtable.assembling.chunks import CHUNKS
from claimtable.folder.store import read_table
from claimtable.run import run_extract
from schemas import RuleError
from tests.output.invented_papers import abstract, files_of, leave_unjudged, write_papers


@pytest.fixture(autouse=True)
def _unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_unjudged(monkeypatch.setattr)


def lines(count: int, *, padding: int = 0) -> bytes:
    draw = random.Random(3)
    papers = ({"id": str(n), "abstract": abstract(n), "note": draw.randbytes(padding).hex()} for n in range(count))
    return b"".join(json.dumps(paper).encode() + b"\n" for paper in papers)


def test_an_input_that_ends_half_way_gives_what_stands_before_and_one_reject(tmp_path: Path) -> None:
    whole = gzip.compress(lines(100, padding=2_000))
    broken = tmp_path / "papers.jsonl.gz"
    broken.write_bytes(whole[: len(whole) // 2])
    after = write_papers(tmp_path / "z.jsonl", [{"id": "after", "abstract": abstract(1_000)}])
    written = run_extract([str(broken), str(after)], tmp_path / "out", jobs=1)
    papers = read_table(tmp_path / "out", "papers")
    assert 20 < len(papers) < 100
    assert "after" in set(papers.paper_id)
    (reject,) = [row for sort in written.rejected for row in sort if row.stage == "read"]
    assert reject.source == str(broken)
    assert written.summary.unread == 1


def test_a_broken_rule_file_is_no_fault_of_the_abstracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = write_papers(tmp_path / "papers.jsonl", [{"id": "1", "abstract": abstract(1)}])
    run_extract([str(papers)], tmp_path / "out", jobs=1)
    old = files_of(tmp_path / "out")

    def broken(*_: object, **__: object) -> None:
        raise RuleError("not YAML", place="bounds.yaml:28", remedy="quote texts that hold a colon")

    monkeypatch.setattr("claimtable.taking.take.extract_abstracts", broken)
    monkeypatch.setattr("claimtable.assembling.chunks.own_rules", lambda: "others")  # as after an edit
    with pytest.raises(RuleError, match=r"bounds\.yaml:28"):
        run_extract([str(papers)], tmp_path / "out", jobs=1)
    assert files_of(tmp_path / "out") == old


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs signals")
@pytest.mark.parametrize("to_all", [True, False], ids=["from a terminal, to the workers too", "to the first process alone"])
@pytest.mark.parametrize("at", ["server", "worker"])
def test_ctrl_c_while_workers_begin_leaves_no_process_behind(tmp_path: Path, at: str, *, to_all: bool) -> None:
    (tmp_path / "many.jsonl").write_bytes(lines(6_000))
    command = [sys.executable, "-m", "claimtable", "extract", "many.jsonl", "-o", "out", "--jobs", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        patience = time.monotonic() + 60
        # the program, the tracker of resources and the server that workers are forked from; then the first worker
        while len(begun := Process(run.pid).children(recursive=True)) < (2 if at == "server" else 3):
            assert time.monotonic() < patience, "no process is begun"
            time.sleep(0.01)
        (os.killpg if to_all else os.kill)(run.pid, signal.SIGINT)
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert errors.strip() == "claimtable: stopped"
    assert not wait_procs(begun, timeout=60)[1]
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs signals")
def test_ctrl_c_ends_with_a_word_and_the_run_before_stands(tmp_path: Path) -> None:
    run_extract([str(write_papers(tmp_path / "old.jsonl", [{"id": "1", "abstract": abstract(1)}]))], tmp_path / "out", jobs=1)
    old = files_of(tmp_path / "out")
    (tmp_path / "many.jsonl").write_bytes(lines(6_000))
    command = [sys.executable, "-m", "claimtable", "extract", "many.jsonl", "-o", "out", "--jobs", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        patience = time.monotonic() + 60
        while not list(tmp_path.glob(f"out/{CHUNKS}/*.arrow")) and run.poll() is None:
            assert time.monotonic() < patience, "no chunk is finished"
            time.sleep(0.02)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does it: to the workers too
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert errors.strip() == "claimtable: stopped; what was extracted is kept, the same command goes on from there"
    assert files_of(tmp_path / "out") == old
