"""Makes the cells of .xlsb long: some programs write cells without their column, which the library passes over.

Such a cell stands in the column behind the one before it. Source: [MS-XLSB] 2.3 (records), 2.5.9 (Cell).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from ingest.readers import Unreadable
from ingest.readers.office import Package

_WORKBOOK, _SHEETS = "xl/workbook.bin", "xl/worksheets/"
_NO_PACKAGE = (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError)
_ROW, _LAST_CELL = 0, 11  # BrtRowHdr, BrtFmlaError
_SHORT = range(12, 19)  # BrtShortBlank … BrtShortIsst: eleven above the long ones
_SHIFT = 11
_RICH, _TEXT = 62, 6  # BrtCellRString, BrtCellSt


def with_long_cells(data: bytes) -> bytes:
    """Return the workbook with every cell in its long form; the bytes given where all are, or where it is no .xlsb."""
    try:
        package = Package(data)
    except _NO_PACKAGE:
        return data
    if _WORKBOOK not in package.names:
        return data
    changed = {}
    for name in package.names:
        if name.startswith(_SHEETS) and name.endswith(".bin"):
            content = package.part(name) or b""
            if any(kind in _SHORT or kind == _RICH for kind, _ in _records(content)):
                changed[name] = b"".join(_long(content))
    return _replaced(data, changed) if changed else data


def _long(content: bytes) -> Iterator[bytes]:
    column = -1
    for kind, body in _records(content):
        if kind == _ROW:
            column = -1
        if kind in _SHORT:
            column += 1
            kind, body = kind - _SHIFT, column.to_bytes(4, "little") + body
        elif 0 < kind <= _LAST_CELL or kind == _RICH:
            column = int.from_bytes(body[:4], "little")
        if kind == _RICH:
            kind, body = _TEXT, body[:8] + body[9:]  # the runs behind the text are passed over
        yield _number(kind) + _number(len(body)) + body


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(content):
        kind, place = content[place] & 0x7F, place + 1
        if content[place - 1] & 0x80 and place < len(content):
            kind, place = kind | (content[place] & 0x7F) << 7, place + 1
        size = shift = 0
        while place < len(content):
            byte, place = content[place], place + 1
            size, shift = size | (byte & 0x7F) << shift, shift + 7
            if not byte & 0x80 or shift == 28:
                break
        if place + size > len(content):
            raise Unreadable("xlsb")
        yield kind, content[place : place + size]
        place += size


def _number(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def _replaced(data: bytes, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as made:
        for info in package.infolist():
            content = changed.get(info.filename.casefold())
            try:
                made.writestr(info.filename, package.read(info) if content is None else content)
            except (*_NO_PACKAGE, zlib.error, RuntimeError):
                continue  # whether the part is needed the library finds out
    return out.getvalue()
