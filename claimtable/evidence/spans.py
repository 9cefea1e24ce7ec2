"""Find in an abstract what its result rows speak of: the value, and the words of metric, data set, systems, conditions.

In: an abstract as given and the rows of its claims. Out: spans in text order that do not overlap. A row knows the place of
its value only; the words of its other roles are looked for, in the sentence of the value first, nearest to the value first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from claimtable.evidence.reading import reading_of
from extract.normalise.text import CleanText, clean
from schemas import ResultRow
from schemas.spans import Span as Place


class SpanRole(StrEnum):
    """What a stretch of the abstract says of a claim; where two overlap, the earlier of these keeps the text."""

    VALUE = "value"
    METRIC = "metric"
    DATASET = "dataset"
    METHOD = "method"
    BASELINE = "baseline"
    CONDITION = "condition"


ROLES = tuple(SpanRole)
_RANK = {role: rank for rank, role in enumerate(ROLES)}
_NAMELESS = "ours"  # the method field of a proposed system without a name: no words of the text
_LONGEST = 200  # characters of a phrase that is looked for; nobody's metric or method is longer
_TELLING = re.compile(r"[^\W_]{3}|\d|[A-Z]")  # a piece of a phrase that is worth a mark: not `of`, not `a`
_WORDS = re.compile(r"\S+")
_EDGE = " \t\r\n\f\v\xa0,;:.()[]{}~"


class EvidenceSpan(Place):
    """A stretch of an abstract with its role and the claims that it belongs to."""

    role: SpanRole
    record_ids: tuple[str, ...] = Field(min_length=1, description="record_id of each claim, in text order.")
    label: str | None = Field(default=None, description="What to say of it: the value read out, or the canonical name.")


class _Wanted(NamedTuple):
    """Words of one role of a claim that ought to stand in the abstract."""

    role: SpanRole
    words: str
    label: str | None


class _Claim(NamedTuple):
    """The rows of one record, and the sentence that it stands in as offsets of the abstract."""

    rows: tuple[ResultRow, ...]
    sentence: tuple[int, int]

    @property
    def first(self) -> ResultRow:
        return self.rows[0]


class _Found(NamedTuple):
    """A place before it is decided which role keeps it."""

    start: int
    end: int
    role: SpanRole
    record_id: str
    label: str | None


def find_spans(abstract: str, rows: Sequence[ResultRow]) -> tuple[EvidenceSpan, ...]:
    r"""The marked places of an abstract, in text order and without overlap.

    Args:
        abstract: The abstract as given; the rows' offsets refer to it.
        rows: Rows of `results` of this abstract, in any order; those of one record count as one claim.

    Words are compared without case, LaTeX, kinds of blanks and plural; what does not stand in the text gets no span.

    >>> from claimtable.api import to_result_rows
    >>> text = r"On the \textbf{Reef} set, Tidepool reaches 54.3 AP vs. 51.9 AP for DenseMark."
    >>> [(span.role.value, text[span.start : span.end]) for span in find_spans(text, to_result_rows(text))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('dataset', 'Reef'), ('method', 'Tidepool'), ('value', '54.3'), ('metric', 'AP'), ('value', '51.9'), ('metric', 'AP'),
     ('method', 'DenseMark')]
    """
    claims = _claims(abstract, rows)
    if not claims:
        return ()
    found = [_value(claim) for claim in claims]
    plain = clean(abstract)
    values = [(one.start, one.end) for one in found]
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    for claim in claims:
        for wanted in _wanted(claim.rows):
            for start, end in _nearest(wanted.words, claim, plain, values, places):
                found.append(_Found(start, end, wanted.role, claim.first.record_id, wanted.label))
    order = {claim.first.record_id: number for number, claim in enumerate(claims)}
    return tuple(_without_overlap(abstract, found, order))


def _claims(abstract: str, rows: Iterable[ResultRow]) -> list[_Claim]:
    """The records in text order; a row whose offsets lie outside the text belongs to another one."""
    records: dict[str, list[ResultRow]] = {}
    for row in rows:
        if row.start < row.end <= len(abstract):
            records.setdefault(row.record_id, []).append(row)
    claims = [_Claim(tuple(group), sentence_of(abstract, group[0])) for group in records.values()]
    return sorted(claims, key=lambda claim: (claim.first.start, claim.first.end, claim.first.record_id))


def sentence_of(abstract: str, row: ResultRow) -> tuple[int, int]:
    """Where the row's sentence stands; the value alone where it is not there as it was written down."""
    length = len(row.sentence)
    at = abstract.find(row.sentence, max(0, row.end - length), row.start + length) if length else -1
    return (at, at + length) if at >= 0 else (row.start, row.end)


def _value(claim: _Claim) -> _Found:
    row = claim.first
    return _Found(row.start, row.end, SpanRole.VALUE, row.record_id, reading_of(row))


def _wanted(rows: Sequence[ResultRow]) -> Iterator[_Wanted]:
    first = rows[0]
    if first.metric_text:
        yield _Wanted(SpanRole.METRIC, first.metric_text, first.metric)
    for row in rows:
        if row.dataset_text:
            yield _Wanted(SpanRole.DATASET, row.dataset_text, row.dataset)
    if first.method and first.method != _NAMELESS:
        yield _Wanted(SpanRole.METHOD, first.method, first.method)
    if first.baseline:
        yield _Wanted(SpanRole.BASELINE, first.baseline, first.baseline)
    for condition in first.conditions:
        yield _Wanted(SpanRole.CONDITION, condition, condition)


def _nearest(
    words: str,
    claim: _Claim,
    plain: CleanText,
    values: Sequence[tuple[int, int]],
    places: dict[str, tuple[tuple[int, int], ...]],
) -> list[tuple[int, int]]:
    """The occurrence of a phrase that lies nearest to the value; in pieces where the text has it in pieces.

    "LibriSpeech test-other" stands in "LibriSpeech test-clean and test-other" as two.
    """
    phrase = clean(words[:_LONGEST]).text.split()
    chosen: list[tuple[int, int]] = []
    whole = len(phrase)
    while phrase:
        for count in range(len(phrase), 0, -1):
            piece = " ".join(phrase[:count])
            if count < whole and not _TELLING.search(piece):
                continue
            if piece not in places:
                places[piece] = tuple(_occurrences(piece, plain))
            in_reach = [place for place in places[piece] if not _overlaps(place, values)]
            if count < whole:  # a piece of a name says something beside its claim only
                in_reach = [place for place in in_reach if claim.sentence[0] <= place[0] < claim.sentence[1]]
            if in_reach:
                chosen.append(min(in_reach, key=lambda place: _distance(place, claim)))
                break
        phrase = phrase[count:]
    return chosen


def _occurrences(phrase: str, plain: CleanText) -> Iterator[tuple[int, int]]:
    words = r"[\s\xa0-]+".join(re.escape(word) for word in re.split(r"[\s-]+", phrase) if word)
    if not words:
        return
    stem = words[:-1] if words[-1:] == "s" and len(words) > 3 else words
    pattern = re.compile(rf"(?<!\w)(?:{words}(?:e?s)?|{stem})(?!\w)", re.IGNORECASE)
    for match in pattern.finditer(plain.text):
        yield plain.to_source(match.start(), match.end())


def _overlaps(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def _distance(place: tuple[int, int], claim: _Claim) -> tuple[bool, int, int]:
    start, end = place
    outside = not claim.sentence[0] <= start < claim.sentence[1]
    return outside, max(start - claim.first.end, claim.first.start - end), start


def _without_overlap(abstract: str, found: Iterable[_Found], order: dict[str, int]) -> list[EvidenceSpan]:
    """Each stretch of text to one role: the weightier, then the longer; what is left of the others keeps its mark."""
    owners: list[_Found | None] = [None] * len(abstract)
    shared: dict[_Found, set[str]] = {}
    for one in sorted(
        set(found), key=lambda one: (_RANK[one.role], one.start - one.end, one.start, order[one.record_id], one.label or "")
    ):
        owned = {owner for owner in owners[one.start : one.end] if owner is not None}
        for owner in owned:
            # a system may be the method of one claim and the baseline of the next: the place belongs to both
            if owner.role is one.role or (owner.start, owner.end) == (one.start, one.end):
                shared[owner].add(one.record_id)
        shared[one] = {one.record_id}
        for at in range(one.start, one.end):
            owners[at] = owners[at] or one
    spans = []
    at = 0
    while at < len(owners):
        keeper, start = owners[at], at
        while at < len(owners) and owners[at] is keeper:
            at += 1
        end = at
        if keeper is None:
            continue
        if (start, end) != (keeper.start, keeper.end):  # a remainder: without the signs at its ends
            start += len(abstract[start:end]) - len(abstract[start:end].lstrip(_EDGE))
            end -= len(abstract[start:end]) - len(abstract[start:end].rstrip(_EDGE))
            if not _TELLING.search(abstract[start:end]):
                continue
        ids = tuple(sorted(shared[keeper], key=order.__getitem__))
        spans.append(EvidenceSpan(start=start, end=end, role=keeper.role, record_ids=ids, label=keeper.label))
    return spans
