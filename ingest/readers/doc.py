"""Reads Word's binary .doc, and .wps files of the same make, by their piece table.

Deleted and hidden runs are left out; tables, notes and text boxes are kept; headers and footers stand beside the text.
What a property record is made of is told in ``doc_properties``.
"""

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from gongwen.messages import record
from gongwen.model import FileState, Remark, Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.readers import Unreadable
from ingest.readers.doc_properties import Properties, Ranges, read_properties
from ingest.readers.office import password_needed, row_text
from ingest.readers.text import decode, paired
from ingest.readers.unread import needs_ocr

READER = "doc"
_BEFORE_OLE = (b"\xdb\xa5", b"\x9b\xa5", b"\x31\xbe", b"\xfe\x37")  # Word 2, Word 1, Word for DOS, Word for Macintosh
_WORD97, _WORD95 = 0xA5EC, 0xA5DC
_FIRST_UNICODE = 0xC1  # nFib from which Word keeps a piece table
_ENCRYPTED, _SECOND_TABLE = 0x100, 0x200
_MOST_CHARACTERS = 0x7FFFFFFF
_STORIES = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header_boxes")
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_CELL = "\x07"
_ENDS = frozenset("\r\n\x07\x0c\x0e")  # of paragraphs, cells, pages and columns
_PLAIN = {"\x0b": "\n", "\x1e": "-", "\xa0": " ", "\t": " "}


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    place: int  # byte offset in the stream
    width: int  # bytes a character


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text of the document; a table row is a line with tabs between its cells."""
    if data.startswith(_BEFORE_OLE):
        told, advice = record("ingest.old_word"), record("ingest.old_word_advice")
        return Extraction(state=FileState.UNSUPPORTED, reader=READER, problem=told, advice=advice)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return _read(container)
    except (OSError, ValueError, IndexError, struct.error, OverflowError, TypeError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from error


def _read(container: olefile.OleFileIO) -> Extraction:
    if not container.exists("WordDocument"):
        return Extraction(
            state=FileState.UNSUPPORTED,
            reader=READER,
            problem=record("ingest.unknown_format"),
            advice=record("ingest.unknown_format_advice"),
        )
    stream = container.openstream("WordDocument").read()
    magic, version = struct.unpack_from("<HH", stream, 0)
    (flags,) = struct.unpack_from("<H", stream, 0x0A)
    if magic not in (_WORD97, _WORD95):
        raise Unreadable("fib")
    if flags & _ENCRYPTED:
        return password_needed(READER)
    if version < _FIRST_UNICODE:
        return _old(stream)
    table_name = "1Table" if flags & _SECOND_TABLE else "0Table"
    if not container.exists(table_name):
        raise Unreadable(table_name)
    return _word97(stream, container.openstream(table_name).read())


def _old(stream: bytes) -> Extraction:
    """Word 6 and 95: one run of bytes in the code page of the writer."""
    first, last = struct.unpack_from("<II", stream, 0x18)
    text, encoding, sure = decode(stream[first:last])
    remarks: tuple[Remark, ...] = ()
    if not sure:
        remarks = (Remark("encoding_doubtful", "notice", record("ingest.encoding_doubtful", encoding=encoding)),)
    lines = _lines(_without_fields([(character, "") for character in text]))
    return Extraction(state=FileState.READ, reader=READER, text="\n".join(lines).strip("\n"), remarks=remarks)


def _word97(stream: bytes, table: bytes) -> Extraction:
    pieces = list(_pieces(stream, table))
    lengths = struct.unpack_from("<8i", stream, 0x4C)
    if any(length < 0 for length in lengths):
        raise Unreadable("ccp")
    properties = read_properties(stream, table)
    characters = _characters(pieces, properties)
    stories: dict[str, list[str]] = {}
    start = 0
    for story, length in zip(_STORIES, lengths, strict=True):
        stories[story] = _lines(_without_fields(characters[start : start + length]))
        start += length
    if sum(lengths) > 0 and not characters:
        raise Unreadable("pieces")
    parts = [stories[story] for story in ("main", "boxes", "footnotes", "endnotes")]
    text = "\n".join("\n".join(lines).strip("\n") for lines in parts if any(line.strip() for line in lines))
    pictures = sum(1 for character, _ in characters[: lengths[0]] if character in "\x01\x08")
    if not text.strip() and pictures:
        return needs_ocr(READER, pictures)
    furniture = "\n".join(line.strip() for line in stories["headers"] + stories["header_boxes"] if line.strip())
    metadata = (MetadataValue(Witness.NOTE, "header", furniture),) if furniture else ()
    remarks = tuple(_remarks(properties))
    return Extraction(state=FileState.READ, reader=READER, text=text, metadata=metadata, remarks=remarks)


def _pieces(stream: bytes, table: bytes) -> Iterator[_Piece]:
    start, length = struct.unpack_from("<II", stream, 0x1A2)
    clx = table[start : start + length]
    place = 0
    while clx[place] == 1:  # property modifiers come first
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if clx[place] != 2:
        raise Unreadable("clx")
    (size,) = struct.unpack_from("<I", clx, place + 1)
    body = clx[place + 5 : place + 5 + size]
    count = (len(body) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", body, 0)
    for index in range(count):
        (address,) = struct.unpack_from("<I", body, 4 * (count + 1) + 8 * index + 2)
        yield _piece(stream, address, bounds[index + 1] - bounds[index])


def _piece(stream: bytes, address: int, length: int) -> _Piece:
    if not 0 <= length <= _MOST_CHARACTERS:
        raise Unreadable("piece")
    if address & 0x40000000:
        place = (address & 0x3FFFFFFF) // 2
        return _Piece(stream[place : place + length].decode("cp1252", "replace"), place, 1)
    raw = stream[address : address + 2 * length]
    units = struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) & ~1])
    return _Piece("".join(map(chr, units)), address, 2)  # halves of rare characters are joined at the end


def _characters(pieces: list[_Piece], properties: Properties) -> list[tuple[str, str]]:
    """Return each character ("" where it is not to be seen) and, for paragraph ends, where in a table it stands."""
    characters: list[tuple[str, str]] = []
    for piece in pieces:
        for index, character in enumerate(piece.text):
            place = piece.place + index * piece.width
            if _holds(properties.deleted, place) or _holds(properties.hidden, place):
                characters.append(("", ""))
            elif character not in _ENDS:
                characters.append((character, ""))
            elif _holds(properties.row_ends, place):
                characters.append((character, "row"))
            else:
                characters.append((character, "cell" if _holds(properties.in_table, place) else ""))
    return characters


def _holds(ranges: Ranges, place: int) -> bool:
    if not ranges:
        return False
    index = bisect_right(ranges, (place, _MOST_CHARACTERS)) - 1
    return index >= 0 and place < ranges[index][1]


def _without_fields(characters: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what a reader sees: of each field its result, not its instruction."""
    instructions: list[bool] = []
    for character, where in characters:
        if character == _FIELD_BEGIN:
            instructions.append(True)
        elif character == _FIELD_SEPARATOR and instructions:
            instructions[-1] = False
        elif character == _FIELD_END and instructions:
            instructions.pop()
        elif not any(instructions):
            yield character, where


@dataclass(slots=True)
class _Lines:
    """Gathers paragraphs into lines, and those in tables into one line a row."""

    done: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def end_paragraph(self, where: str) -> None:
        line = paired("".join(self.pieces))
        self.pieces.clear()
        if where:
            self.cell.append(line)
        else:
            self.end_row()
            self.done.append(line)

    def end_cell(self) -> None:
        self.end_paragraph("cell")
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        if self.cell:
            self.cells.append(self.cell)
        self.done += row_text(self.cells)
        self.cells, self.cell = [], []


def _lines(characters: Iterator[tuple[str, str]]) -> list[str]:
    lines = _Lines()
    for character, where in characters:
        if character == _CELL and where == "row":
            lines.end_row()
        elif character == _CELL:
            lines.end_cell()
        elif character in _ENDS and character:
            lines.end_paragraph(where)
        elif character >= " " or character in _PLAIN:
            lines.pieces.append(_PLAIN.get(character, character))
    lines.end_paragraph("")
    return lines.done


def _remarks(properties: Properties) -> Iterator[Remark]:
    if properties.deleted or properties.inserted:
        message = record("ingest.tracked_changes", inserted=properties.inserted, deleted=len(properties.deleted))
        yield Remark("tracked_changes", "warning", message)
    if properties.hidden:
        yield Remark("hidden_text", "notice", record("ingest.hidden_text", count=len(properties.hidden)))
    if properties.numbered:
        yield Remark("numbers_not_read", "warning", record("ingest.numbers_not_read", count=properties.numbered))
