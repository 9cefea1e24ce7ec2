"""Readers: files, folders and standard input in; papers, and rejects for what cannot be read, out."""

from claimtable.readers.entry import Entry, Fault, Found, Reader, page_reader
from claimtable.readers.entry_ids import EntryIds
from claimtable.readers.inputs import read_inputs
from claimtable.readers.reach import list_files
from claimtable.readers.registry import READERS
from claimtable.readers.source import Source, UnreadableError

__all__ = [
    "READERS",
    "Entry",
    "EntryIds",
    "Fault",
    "Found",
    "Reader",
    "Source",
    "UnreadableError",
    "list_files",
    "page_reader",
    "read_inputs",
]
