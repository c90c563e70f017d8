"""Opens archives by the system's libarchive, as a stream: rar, 7z, cab, iso, lzh. Absent where it is not installed."""

import logging
from collections.abc import Iterator
from importlib import import_module
from typing import IO, Any

from ingest.container import PIECE, Damaged, Locked, Member, Unsupported

_MAGIC = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF")


def has_libarchive() -> bool:
    """Tell whether the system's libarchive can be used."""
    try:
        import_module("libarchive.ffi")
    except Exception:  # ctypes raises whatever it likes where the library is missing or too old
        return False
    return True


class _Warnings(logging.Handler):
    """Counts what libarchive warns of (a wrong checksum, say) and lets nothing of it out: it may name members."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


_warnings = _Warnings()


def _heard() -> None:
    logger = logging.getLogger("libarchive")
    logger.handlers[:], logger.propagate = [_warnings], False


def libarchive_members(source: IO[bytes], format: str) -> Iterator[Member]:
    """Yield the members of an archive from where its file stands; raises what ``container`` names."""
    _heard()
    libarchive, ffi = import_module("libarchive"), import_module("libarchive.ffi")
    failure = import_module("libarchive.exception").ArchiveError
    try:
        with libarchive.stream_reader(source, block_size=PIECE) as archive:
            for entry in archive:
                yield _libarchive_member(entry, ffi, failure)
    except failure as error:
        if "unrecognized archive" in str(error).casefold():
            source.seek(0)
            is_one = source.read(8).startswith(_MAGIC)  # then this libarchive is too old for it
            raise (Unsupported(format) if is_one else Damaged("format")) from error
        raise _libarchive_failure(error) from error


def _libarchive_failure(error: Any) -> Exception:
    text = str(error).casefold()
    if "passphrase" in text or "encrypt" in text or "crypto" in text:
        return Locked()
    if "support unavailable" in text or "unsupported" in text or "not supported" in text or "unknown codec" in text:
        return Unsupported(_told(error))
    return Damaged(_told(error))


def _told(error: Any) -> str:
    return str(getattr(error, "msg", None) or "libarchive")[:80]


def _libarchive_member(entry: Any, ffi: Any, failure: type[Exception]) -> Member:
    raw = ffi.entry_pathname(entry._entry_p) or b""
    kind = "link" if entry.issym or entry.islnk else "folder" if entry.isdir else "file" if entry.isreg else "special"

    def pieces() -> Iterator[bytes]:
        before = _warnings.count
        try:
            yield from entry.get_blocks(PIECE)
        except failure as error:
            raise _libarchive_failure(error) from error
        if _warnings.count > before:
            raise Damaged("checksum")

    return Member(raw, kind, pieces)
