"""The words that steer the reading of grammatical subjects: `rules/subjects.yaml`, checked and compiled once."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from rules.loader import compile_pattern
from rules.yaml_files import FOLDER, read_yaml
from schemas.base import Frozen


class SubjectWords(Frozen):
    """What `rules/subjects.yaml` holds: patterns and word lists."""

    boundary: str
    opening: str
    verb: str
    noun_after: str
    proposed: str
    owned: str
    pointing: str
    every: str
    measured: str
    presented: str
    doing_ours: str
    pronoun: str
    adverbial: str
    joined: str
    after_noun: str
    antecedent: str
    judging: str
    with_ours: str
    means: str
    compound: str
    of_ours: str
    absolute: str
    like: str
    attribute: str
    described: str
    goes_on: str
    superlative: str
    is_named: str
    fronted_means: str
    name_alone: str
    describing: str
    where_named: str
    agent_verb: str
    no_agent: str
    after_agent: str
    others: frozenset[str]
    carriers: frozenset[str]
    attributes: frozenset[str]
    people: frozenset[str]
    not_subjects: frozenset[str]
    not_agents: frozenset[str]
    doing_heads: frozenset[str]
    ordered: frozenset[str]
    works: frozenset[str]


@dataclass(frozen=True, slots=True)
class SubjectPatterns:
    """The patterns among them, compiled; the names are those of the file."""

    boundary: Any
    opening: Any
    verb: Any
    noun_after: Any
    proposed: Any
    owned: Any
    pointing: Any
    every: Any
    measured: Any
    presented: Any
    doing_ours: Any
    pronoun: Any
    adverbial: Any
    joined: Any
    after_noun: Any
    antecedent: Any
    judging: Any
    with_ours: Any
    means: Any
    compound: Any
    of_ours: Any
    absolute: Any
    like: Any
    attribute: Any
    described: Any
    goes_on: Any
    superlative: Any
    is_named: Any
    fronted_means: Any
    name_alone: Any
    describing: Any
    where_named: Any
    agent_verb: Any
    no_agent: Any
    after_agent: Any


@cache
def subject_words() -> SubjectWords:
    """The word lists and patterns, read once."""
    return SubjectWords.model_validate(read_yaml(FOLDER / "subjects.yaml"))


@cache
def subject_patterns() -> SubjectPatterns:
    """The patterns, compiled once."""
    words = subject_words()
    made = {name: compile_pattern(getattr(words, name), place="subjects.yaml") for name in SubjectPatterns.__dataclass_fields__}
    return SubjectPatterns(**made)
