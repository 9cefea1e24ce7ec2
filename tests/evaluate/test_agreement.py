"""The evaluation says what the scorer of the task says, to the digit."""

import importlib.util
import io
import json
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtable.evaluate import Level, evaluate, score_file
from claimtable.evaluation.agreement import same_datasets, same_metric, same_name, same_unit, shared_phrases
from claimtable.evaluation.gold import read_gold
from extract.pipeline import extract_abstract
from extract.table import to_json_line, to_rows
from schemas import Paper

SHARED = Path(__file__).parents[3] / "shared"
SCORER = SHARED / "score.py"
pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the scorer of the task is not here")

WORDS = st.sampled_from(
    ["Dice", "coefficient", "mean", "average", "precision", "F1", "scores", "accuracy", "the", "COCO", "test-dev", "CIFAR-10",
     "CIFAR-100", "v1", "dataset", "our", "model", "baselines", "Foo+", r"$\mathrm{AP}_{50}$", "élan", "phases", "bias", "a",
     "ours", "speedup", "%"]
)  # fmt: skip
NAMES = st.lists(WORDS, max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    return load_scorer()


@cache
def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("task_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["dev", "seeds"])
def test_figures_agree_to_the_digit(scorer: ModuleType, name: str, tmp_path: Path) -> None:
    gold, rows = SHARED / "gold" / f"{name}.jsonl", tmp_path / "rows.jsonl"
    with rows.open("w", encoding="utf-8") as stream:
        for paper in read_gold(gold):
            entry = Paper(
                entry_id=paper.id, paper_id=paper.id, title=paper.title, abstract=paper.abstract, source="gold", reader="gold"
            )
            found = extract_abstract(paper.abstract, title=paper.title)
            stream.writelines(f"{to_json_line(row)}\n" for row in to_rows(entry, found))
    said = io.StringIO()
    with redirect_stdout(said):
        scorer.main([str(gold), str(rows), "--json"])
    theirs = json.loads(said.getvalue())
    papers, found_in = score_file(gold, rows)
    ours = evaluate(papers, found_in=found_in.keys(), resamples=0)
    assert (ours.gold, ours.predicted, ours.bad_offsets) == (theirs["gold"], theirs["predicted"], theirs["bad_offsets"])
    for level in Level:
        figures = ours.levels[level]
        assert {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1} == theirs[level.value]
    assert ours.fields == pytest.approx(theirs["fields"], abs=1e-12)


@given(NAMES, NAMES)
def test_names_agree_as_the_scorer_says(one: str, other: str) -> None:
    theirs = load_scorer()
    assert same_metric(one, other) == theirs.metric_match(one, other)
    assert same_name(one, other) == theirs.name_match(one, other)
    assert same_unit(one, other) == (theirs.unit_key(one) == theirs.unit_key(other))


@given(st.lists(NAMES, max_size=3), st.lists(NAMES, max_size=3))
def test_lists_agree_as_the_scorer_says(one: list[str], other: list[str]) -> None:
    theirs = load_scorer()
    assert same_datasets(one, other) == theirs.dataset_match(one, other)
    assert shared_phrases(one, other) == theirs.overlap(one, other)
