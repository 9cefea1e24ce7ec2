"""The checks that no chunk can answer alone, in DuckDB: which rows break them, counted from 0.

The tables are views; every column is text there, as numbers, days and flags stand in any format. What does not fit into
memory, DuckDB lays aside.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from rules.names import dataset_key
from schemas.columns import table_columns
from validation.report import RunCounts
from validation.sources import Table

if TYPE_CHECKING:
    import numpy as np

_MEMORY = "128MB"
_IDS: Mapping[str, tuple[str, ...]] = {
    "papers": ("entry_id",),
    "results": ("row_id",),
    "comparisons": ("comparison_id",),
    "leaderboards": ("board_id", "row_id"),
}
# A record is one value on several data sets: its rows differ in these columns only.
_PER_ROW = {"row_id", "record_id", "dataset", "dataset_text"}

_MACROS = """
CREATE MACRO number(cell) AS TRY_CAST(cell AS DOUBLE);
CREATE MACRO offset_of(cell) AS CASE WHEN number(cell) = floor(number(cell)) THEN TRY_CAST(number(cell) AS BIGINT) END;
CREATE MACRO around(text, a, b, size) AS substring(text, greatest(b - size, 0) + 1, a + size - greatest(b - size, 0));
CREATE MACRO close_to(a, b) AS abs(a - b) <= 1e-12 + 1e-9 * abs(b);
-- equal, or equal once a fraction is read as a percentage: 0.843 and 84.3% meet on one board
CREATE MACRO same(a, b) AS coalesce(close_to(a, b) OR close_to(a, 100 * b) OR close_to(a, b / 100), false);
-- a shorter name of the same metric: Robust Accuracy, then Accuracy
CREATE MACRO ends_on(a, b) AS lower(a) = lower(b) OR ends_with(lower(a), ' ' || lower(b));
CREATE MACRO one_name(a, b) AS ends_on(a, b) OR ends_on(b, a);
-- a board may read more into a row, but then its note says what the row itself states
CREATE MACRO noted(note, told) AS note IS NOT NULL AND (told IS NULL OR contains(note, told));
"""
_VIEWS: Mapping[str, str] = {
    "papers": "CREATE VIEW one_paper AS SELECT * FROM papers WHERE position IN "
    "(SELECT min(position) FROM papers WHERE entry_id IS NOT NULL GROUP BY entry_id)",
    "results": "CREATE VIEW one_record AS SELECT * FROM results WHERE position IN "
    "(SELECT min(position) FROM results WHERE record_id IS NOT NULL GROUP BY record_id); "
    "CREATE VIEW one_row AS SELECT * FROM results WHERE position IN "
    "(SELECT min(position) FROM results WHERE row_id IS NOT NULL GROUP BY row_id)",
    "leaderboards": "CREATE VIEW ranked AS SELECT position, board_id, number(rank) AS rank, round(number(score), 9) AS score, "
    "CASE WHEN higher_is_better = 'false' THEN 1 ELSE -1 END AS sign FROM leaderboards WHERE rank IS NOT NULL",
}


class _Query(NamedTuple):
    """Rows of a table that break a code; `needs` are the other tables that it looks into."""

    code: str
    table: str
    needs: frozenset[str]
    sql: str


def _query(code: str, table: str, sql: str, *needs: str) -> _Query:
    return _Query(code, table, frozenset(needs), sql)


def _once(table: str, columns: tuple[str, ...]) -> _Query:
    every = ", ".join(columns)
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    twice = f"SELECT {every} FROM {table} WHERE {known} GROUP BY {every} HAVING count(*) > 1"
    return _query("CT005", table, f"SELECT position FROM {table} SEMI JOIN ({twice}) USING ({every})")


_REST = ", ".join(f'"{column.name}"' for column in table_columns("results") if column.name not in _PER_ROW)
_DIFFERENT = (
    "SELECT record_id FROM results WHERE record_id IS NOT NULL GROUP BY record_id HAVING min(hash({0})) <> max(hash({0}))"
)
_VALUE_TWICE = (
    "SELECT coalesce(entry_id, ''), coalesce(start, ''), coalesce(\"end\", ''), coalesce(dataset, '') "
    "FROM results GROUP BY ALL HAVING count(*) > 1"
)
_IN_ABSTRACT = """
SELECT r.position FROM (SELECT *, offset_of(start) AS a, offset_of("end") AS b FROM results) r
LEFT JOIN one_paper p ON p.entry_id = r.entry_id WHERE """
_REFERENCES = "FROM results r LEFT JOIN one_record o ON o.record_id = r.reference_id WHERE r.reference_id IS NOT NULL AND "
_ON_ONE_DATASET = (
    "SELECT x.record_id, x.reference_id FROM (SELECT DISTINCT a.record_id, a.reference_id, b.dataset FROM results a "
    "JOIN results b ON b.record_id = a.record_id WHERE a.reference_id IS NOT NULL AND b.dataset IS NOT NULL) x "
    "JOIN results y ON y.record_id = x.reference_id AND y.dataset = x.dataset"
)
_CHANGES = "SELECT c.position FROM comparisons c JOIN one_record r ON r.record_id = c.change_record_id WHERE "
_SUBJECTS = (
    "SELECT c.position FROM comparisons c JOIN one_record r ON r.record_id = c.subject_record_id "
    "WHERE c.reference_record_id IS NOT NULL AND "
)
_BOARD_ROWS = "SELECT l.position FROM leaderboards l LEFT JOIN one_row r ON r.row_id = l.row_id WHERE "

QUERIES = (
    *(_once(table, columns) for table, columns in _IDS.items()),
    _query(
        "CT008",
        "papers",
        "SELECT p.position FROM papers p LEFT JOIN one_paper q ON q.entry_id = p.duplicate_of WHERE p.duplicate_of IS NOT NULL "
        "AND (q.entry_id IS NULL OR q.duplicate_of IS NOT NULL OR p.duplicate_of = p.entry_id)",
    ),
    # Without its abstract, a row is judged by what is at hand: the length of its text, and the text in its sentence.
    _query(
        "CT010",
        "results",
        f"{_IN_ABSTRACT} a IS NULL OR b IS NULL OR CASE WHEN p.abstract IS NULL THEN b - a <> length(r.value_text) "
        "ELSE a < 0 OR b < a OR r.value_text IS NULL OR substring(p.abstract, a + 1, b - a) <> r.value_text END",
        "papers",
    ),
    # Wherever the sentence holds the span, it lies between the two places that it can reach to either side.
    _query(
        "CT011",
        "results",
        f"{_IN_ABSTRACT} a IS NULL OR b IS NULL OR CASE WHEN p.abstract IS NULL THEN NOT contains(r.sentence, r.value_text) "
        "ELSE coalesce(r.sentence, '') = '' OR length(r.sentence) < b - a "
        "OR NOT contains(around(p.abstract, a, b, length(r.sentence)), r.sentence) END",
        "papers",
    ),
    _query(
        "CT012",
        "results",
        "SELECT r.position FROM results r LEFT JOIN one_paper p ON p.entry_id = r.entry_id WHERE p.entry_id IS NULL OR "
        "p.paper_id IS DISTINCT FROM r.paper_id OR p.title IS DISTINCT FROM r.title OR p.published IS DISTINCT FROM r.published",
        "papers",
    ),
    _query("CT013", "results", f"SELECT position FROM results SEMI JOIN ({_DIFFERENT.format(_REST)}) USING (record_id)"),
    _query(
        "CT024",
        "results",
        f"SELECT r.position {_REFERENCES} (o.kind IS DISTINCT FROM 'score' OR o.entry_id IS DISTINCT FROM r.entry_id "
        "OR r.reference_id = r.record_id)",
    ),
    _query("CT025", "results", f"SELECT r.position {_REFERENCES} NOT one_name(r.metric, o.metric)"),
    # By way of the link, not of the data set: on a popular one, all scores would meet all others.
    _query(
        "CT034",
        "results",
        f"SELECT r.position {_REFERENCES} r.kind = 'score' AND r.dataset IS NOT NULL AND o.dataset IS NOT NULL "
        f"AND (r.record_id, r.reference_id) NOT IN ({_ON_ONE_DATASET})",
    ),
    # A link to itself is a breach of its own.
    _query(
        "CT026",
        "results",
        f"SELECT r.position {_REFERENCES} o.reference_id = r.record_id AND r.reference_id <> r.record_id",
    ),
    _query(
        "CT032",
        "results",
        "SELECT position FROM results WHERE (coalesce(entry_id, ''), coalesce(start, ''), coalesce(\"end\", ''), "
        f"coalesce(dataset, '')) IN ({_VALUE_TWICE})",
    ),
    *(
        _query(
            "CT040",
            "comparisons",
            f"SELECT c.position FROM comparisons c LEFT JOIN one_record r ON r.record_id = c.{side}_record_id "
            f"WHERE c.{side}_record_id IS NOT NULL AND (r.record_id IS NULL OR {value})",
            "results",
        )
        for side, value in (
            ("subject", "NOT same(number(c.subject_value), number(r.value)) AND c.subject_value IS NOT NULL"),
            ("reference", "NOT same(number(c.reference_value), number(r.value)) AND c.reference_value IS NOT NULL"),
            ("change", "false"),
        )
    ),
    # A stated difference is the size of its change, signed; where both scores stand there, it is theirs, and the change may
    # be relative: "up to 50% (from 38% to 57%)".
    _query(
        "CT042",
        "comparisons",
        f"{_CHANGES} (c.entry_id, c.direction, c.basis, c.sentence) IS DISTINCT FROM "
        "(r.entry_id, r.direction, r.basis, r.sentence) OR (NOT (c.subject_value IS NOT NULL AND c.reference_value IS NOT NULL "
        "AND c.basis IS DISTINCT FROM 'absolute') AND NOT same(abs(number(c.difference)), number(r.value)) "
        "AND c.difference IS NOT NULL AND r.value IS NOT NULL)",
        "results",
    ),
    _query("CT043", "comparisons", f"{_SUBJECTS} r.reference_id IS DISTINCT FROM c.reference_record_id", "results"),
    _query("CT044", "comparisons", f"{_SUBJECTS} r.unit IS DISTINCT FROM c.unit", "results"),
    _query(
        "CT050",
        "leaderboards",
        "SELECT position FROM ranked SEMI JOIN (SELECT board_id FROM ranked GROUP BY board_id "
        "HAVING min(rank) <> 1 OR max(rank) <> count(DISTINCT rank)) USING (board_id)",
    ),
    _query(
        "CT051",
        "leaderboards",
        "SELECT position FROM ranked SEMI JOIN (SELECT board_id, score FROM ranked GROUP BY ALL HAVING min(rank) <> max(rank)) "
        "USING (board_id, score) UNION SELECT position FROM ranked SEMI JOIN "
        "(SELECT board_id, rank FROM ranked GROUP BY ALL HAVING min(score) <> max(score)) USING (board_id, rank)",
    ),
    _query(
        "CT052",
        "leaderboards",
        "SELECT position FROM ranked QUALIFY rank() OVER (PARTITION BY board_id ORDER BY score * sign) "
        "<> rank() OVER (PARTITION BY board_id ORDER BY rank)",
    ),
    _query(
        "CT054",
        "leaderboards",
        "SELECT l.position FROM leaderboards l JOIN one_paper p ON p.entry_id = l.entry_id WHERE p.duplicate_of IS NOT NULL",
        "papers",
    ),
    _query(
        "CT055",
        "leaderboards",
        f"{_BOARD_ROWS} r.row_id IS NULL OR (l.record_id, l.entry_id, l.bound, l.sentence) IS DISTINCT FROM "
        "(r.record_id, r.entry_id, r.bound, r.sentence) "
        "OR (spelling_key(l.dataset) IS DISTINCT FROM spelling_key(r.dataset) AND NOT noted(l.note, r.dataset)) "
        "OR (l.metric IS DISTINCT FROM r.metric AND NOT noted(l.note, r.metric)) "
        "OR (l.higher_is_better IS DISTINCT FROM r.higher_is_better AND NOT (r.higher_is_better IS NULL AND l.note IS NOT NULL))",
        "results",
    ),
    _query(
        "CT056",
        "leaderboards",
        f"{_BOARD_ROWS} r.value IS NOT NULL AND NOT same(number(l.score), number(r.value))",
        "results",
    ),
    _query("CT057", "leaderboards", f"{_BOARD_ROWS} r.unit IS NOT NULL AND l.unit IS DISTINCT FROM r.unit", "results"),
)


class WholeTables:
    """The tables that belong together, open in DuckDB for as long as the context lasts."""

    def __init__(self, tables: Mapping[str, Table], aside: Path) -> None:
        """Open them; `aside` is a folder for what memory does not hold."""
        import duckdb

        self._given = frozenset(tables)
        self._duckdb = duckdb.connect(
            config={
                "memory_limit": _MEMORY,
                "temp_directory": str(aside),
                "preserve_insertion_order": False,
                "threads": 1,
            }
        )
        self._duckdb.execute("SET enable_progress_bar = false")
        # A board goes by the usual spelling of its data set.
        self._duckdb.create_function("spelling_key", dataset_key, ["VARCHAR"], "VARCHAR")
        self._duckdb.execute(_MACROS)
        for name, table in tables.items():
            self._duckdb.execute(f"CREATE VIEW {name} AS {_as_text(name, table.relation(self._duckdb, name))}")
            self._duckdb.execute(_VIEWS.get(name, ""))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._duckdb.close()

    def broken(self, table: str, select: Collection[str] | None = None) -> "dict[str, np.ndarray]":
        """By code, the positions of the rows that break it, in order; codes that ask for a table not given are left out."""
        import numpy as np

        found: dict[str, np.ndarray] = {}
        for query in QUERIES:
            if query.table != table or not query.needs <= self._given or (select is not None and query.code not in select):
                continue
            positions = self._duckdb.execute(query.sql).fetchnumpy()["position"]
            found[query.code] = np.union1d(found.get(query.code, np.array([], dtype=np.int64)), np.asarray(positions))
        return found

    def abstracts(self, entries: Collection[str]) -> dict[str, str]:
        """The abstracts of these entries."""
        if not entries or "papers" not in self._given:
            return {}
        asked = "SELECT entry_id, abstract FROM one_paper WHERE list_contains(?, entry_id) AND abstract IS NOT NULL"
        return dict(self._duckdb.execute(asked, [sorted(entries)]).fetchall())

    def held(self) -> dict[str, int]:
        """How many papers and values the tables hold."""
        asked = "SELECT (SELECT count(*) FROM papers), (SELECT count(DISTINCT record_id) FROM results)"
        papers, values = self._duckdb.execute(asked).fetchall()[0]
        return {"papers_held": papers, "values_held": values}

    def counted(self, counts: RunCounts) -> dict[str, int]:
        """What the run counted, and what its tables hold."""
        return {**counts.model_dump(), **self.held()}


def _as_text(table: str, relation: str) -> str:
    """Every column as text that is the same in every format; no null but NULL."""
    texts = []
    for column in table_columns(table):
        text = f'CAST("{column.name}" AS VARCHAR)'
        if column.type == "date":
            text = f"left({text}, 10)"
        elif column.type == "boolean":
            text = f"lower({text})"
        elif column.type in {"number", "integer"}:
            text = f"nullif({text}, 'nan')"
        texts.append(f'{text} AS "{column.name}"')
    return f"SELECT position, {', '.join(texts)} FROM {relation}"
