"""Whether two names speak of one thing, by the words that tell."""

import re

_WORD = re.compile(r"[A-Za-z0-9]+")
_SHORTEST = 2


def share_a_word(left: str, right: str) -> bool:
    """Whether two names have a word in common, in any case of letters.

    >>> share_a_word("the BirchNet baseline", "BirchNet"), share_a_word("prior work", "BirchNet")
    (True, False)
    """
    return not _words(left).isdisjoint(_words(right))


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text) if len(word) >= _SHORTEST and word.lower() != "the"}
