"""Unpack compressed streams as they are read, told by their first bytes; and look into zip archives."""

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, BytesIO
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

# What unpacks to more than this, and to more than so many times its size, is a bomb: real text packs to a tenth or so.
_HARMLESS = 64 << 20
_LARGEST_RATIO = 300
_DEEPEST = 3
_CHUNK = 1 << 13
ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
WORKBOOK = "xl/workbook.xml"


class UnreadableError(Exception):
    """A file that cannot be read as a whole; becomes a reject with this code, reason and line."""

    def __init__(self, code: str, reason: str, *, line: int | None = None, text: str | None = None) -> None:
        super().__init__(reason)
        self.code, self.reason, self.line, self.text = code, reason, line, text


class _Counted:
    """A packed stream that knows how much was taken from it."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._packed.read(size)
        self.count += len(data)
        return data


class _Zstandard:
    """Reads zstd frames; the library's own stream reader takes a frame that is cut off for a whole one."""

    def __init__(self, packed: _Counted) -> None:
        import zstandard

        self._packed = packed
        self._unpacker = zstandard.ZstdDecompressor()
        self._frame = self._unpacker.decompressobj()
        self._begun = False
        self._rest, self._ready = b"", b""

    def read(self, size: int) -> bytes:
        while not self._ready:
            # Small bites: each may grow to thousands of times its size before the limit is looked at.
            data = self._rest or self._packed.read(_CHUNK)
            self._rest = b""
            if not data:
                if self._begun:
                    raise EOFError("the last frame is cut off")
                return b""
            self._begun = True
            self._ready = self._frame.decompress(data)
            if self._frame.eof:
                self._rest, self._begun = self._frame.unused_data, False
                self._frame = self._unpacker.decompressobj()
        data, self._ready = self._ready[:size], self._ready[size:]
        return data


class _Unpacked(io.RawIOBase):
    """The unpacked bytes, with damage and bombs told in words."""

    def __init__(self, unpacked: IO[bytes] | _Zstandard, packed_size: Callable[[], int]) -> None:
        self._unpacked, self._packed_size = unpacked, packed_size
        self._total = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._unpacked.read(min(len(buffer), 1 << 16))
        except (BadGzipFile, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError) as error:
            raise damaged(error) from None
        except Exception as error:
            # zstandard is imported only where it is needed, so its error goes by its name.
            if type(error).__name__ == "ZstdError":
                raise damaged(error) from None
            raise
        self._total += len(data)
        if self._total > _HARMLESS and self._total > _LARGEST_RATIO * self._packed_size():
            raise UnreadableError(
                "unpacks-too-far",
                f"the compressed file unpacks to more than {_LARGEST_RATIO} times its size; unpack it yourself if you trust it",
            )
        buffer[: len(data)] = data
        return len(data)


def damaged(error: Exception) -> UnreadableError:
    """The words for a packed file that cannot be unpacked."""
    return UnreadableError("damaged-file", f"the compressed file is damaged ({error}); fetch it again")


def _opener(start: bytes) -> Callable[[_Counted], IO[bytes] | _Zstandard] | None:
    if start.startswith(b"\x1f\x8b"):
        return lambda packed: cast("IO[bytes]", GzipFile(fileobj=cast("IO[bytes]", packed)))
    if start.startswith(b"BZh") and start[3:4] in b"123456789":
        return lambda packed: cast("IO[bytes]", bz2.BZ2File(cast("IO[bytes]", packed)))
    if start.startswith(b"\xfd7zXZ\0"):
        return lambda packed: cast("IO[bytes]", lzma.LZMAFile(cast("IO[bytes]", packed)))
    if start.startswith(b"\x28\xb5\x2f\xfd"):
        return _Zstandard
    return None


def unpacked(stream: BufferedReader) -> BufferedReader:
    """The stream, unpacked as often as it is packed: gzip, bzip2, xz, zstd."""
    for _ in range(_DEEPEST):
        opener = _opener(stream.peek(6)[:6])
        if opener is None:
            return stream
        packed = _Counted(stream)
        stream = BufferedReader(_Unpacked(opener(packed), partial(getattr, packed, "count")), buffer_size=1 << 16)
    raise UnreadableError("packed-too-deep", "the file is compressed again and again; unpack it first")


def peekable(stream: BinaryIO) -> BufferedReader:
    """A stream that can be looked into; files and standard input can, a stand-in for them is small."""
    return stream if isinstance(stream, BufferedReader) else BufferedReader(BytesIO(stream.read()))


def seekable(stream: BufferedReader) -> BinaryIO:
    """The stream, set aside into a temporary file where one cannot go back in it; both are the caller's to close."""
    if stream.seekable():
        return cast("BinaryIO", stream)
    spooled = TemporaryFile()  # noqa: SIM115 - the caller does
    while block := stream.read(1 << 20):
        spooled.write(block)
    spooled.seek(0)
    return cast("BinaryIO", spooled)


def parts(name: str, stream: BinaryIO) -> Iterator[tuple[str, Callable[[], BinaryIO]]]:
    """What a file holds: itself, or the files of a zip archive, each with a way to open it.

    Raises:
        UnreadableError: The archive is damaged, or holds no file.
    """
    packed = peekable(stream)
    if not packed.peek(4).startswith((ZIP, _EMPTY_ZIP)):
        yield name, lambda: packed
        return
    whole = seekable(packed)
    try:
        yield from _archived(name, whole)
    finally:
        if whole is not packed:
            whole.close()


def _archived(name: str, whole: BinaryIO) -> Iterator[tuple[str, Callable[[], BinaryIO]]]:
    archive = open_zip(whole)
    names = set(archive.namelist())
    if WORKBOOK in names:
        whole.seek(0)
        yield name, lambda: whole
        return
    if "[Content_Types].xml" in names:
        raise UnreadableError("binary-file", "this is an office document, not a workbook; save it as text or CSV")
    files = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
    if not files:
        raise UnreadableError("empty-file", "the archive holds no file")
    for info in files:
        yield f"{name}/{info.filename}", partial(_open_member, archive, info)


def open_zip(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive in a stream.

    Raises:
        UnreadableError: It is damaged.
    """
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise damaged(error) from None


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    if info.flag_bits & 1:
        raise UnreadableError("encrypted-file", "the file is under a password in its archive; unpack it first")
    try:
        member = archive.open(info)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise damaged(error) from None
    return cast("BinaryIO", BufferedReader(_Unpacked(member, lambda: info.compress_size), buffer_size=1 << 16))
