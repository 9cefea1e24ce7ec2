"""The keys of the tables: what names a row, and what points where. Databases and data packages are made from them."""

import types
from collections.abc import Mapping

from schemas.base import Frozen

PRIMARY_KEYS: Mapping[str, str] = types.MappingProxyType(
    {"papers": "entry_id", "results": "row_id", "comparisons": "comparison_id", "leaderboards": "row_id"}
)


class ForeignKey(Frozen):
    """A column whose every value stands in a column of another table, or is null."""

    table: str
    column: str
    to_table: str
    to_column: str


FOREIGN_KEYS = tuple(
    ForeignKey(table=table, column=column, to_table=to_table, to_column=to_column)
    for table, column, to_table, to_column in (
        ("papers", "duplicate_of", "papers", "entry_id"),
        ("results", "entry_id", "papers", "entry_id"),
        ("results", "reference_id", "results", "record_id"),
        ("comparisons", "entry_id", "papers", "entry_id"),
        ("comparisons", "subject_record_id", "results", "record_id"),
        ("comparisons", "reference_record_id", "results", "record_id"),
        ("comparisons", "change_record_id", "results", "record_id"),
        ("leaderboards", "row_id", "results", "row_id"),
        ("leaderboards", "record_id", "results", "record_id"),
        ("leaderboards", "entry_id", "papers", "entry_id"),
        ("rejects", "entry_id", "papers", "entry_id"),
    )
)


def foreign_keys(table: str) -> list[ForeignKey]:
    """The foreign keys of one table.

    >>> [key.to_table for key in foreign_keys("rejects")]
    ['papers']
    """
    return [key for key in FOREIGN_KEYS if key.table == table]
