"""The tables of a run in SQL, as SQLite and DuckDB both take it: keys, checks, and views of boards and bests.

`record_id` names a value, and a value on two data sets has two rows of `results`; so that links have something unique to point
at, a database has one table more, `records`, with one row a value.
"""

from collections.abc import Iterator, Mapping

from claimtable.exports.keys import PRIMARY_KEYS, ForeignKey, foreign_keys
from schemas.columns import TABLES, Column, ColumnType, table_columns

RECORDS = "records"

VIEWS: Mapping[str, str] = {
    "boards": """
SELECT board_id, dataset, metric, unit, higher_is_better,
       COUNT(DISTINCT CASE WHEN "rank" IS NOT NULL THEN entry_id END) AS papers,
       COUNT("rank") AS ranked, COUNT(*) - COUNT("rank") AS below_the_line,
       MIN(CASE WHEN "rank" = 1 THEN score END) AS best
FROM leaderboards
GROUP BY board_id, dataset, metric, unit, higher_is_better
ORDER BY papers DESC, ranked DESC, board_id, higher_is_better""",
    "ranking": """
SELECT board_id, dataset, metric, unit, higher_is_better, "rank", method, score, bound, role, shots, label_share, model_size,
       uncertainty, paper_id, title, published, confidence, sentence, row_id
FROM leaderboards
WHERE "rank" IS NOT NULL
ORDER BY board_id, higher_is_better, "rank", published, paper_id, method, row_id""",
    "bests": """
SELECT l.dataset, l.metric, l.unit, l.higher_is_better, l.score, l.bound, l.method, l.role, l.paper_id, l.title, l.published,
       b.papers, l.board_id, l.row_id
FROM leaderboards AS l
JOIN boards AS b ON b.board_id = l.board_id AND b.higher_is_better = l.higher_is_better
WHERE l."rank" = 1
ORDER BY b.papers DESC, l.board_id, l.higher_is_better, l.published, l.paper_id, l.row_id""",
}


def create_tables(types: Mapping[ColumnType, str], *, self_links: str = "") -> Iterator[str]:
    """The CREATE TABLE statements in the order in which tables may be filled, with the database's words for our types.

    `self_links` is added to every foreign key: what the database needs where rows may come before what they point at.
    """
    for table in TABLES:
        if table == "results":
            yield (
                f"CREATE TABLE {RECORDS} ({_text('record_id', types)} PRIMARY KEY, {_text('entry_id', types)}"
                f" REFERENCES papers (entry_id){self_links})"
            )
        lines = [_column(column, types, is_key=column.name == PRIMARY_KEYS.get(table)) for column in table_columns(table)]
        lines += [_reference(key) + self_links for key in foreign_keys(table)]
        if table == "results":
            lines.append(f"FOREIGN KEY (record_id) REFERENCES {RECORDS} (record_id){self_links}")
        yield f"CREATE TABLE {table} (\n  " + ",\n  ".join(lines) + "\n)"


def create_views() -> Iterator[str]:
    """The CREATE VIEW statements."""
    return (f"CREATE VIEW {name} AS{query}" for name, query in VIEWS.items())


def quoted(name: str) -> str:
    """A column's name as SQL takes it, for some are words of its own.

    >>> quoted("end")
    '"end"'
    """
    return f'"{name}"'


def _text(name: str, types: Mapping[ColumnType, str]) -> str:
    return f"{quoted(name)} {types['text']} NOT NULL"


def _column(column: Column, types: Mapping[ColumnType, str], *, is_key: bool) -> str:
    words = f"{quoted(column.name)} {types[column.type]}"
    if not column.nullable:
        words += " NOT NULL"
    if is_key:
        words += " PRIMARY KEY"
    if column.words:
        words += f" CHECK ({quoted(column.name)} IN ({', '.join(repr(word) for word in column.words)}))"
    return words


def _reference(key: ForeignKey) -> str:
    target = RECORDS if key.to_column == "record_id" else key.to_table
    return f"FOREIGN KEY ({quoted(key.column)}) REFERENCES {target} ({quoted(key.to_column)})"
