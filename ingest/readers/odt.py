"""Reads OpenDocument texts and slides (.odt, .odp): paragraphs, tables, text boxes and notes.

Deleted text, comments, and what every slide repeats are left out.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongwen.messages import record
from gongwen.model import FileState, Remark
from ingest.extraction import Extraction
from ingest.readers import Unreadable
from ingest.readers.office import Package, password_needed, row_text
from ingest.readers.unread import needs_ocr

READER = "odt"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_CLASS = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}class"
_ENCRYPTION = b"encryption-data"
_SKIPPED = frozenset(
    {_TEXT + "tracked-changes", _OFFICE + "annotation", _TEXT + "ruby-text", _TEXT + "note-citation", _OFFICE + "forms"}
)
_BODIES = frozenset({_OFFICE + "text", _OFFICE + "spreadsheet", _OFFICE + "presentation", _OFFICE + "drawing"})
_REPEATED = frozenset({"page-number", "header", "footer", "date-time"})  # on every slide
_MOST_SPACES = 200
_MOST_REPEATS = 50  # of one cell; more are the empty margin of a sheet


@dataclass(slots=True)
class _Reading:
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text of the document; a table row is a line with tabs between its cells."""
    try:
        package = Package(data)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("zip") from error
    if _ENCRYPTION in (package.part("META-INF/manifest.xml") or b""):
        return password_needed(READER)
    root = package.xml("content.xml")
    if root is None:
        raise Unreadable("content.xml")
    extraction = document_text(root)
    pictures = sum(1 for part in package.names if part.startswith("pictures/"))
    if not extraction.text.strip() and pictures:
        return needs_ocr(READER, pictures)
    return extraction


def document_text(root: etree._Element) -> Extraction:
    """Return what an OpenDocument text says, from the root of its content."""
    bodies = next(root.iter(_OFFICE + "body"), root)
    body = next((one for one in bodies if one.tag in _BODIES), root)
    reading = _Reading()
    _blocks(body, reading)
    text = "\n".join(reading.lines + reading.notes).strip("\n")
    changes = next(root.iter(_TEXT + "tracked-changes"), None)
    remarks: tuple[Remark, ...] = ()
    if changes is not None and len(changes):
        inserted = sum(1 for _ in changes.iter(_TEXT + "insertion"))
        deleted = sum(1 for _ in changes.iter(_TEXT + "deletion"))
        message = record("ingest.tracked_changes", inserted=inserted, deleted=deleted)
        remarks = (Remark("tracked_changes", "warning", message),)
    return Extraction(state=FileState.READ, reader=READER, text=text, remarks=remarks)


def _blocks(parent: etree._Element, reading: _Reading) -> None:
    for block in parent:
        if block.tag in _SKIPPED or not isinstance(block.tag, str) or block.get(_CLASS) in _REPEATED:
            continue
        if block.tag in (_TEXT + "p", _TEXT + "h"):
            _paragraph(block, reading)
        elif block.tag == _TABLE + "table":
            for row in block.iter(_TABLE + "table-row"):
                if next(row.iterancestors(_TABLE + "table")) is block:
                    reading.lines += row_text(_filled(list(_cells(row))))
        else:
            _blocks(block, reading)


def _filled(cells: list[list[str]]) -> list[list[str]]:
    """Return the cells of a row up to the last that holds anything: sheets fill their margins with empty ones."""
    last = max((place for place, cell in enumerate(cells, start=1) if any(map(str.strip, cell))), default=0)
    return cells[:last]


def _cells(row: etree._Element) -> Iterator[list[str]]:
    for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
        inner = _Reading()
        _blocks(cell, inner)
        repeats = cell.get(_TABLE + "number-columns-repeated", "1")
        times = min(int(repeats), _MOST_REPEATS) if repeats.isdecimal() else 1
        for _ in range(times):
            yield inner.lines + inner.notes


def _paragraph(paragraph: etree._Element, reading: _Reading) -> None:
    text = "".join(_pieces(paragraph, reading))
    boxes, reading.boxes = reading.boxes, []
    if text or not boxes:
        reading.lines += text.split("\n")
    for box in boxes:
        _blocks(box, reading)


def _pieces(element: etree._Element, reading: _Reading) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = child.tag
        if tag == _TEXT + "s":
            count = child.get(_TEXT + "c", "1")
            yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
        elif tag == _TEXT + "tab":
            yield "\t"
        elif tag == _TEXT + "line-break":
            yield "\n"
        elif tag == _TEXT + "note":
            _note(child, reading)
        elif tag == _DRAW + "text-box":
            reading.boxes.append(child)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            yield from _pieces(child, reading)
        yield child.tail or ""


def _note(note: etree._Element, reading: _Reading) -> None:
    body = note.find(_TEXT + "note-body")
    if body is not None:
        inner = _Reading()
        _blocks(body, inner)
        reading.notes += inner.lines
