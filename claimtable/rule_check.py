"""Every rule of every family with its examples, and whether they still come out: the one place that runs them.

A family is a file of pattern rules in `rules/`. Its examples run the way its rules are used: those that make or bar records
through the whole extraction, others by themselves over the text that they read.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from extract.naming.names import NameKind, NameSettings, ShapeSettings, find_names
from extract.naming.proposed import ProposedSettings
from extract.naming.surfaces import find_surfaces, make_skeleton
from extract.normalise.text import clean
from extract.pipeline import extract_abstract
from extract.recognise.baselines import CueSettings, find_baselines
from extract.recognise.beds import BedSettings
from extract.recognise.frames import FAMILIES as FRAMES
from extract.recognise.frames import FrameSettings
from extract.recognise.masks import Mark, Sort, fold, sign_index
from extract.recognise.metrics import ImpliedSettings
from extract.recognise.metrics import PhraseSettings as MetricPhraseSettings
from extract.recognise.phrases import PhraseSettings
from extract.recognise.values import BoundSettings, ValueSettings
from rules.board_rules import ConditionReading
from rules.lexicons import load_datasets
from rules.loader import Example, Rule, load_rules
from rules.typography import TextEdit
from rules.yaml_files import FOLDER, LINE, read_yaml
from schemas import Ignored, OptionError, Result
from schemas.base import Frozen

MAKING = frozenset(
    {"values", "bounds", "implied_metrics", "metric_phrases", "metric_shares", *(f"frames/{family}" for family in FRAMES)}
)
"""Families whose rules make or bar records: their examples run through the whole extraction."""


class AnySettings(BaseModel):
    """What a rule of a family without a model of its own here may set: the stage that reads it checks that."""

    model_config = ConfigDict(frozen=True, extra="allow")


_SETTINGS: Mapping[str, type[BaseModel]] = {
    "values": ValueSettings,
    "bounds": BoundSettings,
    "implied_metrics": ImpliedSettings,
    "metric_phrases": MetricPhraseSettings,
    "metric_shares": MetricPhraseSettings,
    **{f"frames/{family}": FrameSettings for family in FRAMES},
    **dict.fromkeys(("conditions", "aggregates", "uncertainty", "tasks"), PhraseSettings),
    "baselines": CueSettings,
    "names": NameSettings,
    "name_titles": NameSettings,
    "name_shapes": ShapeSettings,
    "proposed": ProposedSettings,
    "test_beds": BedSettings,
    "text": TextEdit,
    "board_conditions": ConditionReading,
}


class RuleEntry(Frozen):
    """A rule as it is written, before its pattern is compiled."""

    family: str
    id: str
    about: str
    place: str


class Fault(Frozen):
    """An example that does not come out, or a not_example on which the rule fires."""

    family: str
    rule: str
    place: str
    sort: Literal["example", "not_example"]
    text: str
    outcome: str


class Outcome(NamedTuple):
    """Whether an example behaves, and what comes out of it."""

    holds: bool
    shown: str


@cache
def rule_entries() -> tuple[RuleEntry, ...]:
    """Every pattern rule of every family, in the order of the files.

    >>> {entry.family for entry in rule_entries()} >= {"values", "frames/metrics", "names", "text"}
    True
    """
    entries: list[RuleEntry] = []
    for path in sorted(FOLDER.rglob("*.yaml")):
        content = read_yaml(path, lines=True)
        for entry in content if isinstance(content, list) else []:
            if isinstance(entry, dict) and "id" in entry and "pattern" in entry:
                name = path.relative_to(FOLDER).as_posix()
                family, about = name.removesuffix(".yaml"), str(entry.get("about", ""))
                entries.append(RuleEntry(family=family, id=entry["id"], about=about, place=f"{name}:{entry[LINE]}"))
    return tuple(entries)


def families() -> tuple[str, ...]:
    """The families, in the order of their files."""
    return tuple(dict.fromkeys(entry.family for entry in rule_entries()))


def family_rules(family: str) -> tuple[Rule[Any], ...]:
    """The checked rules of one family.

    Raises:
        RuleError: whatever is wrong with the file.
    """
    return load_rules(family, _SETTINGS.get(family, AnySettings))


def find_rules(name: str) -> tuple[tuple[str, Rule[Any]], ...]:
    """The rules of that id, each with its family; an id is unique in its family only.

    `name` may also be a family (`frames/pairs`), for all of its rules, or family and id (`frames/pairs/from-to`).

    Raises:
        OptionError: there is no such rule; names near ones.
    """
    found = [entry for entry in rule_entries() if name in {entry.id, entry.family, f"{entry.family}/{entry.id}"}]
    if not found:
        import difflib

        known = sorted({entry.id for entry in rule_entries()} | set(families()))
        near = difflib.get_close_matches(name, known, n=4, cutoff=0.5)
        remedy = f"did you mean {', '.join(near)}?" if near else "see claimtable rules list"
        raise OptionError(f"no rule is called {name!r}", place="rules", remedy=remedy)
    return tuple(
        (family, rule)
        for family in dict.fromkeys(entry.family for entry in found)
        for rule in family_rules(family)
        if rule.id in {entry.id for entry in found if entry.family == family}
    )


def check_rule(family: str, rule: Rule[Any]) -> Iterator[Fault]:
    """The examples and not_examples of a rule that do not behave."""
    for example in rule.examples:
        outcome = run_example(family, rule, example)
        if not outcome.holds:
            yield Fault(family=family, rule=rule.id, place=rule.place, sort="example", text=example.text, outcome=outcome.shown)
    for text in rule.not_examples:
        outcome = run_not_example(family, rule, text)
        if not outcome.holds:
            yield Fault(family=family, rule=rule.id, place=rule.place, sort="not_example", text=text, outcome=outcome.shown)


def run_example(family: str, rule: Rule[Any], example: Example) -> Outcome:
    """Whether an example comes out as it says, and what comes out."""
    if family in MAKING:
        return _through_extraction(example)
    text = example.title if getattr(rule.sets, "where", None) == "title" and example.title else example.text
    found = _matches(family)(rule, text)
    shown = _show_matches(found)
    if not any(_has_groups(match, example) for match in found):
        return Outcome(holds=False, shown=shown)
    if family == "text" and example.value_text is not None:
        plain = clean(example.text).text
        return Outcome(holds=example.value_text in plain and example.value_text not in example.text, shown=plain)
    if family == "baselines" and example.baseline is not None:
        baselines = [phrase.text for phrase in find_baselines(example.text)]
        return Outcome(holds=example.baseline in baselines, shown=f"baselines: {', '.join(baselines) or 'none'}")
    return Outcome(holds=True, shown=shown)


def run_not_example(family: str, rule: Rule[Any], text: str) -> Outcome:
    """Whether a rule keeps silent on a not_example, and what comes out."""
    if family not in MAKING:
        found = _matches(family)(rule, text)
        return Outcome(holds=not found, shown=_show_matches(found))
    extraction = extract_abstract(text, ignored=True)
    used = [name for record in extraction.records for name in record.rule.split("+")] + [one.rule for one in extraction.ignored]
    return Outcome(holds=rule.id not in used, shown=_show(extraction.records, extraction.ignored))


def _through_extraction(example: Example) -> Outcome:
    extraction = extract_abstract(example.text, title=example.title, ignored=True)
    shown = _show(extraction.records, extraction.ignored)
    if example.reason is not None:
        return Outcome(holds=any(one.reason == example.reason for one in extraction.ignored), shown=shown)
    return Outcome(holds=any(_fits(record, example) for record in extraction.records), shown=shown)


def _fits(record: Result, example: Example) -> bool:
    """Whether a record has every field that the example states; a metric may be stated by either of its names."""
    stated = example.model_dump(exclude={"text", "title", "groups", "reason"}, exclude_none=True)
    fields = _fields(record)
    metrics = {str(record.metric).lower(), str(record.metric_text).lower()}
    return all(fields[name] == wanted or (name == "metric" and wanted.lower() in metrics) for name, wanted in stated.items())


def _fields(record: Result) -> dict[str, Any]:
    """The fields that an example may state, as it states them."""
    fields = record.model_dump(mode="json")
    fields["datasets"] = [dataset.text for dataset in record.datasets]
    fields["conditions"] = list(record.conditions)
    fields["metric"] = record.metric_text
    return fields


_QUIET = {"start", "end", "sentence", "rule", "confidence", "higher_is_better", "metric_text", "reference"}


def _show(records: tuple[Result, ...], ignored: tuple[Ignored, ...]) -> str:
    lines = []
    for record in records:
        fields = {name: value for name, value in _fields(record).items() if name not in _QUIET}
        stated = (f"{name} {value}" for name, value in fields.items() if value not in (None, [], "exact"))
        lines.append(f"{record.rule}: {', '.join(stated)}")
    lines += [f"{one.rule}: {one.text!r} left alone, {one.reason}" for one in ignored]
    return "\n".join(lines) or "nothing"


Groups = Mapping[str, str]
Matches = Callable[[Rule[Any], str], list[Groups]]


def _matches(family: str) -> Matches:
    """How the rules of a family read a text by themselves."""
    return _READINGS.get(family, _anywhere)


def _anywhere(rule: Rule[Any], text: str) -> list[Groups]:
    return [_groups(match) for match in rule.regex.finditer(text)]


def _from_the_start(rule: Rule[Any], text: str) -> list[Groups]:
    match = rule.regex.match(text)
    return [_groups(match)] if match else []


def _over_names(rule: Rule[Any], text: str) -> list[Groups]:
    """Over a text whose names are marked; a group holds the names that it takes."""
    skeleton = make_skeleton(text, find_surfaces(text))
    return [
        {name: ", ".join(surface.text for surface in skeleton.marked(part)) for name, part in match.groupdict().items() if part}
        for match in rule.regex.finditer(skeleton.text)
    ]


def _over_datasets(rule: Rule[Any], text: str) -> list[Groups]:
    """Over a text whose data sets are folded into signs."""
    names = find_names(None, text)
    places = [
        (surface.start, surface.end)
        for surface in names.surfaces
        if names.kinds.get(surface.text) is NameKind.DATASET or load_datasets().find(surface.text)
    ]
    mask = fold(text, [Mark(start, end, Sort.DATASET, at) for at, (start, end) in enumerate(places)])
    return [
        {"dataset": ", ".join(text[slice(*places[sign_index(sign)])] for sign in match.captures("dataset"))}
        for match in rule.regex.finditer(mask.text)
    ]


_READINGS: Mapping[str, Matches] = {
    "names": _over_names,
    "proposed": _over_names,
    "name_titles": _from_the_start,
    "name_shapes": _from_the_start,
    "test_beds": _over_datasets,
}


def _groups(match: Any) -> Groups:
    return {name: part for name, part in match.groupdict().items() if part is not None} or {"match": match[0]}


def _has_groups(match: Groups, example: Example) -> bool:
    return all(match.get(name) == text for name, text in (example.groups or {}).items())


def _show_matches(found: list[Groups]) -> str:
    return "\n".join(", ".join(f"{name} {part!r}" for name, part in match.items()) for match in found) or "nothing"
