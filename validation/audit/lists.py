"""Does a "respectively" pair as many numbers as names?

Only lists that can be counted on sight are counted: numbers in a row, and names in capitals in a row. Anything else is
left alone, for most of what looks like an unequal list is a list that was cut in the wrong place.
"""

import re
from collections.abc import Iterator

from schemas import Kind
from validation.audit.abstracts import AuditedAbstract, finding
from validation.audit.findings import Finding

_VALUE = r"[~<>≈+−-]?\s?\$?\d+(?:[.,]\d+)*\s?(?:\\?%|\\times|×|x\b|[A-Za-z]{1,4}\b(?<!and))?\$?"
_VALUES = re.compile(rf"(?<![\w.])(?P<values>{_VALUE}(?:\s*,\s*{_VALUE})*\s*,?\s+and\s+{_VALUE})\s*,?\s*respectively\b")
_NAME = r"(?=\S*[A-Z])[A-Za-z][\w.+/@-]*(?:\s(?=\S*[A-Z\d])[\w.+/@-]*\w)?"
_NAMES = re.compile(
    rf"(?:\b(?:on|for|of|in|with|by|at|over|and|to|using|both)\s+(?:the\s+)?)(?P<names>{_NAME}(?:\s*,\s*{_NAME})*\s*,?\s+and\s+{_NAME})"
    r"(?P<after>\s*(?:[,.;)]|$|\b(?:respectively|with|by|at|of|to|data\s?sets?|benchmarks?)\b))"
)
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")


def lists_of_unequal_length(abstract: AuditedAbstract) -> Iterator[Finding]:
    """CT104: one countable list of names in the sentence, and not as many numbers before "respectively"."""
    for sentence, values in abstract.sentences():
        told = _VALUES.findall(sentence)
        if len(told) != 1 or sentence.count("respectively") != 1 or any(v.row.kind is Kind.RANK for v in values):
            continue
        numbers = len(_AND.split(told[0].strip()))
        names = [_AND.split(found["names"]) for found in _NAMES.finditer(sentence)]
        # Another list of three things or more in small letters could be the one that is meant.
        if len(names) != 1 or _has_other_list(sentence, told[0]):
            continue
        listed = names[0]
        if len(listed) == numbers or len(listed) < 2:
            continue
        first = next((v for v in values if v.row.value_text and told[0].find(v.row.value_text) >= 0), values[0])
        yield finding(
            "CT104",
            first,
            f"'respectively' gives {numbers} numbers ({told[0].strip()}) to {len(listed)} names ({', '.join(listed)}).",
        )


def _has_other_list(sentence: str, values: str) -> bool:
    """Whether the sentence holds a second "and" that could join another list."""
    rest = sentence.replace(values, "")
    return len(re.findall(r"\band\b|&|\bor\b|/", rest)) > 1
