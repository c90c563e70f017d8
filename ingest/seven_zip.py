"""Opens 7z archives that are locked, or where the system has no libarchive: py7zr unpacks all at once, under one limit.

Also tells which members are locked, for libarchive stops at the first of them.
"""

import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from lzma import LZMAError
from typing import IO, Any

import py7zr

from ingest.container import PIECE, Container, Damaged, Locked, Member, TooLarge, Unsupported

_SPOOL = 16 * 1024 * 1024  # bytes kept in memory before a temporary file is used
_AES = bytes.fromhex("06f10701")  # the method under which a folder of an archive is locked
_BROKEN = (py7zr.exceptions.ArchiveError, LZMAError, zlib.error, EOFError, OSError, ValueError, IndexError, KeyError)


@dataclass(slots=True)
class _Unpacked:
    """The members unpacked so far, and how many bytes may still come."""

    left: int
    files: list[tuple[str, IO[bytes]]] = field(default_factory=list)

    def take(self, name: str) -> IO[bytes]:
        for place, (met, stream) in enumerate(self.files):
            if met == name:
                del self.files[place]
                stream.seek(0)
                return stream
        raise Damaged("7z")


class _Spool(py7zr.Py7zIO):
    def __init__(self, name: str, unpacked: _Unpacked) -> None:
        self._stream: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - closed when drawn
        self._unpacked = unpacked
        unpacked.files.append((name, self._stream))

    def write(self, s: bytes | bytearray) -> int:
        self._unpacked.left -= len(s)
        if self._unpacked.left < 0:
            raise OSError("limit")
        return self._stream.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def flush(self) -> None:
        self._stream.flush()

    def size(self) -> int:
        return self._stream.tell()


class _Spools(py7zr.WriterFactory):
    def __init__(self, unpacked: _Unpacked) -> None:
        self._unpacked = unpacked

    def create(self, filename: str) -> _Spool:
        return _Spool(filename, self._unpacked)


def open_7z(source: IO[bytes], *, most_bytes: int, passwords: Sequence[str] = ()) -> Container:
    """Return the members of a 7z archive; raises ``TooLarge`` where it unpacks to more than ``most_bytes``."""
    if locked_names(source) == ():
        return _opened(source, None, most_bytes)
    for password in passwords:
        try:
            return _opened(source, password, most_bytes)
        except (TooLarge, Unsupported, MemoryError):
            raise
        except Exception:  # noqa: S112 - a wrong password makes noise of the archive, and noise raises anything
            continue
    raise Locked


def locked_names(source: IO[bytes]) -> tuple[str, ...] | None:
    """Return the names of the members that ask for a password; None where the very names do."""
    source.seek(0)
    try:
        with py7zr.SevenZipFile(source) as archive:
            if not archive.needs_password():
                return ()
            return tuple(one.filename for one in archive.files if one.folder is not None and _is_locked(one.folder))
    except py7zr.PasswordRequired:
        return None
    except MemoryError:
        raise
    except Exception:  # broken: whoever opens it says so
        return ()


def _is_locked(folder: Any) -> bool:
    return any(coder["method"] == _AES for coder in folder.coders)


def with_locked(members: Iterator[Member], locked: Sequence[str]) -> Iterator[Member]:
    """Yield the members of an archive whose opener stops at a locked one: the locked ones too, each told as such."""
    left = list(locked)
    try:
        for member in members:
            name = member.raw_name.decode("utf-8", "surrogateescape")
            if name not in left:
                yield member
                continue
            left.remove(name)
            yield replace(member, pieces=_asked)
    except (Damaged, Locked):
        if not left:
            return  # it stopped at the last locked one
    yield from (Member(name.encode("utf-8", "surrogateescape"), "file", _asked, declared_utf8=True) for name in left)


def _asked() -> Iterator[bytes]:
    raise Locked


def _opened(source: IO[bytes], password: str | None, most_bytes: int) -> Container:
    unpacked = _Unpacked(most_bytes)
    source.seek(0)
    try:
        with py7zr.SevenZipFile(source, password=password) as archive:
            kinds = [(info.filename, _kind(info)) for info in archive.list()]
            archive.extractall(factory=_Spools(unpacked))
    except py7zr.PasswordRequired as error:
        raise Locked from error
    except py7zr.UnsupportedCompressionMethodError as error:
        raise Unsupported("7z") from error
    except _BROKEN as error:
        raise (TooLarge() if unpacked.left < 0 else Damaged(type(error).__name__)) from error
    return Container((_member(name, kind, unpacked) for name, kind in kinds), len(kinds))


def _kind(info: Any) -> str:
    return "folder" if info.is_directory else "link" if info.is_symlink else "file"


def _member(name: str, kind: str, unpacked: _Unpacked) -> Member:
    def pieces() -> Iterator[bytes]:
        with unpacked.take(name) as stream:
            while piece := stream.read(PIECE):
                yield piece

    return Member(name.encode("utf-8", "surrogateescape"), kind, pieces, declared_utf8=True)
