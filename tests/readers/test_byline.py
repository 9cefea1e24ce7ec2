"""Title and authors that run together: parted at the name, not within words or names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtable.readers.byline import parse_byline

CASES = [
    (
        "A Study of Small ParsersAda Lovelace, Alan Turing et al.",
        "A Study of Small Parsers",
        ["Ada Lovelace", "Alan Turing"],
    ),
    ("Is Parsing All You Need?Ada Lovelace", "Is Parsing All You Need?", ["Ada Lovelace"]),
    ("Parse It!Ada Lovelace, Alan Turing", "Parse It!", ["Ada Lovelace", "Alan Turing"]),
    ("Benchmarks for FooNet 2.0Ada Lovelace, Bo Li", "Benchmarks for FooNet 2.0", ["Ada Lovelace", "Bo Li"]),
    ("Low-Rank Adapters (LowRA)Ada Lovelace, Bo Li", "Low-Rank Adapters (LowRA)", ["Ada Lovelace", "Bo Li"]),
    ("Towards Safe AIAda Lovelace, Bo Li et al.", "Towards Safe AI", ["Ada Lovelace", "Bo Li"]),
    ("Reconstruction of Rooms in 3DYi Chen, Bo Li", "Reconstruction of Rooms in 3D", ["Yi Chen", "Bo Li"]),
    ("Jailbreaking LLMsJ. Q. Public, Ada Lovelace", "Jailbreaking LLMs", ["J. Q. Public", "Ada Lovelace"]),
    ("Pruning with RLJ. Public, Ada Lovelace", "Pruning with RL", ["J. Public", "Ada Lovelace"]),
    ("Fast, Cheap, and RobustAda Lovelace, Bo Li", "Fast, Cheap, and Robust", ["Ada Lovelace", "Bo Li"]),
    ("Learning to ParseSean O'Hara, Marie-Claire Dupont", "Learning to Parse", ["Sean O'Hara", "Marie-Claire Dupont"]),
    ("Learning to ParseAda McKay, Jan van der Berg", "Learning to Parse", ["Ada McKay", "Jan van der Berg"]),
    ("Learning to ParseÉmile Nørgård, Łucja Żak", "Learning to Parse", ["Émile Nørgård", "Łucja Żak"]),
    ("Learning to Parse张三, 李四", "Learning to Parse", ["张三", "李四"]),
    ("Parsing at ScaleAda Lovelace and Bo Li", "Parsing at Scale", ["Ada Lovelace", "Bo Li"]),
    ("Parsing at ScaleAda Lovelace, Bo Li, and Cy Young", "Parsing at Scale", ["Ada Lovelace", "Bo Li", "Cy Young"]),
    ("Parsing at ScaleAda Lovelace, Bo Li et al. · bar-lab, foo", "Parsing at Scale", ["Ada Lovelace", "Bo Li"]),
    ("Parsing at ScaleAda Lovelace · bar-lab", "Parsing at Scale", ["Ada Lovelace"]),
    (
        "LanguagE ModeL Parsing NetworksAda Lovelace, Bo Li",
        "LanguagE ModeL Parsing Networks",
        ["Ada Lovelace", "Bo Li"],
    ),
    ("Parsing on ImageNetYi Chen, Bo Li", "Parsing on ImageNet", ["Yi Chen", "Bo Li"]),
    ("Parsing without a byline", "Parsing without a byline", []),
]


@pytest.mark.parametrize(("line", "title", "authors"), CASES, ids=[case[0][:30] for case in CASES])
def test_line_is_parted(line: str, title: str, authors: list[str]) -> None:
    byline = parse_byline(line)
    assert (byline.title, list(byline.authors)) == (title, authors)


def test_the_abstract_tells_a_name_from_a_word() -> None:
    line = "Compressing Dense ModelsXiaoLong Wang, Bo Li"
    byline = parse_byline(line, abstract="We compress dense models.")
    assert byline.title == "Compressing Dense Models"
    assert byline.authors == ("XiaoLong Wang", "Bo Li")


WORDS = st.sampled_from(["Sparse", "attention", "FooNet", "for", "Graphs", "GPT-4", "3D", "in", "the", "Wild", "LLMs"])
NAMES = st.builds(
    "{} {}".format,
    st.sampled_from(["Ada", "Bo", "Émile", "J.", "Marie-Claire", "Yi"]),
    st.sampled_from(["Lovelace", "Li", "Nørgård", "Dupont", "van der Berg"]),
)


@given(
    st.lists(WORDS, min_size=2, max_size=8).map(" ".join),
    st.sampled_from(["Networks", "learning", "Need?", "Code!", "(FOO)"]),
    st.lists(NAMES, min_size=2, max_size=5),
    st.sampled_from(["", " et al.", " et al. · bar-lab"]),
)
def test_assembled_lines_come_apart(words: str, last: str, names: list[str], end: str) -> None:
    title = f"{words} {last}"
    byline = parse_byline(f"{title}{', '.join(names)}{end}")
    assert (byline.title, list(byline.authors)) == (title, names)


@given(st.text(max_size=200))
def test_nothing_is_made_up(line: str) -> None:
    byline = parse_byline(line)
    assert line.strip().startswith(byline.title)
    assert all(name in line for name in byline.authors)
