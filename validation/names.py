"""Whether a canonical name and the words that it came from can mean one thing."""

import re
from collections.abc import Callable


def names_agree(name: str, text: str, abstract: str, canonical: Callable[[str], str | None]) -> bool:
    """Whether the words may stand for the name, though the lexicon has another for them.

    >>> names_agree("Fjord", "Fjord Tide Records", "on Fjord Tide Records (Fjord).", str)
    True
    >>> names_agree("F1", "F1 and AUC", "", str)
    True
    """
    # The abstract itself gives the words another name: Fjord Tide Records (FTR) is FTR.
    other = r"\s*[(\[]\s*([^()\[\]]{1,60}?)\s*[)\]]"
    if any(name in {found, canonical(found)} for found in re.findall(re.escape(text) + other, abstract)):
        return True
    # "F1 and AUC": the words of a value may name two things, and the name is that of one.
    return any(canonical(part) == name for part in re.split(r",\s*|\s+and\s+|/", text))
