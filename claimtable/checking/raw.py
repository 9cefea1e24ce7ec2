"""Pages: extract from them, then judge what came out; what could not be read or had to be rejected is told too."""

from collections.abc import Sequence
from pathlib import Path

from claimtable.checking.codes import rules
from claimtable.checking.findings import CheckFinding, Place
from claimtable.checking.judge import Tables, Verdict, judge
from claimtable.checking.read_tables import ReadTable
from claimtable.in_memory import Run, build_results
from schemas import RejectRow
from schemas.columns import to_frame
from validation import RunCounts


def judge_pages(inputs: Sequence[str], *, select: frozenset[str], reader: str | None) -> tuple[Verdict, Run]:
    """Extract from pages as `claimtable extract` does, and judge all tables that it would write.

    Raises:
        InputError: nothing could be read.
        OptionError: there is no such reader.
    """
    run = build_results(inputs, reader=reader)
    verdict = judge(Tables(_tables(run, inputs[0]), run.summary.counts()), select=select)
    rejected = [_from_reject(reject, run) for reject in run.rejects if reject.stage not in ("skip", "note")]
    return Verdict([*(one for one in rejected if one.code in select), *verdict.findings], verdict.judged, verdict.suited), run


def extracted_tables(inputs: Sequence[str]) -> tuple[dict[str, ReadTable], RunCounts]:
    """The tables that `claimtable extract` would write, and the counts of the run."""
    run = build_results(inputs)
    return _tables(run, inputs[0]), run.summary.counts()


def _tables(run: Run, place: str) -> dict[str, ReadTable]:
    from claimtable.tables.comparisons import find_comparisons
    from claimtable.tables.leaderboards import rank_leaderboards

    rows = {
        "papers": run.papers,
        "results": run.results,
        "comparisons": tuple(find_comparisons(run.results, run.papers)),
        "leaderboards": tuple(rank_leaderboards(run.results, run.papers)),
    }
    # Nothing is written, so a row has no line but that of its paper.
    return {name: ReadTable(name, Path(place), to_frame(name, one), None) for name, one in rows.items()}


def _from_reject(reject: RejectRow, run: Run) -> CheckFinding:
    rule = rules()["CT080" if reject.stage == "read" else "CT081"]
    paper = next((paper for paper in run.papers if paper.entry_id == reject.entry_id), None)
    source, line = (reject.source, reject.line) if reject.source or paper is None else (paper.source, paper.line)
    return CheckFinding(
        **{"code": rule.code, "name": rule.name, "severity": rule.severity},
        message=f"{reject.code}: {reject.reason}" + (f" ({reject.text!r})" if reject.text and reject.stage != "read" else ""),
        place=Place(path=source or "-", line=line),
        table="rejects",
        row_id=reject.record_id,
        entry_id=reject.entry_id,
        quote=reject.sentence,
        marked=reject.text if reject.stage != "read" else None,
    )
