"""Phrases around a value: every rule by its own examples, and how the finders read whole sentences."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.recognise.baselines import CueSettings, find_baselines
from extract.recognise.phrases import PhraseSettings, find_aggregates, find_conditions, find_tasks, find_uncertainty
from rules.loader import load_rules

FAMILIES = ("conditions", "aggregates", "uncertainty", "tasks")
RULES = [(stem, rule) for stem in FAMILIES for rule in load_rules(stem, PhraseSettings)]
CUES = load_rules("baselines", CueSettings)
FINDERS = (find_conditions, find_aggregates, find_uncertainty, find_tasks, find_baselines)


def examples(rules):
    return [
        pytest.param(rule, example, id=f"{stem}-{rule.id}-{n}") for stem, rule in rules for n, example in enumerate(rule.examples)
    ]


def not_examples(rules):
    return [
        pytest.param(rule, text, id=f"{stem}-{rule.id}-{n}") for stem, rule in rules for n, text in enumerate(rule.not_examples)
    ]


EVERY = [*RULES, *(("baselines", cue) for cue in CUES)]


@pytest.mark.parametrize(("rule", "example"), examples(EVERY))
def test_a_rule_fires_on_its_examples(rule, example):
    found = [match.groupdict() for match in rule.regex.finditer(example.text)]
    wanted = example.groups or {}
    assert any(all(groups[name] == text for name, text in wanted.items()) for groups in found), found


@pytest.mark.parametrize(("rule", "text"), not_examples(EVERY))
def test_a_rule_stays_silent_on_what_is_none(rule, text):
    assert not rule.regex.search(text)


@pytest.mark.parametrize("example", [example for cue in CUES for example in cue.examples], ids=lambda e: e.text[:30])
def test_a_cue_leads_to_its_baseline(example):
    if example.baseline is not None:
        assert example.baseline in [phrase.text for phrase in find_baselines(example.text)]


@pytest.mark.parametrize(
    ("sentence", "baselines"),
    [
        ("It outperforms the previous zero-shot methods by 4%.", ["previous zero-shot methods"]),
        ("Accuracy is 3 points higher than that of GreedyNet.", ["GreedyNet"]),
        ("It is 5x faster than the state of the art on T-500.", ["state of the art"]),
        ("Gains of 3% over the best tracker, BoxTrack, by far.", ["BoxTrack"]),
        ("It gains 3% over two strong backbones (NetA-50, NetB-101).", ["NetA-50, NetB-101"]),
        ("It beats LexRank by 44%, a plainly trained reader by 19%, and the best model by 5%.",
         ["LexRank", "plainly trained reader", "best model"]),
        ("It surpasses models trained by distillation with 95.0 accuracy.", ["models trained by distillation"]),
        ("It has 0.5% more accuracy than the baseline without compression.", ["baseline without compression"]),
        ("It preserves FlowNet's image quality while cutting cost by 25%.", ["FlowNet"]),
        ("Compared to plain tuning, it saves 12%.", ["plain tuning"]),
        ("It wins 61% of games vs. GreedyBot.", ["GreedyBot"]),
        ("Trained on 5M pairs, it wins over 90% of games.", []),
        ("It gains more than 3 points over 10 datasets.", []),
        ("Errors shrink over time by 12%.", []),
        ("The score, averaged over five models, is 81%.", []),
        ("We cut memory rather than time by 10%.", []),
        ("It withstands 90% of attacks and is robust against attacks.", []),
        ("It exceeds 90% accuracy.", []),
        ("NetA surpasses NetB, and NetC outperforms NetD by 2.8%.", ["NetB", "NetD"]),
        ("It beats earlier graph generalization (GG) methods by 3%.", ["earlier graph generalization (GG) methods"]),
        ("It surpasses models trained on 100x more data.", ["models trained on 100x more data"]),
        ("It beats previous works by 3%.", ["previous works"]),
        ("It has 2x fewer steps and more than 3 times less layers.", []),
    ],
)  # fmt: skip
def test_baselines_of_a_sentence(sentence, baselines):
    assert [phrase.text for phrase in find_baselines(sentence)] == baselines


def test_a_list_of_baselines_keeps_its_members():
    (both,) = find_baselines("gains of 29% and 47% over the original model and the random pruning model, respectively")
    assert both.text == "original model and the random pruning model"
    assert [part.text for part in both.parts] == ["original model", "random pruning model"]
    (three,) = find_baselines("It outperforms NetA, NetB-2 and the plain reader by 4%.")
    assert [part.text for part in three.parts] == ["NetA", "NetB-2", "plain reader"]


def test_the_next_clause_is_no_member_of_a_list():
    (one,) = find_baselines("It outperforms NetA and achieves 81% on T-500.")
    assert (one.text, one.parts) == ("NetA", ())


@pytest.mark.parametrize(
    ("finder", "sentence", "texts"),
    [
        (find_conditions, "It keeps 91% at a pruning rate of 20% under similar latency.",
         ["pruning rate of 20%", "similar latency"]),
        (find_conditions, "It reaches 71.2% (5-shot) with only 16 samples.", ["5-shot", "16 samples"]),
        (find_conditions, "It beats them with an attack success rate of 92%.", []),
        (find_conditions, "It gains 4% without sacrificing quality.", []),
        (find_aggregates, "It ranks 3rd overall and gains 2% on average.", ["overall", "on average"]),
        (find_aggregates, "It reaches a mean average precision of 41.", []),
        (find_uncertainty, "Accuracy is 84.3 ± 0.2 (p < 0.01).", ["± 0.2", "p < 0.01"]),
        (find_uncertainty, "We use nucleus sampling with top-p of 0.9.", []),
        (find_tasks, "It gains 2% in zero-shot image classification.", ["zero-shot image classification"]),
        (find_tasks, "The detection accuracy rises by 3%.", []),
    ],
)  # fmt: skip
def test_phrases_of_a_sentence(finder, sentence, texts):
    assert [phrase.text for phrase in finder(sentence)] == texts


PIECES = st.sampled_from(
    ["over", "than", "the", "NetA-50", "model", ",", "and", "by 4%", "(", ")", "±", "0.2", "95% CI", "[0.7, 0.8]", "on",
     "average", "across", "tasks", "image", "classification", "at a rate of", "20%", "'s", "that", "trained on", "of",
     "p <", "outperforms", "state of the art", "≈", "$", "\\pm", "without", "when", ".", "from 1% to", "5-shot"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_phrases_slice_back_and_do_not_overlap(sentence):
    for finder in FINDERS:
        last = 0
        for phrase in finder(sentence):
            assert phrase.text == sentence[phrase.start : phrase.end] != ""
            assert phrase.start >= last
            last = phrase.end
            assert all(sentence[part.start : part.end] == part.text for part in phrase.parts)


@pytest.mark.parametrize("piece", ["a ", "over ", "than the ", "3% of ", "without using ", "image ", "across tasks, "])
def test_a_very_long_sentence_takes_time_in_proportion(piece):
    sentence = "It gains 3% over NetA " + piece * 4000
    begin = time.perf_counter()
    for finder in FINDERS:
        finder(sentence)
    assert time.perf_counter() - begin < 5
