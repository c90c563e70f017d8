"""Archives cut into volumes (.7z.001, .part1.rar, .r00, .z01): which files of a folder are one archive, and its bytes.

Volumes are told by their names; whether the whole opens is told by opening it. Nothing is written to disk.
"""

import io
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

_NEW_RAR = re.compile(r"(?P<stem>.+)\.part(?P<number>\d{1,4})\.rar", re.I)
_NUMBERED = re.compile(r"(?P<stem>.+\.(?:7z|zip|rar|tar|tgz|gz|bz2|xz))\.(?P<number>\d{3})", re.I)
_OLD_RAR = re.compile(r"(?P<stem>.+)\.(?P<series>[rs])(?P<number>\d\d)", re.I)  # .r00 to .r99, then .s00
_ZIP_PART = re.compile(r"(?P<stem>.+)\.z(?P<number>\d\d)", re.I)
_RAR = b"Rar!"
_END, _ENTRY, _SIZE = b"PK\x05\x06", b"PK\x01\x02", 46


@dataclass(frozen=True, slots=True)
class VolumeSet:
    """One archive in volumes: the name it goes by, all its names in order, and those that are missing."""

    main: str
    names: tuple[str, ...]
    missing: tuple[str, ...] = ()


def volume_sets(names: Iterable[str]) -> list[VolumeSet]:
    """Return the archives in volumes among the names of one folder; one volume alone is a set of one."""
    listed = sorted(names)
    groups: dict[tuple[str, str], dict[int, str]] = {}
    for name in listed:
        for kind, number, stem in _claims(name):
            groups.setdefault((kind, stem.casefold()), {}).setdefault(number, name)
    by_key = {name.casefold(): name for name in listed}
    sets = []
    for (kind, stem), volumes in sorted(groups.items()):
        if kind in ("zip", "old"):
            whole = by_key.get(f"{stem}.{'zip' if kind == 'zip' else 'rar'}")
            volumes[max(volumes) + 1 if kind == "zip" else 0] = whole or ""
        sets.append(_set_of(kind, volumes))
    return sets


def _claims(name: str) -> Iterator[tuple[str, int, str]]:
    if found := _NEW_RAR.fullmatch(name):
        yield "new", int(found["number"]), found["stem"]
    elif found := _NUMBERED.fullmatch(name):
        yield "numbered", int(found["number"]), found["stem"]
    elif found := _ZIP_PART.fullmatch(name):
        if found["number"] != "00":
            yield "zip", int(found["number"]), found["stem"]
    elif found := _OLD_RAR.fullmatch(name):
        yield "old", 100 * (ord(found["series"].lower()) - ord("r")) + int(found["number"]) + 1, found["stem"]


def _set_of(kind: str, volumes: dict[int, str]) -> VolumeSet:
    first = 0 if kind == "old" else 1
    there = [volumes[number] for number in sorted(volumes) if volumes[number]]
    missing = [
        _name(kind, number, there[0], max(volumes))
        for number in range(first, max(volumes) + 1)
        if not volumes.get(number)
    ]
    main = there[-1] if kind == "zip" else there[0]
    return VolumeSet(main, tuple(there), tuple(missing))


def _name(kind: str, number: int, like: str, last: int) -> str:
    """Return the name that the volume of this number would have beside a volume that is there."""
    if kind == "new":
        return re.sub(r"\d+(?=\.rar$)", lambda found: str(number).zfill(len(found[0])), like, flags=re.I)
    stem = like.rpartition(".")[0]
    if kind == "numbered":
        return f"{stem}.{number:03d}"
    if kind == "zip":
        return f"{stem}.zip" if number == last else f"{stem}.z{number:02d}"
    return f"{stem}.rar" if number == 0 else f"{stem}.{chr(ord('r') + (number - 1) // 100)}{(number - 1) % 100:02d}"


def is_volume(name: str) -> bool:
    """Tell whether a name is that of one volume among others."""
    return any(_claims(name.rpartition("/")[2]))


def volumes_in(folder: Path, names: Iterable[str]) -> list[VolumeSet]:
    """Return the archives in volumes in a folder; names alone do not make a RAR of .r01."""
    found = []
    for one in volume_sets(names):
        if _OLD_RAR.fullmatch(one.names[-1]):
            with (folder / one.names[0]).open("rb") as source:
                if source.read(len(_RAR)) != _RAR:
                    continue
        found.append(one)
    return found


def files_of(file: Path) -> list[Path]:
    """Return all volumes of the archive that goes by this file, in order; the file alone where it is whole."""
    if not is_volume(file.name) and file.suffix.casefold() not in (".zip", ".rar"):
        return [file]
    siblings = [entry.name for entry in file.parent.iterdir() if entry.is_file() and not entry.is_symlink()]
    for one in volumes_in(file.parent, siblings):
        if one.main == file.name and not one.missing:
            return [file.parent / name for name in one.names]
    return [file]


def open_whole(file: Path) -> IO[bytes]:
    """Open a file, or all the volumes of an archive as one."""
    files = files_of(file)
    if len(files) == 1:
        return file.open("rb")
    joined = Joined([one.open("rb") for one in files])
    whole = _as_one_zip(joined) if file.suffix.casefold() == ".zip" else joined
    return cast(IO[bytes], whole)


class Joined(io.RawIOBase):
    """Several files read as one; seekable."""

    def __init__(self, parts: Sequence[Any]) -> None:
        super().__init__()
        self._parts = list(parts)
        self.sizes = [part.seek(0, io.SEEK_END) for part in self._parts]
        self._place = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be moved in."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, and return where."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: sum(self.sizes)}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        """Return where it stands."""
        return self._place

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes, over the ends of the files; fewer only at the very end."""
        left = sum(self.sizes) - self._place if size is None or size < 0 else size
        pieces, begin = [], 0
        for part, length in zip(self._parts, self.sizes, strict=True):
            if left > 0 and begin <= self._place < begin + length:
                part.seek(self._place - begin)
                piece = part.read(min(left, begin + length - self._place))
                pieces.append(piece)
                self._place += len(piece)
                left -= len(piece)
            begin += length
        return b"".join(pieces)

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as there are bytes."""
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close all files."""
        for part in self._parts:
            part.close()
        super().close()


def _as_one_zip(joined: Joined) -> Joined:
    """Return the volumes of a zip as one zip: places counted from the start of all, not of their volume."""
    starts = [sum(joined.sizes[:number]) for number in range(len(joined.sizes))]
    size = joined.seek(0, io.SEEK_END)
    tail_at = max(0, size - 66_000)
    joined.seek(tail_at)
    tail = joined.read()
    found = tail.rfind(_END)
    if found < 0 or len(tail) < found + 22:
        return joined  # opening it says that it is incomplete
    disk, entries, length, place = struct.unpack_from("<H2xHII", tail, found + 6)
    if disk >= len(starts):
        return joined
    directory_at = starts[disk] + place
    joined.seek(directory_at)
    directory = bytearray(joined.read(length))
    at = 0
    while at + _SIZE <= len(directory) and directory[at : at + 4] == _ENTRY:
        lengths = struct.unpack_from("<HHH", directory, at + 28)
        on, offset = struct.unpack_from("<H", directory, at + 34)[0], struct.unpack_from("<I", directory, at + 42)[0]
        if on < len(starts):
            struct.pack_into("<H", directory, at + 34, 0)
            struct.pack_into("<I", directory, at + 42, min(starts[on] + offset, 0xFFFFFFFF))
        at += _SIZE + sum(lengths)
    end = bytearray(tail[found:])
    struct.pack_into("<HHHHII", end, 4, 0, 0, entries, entries, length, directory_at)
    return Joined([_Window(joined, directory_at), io.BytesIO(bytes(directory) + bytes(end))])


class _Window(io.RawIOBase):
    """The first bytes of a joined file."""

    def __init__(self, source: Joined, length: int) -> None:
        super().__init__()
        self._source, self._length, self._place = source, length, 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._place = offset + (self._length if whence == io.SEEK_END else 0)
        return self._place

    def read(self, size: int = -1) -> bytes:
        self._source.seek(self._place)
        piece = self._source.read(max(0, min(size, self._length - self._place)))
        self._place += len(piece)
        return piece

    def close(self) -> None:
        self._source.close()
        super().close()
