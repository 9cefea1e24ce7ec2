"""Metrics: what a paper's words for one mean, which way is better, how far it goes and which units it can have."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from rules.lexicon_files import lines_of_names, parse_file
from rules.names import metric_key, metric_tokens, singular
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError
from schemas.base import Frozen

Better = Literal["higher", "lower", "unclear"]
Quantity = Literal[
    "rate", "any", "bare", "count", "decibel", "information", "time", "memory", "size", "speed", "bandwidth", "energy",
    "power", "money", "parameters", "compute", "tokens", "length", "area", "angle", "mass",
]  # fmt: skip
Range = tuple[float | None, float | None]
_FILE = "metrics.yaml"
_CUT_OFF = re.compile(r"[kKnN]|\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)?")
_MOST_TELLING = 5
_CUT_OFF_TOKENS = 5  # at most, behind a name: "@ 5 : 10 accuracy"


class Metric(Frozen):
    """One metric under its canonical name."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = Field(default=(), description="Other surface forms, in any case.")
    exact: tuple[str, ...] = Field(default=(), description="Surface forms that count only as written: AP, IS, EM.")
    higher_is_better: bool | None = None
    low: float | None = Field(default=None, description="Least value possible; for a rate as a share.")
    high: float | None = Field(default=None, description="Greatest value possible; for a rate as a share.")
    rate: bool = Field(default=False, description="May be written 0.843 or 84.3%.")
    quantity: Quantity = "any"
    cost: bool = Field(default=False, description="Time, memory, money, size: counted in what it takes.")
    vague: bool = Field(default=False, description="Names no measure: performance, quality.")
    at_k: bool = Field(default=False, description="Takes a cut-off: Recall@50.")
    head: str | None = Field(default=None, description="The metric that a longer name takes its properties from.")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    words: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    better: Better | None = None
    quantity: Quantity | None = None
    range: Range | None = None
    at_k: bool = False
    before_k: tuple[str, ...] = ()
    only_at_k: bool = False
    vague: bool | None = None


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    better: Better
    quantity: Quantity
    range: Range
    cost: bool = False
    vague: bool = False
    metrics: tuple[_Entry, ...]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    filler: tuple[str, ...]
    tail: tuple[str, ...]
    no_heads: tuple[str, ...]
    loose_heads: tuple[str, ...]
    reversing: tuple[str, ...]
    groups: tuple[_Group, ...]


class MetricLexicon:
    """All metrics, looked up by any of their names."""

    def __init__(self, raw: Mapping[str, Any], *, place: str = _FILE) -> None:
        file = parse_file(_File, raw, place)
        self._place = place
        self._exact: dict[tuple[str, ...], Metric] = {}
        self._words: dict[str, Metric] = {}
        self._before_k: dict[tuple[str, ...], Metric] = {}
        self._only_at_k: set[str] = set()
        self._metrics: dict[str, Metric] = {}
        self._filler = {tuple(metric_key(phrase).split()) for phrase in file.filler}
        self._longest_filler = max(map(len, self._filler), default=0)
        self._tail = {singular(word) for word in file.tail}
        self._no_heads = {metric_key(word) for word in file.no_heads}
        self._loose_heads = {metric_key(word) for word in file.loose_heads}
        self._reversing = set(file.reversing)
        groups: Any = raw["groups"]
        lines = lines_of_names([entry for group in groups for entry in group["metrics"]])
        for group in file.groups:
            for entry in group.metrics:
                self._add(group, entry, f"{place}:{lines.get(entry.name, 1)} ({entry.name})")
        listed = (*map(len, self._exact), *(len(key.split()) for key in self._words), *map(len, self._before_k))
        self._longest = max(listed, default=0) + _CUT_OFF_TOKENS
        self.canonical = lru_cache(maxsize=1 << 16)(self._canonical)

    def _add(self, group: _Group, entry: _Entry, place: str) -> None:
        better = entry.better or group.better
        quantity = entry.quantity or group.quantity
        low, high = entry.range or group.range
        metric = Metric(
            name=entry.name,
            aliases=entry.words,
            exact=entry.exact,
            higher_is_better=None if better == "unclear" else better == "higher",
            low=low,
            high=high,
            rate=quantity == "rate",
            quantity=quantity,
            cost=group.cost,
            vague=group.vague if entry.vague is None else entry.vague,
            at_k=entry.at_k,
        )
        if entry.name in self._metrics:
            raise RuleError("metric is listed twice", place=place, remedy="merge the two entries")
        self._metrics[entry.name] = metric
        if entry.only_at_k:
            self._only_at_k.add(entry.name)
        for form in entry.before_k:
            self._own(self._before_k, metric_tokens(form), form, metric, place)
        for form in (entry.name, *entry.exact):
            self._own(self._exact, metric_tokens(form), form, metric, place)
        # a name that is an acronym of the exact list must not match as a word: "is" is no Inception Score
        for form in (*(() if entry.name in entry.exact else (entry.name,)), *entry.words):
            self._own(self._words, metric_key(form), form, metric, place)

    @staticmethod
    def _own(table: dict[Any, Metric], key: str | tuple[str, ...], form: str, metric: Metric, place: str) -> None:
        owner = table.setdefault(key, metric)
        if owner.name != metric.name:
            raise RuleError(f"{form!r} belongs to {owner.name!r} already", place=place, remedy="leave it to one of the two")

    def __iter__(self) -> Iterator[Metric]:
        return iter(self._metrics.values())

    def __len__(self) -> int:
        return len(self._metrics)

    @property
    def heads(self) -> frozenset[str]:
        """Keys of the names that longer names can end in, in lower case."""
        return frozenset(self._words) - self._no_heads

    def forms(self) -> list[tuple[str, bool]]:
        """Every surface form, and whether it counts only as written."""
        found: dict[str, bool] = {}
        for metric in self._metrics.values():
            if metric.name in self._only_at_k:
                continue
            for form in metric.exact:
                found[form] = True
            for form in (metric.name, *metric.aliases):
                found.setdefault(form, False)
        return sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0]))

    def names(self) -> list[str]:
        """Every surface form, longest first."""
        return [form for form, _ in self.forms()]

    def _canonical(self, text: str) -> Metric | None:
        """The metric that these words name, or None.

        >>> metrics = load_metrics()
        >>> [metrics.canonical(words).name for words in ("top-1 acc.", "zero-shot accuracy", "R@5", "word error rate")]
        ['Top-1 Accuracy', 'Accuracy', 'Recall@5', 'WER']
        >>> metrics.canonical("grasp accuracy").name, metrics.canonical("grasp accuracy").higher_is_better
        ('Grasp Accuracy', True)
        >>> metrics.canonical("is") is None
        True
        """
        found = self._once(text)
        # a derived name must lead to itself: what it leads to instead is the better name
        for _ in range(_MOST_TELLING):
            settled = self._once(found.name) if found and found.head else found
            if settled == found:
                break
            found = settled
        return found

    def _once(self, text: str) -> Metric | None:
        tokens = metric_tokens(text)
        if not tokens:
            return None
        if "(" in text[1:]:  # "Word Error Rate (WER)", but "F1 (macro)" is listed as it stands
            return self._listed(tokens) or self._find(metric_tokens(text.partition("(")[0])) or self._find(tokens)
        return self._find(tokens)

    def _find(self, tokens: tuple[str, ...]) -> Metric | None:
        keys = [singular(token.lower()) for token in tokens]
        telling = _Telling(keys, self._filler, self._longest_filler)
        for end in range(len(tokens), 0, -1):
            found = self._find_head(tokens, keys, end, telling)
            if found or end == 1 or keys[end - 1] not in self._tail:
                return found
        return None

    def _find_head(self, tokens: tuple[str, ...], keys: Sequence[str], end: int, every: "_Telling") -> Metric | None:
        """The longest ending of the tokens up to `end` that is a metric, with what stands before it kept in the name."""
        for start in range(max(0, end - self._longest), end):
            head = self._listed(tokens[start:end])
            if head is None:
                continue
            telling = [tokens[at] for at in every.up_to(start)]
            if not telling:
                return head
            key = " ".join(keys[start:end])
            if {key, metric_key(head.name)} & self._no_heads or len(key) == 1 or len(telling) > _MOST_TELLING:
                return None
            if telling[0].lower() in self._reversing:
                return None
            return self._derived(telling, head, key if key in self._loose_heads else None)
        return None

    def _listed(self, tokens: tuple[str, ...]) -> Metric | None:
        found = self._plain(tokens)
        if found is not None:
            return None if found.name in self._only_at_k else found
        return self._at_k(tokens)

    def _plain(self, tokens: tuple[str, ...]) -> Metric | None:
        found = self._exact.get(tokens)
        if found is None:
            found = self._words.get(" ".join(singular(token.lower()) for token in tokens))
        if found is None and len(tokens[-1]) > 2 and tokens[-1][-1] == "s" and tokens[-1][-2].isupper():
            found = self._exact.get((*tokens[:-1], tokens[-1][:-1]))  # FIDs
        return found

    def _at_k(self, tokens: tuple[str, ...]) -> Metric | None:
        if "@" in tokens[1:]:
            at = tokens.index("@", 1)
            base, rest = self._before_k.get(tokens[:at]) or self._plain(tokens[:at]), tokens[at + 1 :]
            if len(rest) > 1 and rest[-1].lower() in {"accuracy", "rate", "score"}:  # pass@1 accuracy
                rest = rest[:-1]
            k = "".join(rest)
            if not _CUT_OFF.fullmatch(k) or (len(rest) > 1 and ":" not in rest):
                return None
        elif len(tokens) > 1 and tokens[-1][0].isdigit():  # AP60, R1, PCKh-0.5
            short = tokens[:-1]
            base, k = self._before_k.get(short) or self._exact.get(short), tokens[-1]
        else:
            return None
        if base is None or not base.at_k:
            return None
        name = f"{base.name}@{k}"
        if listed := self._plain(metric_tokens(name)):
            return listed
        return base.model_copy(
            update={"name": name, "aliases": (), "exact": (), "at_k": False, "vague": False, "head": base.name}
        )

    def _derived(self, telling: list[str], head: Metric, loose: str | None) -> Metric:
        end = loose.title() if loose else head.name
        name = " ".join([*(word.capitalize() if word.islower() else word for word in telling), end])
        if listed := self._listed(metric_tokens(name)):  # "averaged rank-1 acc" is Rank-1
            return listed
        update: dict[str, object] = {"name": name, "aliases": (), "exact": (), "at_k": False, "head": head.name}
        if loose:
            update |= {"quantity": "any", "rate": False, "low": None, "high": None}
        return head.model_copy(update=update)


class _Telling:
    """Which words of a name tell something, and are no filler phrase; asked again and again for another part of the name."""

    def __init__(self, keys: Sequence[str], filler: Collection[tuple[str, ...]], longest: int) -> None:
        self._keys, self._filler, self._longest = keys, filler, longest
        self._begins: list[int] = []  # of filler phrases and telling words
        self._telling: list[int] = []

    def up_to(self, end: int) -> list[int]:
        """Where they stand before `end`; no more of them than show that they are too many."""
        if not end:
            return []
        if not self._begins:
            for at, width in self._steps(0, len(self._keys)):
                self._begins.append(at)
                if not width:
                    self._telling.append(at)
        at = self._begins[bisect_right(self._begins, end) - 1]
        telling = self._telling[: min(bisect_left(self._telling, at), _MOST_TELLING + 1)]
        # what `end` may cut in two is read anew
        return telling + [step for step, width in self._steps(at, end) if not width]

    def _steps(self, at: int, end: int) -> Iterator[tuple[int, int]]:
        """Where each filler phrase and telling word begins, and the width of the phrase."""
        while at < end:
            most = min(self._longest, end - at)
            width = next((n for n in range(most, 0, -1) if tuple(self._keys[at : at + n]) in self._filler), 0)
            yield at, width
            at += width or 1


@cache
def load_metrics() -> MetricLexicon:
    """The metrics of `metrics.yaml`.

    Raises:
        RuleError: an unknown key, or a name with two owners, with file, line and metric.
    """
    return MetricLexicon(read_yaml(FOLDER / _FILE, lines=True))
