"""One input as bytes, with the two ways to read it: whole as text, or line by line."""

import codecs
import zlib
from collections.abc import Iterator
from functools import cached_property
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, BytesIO
from itertools import chain
from pathlib import PurePath
from typing import BinaryIO

_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_DAMAGED = (BadGzipFile, EOFError, zlib.error)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnreadableError(Exception):
    """A file that cannot be read as a whole; becomes a reject with this code, reason and line."""

    def __init__(self, code: str, reason: str, *, line: int | None = None, text: str | None = None) -> None:
        super().__init__(reason)
        self.code, self.reason, self.line, self.text = code, reason, line, text


def _damaged(error: Exception) -> UnreadableError:
    return UnreadableError("damaged-file", f"the compressed file is damaged ({error}); fetch it again")


class Source:
    r"""A named stream of bytes, unpacked where it is gzip; a byte order mark at its start is no part of it.

    >>> from io import BytesIO
    >>> source = Source("pages/new.txt", BytesIO(b"one\r\ntwo"))
    >>> source.stem, source.text
    ('new', 'one\r\ntwo')
    """

    def __init__(self, name: str, stream: BinaryIO) -> None:
        # A file name need not be text; tables are.
        self.name = name.encode(errors="surrogateescape").decode(errors="replace")
        self.stem = "stdin" if name == "-" else PurePath(self.name.removesuffix(".gz")).stem
        # Files and standard input can be looked into; a stand-in for them is small, and stays the caller's to close.
        peekable = stream if isinstance(stream, BufferedReader) else BufferedReader(BytesIO(stream.read()))
        self._stream: BinaryIO | GzipFile = peekable
        if peekable.peek(2).startswith(_GZIP):
            self._stream = GzipFile(fileobj=peekable)
        try:
            head = self._read_head()
        except _DAMAGED as error:
            raise _damaged(error) from None
        self.starts_as_utf16 = head.startswith(_UTF16)
        self.head = head.removeprefix(codecs.BOM_UTF8)

    def _read_head(self) -> bytes:
        head = self._stream.read(_HEAD)
        # A head that ends within a line would hide the line's end from the readers that look at it.
        if b"\0" not in head:
            head += self._stream.readline()
        return head

    def lines(self) -> Iterator[bytes]:
        """The lines one by one, without their ends; for layouts that need not stand in memory whole."""
        # Not bytes.splitlines: a lone carriage return ends no line here.
        head = self.head.split(b"\n")
        if not head[-1]:
            head.pop()
        try:
            for line in chain(head, self._stream):
                yield line.rstrip(b"\r\n")
        except _DAMAGED as error:
            raise _damaged(error) from None

    @cached_property
    def data(self) -> bytes:
        """All bytes."""
        try:
            return self.head + self._stream.read()
        except _DAMAGED as error:
            raise _damaged(error) from None

    @cached_property
    def text(self) -> str:
        """All bytes as text.

        Raises:
            UnreadableError: The bytes are no UTF-8 text.
        """
        if self.starts_as_utf16:
            raise UnreadableError("invalid-utf-8", "the file is UTF-16; convert it to UTF-8")
        data = self.data
        if (at := data.find(b"\0")) >= 0:
            raise UnreadableError("binary-file", f"the file is binary (a zero byte at offset {at}); give text or JSON Lines")
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            raise UnreadableError(
                "invalid-utf-8",
                f"byte {data[error.start]:#04x} at offset {error.start} is no UTF-8; convert the file to UTF-8",
                line=data.count(b"\n", 0, error.start) + 1,
                text=data[max(0, error.start - 40) : error.start + 40].decode(errors="backslashreplace"),
            ) from None
