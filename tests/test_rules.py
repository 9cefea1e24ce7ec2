"""Every rule's examples must come out as they say, and its not_examples must leave the rule silent.

Rules of the families below make or bar records, so that their examples run through the whole extraction. Rules of other
families (names, phrases, text) are run beside the stage that reads them, in tests/extract.
"""

from typing import Any

import pytest

from extract.frames import FAMILIES, FrameSettings
from extract.metrics import ImpliedSettings, PhraseSettings
from extract.pipeline import extract_abstract
from extract.values import BoundSettings, ValueSettings
from rules.loader import Example, Rule, load_rules
from schemas import Ignored, Result

RULES: list[Rule[Any]] = [
    *load_rules("values", ValueSettings),
    *load_rules("bounds", BoundSettings),
    *load_rules("implied_metrics", ImpliedSettings),
    *load_rules("metric_phrases", PhraseSettings),
    *(rule for family in FAMILIES for rule in load_rules(f"frames/{family}", FrameSettings)),
]
EXAMPLES = [pytest.param(rule, example, id=f"{rule.id}: {example.text[:50]}") for rule in RULES for example in rule.examples]
SILENT = [pytest.param(rule, text, id=f"{rule.id}: {text[:50]}") for rule in RULES for text in rule.not_examples]


def shown(record: Result) -> dict[str, Any]:
    """The fields that an example may state, as it states them."""
    fields = record.model_dump(mode="json")
    fields["datasets"] = [dataset.text for dataset in record.datasets]
    fields["conditions"] = list(record.conditions)
    fields["metric"] = record.metric_text
    return fields


def fits(record: Result, example: Example) -> bool:
    """Whether a record has every field that the example states; a metric may be stated by either of its names."""
    stated = example.model_dump(exclude={"text", "title", "groups", "reason"}, exclude_none=True)
    fields = shown(record)
    return all(
        fields[name] == wanted
        or (name == "metric" and wanted.lower() in {str(record.metric).lower(), str(record.metric_text).lower()})
        for name, wanted in stated.items()
    )


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_comes_out(rule: Rule[Any], example: Example) -> None:
    found = extract_abstract(example.text, title=example.title)
    assert rule.examples
    if example.reason is not None:
        assert [one for one in found.ignored if one.reason == example.reason], show(found.records, found.ignored)
    else:
        assert any(fits(record, example) for record in found.records), show(found.records, found.ignored)


@pytest.mark.parametrize(("rule", "text"), SILENT)
def test_a_not_example_leaves_the_rule_silent(rule: Rule[Any], text: str) -> None:
    found = extract_abstract(text)
    used = [name for record in found.records for name in record.rule.split("+")] + [one.rule for one in found.ignored]
    assert rule.id not in used, show(found.records, found.ignored)


def show(records: tuple[Result, ...], ignored: tuple[Ignored, ...]) -> str:
    return "\n".join([*(f"{r.rule}: {shown(r)}" for r in records), *(f"ignored: {one}" for one in ignored)])
