"""What is made of the rules at a price, kept on disk for the next process: patterns compiled and read, files parsed.

To compile all rules takes seconds, to load what came of it a few hundredths of one. The file lies in the user's folder for
caches, or in the folder that CLAIMTABLE_CACHE names; `CLAIMTABLE_CACHE=off` keeps nothing. Its name is a digest of the rules,
of the code that reads them, and of the versions of Python and `regex`, so that it never says anything of other rules. Where it
cannot be read or written, all is made anew: the results are the same.
"""

import atexit
import hashlib
import io
import os
import pickle
import platform
import sys
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

import regex

T = TypeVar("T")
Key = tuple[Hashable, ...]

VARIABLE = "CLAIMTABLE_CACHE"
OFF = "off"
_HERE = Path(__file__).parent
_SUFFIX = ".rules"
_FILES = 16  # of other versions and rules, which may be in use beside this one
_DIGEST = hashlib.sha256().digest_size
# all that a compiled pattern needs: whatever else such a file named would be code that somebody slipped in
_ALLOWED = {("regex._regex", "compile"), ("_regex", "compile")}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no business here")
        return super().find_class(module, name)


class Kept:
    """What was made before, from one file, and what is made now, to be added to it.

    >>> kept = Kept(None)
    >>> kept.take(("sum", 1, 2), lambda: 1 + 2)
    3
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._held = _read(path)
        self._new = False

    def take(self, key: Key, make: Callable[[], T]) -> T:
        """What was made under this key, or what `make` gives now: the same object each time."""
        if key in self._held:
            found: T = self._held[key]
            return found
        made = self._held[key] = make()
        self._add()
        return made

    def take_copy(self, key: Key, make: Callable[[], T]) -> T:
        """The same, for what its users may change: each gets one of their own."""
        if key in self._held:
            copy: T = _Reader(io.BytesIO(self._held[key])).load()
            return copy
        made = make()
        self._held[key] = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        self._add()
        return made

    def _add(self) -> None:
        if not self._new and self._path is not None:
            atexit.register(self.save)
        self._new = True

    def save(self) -> None:
        """Write what is new, with what other processes have written meanwhile; where that fails, nothing is lost."""
        if not self._new or self._path is None:
            return
        self._new = False
        atexit.unregister(self.save)
        content = pickle.dumps({**_read(self._path), **self._held}, pickle.HIGHEST_PROTOCOL)
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._path.parent, suffix=".part", delete=False) as aside:
                try:
                    aside.write(hashlib.sha256(content).digest() + content)
                    aside.close()
                    Path(aside.name).replace(self._path)
                except OSError:
                    Path(aside.name).unlink(missing_ok=True)
                    raise
            _drop_old(self._path.parent)


def _read(path: Path | None) -> dict[Key, Any]:
    """What a file holds; nothing where it is missing, damaged, or somebody else's."""
    if path is None:
        return {}
    try:
        with path.open("rb") as stream:
            if hasattr(os, "getuid") and os.fstat(stream.fileno()).st_uid != os.getuid():
                return {}
            content = stream.read()
        if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return {}
        held: dict[Key, Any] = _Reader(io.BytesIO(content[_DIGEST:])).load()
    except (OSError, pickle.UnpicklingError):
        return {}
    with suppress(OSError):
        os.utime(path)  # the files used last are kept
    return held


def _drop_old(folder: Path) -> None:
    files = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[_FILES:]:
        path.unlink(missing_ok=True)


@cache
def kept() -> Kept:
    """What is kept for the rules and the versions that run."""
    folder = _folder()
    return Kept(folder / f"{_digest()}{_SUFFIX}" if folder is not None else None)


def _folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if named != OFF else None
    from platformdirs import user_cache_path

    try:
        return user_cache_path("claimtable", appauthor=False)
    except RuntimeError:  # no home
        return None


def _digest() -> str:
    digest = hashlib.sha256()
    for part in (regex.__version__, sys.version, platform.machine()):
        digest.update(f"{part}\0".encode())
    for path in sorted(path for path in _HERE.rglob("*") if path.suffix in {".py", ".yaml"}):
        digest.update(f"{path.relative_to(_HERE).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:32]
