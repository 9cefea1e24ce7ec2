"""Does a "respectively" pair as many numbers as names?

Only lists that can be counted on sight are counted: numbers in a row, and names in capitals in a row, both next to the
word. Anything else is left alone: most of what looks like an unequal list is one that was cut in the wrong place.
"""

import re
from collections.abc import Iterator

from schemas import Kind
from validation.audit.abstracts import AuditedAbstract, finding
from validation.audit.findings import Finding

_NUMBER = (
    r"(?:(?:about|over|around|nearly|up to|at least)\s)?[~<>≈+−-]?\s?\$?\\?[+−-]?\d+(?:[.,]\d+)*"
    r"\s?(?:\\?%|\\times|×|x\b|(?!and\b|on\b|for\b|in\b|of\b|to\b|with\b)[A-Za-z]{1,4}\b|points?\b)?\$?"
)
_NUMBERS = rf"(?<![\w.:/,-])(?P<numbers>{_NUMBER}(?:\s*,\s*{_NUMBER})*\s*,?\s+and\s+{_NUMBER})(?![\w:/%])"
_NAME = r"(?=\S*[A-Z])[A-Za-z][\w.+@-]*\w(?:\s(?=\S*[A-Z\d])[\w.+@-]*\w)?"
_ROW = rf"{_NAME}(?:\s*,\s*{_NAME})*\s*,?\s+and\s+{_NAME}"
_NAMES = rf"\b(?:[Oo]n|[Ff]or|[Oo]f|[Ii]n|[Oo]ver)\s+(?:the\s+)?(?P<names>{_ROW})"
_WORDS = r"(?:\s+(?!and\b|or\b)[a-z][a-z-]*){0,%d}"
_END = r"\s*,?\s*respectively\b"

_FORMS = (
    # Numbers first: it gains 3% and 2% in accuracy on Fjord and Moor, respectively.
    re.compile(rf"{_NUMBERS}{_WORDS % 4}\s+{_NAMES}{_WORDS % 2}{_END}"),
    # Names first: on Fjord and Moor it reaches 93% and 92% accuracy, respectively.
    re.compile(rf"{_NAMES}{_WORDS % 2},?{_WORDS % 6}\s+{_NUMBERS}{_WORDS % 3}{_END}"),
    # Names behind the word: it reaches 93% and 92%, respectively, on Fjord and Moor.
    re.compile(rf"{_NUMBERS}{_WORDS % 3}{_END},?\s+{_NAMES}{_WORDS % 2}\s*[.,;)]"),
)
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_LIST_BEFORE = re.compile(r"\d[^.;]{0,30}(?:,|\band)\s*$")


def lists_of_unequal_length(abstract: AuditedAbstract) -> Iterator[Finding]:
    """CT104: not as many numbers as names about the one "respectively" of a sentence."""
    for sentence, values in abstract.sentences():
        if any(value.row.kind is Kind.RANK for value in values):
            continue
        found = counted_lists(sentence)
        if found is None or len(found[0]) == len(found[1]):
            continue
        numbers, names = found
        first = next((value for value in values if value.row.value_text in sentence), values[0])
        told = f"'respectively' gives {len(numbers)} numbers ({', '.join(numbers)}) to {len(names)} names ({', '.join(names)})."
        yield finding("CT104", first, told)


def counted_lists(sentence: str) -> tuple[list[str], list[str]] | None:
    """The numbers and the names that a sentence pairs; None where they cannot be counted for sure.

    >>> counted_lists("It gains 3% and 2% on Fjord, Moor and Heath, respectively.")
    (['3%', '2%'], ['Fjord', 'Moor', 'Heath'])
    >>> counted_lists("It gains 3% and 2% on news and mail, respectively.")
    """
    if sentence.count("respectively") != 1:
        return None
    # Two forms may match, as in "3% and 2% on A and B, respectively": the first one listed is the tighter.
    for form in _FORMS:
        found = form.search(sentence)
        if found is not None:
            # A list that begins further left, in a form that we do not read, would be counted short.
            if _LIST_BEFORE.search(sentence[: found.start("numbers")]):
                return None
            numbers, names = (_AND.split(found[part].strip()) for part in ("numbers", "names"))
            # "Birch and Alder gain 3% and 2% on Fjord, Moor and Heath": the other names may be the ones that are meant.
            rows = [_AND.split(row.group()) for row in re.finditer(_ROW, sentence) if row.start() != found.start("names")]
            return None if len(names) != len(numbers) and len(numbers) in map(len, rows) else (numbers, names)
    return None
