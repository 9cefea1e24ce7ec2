"""Columns of the site's tables, and cells as the table script reads them (static/table.js)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from markupsafe import Markup

from claimtable.site.folder import NewSite
from claimtable.site.shards import write_rows

CellKind = Literal["text", "link", "number", "list", "word", "share", "date", "quote", "prose"]


class Column(NamedTuple):
    """One column: `key` names it in addresses, `choice` offers its words as a filter, `empty` is said where it is null.

    A column that says nothing but `usual` in all rows is left out.
    """

    key: str
    title: str
    kind: CellKind = "text"
    choice: bool = False
    empty: str = ""
    usual: str = ""


class Evidence(NamedTuple):
    """What a row unfolds to: an abstract in a shard, the claims to be picked out in it, and the row's own name."""

    shard: int
    place: int
    records: tuple[str, ...]
    row: str


class SiteTable(NamedTuple):
    """A table ready for the template `_table.html`."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: Markup
    row_count: int
    shards: tuple[str, ...]
    unfolds: bool


def make_table(
    site: NewSite, name: str, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], *, unfolds: bool = False
) -> SiteTable:
    """A table whose rows hold a cell for each column, and behind them their evidence where the table unfolds.

    A column in which nothing stands, and nothing is to be said of that, is left out.
    """
    shown = [
        at
        for at, column in enumerate(columns)
        if column.empty or any(row[at] not in (None, [], column.usual or None) for row in rows)
    ]
    if len(shown) < len(columns):
        rows = [(*(row[at] for at in shown), *row[len(columns) :]) for row in rows]
    encoded, count, shards = write_rows(site, name, rows)
    return SiteTable(name, caption, tuple(columns[at] for at in shown), encoded, count, shards, unfolds)


def link(text: str | None, href: str | None) -> Any:
    """A cell of kind `link`: text with the address of a page of the site, or text alone."""
    return [text, href] if text is not None and href is not None else text


def day(value: date | None) -> str | None:
    """A cell of kind `date`."""
    return None if value is None else value.isoformat()
