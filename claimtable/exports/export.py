"""The front door: a run's folder in, one file or folder out, as a whole or not at all."""

from pathlib import Path

from pydantic import Field

from claimtable.arguments import as_path
from claimtable.exports.formats import FORMATS, Format
from claimtable.exports.options import ExportOptions, Remark
from claimtable.exports.source import RunTables
from claimtable.exports.target import check_target, written_aside
from schemas import OptionError
from schemas.base import Frozen
from schemas.columns import TABLES


class Exported(Frozen):
    """What an export made."""

    path: Path
    files: int = Field(description="Files written: 1, or those in the folder.")
    remarks: tuple[Remark, ...] = Field(description="What the format could not hold, or what lacks an id.")


def export_run(
    folder: Path | str, to: str, path: Path | str, *, options: ExportOptions | None = None, force: bool = False
) -> Exported:
    """Write the run in `folder` to `path` in the format `to`; an earlier export there is replaced.

    Raises:
        InputError: `folder` or `path` is no path.
        OptionError: there is no such format or table, or the format does not know an option.
        OutputError: the folder holds no whole run, or `path` cannot be written or is no earlier export.
    """
    folder, path = as_path(folder, place="export_run, folder"), as_path(path, place="export_run, path")
    chosen = options or ExportOptions()
    fmt = _checked(to, chosen)
    is_folder = fmt.makes_folder(table=chosen.table)
    check_target(path, fmt, run=folder, is_folder=is_folder, force=force)
    run = RunTables(folder)
    with written_aside(path, fmt, is_folder=is_folder) as aside:
        remarks = fmt.load()(run, aside.path, chosen)
    return Exported(path=path, files=aside.files, remarks=tuple(remarks))


def _checked(to: str, options: ExportOptions) -> Format:
    if to not in FORMATS:
        raise OptionError(f"no format is called {to!r}", place="--to", remedy=f"the formats are {', '.join(FORMATS)}")
    fmt = FORMATS[to]
    if options.table is not None and options.table not in TABLES:
        raise OptionError(f"no table is called {options.table!r}", place="--table", remedy=f"the tables are {', '.join(TABLES)}")
    for name in ExportOptions.model_fields:
        if getattr(options, name) not in (None, False) and name not in fmt.options:
            knowing = ", ".join(other.name for other in FORMATS.values() if name in other.options)
            raise OptionError(
                f"the format {to} has no use for it", place=f"--{name.replace('_', '-')}", remedy=f"it goes with {knowing}"
            )
    return fmt
