"""Which data sets a value was measured on: in its own sentence, and still in force from an earlier one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.linking.datasets import canonical_dataset
from extract.linking.link_datasets import GenericSettings, speaks_of_others
from extract.naming.bed_names import GoesOnSettings
from extract.naming.descriptions import DescriptionSettings
from extract.naming.names import NameSettings
from extract.pipeline import extract_abstract
from extract.recognise.beds import BedSettings, Role, find_roles
from extract.recognise.masks import Mark, Sort, fold
from rules.loader import load_rules

KNOWN = ("ImageNet", "COCO", "LVIS", "ADE20K")  # stand for any data set in the examples of the rules


def found(text: str, title: str | None = None) -> list[tuple[float, list[str]]]:
    """Each value of a text with the words for its data sets."""
    records = extract_abstract(text, title=title).records
    return [(record.value, [dataset.text for dataset in record.datasets]) for record in records]


def folded(text: str) -> str:
    starts = [(text.index(name), name) for name in KNOWN if name in text]
    marks = [Mark(start, start + len(name), Sort.DATASET, at) for at, (start, name) in enumerate(starts)]
    return fold(text, marks).text


@pytest.mark.parametrize("rule", load_rules("test_beds", BedSettings), ids=lambda rule: rule.id)
def test_rules_of_roles_fire_on_their_examples_only(rule):
    assert all(rule.regex.search(folded(example.text)) for example in rule.examples)
    assert not any(rule.regex.search(folded(text)) for text in rule.not_examples)


@pytest.mark.parametrize(
    "rule",
    [
        *load_rules("generic_beds", GenericSettings),
        *load_rules("bed_descriptions", DescriptionSettings),
        *load_rules("bed_names", GoesOnSettings),
        *load_rules("name_titles", NameSettings),
    ],
    ids=lambda rule: rule.id,
)
def test_rules_over_plain_text_fire_on_their_examples_only(rule):
    for example in rule.examples:
        match = rule.regex.search(example.text)
        assert match
        for group, text in (example.groups or {}).items():
            assert match[group] == text
    assert not any(rule.regex.search(text) for text in rule.not_examples)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one value, several data sets; one each
        ("CVX reaches over 90% accuracy on both CIFAR-10 and SVHN.", [(90, ["CIFAR-10", "SVHN"])]),
        (
            "On CIFAR-10, SVHN and MNIST, CVX reaches 91.1%, 92.2% and 93.3% accuracy, respectively.",
            [(91.1, ["CIFAR-10"]), (92.2, ["SVHN"]), (93.3, ["MNIST"])],
        ),
        (
            "On COCO, LVIS and OVIS, the first stage has an AP of 41.1%, 32.2% and 23.3%, while the second has 44.4%, 35.5% and "
            "26.6%, respectively.",
            [(41.1, ["COCO"]), (32.2, ["LVIS"]), (23.3, ["OVIS"]), (44.4, ["COCO"]), (35.5, ["LVIS"]), (26.6, ["OVIS"])],
        ),
        # ellipsis, brackets, data sets as modifiers
        ("CVX scores 71.2% accuracy on TruthfulQA and 64.3% on HellaSwag.", [(71.2, ["TruthfulQA"]), (64.3, ["HellaSwag"])]),
        (
            "CVX gains 5.5 mAP (from 40.4 to 45.9) on COCO detection.",
            [(5.5, ["COCO"]), (40.4, ["COCO"]), (45.9, ["COCO"])],
        ),
        ("CVX has 0.25 rFID with 82.2% ImageNet accuracy.", [(0.25, []), (82.2, ["ImageNet"])]),
        ("CVX lifts the win rate from 22.9% to 39.4% on Arena-Hard.", [(22.9, ["Arena-Hard"]), (39.4, ["Arena-Hard"])]),
        # several values before one data set
        ("CVX runs at 77.4 mIoU and 102.5 FPS on Cityscapes.", [(77.4, ["Cityscapes"]), (102.5, ["Cityscapes"])]),
    ],
)
def test_data_sets_of_the_same_sentence(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # tested on one: it stays in force
        ("We evaluate CVX on CIFAR-10. It improves the accuracy by 2.5% over DeiT.", [(2.5, ["CIFAR-10"])]),
        # costs take none
        ("We evaluate CVX on CIFAR-10. It is 3.5x faster than DeiT.", [(3.5, [])]),
        # two, for two values: one each; else nothing tells which
        ("We evaluate CVX on CIFAR-10 and SVHN. It improves the accuracy by 2.5% over DeiT.", [(2.5, [])]),
        (
            "We evaluate CVX on CIFAR-10 and SVHN. Pretrained, it gains 2.5% and 3.5% in accuracy.",
            [(2.5, ["CIFAR-10"]), (3.5, ["SVHN"])],
        ),
        ("We evaluate CVX on CIFAR-10, SVHN and MNIST. It improves the accuracy by 2.5% over DeiT.", [(2.5, [])]),
        # several, and the text says "both"
        (
            "We evaluate CVX on CIFAR-10 and SVHN. It improves the accuracy on both datasets by 2.5%.",
            [(2.5, ["CIFAR-10", "SVHN"])],
        ),
        # the sentence speaks of test beds of its own
        ("We evaluate CVX on CIFAR-10. Across twelve other datasets, it improves the accuracy by 2.5%.", [(2.5, [])]),
        ("We evaluate CVX on CIFAR-10. On a private dataset, it improves the accuracy by 2.5%.", [(2.5, [])]),
        # training data is no test bed
        ("CVX is pretrained on CIFAR-10. It improves the accuracy by 2.5% over DeiT.", [(2.5, [])]),
    ],
)
def test_data_sets_still_in_force(text, expected):
    assert found(text) == expected


def test_a_presented_benchmark_stays_in_force():
    text = (
        "We introduce DustBench, a benchmark of dusty shelves inspired by ImageNet. "
        "We test twelve models. Even the best of them has an accuracy of 42%, and 31% on hard tasks."
    )
    assert found(text, "DustBench: A Benchmark of Dusty Shelves") == [(42, ["DustBench"]), (31, ["DustBench"])]


def test_a_description_counts_where_it_tells_test_beds_apart():
    both = "The accuracy of the training set is 98.1%, and the accuracy of the test set is 97.7%."
    assert found(both) == [(98.1, ["training set"]), (97.7, ["test set"])]
    assert found("The accuracy on the test set is 97.7%.") == [(97.7, [])]


@pytest.mark.parametrize(
    ("name", "shorts", "expected"),
    [
        ("MS-COCO", {}, "COCO"),
        ("Cifar 10", {}, "CIFAR-10"),
        ("LibriSpeech test-clean", {}, "LibriSpeech test-clean"),
        ("Dust Shelf Benchmark", {"Dust Shelf Benchmark": "DSB"}, "DSB"),
    ],
)
def test_canonical_names(name, shorts, expected):
    assert canonical_dataset(name, shorts) == expected


def test_training_outweighs_testing():
    text = "The accuracy of a model trained on COCO is good."
    assert find_roles(text, [(35, 39)]) == {0: Role.TRAINED}


def test_own_parts_of_a_benchmark_are_no_other_test_beds():
    assert speaks_of_others("3% across five domains")
    assert not speaks_of_others("3% across five domains", parts=False)


@given(
    st.lists(st.sampled_from(["CIFAR-10", "SVHN", "COCO", "ImageNet"]), min_size=1, max_size=4, unique=True),
    st.sampled_from(["", "$\\alpha$-", "  ", "\\textbf{Note} ", "— "]),
)
def test_the_words_of_a_data_set_stand_in_the_abstract(names, prefix):
    text = (
        f"{prefix}We evaluate CVX on {', '.join(names)}. On {names[0]}, CVX reaches 91.5\\% accuracy. It gains 2.5\\% over DeiT."
    )
    for record in extract_abstract(text).records:
        assert all(dataset.text in text for dataset in record.datasets)
    assert [d.text for r in extract_abstract(text).records for d in r.datasets if r.value == 91.5] == [names[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names at their full length, and two in one
        ("CVX reaches an FID of 1.78 on ImageNet 256$\\times$256.", [(1.78, ["ImageNet 256$\\times$256"])]),
        ("CVX reaches an accuracy of 91.2% on MATH 500.", [(91.2, ["MATH 500"])]),
        ("CVX reaches 41.3 AP on COCO testdev.", [(41.3, ["COCO testdev"])]),
        ("CVX improves accuracy by 9.5% on AIME 2024 and 2025.", [(9.5, ["AIME 2024", "2025"])]),
        ("CVX reaches an accuracy of 91.2% on CIFAR-10/100.", [(91.2, ["CIFAR-10", "100"])]),
        ("CVX has an FID of 1.46 and 1.62 on ImageNet-64 and -512.", [(1.46, ["ImageNet-64"]), (1.62, ["-512"])]),
        # averages over others stand for themselves
        ("CVX gains 6.1% accuracy on average over 11 data sets and 19.2% on Flickr30k.", [(6.1, []), (19.2, ["Flickr30k"])]),
        (
            "CVX gains 5.2% accuracy on MMLU, 3.1% on GSM8K, and 0.5% on average across ten varied tasks.",
            [(5.2, ["MMLU"]), (3.1, ["GSM8K"]), (0.5, [])],
        ),
        # no test beds: what a system was trained on, a machine, the subject of a clause
        ("Trained on OpenWebText, CVX has an accuracy of 81.2%.", [(81.2, [])]),
        ("CVX reaches a speedup of 3.1x on L40.", [(3.1, [])]),
        ("Across many benchmarks, QUIVRA demonstrates an accuracy of 81.2%.", [(81.2, [])]),
        # words that point back; a metric called after its benchmark
        ("COCO is harder than existing ones, and CVX gains 3.1% mAP on this data set.", [(3.1, ["COCO"])]),
        ("CVX improves the GenEval score from 0.24 to 0.98.", [(0.24, ["GenEval"]), (0.98, ["GenEval"])]),
        ("CVX gains 3.1 points on SQuAD, and 8.7 GLUE score points.", [(3.1, ["SQuAD"]), (8.7, ["GLUE"])]),
        # splits, years and first words belong to the name; a score behind a list of years does not
        ("CVX reaches 41.3 mAP on the COCO test server.", [(41.3, ["COCO test server"])]),
        ("CVX reaches an accuracy of 81.3% on the 2017 VQA Challenge.", [(81.3, ["2017 VQA Challenge"])]),
        ("CVX scores 86.7 on HMMT-2025, 2031 on CodeForces.", [(86.7, ["HMMT-2025"]), (2031, ["CodeForces"])]),
        # one metric twice and two data sets: one each
        ("CVX gains 3.3 mAP and 1.6 mAP on COCO and LVIS.", [(3.3, ["COCO"]), (1.6, ["LVIS"])]),
        # a list of changes goes on, each with its own; a pair of metrics before the second data set
        ("CVX has a 4% gain in F1 on SQuAD, a 9% gain on the GENIA dataset.", [(4, ["SQuAD"]), (9, ["GENIA"])]),
        (
            "CVX has a Dice of 81.3% and an mIoU of 79.2% on COCO and a Dice of 79.5% and an mIoU of 79.6% on LVIS.",
            [(81.3, ["COCO"]), (79.2, ["COCO"]), (79.5, ["LVIS"]), (79.6, ["LVIS"])],
        ),
        # a task of its own; an average over unnamed ones; what is said to be the best
        ("CVX has 81.8% accuracy on ImageNet, 72.9% for face recognition.", [(81.8, ["ImageNet"]), (72.9, [])]),
        ("We evaluate CVX on SQuAD. It gains 5.1% in accuracy when averaged across a suite of 14 evaluations.", [(5.1, [])]),
        ("CVX reaches 37.3 AP, which is the best result to date on the COCO benchmark.", [(37.3, ["COCO"])]),
        ("Labels made by hand, such as ImageNet, are rare. CVX improves the accuracy by 2.0%.", [(2.0, [])]),
    ],
)
def test_names_in_full_and_what_is_no_test_bed(text, expected):
    assert found(text) == expected


def test_our_data_set_bears_the_name_that_only_the_title_gives():
    text = "We introduce a new dataset of dusty shelves. CVX reaches an accuracy of 81.2% on our dataset."
    title = "The DustShelf-QA Dataset for Sweepers"
    assert [(r.datasets[0].name, r.datasets[0].text) for r in extract_abstract(text, title=title).records] == [
        ("DustShelf-QA", "our dataset")
    ]
    assert found(text, "Sweeping Shelves") == [(81.2, [])]
