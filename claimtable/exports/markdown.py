"""The leaderboards as the Markdown page that a run holds too."""

from pathlib import Path

from claimtable.exports.earlier import MARK
from claimtable.exports.options import ExportOptions, Remark
from claimtable.exports.source import RunTables
from claimtable.tables.page import to_page


def write(run: RunTables, path: Path, options: ExportOptions) -> list[Remark]:  # noqa: ARG001
    """Write the page."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"<!-- {MARK} -->\n\n")
        stream.writelines(to_page(run.leaderboards))
    return []
