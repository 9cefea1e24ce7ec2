"""Runs in chunks: the same bytes for any number of processes, and after any interruption."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import claimtable.run
import claimtable.taking.take
from claimtable.assembling.chunks import CHUNKS
from claimtable.folder.store import read_table
from claimtable.run import Written, run_extract
from extract.pipeline import extract_abstract
from schemas import Extraction, OutputError
from tests.output.invented_papers import abstract, files_of, leave_unjudged, papers_of, write_papers


@pytest.fixture(autouse=True)
def _unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about validation, which takes a second a run."""
    leave_unjudged(monkeypatch.setattr)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Papers of which some are duplicates, and lines that cannot be read between them."""
    papers = [paper for day in range(6) for paper in [*papers_of(day), None, {"id": "empty", "abstract": ""}]]
    return write_papers(tmp_path / "papers.jsonl", papers)


def extract(out: Path, page: Path, **options: object) -> Written:
    return run_extract([str(page)], out, **{"jobs": 1, **options})  # type: ignore[arg-type]


def fail_at(monkeypatch: pytest.MonkeyPatch, call: int, error: BaseException) -> list[str]:
    """Let one call of the extraction fail; returns what is extracted meanwhile."""
    seen: list[str] = []

    def watched(abstracts: Iterable[tuple[str, str | None]]) -> Iterator[Extraction | Exception]:
        for text, title in abstracts:
            seen.append(text)
            if len(seen) != call:
                yield extract_abstract(text, title=title)
            elif isinstance(error, Exception):
                yield error
            else:
                raise error

    monkeypatch.setattr(claimtable.taking.take, "extract_abstracts", watched)
    return seen


@pytest.mark.parametrize(("chunk", "jobs"), [(3, 1), (4, 2)])
def test_any_chunks_and_processes_give_the_same_bytes(
    tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, jobs: int
) -> None:
    whole = extract(tmp_path / "whole", page)
    monkeypatch.setattr(claimtable.run, "CHUNK", chunk)
    monkeypatch.setattr("claimtable.assembling.assemble._TOGETHER", 5)
    written = extract(tmp_path / "out", page, jobs=jobs)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")
    assert written.summary == whole.summary
    assert written.summary.unread == 6


def test_an_abstract_that_fails_is_rejected_alone(tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = extract(tmp_path / "whole", page).summary
    seen = fail_at(monkeypatch, 5, ZeroDivisionError("by no paper of ours"))
    summary = extract(tmp_path / "out", page).summary
    rejects = read_table(tmp_path / "out", "rejects")
    (reject,) = rejects[rejects.code == "failed"].to_dict("records")
    assert "ZeroDivisionError: by no paper of ours" in reject["reason"]
    assert reject["text"] == seen[4]
    assert (summary.papers, summary.unread) == (whole.papers, whole.unread + 1)
    assert summary.values_extracted == summary.values_written + summary.values_rejected
    assert set(read_table(tmp_path / "out", "results").entry_id) == set(read_table(tmp_path / "whole", "results").entry_id) - {
        reject["entry_id"]
    }


def test_an_interrupted_run_goes_on_from_its_finished_chunks(tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract(tmp_path / "whole", page)
    extract(tmp_path / "out", write_papers(tmp_path / "old.jsonl", [{"id": "1", "abstract": abstract(1)}]))
    old = files_of(tmp_path / "out")
    monkeypatch.setattr(claimtable.run, "CHUNK", 4)
    with monkeypatch.context() as patch:
        fail_at(patch, 12, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt, match="the same command goes on from there"):
            extract(tmp_path / "out", page)
    assert files_of(tmp_path / "out") == old
    finished = len(list((tmp_path / "out" / CHUNKS).iterdir()))
    assert finished >= 2
    seen = fail_at(monkeypatch, 0, KeyboardInterrupt())
    (told,) = extract(tmp_path / "out", page).told
    assert re.search(r"cut short: (\d+) papers", told), told
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")
    assert abstract(0) not in seen
    assert len(seen) < len(read_table(tmp_path / "out", "papers")) - 4
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


def test_chunks_of_other_papers_or_options_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claimtable.run, "CHUNK", 2)
    papers = [{"id": str(number), "abstract": abstract(number)} for number in range(6)]
    page = write_papers(tmp_path / "papers.jsonl", papers)
    with monkeypatch.context() as patch:
        fail_at(patch, 5, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            extract(tmp_path / "out", page)
    papers[0]["abstract"] = abstract(99)
    with monkeypatch.context() as patch:
        seen = fail_at(patch, 0, KeyboardInterrupt())
        extract(tmp_path / "out", write_papers(page, papers), min_confidence=0.0)
    assert seen == [abstract(99), abstract(1), abstract(4), abstract(5)]
    extract(tmp_path / "whole", page)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_a_full_disk_is_told_and_the_old_run_stands(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    extract(tmp_path / "out", write_papers(tmp_path / "old.jsonl", [{"id": "1", "abstract": abstract(1)}]))
    old = files_of(tmp_path / "out")
    assert "manifest.json" in old
    many = write_papers(tmp_path / "many.jsonl", [{"id": str(number), "abstract": abstract(number)} for number in range(900)])
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, allowed[1]))
    try:
        with pytest.raises(OutputError, match=r"[Ff]ile too large.*check free space"):
            extract(tmp_path / "out", many)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert files_of(tmp_path / "out") == old


def test_workers_import_neither_pandas_nor_great_expectations() -> None:
    heavy = {"pandas", "great_expectations", "pyarrow", "duckdb"}
    loaded = f"import claimtable.taking.warm, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs signals")
def test_a_killed_run_is_taken_up_by_the_same_command(tmp_path: Path) -> None:
    script = Path(__file__).with_name("kill_extract.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), "2"], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["same bytes", "nothing left"]
