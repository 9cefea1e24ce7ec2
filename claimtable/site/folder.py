"""The site's folder appears as a whole: written aside, then renamed into the place of the site before it.

Only a folder that holds our mark is ever replaced; of two renames, the second puts the new site in place, and a site that
was moved aside for it is moved back by the next run where the first never got there.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimtable.folder.store import disk_errors
from schemas import OutputError

MARK = "site.json"
_MARKED = {"made_by": "claimtable report", "format": 1}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9]+)+")


class NewSite:
    """A site being written; counts its files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sizes: dict[str, int] = {}

    def write(self, name: str, content: str | bytes) -> None:
        """Write one file; `name` is its address within the site, with at most a few plain folders.

        Raises:
            ValueError: the name is not plain, or was written before.
        """
        *folders, last = name.split("/")
        if not all(re.fullmatch(r"[a-z]+", folder) for folder in folders) or not _NAME.fullmatch(last) or name in self.sizes:
            raise ValueError(f"no name for a new file of a site: {name!r}")
        path = self._folder / name
        if folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        encoded = content if isinstance(content, bytes) else content.encode("utf-8", errors="replace")
        path.write_bytes(encoded)
        self.sizes[name] = len(encoded)


@contextmanager
def new_site(target: Path) -> Iterator[NewSite]:
    """Write a site aside; it takes the place of `target` where the block ends without an error.

    Raises:
        OutputError: the place cannot be written, or holds something that claimtable did not write.
    """
    with disk_errors(target):
        target = target.resolve()
        aside, before = (target.with_name(f".{target.name}.claimtable-{word}") for word in ("new", "old"))
        if _is_ours(before) and not target.exists():
            before.rename(target)
        for place in (target, aside, before):
            if not _is_free(place):
                raise OutputError(
                    "this is in the way: claimtable report did not write it",
                    place=str(place),
                    remedy="move it away, or choose another folder with -o",
                )
        shutil.rmtree(before, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        try:
            site = NewSite(aside)
            site.write(MARK, json.dumps(_MARKED) + "\n")
            yield site
            if target.exists():
                target.rename(before)
            aside.rename(target)
            shutil.rmtree(before, ignore_errors=True)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _is_free(place: Path) -> bool:
    """Whether nothing is lost when a site is put here."""
    if not place.exists():
        return True
    return place.is_dir() and (_is_ours(place) or not any(place.iterdir()))


def _is_ours(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / MARK).read_bytes()).get("made_by") == _MARKED["made_by"])
    except (OSError, ValueError, AttributeError):
        return False
