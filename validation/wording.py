"""What the words at a value say of its unit and its bound, read with the rules that extraction reads with."""

import re
from functools import cache

from rules.loader import Rule, load_rules
from rules.units import find_unit
from schemas import Bound
from schemas.base import Frozen

_LAST_NUMBER = re.compile(r"^.*\d[^\w%]*", re.DOTALL)
_LATEX = re.compile(r"\\(?:sim|approx|textasciitilde)\b")
_TIE = re.compile(r"(?<=\w)~(?=\d|$)")  # "takes~2 days", cut before the number too
_MARKUP = re.compile(r"\\[a-zA-Z]+(?=\{)|[$\\{}]")
_SCALES = frozenset(["", *"KkMBGT"])  # 1.5B is a number of billions, no bytes
_TAG = re.compile(r"</?[a-z]{1,6}>")  # R<sup>2</sup> is no inequality
_BLANKS = re.compile(r"\s+")
_REACH = 60
_MARKS = re.compile(r"[~≈∼<>≤≥]")


class _BoundSettings(Frozen):
    bound: Bound


@cache
def _rules() -> tuple[Rule[_BoundSettings], ...]:
    return load_rules("bounds", _BoundSettings)


@cache
def unit_of_text(value_text: str) -> str | None:
    r"""The unit that stands behind the number of a value expression; None where none does that the lexicon knows.

    >>> unit_of_text("12 ms"), unit_of_text("84.5\\%"), unit_of_text("2.1 points"), unit_of_text("84.5")
    ('ms', '%', 'point', None)
    """
    behind = _LAST_NUMBER.sub("", value_text).strip(" $\\{}()-~")
    found = find_unit(behind) if behind not in _SCALES and behind != value_text.strip() else None
    return found.short if found is not None else None


def unit_fits_text(value_text: str, unit: str | None) -> bool:
    """Whether the unit is the one that the value expression shows.

    >>> unit_fits_text("12 ms", "ms"), unit_fits_text("12 ms", "s"), unit_fits_text("12", "s"), unit_fits_text("3%", "point")
    (True, False, True, True)
    """
    shown = unit_of_text(value_text)
    return shown is None or shown == unit or (shown == "%" and unit == "point")


def bound_fits_words(sentence: str, value_text: str, bound: str) -> bool:
    """Whether the sentence has words for the bound; for an exact value, whether none stand right before it.

    Where a value comes twice in its sentence, nothing is said.

    >>> told = "It gains up to 4% on Fjord and 3% on Moor."
    >>> bound_fits_words(told, "4%", "up_to"), bound_fits_words(told, "4%", "exact"), bound_fits_words(told, "3%", "exact")
    (True, False, True)
    >>> bound_fits_words(told, "3%", "at_least")
    False
    """
    at = sentence.find(value_text)
    if at < 0 or sentence.find(value_text, at + 1) >= 0:
        return True
    if bound == Bound.EXACT:
        before = _plain(sentence[max(0, at - _REACH) : at])
        return not any(rule.regex.search(before) for rule in _rules()) and not _MARKS.match(value_text)
    return bound in _bounds_in(_plain(sentence)) or bound not in {Bound.UP_TO, Bound.AT_LEAST, Bound.AT_MOST, Bound.APPROX}


@cache
def _bounds_in(sentence: str) -> frozenset[str]:
    """The bounds that some words of a sentence tell, wherever they stand."""
    starts = [found.start() for found in re.finditer(r"[+−-]?[\d.]+|\b[a-z-]+\b", sentence, re.IGNORECASE)]
    heads = [sentence[max(0, at - _REACH) : at] for at in [*starts, len(sentence)]]
    return frozenset(rule.sets.bound.value for rule in _rules() for head in heads if rule.regex.search(head))


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", _MARKUP.sub(" ", _LATEX.sub("~", _TIE.sub(" ", _TAG.sub(" ", text)))))
