"""What a path is: an output folder, a table of ours, or pages to extract from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from claimtable.checking.read_tables import SUFFIXES, table_of
from claimtable.folder.manifest import MANIFEST
from claimtable.folder.store import STAGING
from claimtable.readers.inputs import STDIN
from schemas import InputError

Kind = Literal["folder", "table", "raw"]


class Target(NamedTuple):
    """One path to be checked, as it was named."""

    name: str
    kind: Kind


def find_targets(paths: Sequence[str]) -> list[Target]:
    """What each path is; the raw ones are read together, as `extract` reads them.

    Raises:
        InputError: a path is not there, or a table that is none of ours.
    """
    if not paths:
        raise InputError("no path given", remedy="name an output folder, a table, or pages to extract from")
    return [_target(path) for path in paths]


def _target(name: str) -> Target:
    path = Path(name)
    if name == STDIN:
        return Target(name, "raw")
    if not path.exists():
        raise InputError("no such file or folder", place=name, remedy="check the path")
    if path.is_dir():
        ours = (
            (path / MANIFEST).exists()
            or (path / STAGING).exists()
            or any((path / f"results{suffix}").exists() for suffix in SUFFIXES)
        )
        return Target(name, "folder" if ours else "raw")
    if path.suffix not in SUFFIXES:
        return Target(name, "raw")
    table = table_of(path)
    if table is not None and not (table == "papers" and path.suffix == ".jsonl"):
        return Target(name, "table")
    if path.suffix == ".jsonl":
        return Target(name, "raw")
    raise InputError(
        "this is no table of claimtable",
        place=name,
        remedy="its columns are not those of results, papers, comparisons or leaderboards (docs/tables.md)",
    )
