"""What makes a leaderboard, as data: which names are data sets, which conditions compare, who proposes what."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from rules.lexicon_files import parse_file
from rules.loader import CheckedPattern, load_rules
from rules.names import singular
from rules.words import number_words
from rules.yaml_files import FOLDER, read_yaml
from schemas.base import Frozen

ConditionColumn = Literal["shots", "label_share", "model_size"]
_FILE = "leaderboards.yaml"
_SCALES = {"billion": "B", "million": "M", "trillion": "T", "b": "B", "m": "M", "t": "T"}
_WORD = re.compile(r"[^\W_]+(?:[-.+'/&][^\W_]+)*")


class ConditionReading(Frozen):
    """What a condition rule sets: the column, and how the condition reads there."""

    column: ConditionColumn
    reads: str


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    descriptive: tuple[str, ...]
    kinds: tuple[str, ...]
    longest_name: int = Field(ge=1)
    aggregates: CheckedPattern
    introduces: CheckedPattern
    instruments: CheckedPattern
    nameless: tuple[str, ...]
    commands: CheckedPattern
    averages: CheckedPattern
    ablations: CheckedPattern


class BoardRules:
    """The checked content of `leaderboards.yaml` and `board_conditions.yaml`.

    Raises:
        RuleError: an unknown key, a broken pattern, or an example that does not behave.
    """

    def __init__(self, raw: Any, *, place: str = _FILE) -> None:
        file = parse_file(_File, raw, place)
        self._kinds = frozenset(file.kinds)
        self._descriptive = {*file.descriptive, *file.kinds, *map(singular, file.descriptive)}
        self._longest_name = file.longest_name
        self._aggregates = file.aggregates.compiled(f"{place} (aggregates)")
        self._introduces = file.introduces.compiled(f"{place} (introduces)")
        self._instruments = file.instruments.compiled(f"{place} (instruments)")
        self._nameless = {name.casefold() for name in file.nameless}
        self._commands = file.commands.compiled(f"{place} (commands)")
        self._ablations = file.ablations.compiled(f"{place} (ablations)")
        self._averages = file.averages.compiled(f"{place} (averages)")
        self._conditions = load_rules("board_conditions", ConditionReading)

    def is_name(self, dataset: str) -> bool:
        """Whether these words name one data set rather than describe some.

        >>> rules = load_board_rules()
        >>> [rules.is_name(words) for words in ("CIFAR-10", "COCO test-dev", "voraus-AD", "Pancreas")]
        [True, True, True, True]
        >>> [rules.is_name(words) for words in ("training set", "held-out half", "internet text", "14 MRI scans")]
        [False, False, False, False]
        """
        words = _WORD.findall(dataset)
        return len(words) <= self._longest_name and any(self._is_telling(word) for word in words)

    def _is_telling(self, word: str) -> bool:
        key = word.casefold()
        if word.isupper() and len(word) > 3 and key not in self._kinds:
            return True  # SECOND is a data set, "second" an ordinal
        if key in self._descriptive or singular(key) in self._descriptive:
            return False
        parts = key.split("-")
        if len(parts) > 1 and all(part in self._descriptive or singular(part) in self._descriptive for part in parts):
            return False
        has_letter = any(char.isalpha() for char in word)
        return has_letter and any(char.isupper() or char.isdigit() or _is_uncased(char) for char in word)

    def is_over_several(self, aggregate: str) -> bool:
        """Whether an aggregate mixes systems or data sets.

        >>> load_board_rules().is_over_several("average over five models")
        True
        >>> load_board_rules().is_over_several("average over 5 runs")
        False
        """
        return self._aggregates.search(aggregate) is not None

    def is_nameless(self, method: str) -> bool:
        r"""Whether the words stand for the paper's own system without naming it.

        >>> [load_board_rules().is_nameless(name) for name in ("Ours", "BERT", r"\methodname")]
        [True, False, True]
        """
        return method.strip().casefold() in self._nameless or self._commands.search(method.strip()) is not None

    def is_average(self, aggregate: str) -> bool:
        """Whether an aggregate is a mean, of the data sets where the record has several.

        >>> load_board_rules().is_average("on average"), load_board_rules().is_average("best of 5 runs")
        (True, False)
        """
        return self._averages.search(aggregate) is not None

    def is_ablation(self, conditions: Iterable[str]) -> bool:
        """Whether the settings of a score take a part of its system away.

        >>> load_board_rules().is_ablation(["13B model", "without the table"]), load_board_rules().is_ablation(["8-shot"])
        (True, False)
        """
        return any(self._ablations.search(condition) is not None for condition in conditions)

    def is_introduced(self, method: str, abstract: str) -> bool:
        """Whether the abstract introduces the method as its own.

        >>> text = "We propose a simple decoder, called FooNet, and compare it with BarNet."
        >>> [load_board_rules().is_introduced(name, text) for name in ("FooNet", "BarNet")]
        [True, False]
        """
        at = abstract.find(method)
        while at >= 0:
            if self._introduces.search(abstract[max(0, at - 120) : at]) is not None:
                return True
            at = abstract.find(method, at + 1)
        return False

    def is_instrument(self, method: str, sentence: str) -> bool:
        """Whether the sentence says that the paper works with this system, or improves it.

        >>> load_board_rules().is_instrument("ViT-L", "We reach 86.8% with a ViT-L model.")
        True
        """
        at = sentence.find(method)
        return bool(method) and at >= 0 and self._instruments.search(sentence[:at]) is not None

    def canonical_conditions(
        self, conditions: tuple[str, ...], *, method: str = "", metric: str = ""
    ) -> dict[ConditionColumn, str]:
        """The conditions that matter for comparing, in one form; the first rule that matches fills its column.

        The name of a method may give the size of its model, the words of a metric the shots (zero-shot accuracy).

        >>> load_board_rules().canonical_conditions(("five-shot setting", "20% of the labeled data"), method="Foo-7B")
        {'shots': '5-shot', 'label_share': '20% labels', 'model_size': '7B'}
        """
        found: dict[ConditionColumn, str] = {}
        stated: list[tuple[str, ConditionColumn | None]] = [(text, None) for text in conditions]
        for text, only in (*stated, (metric, "shots"), (method, "model_size")):
            for rule in self._conditions:
                column = rule.sets.column
                if column in found or only not in (None, column):
                    continue
                match = rule.regex.search(text)
                if match is not None:
                    found[column] = rule.sets.reads.format_map({name: _plain(part) for name, part in match.groupdict().items()})
        return found


@cache
def load_board_rules() -> BoardRules:
    """The board rules that claimtable ships.

    Raises:
        RuleError: whatever is wrong with the files.
    """
    return BoardRules(read_yaml(FOLDER / _FILE))


def _plain(part: str) -> str:
    low = part.casefold().replace(",", "")
    if low in _SCALES:
        return _SCALES[low]
    return f"{number_words()[low]:g}" if low in number_words() else low


def _is_uncased(char: str) -> bool:
    """Letters of scripts without capitals (Chinese, Arabic): their names cannot show one."""
    return char.isalpha() and char.lower() == char.upper()
