"""Closed classes of words that rules and engine share: numbers in words."""

from collections.abc import Mapping
from functools import cache

from rules.yaml_files import FOLDER, read_yaml


@cache
def number_words() -> Mapping[str, float]:
    """Number words in lower case and what they count.

    >>> number_words()["three"]
    3.0
    """
    return word_numbers("numbers")


@cache
def word_numbers(name: str) -> Mapping[str, float]:
    """One of the lists of `words.yaml`: what each word counts.

    >>> word_numbers("fractions")["half"]
    0.5
    """
    return {word: float(count) for word, count in read_yaml(FOLDER / "words.yaml")[name].items()}
