"""Every rule's examples must come out as they say, and its not_examples must leave the rule silent.

How a rule is run stands in `claimtable.rule_check`, for the command `claimtable rules test` runs the same examples.
"""

from typing import Any

import pytest

from claimtable.rule_check import families, family_rules, rule_entries, run_example, run_not_example
from rules.loader import Example, Rule

RULES = [(family, rule) for family in families() for rule in family_rules(family)]
EXAMPLES = [pytest.param(f, rule, one, id=f"{f}/{rule.id}: {one.text[:50]}") for f, rule in RULES for one in rule.examples]
SILENT = [pytest.param(f, rule, text, id=f"{f}/{rule.id}: {text[:50]}") for f, rule in RULES for text in rule.not_examples]


@pytest.mark.parametrize(("family", "rule", "example"), EXAMPLES)
def test_an_example_comes_out(family: str, rule: Rule[Any], example: Example) -> None:
    outcome = run_example(family, rule, example)
    assert outcome.holds, outcome.shown


@pytest.mark.parametrize(("family", "rule", "text"), SILENT)
def test_a_not_example_leaves_the_rule_silent(family: str, rule: Rule[Any], text: str) -> None:
    outcome = run_not_example(family, rule, text)
    assert outcome.holds, outcome.shown


def test_every_rule_that_is_written_is_run() -> None:
    assert len(RULES) == len(rule_entries())
