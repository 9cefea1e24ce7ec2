"""Exports: the tables of a run in the formats that other programs read. One module a format, a registry, one front door."""

from claimtable.exports.export import Exported, export_run
from claimtable.exports.formats import FORMATS, Format
from claimtable.exports.options import ExportOptions, Remark

__all__ = ["FORMATS", "ExportOptions", "Exported", "Format", "Remark", "export_run"]
