"""Opens winmail.dat, in which Outlook packs a mail's text and its attachments for other Outlooks (TNEF).

source: [MS-OXTNEF] 2.1, [MS-OXRTFCP] 2.2.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from ingest.container import Container, Damaged, Member

MAGIC = b"\x78\x9f\x3e\x22"
_BODY, _PROPERTIES = 0x0002800C, 0x00069003
_NEXT, _TITLE, _DATA, _OF_ATTACHMENT = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME, _OBJECT, _RTF, _HTML, _PLAIN = 0x3707, 0x3701, 0x1009, 0x1013, 0x1000
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_WIDE, _EMBEDDED, _MANY, _NAMED = 0x1F, 0x0D, 0x1000, 0x8000
_GUID = 16
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_RING = 4096


@dataclass(slots=True)
class _Attachment:
    name: bytes = b""
    content: bytes = b""
    properties: dict[int, bytes] = field(default_factory=dict)


def open_tnef(source: IO[bytes]) -> Container:
    """Return the mail's text and its attachments as members; raises ``Damaged`` where they break off."""
    source.seek(0)
    try:
        members = list(_members(source.read()))
    except (struct.error, IndexError, ValueError) as error:
        raise Damaged("tnef") from error
    return Container(iter(members), len(members), direct=True)


def _members(data: bytes) -> Iterator[Member]:
    attachments: list[_Attachment] = []
    plain, properties = b"", {}
    for kind, content in _attributes(data):
        if kind == _BODY:
            plain = content.rstrip(b"\0")
        elif kind == _PROPERTIES:
            properties = _read_properties(content)
        elif kind == _NEXT:
            attachments.append(_Attachment())
        elif attachments and kind == _TITLE:
            attachments[-1].name = content.rstrip(b"\0")
        elif attachments and kind == _DATA:
            attachments[-1].content = content
        elif attachments and kind == _OF_ATTACHMENT:
            attachments[-1].properties = _read_properties(content)
    if body := _body(plain, properties):
        yield _member(*body)
    for number, one in enumerate(attachments, start=1):
        name = one.properties.get(_LONG_NAME, b"").rstrip(b"\0") or one.name or str(number).encode()
        inner = one.properties.get(_OBJECT, b"")[_GUID:]
        if inner.startswith(MAGIC):  # a mail inside the mail
            yield _member(name + b".dat", inner)
        else:
            yield _member(name, one.content)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 6  # behind the signature and a key
    while place < len(data):
        _, kind, size = struct.unpack_from("<BII", data, place)
        if place + 9 + size > len(data):
            raise ValueError
        yield kind, data[place + 9 : place + 9 + size]
        place += 9 + size + 2  # a checksum


def _body(plain: bytes, properties: dict[int, bytes]) -> tuple[bytes, bytes] | None:
    """Return the text of the mail as a file: as it is, as a page, or as rich text unpacked."""
    if plain.strip():
        return b"body.txt", plain
    if (told := properties.get(_PLAIN, b"").rstrip(b"\0")).strip():
        return b"body.txt", told
    if page := properties.get(_HTML, b""):
        return b"body.html", page
    return (b"body.rtf", unpacked_rtf(properties[_RTF])) if _RTF in properties else None


def _read_properties(data: bytes) -> dict[int, bytes]:
    """Return the values of the properties that have one of variable length; text is given in UTF-8."""
    (count,) = struct.unpack_from("<I", data)
    place, found = 4, {}
    for _ in range(count):
        kind, name = struct.unpack_from("<HH", data, place)
        place += 4
        if name >= _NAMED:
            (is_text,) = struct.unpack_from("<I", data, place + _GUID)
            place += _GUID + 8 + (_padded(struct.unpack_from("<I", data, place + _GUID + 4)[0]) if is_text else 0)
        plain, values = kind & ~_MANY, 1
        if kind & _MANY or plain not in _FIXED:
            (values,) = struct.unpack_from("<I", data, place)
            place += 4
        for _ in range(values):
            if place > len(data):
                raise ValueError
            if plain in _FIXED:
                place += _FIXED[plain]
                continue
            (size,) = struct.unpack_from("<I", data, place)
            value = data[place + 4 : place + 4 + size]
            place += 4 + _padded(size)
            wide = plain == _WIDE
            found[name] = value.decode("utf-16-le", "replace").encode("utf-8", "replace") if wide else value
    return found


def _padded(size: int) -> int:
    return (size + 3) & ~3


def unpacked_rtf(data: bytes) -> bytes:
    """Return rich text as Outlook packs it."""
    _, size, kind, _ = struct.unpack_from("<II4sI", data)
    if kind == b"MELA":
        return data[16 : 16 + size]
    ring = bytearray(_DICTIONARY) + bytearray(_RING - len(_DICTIONARY))
    at, out, place = len(_DICTIONARY), bytearray(), 16

    def put(byte: int) -> None:
        nonlocal at
        out.append(byte)
        ring[at] = byte
        at = (at + 1) % _RING

    while place < len(data):
        flags, place = data[place], place + 1
        for bit in range(8):
            if place >= len(data) or len(out) >= size:
                return bytes(out[:size])
            if not flags >> bit & 1:
                put(data[place])
                place += 1
                continue
            pair, place = int.from_bytes(data[place : place + 2], "big"), place + 2
            start, length = pair >> 4, (pair & 15) + 2
            if start == at:
                return bytes(out[:size])
            for step in range(length):
                put(ring[(start + step) % _RING])
    return bytes(out[:size])


def _member(name: bytes, content: bytes) -> Member:
    pieces: Callable[[], Iterator[bytes]] = lambda: iter((content,))  # noqa: E731 - a member's bytes are asked for once
    return Member(name.replace(b"/", b"_").replace(b"\\", b"_"), "file", pieces)
