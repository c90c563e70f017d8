"""The property records of binary Word files that change what a person sees: table rows, deleted and hidden runs.

Follows [MS-DOC] 2.4 (PlcBteChpx, PlcBtePapx and their pages); everything else in those records is passed over.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

Ranges = tuple[tuple[int, int], ...]  # byte ranges in the WordDocument stream, in order

_CHARACTER_TABLE, _PARAGRAPH_TABLE = 0xFA, 0x102  # places in the FIB
_PAGE = 512
_DELETED, _INSERTED, _HIDDEN = 0x0800, 0x0801, 0x083C
_IN_TABLE, _ROW_END, _INNER_ROW_END = 0x2416, 0x2417, 0x244C
_NUMBERED = 0x460B
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes, by the top three bits of a record's code
_LONG_OPERANDS = frozenset({0xD606, 0xD608})  # with a length of two bytes


@dataclass(frozen=True, slots=True)
class Properties:
    """Where rows end, where a table is, which runs are not seen, how many runs were inserted, paragraphs numbered."""

    row_ends: Ranges = ()
    in_table: Ranges = ()
    deleted: Ranges = ()
    hidden: Ranges = ()
    inserted: int = 0
    numbered: int = 0  # paragraphs with a running number that stands nowhere in the text


def read_properties(stream: bytes, table: bytes) -> Properties:
    """Return the properties that matter; damaged pages give none."""
    row_ends, in_table, deleted, hidden = [], [], [], []
    inserted = numbered = 0
    for start, end, records in _runs(stream, table, _PARAGRAPH_TABLE):
        numbered += bool(records.get(_NUMBERED))
        if records.get(_ROW_END) or records.get(_INNER_ROW_END):
            row_ends.append((start, end))
        elif records.get(_IN_TABLE):
            in_table.append((start, end))
    for start, end, records in _runs(stream, table, _CHARACTER_TABLE):
        if records.get(_DELETED):
            deleted.append((start, end))
        elif records.get(_HIDDEN) == 1:
            hidden.append((start, end))
        inserted += bool(records.get(_INSERTED))
    parts = [tuple(sorted(each)) for each in (row_ends, in_table, deleted, hidden)]
    return Properties(parts[0], parts[1], parts[2], parts[3], inserted, numbered)


def _runs(stream: bytes, table: bytes, place: int) -> Iterator[tuple[int, int, dict[int, int]]]:
    start, length = struct.unpack_from("<II", stream, place)
    plc = table[start : start + length]
    count = (len(plc) - 4) // 8
    if count <= 0:
        return
    for number in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)):
        page = stream[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) == _PAGE:
            yield from _page_runs(page, place == _PARAGRAPH_TABLE)


def _page_runs(page: bytes, paragraphs: bool) -> Iterator[tuple[int, int, dict[int, int]]]:
    count = page[-1]
    width = 13 if paragraphs else 1
    if 4 * (count + 1) + width * count >= _PAGE:
        return
    bounds = struct.unpack_from(f"<{count + 1}I", page, 0)
    for index in range(count):
        offset = 2 * page[4 * (count + 1) + width * index]
        if offset:
            yield bounds[index], bounds[index + 1], _records(_group(page, offset, paragraphs))


def _group(page: bytes, offset: int, paragraphs: bool) -> bytes:
    size = page[offset]
    if not paragraphs:
        return page[offset + 1 : offset + 1 + size]
    if size:
        return page[offset + 3 : offset + 2 * size]  # behind the style's number
    return page[offset + 4 : offset + 2 + 2 * page[offset + 1]] if offset + 1 < len(page) else b""


def _records(group: bytes) -> dict[int, int]:
    """Return the first operand byte of each record, by the record's code."""
    found: dict[int, int] = {}
    place = 0
    while place + 3 <= len(group):
        (code,) = struct.unpack_from("<H", group, place)
        size = _OPERANDS.get(code >> 13)
        place += 2
        if size is None:
            if code in _LONG_OPERANDS:
                if place + 2 > len(group):
                    break
                size = struct.unpack_from("<H", group, place)[0] + 1
            else:
                size = group[place] + 1
        found[code] = group[place]
        place += size
    return found
