"""A TrueType font made here, so that a PDF can carry its font without one being at hand: every sign is one upright box.

What it looks like does not matter to readers of text layers; widths, heights and the way back to Unicode are as in any
other font.
"""

import struct
from collections.abc import Iterable

_EM, _ASCENT, _DESCENT = 1000, 859, -141


def plain_font(signs: Iterable[str]) -> bytes:
    """Return the font for these signs: full width for Chinese, half width for ASCII."""
    codes = sorted({ord(sign) for sign in signs})
    widths = [_EM, *(_EM if code > 0x7F else _EM // 2 for code in codes)]
    glyphs = [_box(width) for width in widths]
    places = [0]
    for glyph in glyphs:
        places.append(places[-1] + len(glyph))
    count = len(glyphs)
    tables = {
        b"OS/2": _os2(codes),
        b"cmap": _cmap(codes),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, _DESCENT, 0, _EM, *[0] * 11, count),
        b"hmtx": b"".join(struct.pack(">Hh", width, 50) for width in widths),
        b"loca": struct.pack(f">{count + 1}I", *places),
        b"maxp": struct.pack(">IH13H", 0x10000, count, 4, 1, *[0] * 11),
        b"name": _name("PlainBoxes"),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }
    return _assembled(tables)


def _box(width: int) -> bytes:
    left, right, bottom, top = 50, width - 50, 0, 700
    outline = struct.pack(">hhhhhHH", 1, left, bottom, right, top, 3, 0) + bytes([1] * 4)
    steps = struct.pack(">4h", left, 0, right - left, 0) + struct.pack(">4h", bottom, top, 0, -top)
    glyph = outline + steps
    return glyph + bytes(-len(glyph) % 4)


def _cmap(codes: list[int]) -> bytes:
    groups = b"".join(struct.pack(">III", code, code, number) for number, code in enumerate(codes, start=1))
    body = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + body


def _os2(codes: list[int]) -> bytes:
    head = struct.pack(">HhHHH", 4, _EM, 400, 5, 0) + struct.pack(">10h", *[0] * 10) + struct.pack(">h", 0)
    middle = bytes(10) + struct.pack(">4I", 0, 0, 0, 0) + b"NONE" + struct.pack(">HHH", 0x40, codes[0], codes[-1])
    return (
        head + middle + struct.pack(">hhhHHIIhhHHH", _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT, 0, 0, 500, 700, 0, 32, 1)
    )


def _name(name: str) -> bytes:
    raw = name.encode("utf-16-be")
    records = b"".join(struct.pack(">6H", 3, 1, 0x409, kind, len(raw), 0) for kind in (1, 2, 4, 6))
    return struct.pack(">HHH", 0, 4, 6 + len(records)) + records + raw


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1, count * 16 - power * 16)
    place = 12 + 16 * count
    directory = body = b""
    for tag, content in sorted(tables.items()):
        padded = content + bytes(-len(content) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, total, place + len(body), len(content))
        body += padded
    return head + directory + body
