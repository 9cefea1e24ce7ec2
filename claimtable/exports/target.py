"""PATH: what may be replaced there, and how the new takes the place of the old.

An export is written aside, into a hidden folder beside PATH, then renamed. What stood there before is only replaced if it is
itself an export: a folder says so in a list of its own files, a file by what it holds (see `earlier`).
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from claimtable.exports.earlier import is_earlier_file
from claimtable.exports.formats import Format
from claimtable.folder.manifest import MANIFEST
from claimtable.folder.store import disk_errors
from schemas import OutputError
from schemas.base import Frozen

LIST = ".claimtable-export.json"  # what an exported folder says of itself


class _List(Frozen):
    """The format and the files of an exported folder."""

    format: str
    files: tuple[str, ...]


class Aside:
    """An export being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = 1


def check_target(path: Path, fmt: Format, *, run: Path, is_folder: bool, force: bool) -> None:
    """Whether an export may go to `path`; to be asked before the work.

    Raises:
        OutputError: something stands there that is no earlier export, or that must never be replaced.
    """
    if not path.name:
        raise OutputError("this names no file or folder of its own", place=str(path), remedy="give the export a name with -o")
    real = path.resolve()
    if not os.path.lexists(real):
        return
    if real.is_dir() and (
        (real / MANIFEST).exists() or any(place.is_relative_to(real) for place in (run.resolve(), Path.cwd(), Path.home()))
    ):
        raise OutputError("an export must not replace this folder", place=str(path), remedy="choose another path with -o")
    if real.is_dir() != is_folder:
        what, wanted = ("a folder", "one file") if real.is_dir() else ("a file", "a folder")
        if not force:
            raise OutputError(
                f"this is {what}, and {fmt.name} makes {wanted}",
                place=str(path),
                remedy="choose another path with -o, or --force",
            )
    if force:
        return
    foreign = _foreign_file(real) if is_folder else None if is_earlier_file(real, fmt.name) else real
    if foreign is not None:
        raise OutputError(
            f"this is in the way: it is no earlier export to {fmt.name}" if not is_folder else "this is no file of an export",
            place=str(foreign),
            remedy="move it away, choose another path with -o, or replace it with --force",
        )


@contextmanager
def written_aside(path: Path, fmt: Format, *, is_folder: bool) -> Iterator[Aside]:
    """Where to write; what stands there at the end takes the place of `path`. After an error, nothing has changed.

    Raises:
        OutputError: the place cannot be written.
    """
    real = path.resolve()  # a link keeps pointing where it points
    with disk_errors(path):
        real.parent.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=".claimtable-export-", dir=real.parent))
        try:
            # under its final name: some formats write it down
            aside = Aside(hidden / real.name)
            if is_folder:
                aside.path.mkdir()
            yield aside
            if is_folder:
                aside.files = _list(aside.path, fmt)
            _replace(aside.path, real, hidden / "old")
        finally:
            shutil.rmtree(hidden, ignore_errors=True)


def _replace(new: Path, path: Path, old: Path) -> None:
    if not new.is_dir() and not path.is_dir():
        new.replace(path)
        return
    had = os.path.lexists(path)
    if had:
        path.replace(old)
    try:
        new.replace(path)
    except OSError:
        if had:
            old.replace(path)
        raise


def _list(folder: Path, fmt: Format) -> int:
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    (folder / LIST).write_text(_List(format=fmt.name, files=tuple(files)).model_dump_json(indent=2) + "\n", encoding="utf-8")
    return len(files)


def _foreign_file(folder: Path) -> Path | None:
    """Something in the folder that no export wrote; None where all of it is ours. An empty folder is nobody's."""
    present = sorted(path for path in folder.rglob("*") if not path.is_dir())
    if not present:
        return None
    try:
        listed = _List.model_validate_json((folder / LIST).read_bytes())
    except (OSError, ValidationError):
        return present[0]
    ours = {LIST, *listed.files}
    return next((path for path in present if path.relative_to(folder).as_posix() not in ours), None)
