"""Archives with a fixed clock: zip with names in GBK or UTF-8, locked zip (ZipCrypto), tar.gz.

``zipfile`` of the standard library writes neither GBK names nor locked members, and both are ordinary in hand-overs.
"""

import gzip
import io
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
