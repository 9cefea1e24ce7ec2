"""Confidence is a measured share: how it is measured, and how it is looked up."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from invented_gold import write_gold

from extract.interpret.confidence import context_of, stated_confidence
from extract.pipeline import extract_abstract
from rules import confidence
from rules.confidence import EVERY, load_confidence
from schemas import Kind, RuleError

ROOT = Path(__file__).parents[2]
SURE = context_of(kind=Kind.SCORE, rules=("percent", "same-clause"), metric="F1", higher_is_better=True)


def load_benchmark(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_a_record_states_the_share_of_its_context() -> None:
    (record,) = extract_abstract("CVX reaches 82.5% F1 on SQuAD 2.0.").records
    shares = load_confidence()
    contexts = context_of(
        kind=record.kind, rules=record.rule.split("+"), metric=record.metric, higher_is_better=record.higher_is_better
    )
    assert record.confidence == next(shares[one] for one in reversed(contexts) if one in shares)


def test_a_context_never_seen_has_the_share_of_the_one_above(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.interpret.confidence.load_confidence", lambda: {EVERY: 0.7, SURE[2]: 0.9})
    assert stated_confidence(kind=Kind.SCORE, rules=("new-rule",), metric="F1", higher_is_better=True) == 0.9
    assert stated_confidence(kind=Kind.CHANGE, rules=("new-rule",), metric="F1", higher_is_better=True) == 0.7


@pytest.mark.parametrize(
    ("content", "words"),
    [("{}", "every record"), ('"every record": 1.2', "none between 0 and 1"), ('"every record": on', "True")],
)
def test_a_broken_table_is_refused(content: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "confidence.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(confidence, "FOLDER", tmp_path)
    with pytest.raises(RuleError, match=words):
        load_confidence.__wrapped__()


def test_shares_are_drawn_towards_the_context_above() -> None:
    benchmark = load_benchmark("calibrate_confidence")
    judged = [benchmark.Judged((EVERY, "known metric"), True, fold % 10) for fold in range(90)]
    judged += [benchmark.Judged((EVERY, "no metric"), False, fold % 10) for fold in range(10)]
    judged += [benchmark.Judged((EVERY, "rare"), False, 0)]
    shares, _, _ = benchmark.measure(judged, 8)
    assert shares["no metric"] < 0.5 < shares[EVERY] < shares["known metric"] < 1
    assert "rare" not in shares
    stated = benchmark.hold_out(judged, 8)
    assert stated[0] > stated[90]
    assert benchmark.brier(stated, judged) < 0.1


@pytest.mark.parametrize("name", ["calibrate_confidence", "error_classes"])
def test_benchmarks_write_the_same_bytes_again(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold = write_gold(tmp_path / "gold.jsonl")
    benchmark = load_benchmark(name)
    written = []
    for turn in ("first", "second"):
        out, report = tmp_path / f"{turn}.out", tmp_path / f"{turn}.md"
        options = ["--report", str(report)] if name == "calibrate_confidence" else []
        monkeypatch.setattr(sys, "argv", [name, str(gold), "--out", str(out), *options])
        benchmark.main()
        written.append([path.read_bytes() for path in (out, report) if path.exists()])
    assert written[0] == written[1]
    assert str(tmp_path).encode() not in b"".join(written[0])
    assert b"Made by benchmarks/" in written[0][0]
