"""An output folder: is each file the one that its manifest lists, and what do the tables themselves say?"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from claimtable.checking.codes import rules
from claimtable.checking.findings import CheckFinding, Judged, Place
from claimtable.checking.judge import Tables, Verdict, judge
from claimtable.checking.read_tables import ReadTable, known_tables, read_table_file
from claimtable.folder.manifest import MANIFEST, FileEntry, Manifest, parse_manifest
from claimtable.folder.store import STAGING, open_run
from schemas import InputError, OutputError
from validation import RunCounts

_ORDER = ("parquet", "csv", "jsonl")
_COUNTED = {
    "papers_read": "papers_read",
    "papers_written": "papers",
    "values_extracted": "values_extracted",
    "values_written": "values_written",
    "values_rejected": "values_rejected",
}


class _Files(NamedTuple):
    """What stands in a folder, held against its manifest."""

    manifest: Manifest | None
    changed: frozenset[str]
    findings: list[CheckFinding]


def judge_folder(folder: Path, *, select: frozenset[str]) -> tuple[Verdict, ReadTable | None]:
    """Judge all tables of a folder. Each edited file is judged; of tables that nobody touched, one format.

    Raises:
        InputError: the folder holds no table of results that can be read.
    """
    files = _held_against_manifest(folder)
    read = {table: _read(folder, table, files.changed) for table in known_tables()}
    if not read["results"]:
        raise no_results(folder)
    counts = _counts(files.manifest)
    found = [finding for finding in files.findings if finding.code in select]
    if files.manifest is not None and counts is None and "CT073" in select:
        found.append(_finding("CT073", Place(path=str(folder / MANIFEST)), "The manifest does not hold the counts of its run."))
    suited = None
    judged: list[Judged] = [
        Judged(code="CT070", table="files", columns=(name,), broken=int(name in files.changed))
        for name in (files.manifest.names() if files.manifest else ())
        if "CT070" in select
    ]
    for number in range(max(len(variants) for variants in read.values())):
        tables = {table: variants[min(number, len(variants) - 1)] for table, variants in read.items() if variants}
        verdict = judge(Tables(tables, counts), select=select)
        known = {(finding.fingerprint, finding.message) for finding in found}
        found += [finding for finding in verdict.findings if (finding.fingerprint, finding.message) not in known]
        judged += verdict.judged if number == 0 else []
        suited = suited or verdict.suited
        for table in tables.values():
            if "CT072" in select and (short := _row_count(table, files.manifest)) is not None and short not in found:
                found.append(short)
    return Verdict(found, judged, suited), read["results"][0]


def no_results(folder: Path) -> InputError:
    """The error of a folder that holds no run."""
    return InputError("this folder holds no table results", place=str(folder), remedy=f"claimtable extract INPUT... -o {folder}")


def read_folder_table(folder: Path, table: str) -> ReadTable | None:
    """A table of a folder as it would be judged; None where there is none."""
    read = _read(folder, table, _held_against_manifest(folder).changed)
    return read[0] if read else None


def _held_against_manifest(folder: Path) -> _Files:
    if (folder / STAGING).exists():
        open_run(folder)  # finishes or undoes an interrupted run first
    manifest = parse_manifest(folder / MANIFEST)
    if manifest is None:
        told = f"There is no {MANIFEST}: this folder holds no whole run."
        return _Files(None, frozenset(), [_finding("CT071", Place(path=str(folder / MANIFEST)), told)])
    changed: set[str] = set()
    findings: list[CheckFinding] = []
    for entry in manifest.files:
        path = folder / entry.name
        if not path.is_file():
            findings.append(_finding("CT071", Place(path=str(path)), f"{entry.name} is not there, but {MANIFEST} lists it."))
        elif (difference := _difference(path, entry)) is not None:
            changed.add(entry.name)
            findings.append(_finding("CT070", Place(path=str(path)), difference))
    return _Files(manifest, frozenset(changed), findings)


def _difference(path: Path, entry: FileEntry) -> str | None:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(error.strerror or str(error), place=str(path), remedy="check its permissions") from None
    if digest == entry.sha256:
        return None
    size = path.stat().st_size
    told = "other bytes, as many as were written" if size == entry.bytes else f"{size} bytes, written were {entry.bytes}"
    return f"{entry.name} is not the file that {MANIFEST} lists: it has {told}."


def _read(folder: Path, table: str, changed: frozenset[str]) -> list[ReadTable]:
    """The formats of a table that were changed, or else the first that can be read."""
    there = [folder / f"{table}.{suffix}" for suffix in _ORDER if (folder / f"{table}.{suffix}").is_file()]
    edited = [path for path in there if path.name in changed]
    return [read_table_file(path, table=table) for path in edited or there[:1]]


def _row_count(read: ReadTable, manifest: Manifest | None) -> CheckFinding | None:
    entry = next((entry for entry in manifest.files if entry.name == read.path.name), None) if manifest else None
    if entry is None or entry.rows is None or entry.rows == len(read.frame):
        return None
    told = f"{entry.name} has {len(read.frame)} rows, written were {entry.rows}."
    return _finding("CT072", Place(path=str(read.path)), told, table=read.name)


def _counts(manifest: Manifest | None) -> RunCounts | None:
    if manifest is None:
        return None
    try:
        return RunCounts.model_validate({name: manifest.summary.get(key) for name, key in _COUNTED.items()})
    except ValidationError:
        return None


def _finding(code: str, place: Place, message: str, *, table: str | None = None) -> CheckFinding:
    rule = rules()[code]
    return CheckFinding(code=code, name=rule.name, severity=rule.severity, message=message, place=place, table=table)


def sibling_papers(path: Path) -> ReadTable | None:
    """The table papers beside a table file, where one stands there that can be read."""
    for suffix in _ORDER:
        beside = path.parent / f"papers.{suffix}"
        if beside.is_file() and beside != path:
            try:
                return read_table_file(beside, table="papers")
            except InputError:
                continue
    return None


def manifest_findings(path: Path, *, select: frozenset[str]) -> list[CheckFinding]:
    """What the manifest beside a table file says of that file."""
    try:
        manifest = parse_manifest(path.parent / MANIFEST)
    except OutputError:
        return []
    entry = next((entry for entry in manifest.files if entry.name == path.name), None) if manifest else None
    told = _difference(path, entry) if entry else None
    return [_finding("CT070", Place(path=str(path)), told)] if told and "CT070" in select else []
