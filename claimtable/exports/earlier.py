"""Whether a file is an earlier export: each format is known by something that only our writer puts there."""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from schemas.columns import TABLES, table_columns

MARK = "Made by claimtable export"  # stands in a comment at the head of every page
APPLICATION_ID = 0x434C544D  # CLTM, in the header of a SQLite file
_HEAD = 4096


def is_earlier_file(path: Path, to: str) -> bool:
    """Whether an export in the format `to` wrote this file; an empty file is nobody's, and may go."""
    if path.stat().st_size == 0:
        return True
    try:
        return _KNOWN[to](path)
    except (OSError, ValueError, LookupError):
        return False


def _headers() -> list[tuple[str, ...]]:
    return [tuple(column.name for column in table_columns(table)) for table in TABLES]


def _is_csv(path: Path) -> bool:
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(stream.readline(_HEAD).rstrip("\r\n").split(",")) in _headers()


def _is_jsonl(path: Path) -> bool:
    with path.open(encoding="utf-8", newline="\n") as stream:
        return tuple(json.loads(stream.readline())) in _headers()


def _is_parquet(path: Path) -> bool:
    import pyarrow.parquet as pq

    return tuple(pq.read_schema(path).names) in _headers()


def _is_page(path: Path) -> bool:
    with path.open("rb") as stream:
        return MARK.encode() in stream.read(_HEAD)


def _is_excel(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return MARK.encode() in archive.read("docProps/core.xml")
    except zipfile.BadZipFile:
        return False


def _is_sqlite(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as base:
            return bool(base.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)
    except sqlite3.Error:
        return False


def _is_duckdb(path: Path) -> bool:
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True) as base:
            found = base.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'papers'").fetchall()
    except duckdb.Error:
        return False
    return found == [(MARK,)]


def _is_json_list(*keys: str) -> Callable[[Path], bool]:
    def is_list(path: Path) -> bool:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
        return isinstance(content, list) and all(isinstance(one, dict) and one.keys() >= set(keys) for one in content)

    return is_list


_KNOWN: Mapping[str, Callable[[Path], bool]] = {
    "csv": _is_csv,
    "jsonl": _is_jsonl,
    "parquet": _is_parquet,
    "excel": _is_excel,
    "sqlite": _is_sqlite,
    "duckdb": _is_duckdb,
    "markdown": _is_page,
    "latex": _is_page,
    "html": _is_page,
    "pwc": _is_json_list("task", "datasets", "source_link"),
    "displacy": _is_json_list("text", "ents", "entry_id"),
}
