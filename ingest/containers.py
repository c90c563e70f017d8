"""Opens archives one member after the other: raw names, kinds, and bytes in pieces. Nothing is written to disk here.

Every way of opening gives the same ``Member``; limits, decoding of names and rows are the business of ``archives``.
"""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any, cast

PIECE = 256 * 1024
_ZIP_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    IndexError,
)
_STREAMS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    "gz": lambda source: cast(IO[bytes], gzip.GzipFile(fileobj=source)),
    "bz2": lambda source: cast(IO[bytes], bz2.BZ2File(source)),
    "xz": lambda source: cast(IO[bytes], lzma.LZMAFile(source)),  # noqa: SIM115 - closed with its source
}


class Damaged(Exception):
    """The archive or the member is broken; the message says how."""


class Locked(Exception):
    """The archive or the member asks for a password."""


class TooLarge(Exception):
    """A library that unpacks all members at once was stopped."""


class Unsupported(Exception):
    """Nothing here can open this kind of archive or member; the message names it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member as its archive lists it; ``pieces`` yields its bytes and must be drawn before the next member."""

    raw_name: bytes
    kind: str  # file, folder, link, special
    pieces: Callable[[], Iterator[bytes]]
    declared_utf8: bool = False
    packed: int | None = None  # bytes in the archive, where it says so


@dataclass(frozen=True, slots=True)
class Container:
    """An opened archive: its members in order, and how many its own directory promises (None if it has none)."""

    members: Iterator[Member]
    declared: int | None = None
    direct: bool = False  # members can be passed over without unpacking them


def open_container(source: IO[bytes], format: str, *, name: str, most_bytes: int) -> Container:
    """Open an archive held in a seekable file; raises ``Damaged``, ``Locked`` or ``Unsupported``.

    ``most_bytes`` matters only where a library unpacks all members at once.
    """
    source.seek(0)
    if format == "zip":
        return _open_zip(source)
    if format == "tar" or format.startswith("tar."):
        return Container(_tar_members(source, format))
    if format in _STREAMS:
        return Container(_stream_members(source, format, name), 1)
    if has_libarchive():
        return Container(_libarchive_members(source))
    if format == "7z":
        opened: Container = import_module("ingest.seven_zip").open_7z(source, most_bytes=most_bytes)
        return opened
    raise Unsupported(format)


def _guarded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except _BROKEN as error:
        raise Damaged(_reason(error)) from error


def _reason(error: BaseException) -> str:
    return type(error).__name__


def _drain(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


# zip


def _open_zip(source: IO[bytes]) -> Container:
    try:
        archive = zipfile.ZipFile(source)
    except (UnicodeDecodeError, NotImplementedError) as error:
        if has_libarchive():
            source.seek(0)
            return Container(_libarchive_members(source))
        raise Unsupported("zip") from error
    except _BROKEN as error:
        raise Damaged(_reason(error)) from error
    infos = archive.infolist()
    return Container((_zip_member(archive, source, info) for info in infos), _zip_declared(source, len(infos)), True)


def _zip_declared(source: IO[bytes], listed: int) -> int:
    """Return the number of members that the end of the directory states (modulo 65,536 in archives without zip64)."""
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - 66_000))
    tail = source.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 12:
        return listed
    (stated,) = struct.unpack_from("<H", tail, place + 10)
    return listed if stated == listed & 0xFFFF or stated == 0xFFFF else stated


def _zip_member(archive: zipfile.ZipFile, source: IO[bytes], info: zipfile.ZipInfo) -> Member:
    declared = bool(info.flag_bits & 0x800)
    raw = info.orig_filename.encode("utf-8" if declared else "cp437", "surrogateescape")
    unicode_name = _unicode_path(info.extra, raw)
    mode = info.external_attr >> 16
    kind = "file"
    if raw.endswith((b"/", b"\\")):
        kind = "folder"
    elif info.create_system == 3 and mode & 0o170000 == 0o120000:
        kind = "link"
    elif info.create_system == 3 and mode & 0o170000 not in (0, 0o100000):
        kind = "folder" if mode & 0o170000 == 0o040000 else "special"

    def pieces() -> Iterator[bytes]:
        if info.flag_bits & 0x1:
            raise Locked
        if info.compress_type not in _ZIP_METHODS:
            raise Unsupported(f"method {info.compress_type}")
        try:
            with _open_member(archive, source, info) as stream:
                yield from _drain(stream)
        except NotImplementedError as error:
            raise Unsupported(f"method {info.compress_type}") from error
        except _BROKEN as error:
            raise Damaged(_reason(error)) from error

    return Member(unicode_name or raw, kind, pieces, declared or unicode_name is not None, info.compress_size)


def _open_member(archive: zipfile.ZipFile, source: IO[bytes], info: zipfile.ZipInfo) -> IO[bytes]:
    """Open a member also where its own header spells its name otherwise than the directory does."""
    source.seek(info.header_offset)
    header = source.read(30)
    if len(header) == 30 and header[:4] == b"PK\x03\x04":
        (length,) = struct.unpack_from("<H", header, 26)
        encoding = "utf-8" if info.flag_bits & 0x800 else "cp437"
        info.orig_filename = source.read(length).decode(encoding, "strict")
    return archive.open(info)


def _unicode_path(extra: bytes, raw: bytes) -> bytes | None:
    """Return the UTF-8 name of the Info-ZIP field 0x7075 where it belongs to this name."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        body = extra[place + 4 : place + 4 + length]
        if kind == 0x7075 and len(body) > 5 and body[0] == 1 and body[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return body[5:]
        place += 4 + length
    return None


# tar and single streams


def _tar_members(source: IO[bytes], format: str) -> Iterator[Member]:
    packing = format.partition(".")[2]
    stream = _STREAMS[packing](source) if packing else source
    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                yield _tar_member(archive, info)
    except _BROKEN as error:
        raise Damaged(_reason(error)) from error


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    kind = (
        "file" if info.isreg() else "folder" if info.isdir() else "link" if info.issym() or info.islnk() else "special"
    )

    def pieces() -> Iterator[bytes]:
        stream = archive.extractfile(info)
        if stream is not None:
            yield from _guarded(_drain(stream))

    return Member(info.name.encode("utf-8", "surrogateescape"), kind, pieces)


def _stream_members(source: IO[bytes], format: str, name: str) -> Iterator[Member]:
    stem = name.rsplit("/", 1)[-1]
    inner = stem[: -len(format) - 1] if stem.casefold().endswith("." + format) else stem
    stream = _STREAMS[format](source)
    yield Member(inner.encode("utf-8", "surrogateescape"), "file", lambda: _guarded(_drain(stream)), declared_utf8=True)


# libarchive: rar, 7z and the rest


def has_libarchive() -> bool:
    """Tell whether the system's libarchive can be used."""
    try:
        import_module("libarchive.ffi")
    except Exception:  # ctypes raises whatever it likes where the library is missing or too old
        return False
    return True


def _libarchive_members(source: IO[bytes]) -> Iterator[Member]:
    libarchive, ffi = import_module("libarchive"), import_module("libarchive.ffi")
    failure = import_module("libarchive.exception").ArchiveError
    try:
        with libarchive.stream_reader(source, block_size=PIECE) as archive:
            for entry in archive:
                yield _libarchive_member(entry, ffi, failure)
    except failure as error:
        raise _libarchive_failure(error) from error


def _libarchive_failure(error: Any) -> Exception:
    text = str(error).casefold()
    if "passphrase" in text or "encrypt" in text or "crypto" in text:
        return Locked()
    if (
        "support unavailable" in text
        or "unsupported" in text
        or "not supported" in text
        or "unrecognized archive" in text
    ):
        return Unsupported(_told(error))
    return Damaged(_told(error))


def _told(error: Any) -> str:
    return str(getattr(error, "msg", None) or "libarchive")[:80]


def _libarchive_member(entry: Any, ffi: Any, failure: type[Exception]) -> Member:
    raw = ffi.entry_pathname(entry._entry_p) or b""
    kind = "link" if entry.issym or entry.islnk else "folder" if entry.isdir else "file" if entry.isreg else "special"

    def pieces() -> Iterator[bytes]:
        try:
            yield from entry.get_blocks(PIECE)
        except failure as error:
            raise _libarchive_failure(error) from error

    return Member(raw, kind, pieces)
