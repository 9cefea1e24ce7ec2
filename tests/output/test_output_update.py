"""Collections that grow: what an update adds, replaces and keeps, and what `remove` takes out."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from forked_program import Program

from claimtable.folder.store import new_run, read_table
from claimtable.run import Written, remove_papers, run_extract
from schemas import OptionError, OutputError
from tests.output.invented_papers import abstract, files_of, leave_unjudged, papers_of, write_papers

PAPER = {"id": "7", "abstract": abstract(7)}


def extract(out: Path, *inputs: Path, **options: object) -> Written:
    return run_extract([str(path) for path in inputs], out, **options)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about validation, which takes a second a run; the command line below has it."""
    leave_unjudged(monkeypatch.setattr)


@contextmanager
def extracting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The abstracts that are extracted meanwhile."""
    import claimtable.taking.take
    from extract.pipeline import extract_abstracts

    seen: list[str] = []

    def watched(abstracts: Iterable[tuple[str, str | None]]) -> Iterator[object]:
        given = list(abstracts)
        seen.extend(text for text, _ in given)
        return extract_abstracts(given)

    with monkeypatch.context() as patch:
        patch.setattr(claimtable.taking.take, "extract_abstracts", watched)
        yield seen


def test_updates_day_by_day_equal_one_run_over_all(tmp_path: Path) -> None:
    pages = [write_papers(tmp_path / "days" / f"{day:02}.jsonl", papers_of(day)) for day in range(7)]
    extract(tmp_path / "whole", *pages)
    for page in pages:
        extract(tmp_path / "grown", page, update=True)
    assert files_of(tmp_path / "grown") == files_of(tmp_path / "whole")
    papers = read_table(tmp_path / "grown", "papers").set_index("entry_id")
    assert papers.duplicate_of["2501.00020v1"] == "2501.00020v2"
    assert papers.duplicate_of["2501.00021v1"] == "journal-3"


def test_only_what_is_new_or_changed_is_extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_papers(tmp_path / "a.jsonl", papers_of(1))
    extract(tmp_path / "out", first)
    changed = [*papers_of(1)[:-1], {**papers_of(1)[-1], "abstract": abstract(99)}, PAPER]
    write_papers(first, changed)
    with extracting(monkeypatch) as seen:
        extract(tmp_path / "out", first, update=True)
    assert seen == [abstract(99), abstract(7)]
    extract(tmp_path / "whole", first)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_the_same_update_twice_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract(tmp_path / "out", write_papers(tmp_path / "a.jsonl", papers_of(3)))
    more = write_papers(tmp_path / "b.jsonl", [*papers_of(4), PAPER, {"id": "bad", "abstract": ""}])
    extract(tmp_path / "out", more, update=True)
    before = files_of(tmp_path / "out")
    with extracting(monkeypatch) as seen:
        extract(tmp_path / "out", more, update=True)
    assert (files_of(tmp_path / "out"), seen) == (before, [])


def test_a_changed_abstract_in_another_file_replaces_the_old_one(tmp_path: Path) -> None:
    old = write_papers(tmp_path / "old.jsonl", [*papers_of(1), PAPER])
    new = write_papers(tmp_path / "new.jsonl", [{**PAPER, "abstract": abstract(8)}, *papers_of(2)])
    extract(tmp_path / "out", old)
    extract(tmp_path / "out", new, update=True)
    extract(tmp_path / "whole", write_papers(old, [*papers_of(1), None]), new)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_pages_without_ids_are_known_by_their_abstracts(tmp_path: Path) -> None:
    page = write_papers(tmp_path / "a.jsonl", [{"abstract": abstract(1)}, {"abstract": abstract(2)}])
    extract(tmp_path / "out", page)
    write_papers(page, [{"abstract": abstract(3)}, {"abstract": abstract(1)}])
    extract(tmp_path / "out", page, update=True)
    assert sorted(read_table(tmp_path / "out", "papers").abstract) == sorted(abstract(seed) for seed in (1, 2, 3))


def test_what_could_not_be_read_and_is_mended_leaves_the_rejects(tmp_path: Path) -> None:
    page = write_papers(tmp_path / "a.jsonl", [PAPER, {"id": "bad", "abstract": ""}])
    extract(tmp_path / "out", page)
    assert len(read_table(tmp_path / "out", "rejects")) == 1
    run = extract(tmp_path / "out", write_papers(page, [PAPER, {"id": "bad", "abstract": abstract(5)}]), update=True)
    assert run.summary.unread == 0
    assert read_table(tmp_path / "out", "rejects").empty


@pytest.mark.parametrize(
    ("options", "words"),
    [({"min_confidence": 0.6}, "with --min-confidence 0.0"), ({"min_confidence": 0.0}, None)],
)
def test_other_options_are_told_and_extract_all_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, float], words: str | None
) -> None:
    first, second = (write_papers(tmp_path / f"{day}.jsonl", papers_of(day)) for day in (1, 2))
    extract(tmp_path / "out", first)
    with extracting(monkeypatch) as seen:
        run = extract(tmp_path / "out", second, update=True, **options)
    assert len(seen) == (6 if words else 3)
    assert [words in told for told in run.told if words] == ([True] if words else [])
    extract(tmp_path / "whole", first, second, **options)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


@pytest.mark.parametrize("field", ["claimtable", "rules"])
def test_a_run_of_another_version_is_extracted_again(tmp_path: Path, field: str) -> None:
    page = write_papers(tmp_path / "a.jsonl", papers_of(1))
    extract(tmp_path / "out", page)
    whole = files_of(tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {field: "0"}))
    run = extract(tmp_path / "out", page, update=True)
    assert "extracted again" in run.told[0]
    assert files_of(tmp_path / "out") == whole


def test_keep_all_lets_each_entry_speak(tmp_path: Path) -> None:
    page = write_papers(tmp_path / "a.jsonl", [PAPER, {**PAPER, "id": "8"}])
    once = extract(tmp_path / "once", page).summary
    every = extract(tmp_path / "every", page, keep_all=True).summary
    assert (once.duplicates, every.duplicates) == (1, 0)
    assert every.comparisons == 2 * once.comparisons > 0


def test_one_id_for_two_abstracts_is_told(tmp_path: Path) -> None:
    page = write_papers(tmp_path / "a.jsonl", [PAPER, {**PAPER, "abstract": abstract(8)}, {"id": "8", "abstract": abstract(9)}])
    summary = extract(tmp_path / "out", page).summary
    assert (summary.papers, summary.duplicates) == (3, 0)
    assert (summary.shared_ids, summary.shared_ids_shown) == (1, ("7",))


def test_a_removed_paper_is_gone_as_if_it_had_never_come(tmp_path: Path) -> None:
    papers = [paper for paper in [*papers_of(1), *papers_of(3), PAPER] if "id" in paper]  # numbers would shift
    page = write_papers(tmp_path / "a.jsonl", papers)
    extract(tmp_path / "out", page)
    assert read_table(tmp_path / "out", "papers").set_index("entry_id").duplicate_of["2501.00020v1"] == "2501.00020v2"
    remove_papers(["7", "2501.00020v2", "2501.00060"], tmp_path / "out")
    gone = {"7", "2501.00020v2", "2501.00060v1"}
    extract(tmp_path / "whole", write_papers(page, [None if paper.get("id") in gone else paper for paper in papers]))
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_an_unknown_id_removes_nothing(tmp_path: Path) -> None:
    extract(tmp_path / "out", write_papers(tmp_path / "a.jsonl", [PAPER]))
    before = files_of(tmp_path / "out")
    with pytest.raises(OptionError, match=r"the run holds no paper 8; .*nothing was removed"):
        remove_papers(["7", "8"], tmp_path / "out")
    assert files_of(tmp_path / "out") == before


def test_an_edited_table_is_no_base_for_an_update(tmp_path: Path) -> None:
    page = write_papers(tmp_path / "a.jsonl", [PAPER])
    extract(tmp_path / "out", page)
    (tmp_path / "out" / "results.parquet").write_bytes(b"PAR1")
    with pytest.raises(OutputError, match=r"results\.parquet: the file is not the one"):
        extract(tmp_path / "out", page, update=True)


def test_the_second_of_two_runs_at_once_is_refused(tmp_path: Path) -> None:
    page = write_papers(tmp_path / "a.jsonl", [PAPER])
    extract(tmp_path / "out", page)
    before = files_of(tmp_path / "out")
    with new_run(tmp_path / "out"), pytest.raises(OutputError, match="another run is writing here; wait for it"):
        extract(tmp_path / "out", page, update=True)
    assert files_of(tmp_path / "out") == before


def test_the_command_line_adds_and_removes(program: Program, tmp_path: Path) -> None:
    extract(tmp_path / "out", write_papers(tmp_path / "a.jsonl", [PAPER, {**PAPER, "abstract": abstract(8)}]))
    write_papers(tmp_path / "b.jsonl", papers_of(1))
    grown = program("extract", "b.jsonl", "-o", "out", "--update", cwd=tmp_path)
    assert re.search(r"papers\s+5 from 2 sources", grown.stdout)
    assert "1 id stands for papers with different abstracts, each of them counted: 7" in grown.stderr
    shrunk = program("remove", "7", "-o", "out", cwd=tmp_path)
    assert re.search(r"papers\s+3 from 1 source", shrunk.stdout)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_an_update_killed_at_any_moment_leaves_a_whole_run_and_can_be_repeated(tmp_path: Path) -> None:
    script = Path(__file__).with_name("kill_update.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), "4"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert {line.split(": ")[1] for line in done.stdout.splitlines()} <= {"old, then new", "new, then new"}
