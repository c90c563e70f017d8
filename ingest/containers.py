"""Opens archives one member after the other: raw names, kinds, and bytes in pieces. Nothing is written to disk here.

Every way of opening gives the same ``Member``; limits, decoding of names and rows are the business of ``archives``.
"""

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import IO, cast

from ingest.by_libarchive import has_libarchive, libarchive_members
from ingest.container import BROKEN, Container, Damaged, Locked, Member, Unsupported, drain, guarded, reason_of
from ingest.limits import Limits
from ingest.rar import open_rar
from ingest.tnef import open_tnef
from ingest.unar import has_unar
from ingest.zip_container import open_zip

_STREAMS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    "gz": lambda source: cast(IO[bytes], gzip.GzipFile(fileobj=source, mode="rb")),
    "bz2": lambda source: cast(IO[bytes], bz2.BZ2File(source)),
    "xz": lambda source: cast(IO[bytes], lzma.LZMAFile(source)),  # noqa: SIM115 - closed with its source
}


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
    if format == "7z":
        return _open_7z(source, most_bytes=most_bytes, limits=limits)
    if format == "tnef":
        return open_tnef(source)
    if format == "rar":
        return open_rar(source, most_bytes=most_bytes, limits=limits)
    if has_libarchive():
        return Container(libarchive_members(source, format))
    raise Unsupported(format)


def _open_7z(source: IO[bytes], *, most_bytes: int, limits: Limits) -> Container:
    """Open a 7z archive: by libarchive, unless it is locked and a password fits, or there is no libarchive."""
    seven_zip = import_module("ingest.seven_zip")
    locked: tuple[str, ...] | None = seven_zip.locked_names(source)
    if not has_libarchive() or (locked != () and limits.passwords):
        try:
            opened: Container = seven_zip.open_7z(source, most_bytes=most_bytes, passwords=limits.passwords)
            return opened
        except Locked:
            if not has_libarchive():
                raise
    if locked is None:
        raise Locked
    source.seek(0)
    members = libarchive_members(source, "7z")
    return Container(seven_zip.with_locked(members, locked) if locked else members)


def openers() -> str:
    """Return which programs of the system open archives here: an archive may be opened once one is installed."""
    return " ".join(name for name, there in (("libarchive", has_libarchive()), ("unar", has_unar())) if there)


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
