"""Opens archives one member after the other: raw names, kinds, and bytes in pieces. Nothing is written to disk here.

Every way of opening gives the same ``Member``; limits, decoding of names and rows are the business of ``archives``.
"""

import bz2
import gzip
import logging
import lzma
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import IO, Any, cast

from ingest.container import BROKEN, PIECE, Container, Damaged, Locked, Member, Unsupported, drain, guarded, reason_of
from ingest.limits import Limits
from ingest.rar_locks import RarLocks, rar_locks
from ingest.tnef import open_tnef
from ingest.unar import has_unar, open_by_unar
from ingest.zip_container import open_zip

_STREAMS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    "gz": lambda source: cast(IO[bytes], gzip.GzipFile(fileobj=source, mode="rb")),
    "bz2": lambda source: cast(IO[bytes], bz2.BZ2File(source)),
    "xz": lambda source: cast(IO[bytes], lzma.LZMAFile(source)),  # noqa: SIM115 - closed with its source
}


_MAGIC = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MSCF")


def open_container(source: IO[bytes], format: str, *, name: str, most_bytes: int, limits: Limits) -> Container:
    """Open an archive held in a seekable file; raises ``Damaged``, ``Locked`` or ``Unsupported``.

    ``most_bytes`` matters only where a library unpacks all members at once.
    """
    source.seek(0)
    if format == "zip":
        return open_zip(source, passwords=limits.passwords)
    if format == "tar" or format.startswith("tar."):
        return Container(_tar_members(source, format))
    if format in _STREAMS:
        return Container(_stream_members(source, format, name), 1)
    if format == "7z" and (limits.passwords or not has_libarchive()):
        seven_zip = import_module("ingest.seven_zip")
        if not has_libarchive() or seven_zip.is_locked(source):
            opened: Container = seven_zip.open_7z(source, most_bytes=most_bytes, passwords=limits.passwords)
            return opened
        source.seek(0)
    if format == "tnef":
        return open_tnef(source)
    if format == "rar":
        return _open_rar(source, most_bytes=most_bytes, limits=limits)
    source.seek(0)
    if has_libarchive():
        return Container(_libarchive_members(source, format))
    raise Unsupported(format)


def _open_rar(source: IO[bytes], *, most_bytes: int, limits: Limits) -> Container:
    """Open a RAR archive: by libarchive where it can and nothing locked may be opened, else by unar."""
    locks = rar_locks(source)
    if has_unar() and ((locks and limits.passwords) or (not locks.names and not _can_list(source, "rar"))):
        return open_by_unar(source, seconds=limits.seconds, passwords=limits.passwords, most_bytes=most_bytes)
    if locks.names:
        raise Locked
    source.seek(0)
    if not has_libarchive():
        raise Unsupported("rar")
    return Container(_unlocked_members(_libarchive_members(source, "rar"), locks))


def _unlocked_members(members: Iterator[Member], locks: RarLocks) -> Iterator[Member]:
    for place, member in enumerate(members):
        yield replace(member, kind="file", pieces=_locked) if locks.of(place) else member


def _locked() -> Iterator[bytes]:
    raise Locked


def _can_list(source: IO[bytes], format: str) -> bool:
    """Tell whether there is a libarchive that gets to the first member and knows how it is packed."""
    if not has_libarchive():
        return False
    try:
        for member in _libarchive_members(source, format):
            next(member.pieces(), None)
            break
        return True
    except Unsupported:
        return False
    except (Damaged, Locked):
        return True  # the other program would say the same


# tar and single streams


def _tar_members(source: IO[bytes], format: str) -> Iterator[Member]:
    packing = format.partition(".")[2]
    stream = _STREAMS[packing](source) if packing else source
    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                yield _tar_member(archive, info)
    except BROKEN as error:
        raise Damaged(reason_of(error)) from error


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    kind = (
        "file" if info.isreg() else "folder" if info.isdir() else "link" if info.issym() or info.islnk() else "special"
    )

    def pieces() -> Iterator[bytes]:
        stream = archive.extractfile(info)
        if stream is not None:
            yield from guarded(drain(stream))

    return Member(info.name.encode("utf-8", "surrogateescape"), kind, pieces)


def _stream_members(source: IO[bytes], format: str, name: str) -> Iterator[Member]:
    stem = name.rsplit("/", 1)[-1]
    inner = stem[: -len(format) - 1] if stem.casefold().endswith("." + format) else stem
    stream = _STREAMS[format](source)
    yield Member(inner.encode("utf-8", "surrogateescape"), "file", lambda: guarded(drain(stream)), declared_utf8=True)


# libarchive: rar, 7z and the rest


def has_libarchive() -> bool:
    """Tell whether the system's libarchive can be used."""
    try:
        import_module("libarchive.ffi")
    except Exception:  # ctypes raises whatever it likes where the library is missing or too old
        return False
    return True


def openers() -> str:
    """Return which programs of the system open archives here: an archive may be opened once one is installed."""
    return " ".join(name for name, there in (("libarchive", has_libarchive()), ("unar", has_unar())) if there)


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


def _libarchive_members(source: IO[bytes], format: str) -> Iterator[Member]:
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
    if "support unavailable" in text or "unsupported" in text or "not supported" in text:
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
