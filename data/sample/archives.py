"""Archives with a fixed clock: zip with names in GBK or UTF-8, locked zip (ZipCrypto), tar.gz, 7z, RAR 4.

``zipfile`` of the standard library writes neither GBK names nor locked members, and both are ordinary in hand-overs;
what writes 7z takes its times from the clock, and nothing free writes RAR.
"""

import gzip
import io
import lzma
import struct
import tarfile
import zlib

MOMENT = 1_640_944_800  # 2021-12-31T10:00:00Z, for tar and gzip
_DOS_TIME = (10 << 11, (2021 - 1980) << 9 | 12 << 5 | 31)  # 10:00, 2021-12-31
_LOCKED, _UTF8_NAME, _DEFLATED = 0x1, 0x800, 8

Members = list[tuple[str, bytes]]


def tar_gz(members: Members) -> bytes:
    """Return a tar.gz of the members, in their order."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(content), MOMENT
            tar.addfile(entry, io.BytesIO(content))
    return gzip.compress(packed.getvalue(), compresslevel=9, mtime=MOMENT)


def zip_file(members: Members, *, names: str, password: str = "") -> bytes:
    """Return a zip with its names in ``names``: gbk without the flag, as Chinese Windows does, utf-8 with it."""
    body, directory = bytearray(), bytearray()
    for name, content in members:
        flags = (_UTF8_NAME if names == "utf-8" else 0) | (_LOCKED if password else 0)
        crc, raw_name, packed = zlib.crc32(content), name.encode(names), _deflate(content)
        if password:
            packed = _lock(packed, password=password.encode(), crc=crc)
        sizes = (crc, len(packed), len(content), len(raw_name), 0)
        fixed = struct.pack("<3H2H3I2H", 20, flags, _DEFLATED, *_DOS_TIME, *sizes)
        directory += (
            struct.pack("<4sH", b"PK\1\2", 20) + fixed + struct.pack("<3H2I", 0, 0, 0, 0x20, len(body)) + raw_name
        )
        body += b"PK\3\4" + fixed + raw_name + packed
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory + end)


def _deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _lock(packed: bytes, *, password: bytes, crc: int) -> bytes:
    """Encrypt with the cipher of the zip format itself (APPNOTE 6.1); its twelve leading bytes are fixed here."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def stir(byte: int) -> None:
        keys[0] = _crc_step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc_step(keys[2], keys[1] >> 24)

    for byte in password:
        stir(byte)
    locked = bytearray()
    for byte in bytes(range(1, 12)) + bytes([crc >> 24]) + packed:
        half = (keys[2] | 2) & 0xFFFF
        locked.append(byte ^ (half * (half ^ 1) >> 8 & 0xFF))
        stir(byte)
    return bytes(locked)


def _crc_step(crc: int, byte: int) -> int:
    """Return one step of the bare CRC-32 table, without the inversions that ``zlib.crc32`` adds."""
    return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


_DICTIONARY = 16  # of LZMA 2: two to the twentieth


def seven_zip(members: Members) -> bytes:
    """Return a 7z of the members, packed together with LZMA 2 (7zFormat.txt of its makers)."""
    whole = b"".join(content for _, content in members)
    packed = lzma.compress(whole, format=lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}])
    sizes = b"".join(_number(len(content)) for _, content in members[:-1])
    sums = struct.pack(f"<{len(members)}I", *(zlib.crc32(content) for _, content in members))
    names = b"\0" + b"".join(name.encode("utf-16-le") + b"\0\0" for name, _ in members)
    times = b"\1\0" + struct.pack("<Q", (MOMENT + 11_644_473_600) * 10**7) * len(members)
    streams = b"\x06" + _number(0) + b"\1\x09" + _number(len(packed)) + b"\0"
    streams += b"\x07\x0b\1\0\1\x21\x21\1" + bytes([_DICTIONARY]) + b"\x0c" + _number(len(whole)) + b"\0"
    streams += b"\x08\x0d" + _number(len(members)) + (b"\x09" + sizes if sizes else b"") + b"\x0a\1" + sums + b"\0"
    files = b"\x05" + _number(len(members)) + b"\x11" + _number(len(names)) + names
    files += b"\x14" + _number(len(times)) + times + b"\0"
    header = b"\1\4" + streams + b"\0" + files + b"\0"
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def _number(value: int) -> bytes:
    """Return a number as 7z writes it: as many leading ones in the first byte as bytes follow it."""
    for extra in range(8):
        if value < 1 << (7 * (extra + 1)):
            first = (0xFF00 >> extra) & 0xFF | value >> (8 * extra)
            return bytes([first]) + (value & ((1 << (8 * extra)) - 1)).to_bytes(extra, "little")
    raise ValueError(value)


def rar(members: Members) -> bytes:
    """Return a RAR 4 archive, members stored, names in GBK without the Unicode flag (as old WinRAR wrote them)."""
    main = struct.pack("<BHHHI", 0x73, 0, 13, 0, 0)
    out = b"Rar!\x1a\x07\x00" + struct.pack("<H", zlib.crc32(main) & 0xFFFF) + main
    moment = _DOS_TIME[1] << 16 | _DOS_TIME[0]
    for name, content in members:
        raw = name.replace("/", "\\").encode("gbk")
        sizes = struct.pack("<IIBI", len(content), len(content), 2, zlib.crc32(content))
        body = sizes + struct.pack("<IBBHI", moment, 20, 0x30, len(raw), 0x20) + raw
        head = struct.pack("<BHH", 0x74, 0x8000, 7 + len(body)) + body
        out += struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + content
    end = struct.pack("<BHH", 0x7B, 0x4000, 7)
    return out + struct.pack("<H", zlib.crc32(end) & 0xFFFF) + end
