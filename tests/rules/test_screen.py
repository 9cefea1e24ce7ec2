"""No rule that could match is screened out, and the screen spares most of the work."""

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from claimtable.readers import read_inputs
from claimtable.rule_check import families, family_rules
from claimtable.sample import sample_files
from extract.pipeline import extract_abstract
from rules.loader import alternation
from rules.required import comparable, required
from rules.screen import Screen
from schemas import Paper

RULES = [(family, rule) for family in families() for rule in family_rules(family)]
SAMPLE = [paper for paper in read_inputs(sample_files()) if isinstance(paper, Paper)]
PATTERNS = [
    r"gains? \s of \s \d+ (?:\.\d+)? %",
    r"(?: by | of ) \s? (?: up\sto \s )? \d{1,3} (?: ,\d{3} )*+ [x×] (?! \w )",
    r"(?: (?: no \s )? more | less | at\s(?:least|most) )+? \s than",
    r"[\U000f0000-\U000f1fff] (?: \s?, \s [\U000f0000-\U000f1fff] )* \s (?: on | in ) \s [\ue000-\uf8ff]",
    r"(?> win | won | beat(?:s|en)? ) s? (?= \s by )\s by",
    r"(?: a | b? ) (?: cd | [e-g] )++ h{2,3} i*",
    r"[^a] b . c [\w-]+ d | kiss",
    r"(?<= by\s ) \d{1,3} (?: \s up | \s down )* (?= \s on\b )",
]


def test_what_a_stage_passes_over_could_not_match(monkeypatch: pytest.MonkeyPatch) -> None:
    possible = Screen.possible
    missed: list[tuple[str, str]] = []

    def watched(self: Screen[Any], text: str) -> list[Any]:
        found = possible(self, text)
        tried = {id(rule) for rule in found}
        missed.extend((rule.id, text) for rule in self if id(rule) not in tried and rule.regex.search(text))
        return found

    monkeypatch.setattr(Screen, "possible", watched)
    for paper in SAMPLE:
        extract_abstract(paper.abstract, title=paper.title, ignored=True)
    for text, title in dict.fromkeys((example.text, example.title) for _, rule in RULES for example in rule.examples):
        extract_abstract(text, title=title, ignored=True)
    assert missed == []


@pytest.mark.parametrize("family", families())
def test_every_rule_is_possible_where_it_matches(family: str) -> None:
    rules = family_rules(family)
    screen = Screen(rules)
    texts = [text for rule in rules for text in (*(example.text for example in rule.examples), *rule.not_examples)]
    for text in (*texts, *map(str.upper, texts), *(text.replace(" ", "\u2009") for text in texts)):
        tried = {rule.id for rule in screen.possible(text)}
        assert {rule.id for rule in rules if rule.regex.search(text)} <= tried, text


@given(st.data(), st.sampled_from(PATTERNS))
def test_what_matches_holds_what_is_required(data: st.DataObject, pattern: str) -> None:
    drawn = data.draw(st.from_regex(re.compile(pattern, re.VERBOSE | re.IGNORECASE), fullmatch=False))
    assume(regex.search(pattern, drawn, regex.VERBOSE | regex.IGNORECASE))  # the two engines know different blanks
    text = comparable(drawn)
    for clause in required(pattern, re.VERBOSE | re.IGNORECASE):
        assert any(piece in text for piece in clause), (clause, text)


def _characters() -> Iterator[str]:
    return (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)


@pytest.mark.parametrize(
    ("pattern", "stands_for"), [*((letter, letter) for letter in "abcdefghijklmnopqrstuvwxyz"), (r"\s", " "), (r"\d", "0")]
)
def test_all_that_counts_as_one_character_is_made_comparable(pattern: str, stands_for: str) -> None:
    found = regex.findall(pattern, "".join(_characters()), regex.IGNORECASE)
    assert {comparable(one) for one in found} == {stands_for}


@given(st.lists(st.text("abS .+", min_size=1, max_size=4), min_size=1, max_size=8), st.text("abs .+", max_size=12))
def test_a_tree_of_words_finds_what_the_list_finds(words: list[str], text: str) -> None:
    in_turn = "|".join(map(regex.escape, sorted(set(words), key=lambda word: (-len(word), word))))
    tree = regex.compile(f"(?:{alternation(words)})(?=(.?))", regex.IGNORECASE)
    plain = regex.compile(f"(?:{in_turn})(?=(.?))", regex.IGNORECASE)
    assert [m.span() for m in tree.finditer(text)] == [m.span() for m in plain.finditer(text)]


def test_few_rules_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of the bundled sample in counts, which no other load on the machine can change."""
    possible = Screen.possible
    tried = read = 0

    def counted(self: Screen[Any], text: str) -> list[Any]:
        nonlocal tried, read
        found = possible(self, text)
        tried += len(found)
        read += len(found) * len(text)
        return found

    monkeypatch.setattr(Screen, "possible", counted)
    for paper in SAMPLE:
        extract_abstract(paper.abstract, title=paper.title)
    assert tried / len(SAMPLE) < TRIED
    assert read / len(SAMPLE) < READ


TRIED = 85  # patterns tried an abstract
READ = 10_100  # characters that they are tried on


@pytest.mark.parametrize("paper", SAMPLE, ids=lambda paper: paper.entry_id)
def test_results_are_the_same_with_and_without_what_was_left_alone(paper: Paper) -> None:
    found = extract_abstract(paper.abstract, title=paper.title)
    told = extract_abstract(paper.abstract, title=paper.title, ignored=True)
    assert (found.records, found.rejects, found.ignored) == (told.records, told.rejects, ())
