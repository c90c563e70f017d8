"""Opens RAR archives with the programs lsar and unar where the system's libarchive cannot: each member by itself.

They are optional system programs; nothing is written to disk but a copy of an archive that lies in another archive, and
for a moment what comes out of locked ones.
"""

import io
import json
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import IO, Any

from ingest.container import PIECE, Container, Damaged, Locked, Member, TooLarge, drain
from ingest.unar_locked import can_ask, unpack, unpacked_files
from ingest.volumes import Joined

_RAW = "iso-8859-1"  # names of no declared encoding come as the characters of their bytes
_LISTING_SECONDS = 120
_OLD, _HEADERS, _COUNTED_ANEW = b"Rar!\x1a\x07\x00", 16, 0x10


def has_unar() -> bool:
    """Tell whether both programs are installed."""
    return bool(shutil.which("unar") and shutil.which("lsar"))


class _Folder:
    """A folder of our own, there as long as somebody holds it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp())
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(slots=True)
class _Archive:
    """An archive on disk and what may be tried on it; ``fits`` is the password that opened a member of it."""

    folder: _Folder  # keeps the file there as long as its members
    path: Path
    seconds: float
    most_bytes: int
    passwords: Sequence[str]
    fits: list[str] = field(default_factory=list)
    is_solid: bool = False
    whole: _Folder | None = None  # the folder with all members of a solid archive, once one was asked for

    def unpacked(self, index: int | None) -> Any:
        """Return a folder of our own with one member in it, or with all; raises ``Locked`` where no password fits."""
        for password in self.fits or self.passwords if can_ask() else ():
            folder = tempfile.TemporaryDirectory()
            try:
                opened = unpack(
                    self.path, Path(folder.name), password=password, index=index,
                    seconds=self.seconds, most_bytes=self.most_bytes,
                )  # fmt: skip
            except TooLarge:
                folder.cleanup()
                raise
            if opened:
                self.fits = [password]
                return folder
            folder.cleanup()
        raise Locked

    def held(self, name: str, size: int | None) -> Path | None:
        """Return where a member of a solid archive lies, all of which is unpacked once: one alone costs all before it.

        None where it is not so, and then it is to be unpacked by itself.
        """
        if not self.is_solid:
            return None
        if self.whole is None:
            self.whole = _Folder()
            self.is_solid = unpack(
                self.path, self.whole.path, password="", index=None,
                seconds=self.seconds, most_bytes=self.most_bytes,
            )  # fmt: skip
        root = self.whole.path.resolve()
        path = (root / name.replace("\\", "/")).resolve()
        fits = self.is_solid and path.is_relative_to(root) and path.is_file()
        return path if fits and path.stat().st_size == size else None


def open_by_unar(source: IO[bytes], *, seconds: float, passwords: Sequence[str] = (), most_bytes: int = 0) -> Container:
    """Return the members of an archive; raises ``Damaged`` or ``Locked``."""
    archive = _Archive(*_on_disk(source), seconds, most_bytes, passwords)
    try:
        listed = _listed(archive.path)
    except Locked:
        return _hidden(archive)
    archive.is_solid = len(listed) > 1 and can_ask() and any(one.get("XADIsSolid") for one in listed)
    if any(one.get("XADIsEncrypted") or one.get("XADIsLink") for one in listed):
        archive.is_solid = False  # each by itself
    return Container((_member(archive, entry) for entry in listed), len(listed), direct=True)


def _on_disk(source: IO[bytes]) -> tuple[_Folder, Path]:
    """Return a folder of our own with a copy of the archive, and the copy; volumes as volumes, as unar wants them."""
    folder = _Folder()
    sizes = source.sizes if isinstance(source, Joined) else [source.seek(0, io.SEEK_END)]
    source.seek(0)
    names = _volume_names(source.read(_HEADERS), len(sizes))
    source.seek(0)
    for name, size in zip(names, sizes, strict=True):
        with (folder.path / name).open("wb") as copy:
            for start in range(0, size, PIECE):
                copy.write(source.read(min(PIECE, size - start)))
    return folder, folder.path / names[0]


def _volume_names(head: bytes, count: int) -> list[str]:
    """Return the names under which unar finds volumes; a header before RAR 5 says in which way they are counted."""
    if count == 1:
        return ["a.rar"]
    if head.startswith(_OLD) and not int.from_bytes(head[10:12], "little") & _COUNTED_ANEW:
        later = [f"a.{chr(ord('r') + number // 100)}{number % 100:02d}" for number in range(count - 1)]
        return ["a.rar", *later]
    return [f"a.part{number:04d}.rar" for number in range(1, count + 1)]


def _listed(path: Path) -> list[dict[str, Any]]:
    command = [str(shutil.which("lsar")), "-json", "-encoding", _RAW, str(path)]
    try:
        told = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LISTING_SECONDS, check=False
        )
        if not told.stdout.rstrip().endswith(b"}") and b"assword" in told.stderr:
            raise Locked  # it breaks off where even the names are locked
        listing = json.loads(told.stdout)
        entries: list[dict[str, Any]] = listing["lsarContents"]
    except (subprocess.TimeoutExpired, OSError, ValueError, KeyError) as error:
        raise Damaged("unar") from error
    fault = str(listing.get("lsarError", ""))
    if not entries and fault:
        raise Locked if "assword" in told.stderr.decode(errors="replace") + fault else Damaged("unar")
    if not entries and listing.get("lsarProperties", {}).get("XADVolumeScanningFailed"):
        raise Damaged("unar")  # nothing listed is not nothing inside
    return entries


def _raw_name(name: str) -> bytes:
    try:
        return name.encode(_RAW)
    except UnicodeEncodeError:  # the archive says what it is called in Unicode
        return name.encode("utf-8", "surrogateescape")


def _member(archive: _Archive, entry: dict[str, Any]) -> Member:
    kind = "folder" if entry.get("XADIsDirectory") else "link" if entry.get("XADIsLink") else "file"
    index, name = int(entry["XADIndex"]), str(entry.get("XADFileName", ""))

    def pieces() -> Iterator[bytes]:
        if entry.get("XADIsEncrypted"):
            yield from _from_locked(archive, index, size=entry.get("XADFileSize"))
        elif place := archive.held(name, entry.get("XADFileSize")):
            with place.open("rb") as stream:
                yield from drain(stream)
        else:
            given = 0
            for piece in _unpacked(archive.path, index, archive.seconds):
                given += len(piece)
                yield piece
            if given < int(entry.get("XADFileSize") or 0):  # a volume that it did not find is no fault to unar
                raise Damaged("unar")

    packed = entry.get("XADCompressedSize") if not entry.get("XADIsSolid") else None
    return Member(_raw_name(name), kind, pieces, packed=packed)


def _from_locked(archive: _Archive, index: int, *, size: int | None) -> Iterator[bytes]:
    with archive.unpacked(index) as place:
        files = list(unpacked_files(Path(place)))
        if len(files) != 1 or files[0].is_symlink() or (size is not None and files[0].stat().st_size != size):
            raise Damaged("unar")
        with files[0].open("rb") as stream:
            yield from drain(stream)


def _hidden(archive: _Archive) -> Container:
    """Return the members of an archive whose very names are locked: all of it is unpacked, for lsar never asks."""
    folder = archive.unpacked(None)
    root = Path(folder.name)

    def member(path: Path) -> Member:
        def pieces() -> Iterator[bytes]:
            with path.open("rb") as stream:
                yield from drain(stream)

        kind = "link" if path.is_symlink() else "file" if path.is_file() else "special"
        return Member(_raw_name(path.relative_to(root).as_posix()), kind, pieces)

    def members() -> Iterator[Member]:
        with folder:
            for path in sorted(unpacked_files(root)):
                yield member(path)

    return Container(members())


def _unpacked(path: Path, index: int, seconds: float) -> Iterator[bytes]:
    command = [str(shutil.which("unar")), "-quiet", "-no-recursion", "-forks", "skip", "-indexes"]
    command += ["-output-directory", "-", str(path), str(index)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    timer = Timer(seconds, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        yield from drain(process.stdout)
        if process.wait() != 0:
            raise Damaged("unar")
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
