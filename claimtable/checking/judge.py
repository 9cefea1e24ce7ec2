"""Tables in, findings out: the suites and the audit over one set of tables, with the place of each row."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from claimtable.checking.codes import rules
from claimtable.checking.findings import CheckFinding, Judged, Place
from claimtable.checking.read_tables import ReadTable, conformed
from schemas import LeaderboardRow, ResultRow
from schemas.columns import table_columns, to_frame
from validation import Outcome, RunCounts, ValidationReport, validate_results, validate_run
from validation.audit import Finding, audit_boards, audit_results

if TYPE_CHECKING:
    import pandas as pd

Row = TypeVar("Row", bound=BaseModel)
_SHOWN_COLUMNS = 6
_SHOWN_TEXT = 80
# What cannot be judged where the papers are not at hand, or where the results are not.
_NEEDS_PAPERS = frozenset({"CT008", "CT012", "CT054", "CT060", "CT061", "CT062"})
_NEEDS_RESULTS = frozenset({"CT040", "CT042", "CT043", "CT044", "CT055", "CT056", "CT057", *_NEEDS_PAPERS})
_TABLES = ("papers", "results", "comparisons", "leaderboards")


class Tables(NamedTuple):
    """Tables that belong together; a missing one is not judged."""

    tables: Mapping[str, ReadTable]
    counts: RunCounts | None = None


class Suited(NamedTuple):
    """Tables as the suites saw them, to be shown in Data Docs."""

    tables: "Mapping[str, pd.DataFrame]"
    counts: RunCounts | None
    codes: frozenset[str]


class Verdict(NamedTuple):
    """What was found, what was asked, and of which tables."""

    findings: list[CheckFinding]
    judged: list[Judged]
    suited: Suited | None = None


def judge(given: Tables, *, select: frozenset[str], at_input: bool = True) -> Verdict:
    """Judge tables by the selected codes; findings point at the paper's source, or at the row where `at_input` is off."""
    frames = {name: table.frame for name, table in given.tables.items()}
    report = _shape(frames, select)
    good = {name: frame for name, frame in frames.items() if _is_whole(name, frame)}
    good |= {name: fit for name, frame in frames.items() if name not in good and (fit := conformed(name, frame)) is not None}
    report = report.joined([_suites(good, given.counts, select)])
    places = _Places(given.tables, at_input=at_input)
    found = [one for outcome in report.failed() for one in _from_outcome(outcome, good, places)]
    found += [_from_audit(one, places) for one in _audit(good, select)]
    judged = [Judged(code=o.code, table=o.table, columns=o.columns, broken=o.unexpected_count) for o in report.outcomes]
    shown = {"papers": to_frame("papers", []), **good} if "results" in good else good
    return Verdict(found, judged, Suited(shown, given.counts, _answerable(select, good)))


def _is_whole(table: str, frame: "pd.DataFrame") -> bool:
    return list(frame.columns) == [column.name for column in table_columns(table)]


def _shape(frames: "Mapping[str, pd.DataFrame]", select: frozenset[str]) -> ValidationReport:
    """CT001 of tables whose columns are not those of the schema; the suites say it of the others."""
    found = []
    for table, frame in frames.items():
        if _is_whole(table, frame) or "CT001" not in select:
            continue
        names = [column.name for column in table_columns(table)]
        missing = [name for name in names if name not in frame.columns]
        extra = [str(name) for name in frame.columns if name not in names]
        told = [f"missing: {', '.join(missing)}"] if missing else []
        told += [f"unknown: {', '.join(extra)}"] if extra else []
        rule = rules()["CT001"]
        found.append(
            Outcome(
                **{"code": rule.code, "name": rule.name, "table": table, "columns": (), "severity": rule.severity},
                **{"row_level": False, "success": False, "unexpected_count": 1, "description": rule.about},
                observed="; ".join(told) or "the order is another",
            )
        )
    return ValidationReport(outcomes=tuple(found))


def _suites(good: "Mapping[str, pd.DataFrame]", counts: RunCounts | None, select: frozenset[str]) -> ValidationReport:
    tables = {name: good.get(name, to_frame(name, [])) for name in _TABLES}
    codes = _answerable(select, good)
    no_counts = RunCounts(papers_read=0, papers_written=0, values_extracted=0, values_written=0, values_rejected=0)
    if set(good) <= {"papers", "results"} and counts is None:
        report = validate_results(papers=tables["papers"], results=tables["results"], select=codes)
        if "papers" not in good or "results" in good:
            return _of(report, good, select)
    codes = codes if counts is not None else codes - {"CT060", "CT061", "CT062"}
    report = validate_run(
        papers=tables["papers"],
        results=tables["results"],
        comparisons=tables["comparisons"],
        leaderboards=tables["leaderboards"],
        counts=counts or no_counts,
        select=codes,
    )
    return _of(report, good, select)


def _answerable(select: frozenset[str], good: Collection[str]) -> frozenset[str]:
    """The codes that the tables at hand can answer."""
    codes = select if "papers" in good else select - _NEEDS_PAPERS
    return codes if "results" in good else codes - _NEEDS_RESULTS


def _of(report: ValidationReport, good: Collection[str], select: frozenset[str]) -> ValidationReport:
    asked = {*good, "run"}
    return ValidationReport(outcomes=tuple(o for o in report.outcomes if o.table in asked and o.code in select))


def _audit(good: "Mapping[str, pd.DataFrame]", select: frozenset[str]) -> Iterator[Finding]:
    codes = {code for code in select if code.startswith("CT1")}
    if codes and "results" in good:
        yield from audit_results(_rows(ResultRow, good["results"]), select=codes)
    if codes & {"CT121", "CT122"} and "leaderboards" in good:
        yield from audit_boards(_rows(LeaderboardRow, good["leaderboards"]), select=codes)


def _rows(model: type[Row], frame: "pd.DataFrame") -> Iterator[Row]:
    """The rows that their model accepts; the suites speak of the others."""
    for row in frame.to_dict(orient="records"):
        try:
            yield model.model_validate({str(name): _plain(value) for name, value in row.items()})
        except ValidationError:
            continue


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | str) or value is None:
        return value
    if hasattr(value, "date") and callable(value.date):
        return None if value != value else value.date()  # noqa: PLR0124
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return None if type(value).__name__ == "NAType" or value != value else value  # noqa: PLR0124


class _Places:
    """Where rows come from: the paper's source as `papers` says it, or the row in its file."""

    def __init__(self, tables: Mapping[str, ReadTable], *, at_input: bool) -> None:
        self._tables = tables
        self._sources: dict[object, Place] = {}
        self._records: dict[object, int] | None = None
        if at_input and (papers := tables.get("papers")) is not None and {"source", "line"} <= set(papers.frame.columns):
            columns = (papers.frame[name].tolist() for name in ("entry_id", "source", "line"))
            for entry, source, line in zip(*columns, strict=True):
                if isinstance(source, str) and source != "-":
                    self._sources.setdefault(entry, Place(path=source, line=_line(line)))

    def row(self, table: str, position: int | None) -> Place | None:
        """The row in its own file."""
        read = self._tables.get(table) or next(iter(self._tables.values()), None)
        if read is None:
            return None
        known = position is not None and table in self._tables
        return Place(path=str(read.path), line=read.line(position) if known and position is not None else None)

    def source(self, entry: object) -> Place | None:
        """The paper in the input."""
        return self._sources.get(entry) if isinstance(entry, str) else None

    def of_record(self, record: str) -> int | None:
        """The position of the first row of a record."""
        if self._records is None:
            read = self._tables.get("results")
            named = [] if read is None or "record_id" not in read.frame.columns else read.frame["record_id"].tolist()
            self._records = {name: position for position, name in reversed(list(enumerate(named)))}
        return self._records.get(record)

    def value_text(self, position: int | None) -> str | None:
        """The value of a row of results in the words of the abstract."""
        return None if position is None else _text(_plain(self._tables["results"].frame["value_text"].iloc[position]))


def _line(value: Any) -> int | None:
    value = _plain(value)
    return int(value) if isinstance(value, int | float) and value >= 1 else None


def _from_outcome(outcome: Outcome, frames: "Mapping[str, pd.DataFrame]", places: _Places) -> Iterator[CheckFinding]:
    frame = frames.get(outcome.table)
    column = outcome.columns[0] if len(outcome.columns) == 1 else None
    told = f"{outcome.description}{f' Column {column}.' if column else ''}"
    if frame is None or not outcome.failing_positions:
        row = places.row(outcome.table, None)
        yield CheckFinding(
            **_head(outcome),
            message=f"{told} Found: {outcome.observed}." if outcome.observed else told,
            place=row or Place(path="-"),
            table=outcome.table,
            column=column,
        )
        return
    for position in outcome.failing_positions:
        cells = {name: _plain(frame[name].iloc[position]) for name in frame.columns}
        row = places.row(outcome.table, position)
        source = places.source(cells.get("entry_id"))
        yield CheckFinding(
            **_head(outcome),
            message=f"{told} {_shown(outcome.columns, cells)}".rstrip(),
            place=source or row or Place(path="-"),
            row_place=row if source else None,
            table=outcome.table,
            row_id=_text(cells.get("row_id") or cells.get("comparison_id")),
            entry_id=_text(cells.get("entry_id")),
            quote=_text(cells.get("sentence")),
            marked=_text(cells.get("value_text")),
            column=column,
        )


def _from_audit(one: Finding, places: _Places) -> CheckFinding:
    # A finding is about the value at its start; of a leaderboard, about its first record.
    ends_with = f"@{one.start}-{one.end}"
    about = next((record for record in one.record_ids if record.endswith(ends_with)), one.record_ids[0])
    position = places.of_record(about)
    row, source = places.row("results", position), places.source(one.entry_id)
    return CheckFinding(
        **_head(one),
        message=one.explanation,
        place=source or row or Place(path="-"),
        row_place=row if source else None,
        table="results",
        row_id=" ".join(one.record_ids),
        entry_id=one.entry_id,
        quote=one.quote,
        marked=places.value_text(position),
    )


def _head(one: Outcome | Finding) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "severity": one.severity}


def _shown(columns: tuple[str, ...], cells: Mapping[str, Any]) -> str:
    shown = [f"{name} = {_cut(cells[name])}" for name in columns if name in cells and name != "sentence"][:_SHOWN_COLUMNS]
    return f"Here: {', '.join(shown)}." if shown else ""


def _cut(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else "null" if value is None else str(value)
    return text if len(text) <= _SHOWN_TEXT else text[: _SHOWN_TEXT - 1] + "…"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
