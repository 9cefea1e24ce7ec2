"""One input as bytes, with the ways to read it: whole as text, line by line, in chunks, or as a file to go back in."""

import codecs
from collections.abc import Iterator, Mapping
from functools import cached_property
from io import BufferedReader
from itertools import chain
from pathlib import PurePath
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import BinaryIO, cast

from claimtable.readers.unpack import UnreadableError, peekable, unpacked

__all__ = ["Source", "UnreadableError"]

_HEAD = 1 << 16
_CHUNK = 1 << 16
_LONGEST_LINE = 64 << 20
# What must stand in memory whole is text that one could still look through; what is larger has formats for that.
_LARGEST_WHOLE = 256 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PACKED_SUFFIXES = (".gz", ".bz2", ".xz", ".zst")


class Source:
    r"""A named stream of bytes, unpacked where it is packed; a byte order mark at its start is no part of it.

    >>> from io import BytesIO
    >>> source = Source("pages/new.txt", BytesIO(b"one\r\ntwo"))
    >>> source.stem, source.text
    ('new', 'one\r\ntwo')
    """

    def __init__(self, name: str, stream: BinaryIO, *, columns: Mapping[str, str] = MappingProxyType({})) -> None:
        # A file name need not be text; tables are.
        self.name = name.encode(errors="surrogateescape").decode(errors="replace")
        self.columns = columns
        path = PurePath(self.name)
        self.suffix = next((suffix.lower() for suffix in reversed(path.suffixes) if suffix not in _PACKED_SUFFIXES), "")
        for suffix in _PACKED_SUFFIXES:
            path = PurePath(str(path).removesuffix(suffix))
        self.stem = "stdin" if name == "-" else path.stem
        self._spooled: BinaryIO | None = None
        self._file = peekable(stream)
        self._stream: BufferedReader = unpacked(self._file)
        head = self._read_head()
        self.starts_as_utf16 = head.startswith(_UTF16)
        self._start = head
        self.head = head.removeprefix(codecs.BOM_UTF8)

    def _read_head(self) -> bytes:
        head = self._stream.read(_HEAD)
        # A head that ends within a line would hide the line's end from the readers that look at it.
        if b"\0" not in head:
            head += self._stream.readline(_LONGEST_LINE)
        return head

    def lines(self, *, keep_ends: bool = False) -> Iterator[bytes]:
        """The lines one by one, without their ends; for layouts that need not stand in memory whole.

        Raises:
            UnreadableError: A line is too long to be one.
        """
        # Not bytes.splitlines: a lone carriage return ends no line here.
        head = self.head.split(b"\n")
        last = head.pop()
        for line in chain((line + b"\n" for line in head), (last,) if last else (), self._further_lines()):
            yield line if keep_ends else line.rstrip(b"\r\n")

    def _further_lines(self) -> Iterator[bytes]:
        while line := self._stream.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
                raise UnreadableError("line-too-long", f"a line is longer than {_LONGEST_LINE >> 20} MiB; is this text?")
            yield line

    def chunks(self) -> Iterator[bytes]:
        """All bytes, piece by piece."""
        yield self.head
        while chunk := self._stream.read(_CHUNK):
            yield chunk

    def seekable(self) -> BinaryIO:
        """All bytes as a file that one can go back in; unpacked into a temporary one where they must be."""
        if self._stream is self._file and self._file.seekable():
            self._file.seek(0)
            return cast("BinaryIO", self._file)
        if self._spooled is None:
            self._spooled = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - `close` does
            self._spooled.write(self._start)
            while chunk := self._stream.read(_CHUNK):
                self._spooled.write(chunk)
        self._spooled.seek(0)
        return self._spooled

    def close(self) -> None:
        """Throw away what was unpacked on the way; the stream itself is its opener's."""
        if self._spooled is not None:
            self._spooled.close()

    @cached_property
    def data(self) -> bytes:
        """All bytes.

        Raises:
            UnreadableError: They are too many to stand in memory.
        """
        rest = self._stream.read(_LARGEST_WHOLE)
        if len(rest) == _LARGEST_WHOLE:
            size = f"{_LARGEST_WHOLE >> 20} MiB"
            raise UnreadableError("too-large", f"this layout is read whole, and the file is over {size}; split it")
        return self.head + rest

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
