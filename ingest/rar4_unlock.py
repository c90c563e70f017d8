"""Opens locked RAR 4 archives with given passwords: writes them anew without their locks, packed as they were.

The lock is AES-128 under a key of 262,144 rounds of SHA-1 over password, salt and counter (WinRAR 2.9 to 4). Nothing
says whether a password fits but the checksum of a member that is unpacked with it. Volumes become one archive. No
password is shown, logged or kept.
"""

import hashlib
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, Any

from Cryptodome.Cipher import AES

from ingest.container import PIECE

_MARK, _CLOSING = b"Rar!\x1a\x07\x00", b"\xc4\x3d\x7b\x00\x40\x07\x00"
_MAIN, _FILE = 0x73, 0x74
_NAMES_LOCKED, _SOLID = 0x80, 0x08  # of the main header
_BEFORE, _AFTER, _LOCKED, _SOLID_FILE, _LARGE, _SALTED = 0x01, 0x02, 0x04, 0x10, 0x100, 0x400
_WITH_DATA = 0x8000
_SALT, _BLOCK, _STORED = 8, 16, 0x30
_OLDEST = 29  # what packed before WinRAR 2.9 locks in another way
_ROUNDS, _STEP = 0x40000, 0x4000
_MOST = 200_000  # headers

Unpack = Callable[[IO[bytes]], Iterator[bytes]]  # the bytes of the only member of an archive


class _Wrong(Exception):
    """The password does not fit, or the archive is not one that can be opened here."""


@dataclass(slots=True)
class _Member:
    """One member: its first header, where its bytes lie, and the checksum that its last header gives."""

    raw: bytes
    flags: int
    checksum: int
    parts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def packed(self) -> int:
        return sum(size for _, size in self.parts)

    @property
    def is_locked(self) -> bool:
        return bool(self.flags & _LOCKED)

    @property
    def salt_at(self) -> int:
        length: int = struct.unpack_from("<H", self.raw, 26)[0]
        return 32 + (8 if self.flags & _LARGE else 0) + length


def unlocked_rar4(source: IO[bytes], passwords: Sequence[str], unpack: Unpack) -> IO[bytes] | None:
    """Return the archive without its locks, or None where no password fits; ``unpack`` may raise anything."""
    for password in passwords:
        try:
            main, members = _listed(source, password)
            sample = _sample(members, is_solid=_is_solid(main))
            checksum = 0
            with _written(source, main, [sample], password) as tried:
                for piece in unpack(tried):
                    checksum = zlib.crc32(piece, checksum)
            if checksum == sample.checksum:
                return _written(source, main, members, password)
        except MemoryError:
            raise
        except Exception:  # noqa: S112 - a wrong password makes noise of the archive, and noise raises anything
            continue
    return None


def _listed(source: IO[bytes], password: str) -> tuple[bytes, list[_Member]]:
    """Return the main header and the members; of comments, recovery records and the like nothing."""
    main = b""
    members: list[_Member] = []
    for kind, flags, raw, data, packed in _blocks(source, password):
        if kind == _MAIN:
            main = main or raw
        elif kind == _FILE:
            if flags & _BEFORE and members:
                members[-1].checksum = struct.unpack_from("<I", raw, 16)[0]
            else:
                members.append(_Member(raw, flags, struct.unpack_from("<I", raw, 16)[0]))
            members[-1].parts.append((data, packed))
    return main, members


def _blocks(source: IO[bytes], password: str) -> Iterator[tuple[int, int, bytes, int, int]]:
    """Yield kind, flags, header, place and length of the data of each block, volumes one behind the other."""
    source.seek(0)
    hidden = False
    for _ in range(_MOST):
        start = source.tell()
        if source.read(len(_MARK)) == _MARK:
            hidden = False
            continue
        source.seek(start)
        salt = source.read(_SALT) if hidden else b""
        if hidden and not salt:
            return
        raw = _header(source, _key(password, salt) if hidden else None)
        if not raw:
            return
        checksum, kind, flags = struct.unpack_from("<HBH", raw)
        if hidden and checksum != zlib.crc32(raw[2:]) & 0xFFFF:
            raise _Wrong
        packed = struct.unpack_from("<I", raw, 7)[0] if flags & _WITH_DATA or kind == _FILE else 0
        if flags & _LARGE and kind == _FILE:
            packed += struct.unpack_from("<I", raw, 32)[0] << 32
        yield kind, flags, raw, source.tell(), packed
        source.seek(packed, 1)
        hidden = hidden or (kind == _MAIN and bool(flags & _NAMES_LOCKED))


def _header(source: IO[bytes], key: tuple[bytes, bytes] | None) -> bytes:
    """Return the next header; b"" at the end of the archive."""
    first = source.read(7 if key is None else _BLOCK)
    if len(first) < 7:
        return b""
    cipher = None if key is None else AES.new(key[0], AES.MODE_CBC, key[1])
    first = cipher.decrypt(first) if cipher else first
    size = struct.unpack_from("<H", first, 5)[0]
    if size < 7:
        raise _Wrong
    left = max(0, size - len(first))
    rest = source.read(left if cipher is None else -(-left // _BLOCK) * _BLOCK)
    return bytes(first + (cipher.decrypt(rest) if cipher else rest))[:size]


def _sample(members: Sequence[_Member], *, is_solid: bool) -> _Member:
    """Return the smallest locked member that can be unpacked by itself: of a solid archive the first."""
    able = [one for one in members[: 1 if is_solid else None] if one.is_locked and one.packed]
    if not able:
        raise _Wrong
    return min(able, key=lambda one: one.packed)


def _written(source: IO[bytes], main: bytes, members: Sequence[_Member], password: str) -> IO[bytes]:
    """Return an archive of these members without locks."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as its members
    is_solid = _is_solid(main) and len(members) > 1
    out.write(_MARK + _sealed(main, _SOLID if is_solid else 0))
    for member in members:
        _copy(source, out, member, password, is_solid=is_solid)
    out.write(_CLOSING)
    out.seek(0)
    return out


def _copy(source: IO[bytes], out: IO[bytes], member: _Member, password: str, *, is_solid: bool) -> None:
    """Write one member, its parts in all volumes together, without its lock."""
    raw, packed, cipher = member.raw, member.packed, None
    if member.is_locked:
        cipher = _cipher(member, password)
        raw = raw[: member.salt_at] + raw[member.salt_at + _SALT :]
        packed = min(packed, _size(member)) if raw[25] == _STORED else packed  # the rest fills the last block
    raw = raw[:7] + struct.pack("<I", packed & 0xFFFFFFFF) + raw[11:16] + struct.pack("<I", member.checksum) + raw[20:]
    if member.flags & _LARGE:
        raw = raw[:32] + struct.pack("<I", packed >> 32) + raw[36:]
    elif packed >> 32:
        raise _Wrong
    dropped = _BEFORE | _AFTER | _LOCKED | _SALTED | (0 if is_solid else _SOLID_FILE)
    out.write(_sealed(raw, member.flags & ~dropped))
    for piece in _pieces(source, member):
        opened = cipher.decrypt(piece) if cipher is not None else piece
        out.write(opened[:packed])
        packed -= min(packed, len(opened))


def _is_solid(main: bytes) -> bool:
    return bool(main[3] & _SOLID)


def _size(member: _Member) -> int:
    low: int = struct.unpack_from("<I", member.raw, 11)[0]
    high: int = struct.unpack_from("<I", member.raw, 36)[0] if member.flags & _LARGE else 0
    return low + (high << 32)


def _cipher(member: _Member, password: str) -> Any:
    if not member.flags & _SALTED or member.raw[24] < _OLDEST or member.packed % _BLOCK:
        raise _Wrong
    key, vector = _key(password, member.raw[member.salt_at : member.salt_at + _SALT])
    return AES.new(key, AES.MODE_CBC, vector)


def _pieces(source: IO[bytes], member: _Member) -> Iterator[bytes]:
    """Yield the packed bytes in whole blocks, over the ends of volumes; the rest last."""
    kept = b""
    for start, size in member.parts:
        done = 0
        while done < size:
            source.seek(start + done)
            piece = source.read(min(PIECE, size - done))
            if not piece:
                raise _Wrong
            done += len(piece)
            kept += piece
            whole = len(kept) - len(kept) % _BLOCK
            yield kept[:whole]
            kept = kept[whole:]
    yield kept


def _sealed(raw: bytes, flags: int) -> bytes:
    """Return a header with these flags, its size and its checksum set right."""
    body = raw[2:3] + struct.pack("<HH", flags, len(raw)) + raw[7:]
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


@lru_cache(maxsize=4096)
def _key(password: str, salt: bytes) -> tuple[bytes, bytes]:
    """Return the key and the first vector that a password and a salt give."""
    word = password.encode("utf-16-le", "surrogatepass") + salt
    digest, vector = hashlib.sha1(usedforsecurity=False), bytearray()
    for start in range(0, _ROUNDS, _STEP):
        digest.update(word + start.to_bytes(3, "little"))
        vector.append(digest.digest()[19])
        digest.update(b"".join(word + at.to_bytes(3, "little") for at in range(start + 1, start + _STEP)))
    words = struct.unpack(">4I", digest.digest()[:16])
    return struct.pack("<4I", *words), bytes(vector)
