"""What happened to every number of a text: taken as a value, rejected, left alone for a reason, or seen by no rule."""

import re
from enum import StrEnum

from extract.pipeline import extract_abstract
from schemas import Result
from schemas.base import Frozen

# A number as a reader sees one, in digits, with its inner dots, commas and blanks torn by PDF conversion left apart.
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Fate(StrEnum):
    """What became of a number."""

    RESULT = "result"
    REJECTED = "rejected"
    IGNORED = "left alone"
    UNSEEN = "no value"


class Mark(Frozen):
    """One number of the text, or the value expression around it, and what became of it."""

    start: int
    end: int
    text: str
    fate: Fate
    reason: str
    rule: str | None = None
    result: Result | None = None


def explain_text(text: str, title: str | None = None) -> tuple[Mark, ...]:
    """Every number of the text with its fate, in text order.

    >>> [(m.text, m.fate.value) for m in explain_text("In 2023, we reach 84.5% accuracy.")]
    [('2023', 'left alone'), ('84.5%', 'result')]
    """
    extraction = extract_abstract(text, title=title)
    marks = [
        Mark(start=r.start, end=r.end, text=r.value_text, fate=Fate.RESULT, reason=str(r.kind), rule=r.rule, result=r)
        for r in extraction.records
    ]
    marks += [
        Mark(start=r.start, end=r.end, text=r.text, fate=Fate.REJECTED, reason=r.reason, rule=r.rule)
        for r in extraction.rejects
    ]
    marks += [
        Mark(start=i.start, end=i.end, text=i.text, fate=Fate.IGNORED, reason=i.reason, rule=i.rule)
        for i in extraction.ignored
    ]
    marks += _inside_of_roles(text, extraction.records, marks)
    for number in _NUMBER.finditer(text):
        if not any(mark.start < number.end() and number.start() < mark.end for mark in marks):
            marks.append(
                Mark(
                    start=number.start(),
                    end=number.end(),
                    text=number[0],
                    fate=Fate.UNSEEN,
                    reason="no value rule matches here",
                )
            )
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def _inside_of_roles(text: str, records: tuple[Result, ...], taken: list[Mark]) -> list[Mark]:
    """Numbers that belong to a role of some value: the 20 of the condition `20% of the labels`, the 95 of a CI."""
    found: list[Mark] = []
    for result in records:
        begin = text.find(result.sentence)
        roles = [("uncertainty", result.uncertainty), ("aggregate", result.aggregate), ("metric", result.metric_text)]
        roles += [("condition", condition) for condition in result.conditions]
        roles += [("data set", dataset.text) for dataset in result.datasets]
        roles += [("baseline", result.baseline), ("method", result.method), ("task", result.task)]
        for role, words in roles:
            at = text.find(words, max(begin, 0)) if words else -1
            if at < 0 or words is None:
                continue
            for number in _NUMBER.finditer(words):
                start, end = at + number.start(), at + number.end()
                if not any(mark.start < end and start < mark.end for mark in (*taken, *found)):
                    reason = f"part of the {role} '{words}'"
                    found.append(
                        Mark(start=start, end=end, text=number[0], fate=Fate.IGNORED, reason=reason, rule=None)
                    )
    return found
