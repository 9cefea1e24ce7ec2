"""Abstracts with their marked words, as spaCy's displaCy draws them: `displacy.render(content, style="ent", manual=True)`."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from claimtable.exports.json_file import write_json
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.source import RunTables
from schemas import Kind, Paper, ResultRow

_LABELS = {Kind.SCORE: "VALUE", Kind.CHANGE: "CHANGE", Kind.RANK: "RANK"}


class _Mark(NamedTuple):
    """One marked stretch of an abstract."""

    start: int
    end: int
    label: str


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:  # noqa: ARG001
    """Write a list with one object a paper: its text and, in text order, its marks, none over another."""
    counted: Counter[str] = Counter()
    by_entry = {
        entry_id: list(rows)
        for entry_id, rows in groupby(
            sorted(run.results, key=lambda row: (row.entry_id, row.start)), key=lambda row: row.entry_id
        )
    }
    write_json(path, [_document(paper, by_entry.get(paper.entry_id, []), counted) for paper in run.papers])
    return remarks(counted)


def _document(paper: Paper, rows: list[ResultRow], counted: Counter[str]) -> dict[str, Any]:
    return {
        "text": paper.abstract,
        "ents": [mark._asdict() for mark in find_marks(paper.abstract, rows, counted)],
        "title": paper.title,
        "entry_id": paper.entry_id,
        "paper_id": paper.paper_id,
    }


def find_marks(abstract: str, rows: list[ResultRow], counted: Counter[str]) -> list[_Mark]:
    """The marks of one abstract: all values, then the words that belong to them, found near their value.

    Words that the abstract does not hold as they stand in the table, or that lie across another mark, are counted.
    """
    marks: dict[tuple[int, int], _Mark] = {}
    for row in rows:
        marks.setdefault((row.start, row.end), _Mark(row.start, row.end, _LABELS[row.kind]))
    for label, words, row in _words(rows):
        near = _nearest(abstract, words, row)
        if near is None:
            counted[f"words of kind {label} stand nowhere in their abstract as such"] += 1
            continue
        span = (near.start(), near.end())
        if span in marks:
            continue
        if any(span[0] < mark.end and mark.start < span[1] for mark in marks.values()):
            counted["words are not marked, for they lie across another mark"] += 1
            continue
        marks[span] = _Mark(*span, label)
    return sorted(marks.values())


def _words(rows: list[ResultRow]) -> Iterator[tuple[str, str, ResultRow]]:
    told = set()
    for label, name in (
        ("METRIC", "metric_text"),
        ("DATASET", "dataset_text"),
        ("METHOD", "method"),
        ("BASELINE", "baseline"),
        ("TASK", "task"),
        ("AGGREGATE", "aggregate"),
        ("UNCERTAINTY", "uncertainty"),
    ):
        for row in rows:
            words = getattr(row, name)
            # "ours" stands for a system that the abstract gives no name
            if words and not (name == "method" and words == "ours") and (label, words, row.start) not in told:
                told.add((label, words, row.start))
                yield label, words, row
    for row in rows:
        for words in row.conditions:
            if ("CONDITION", words, row.start) not in told:
                told.add(("CONDITION", words, row.start))
                yield "CONDITION", words, row


def _nearest(abstract: str, words: str, row: ResultRow) -> re.Match[str] | None:
    """Where the words stand nearest to the value; blanks and line ends are one."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = re.finditer(rf"(?<!\w){pattern}(?!\w)", abstract)
    return min(found, key=lambda match: (_distance(match, row), match.start()), default=None)


def _distance(match: re.Match[str], row: ResultRow) -> int:
    return max(match.start() - row.end, row.start - match.end(), 0)
