"""Listed data sets that do not look like one name: Moments in Time, CNN/Daily Mail, Humanity's Last Exam, 300W.

In: a text and where a word of it begins. Out: where the listed name ends that begins there.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import regex

from extract.naming.surfaces import Shape, find_surfaces, shape
from rules.lexicons import load_datasets

_WORDS = regex.compile(r"[^\W_]+")
# of words with capitals or digits, joined by small words, a slash, an ampersand or an apostrophe
_SHAPE = regex.compile(r"[A-Z\d∞τ](?:[^()\[\]:,→A-Z\d]*+[A-Z\d])++[^\s()\[\]:,→A-Z\d]*+")
_SMALL = 2  # words in small letters that a name may hold in a row: Labeled Faces in the Wild
_FEWEST = 4  # characters


def listed_end(text: str, start: int, word: str) -> int | None:
    """Where the listed name ends that begins at an offset, if its shape alone would not tell; None where there is none.

    Args:
        text: The text.
        start: The offset.
        word: What stands there, up to the next blank.

    >>> text = "It leads on CNN/DailyMail and Moments in Time."
    >>> [text[at : listed_end(text, at, word)] for at, word in ((12, "CNN/DailyMail"), (30, "Moments"))]
    ['CNN/DailyMail', 'Moments in Time']
    """
    for pattern in _patterns(word):
        match = pattern.match(text, start)
        if match is not None:
            return int(match.end())
    return None


@lru_cache(maxsize=50_000)
def _patterns(word: str) -> tuple[Any, ...]:
    """The patterns of such names that begin with the first word of a run of characters without blanks."""
    first = _WORDS.match(word)
    return tuple(map(_pattern, _by_first_word().get(first[0].lower(), ()))) if first is not None else ()


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    """Such names by their first word in small letters, longest first."""
    found: dict[str, list[str]] = {}
    for form in _unlike_names():
        first = _WORDS.match(form)
        if first is not None:
            found.setdefault(first[0].lower(), []).append(form)
    return {word: tuple(forms) for word, forms in found.items()}


def _unlike_names() -> Iterator[str]:
    datasets = load_datasets()
    for form in datasets.names():  # longest first
        known = datasets.find(form)
        if known is None or known.caution or len(form) < _FEWEST or not _SHAPE.fullmatch(form):
            continue
        parts = _WORDS.findall(form)
        if all(shape(part) in {Shape.NAME, Shape.CAPITAL} for part in parts) and "/" not in form:
            continue
        run = 0
        for word in parts:
            run = run + 1 if word.islower() else 0
            if run > _SMALL:
                break
        else:
            if not any(surface.text == form for surface in find_surfaces(f"on {form}")):
                yield form


@lru_cache(maxsize=1000)
def _pattern(form: str) -> Any:
    """A pattern of a name, whatever the case of all but the first letter of each word, and the blanks around its signs."""
    words = list(_WORDS.finditer(form))
    parts = [f"{regex.escape(m[0][0])}(?i:{regex.escape(m[0][1:])})" for m in words]
    for at, (one, other) in enumerate(pairwise(words), start=1):
        sign = form[one.end() : other.start()].strip(" -")
        parts[at] = (rf"[\s-]?{regex.escape(sign)}[\s-]?" if sign else r"[\s-]") + parts[at]
    return regex.compile("".join(parts) + regex.escape(form[words[-1].end() :]) + r"(?![\w+]|-[A-Z\d])")
