"""The output folder as a transaction: a run stands in it as a whole or not at all.

A run is written aside into a hidden folder, then a journal says what is about to happen, then the files are renamed
into place, the manifest last. Whoever opens the folder next finds either no journal (the new files are debris: thrown
away, the old run stands) or a journal (everything new is safely on disk: the switch is finished). Only files that the
old or the new manifest lists are touched.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue, ValidationError

from claimtable.arguments import as_path
from claimtable.folder.manifest import MANIFEST, FileEntry, Manifest, own_version, parse_manifest
from schemas import OutputError
from schemas.base import Frozen

try:
    import fcntl
except ImportError:  # Windows: no lock, two runs at once into one folder are then the user's own risk
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import pandas

STAGING = ".claimtable-staging"
_JOURNAL = "journal.json"
_NEW = "new"
_WAIT = 10.0  # seconds that a reader grants another process to finish its switch


class _Journal(Frozen):
    """What a switch does: `write` comes in, `remove` goes, `fresh` are those of `write` that no older run had."""

    write: tuple[str, ...]
    remove: tuple[str, ...]
    fresh: tuple[str, ...]


class NewRun:
    """A run being written: make each file under `path(name)`, then `commit`."""

    def __init__(self, folder: Path, standing: Manifest | None) -> None:
        self.folder, self._standing = folder, standing
        self._old = standing.names() if standing else ()
        self._names: list[str] = []

    @property
    def standing(self) -> "Run | None":
        """The run that stands in the folder until `commit`; None where there is none."""
        return None if self._standing is None else Run(self.folder, self._standing)

    @property
    def aside(self) -> Path:
        """A folder for what is needed on the way; it goes when the run is done, or dies."""
        folder = self.folder / STAGING / "aside"
        folder.mkdir(exist_ok=True)
        return folder

    def path(self, name: str) -> Path:
        """Where to write the file of that name for now.

        Raises:
            OutputError: a file of that name is in the way that no run of ours wrote.
        """
        if name not in self._names:
            FileEntry(name=name, bytes=0, sha256="0" * 64)  # a name that the manifest would refuse fails here
            _refuse_foreign(self.folder, [name], self._old)
            self._names.append(name)
        return self.folder / STAGING / _NEW / name

    def commit(
        self,
        *,
        rows: Mapping[str, int],
        summary: Mapping[str, JsonValue],
        rules: str | None = None,
        options: Mapping[str, JsonValue] | None = None,
    ) -> Manifest:
        """Put the new files in the place of the old ones; `rows` gives the row count of each table file."""
        staged = self.folder / STAGING
        entries = []
        for name in sorted(self._names):
            size, digest = _seal(staged / _NEW / name)
            entries.append(FileEntry(name=name, bytes=size, sha256=digest, rows=rows.get(name)))
        manifest = Manifest(
            claimtable=own_version(), rules=rules, options=dict(options or {}), summary=dict(summary), files=tuple(entries)
        )
        _write(staged / _NEW / MANIFEST, manifest.to_json())
        _refuse_foreign(self.folder, self._names, self._old)
        journal = _Journal(
            write=manifest.names(),
            remove=tuple(name for name in self._old if name not in self._names),
            fresh=tuple(name for name in manifest.names() if name not in self._old),
        )
        _sync_folder(staged / _NEW)
        _write(staged / (_JOURNAL + ".part"), journal.model_dump_json())
        (staged / (_JOURNAL + ".part")).replace(staged / _JOURNAL)
        _sync_folder(staged)
        _sync_folder(self.folder)
        _switch(self.folder)
        return manifest


class Run:
    """A whole run in a folder, to be read."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest

    def read(self, name: str) -> bytes:
        """The bytes of one file, checked against the manifest.

        Raises:
            OutputError: the run has no such file, or the file is not what the run wrote.
        """
        entry = next((entry for entry in self.manifest.files if entry.name == name), None)
        path = self.folder / name
        if entry is None:
            raise OutputError(
                "the run holds no such file", place=str(path), remedy=f"it holds {', '.join(self.manifest.names())}"
            )
        try:
            content = path.read_bytes()
        except OSError as error:
            raise OutputError(error.strerror or str(error), place=str(path), remedy="run claimtable extract again") from None
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise OutputError(
                f"the file is not the one that {MANIFEST} lists", place=str(path), remedy="run claimtable extract again"
            )
        return content


@contextmanager
def new_run(folder: Path) -> Iterator[NewRun]:
    """Write a run aside; nothing changes in the folder unless `commit` is reached.

    Raises:
        OutputError: the folder cannot be written, another run is writing into it, or a foreign file is in the way.
    """
    with disk_errors(folder):
        if folder.exists() and not folder.is_dir():
            raise OutputError("this is a file, no folder", place=str(folder), remedy="name a folder with -o")
        folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder, wait=2.0) as locked:  # a reader holds the lock too, while it looks for debris
        if not locked:
            raise OutputError("another run is writing here", place=str(folder), remedy="wait for it, or choose another -o")
        with disk_errors(folder):
            _recover(folder)
            old = parse_manifest(folder / MANIFEST)
            (folder / STAGING / _NEW).mkdir(parents=True)
        try:
            yield NewRun(folder, old)
        finally:
            if not (folder / STAGING / _JOURNAL).exists():
                shutil.rmtree(folder / STAGING, ignore_errors=True)


def open_run(folder: Path) -> Run:
    """The run in a folder; finishes or undoes an interrupted switch first.

    Raises:
        OutputError: there is no such folder, or it holds no whole run.
    """
    remedy = f"run claimtable extract INPUT... -o {folder}"
    if not folder.is_dir():
        raise OutputError("no such folder", place=str(folder), remedy=remedy)
    patience = time.monotonic() + _WAIT
    while True:
        _recover_from_the_dead(folder)
        switching = (folder / STAGING / _JOURNAL).exists()
        manifest = None if switching else parse_manifest(folder / MANIFEST)
        if manifest is not None:
            return Run(folder, manifest)
        if not switching and not (folder / STAGING / _JOURNAL).exists():
            manifest = parse_manifest(folder / MANIFEST)  # a switch may have ended between the two looks
            if manifest is not None:
                return Run(folder, manifest)
            raise OutputError(f"no {MANIFEST}: this folder holds no whole run", place=str(folder), remedy=remedy)
        if time.monotonic() > patience:
            raise OutputError("another run is being written here", place=str(folder), remedy="try again when it is done")
        time.sleep(0.05)


def read_table(folder: Path | str, name: str) -> "pandas.DataFrame":
    """One table of the run in a folder, such as results, as a DataFrame with the dtypes of `schemas.columns`.

    Raises:
        InputError: the folder is given as something else than a path.
        OutputError: the folder holds no whole run, or no such table.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from schemas.columns import TABLES, frame_of

    folder = as_path(folder, place="read_table")
    if name not in TABLES:
        raise OutputError(f"no table is called {name!r}", place=str(folder), remedy=f"the tables are {', '.join(TABLES)}")
    run = open_run(folder)
    try:
        content = run.read(f"{name}.parquet")
    except OutputError:
        again = open_run(folder)
        if again.manifest == run.manifest:
            raise
        content = again.read(f"{name}.parquet")  # a new run came between our two looks
    return frame_of(name, pq.read_table(pa.BufferReader(content)).to_pydict())


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses into an OutputError that names the place."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            error.strerror or str(error),
            place=str(error.filename or folder),
            remedy="check free space and permissions, or choose another folder with -o",
        ) from None


def _refuse_foreign(folder: Path, names: list[str], ours: tuple[str, ...]) -> None:
    for name in names:
        path = folder / name
        if (os.path.lexists(path) and name not in ours) or path.is_dir():
            raise OutputError(
                "this is in the way: no run of claimtable wrote it",
                place=str(path),
                remedy="move it away, or choose another folder with -o",
            )


def _switch(folder: Path) -> None:
    """Do what the journal says; can be begun again at any point."""
    staged = folder / STAGING
    try:
        journal = _Journal.model_validate_json((staged / _JOURNAL).read_bytes())
    except (OSError, ValidationError):
        raise OutputError("unreadable journal", place=str(staged), remedy="remove this folder and run again") from None
    if (staged / _NEW / MANIFEST).exists():  # else the switch is done, and only the clearing away is left
        waiting = [name for name in journal.write if (staged / _NEW / name).exists()]
        _refuse_foreign(folder, waiting, tuple(name for name in journal.write if name not in journal.fresh))
        try:
            (folder / MANIFEST).unlink(missing_ok=True)  # from here on, the folder holds no run
            for name in waiting:
                (staged / _NEW / name).replace(folder / name)
            for name in journal.remove:
                (folder / name).unlink(missing_ok=True)
            _sync_folder(folder)
            (staged / _NEW / MANIFEST).replace(folder / MANIFEST)
            _sync_folder(folder)
        except OSError as error:
            raise OutputError(
                f"the new run is written but could not be put in place ({error.strerror})",
                place=str(error.filename or folder),
                remedy="close or release this file; the next claimtable command on the folder finishes the switch",
            ) from None
    (staged / _JOURNAL).unlink()
    shutil.rmtree(staged, ignore_errors=True)


def _recover(folder: Path) -> None:
    """Finish or undo what an earlier run left; to be called under the lock."""
    if (folder / STAGING / _JOURNAL).exists():
        _switch(folder)
    elif (folder / STAGING).exists():
        shutil.rmtree(folder / STAGING)


def _recover_from_the_dead(folder: Path) -> None:
    if not (folder / STAGING).exists():
        return
    with _lock(folder) as locked:
        if locked:
            finish = (folder / STAGING / _JOURNAL).exists()
            try:
                _recover(folder)
            except OSError as error:
                if finish:  # else it is debris in a folder that we may only read: let it lie
                    raise OutputError(
                        "an interrupted run cannot be finished here",
                        place=str(error.filename or folder),
                        remedy="open the folder once with write permission",
                    ) from None


@contextmanager
def _lock(folder: Path, *, wait: float = 0.0) -> Iterator[bool]:
    """The lock on a folder, tried for `wait` seconds; yields whether we got it. It ends with the process."""
    if fcntl is None:
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _take(handle, wait)
    finally:
        os.close(handle)


def _take(handle: int, wait: float) -> bool:
    patience = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= patience:
                return False
            time.sleep(0.05)
        except OSError:  # a network drive without locks
            return True
        else:
            return True


def _seal(path: Path) -> tuple[int, str]:
    """Size and hash of a file, which is on disk for good after that."""
    with path.open("r+b") as stream:  # some systems sync only what is open for writing
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
        return os.fstat(stream.fileno()).st_size, digest


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system can, and then there is nothing to do about it
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
