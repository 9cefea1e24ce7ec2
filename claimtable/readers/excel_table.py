"""Excel workbooks (.xlsx): every sheet whose header has a column of abstracts, row by row."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from claimtable.readers.columns import find_columns, is_table_header, row_entry
from claimtable.readers.entry import Found, Reader
from claimtable.readers.source import Source, UnreadableError
from claimtable.readers.unpack import WORKBOOK, ZIP, open_zip

# A sheet of a million rows is some hundred megabytes of XML; text packs to a tenth or so.
_HARMLESS = 64 << 20
_LARGEST_RATIO = 300


def detect(source: Source) -> float:
    """Certain of an archive with a workbook in it."""
    if not source.head.startswith(ZIP):
        return 0.0
    stream = source.seekable()
    found = WORKBOOK in open_zip(stream).namelist()
    stream.seek(0)
    return 1.0 if found else 0.0


def read(source: Source) -> Iterator[Found]:
    """The papers of the rows, in order; `line` counts the rows of their sheet.

    Raises:
        UnreadableError: The workbook is damaged, a bomb, or has no column of abstracts.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    stream = source.seekable()
    _refuse_bombs(stream)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        found_header = False
        names: list[str] = []
        for sheet in book.worksheets:
            # What a sheet says of its size may be wrong; its rows are not.
            sheet.reset_dimensions()
            columns: dict[str, int] = {}
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if not columns:
                    cells = ["" if cell is None else str(cell).strip() for cell in row]
                    if not any(cells):
                        continue
                    names = names or cells
                    if not is_table_header(cells, source.columns):
                        break
                    columns, found_header = find_columns(cells, source.columns), True
                elif any(cell is not None for cell in row):
                    yield row_entry({field: row[at] if at < len(row) else None for field, at in columns.items()}, number)
        if not found_header:
            find_columns(names, source.columns)
    except (InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, SyntaxError) as error:
        raise UnreadableError(
            "damaged-file", f"the workbook cannot be read ({' '.join(str(error).split())[:200]}); save it again"
        ) from None


def _refuse_bombs(stream: BinaryIO) -> None:
    archive = open_zip(stream)
    for info in archive.infolist():
        if info.file_size > _HARMLESS and info.file_size > _LARGEST_RATIO * info.compress_size:
            raise UnreadableError(
                "unpacks-too-far", f"a part of the workbook unpacks to more than {_LARGEST_RATIO} times its size"
            )
        if info.filename.endswith(".xml"):
            try:
                with archive.open(info) as part:
                    start = part.read(4_096)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
                raise UnreadableError("damaged-file", f"the workbook cannot be read ({error}); save it again") from None
            if b"<!DOCTYPE" in start:
                raise UnreadableError("unsafe-xml", "a part of the workbook declares entities of its own, which can hide bombs")
    stream.seek(0)


READER = Reader(name="excel", about="Excel workbooks (.xlsx); --map names the columns", detect=detect, read=read)
