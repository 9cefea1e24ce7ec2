"""CSV, TSV and their kin, row by row, with a header that names the columns."""

import csv
from collections.abc import Iterator

from claimtable.readers.columns import find_columns, is_table_header, row_entry
from claimtable.readers.entry import Fault, Found, Reader
from claimtable.readers.source import Source, UnreadableError

_DELIMITERS = ",\t;|"
_LONGEST_CELL = 16 << 20
_SHOWN = 1_000


def detect(source: Source) -> float:
    """Certain where the first line is a header with a column of abstracts, and the rows have as many cells."""
    if source.starts_as_utf16 or b"\0" in source.head:
        return 0.0
    # Not str.splitlines, which would also cut at U+2028 within a cell.
    lines = [f"{line}\n" for line in source.head.decode(errors="replace").split("\n")]
    delimiter = _delimiter(lines[0] if lines else "", source)
    if delimiter is None:
        # named a table, but no column says that it holds abstracts: reading tells which there are
        return 0.9 if source.suffix in (".csv", ".tsv") and lines[0].strip() else 0.0
    try:
        header, *rows = [row for row in csv.reader(lines[:200], delimiter=delimiter) if row]
    except (csv.Error, ValueError):
        return 0.0
    # The last row of the sample may be cut off within a quoted cell.
    alike = sum(len(row) == len(header) for row in rows)
    if len(header) == 1 or not rows:
        return 1.0 if source.suffix in (".csv", ".tsv") else 0.0
    return 1.0 if 2 * alike >= len(rows) else 0.0


def _delimiter(line: str, source: Source) -> str | None:
    """The delimiter that parts the first line into the names of a table; the one with the most parts."""
    best: tuple[int, str] | None = None
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        if is_table_header([name.strip() for name in names], source.columns) and (best is None or len(names) > best[0]):
            best = len(names), delimiter
    return best[1] if best else None


def read(source: Source) -> Iterator[Found]:
    """The papers of the rows, in order; a row with too many or too few cells costs no other."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    first = source.head.partition(b"\n")[0].decode(errors="replace")
    delimiter = _delimiter(first, source) or max(_DELIMITERS, key=first.count)
    rows = csv.reader(_text_lines(source), delimiter=delimiter, strict=True)
    header: list[str] = []
    columns: dict[str, int] = {}
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            if header:
                yield _broken(error, line)
                continue
            raise UnreadableError("invalid-csv", f"the header is no row of a table ({error})", line=line) from None
        if row is None:
            return
        if not header:
            if row:
                header = [name.strip() for name in row]
                columns = find_columns(header, source.columns)
            continue
        if row:
            yield _row(row, header, columns, line)


def _row(row: list[str], header: list[str], columns: dict[str, int], line: int) -> Found:
    if len(row) != len(header):
        reason = f"the row has {len(row)} cells, the header {len(header)}; quote cells that hold the delimiter or a line end"
        return Fault(
            line=line, code="invalid-csv", reason=reason, text=" | ".join(row)[:_SHOWN].encode(errors="replace").decode()
        )
    cells = {field: row[at] for field, at in columns.items()}
    for field, cell in cells.items():
        try:
            cell.encode()
        except UnicodeEncodeError:
            shown = cell[:_SHOWN].encode(errors="surrogateescape").decode(errors="backslashreplace")
            reason = f"the {field} is no UTF-8; write the file as UTF-8"
            return Fault(line=line, code="invalid-utf-8", reason=reason, text=shown)
    return row_entry(cells, line)


def _broken(error: csv.Error, line: int) -> Fault:
    if "end of data" in str(error) or "field larger" in str(error):
        reason = f"a quote that opens in the row of line {line} is never closed; all that follows it stands in one cell"
    else:
        reason = f"no row of a table ({error}); double the quotes within a cell"
    return Fault(line=line, code="invalid-csv", reason=reason)


def _text_lines(source: Source) -> Iterator[str]:
    # What is no UTF-8 goes through as it is, so that the row it stands in can be named.
    if source.starts_as_utf16:
        raise UnreadableError("invalid-utf-8", "the file is UTF-16; convert it to UTF-8")
    for line in source.lines(keep_ends=True):
        if b"\0" in line:
            raise UnreadableError("binary-file", "the file is binary (a zero byte); give a table as text")
        yield line.decode(errors="surrogateescape")


READER = Reader(name="csv", about="CSV or TSV with a header; --map names the columns", detect=detect, read=read)
