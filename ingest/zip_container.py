"""Opens zip archives by the standard library, with names as raw bytes and the faults that real archives have."""

import io
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import IO

from ingest.container import BROKEN, Container, Damaged, Member, Unsupported, drain, reason_of
from ingest.zip_locks import AES_METHOD, aes_pieces, zipcrypto_pieces

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


def open_zip(source: IO[bytes], *, passwords: Sequence[str] = ()) -> Container:
    """Return the members of a zip archive by its directory; raises ``Damaged`` or ``Unsupported``."""
    try:
        try:
            archive = zipfile.ZipFile(source)
        except UnicodeDecodeError:
            source = _without_false_flags(source)
            archive = zipfile.ZipFile(source)
    except NotImplementedError as error:
        raise Unsupported("zip") from error
    except BROKEN as error:
        raise Damaged(reason_of(error)) from error
    infos = archive.infolist()
    members = (_zip_member(archive, source, info, passwords) for info in infos)
    return Container(members, _zip_declared(source, len(infos)), True)


def _without_false_flags(source: IO[bytes]) -> IO[bytes]:
    """Return a copy of the archive in which names that are not UTF-8 do not claim to be."""
    copy: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the archive
    source.seek(0)
    shutil.copyfileobj(source, copy)
    end = _directory_end(copy)
    if end is None:
        raise zipfile.BadZipFile("directory")
    count, size, place = struct.unpack_from("<HII", end, 10)
    copy.seek(place)
    directory = bytearray(copy.read(size))
    entry = 0
    for _ in range(count):
        flags, lengths = (
            struct.unpack_from("<H", directory, entry + 8)[0],
            struct.unpack_from("<HHH", directory, entry + 28),
        )
        try:
            directory[entry + 46 : entry + 46 + lengths[0]].decode("utf-8")
        except UnicodeDecodeError:
            struct.pack_into("<H", directory, entry + 8, flags & ~0x800)
        entry += 46 + sum(lengths)
    copy.seek(place)
    copy.write(directory)
    return copy


def _directory_end(source: IO[bytes]) -> bytes | None:
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - 66_000))
    tail = source.read()
    place = tail.rfind(b"PK\x05\x06")
    return tail[place:] if place >= 0 and len(tail) >= place + 20 else None


def _zip_declared(source: IO[bytes], listed: int) -> int:
    """Return the number of members that the end of the directory states (modulo 65,536 in archives without zip64)."""
    end = _directory_end(source)
    if end is None:
        return listed
    (stated,) = struct.unpack_from("<H", end, 10)
    return listed if stated == listed & 0xFFFF or stated == 0xFFFF else stated


def _zip_member(archive: zipfile.ZipFile, source: IO[bytes], info: zipfile.ZipInfo, passwords: Sequence[str]) -> Member:
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
            yield from _locked_pieces(archive, source, info, passwords)
            return
        if info.compress_type not in _METHODS:
            raise Unsupported(f"method {info.compress_type}")
        try:
            with _open_member(archive, source, info) as stream:
                yield from drain(stream)
        except NotImplementedError as error:
            raise Unsupported(f"method {info.compress_type}") from error
        except BROKEN as error:
            raise Damaged(reason_of(error)) from error

    return Member(unicode_name or raw, kind, pieces, declared or unicode_name is not None, info.compress_size)


def _locked_pieces(
    archive: zipfile.ZipFile, source: IO[bytes], info: zipfile.ZipInfo, passwords: Sequence[str]
) -> Iterator[bytes]:
    if info.compress_type == AES_METHOD:
        yield from aes_pieces(source, info, passwords)
    elif info.compress_type in _METHODS:
        yield from zipcrypto_pieces(partial(_open_member, archive, source, info), info, passwords)
    else:
        raise Unsupported(f"method {info.compress_type}")


def _open_member(
    archive: zipfile.ZipFile, source: IO[bytes], info: zipfile.ZipInfo, password: bytes | None = None
) -> IO[bytes]:
    """Open a member also where its own header spells its name otherwise than the directory does."""
    source.seek(info.header_offset)
    header = source.read(30)
    if len(header) == 30 and header[:4] == b"PK\x03\x04":
        (length,) = struct.unpack_from("<H", header, 26)
        encoding = "utf-8" if info.flag_bits & 0x800 else "cp437"
        info.orig_filename = source.read(length).decode(encoding, "strict")
    return archive.open(info, pwd=password)


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
