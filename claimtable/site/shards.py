"""Rows as JSON: what a page shows first stands in the page, the rest in script files beside it.

A page that was opened from a file may not fetch, but it may load a script; each shard is a script that hands over its rows.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from claimtable.site.folder import NewSite

FIRST = 350_000  # bytes of rows in the page itself
SHARD = 600_000  # bytes of rows in a file beside it
EVIDENCE = 96_000  # bytes in a file that is loaded to unfold one row


def to_json(value: Any) -> Markup:
    r"""Compact JSON without any sign that means something in HTML.

    >>> str(to_json(["</script>", "é"]))
    '["\\u003c/script\\u003e","é"]'
    """
    text = htmlsafe_json_dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def write_rows(site: NewSite, name: str, rows: Iterable[Sequence[Any]]) -> tuple[Markup, int, tuple[str, ...]]:
    """The first rows as a JSON list for the page, the number of all rows, and the addresses of the shards with the others."""
    first: list[str] = []
    shards: list[str] = []
    waiting: list[str] = []
    size = count = 0
    limit = FIRST

    def flush() -> None:
        nonlocal first, limit, size, waiting
        if limit == FIRST:
            first, limit = waiting, SHARD
        else:
            address = f"data/{name}-{len(shards) + 1}.js"
            site.write(address, f'claimtable.receive("{address}",[{",".join(waiting)}]);\n')
            shards.append(address)
        size, waiting = 0, []

    for row in rows:
        encoded = to_json(row)
        if waiting and size + len(encoded) > limit:
            flush()
        waiting.append(encoded)
        size += len(encoded.encode(errors="replace"))
        count += 1
    if waiting:
        flush()
    return Markup("[{}]").format(Markup(",").join(map(Markup, first))), count, tuple(shards)


class EvidenceShards:
    """Abstracts with their marks, or other data of each paper, packed into files that are loaded when they are asked for."""

    def __init__(self, site: NewSite, name: str = "evidence", *, limit: int = EVIDENCE) -> None:
        self._site, self._name, self._limit = site, name, limit
        self._waiting: list[str] = []
        self._size = self._number = 0

    def add(self, evidence: Any) -> tuple[int, int]:
        """Where an abstract lies: the number of its file, and its place in it."""
        encoded = to_json(evidence)
        if self._waiting and self._size + len(encoded) > self._limit:
            self.close()
            self._number += 1
        self._waiting.append(encoded)
        self._size += len(encoded)
        return self._number, len(self._waiting) - 1

    def close(self) -> None:
        """Write what waits."""
        if self._waiting:
            address = f"data/{self._name}-{self._number}.js"
            self._site.write(address, f'claimtable.receive("{address}",[{",".join(self._waiting)}]);\n')
        self._waiting, self._size = [], 0
