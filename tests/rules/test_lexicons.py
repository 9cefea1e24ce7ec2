"""Metrics, data sets and tasks: what goes under one name, what must stay apart, and what the loader refuses."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rules.dataset_lexicon import DatasetLexicon
from rules.lexicons import load_datasets, load_metrics, load_tasks
from rules.metric_lexicon import Metric, MetricLexicon
from rules.names import dataset_key, metric_key
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError

METRICS, DATASETS = load_metrics(), load_datasets()
SHARED = Path(__file__).parents[3] / "shared" / "lexicon"


def shared_names(stem: str) -> list[str]:
    path = SHARED / f"{stem}.tsv"
    return [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]] if path.is_file() else []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("accuracy", "Accuracy"),
        ("Accuracies", "Accuracy"),
        ("classification accuracy", "Accuracy"),
        ("zero-shot accuracy", "Accuracy"),
        ("Accuracy (%)", "Accuracy"),
        ("balanced accuracy", "Balanced Accuracy"),
        ("top-1 acc.", "Top-1 Accuracy"),
        ("Acc@1", "Top-1 Accuracy"),
        ("word accuracy", "Word Accuracy"),
        ("grasp accuracy", "Grasp Accuracy"),
        ("R@5", "Recall@5"),
        ("Recall at 50", "Recall@50"),
        ("Hits@1", "Hits@1"),
        ("H@10", "Hits@10"),
        ("nDCG@10", "NDCG@10"),
        ("pass@1", "pass@1"),
        ("pass@1 accuracy", "pass@1"),
        ("maj@32", "maj@32"),
        ("AP_{50}", "AP50"),
        ("mAP50", "mAP@0.5"),
        ("mAP@[.5:.95]", "mAP@0.5:0.95"),
        ("mean average precision", "mAP"),
        ("MAP", "MAP"),
        ("BLEU-4", "BLEU-4"),
        ("ROUGE-L", "ROUGE-L"),
        ("F-measure", "F1"),
        ("macro-averaged F1 score", "Macro F1"),
        ("Word Error Rate (WER)", "WER"),
        ("Fréchet Inception Distance", "FID"),
        ("FIDs", "FID"),
        ("IS", "Inception Score"),
        ("Dice Similarity Coefficient", "Dice"),
        ("DSC", "Dice"),
        ("mean IoU", "mIoU"),
        ("area under the ROC curve", "AUC"),
        ("AuPRC", "AUPR"),
        ("R$^2$", "R^2"),
        ("Spearman's rank correlation", "Spearman Correlation"),
        ("GPU memory usage", "Memory"),
        ("number of trainable parameters", "Trainable Parameters"),
        ("speed-ups", "Speed"),
        ("inference latency", "Latency"),
        ("depth error", "Depth Error"),
    ],
)
def test_metric_goes_under_its_name(text: str, name: str) -> None:
    found = METRICS.canonical(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text", ["is", "em", "ap", "map", "we", "", "12", "depression score", "1 - LPIPS", "negative ELBO", "pass"]
)
def test_what_is_no_metric(text: str) -> None:
    assert METRICS.canonical(text) is None


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("accuracy", True),
        ("grasp accuracy", True),
        ("WER", False),
        ("FID", False),
        ("latency", False),
        ("p99 latency", False),
        ("throughput", True),
        ("parameters", False),
        ("memory", False),
        ("PSNR", True),
        ("training speed", True),
        ("localization error", False),
        ("perplexity", False),
        ("win rate", True),
        ("hallucination rate", False),
        ("attack success rate", None),
    ],
)
def test_metric_knows_its_direction(text: str, better: bool | None) -> None:
    found = METRICS.canonical(text)
    assert found is not None
    assert found.higher_is_better is better


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("accuracy", 0, 1), ("WER", 0, None), ("Pearson correlation", -1, 1), ("latency", 0, None)],
)
def test_metric_knows_its_range(text: str, low: float | None, high: float | None) -> None:
    found = METRICS.canonical(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("metric", list(METRICS), ids=lambda metric: metric.name)
def test_every_form_of_a_metric_leads_to_it(metric: Metric) -> None:
    forms = [*metric.exact, *metric.aliases]
    assert [form for form in forms if (METRICS.canonical(form) or metric).name != metric.name] == []


def test_a_cost_is_better_low_unless_it_is_speed() -> None:
    wrong = [m.name for m in METRICS if m.cost and m.higher_is_better is None]
    assert wrong == []


def test_no_two_metrics_have_equal_names() -> None:
    keys = [metric_key(metric.name) for metric in METRICS if metric.name not in metric.exact]
    assert len(keys) == len(set(keys))


MODIFIER = st.sampled_from(
    ["test", "grasp", "GPU", "zero-shot", "median", "case-sensitive", "end-to-end", "averaged", "rank-1", "max", "new"]
)


@given(st.lists(MODIFIER, max_size=4), st.sampled_from(METRICS.names()), st.sampled_from(["", " score", "@5", " (%)", "s"]))
def test_canonical_metric_is_its_own_canonical_name(modifiers: list[str], head: str, tail: str) -> None:
    found = METRICS.canonical(" ".join([*modifiers, head]) + tail)
    assert found is None or METRICS.canonical(found.name) == found


@pytest.mark.skipif(not shared_names("metrics"), reason="the counted names are not here")
def test_counted_metric_names_settle_at_once() -> None:
    found = [metric for name in shared_names("metrics") if (metric := METRICS.canonical(name))]
    assert [metric.name for metric in found if METRICS.canonical(metric.name) != metric] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("CIFAR10", "CIFAR-10"),
        ("the Cifar 10 dataset", "CIFAR-10"),
        ("CIFAR-10 test set", "CIFAR-10"),
        ("MS COCO", "COCO"),
        ("MSCOCO", "COCO"),
        ("Microsoft COCO", "COCO"),
        ("COCO test-dev", "COCO test-dev"),
        ("COCO minival", "COCO val"),
        ("COCO val2017", "COCO val"),
        ("Cityscapes test set", "Cityscapes test"),
        ("the Cityscapes validation set", "Cityscapes val"),
        ("ImageNet-1K", "ImageNet"),
        ("ILSVRC 2012", "ImageNet"),
        ("ImageNet 64 × 64", "ImageNet 64x64"),
        ("SQuAD1.1", "SQuAD 1.1"),
        ("SQuAD v2.0", "SQuAD 2.0"),
        ("WMT 2014 English-to-German", "WMT14 English-German"),
        ("MPI-INF-3DHP", "MPI-INF-3DHP"),
        ("YTVIS19", "YouTube-VIS 2019"),
        ("MATH500", "MATH-500"),
        ("the Quokka-7 benchmark", "Quokka-7"),
        ("a  Quokka-7   corpus", "Quokka-7"),
        ("our custom dataset", "custom dataset"),
        ("test set", "test set"),
        ("", ""),
        ("...", ""),
        ("Ω", "Ω"),
    ],
)
def test_data_set_goes_under_its_name(text: str, name: str) -> None:
    assert DATASETS.canonical(text) == name


APART = [
    ["CIFAR-10", "CIFAR-100", "CIFAR-10-C", "CIFAR-10-LT", "CIFAR-100-LT", "CIFAR10-DVS"],
    [
        "ImageNet",
        "ImageNet-C",
        "ImageNet V2",
        "ImageNet ReaL",
        "ImageNet-100",
        "ImageNet-21K",
        "Tiny ImageNet",
        "ImageNet 64x64",
    ],
    ["SQuAD", "SQuAD 1.1", "SQuAD 2.0"],
    ["MATH", "MATH-500", "Math", "MathQA"],
    ["GSM8K", "GSM-Plus", "MGSM"],
    ["Office-31", "Office-Home", "Office-Caltech"],
    ["MOT15", "MOT16", "MOT17", "MOT20"],
    ["COCO", "COCO val", "COCO test-dev", "COCO-Stuff", "COCO Captions"],
    ["HumanEval", "HumanEval+"],
    ["RefCOCO", "RefCOCO+", "RefCOCOg"],
    ["AIME 2024", "AIME 2025", "AIME"],
    ["SWE-bench", "SWE-bench Verified", "SWE-bench Lite", "SWE-bench Pro"],
    ["MNIST", "Fashion-MNIST", "MNIST-M"],
    ["VQA v1", "VQA v2", "VQA-CP"],
]


@pytest.mark.parametrize("names", APART, ids=lambda names: names[0])
def test_unlike_data_sets_stay_apart(names: list[str]) -> None:
    assert len({DATASETS.canonical(name) for name in names}) == len(names)


def test_no_two_data_sets_have_equal_names() -> None:
    names = DATASETS.canonical_names()
    assert len({dataset_key(name) for name in names}) == len(names)


def test_canonical_names_of_data_sets_settle_at_once() -> None:
    assert [name for name in DATASETS.canonical_names() if DATASETS.canonical(name) != name] == []


AROUND = st.sampled_from(["", "the ", "our ", "popular "])
AFTER = st.sampled_from(
    ["", " dataset", " benchmark", " test set", " validation set", " 64x64", " (val)", " test-dev", " tasks", " Dev"]
)
NAME = st.sampled_from(DATASETS.names()) | st.text("abAB12-+ .v", min_size=1, max_size=12)


@given(AROUND, NAME, AFTER)
def test_canonical_data_set_is_its_own_canonical_name(before: str, name: str, after: str) -> None:
    found = DATASETS.canonical(before + name + after)
    assert DATASETS.canonical(found) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("top-1 on ImageNet and Cifar 10.", [("ImageNet", "ImageNet"), ("Cifar 10", "CIFAR-10")]),
        ("on MS COCO test-dev (51 AP)", [("MS COCO test-dev", "COCO test-dev")]),
        ("FID of 2 on ImageNet 64x64", [("ImageNet 64x64", "ImageNet 64x64")]),
        ("robust on ImageNet-Q", []),
        ("on Quokka-MNIST", []),
        ("an ImageNet-pretrained encoder", [("ImageNet", "ImageNet")]),
        ("the math of a drive is second to none", []),
        ("HumanEval+ is harder", [("HumanEval+", "HumanEval+")]),
        ("on the DTU and LA datasets", [("DTU", "DTU"), ("LA", "LA")]),
        ("on C4 and R2R splits", [("C4", "C4"), ("R2R", "R2R")]),
        ("", []),
        ("from a 2D image", []),
    ],
)
def test_mentions_of_data_sets(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[m.start : m.end], m.name) for m in DATASETS.find_mentions(text)] == found


@pytest.mark.parametrize("name", ["DRIVE", "LA", "SECOND", "Texas", "RACE"])
def test_ordinary_words_need_care(name: str) -> None:
    found = DATASETS.find(name)
    assert found is not None
    assert found.caution


@pytest.mark.parametrize("name", ["test", "All", "Average", "Accuracy", "Wikipedia"])
def test_noise_is_not_listed(name: str) -> None:
    assert DATASETS.find(name) is None


@given(st.text(max_size=80))
def test_spans_of_mentions_lie_in_the_text_in_order(text: str) -> None:
    spans = [(m.start, m.end) for m in DATASETS.find_mentions(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_tasks_are_found_in_any_spelling() -> None:
    assert load_tasks().canonical("image   classification") == "Image Classification"
    assert load_tasks().canonical("gardening") is None


def metrics_file(**change: object) -> dict[str, object]:
    entry = {"name": "Zip", "words": ["zip score"]}
    group = {"about": "x", "better": "higher", "quantity": "rate", "range": [0, 1], "metrics": [entry]}
    lists = {key: [] for key in ("filler", "tail", "no_heads", "loose_heads", "reversing")}
    return {**lists, "groups": [{**group, **change}]}


def test_a_small_metrics_file_loads() -> None:
    found = MetricLexicon(metrics_file()).canonical("zip scores")
    assert found is not None
    assert found.name == "Zip"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"metrics": [{"name": "Zip", "wrods": ["zip"]}]}, "Extra inputs"),
        ({"metrics": [{"name": "Zip", "words": ["zap"]}, {"name": "Zap"}]}, "belongs to 'Zip' already"),
        ({"metrics": [{"name": "Zip"}, {"name": "Zip"}]}, "listed twice"),
        ({"better": "bigger"}, "Input should be 'higher'"),
        ({"quantity": "taste"}, "Input should be 'rate'"),
    ],
)
def test_a_broken_metrics_file_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        MetricLexicon(metrics_file(**change))


def test_a_refusal_names_file_line_and_metric(tmp_path: Path) -> None:
    path = tmp_path / "metrics.yaml"
    path.write_text(yaml.safe_dump(metrics_file(metrics=[{"name": "Zip", "words": ["zap"]}, {"name": "Zap"}])), encoding="utf-8")
    with pytest.raises(RuleError, match=r"metrics\.yaml:\d+ \(Zap\)"):
        MetricLexicon(read_yaml(path, lines=True))


def test_a_misspelt_key_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "metrics.yaml"
    path.write_text(yaml.safe_dump(metrics_file(metrics=[{"name": "Zip", "wrods": ["zap"]}])), encoding="utf-8")
    with pytest.raises(RuleError, match=r"metrics\.yaml:\d+: groups\.0\.metrics\.0\.wrods"):
        MetricLexicon(read_yaml(path, lines=True))


def datasets_file(*entries: dict[str, object]) -> dict[str, object]:
    lists = {key: [] for key in ("before", "after", "drop", "caution", "sure", "drop_tasks")}
    return {**lists, "splits": {}, "datasets": list(entries)}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([{"name": "Zip", "alias": ["Zap"]}], "Extra inputs"),
        ([{"name": "Zip", "aliases": ["Zap-1"]}, {"name": "Zap 1"}], "'Zap 1' belongs to 'Zip' already"),
    ],
)
def test_a_broken_datasets_file_is_refused(entries: list[dict[str, object]], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        DatasetLexicon(datasets_file(*entries))


@pytest.mark.parametrize("name", ["datasets.yaml", "tasks.yaml"])
def test_derived_lists_say_what_made_them_and_their_licence(name: str) -> None:
    head = (FOLDER / "lexicons" / name).read_text(encoding="utf-8")[:400]
    assert "benchmarks/build_lexicons.py" in head
    assert "CC BY-SA 4.0" in head
