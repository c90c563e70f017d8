"""A paper, or the table that belongs to one, as a spreadsheet: xlsx, and the xls of Excel 97 ([MS-XLS], BIFF 8)."""

import io
import struct

import xlsxwriter
from carriers import CLOCK, Line
from compound import compound_file

_BOF, _SHEET_ENTRY, _TEXTS, _CELL, _END = 0x809, 0x85, 0xFC, 0xFD, 0x0A
_GLOBALS, _SHEET = 5, 0x10


def _cells(line: Line) -> list[str]:
    return line.cells if line.kind == "row" else [line.text]


def as_xlsx(lines: list[Line]) -> bytes:
    """Return a workbook of one sheet: a paragraph is a cell, a row of a table a row."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"author": "霁州市人民政府办公室", "created": CLOCK})
    sheet = book.add_worksheet("Sheet1")
    for place, line in enumerate(lines):
        for column, cell in enumerate(_cells(line)):
            sheet.write_string(place, column, cell)
    book.close()
    return packed.getvalue()


def as_xls(lines: list[Line]) -> bytes:
    """Return a workbook of one sheet as Excel 97 saves it, every cell a text; the texts fit into one record."""
    placed = [(row, column, cell) for row, line in enumerate(lines) for column, cell in enumerate(_cells(line))]
    texts = sorted({cell for *_, cell in placed})
    shared = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts)
    table = _record(_TEXTS, struct.pack("<II", len(placed), len(texts)) + shared)
    cells = b"".join(
        _record(_CELL, struct.pack("<HHHI", row, column, 0, texts.index(cell))) for row, column, cell in placed
    )
    name = "Sheet1"
    entry = struct.pack("<HBB", 0, len(name), 0) + name.encode("ascii")
    start = len(_begin(_GLOBALS)) + 4 + 4 + len(entry) + len(table) + 4
    book = _begin(_GLOBALS) + _record(_SHEET_ENTRY, struct.pack("<I", start) + entry) + table + _record(_END, b"")
    return compound_file({"Workbook": book + _begin(_SHEET) + cells + _record(_END, b"")})


def _begin(kind: int) -> bytes:
    return _record(_BOF, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 0x06))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
