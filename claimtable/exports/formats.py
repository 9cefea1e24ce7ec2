"""The registry of formats: what each makes, and which options it knows. Their modules are loaded when asked for."""

import types
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from schemas.base import Frozen

if TYPE_CHECKING:
    from claimtable.exports.options import ExportOptions, Remark
    from claimtable.exports.source import RunTables

Write = Callable[["RunTables", Path, "ExportOptions"], "list[Remark]"]


class Format(Frozen):
    """One format of `claimtable export`."""

    name: str = Field(description="As in --to.")
    module: str = Field(description="Module beside this one; its function `write` makes the file, or fills the folder.")
    is_folder: bool = Field(description="Whether PATH becomes a folder.")
    about: str = Field(description="What comes out, in a line.")
    options: frozenset[str] = frozenset()

    def load(self) -> Write:
        """The function that writes the format."""
        write: Write = import_module(f"claimtable.exports.{self.module}").write
        return write

    def makes_folder(self, *, table: str | None) -> bool:
        """Whether PATH becomes a folder; one table alone is one file."""
        return self.is_folder and table is None


def _format(name: str, module: str, about: str, *options: str, is_folder: bool = False) -> Format:
    return Format(name=name, module=module, is_folder=is_folder, about=about, options=frozenset(options))


FORMATS: Mapping[str, Format] = types.MappingProxyType(
    {
        fmt.name: fmt
        for fmt in (
            _format("csv", "table_csv", "every table as CSV", "table", "csv_safe", is_folder=True),
            _format("parquet", "table_parquet", "every table as Parquet, typed", "table", is_folder=True),
            _format("jsonl", "table_jsonl", "every table as JSON Lines", "table", is_folder=True),
            _format("excel", "excel", "one workbook, a typed sheet a table"),
            _format("sqlite", "sqlite", "one database with keys and views"),
            _format("duckdb", "duck", "one database with keys and views"),
            _format("markdown", "markdown", "the leaderboards as one page"),
            _format("latex", "latex", "the leaderboards as booktabs, the best in bold"),
            _format("html", "html_page", "the leaderboards as one page that needs no network"),
            _format("frictionless", "frictionless", "a data package: CSV with types and keys", is_folder=True),
            _format("pwc", "pwc", "evaluation tables of Papers with Code"),
            _format("model-index", "model_index", "a model card for each system", "mapping", is_folder=True),
            _format("eval-results", "eval_results", "a .eval_results file for each system", "mapping", is_folder=True),
            _format("every-eval-ever", "every_eval_ever", "a record for each system", "mapping", "timestamp", is_folder=True),
            _format("displacy", "displacy", "each abstract with its marked words, for notebooks"),
        )
    }
)
