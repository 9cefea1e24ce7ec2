"""Closed lists of words that stages ask for by name."""

from collections.abc import Mapping
from functools import cache

from rules.yaml_files import FOLDER, read_yaml
from schemas import RuleError


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    lists = read_yaml(FOLDER / "word_lists.yaml")
    for name, words in lists.items():
        for word in words:
            if not isinstance(word, str):  # YAML reads a bare `on` as true
                raise RuleError(f"{word!r} in {name!r} is no text", place="word_lists.yaml", remedy="quote the word")
    return {name: frozenset(words) for name, words in lists.items()}


@cache
def word_list(name: str) -> frozenset[str]:
    """The lower-case words of one list of `word_lists.yaml`.

    >>> "rate" in word_list("metric_heads")
    True
    """
    try:
        return _lists()[name]
    except KeyError:
        raise RuleError(f"no word list {name!r}", place="word_lists.yaml", remedy="add it there") from None


@cache
def _maps() -> Mapping[str, Mapping[str, str]]:
    maps: Mapping[str, Mapping[str, str]] = read_yaml(FOLDER / "word_maps.yaml")
    return maps


@cache
def word_map(name: str) -> Mapping[str, str]:
    """One map of words of `word_maps.yaml`.

    >>> word_map("dimension_metrics")["parameters"]
    'parameters'
    """
    maps = _maps()
    try:
        return maps[name]
    except KeyError:
        raise RuleError(f"no word map {name!r}", place="word_maps.yaml", remedy="add it there") from None
