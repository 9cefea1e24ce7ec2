"""What notebooks show: abstracts and sentences with every place marked that a record speaks of. All text is escaped."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pydantic import Field, ValidationError

from claimtable.arguments import check_title, kind_of
from claimtable.evidence import ROLES, SpanRole, find_spans, reading_of, to_html
from claimtable.evidence.drawing import cut
from claimtable.evidence.spans import EvidenceSpan, sentence_of
from claimtable.folder.cells import phrases
from extract.table import to_rows
from schemas import Extraction, InputError, Paper, Result, ResultRow
from schemas.columns import table_columns

if TYPE_CHECKING:
    import pandas as pd

_REMEDY = "give an abstract, what extract_records gives, or the table results, as extract_frame gives it"
SHOWN = 50  # sentences of a table: a notebook keeps what it shows
# Notebooks are light or dark and do not say so: colours that let either shine through, and a line of its own for each role.
_COLOURS = {
    SpanRole.VALUE: ("255 200 0", "solid 3px"),
    SpanRole.METRIC: ("0 114 178", "dotted 2px"),
    SpanRole.DATASET: ("0 158 115", "dashed 2px"),
    SpanRole.METHOD: ("204 121 167", "double 3px"),
    SpanRole.BASELINE: ("213 94 0", "wavy 1px"),
    SpanRole.CONDITION: ("128 128 128", "solid 1px"),
}
_EVERY = Markup(".claimtable mark{color:inherit;border-radius:2px;padding:0 .1em;text-underline-offset:.2em}")
_OF_ROLE = Markup(".claimtable .role-{}{{background:rgb({} / .22);text-decoration:underline {} rgb({} / .9)}}")
_STYLE = Markup("<style>{}{}</style>").format(
    _EVERY, Markup().join(_OF_ROLE.format(role.value, colour, line, colour) for role, (colour, line) in _COLOURS.items())
)


class Highlighted:
    """Marked text that a notebook shows; elsewhere, `str` gives the HTML."""

    def __init__(self, html: Markup) -> None:
        self._html = Markup('<div class="claimtable">{}{}</div>').format(_STYLE, html)

    def _repr_html_(self) -> str:
        return str(self._html)

    def __str__(self) -> str:
        return str(self._html)


class Record(Result):
    """A result that knows the abstract it stands in, so that a notebook can show where."""

    abstract: str = Field(exclude=True, repr=False, description="The abstract as given.")

    def _repr_html_(self) -> str:
        return str(Highlighted(self._marked()))

    def _marked(self) -> Markup:
        rows = _rows(self)
        start, end = sentence_of(self.abstract, rows[0])
        return _quote(self.abstract, find_spans(self.abstract, rows), start, end) + _facts(rows)


class Records(tuple[Record, ...]):
    """The results of one abstract, a tuple that a notebook shows as the abstract with its claims."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(Highlighted(self._marked()))

    def _marked(self) -> Markup:
        rows = [row for record in self for row in _rows(record)]
        return _abstract(self[0].abstract, rows) if self else Markup("<p>no results</p>")


def highlight(source: "str | Records | Record | pd.DataFrame", title: str | None = None) -> Highlighted:
    """An abstract, or a table of results, for a notebook to show with every claim marked.

    Args:
        source: An abstract, read here and now; what `extract_records` gives, or one record of it; or a DataFrame of `results`, of
            which the first 50 sentences are shown.
        title: Title of the paper of an abstract.

    Raises:
        InputError: it is something else, or the DataFrame is no table of results.

    >>> '<mark class="role-value"' in highlight("Tidepool reaches 54.3 AP on COCO test-dev.")._repr_html_()
    True
    """
    from claimtable.api import to_result_rows

    check_title(title, place="highlight, title")
    if isinstance(source, Record | Records):
        return Highlighted(source._marked())
    if isinstance(source, str):
        return Highlighted(_abstract(source, to_result_rows(source, title)))
    return Highlighted(_table(_rows_of(source)))


def _abstract(abstract: str, rows: Sequence[ResultRow]) -> Markup:
    legend = Markup(" ").join(Markup('<mark class="role-{0}">{0}</mark>').format(role.value) for role in ROLES)
    text = to_html(abstract, find_spans(abstract, rows))
    return Markup('<p style="white-space:pre-line;max-width:50em">{}</p><p><small>{}</small></p>{}').format(
        text, legend, _facts(rows)
    )


def _table(rows: Sequence[ResultRow]) -> Markup:
    """Rows of several papers: each sentence once, with its claims under it."""
    sentences: dict[tuple[str, str], list[ResultRow]] = {}
    for row in rows:
        sentences.setdefault((row.entry_id, row.sentence), []).append(row)
    parts = [
        Markup("<p><small>{}</small><br>{}</p>{}").format(entry_id, _own_sentence(sentence, group), _facts(group))
        for (entry_id, sentence), group in list(sentences.items())[:SHOWN]
    ]
    more = len(sentences) - SHOWN
    return Markup().join([*parts, Markup("<p>{:,} more sentences</p>").format(more) if more > 0 else Markup()])


def _own_sentence(sentence: str, rows: Sequence[ResultRow]) -> Markup:
    """A sentence without its abstract: it begins where all of its values fall on their words."""
    first, at = rows[0], -1
    while (at := sentence.find(first.value_text, at + 1)) >= 0:
        shift = first.start - at
        if all(row.start >= shift and sentence[row.start - shift : row.end - shift] == row.value_text for row in rows):
            inside = [ResultRow.model_validate({**dict(row), "start": row.start - shift, "end": row.end - shift}) for row in rows]
            return to_html(sentence, find_spans(sentence, inside))
    return to_html(sentence, ())


def _quote(abstract: str, spans: Iterable[EvidenceSpan], start: int, end: int) -> Markup:
    """The part of a marked abstract from start to end."""
    parts, at = [], 0
    for piece, span in cut(abstract, spans):
        low, high = max(start - at, 0), min(end - at, len(piece))
        if low < high:
            part = piece[low:high]
            moved = () if span is None else (span.model_copy(update={"start": 0, "end": len(part)}),)
            parts.append(to_html(part, moved))
        at += len(piece)
    return Markup("<p>{}</p>").format(Markup().join(parts))


def _facts(rows: Sequence[ResultRow]) -> Markup:
    names = ("value", "metric", "data set", "method", "baseline", "conditions", "rule", "confidence")
    claims: dict[str, list[ResultRow]] = {}
    for row in rows:
        claims.setdefault(row.record_id, []).append(row)
    cells = [
        (
            reading_of(one[0]),
            one[0].metric,
            ", ".join(row.dataset for row in one if row.dataset),
            one[0].method,
            one[0].baseline,
            "; ".join(one[0].conditions),
            one[0].rule,
            f"{one[0].confidence:.2f}",
        )
        for one in claims.values()
    ]
    head = Markup().join(Markup('<th scope="col">{}</th>').format(name) for name in names)
    body = Markup().join(
        Markup("<tr>{}</tr>").format(Markup().join(Markup("<td>{}</td>").format(cell or "") for cell in line)) for line in cells
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(head, body)


def _rows(record: Result) -> list[ResultRow]:
    paper = Paper(entry_id="abstract", paper_id="abstract", abstract="", source="-", reader="text")
    return to_rows(paper, Extraction(records=(record,)))


def _rows_of(frame: Any) -> list[ResultRow]:
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise InputError(f"{kind_of(frame)} cannot be marked", place="highlight", remedy=_REMEDY)
    names = [column.name for column in table_columns("results")]
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise InputError(f"the DataFrame has no column {missing[0]!r}", place="highlight", remedy=_REMEDY)
    plain = frame[names].astype(object)
    cells = plain.where(plain.notna(), None).to_dict("records")
    return [_row_of(row, f"highlight, row {number}") for number, row in enumerate(cells, start=1)]


def _row_of(cells: dict[Any, Any], place: str) -> ResultRow:
    conditions = cells["conditions"]
    try:
        if conditions is None or isinstance(conditions, str):  # as a CSV has them
            conditions = phrases(conditions)
        return ResultRow.model_validate({**cells, "conditions": conditions})
    except ValueError as error:  # a ValidationError is one
        fault = error.errors()[0] if isinstance(error, ValidationError) else {"loc": ("conditions",), "msg": str(error)}
        where = ".".join(map(str, fault["loc"])) or "the row"
        raise InputError(f"{where}: {fault['msg']}", place=place, remedy="give the table as extract_frame gives it") from None
