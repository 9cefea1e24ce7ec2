"""Real abstracts, where the shared folder is at hand: offsets, the claims the project set out to get right, F1 floors.

No sentence of theirs stands here: a claim is found by a few characters of its value.
"""

import contextlib
import gzip
import importlib.util
import io
import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from extract.pipeline import extract_abstract
from extract.table import to_json_line, to_rows
from schemas import Paper, Result
from schemas.vocabulary import Bound, Direction, Kind

SHARED = Path(__file__).parents[2] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder of abstracts is not here")

FLOORS = {"value": 0.88, "typed": 0.84, "metric": 0.70, "dataset": 0.60, "full": 0.42}
SLICE = 600  # abstracts of the corpus


@cache
def _gold(name: str) -> tuple[dict[str, Any], ...]:
    with (SHARED / "gold" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)


def _corpus() -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "corpus" / "abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in islice(lines, SLICE))


def _wrong_offsets(papers: Sequence[dict[str, Any]] | Iterator[dict[str, Any]]) -> list[tuple[str, str]]:
    wrong = []
    for paper in papers:
        abstract = paper["abstract"]
        found = extract_abstract(abstract, title=paper.get("title"), ignored=True)
        wrong += [(paper["id"], one.value_text) for one in found.records if abstract[one.start : one.end] != one.value_text]
        wrong += [
            (paper["id"], one.text) for one in (*found.rejects, *found.ignored) if abstract[one.start : one.end] != one.text
        ]
    return wrong


@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_no_offset_of_the_gold_abstracts_is_wrong(name: str) -> None:
    assert _wrong_offsets(_gold(name)) == []


def test_no_offset_of_the_corpus_is_wrong() -> None:
    assert _wrong_offsets(_corpus()) == []


def _records_of(*values: str) -> list[list[Result]]:
    """The records of each abstract of the seeds that holds all of these values, those with the values only."""
    papers = [paper for paper in _gold("seeds") if all(value in paper["abstract"] for value in values)]
    found = [extract_abstract(paper["abstract"], title=paper["title"]).records for paper in papers]
    return [[one for one in records if any(value in one.value_text for value in values)] for records in found]


def test_the_claim_of_a_pair_comes_out() -> None:
    pages = _records_of("84.57%", "83.89%")
    assert pages
    for subject, rival in pages:
        assert [subject.kind, rival.kind] == [Kind.SCORE, Kind.SCORE]
        assert (subject.value, rival.value) == (84.57, 83.89)
        assert (subject.unit, subject.metric_text, rival.metric_text) == ("%", "DSC", "DSC")
        assert [dataset.text.split()[0] for one in (subject, rival) for dataset in one.datasets] == ["Pancreas", "Pancreas"]
        assert (subject.method, subject.baseline) == ("CVBM", "fully supervised methods")
        assert (rival.method, rival.baseline) == ("fully supervised methods", None)
        assert any("20%" in condition and "label" in condition for condition in subject.conditions)
        assert (subject.reference, rival.reference) == (rival.start, None)


def test_the_claim_of_a_single_score_comes_out() -> None:
    pages = _records_of("94.0")
    assert pages
    for (one,) in pages:
        assert (one.kind, one.value, one.unit) == (Kind.SCORE, 94.0, None)
        assert "pass@1" in str(one.metric_text)
        assert [dataset.text for dataset in one.datasets] == ["MATH-500"]
        assert one.method == "OREAL"


def test_the_claim_of_two_savings_comes_out() -> None:
    pages = _records_of("80%", "10.8x") or _records_of("80%", "10.8")
    assert pages
    for memory, speed in pages:
        assert (memory.kind, memory.value, memory.unit) == (Kind.CHANGE, 80, "%")
        assert (memory.metric_text, memory.direction) == ("memory", Direction.DECREASE)
        assert (speed.kind, speed.value, speed.unit, speed.bound) == (Kind.CHANGE, 10.8, "x", Bound.UP_TO)
        assert (str(speed.metric).lower(), speed.direction) == ("training speed", Direction.INCREASE)
        assert memory.method == speed.method == "FedProphet"


@cache
def _figures(name: str, folder: Path) -> dict[str, Any]:
    """What the scorer of the task says of our records."""
    spec = importlib.util.spec_from_file_location("task_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    records = folder / f"{name}.jsonl"
    with records.open("w", encoding="utf-8") as out:
        for paper in _gold(name):
            entry = Paper(entry_id=paper["id"], paper_id=paper["id"], abstract=paper["abstract"], source="gold", reader="jsonl")
            rows = to_rows(entry, extract_abstract(paper["abstract"], title=paper["title"]))
            out.writelines(to_json_line(row) + "\n" for row in rows)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        failed = scorer.main([str(SHARED / "gold" / f"{name}.jsonl"), str(records), "--json"])
    return {"failed": failed, **json.loads(said.getvalue())}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scores")


@pytest.mark.parametrize("name", ["seeds", "dev"])
@pytest.mark.parametrize("level", FLOORS)
def test_f1_stays_above_its_floor(name: str, level: str, folder: Path) -> None:
    figures = _figures(name, folder)
    assert not figures["failed"]
    assert (figures["bad_offsets"], figures["unknown_papers"]) == (0, 0)
    assert figures[level]["f1"] >= FLOORS[level]
