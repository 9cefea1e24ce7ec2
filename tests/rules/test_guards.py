"""A guard before a pattern takes nothing from it."""

import re
from typing import Any

import pytest
import regex

from claimtable.readers import read_inputs
from claimtable.sample import sample_files
from extract.pipeline import extract_abstract
from rules.guards import guarded
from rules.screen import Screen
from schemas import Paper


@pytest.mark.parametrize(
    ("pattern", "guard"),
    [
        (r"(?: half | \d+ ) \s of", r"(?=[\dh])"),
        (r"(?<! \w ) (?: \+ | (?: - | 0 )? 5 ) \d", r"(?=[05\U0000002B\U0000002D])"),
        (r"\d+ | \(", r"[^\U00000028\d]++(*SKIP)(*FAIL)|"),
        (r"[\ue000-\uf8ff] \s | ± \d", r"[^\U000000B1\U0000E000-\U0000F8FF]++(*SKIP)(*FAIL)|"),
    ],
)
def test_what_branches_begin_with_is_the_guard(pattern: str, guard: str) -> None:
    assert guarded(pattern, re.VERBOSE).startswith(guard)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?: \w | \d ) x",  # any letter at all
        r"(?: [^a] | b ) x",
        r"(?: a | e | t | i ) x",  # nearly every word
        r"(?: x? | y? )",  # matches nothing at all too
        r"(?i: q | z ) x",
        r"(?r) (?: q | z ) x",
        r"(?<= q ) z",
    ],
)
def test_where_a_guard_would_err_or_cost_there_is_none(pattern: str) -> None:
    assert guarded(pattern, re.VERBOSE) == pattern


def test_guarded_rules_match_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    possible = Screen.possible
    bare: dict[int, Any] = {}
    differ: list[tuple[str, str]] = []

    def unguarded(rule: Any) -> Any:
        inner = re.fullmatch(r"\[\^[^]]*\]\+\+\(\*SKIP\)\(\*FAIL\)\|(.*)", rule.regex.pattern, re.DOTALL) or re.fullmatch(
            r"\(\?=\[[^]]*\]\)\(\?:(.*)\n\)", rule.regex.pattern, re.DOTALL
        )
        return regex.compile(inner[1], rule.regex.flags & (regex.VERBOSE | regex.IGNORECASE)) if inner else None

    def watched(self: Screen[Any], text: str) -> list[Any]:
        found = possible(self, text)
        for rule in found:
            if id(rule) not in bare:
                bare[id(rule)] = unguarded(rule)
            if (plain := bare[id(rule)]) is not None:
                spans = [match.span() for match in rule.regex.finditer(text)]
                if spans != [match.span() for match in plain.finditer(text)]:
                    differ.append((rule.id, text))
        return found

    monkeypatch.setattr(Screen, "possible", watched)
    for paper in read_inputs(sample_files()):
        if isinstance(paper, Paper):
            extract_abstract(paper.abstract, title=paper.title, ignored=True)
    assert sum(plain is not None for plain in bare.values()) > 10
    assert differ == []
