"""Tables of claims and comparisons, for the pages of methods and of all comparisons."""

from collections.abc import Iterable, Sequence

from claimtable.site.addresses import Addresses, Method
from claimtable.site.columns import Column, SiteTable, day, link, make_table
from claimtable.site.folder import NewSite
from claimtable.site.words import amount, bound_word, claim_words, signed
from schemas import Bound, ComparisonRow, ResultRow

_NOT_STATED = "not stated"
CLAIMS = (
    Column("value", "Value", "number"),
    Column("kind", "Kind", "word", choice=True),
    Column("metric", "Metric", choice=True, empty=_NOT_STATED),
    Column("dataset", "Data set", "link", choice=True, empty=_NOT_STATED),
    Column("bound", "Stated as", "word", choice=True, usual="exact"),
    Column("method", "Of", "link", empty=_NOT_STATED),
    Column("baseline", "Set against", "link"),
    Column("conditions", "Conditions", "list"),
    Column("paper", "Paper", "link"),
    Column("date", "Date", "date", empty="no date"),
    Column("confidence", "Confidence", "share", choice=True),
)
COMPARISONS = (
    Column("subject", "System", "link", empty=_NOT_STATED),
    Column("reference", "Compared with", "link", empty=_NOT_STATED),
    Column("metric", "Metric", choice=True, empty=_NOT_STATED),
    Column("dataset", "Data set", choice=True, empty=_NOT_STATED),
    Column("score", "Score", "number", empty="–"),
    Column("other", "Against", "number", empty="–"),
    Column("difference", "Difference", "number"),
    Column("bound", "Stated as", "word", choice=True),
    Column("basis", "Basis", "word", choice=True),
    Column("paper", "Paper", "link"),
)
METHODS = (
    Column("method", "Method", "link"),
    Column("claims", "Values", "number"),
    Column("against", "Set against it", "number"),
    Column("papers", "Papers", "number"),
    Column("datasets", "Data sets", "list"),
    Column("metrics", "Metrics", "list"),
)
_SAME = "the same system"
_TELLING = 1.5  # a factor nearer to 1 says no more than the difference
_SHOWN = 4  # names in a cell that lists them


def claims_table(
    site: NewSite, name: str, caption: str, rows: Iterable[ResultRow], addresses: Addresses, *, of: bool = True
) -> SiteTable:
    """Claims, one row for each value and data set; `of` says whether the method has a column."""
    cells = []
    columns = tuple(column for column in CLAIMS if of or column.key != "method")
    for row in rows:
        board = addresses.board_of.get(row.row_id)
        cell = {
            "value": [row.value, claim_words(row)],
            "kind": row.kind.value,
            "metric": row.metric,
            "dataset": link(row.dataset, board.href if board else None),
            "bound": bound_word(row.bound, row.value_high),
            "method": addresses.system(row.method, row.entry_id),
            "baseline": addresses.system(row.baseline, row.entry_id),
            "conditions": list(row.conditions),
            "paper": link(addresses.paper_title(row.entry_id), addresses.pages.get(row.entry_id)),
            "date": day(row.published),
            "confidence": row.confidence,
        }
        cells.append((*(cell[column.key] for column in columns), addresses.evidence(row.entry_id, [row.record_id], row.row_id)))
    return make_table(site, name, caption, columns, cells, unfolds=True)


def comparisons_table(site: NewSite, rows: Iterable[ComparisonRow], addresses: Addresses) -> SiteTable:
    """All comparisons; what was computed is marked so."""
    cells = []
    for row in rows:
        derived = row.source.value == "derived"
        records = [row.subject_record_id, row.reference_record_id, row.change_record_id]
        cells.append(
            (
                addresses.system(row.subject, row.entry_id),
                _SAME if row.subject and row.reference == row.subject else addresses.system(row.reference, row.entry_id),
                row.metric,
                row.dataset,
                _score(row.subject_value, row),
                _score(row.reference_value, row),
                _difference(row),
                bound_word(row.bound, None),
                "computed" if derived else row.basis.value if row.basis else None,
                link(addresses.paper_title(row.entry_id), addresses.pages.get(row.entry_id)),
                addresses.evidence(row.entry_id, records, row.comparison_id),
            )
        )
    return make_table(site, "comparisons", "Comparisons", COMPARISONS, cells, unfolds=True)


def methods_table(site: NewSite, methods: Sequence[Method]) -> SiteTable:
    """All named systems, those with the most values first."""
    ordered = sorted(methods, key=lambda method: (-len(method.own), method.name.casefold(), method.name))
    cells = [
        (
            [method.name, method.href],
            len(method.own),
            len(method.against),
            len({row.entry_id for row in (*method.own, *method.against)}),
            _some(row.dataset for row in method.own),
            _some(row.metric for row in method.own),
        )
        for method in ordered
    ]
    return make_table(site, "methods", "Methods", METHODS, cells)


def _some(names: Iterable[str | None]) -> list[str]:
    every = list(dict.fromkeys(filter(None, names)))
    return every[:_SHOWN] + ([f"{len(every) - _SHOWN} more"] if len(every) > _SHOWN else [])


def _score(value: float | None, row: ComparisonRow) -> list[object] | None:
    return None if value is None else [value, amount(value, None, row.unit, Bound.EXACT)]


def _difference(row: ComparisonRow) -> list[object] | None:
    """A cell that sorts by the difference and says all that is known of it, a line each."""
    said = []
    if row.difference is not None:
        said.append(signed(row.difference, row.difference_unit, row.bound))
    if row.relative_change is not None:
        said.append(f"{signed(row.relative_change, '%', row.bound)} relative")
    if row.ratio is not None and (not said or not 1 / _TELLING < row.ratio < _TELLING):
        said.append(amount(round(row.ratio, 3), None, "x", row.bound))
    return [row.difference, *said] if said else None
