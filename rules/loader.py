r"""Pattern rules: regular expressions as data, each with examples that the test suite runs.

A rule file is a YAML list of rules. A pattern is verbose (blanks do not count: write `[ ]` or `\s`), ignores case unless
the rule says `case: true`, and may hold fragments, `${name}`, from `fragments.yaml`. `sets` says what a match means; each
family of rules has a model of its own for it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from string import Template
from typing import Any, Generic, TypeVar

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rules.guards import guarded
from rules.kept import kept
from rules.yaml_files import FOLDER, LINE, read_yaml
from schemas import RuleError
from schemas.base import Frozen

S = TypeVar("S", bound=BaseModel)


class Example(Frozen):
    """A text on which a rule must fire, with whatever must come out; fields left out are not compared."""

    text: str
    title: str | None = None
    groups: dict[str, str] | None = Field(default=None, description="Named groups of the bare pattern.")
    value_text: str | None = None
    kind: str | None = None
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    bound: str | None = None
    direction: str | None = None
    basis: str | None = None
    metric: str | None = None
    datasets: list[str] | None = None
    task: str | None = None
    method: str | None = None
    baseline: str | None = None
    conditions: list[str] | None = None
    aggregate: str | None = None
    uncertainty: str | None = None
    reason: str | None = None


class Rule(BaseModel, Generic[S]):
    """One checked rule with its compiled pattern."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    about: str = Field(min_length=1)
    pattern: str
    regex: Any
    case: bool = False
    sets: S
    examples: tuple[Example, ...] = Field(min_length=1)
    not_examples: tuple[str, ...] = Field(min_length=1)
    place: str
    order: int = Field(description="Its place in its file, from 0.")


@cache
def fragments() -> Mapping[str, str]:
    """All fragments, expanded: a list of words becomes an alternation, longest first."""
    raw: dict[str, Any] = {}
    for path in sorted(FOLDER.glob("fragments*.yaml")):
        for name, body in read_yaml(path).items():
            if name in raw:
                raise RuleError(f"fragment {name!r} is defined twice", place=path.name, remedy="rename one of them")
            raw[name] = body
    done: dict[str, str] = {}
    for name, body in raw.items():
        if isinstance(body, list):
            if bad := [word for word in body if not isinstance(word, str)]:  # YAML reads a bare `on` as true
                raise RuleError(f"{bad[0]!r} in fragment {name!r} is no text", place="fragments.yaml", remedy="quote the word")
            text = alternation(body)
        else:
            text = body
        try:
            body_text = Template(text).substitute(done)
            # a trailing underscore marks the inside of a character class, which stands as it is
            done[name] = body_text if name.endswith("_") else f"(?:{body_text})"
        except (KeyError, ValueError) as error:
            raise RuleError(
                f"fragment {name!r} uses an unknown fragment: {error}",
                place=str(FOLDER / "fragments.yaml"),
                remedy="define it above its first use; write a dollar sign as $$",
            ) from None
    return done


def alternation(words: Iterable[str]) -> str:
    r"""A pattern for any of these words, the longest first; what they begin with in common is tried once.

    >>> alternation(["gain", "gains", "gained", "win rate"])
    'gain(?:ed|s|)|win\\srate'
    """
    return "|".join(_branches(words))


def _branches(words: Iterable[str]) -> list[str]:
    tails: dict[str, set[str]] = {}
    for word in words:
        tails.setdefault(word[:1], set()).add(word[1:])
    branches = []
    # the empty tail comes last, so that the longer word is tried first
    for first, rest in sorted(tails.items(), key=lambda branch: (not branch[0], branch[0])):
        sign = r"\s" if first == " " else regex.escape(first, special_only=True, literal_spaces=True)
        behind = _branches(rest) if rest != {""} else [""]
        branches.append(sign + (f"(?:{'|'.join(behind)})" if len(behind) > 1 else behind[0]))
    return branches


def compile_pattern(pattern: str, *, case: bool = False, place: str = "") -> Any:
    """A compiled verbose pattern with its fragments filled in.

    Raises:
        RuleError: unknown fragment, broken expression (with a caret under the fault), or a pattern that matches nothing.
    """
    try:
        text = Template(pattern).substitute(fragments())
    except KeyError as error:
        raise RuleError(f"unknown fragment {error}", place=place, remedy="see rules/fragments.yaml") from None
    except ValueError as error:
        raise RuleError(f"broken fragment: {error}", place=place, remedy="write a dollar sign as $$") from None
    flags = regex.VERBOSE | (0 if case else regex.IGNORECASE)
    return kept().take(("pattern", text, int(flags)), lambda: _compiled(text, flags, place))


def _compiled(text: str, flags: int, place: str) -> Any:
    made = guarded(text, flags)
    try:
        compiled = regex.compile(made, flags, cache_pattern=False)
    except regex.error as error:
        # the stubs of `regex` do not know what its errors hold
        at, said = max(0, (getattr(error, "pos", None) or 0) - made.index(text)), getattr(error, "msg", str(error))
        shown = text[max(0, at - 40) : at + 20].replace("\n", " ")
        raise RuleError(f"{said}\n    {shown}\n    {' ' * min(at, 40)}^", place=place, remedy="mend the pattern") from None
    if compiled.match(""):
        raise RuleError("the pattern matches the empty text", place=place, remedy="make part of it obligatory")
    return compiled


class CheckedPattern(BaseModel):
    """A pattern of a rule file that is no list of rules, with the texts it must and must not be found in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    pattern: str
    examples: tuple[str, ...] = Field(min_length=1)
    not_examples: tuple[str, ...] = Field(min_length=1)

    def compiled(self, place: str) -> Any:
        """The compiled pattern.

        Raises:
            RuleError: a broken pattern, or an example that does not behave.
        """
        found = compile_pattern(self.pattern, place=place)
        wrong = [text for text in self.examples if not found.search(text)]
        wrong += [text for text in self.not_examples if found.search(text)]
        if wrong:
            raise RuleError(f"example {wrong[0]!r} does not behave", place=place, remedy="mend the pattern or the example")
        return found


@cache
def fragment_pattern(name: str) -> Any:
    """One fragment as a compiled pattern, for a stage that asks for a turn of phrase by name.

    >>> bool(fragment_pattern("and_or").search("A and B"))
    True
    """
    return compile_pattern(f"${{{name}}}", place="fragments.yaml")


class AskedSettings(Frozen):
    """A rule that a stage asks for by its id sets nothing: the stage knows what a match means."""


@cache
def asked_pattern(stem: str, rule: str) -> Any:
    """The pattern of one rule of `rules/STEM.yaml`, for a stage that asks for a turn of phrase by its id.

    >>> bool(asked_pattern("long_forms", "field-behind").match(" has become"))
    True
    """
    return {loaded.id: loaded.regex for loaded in _load(stem, AskedSettings)}[rule]


_off: set[tuple[str, str]] = set()  # rules switched off, each by the stem of its file and its id


def load_rules(stem: str, settings: type[S]) -> tuple[Rule[S], ...]:
    """The rules of `rules/STEM.yaml`, in order; `settings` is the model that `sets` must fit.

    Raises:
        RuleError: whatever is wrong with the file, with file, line and rule id.
    """
    rules = _load(stem, settings)
    return rules if not _off else tuple(rule for rule in rules if (stem, rule.id) not in _off)


@contextmanager
def switched_off(rules: frozenset[tuple[str, str]]) -> Iterator[None]:
    """Leave out some rules, each named by the stem of its file and its id, to see what they are good for.

    What was loaded before and is remembered elsewhere stays as it is.
    """
    _off.update(rules)
    try:
        yield
    finally:
        _off.difference_update(rules)


@cache
def _load(stem: str, settings: type[S]) -> tuple[Rule[S], ...]:
    path = FOLDER / f"{stem}.yaml"
    loaded: dict[str, Rule[S]] = {}
    for entry in read_yaml(path, lines=True):
        place = f"{path.name}:{entry.get(LINE)} ({entry.get('id', 'rule without id')})"
        bare = _without_lines(entry)
        compiled = compile_pattern(str(bare.get("pattern", "")), case=bool(bare.get("case", False)), place=place)
        try:
            rule = Rule[settings](**{"sets": {}, **bare}, regex=compiled, place=place, order=len(loaded))  # type: ignore[valid-type]
        except (ValidationError, TypeError) as error:
            raise RuleError(_first_fault(error), place=place, remedy="see CONTRIBUTING.md, Add a rule") from None
        if rule.id in loaded:
            raise RuleError("rule id is used twice", place=place, remedy=f"rename it; the other is at {loaded[rule.id].place}")
        loaded[rule.id] = rule
    return tuple(loaded.values())


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_lines(item) for key, item in value.items() if key != LINE}
    if isinstance(value, list):
        return [_without_lines(item) for item in value]
    return value


def _first_fault(error: ValidationError | TypeError) -> str:
    if isinstance(error, TypeError):
        return str(error)
    fault = error.errors()[0]
    return f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
