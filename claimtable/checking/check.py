"""The order of a check: what the paths are, what the tables say, how it compares, in one report."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from claimtable.checking.baseline import compare
from claimtable.checking.codes import selected
from claimtable.checking.findings import CheckFinding, CheckReport, Judged
from claimtable.checking.folder import judge_folder, manifest_findings, sibling_papers
from claimtable.checking.judge import Suited, Tables, Verdict, judge
from claimtable.checking.read_tables import ReadTable, read_table_file
from claimtable.checking.settings import Settings
from claimtable.checking.sides import Side, read_side, side_of
from claimtable.checking.targets import find_targets
from schemas import InputError, OptionError

GivenPath: TypeAlias = str | os.PathLike[str]


def check_paths(paths: GivenPath | Sequence[GivenPath], settings: Settings | None = None) -> CheckReport:
    """Judge output folders, tables and pages, one or several, by the selected codes.

    Raises:
        InputError: a path is not there, or nothing in it is ours.
        OptionError: a setting makes no sense.
        OutputError: an output folder cannot be read.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else paths
    return check_with_tables([os.fspath(path) for path in given], settings or Settings())[0]


def check_with_tables(paths: Sequence[str], settings: Settings) -> tuple[CheckReport, list[Suited]]:
    """The report, and the tables that were judged; raises as `check_paths`."""
    codes = selected(settings.select, settings.ignore)
    targets = find_targets(paths)
    # Whether there is something to compare with is asked before the work.
    earlier = read_side(settings.baseline) if settings.baseline else None
    found: list[CheckFinding] = []
    judged: list[Judged] = []
    sides: list[Side] = []
    suited: list[Suited] = []
    rows = 0
    for target in targets:
        if target.kind == "raw":
            continue
        judge_target = judge_folder if target.kind == "folder" else _judge_table
        verdict, results = judge_target(Path(target.name), select=codes)
        found += verdict.findings
        judged += verdict.judged
        suited += [verdict.suited] if verdict.suited else []
        if results is not None:
            rows += len(results.frame)
            sides.append(read_side(Path(target.name)) if target.kind == "folder" and earlier else side_of(results))
    pages = [target.name for target in targets if target.kind == "raw"]
    if pages:
        from claimtable.checking.raw import judge_pages
        from schemas.columns import to_frame

        pages_verdict, run = judge_pages(pages, select=codes, reader=settings.reader)
        found += pages_verdict.findings
        judged += pages_verdict.judged
        suited += [pages_verdict.suited] if pages_verdict.suited else []
        rows += len(run.results)
        sides.append(Side(Path(pages[0]), to_frame("results", run.results), None))
    if earlier is not None:
        if len(sides) != 1:
            raise OptionError("a baseline is compared with one run", place="--baseline", remedy="check one path at a time")
        found += compare(sides[0], earlier, settings.tolerances, select=codes)
    found.sort(key=lambda one: (one.place.path, one.place.line or 0, one.code, one.row_id or ""))
    return CheckReport(paths=tuple(paths), findings=tuple(found), judged=tuple(judged), rows=rows), suited


def _judge_table(path: Path, *, select: frozenset[str]) -> tuple[Verdict, ReadTable | None]:
    read = read_table_file(path)
    tables = {read.name: read}
    if read.name != "papers" and (papers := sibling_papers(path)) is not None:
        tables["papers"] = papers
    if read.name not in {"papers", "results"} and (beside := _sibling_results(path)) is not None:
        tables["results"] = beside
    # Nobody asked about its neighbours: they only tell what the rows should be.
    verdict = judge(Tables(tables), select=select, at_input=False)
    found = [finding for finding in verdict.findings if finding.table == read.name]
    judged = [one for one in verdict.judged if one.table == read.name]
    found += manifest_findings(path, select=select)
    return Verdict(found, judged, verdict.suited), read if read.name == "results" else None


def _sibling_results(path: Path) -> ReadTable | None:
    for suffix in ("parquet", "csv", "jsonl"):
        beside = path.parent / f"results.{suffix}"
        if beside.is_file():
            try:
                return read_table_file(beside, table="results")
            except InputError:
                continue
    return None
