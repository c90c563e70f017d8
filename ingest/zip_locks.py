"""Opens the locked members of zip archives with given passwords: ZipCrypto by the standard library, AES here.

AES as WinZip, 7-Zip, Bandizip and 360压缩 write it (AE-1, AE-2). A wrong password and a broken member look alike, so
a member that no password opens is locked.
"""

import bz2
import hashlib
import hmac
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter

from ingest.container import BROKEN, PIECE, Damaged, Locked, Unsupported, drain

AES_METHOD = 99
_EXTRA = 0x9901
_KEY_BYTES = {1: 16, 2: 24, 3: 32}
_ROUNDS, _VERIFIER, _SEAL = 1000, 2, 10
_ENCODINGS = ("utf-8", "gb18030")  # in which a password with hanzi may have been typed


def spellings(passwords: Sequence[str]) -> list[bytes]:
    """Return every password as the bytes that an archive program may have made of it."""
    return list(dict.fromkeys(one.encode(encoding) for one in passwords for encoding in _ENCODINGS))


def zipcrypto_pieces(
    open_member: Callable[[bytes], IO[bytes]], info: zipfile.ZipInfo, passwords: Sequence[str]
) -> Iterator[bytes]:
    """Yield a member locked by ZipCrypto; raises ``Locked`` where no password fits.

    The check byte lets one wrong password in 256 pass, so those that pass are tried to the end where there are several.
    """
    fitting = [one for one in spellings(passwords) if _passes(open_member, one)]
    if len(fitting) > 1:
        fitting = [one for one in fitting if _is_whole(open_member, one)]
    if not fitting:
        raise Locked
    try:
        with open_member(fitting[0]) as stream:
            yield from drain(stream)
    except (*BROKEN, RuntimeError) as error:  # a checksum that fails: wrong by chance, or broken
        raise Locked from error


def _passes(open_member: Callable[[bytes], IO[bytes]], password: bytes) -> bool:
    try:
        with open_member(password):
            return True
    except RuntimeError:
        return False


def _is_whole(open_member: Callable[[bytes], IO[bytes]], password: bytes) -> bool:
    try:
        with open_member(password) as stream:
            return all(True for _ in drain(stream))
    except (*BROKEN, RuntimeError):
        return False


@dataclass(frozen=True, slots=True)
class _Lock:
    """What the extra field of a member locked by AES says, and the frame around its bytes."""

    method: int
    key_bytes: int
    salt: bytes
    verifier: bytes
    start: int
    length: int  # of what is locked


def aes_pieces(source: IO[bytes], info: zipfile.ZipInfo, passwords: Sequence[str]) -> Iterator[bytes]:
    """Yield a member locked by AES; raises ``Locked``, ``Damaged`` or ``Unsupported``."""
    lock = _lock_of(source, info)
    for password in spellings(passwords):
        keys = hashlib.pbkdf2_hmac("sha1", password, lock.salt, _ROUNDS, 2 * lock.key_bytes + _VERIFIER)
        if keys[2 * lock.key_bytes :] == lock.verifier and _is_sealed(source, lock, keys):
            try:
                yield from _unpacked(_opened(source, lock, keys), lock.method)
            except BROKEN as error:
                raise Damaged(type(error).__name__) from error
            return
    raise Locked


def _lock_of(source: IO[bytes], info: zipfile.ZipInfo) -> _Lock:
    place = 0
    while place + 11 <= len(info.extra):
        kind, length = struct.unpack_from("<HH", info.extra, place)
        if kind == _EXTRA and length >= 7:
            strength, method = info.extra[place + 8], struct.unpack_from("<H", info.extra, place + 9)[0]
            if strength not in _KEY_BYTES:
                break
            key_bytes = _KEY_BYTES[strength]
            source.seek(info.header_offset + 26)
            name, extra = struct.unpack("<HH", source.read(4))
            source.seek(info.header_offset + 30 + name + extra)
            salt, verifier = source.read(key_bytes // 2), source.read(_VERIFIER)
            locked = info.compress_size - len(salt) - _VERIFIER - _SEAL
            if locked < 0 or len(verifier) < _VERIFIER:
                raise Damaged("aes")
            return _Lock(method, key_bytes, salt, verifier, source.tell(), locked)
        place += 4 + length
    raise Unsupported("aes")


def _is_sealed(source: IO[bytes], lock: _Lock, keys: bytes) -> bool:
    seal = hmac.new(keys[lock.key_bytes : 2 * lock.key_bytes], digestmod="sha1")
    for piece in _locked(source, lock):
        seal.update(piece)
    source.seek(lock.start + lock.length)
    return hmac.compare_digest(seal.digest()[:_SEAL], source.read(_SEAL))


def _locked(source: IO[bytes], lock: _Lock) -> Iterator[bytes]:
    done = 0
    while done < lock.length:
        source.seek(lock.start + done)
        piece = source.read(min(PIECE, lock.length - done))
        if not piece:
            raise Damaged("aes")
        done += len(piece)
        yield piece


def _opened(source: IO[bytes], lock: _Lock, keys: bytes) -> Iterator[bytes]:
    counter = Counter.new(128, initial_value=1, little_endian=True)
    cipher = AES.new(keys[: lock.key_bytes], AES.MODE_CTR, counter=counter)
    for piece in _locked(source, lock):
        yield cipher.decrypt(piece)


def _unpacked(pieces: Iterator[bytes], method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from pieces
    elif method == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        for piece in pieces:
            while piece:
                yield unpacker.decompress(piece, PIECE)
                piece = unpacker.unconsumed_tail
        yield unpacker.flush()
        if not unpacker.eof:
            raise Damaged("aes")
    elif method == zipfile.ZIP_BZIP2:
        bunzip = bz2.BZ2Decompressor()
        for piece in pieces:
            while not bunzip.eof and (piece or not bunzip.needs_input):
                yield bunzip.decompress(piece, PIECE)
                piece = b""
    else:
        raise Unsupported(f"method {method}")
