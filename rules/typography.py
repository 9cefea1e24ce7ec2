"""The rules of `text.yaml` and the tables of `typography.yaml`: how published text is made plain."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, Self

import regex
from pydantic import Field, ValidationError, model_validator

from rules.loader import Rule, load_rules
from rules.required import without_skip
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError
from schemas.base import Frozen


class TextEdit(Frozen):
    """What a rule of `rules/text.yaml` sets: the pass it belongs to and the plain text."""

    pass_: Literal["torn", "markup", "scars"] = Field(alias="pass")
    to: str


class Typography(Frozen):
    """The tables of `rules/typography.yaml`."""

    symbols: dict[str, str]
    prefixes: dict[str, str]
    words: dict[str, str]
    looks: frozenset[str]
    dropped: dict[str, int]
    joined: dict[str, str]
    escapes: dict[str, str]
    characters: dict[str, str]
    abbreviations: frozenset[str]
    abbreviations_mid: frozenset[str]
    before_initials: frozenset[str]
    openers: frozenset[str]

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        seen: set[str] = set()
        for table in (self.symbols, self.prefixes, self.words, self.looks, self.dropped, self.joined):
            if twice := seen.intersection(table):
                raise ValueError(f"macros with two meanings: {', '.join(sorted(twice))}")
            seen.update(table)
        return self


@cache
def typography() -> Typography:
    """The tables, read once.

    Raises:
        RuleError: an unknown or missing table, a macro with two meanings, a word that YAML read as something else.
    """
    path = FOLDER / "typography.yaml"
    try:
        return Typography(**read_yaml(path))
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise RuleError(f"{where}: {fault['msg']}", place=str(path), remedy="quote words; one macro, one table") from None


def text_rules() -> tuple[Rule[TextEdit], ...]:
    """The replacement rules, in order."""
    return load_rules("text", TextEdit)


_GUARDS = {"torn": "", "markup": "(?=[_^~`<{}–]|''|--|[ ][_^–])", "scars": "(?=[ ])"}
"""What every rule of a pass begins with: most of a text is passed over by this alone."""


@cache
def pass_pattern(name: str) -> tuple[Any, tuple[str, ...]]:
    """The rules of one pass as one pattern, groups named r0, r1, ..., and the text that each puts."""
    rules = [rule for rule in text_rules() if rule.sets.pass_ == name]
    branches = [f"(?P<r{i}>(?{'' if rule.case else 'i'}:{without_skip(rule.regex.pattern)}\n))" for i, rule in enumerate(rules)]
    return regex.compile(f"{_GUARDS[name]}(?:{'|'.join(branches)})", regex.VERBOSE), tuple(rule.sets.to for rule in rules)


def edits_of(name: str, text: str) -> Iterator[tuple[int, int, str]]:
    """What the rules of one pass change in a text: start, end, and what stands there instead."""
    pattern, puts = pass_pattern(name)
    for match in pattern.finditer(text):
        yield match.start(), match.end(), puts[int(match.lastgroup[1:])]
