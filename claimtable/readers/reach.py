"""The files that inputs name: files, folders with all below them, globs; and what stands for those out of reach."""

import json
import os
from collections.abc import Sequence
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from schemas import InputError, OptionError

STDIN = "-"
PERMISSIONS = "check its permissions"
_MANIFESTS = ("manifest.json", "partitions.json", "site.json")


def list_files(inputs: Sequence[str]) -> list[str]:
    """The files that the inputs name, in order; those of a folder sorted, without hidden ones and what earlier runs wrote.

    Raises:
        OptionError: `-` stands twice.
        InputError: An input does not exist or cannot be looked into, or a folder holds no file.
    """
    files = []
    for one in reach(inputs):
        if isinstance(one, Unreached):
            raise one.error
        files.append(one)
    return files


class Unreached(NamedTuple):
    """An input, or a folder below one, whose files nobody can tell."""

    code: str
    error: InputError


def reach(inputs: Sequence[str]) -> list[str | Unreached]:
    """The files that the inputs name, and what stands for those that cannot be reached.

    Raises:
        OptionError: `-` stands twice.
        InputError: There is no input.
    """
    if sum(name == STDIN for name in inputs) > 1:
        raise OptionError("standard input can be read only once", place=STDIN, remedy="give - once")
    if not inputs:
        raise InputError("no input given", remedy="name files or folders, or - for standard input")
    return [one for name in inputs for one in _reach_one(name)]


def _reach_one(name: str) -> list[str | Unreached]:
    try:
        if name == STDIN:
            return [name]
        if Path(name).is_dir():
            below = _files_below(name)
            return below or [_unreached(name, "empty-folder", "the folder holds no files", "check the path")]
        if Path(name).exists():
            return [name]
        if has_magic(name):
            # A shell expands them itself, unless they are quoted, and ** seldom.
            found = glob(name, recursive=True)  # noqa: PTH207 - a pattern may be absolute
            matches: list[str | Unreached] = [*sorted(match for match in found if _may_be_file(Path(match)))]
            return matches or [_unreached(name, "no-such-file", "no file matches", "check the pattern")]
    except OSError as error:
        return [_denied(name, error)]
    remedy = "an address needs --engine dask, or fetch the file first" if "://" in name else "check the path"
    return [_unreached(name, "no-such-file", "no such file or folder", remedy)]


def _unreached(name: str, code: str, message: str, remedy: str) -> Unreached:
    return Unreached(code, InputError(message, place=name, remedy=remedy))


def _denied(name: str, error: OSError) -> Unreached:
    return _unreached(name, "unreadable-file", error.strerror or str(error), PERMISSIONS)


def _files_below(folder: str) -> list[str | Unreached]:
    """The files of a folder, sorted; a folder that cannot be listed is told, for what is in it would be lost."""
    files: list[str] = []
    errors: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not (name.startswith(".") or _is_output(Path(parent, name)))]
        paths = (Path(parent, name) for name in names if not name.startswith("."))
        files += [str(path) for path in paths if _may_be_file(path)]
    return [*sorted(files), *(_denied(str(error.filename or folder), error) for error in errors)]


def _may_be_file(path: Path) -> bool:
    """Whether it is a file, or nobody may tell: then the attempt to read it says so."""
    try:
        return path.is_file()
    except OSError:
        return True


def _is_output(folder: Path) -> bool:
    """Whether a folder holds a run or a site of ours, by what its manifest says: read again, its papers would come twice."""
    for name in _MANIFESTS:
        try:
            told = json.loads((folder / name).read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(told, dict) and (told.keys() >= {"rules", "options"} or "claimtable" in str(told.get("made_by"))):
            return True
    return False
