"""The manifest of an output folder: what a run wrote, file by file. Without it, a folder holds no whole run."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, JsonValue, ValidationError, model_validator

import extract
import rules
import schemas
import validation
from schemas import OutputError
from schemas.base import Frozen

MANIFEST = "manifest.json"


class FileEntry(Frozen):
    """One file of a run. The name is a plain one: a manifest must never lead a run to files outside its folder."""

    name: str = Field(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)+$", max_length=100)
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    rows: int | None = Field(default=None, ge=0, description="Rows of a table; null for a page.")


class Manifest(Frozen):
    """What a run wrote. It says nothing of time and place, so that the same input gives the same bytes."""

    format: Literal[1] = 1
    claimtable: str = Field(description="Version that wrote the run.")
    rules: str | None = Field(default=None, description="Hash of the rules and the code that read with them.")
    options: dict[str, JsonValue] = Field(default_factory=dict, description="Options that decide on what the tables hold.")
    summary: dict[str, JsonValue] = Field(default_factory=dict, description="Counts of the run.")
    files: tuple[FileEntry, ...] = ()

    @model_validator(mode="after")
    def _has_unique_names(self) -> Self:
        names = self.names()
        if len(set(names)) != len(names) or MANIFEST in names:
            raise ValueError("a file is listed twice, or the manifest itself is")
        return self

    def names(self) -> tuple[str, ...]:
        """Names of all files but the manifest itself."""
        return tuple(entry.name for entry in self.files)

    def to_json(self) -> str:
        """The manifest as it stands in the file."""
        return self.model_dump_json(indent=2) + "\n"


def parse_manifest(path: Path) -> Manifest | None:
    """The manifest at a path; None where there is none.

    Raises:
        OutputError: the file is none of ours.
    """
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValidationError, UnicodeDecodeError):
        raise OutputError(
            "this file is no manifest of claimtable (or of a newer version)",
            place=str(path),
            remedy="move it away, or choose another folder with -o",
        ) from None
    except OSError as error:
        raise OutputError(error.strerror or str(error), place=str(path), remedy="check its permissions") from None


@cache
def own_rules() -> str:
    """A hash of all that decides on which results an abstract gives: the rules, and the code that reads with them."""
    digest = hashlib.sha256()
    for name, path in own_files():
        digest.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def own_files() -> list[tuple[str, Path]]:
    """Those files, by their names under the packages that hold them.

    >>> {"extract/pipeline.py", "rules/values.yaml", "schemas/rows.py"} <= {name for name, _ in own_files()}
    True
    """
    return [
        (f"{room.__name__}/{path.relative_to(folder).as_posix()}", path)
        for room in (schemas, rules, extract, validation)
        for folder in map(Path, room.__path__)
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".yaml"})
    ]


def own_version() -> str:
    """The version of claimtable that runs."""
    try:
        return version("claimtable")
    except PackageNotFoundError:  # run from a bare checkout
        return "unknown"
