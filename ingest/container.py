"""What an opened archive is, whatever its kind: members one after the other, and the ways in which it may fail."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

PIECE = 256 * 1024
BROKEN = (
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


class Damaged(Exception):
    """The archive or the member is broken; the message says how."""


class Locked(Exception):
    """The archive or the member asks for a password; the message names the program without which none was tried."""


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


def guarded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces; what any library raises on broken ones becomes ``Damaged``."""
    try:
        yield from pieces
    except BROKEN as error:
        raise Damaged(reason_of(error)) from error


def reason_of(error: BaseException) -> str:
    """Return in one word what went wrong; never anything of the file's content."""
    return type(error).__name__


def drain(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a stream piece by piece."""
    while piece := stream.read(PIECE):
        yield piece
