"""Names: found by shape, told apart by grammar, with lists of names or without."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtable.readers import read_inputs
from claimtable.sample import sample_files
from extract.naming.abbreviations import find_abbreviations
from extract.naming.names import NameKind, NameSettings, ShapeSettings, find_names
from extract.naming.proposed import ProposedSettings
from extract.naming.surfaces import find_surfaces, make_skeleton
from extract.normalise.sentences import split_sentences
from extract.normalise.text import clean
from rules.loader import Example, Rule, load_rules
from schemas import Paper

CONTEXT: list[Rule[Any]] = [*load_rules("names", NameSettings), *load_rules("proposed", ProposedSettings)]
SAMPLE = [paper for paper in read_inputs(sample_files()) if isinstance(paper, Paper)]
SHAPES = load_rules("name_shapes", ShapeSettings)


def matched_groups(rule: Rule[Any], text: str) -> list[dict[str, str]]:
    """What the named groups of a rule stand for, match by match."""
    skeleton = make_skeleton(text, find_surfaces(text))
    return [
        {key: ", ".join(s.text for s in skeleton.marked(part)) for key, part in match.groupdict().items() if part}
        for match in rule.regex.finditer(skeleton.text)
    ]


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(rule, example, id=f"{rule.id}: {example.text}") for rule in CONTEXT for example in rule.examples],
)
def test_a_rule_fires_on_its_examples(rule: Rule[Any], example: Example) -> None:
    text = example.title if getattr(rule.sets, "where", None) == "title" else example.text
    assert text
    assert example.groups in matched_groups(rule, text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in CONTEXT for text in rule.not_examples],
)
def test_a_rule_keeps_silent_on_its_not_examples(rule: Rule[Any], text: str) -> None:
    assert matched_groups(rule, text) == []


@pytest.mark.parametrize(("rule", "name"), [pytest.param(r, e.text, id=f"{r.id}: {e.text}") for r in SHAPES for e in r.examples])
def test_a_shape_fires_on_its_examples(rule: Rule[Any], name: str) -> None:
    assert rule.regex.match(name)


@pytest.mark.parametrize(
    ("rule", "name"), [pytest.param(r, text, id=f"{r.id}: {text}") for r in SHAPES for text in r.not_examples]
)
def test_a_shape_keeps_silent_on_its_not_examples(rule: Rule[Any], name: str) -> None:
    assert not rule.regex.match(name)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Results on ImageNet 64x64 and COCO test-dev.", ["ImageNet 64x64", "COCO test-dev"]),
        ("We test Gemini 1.5 Pro and Llama 3.1 8B.", ["Gemini 1.5 Pro", "Llama 3.1 8B"]),
        ("It reaches FID 2.10 and BLEU 34.8.", ["FID", "BLEU"]),
        ("It solves 33% of SWE-bench Verified.", ["SWE-bench Verified"]),
        ("From nuScenes and miniImageNet to wav2vec 2.0.", ["nuScenes", "miniImageNet", "wav2vec 2.0"]),
        ("On COCO/ADE20K with DeiT-B/16.", ["COCO", "ADE20K", "DeiT-B/16"]),
        ("A CLIP-based detector, S^2R and Min-K%++.", ["CLIP", "S^2R", "Min-K%++"]),
        ("Many people read. However, books abound. Table 2 tells.", []),
        ("A 5-shot run takes 80GB on 3D data in 2023.", []),
        ("Code is at https://github.com/Dusty42/DustNet2.", []),
        ("LLMs and GPUs are known.", []),
    ],
)
def test_names_are_found_by_their_shape(text: str, names: list[str]) -> None:
    assert [surface.text for surface in find_surfaces(text)] == names


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("On the Dusty and Shelves datasets it wins.", "Dusty", "dataset"),
        ("It scores 45.2 on QuuxA, 51.0 on QuuxB, and wins.", "QuuxB", "dataset"),
        ("We release QuuxA, a 1,012-sample benchmark testing readers.", "QuuxA", "dataset"),
        ("Requests from QuuxA are refused.", "QuuxA", "dataset"),
        ("Baselines such as QuuxA and QuuxB lose.", "QuuxB", "system"),
        ("A gain over QuuxA is seen.", "QuuxA", "system"),
        ("QuuxA consistently and significantly outperforms others.", "QuuxA", "system"),
        ("It is trained on eight Tensa T4000 GPUs.", "Tensa T4000", None),
        ("It works on a dusty Quux-7B model.", "Quux-7B", "system"),
        ("We gain 2.1 QXM on shelves.", "QXM", "metric"),
        ("It is better in terms of QXM.", "QXM", "metric"),
        ("It reaches a QXM of 61.2%.", "QXM", "metric"),
        ("It reaches Quux@5 of all.", "Quux@5", "metric"),
        ("Work on the QRL task goes on.", "QRL", "task"),
    ],
)
@pytest.mark.parametrize("lexicons", [True, False])
def test_the_grammar_tells_the_kind_of_names_nobody_listed(text: str, name: str, kind: str | None, lexicons: bool) -> None:
    assert find_names(None, text, lexicons=lexicons).kinds.get(name) == kind


def test_long_and_short_form_are_of_one_kind() -> None:
    names = find_names(None, "We use the Dust Shelf Test (DST) dataset. DST is old.")
    assert names.abbreviations == {"DST": "Dust Shelf Test"}
    assert names.kinds == {"Dust Shelf Test": NameKind.DATASET, "DST": NameKind.DATASET}


@pytest.mark.parametrize(
    ("title", "text", "proposed"),
    [
        ("QuuxNet: Sweeping shelves", "Shelves gather dust. We sweep them.", "QuuxNet"),
        ("Sophie: A careful sweeper", "Shelves gather dust. Sophie achieves 3% more.", "Sophie"),
        (None, "We propose QuuxNet, which sweeps.", "QuuxNet"),
        (None, "We propose a practical sweeper, Meta-Quux. It works.", "Meta-Quux"),
        (None, "We introduce a method named Quick Quiet Sweeping (QQS). QQS wins.", "QQS"),
        ("Quick Quiet Sweeping", "We introduce Quick Quiet Sweeping (QQS), which wins.", "QQS"),
        (None, "In this study, a quick quiet sweeping (QQS) method is proposed.", "QQS"),
        ("Quux-bench: How models sweep", "We present Quux-bench, a benchmark of dust. QuuxA gets 3%.", None),
        (None, "We present QuuxSet, a benchmark of dust, and propose QuuxNet to sweep it.", "QuuxNet"),
        (None, "We propose to fully add Dust Normalization (DN) to each layer.", None),
        (None, "We propose a framework for QQS. It beats QuuxNet.", None),
        (None, "We propose a new model for generalized shelf sweeping (GSS). GSS is hard.", None),
        (None, "We study how models sweep.", None),
        ("Improving Careful Sweeping: A study", "We study how models sweep.", None),
        ("Quux q1.5: Sweeping at scale", "Shelves gather dust. Quux q1.5 sweeps.", "Quux q1.5"),
        ("quux.sweep1 Technical Report", "We sweep shelves. quux.sweep1 is large.", "quux.sweep1"),
        ("q1: Sweeping at scale", "We propose q1 to sweep. Then q1 is tested.", "q1"),
        (None, "In this paper, we present 3D-QXT, a network that sweeps.", "3D-QXT"),
        (None, "We introduce DUsty Nook emXedding (DUNX). DUNX wins.", "DUNX"),
        (None, "We propose Careful Learning Rate (LR), a way to sweep. Careful LR wins. Careful LR is fast.", "Careful LR"),
        (None, "From it we derive QuuxNet, a broom that sweeps. QuuxNet wins.", "QuuxNet"),
        (None, "We respond with Careful Shelf Reading (CSR), which costs nothing. CSR wins.", "CSR"),
        (None, "We join both, and we name the resulting broom QuuxNet. It wins.", "QuuxNet"),
        (None, "We propose Careful Shelf Reading (ReadLM), in which shelves are read. ReadLM sweeps. ReadLM wins.", "ReadLM"),
        (None, "Shelves are dusty. QuuxNet is a small change. QuuxNet needs no broom. On A, QuuxNet lowers the cost.", "QuuxNet"),
        (None, "Shelves are dusty. It beats QuuxNet. QuuxNet is a broom. QuuxNet needs time. QuuxNet lowers the cost.", None),
        ("Sweeping with Quiet Brooms", "We present Sweeping with Quiet Brooms, a novel framework.", "Sweeping with Quiet Brooms"),
        (None, "Our dusty fusion network (QuuxNet) wins. QuuxNet is fast.", "QuuxNet"),
        (None, "It writes persuasive dusty prompts (PDP). PDP achieves 92% on two models, surpassing recent sweepers.", "PDP"),
        ("QuuxNet: Sweeping shelves", r"We propose \Quuxy, a sweeper. \Quuxy wins.", "QuuxNet"),
        ("Sweeping shelves", r"We propose \toolname, a sweeper. \toolname wins.", r"\toolname"),
        ("Learning to sweep", r"We propose \quux, a sweeper. \quux wins.", r"\quux"),
        ("QuuxCrawl: A Refined Pretraining Dataset", "Models trained on the QuuxCrawl dataset win.", "QuuxCrawl"),
        (None, "Sweepers (such as QuuxNet) are proposed and sweep well.", None),
        (None, "The scheme proposed by Quuxberg reduces dust. QuuxNet is old.", None),
        (None, "We recast it as a careful shelf reading (CSR) task and propose to sweep with it.", None),
        (None, "We introduce Careful Shelf Reading (CSR), a new long task. We propose QuuxNet, which reads.", "QuuxNet"),
        (None, "We propose an QXT system that sweeps. Another QXT system is old.", None),
        (None, "We propose a new metric, named Quux Dust Score (QDS), for shelves.", None),
        (None, "This is a phenomenon termed the Dusty Curse, and we study it.", None),
        (None, "We propose a way to multiple instance learning (MIL) and sweep with MIL.", None),
    ],
)
def test_the_proposed_system_has_the_name_that_the_text_gives_it(title: str | None, text: str, proposed: str | None) -> None:
    assert find_names(title, text).proposed == proposed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The quiet reader (XYZ) wins.", {}),
        ("the Adversarial Reader-Ranker (AR2) wins", {"AR2": "Adversarial Reader-Ranker"}),
        ("Single-stream Quiet Sweeping (SQS)", {"SQS": "Single-stream Quiet Sweeping"}),
        ('"Quiet Sweeping" (QS)', {"QS": "Quiet Sweeping"}),
        ("It gains 3% (AP50) here.", {}),
        ("Sparse models (MoEs) win.", {}),
    ],
)
def test_short_forms_are_spelled_out_by_the_text(text: str, found: dict[str, str]) -> None:
    assert find_abbreviations(text) == found


@given(st.text(alphabet=st.sampled_from("aAbB01 .,-()/%+@^\\\ue000é\n"), max_size=80))
def test_surfaces_slice_back_to_the_text_and_never_overlap(text: str) -> None:
    surfaces = find_surfaces(text)
    assert all(text[surface.start : surface.end] == surface.text for surface in surfaces)
    assert all(first.end <= second.start for first, second in pairwise(surfaces))
    find_names(text, text)


def test_a_text_of_nothing_but_names_is_read_to_the_end_of_its_marks() -> None:
    names = find_names(None, ", ".join(f"Quux{number}A" for number in range(7000)) + " datasets are used.")
    assert len(names.surfaces) == 6400 - 1


@pytest.mark.parametrize("paper", SAMPLE, ids=lambda paper: paper.entry_id)
def test_sentences_without_a_name_tell_nothing_of_names(paper: Paper) -> None:
    text = clean(paper.abstract).text
    assert find_names(paper.title, text, split_sentences(text)) == find_names(paper.title, text)
