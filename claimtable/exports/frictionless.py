"""A Frictionless data package: every table as CSV, and datapackage.json with types, words, keys and hashes."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimtable.exports.json_file import write_json
from claimtable.exports.keys import PRIMARY_KEYS, foreign_keys
from claimtable.exports.options import ExportOptions, Remark, remarks
from claimtable.exports.source import RunTables
from claimtable.exports.table_files import EMPTY_TEXTS, count_empty_texts, write_tables
from claimtable.folder.manifest import own_version
from claimtable.folder.writers import CsvWriter
from schemas.columns import TABLES, Column, ColumnType, table_columns

_TYPES: Mapping[ColumnType, str] = {
    "text": "string",
    "date": "date",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "list": "array",
}


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:
    """Write the package into a folder."""
    write_tables(run, path, options, writer=CsvWriter, suffix="csv")
    package = {
        "name": "claimtable",
        "title": "Result claims of paper abstracts",
        "profile": "tabular-data-package",
        "resources": [_resource(path / f"{table}.csv", table) for table in TABLES],
        "contributors": [{"title": f"claimtable {own_version()}", "role": "wrangler"}],
    }
    write_json(path / "datapackage.json", package)
    return remarks({EMPTY_TEXTS: count_empty_texts(run)})


def _resource(file: Path, table: str) -> dict[str, Any]:
    content = file.read_bytes()
    return {
        "name": table,
        "path": file.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(table),
    }


def _schema(table: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column, table) for column in table_columns(table)], "missingValues": [""]}
    if table in PRIMARY_KEYS:
        schema["primaryKey"] = [PRIMARY_KEYS[table]]
    schema["foreignKeys"] = [
        # a resource that points at itself is named by an empty text
        {
            "fields": [key.column],
            "reference": {"resource": "" if key.to_table == table else key.to_table, "fields": [key.to_column]},
        }
        for key in foreign_keys(table)
    ]
    return schema


def _field(column: Column, table: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable and (column.type != "text" or column.words):
        constraints["required"] = True
    if column.words:
        constraints["enum"] = list(column.words)
    if column.name == PRIMARY_KEYS.get(table):
        constraints |= {"required": True, "unique": True}
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.about}
    return field | ({"constraints": constraints} if constraints else {})
