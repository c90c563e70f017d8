"""Writers of files that no library here writes: archives with raw names, RAR, hostile and locked ones, binary Word."""

import hashlib
import hmac
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter

ZIP_FLAG_ENCRYPTED = 0x1
OLE_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


class _RawName(zipfile.ZipInfo):
    """A member whose name is written as given bytes, without the UTF-8 flag."""

    raw: bytes = b""
    flag: int = 0

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # the hook by which zipfile writes names
        return self.raw, (self.flag_bits & ~0x800) | self.flag


class Forge:
    """Everything that the tests of reading need written."""

    @staticmethod
    def raw_zip(path: Path, members: Iterable[tuple[bytes, bytes]], *, utf8_flag: bool = False) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, (name, content) in enumerate(members):
                info = _RawName(f"{number} " + name.decode("latin-1"), (2010, 5, 1, 0, 0, 0))
                info.raw, info.flag, info.compress_type = name, 0x800 if utf8_flag else 0, zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        return path

    @staticmethod
    def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                archive.writestr(name, content)
        return buffer.getvalue()

    @staticmethod
    def encrypted_zip(name: bytes, content: bytes) -> bytes:
        """A zip whose one member carries the flag of encryption (its bytes are noise, as they would be)."""
        noise = bytes(12) + bytes(byte ^ 0x5A for byte in content)
        header = struct.pack(
            "<HHHHHIIIHH",
            20,
            ZIP_FLAG_ENCRYPTED,
            0,
            0,
            0x2821,
            zlib.crc32(content),
            len(noise),
            len(content),
            len(name),
            0,
        )
        local = b"PK\x03\x04" + header + name + noise
        central = b"PK\x01\x02" + struct.pack("<H", 20) + header + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
        return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)

    @staticmethod
    def zipcrypto(name: str, content: bytes, password: bytes) -> bytes:
        """A zip whose one stored member is locked in the old way (APPNOTE 6.1)."""
        keys = [0x12345678, 0x23456789, 0x34567890]

        def step(value: int, byte: int) -> int:
            return (zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF

        def update(byte: int) -> None:
            keys[0] = step(keys[0], byte)
            keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            keys[2] = step(keys[2], keys[1] >> 24)

        for byte in password:
            update(byte)
        locked = bytearray()
        for byte in bytes(11) + bytes([zlib.crc32(content) >> 24]) + content:
            mixed = keys[2] | 2
            locked.append(byte ^ ((mixed * (mixed ^ 1)) >> 8 & 0xFF))
            update(byte)
        return Forge._one_locked(name, bytes(locked), len(content), zlib.crc32(content), 0, b"")

    @staticmethod
    def aes_zip(name: str, content: bytes, password: bytes, *, strength: int, packed: bool = True) -> bytes:
        """A zip whose one member is locked by AES (APPNOTE, WinZip AE-2)."""
        size = 8 + 8 * strength
        salt = bytes(range(size // 2))
        keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * size + 2)
        plain = zlib.compress(content, wbits=-15) if packed else content
        cipher = AES.new(keys[:size], AES.MODE_CTR, counter=Counter.new(128, initial_value=1, little_endian=True))
        locked = cipher.encrypt(plain)
        seal = hmac.new(keys[size : 2 * size], locked, "sha1").digest()[:10]
        extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", strength, 8 if packed else 0)
        return Forge._one_locked(name, salt + keys[2 * size :] + locked + seal, len(content), 0, 99, extra)

    @staticmethod
    def _one_locked(name: str, body: bytes, size: int, crc: int, method: int, extra: bytes) -> bytes:
        raw = name.encode()
        flags = ZIP_FLAG_ENCRYPTED | 0x800
        header = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 0x2821, crc, len(body), size, len(raw), len(extra))
        local = b"PK\x03\x04" + header + raw + extra + body
        central = b"PK\x01\x02" + struct.pack("<H", 20) + header + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw + extra
        return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)

    @staticmethod
    def tar_bytes(
        members: Iterable[tarfile.TarInfo | tuple[str, bytes]], *, mode: str = "w", encoding: str = "utf-8"
    ) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode, encoding=encoding, format=tarfile.GNU_FORMAT) as archive:  # type: ignore[call-overload]
            for member in members:
                if isinstance(member, tarfile.TarInfo):
                    archive.addfile(member)
                else:
                    info = tarfile.TarInfo(member[0])
                    info.size = len(member[1])
                    archive.addfile(info, io.BytesIO(member[1]))
        return buffer.getvalue()

    @staticmethod
    def tar_link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        return info

    @staticmethod
    def rar4_bytes(members: Iterable[tuple[bytes, bytes]]) -> bytes:
        """A RAR 4 archive, members stored, names as given bytes without the Unicode flag (as old WinRAR wrote them)."""
        main = struct.pack("<BHHHI", 0x73, 0, 13, 0, 0)
        out = b"Rar!\x1a\x07\x00" + struct.pack("<H", zlib.crc32(main) & 0xFFFF) + main
        for name, content in members:
            size, time = len(content), (30 << 25) | (5 << 21) | (1 << 16)
            body = struct.pack("<IIBIIBBHI", size, size, 2, zlib.crc32(content), time, 20, 0x30, len(name), 0x20) + name
            head = struct.pack("<BHH", 0x74, 0x8000, 7 + len(body)) + body
            out += struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + content
        end = struct.pack("<BHH", 0x7B, 0x4000, 7)
        return out + struct.pack("<H", zlib.crc32(end) & 0xFFFF) + end

    @staticmethod
    def rar4_volumes(name: bytes, content: bytes, size: int) -> list[bytes]:
        """The volumes of a RAR 4 archive with one stored member."""

        def block(kind: int, flags: int, body: bytes) -> bytes:
            head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
            return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

        pieces = [content[start : start + size] for start in range(0, len(content), size)]
        volumes = []
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1
            crc = zlib.crc32(content if last else piece)
            time = (30 << 25) | (5 << 21) | (1 << 16)
            body = struct.pack("<IIBIIBBHI", len(piece), len(content), 2, crc, time, 20, 0x30, len(name), 0x20) + name
            out = b"Rar!\x1a\x07\x00" + block(0x73, 0x11 | (0 if number else 0x100), bytes(6))
            out += block(0x74, 0x8000 | (1 if number else 0) | (0 if last else 2), body) + piece
            volumes.append(out + block(0x7B, 0x4000 | (0 if last else 1), b""))
        return volumes

    @staticmethod
    def ole(streams: dict[str, bytes]) -> bytes:
        """A compound file with these streams; a name with ``/`` stands in a storage.

        Short streams are padded with zeros, so that no short sectors are needed.
        """
        padded = {
            name: content.ljust(max(4096, -(-len(content) // OLE_SECTOR) * OLE_SECTOR), b"\0")
            for name, content in streams.items()
        }
        chains: list[int] = []
        body = b""
        starts = {}
        for name, content in padded.items():
            starts[name] = len(chains)
            count = len(content) // OLE_SECTOR
            chains += [*range(len(chains) + 1, len(chains) + count), _END]
            body += content
        directory_start = len(chains)
        sizes = {name: max(4096, len(content)) for name, content in streams.items()}
        directory = Forge._directory(starts, sizes)
        count = len(directory) // OLE_SECTOR
        chains += [*range(directory_start + 1, directory_start + count), _END]
        fat_start = len(chains)
        fat_count = -(-(len(chains) + 8) // 128)
        chains += [_FAT] * fat_count
        fat = struct.pack(f"<{len(chains)}I", *chains).ljust(fat_count * OLE_SECTOR, b"\xff")
        header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        header += struct.pack("<IIIIIIIII", 0, fat_count, directory_start, 0, 4096, _END, 0, _END, 0)
        header += struct.pack(f"<{fat_count}I", *range(fat_start, fat_start + fat_count)).ljust(436, b"\xff")
        return header + body + directory + fat

    @staticmethod
    def _directory(starts: dict[str, int], sizes: dict[str, int]) -> bytes:
        """The directory of a compound file: siblings hang at each other's right, storages may lie in storages."""
        entries: list[bytes] = [b""]

        def add(prefix: str) -> int:
            names = dict.fromkeys(name[len(prefix) :].partition("/")[0] for name in starts if name.startswith(prefix))
            places = range(len(entries), len(entries) + len(names))
            entries.extend([b""] * len(names))
            for place, name in zip(places, names, strict=True):
                whole, right = prefix + name, place + 1 if place + 1 in places else -1
                if whole in starts:
                    entries[place] = Forge._entry(name, 2, -1, right, starts[whole], sizes[whole])
                else:
                    entries[place] = Forge._entry(name, 1, add(whole + "/"), right, 0, 0)
            return places[0] if names else -1

        entries[0] = Forge._entry("Root Entry", 5, add(""), -1, _END, 0)
        directory = b"".join(entries)
        return directory.ljust(-(-len(directory) // OLE_SECTOR) * OLE_SECTOR, b"\0")

    @staticmethod
    def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        nodes = struct.pack("<BBiii", kind, 1, -1, -1 if kind == 5 else right, -1 if kind == 2 else child)
        return raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + nodes + bytes(36) + struct.pack("<IQ", start, size)

    @staticmethod
    def word(
        text: str,
        *,
        stories: tuple[int, ...] = (),
        rows: tuple[int, ...] = (),
        table: tuple[int, int] = (0, 0),
        flags: int = 0,
        deleted: tuple[int, int] = (0, 0),
    ) -> bytes:
        """A binary Word file of one UTF-16 piece; ``rows``: where rows end, ``table``: what is a table.

        ``deleted`` are characters that a tracked change strikes out.
        """
        raw = text.encode("utf-16-le")
        first = 1024
        lengths = stories or (len(text),)
        fib = bytearray(first)
        struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
        struct.pack_into("<H", fib, 0x0A, 0x200 | flags)
        struct.pack_into(f"<{len(lengths)}i", fib, 0x4C, *lengths)
        clx = b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, first, 0)
        stream = (bytes(fib) + raw).ljust(-(-(first + len(raw)) // 512) * 512, b"\0")
        page = len(stream) // 512
        bounds, marks = Forge._paragraphs(text, rows, table, first)
        fkp = bytearray(512)
        struct.pack_into(f"<{len(bounds)}I", fkp, 0, *bounds)
        offset = 500
        for index, mark in enumerate(marks):
            if mark:
                offset -= 8
                struct.pack_into("<BHHB", fkp, offset, 3, 0, 0x2417 if mark == "row" else 0x2416, 1)
                fkp[4 * len(bounds) + 13 * index] = offset // 2
        fkp[-1] = len(marks)
        plc = struct.pack("<III", bounds[0], bounds[-1], page)
        table_stream = clx + plc
        fib_with = bytearray(stream + bytes(fkp))
        struct.pack_into("<II", fib_with, 0x1A2, 0, len(clx))
        struct.pack_into("<II", fib_with, 0x102, len(clx), len(plc))
        if deleted != (0, 0):
            ends = [first, first + 2 * deleted[0], first + 2 * deleted[1], first + 2 * len(text)]
            runs = bytearray(512)
            struct.pack_into("<4I3B", runs, 0, *ends, 0, 200, 0)
            struct.pack_into("<BHB", runs, 400, 3, 0x0800, 1)  # sprmCFRMarkDel
            runs[-1] = 3
            struct.pack_into("<II", fib_with, 0xFA, len(table_stream), 12)
            table_stream += struct.pack("<III", ends[0], ends[-1], len(fib_with) // 512)
            fib_with += runs
        return Forge.ole({"WordDocument": bytes(fib_with), "1Table": table_stream})

    @staticmethod
    def _paragraphs(
        text: str, rows: tuple[int, ...], table: tuple[int, int], first: int
    ) -> tuple[list[int], list[str]]:
        bounds, marks, start = [first], [], 0
        for place, character in enumerate(text):
            if character in "\r\x07":
                marks.append("row" if place in rows else "cell" if table[0] <= place < table[1] else "")
                start = place + 1
                bounds.append(first + 2 * start)
        if start < len(text) or not marks:
            bounds.append(first + 2 * len(text))
            marks.append("")
        return bounds, marks


@pytest.fixture
def forge() -> type[Forge]:
    return Forge
