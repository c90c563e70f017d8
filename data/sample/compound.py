"""Compound files (OLE 2, [MS-CFB] version 3), the box in which Word 97 and Excel 97 put their streams."""

import struct

_SECTOR, _CUTOFF = 512, 4096
_END, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def compound_file(streams: dict[str, bytes]) -> bytes:
    """Return a file with these streams in its root, each padded to 4096 bytes: no short sectors are needed."""
    body, chains, starts, sizes = b"", list[int](), dict[str, int](), dict[str, int]()
    for name, content in streams.items():
        padded = content.ljust(_CUTOFF, b"\0")
        starts[name], sizes[name] = len(chains), len(padded)
        body += _whole_sectors(padded)
        chains += _chain(len(chains), len(padded))
    directory = _whole_sectors(_directory(starts, sizes))
    directory_start = len(chains)
    chains += _chain(directory_start, len(directory))
    fat_start, fat_count = len(chains), -(-(len(chains) + 4) // (_SECTOR // 4))
    chains += [_FAT] * fat_count
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(fat_count * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fat_count, directory_start, 0, _CUTOFF, _END, 0, _END, 0)
    header += struct.pack(f"<{fat_count}I", *range(fat_start, fat_start + fat_count)).ljust(436, b"\xff")
    return header + body + directory + fat


def _whole_sectors(content: bytes) -> bytes:
    return content.ljust(-(-len(content) // _SECTOR) * _SECTOR, b"\0")


def _chain(start: int, length: int) -> list[int]:
    """Return what the allocation table says of so many bytes from this sector on."""
    count = -(-length // _SECTOR)
    return [*range(start + 1, start + count), _END]


def _directory(starts: dict[str, int], sizes: dict[str, int]) -> bytes:
    """Return the root and its streams, each the right neighbour of the one before."""
    names = sorted(starts, key=lambda name: (len(name), name))
    entries = [_entry("Root Entry", 5, _NONE, 1, _END, 0)]
    for place, name in enumerate(names, start=1):
        entries.append(_entry(name, 2, place + 1 if place < len(names) else _NONE, _NONE, starts[name], sizes[name]))
    return b"".join(entries)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    nodes = struct.pack("<BB3I", kind, 1, _NONE, right, child)
    return raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + nodes + bytes(36) + struct.pack("<IQ", start, size)
