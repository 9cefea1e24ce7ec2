"""Two runs: what came, what went, what says something else; also between versions of a paper."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from claimtable.cli.program import cli
from claimtable.differences.keyed import difference
from claimtable.differences.runs import diff_runs
from claimtable.run import run_extract
from schemas import InputError

OLD = (
    {
        "id": "arxiv:2401.00011v1",
        "title": "Alder: Sparse Features",
        "abstract": "Alder reaches 80.5% top-1 accuracy on ImageNet. It reaches 91.2% accuracy on CIFAR-10.",
    },
    {"id": "b", "title": "Beech", "abstract": "Beech reaches a word error rate of 2.9% on LibriSpeech test-clean."},
    {"id": "c", "title": "Cedar: Slow Features", "abstract": "Cedar reaches 54.0 AP on COCO test-dev."},
)
NEW = (
    {
        "id": "arxiv:2401.00011v2",
        "title": "Alder: Very Sparse Features",
        "abstract": "Features are dense. Alder reaches 81.0% top-1 accuracy on ImageNet, and an F1 of 70.1% on SQuAD 2.0. "
        "It reaches 91.2% accuracy on CIFAR-10.",
    },
    {"id": "c-again", "title": "Cedar: slow features", "abstract": "Cedar reaches 54.0 AP on COCO test-dev."},
    {"id": "d", "title": "Dogwood", "abstract": "Dogwood reaches 60.0% accuracy on GSM8K."},
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["diff", *map(str, arguments)], standalone_mode=False)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("runs")
    for name, pages in (("old", OLD), ("new", NEW)):
        page = folder / f"{name}.jsonl"
        page.write_text("".join(json.dumps(entry) + "\n" for entry in pages), encoding="utf-8")
        run_extract([str(page)], folder / name)
    return folder / "old", folder / "new"


def test_versions_of_a_paper_are_compared_claim_by_claim(runs: tuple[Path, Path]) -> None:
    found = diff_runs(*runs)
    alder, dogwood, beech = found.changes
    assert (alder.version_before, alder.paper_id, alder.other_text) == ("arxiv:2401.00011v1", "arxiv:2401.00011v2", True)
    changed, added = alder.claims
    assert (changed.sort, [(one.field, one.before, one.now) for one in changed.fields]) == ("changed", [("value", 80.5, 81.0)])
    assert (added.sort, added.claim.metric, added.claim.datasets) == ("added", "F1", ("SQuAD 2.0",))
    assert [(one.sort, one.claim.metric) for one in (*dogwood.claims, *beech.claims)] == [
        ("added", "Accuracy"),
        ("removed", "WER"),
    ]
    assert found.claims == {"added": 2, "removed": 1, "changed": 1, "same": 2}
    assert found.papers == {"added": 1, "removed": 1, "other version": 2, "same": 0}


def test_for_people_and_as_json(runs: tuple[Path, Path]) -> None:
    text = run(*runs).stdout
    assert text.startswith("claims: 2 added, 1 removed, 1 changed, 2 same\n")
    assert "  ~ score 81.0%: Top-1 Accuracy on ImageNet, Alder\n      value: 80.5 -> 81\n" in text
    assert "  - score 2.9%: WER on LibriSpeech test-clean, Beech" in text
    assert "  + score 60.0%: Accuracy on GSM8K" in text
    report = json.loads(run(*runs, "--format", "json").stdout)
    assert report["changes"][0]["claims"][0]["fields"] == [{"field": "value", "before": 80.5, "now": 81.0}]
    assert "changes" not in json.loads(run(*runs, "--format", "json", "--summary").stdout)


def test_a_run_does_not_differ_from_itself_in_any_format(runs: tuple[Path, Path]) -> None:
    old, _ = runs
    for other in (old, old / "results.csv", old / "results.jsonl", old / "results.parquet"):
        found = diff_runs(other, old)
        assert not found, other
        assert found.claims["same"] == 4


def test_the_exit_code_tells_where_it_is_asked_to(runs: tuple[Path, Path]) -> None:
    old, new = runs
    assert [run(old, new).return_value, run(old, new, "--exit-code").return_value, run(old, old, "--exit-code").return_value] == [
        0,
        1,
        0,
    ]


def test_what_is_no_run_is_named(runs: tuple[Path, Path], tmp_path: Path) -> None:
    broken = tmp_path / "results.jsonl"
    row = json.loads((runs[0] / "results.jsonl").read_text(encoding="utf-8").splitlines()[0])
    broken.write_text(json.dumps(row | {"value": "many"}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 1 of results: value: .*number"):
        diff_runs(runs[0], broken)
    with pytest.raises(InputError, match="no such file"):
        diff_runs(runs[0], tmp_path / "nowhere")


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 2)), st.dictionaries(st.text(max_size=2), st.integers(0, 2)))
def test_a_difference_accounts_for_every_key(before: dict[str, int], now: dict[str, int]) -> None:
    found = difference(before, now)
    kept = (set(before) - set(found.lost)) | set(found.gained)
    assert kept == set(now)
    assert {key for key in now if before.get(key) != now[key]} == {*found.gained, *found.changed}
    assert bool(found) == (before != now)
