"""The phrases of the audit, out of `rules/audit.yaml`: checked when they are loaded."""

import re
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from rules.lexicon_files import parse_file
from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError

_FILE = "audit.yaml"


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    about: str = Field(min_length=1)
    phrases: tuple[str, ...] = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)
    not_examples: tuple[str, ...] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: tuple[_Group, ...]


class Phrases:
    """Groups of phrases by id, each as one pattern.

    >>> load_phrases().find("superior", "Tarn outperforms BirchNet").group()
    'outperforms'
    >>> load_phrases().find("superior", "Tarn matches BirchNet")
    """

    def __init__(self, raw: Mapping[str, object], *, place: str = _FILE) -> None:
        file = parse_file(_File, raw, place)
        self._patterns: dict[str, re.Pattern[str]] = {}
        for group in file.groups:
            if group.id in self._patterns:
                raise RuleError("group is listed twice", place=f"{place} ({group.id})", remedy="merge the two")
            self._patterns[group.id] = _checked(group, f"{place} ({group.id})")

    def find(self, group: str, text: str) -> re.Match[str] | None:
        """The first phrase of the group in the text."""
        return self._patterns[group].search(text)

    def findall(self, group: str, text: str) -> list[re.Match[str]]:
        """All phrases of the group in the text."""
        return list(self._patterns[group].finditer(text))


def _checked(group: _Group, place: str) -> re.Pattern[str]:
    for phrase in group.phrases:
        try:
            found = re.compile(phrase).match("")
        except re.error as error:
            raise RuleError(f"{phrase!r}: {error}", place=place, remedy="mend the phrase") from None
        if found:
            raise RuleError(f"{phrase!r} matches the empty string", place=place, remedy="mend the phrase")
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(group.phrases)})(?![\w-])", re.IGNORECASE)
    for text in group.examples:
        if not pattern.search(text):
            raise RuleError(f"example is not found: {text!r}", place=place, remedy="mend the phrases or the example")
    for text in group.not_examples:
        if pattern.search(text):
            raise RuleError(f"not_example is found: {text!r}", place=place, remedy="mend the phrases or the example")
    return pattern


@cache
def load_phrases() -> Phrases:
    """The phrases that the rules ship."""
    return Phrases(read_yaml(FOLDER / _FILE))
