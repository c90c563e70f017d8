"""Which members of a RAR archive are locked, read from its headers: some libarchives give out their ciphertext unasked.

Headers only, RAR 4 and 5; broken ones end the search, and what they hide is found out by unpacking.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_OLD, _NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_MOST = 200_000  # headers
_LONGEST = 1 << 21  # bytes of a header
_ENCRYPTION = 1  # the record of a RAR 5 header that says how its member is locked
_FILE_4, _MAIN_4, _END_4, _SERVICE_4 = 0x74, 0x73, 0x7B, 0x7A
_FILE_5, _END_5, _CRYPT_5 = 2, 5, 4


@dataclass(frozen=True, slots=True)
class RarLocks:
    """Whether the very names are locked, and for each member in order whether it is."""

    names: bool = False
    members: tuple[bool, ...] = ()
    is_old: bool = False  # RAR 4 and before
    checksums: tuple[int, ...] = ()  # CRC-32 of each member, of RAR 4: libarchive passes over those of stored ones

    def __bool__(self) -> bool:
        """Tell whether anything is locked."""
        return self.names or any(self.members)

    def of(self, place: int) -> bool:
        """Tell whether the member at a place is locked."""
        return self.names or (place < len(self.members) and self.members[place])

    def checksum(self, place: int) -> int | None:
        """Return the checksum that the header of a member gives, where it is known."""
        return self.checksums[place] if place < len(self.checksums) else None


class _NamesLocked(Exception):
    pass


def rar_locks(source: IO[bytes]) -> RarLocks:
    """Return what is locked in an archive held in a seekable file, its volumes one behind the other."""
    members: list[bool] = []
    checksums: list[int] = []
    source.seek(0)
    is_old = source.read(len(_OLD)) == _OLD
    source.seek(0)
    try:
        for _ in range(_MOST):
            start = source.tell()
            if source.read(8) == _NEW:
                members += _new_members(source)
            elif source.seek(start) == start and source.read(7) == _OLD:
                _old_members(source, members, checksums)
            else:
                break
    except _NamesLocked:
        return RarLocks(names=True, is_old=is_old)
    except (struct.error, OSError, ValueError, IndexError, OverflowError):
        pass
    return RarLocks(members=tuple(members), is_old=is_old, checksums=tuple(checksums))


def _old_members(source: IO[bytes], members: list[bool], checksums: list[int]) -> None:
    for _ in range(_MOST):
        start = source.tell()
        _, kind, flags, size = struct.unpack("<HBHH", source.read(7))
        if size < 7:
            raise ValueError
        packed = 0
        if kind in (_FILE_4, _SERVICE_4):
            rest = source.read(25)
            packed = struct.unpack_from("<I", rest)[0]
            if flags & 0x100:
                packed += struct.unpack("<I", source.read(4))[0] << 32
            checksum = struct.unpack_from("<I", rest, 9)[0]
            if kind == _FILE_4 and flags & 0x01 and checksums:  # the rest of one from the volume before
                checksums[-1] = checksum
            elif kind == _FILE_4 and not flags & 0x01:
                members.append(bool(flags & 0x04))
                checksums.append(checksum)
        elif flags & 0x8000:
            packed = struct.unpack("<I", source.read(4))[0]
        if kind == _MAIN_4 and flags & 0x80:
            raise _NamesLocked
        source.seek(start + size + packed)
        if kind == _END_4:
            return


def _new_members(source: IO[bytes]) -> Iterator[bool]:
    for _ in range(_MOST):
        start = source.tell() + 4  # behind its checksum
        source.seek(start)
        size, taken = _number(source.read(3), 0)
        if not 0 < size <= _LONGEST:
            raise ValueError
        source.seek(start + taken)
        header = source.read(size)
        kind, place = _number(header, 0)
        flags, place = _number(header, place)
        extra, place = _number(header, place) if flags & 1 else (0, place)
        packed, place = _number(header, place) if flags & 2 else (0, place)
        if kind == _CRYPT_5:
            raise _NamesLocked
        if kind == _FILE_5 and not flags & 0x08:  # not the rest of one from the volume before
            yield any(record == _ENCRYPTION for record in _records(header[len(header) - extra :] if extra else b""))
        source.seek(packed, 1)
        if kind == _END_5:
            return


def _records(extra: bytes) -> Iterator[int]:
    place = 0
    while place < len(extra):
        size, begin = _number(extra, place)
        yield _number(extra, begin)[0]
        place = begin + size


def _number(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of variable length and the place behind it."""
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if not byte & 0x80:
            return value, place
