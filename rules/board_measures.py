"""What the field measures on a data set: which metric goes without saying there, and which names mean the same."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from rules.lexicon_files import parse_file
from rules.lexicons import Metric, load_datasets, load_metrics
from rules.loader import CheckedPattern
from rules.names import dataset_key, metric_key
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError

_FILE = "board_measures.yaml"


class Measure(BaseModel):
    """A metric that people compare on some data sets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    metric: str
    usual: bool
    same: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    bed: str | None = None
    sized: bool = False
    datasets: tuple[str, ...] = Field(min_length=1)


class _Beside(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    before: str | None = None
    after: str | None = None
    metrics: tuple[str, ...] = ()
    becomes: str | None = None
    examples: tuple[str, ...] = Field(min_length=1)
    not_examples: tuple[str, ...] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    measures: tuple[Measure, ...]
    unsaid: tuple[str, ...]
    turns: tuple[_Beside, ...]
    doubts: tuple[_Beside, ...]
    counted: CheckedPattern


class _Pattern(NamedTuple):
    beside: _Beside
    regex: re.Pattern[str]

    def holds(self, before: str, after: str) -> bool:
        return self.regex.search(after if self.beside.after is not None else before) is not None


class BoardMeasures:
    """The checked content of `board_measures.yaml`.

    Raises:
        RuleError: an unknown key, metric or data set, two usual metrics of one data set, or an example that does not behave.
    """

    def __init__(self, raw: Any, *, place: str = _FILE) -> None:
        file = parse_file(_File, raw, place)
        self._place = place
        self._usual: dict[str, Measure] = {}
        self._same: dict[tuple[str, str], Measure] = {}
        for measure in file.measures:
            self._add(measure)
        self._unsaid = {metric_key(word) for word in file.unsaid}
        self._turns = tuple(self._compiled(beside, "turns") for beside in file.turns)
        self._doubts = tuple(self._compiled(beside, "doubts") for beside in file.doubts)
        self._counted = file.counted.compiled(f"{place} (counted)")
        for turn in file.turns:
            self._check_metrics((*turn.metrics, turn.becomes or ""), turn.about)

    def _add(self, measure: Measure) -> None:
        self._check_metrics((measure.metric,), measure.about)
        for name in measure.datasets:
            if measure.bed is None and load_datasets().canonical(name) != name:
                self._refuse(f"{name!r} is not a canonical data set", measure.about)
            key = dataset_key(name)
            if measure.usual and self._usual.setdefault(key, measure) is not measure:
                self._refuse(f"{name!r} has two usual metrics", measure.about)
            for metric in (measure.metric, *measure.same):
                if self._same.setdefault((key, metric_key(metric)), measure) is not measure:
                    self._refuse(f"{metric!r} on {name!r} is two measures", measure.about)

    def _check_metrics(self, names: Iterable[str], about: str) -> None:
        for name in names:
            found = load_metrics().canonical(name)
            if found is None or found.name != name:
                self._refuse(f"{name!r} is not a canonical metric", about)

    def _refuse(self, what: str, about: str) -> None:
        raise RuleError(what, place=f"{self._place} ({about})", remedy="use the names of the lexicons, each once")

    def _compiled(self, beside: _Beside, part: str) -> _Pattern:
        place = f"{self._place} ({part}: {beside.about})"
        source = beside.after if beside.after is not None else beside.before
        if source is None or (beside.after is not None and beside.before is not None):
            raise RuleError("needs a pattern, before or after", place=place, remedy="give one of the two")
        said = beside.model_dump(include={"about", "examples", "not_examples"})
        regex = CheckedPattern(pattern=source, **said).compiled(place)
        return _Pattern(beside, regex)

    def usual(self, dataset: str) -> Measure | None:
        """What a score on this data set is of where nothing is said.

        >>> measures = load_board_measures()
        >>> measures.usual("AIME 2024").metric, measures.usual("ImageNet")
        ('Accuracy', None)
        """
        return self._usual.get(dataset_key(dataset))

    def same(self, dataset: str, metric: str) -> Measure | None:
        """The measure of this data set that a metric is, under whatever name.

        >>> measures = load_board_measures()
        >>> measures.same("AIME 2024", "pass@1").metric, measures.same("ImageNet", "pass@1")
        ('Accuracy', None)
        """
        return self._same.get((dataset_key(dataset), metric_key(metric)))

    def is_unsaid(self, metric: Metric | None) -> bool:
        """Whether the words name no measure: score, reasoning performance.

        >>> [load_board_measures().is_unsaid(load_metrics().canonical(text)) for text in ("overall score", "accuracy")]
        [True, False]
        """
        if metric is None or not metric.vague:
            return metric is None
        telling = metric.name.split()[:-1]
        # an inner capital is another's name: "ImageReward benchmark score"
        return metric_key(metric.head or metric.name) in self._unsaid and all(word[1:].islower() for word in telling)

    def turned(self, metric: str, before: str, after: str) -> str:
        """The metric, or what the text beside the value makes of it.

        >>> load_board_measures().turned("Accuracy", "maintains ", " accuracy against PGD attacks")
        'Robust Accuracy'
        """
        for turn in self._turns:
            if metric in turn.beside.metrics and turn.holds(before, after):
                return turn.beside.becomes or metric
        return metric

    def doubt(self, before: str, after: str) -> str | None:
        """What the text beside the value makes of a score; None where it stays one.

        >>> load_board_measures().doubt("while sacrificing only ", " accuracy")
        'reads like a change'
        """
        return next((doubt.beside.about for doubt in self._doubts if doubt.holds(before, after)), None)

    def is_counted(self, after: str) -> bool:
        """Whether the number counts what stands behind it."""
        return self._counted.search(after) is not None


@cache
def load_board_measures() -> BoardMeasures:
    """The measures that claimtable ships.

    Raises:
        RuleError: whatever is wrong with the file.
    """
    return BoardMeasures(read_yaml(FOLDER / _FILE))
