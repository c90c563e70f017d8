"""Reads Word's .docx: paragraphs, numbering, tables, text boxes, notes and embedded web archives, in reading order.

Tracked changes are read as if accepted. Headers and footers are page furniture: kept beside the text, not in it.
"""

import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongwen.messages import record
from gongwen.model import FileState, Remark, Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.readers import READERS, Unreadable
from ingest.readers.numbering import Numbering
from ingest.readers.office import OLE, Package, opened, password_needed, row_text
from ingest.readers.unread import needs_ocr
from ingest.sniff import sniff

READER = "docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SKIPPED = frozenset(
    {
        W + "del",
        W + "moveFrom",
        W + "instrText",
        W + "delText",
        W + "rPr",
        W + "pPr",
        W + "rt",
        W + "sectPr",
        _MC + "Fallback",
    }
)
_BOX = W + "txbxContent"
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F06F": "□", "F0A3": "□", "F0AB": "★", "F0B7": "·", "F020": " "}
_MAX_DEPTH = 40  # tables within tables


@dataclass(slots=True)
class _Reading:
    package: Package | None
    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden: int = 0
    depth: int = 0
    chunks: dict[str, str] = field(default_factory=dict)


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text of the document; a paragraph a line, a table row a line with tabs between its cells."""
    if data.startswith(OLE):
        return password_needed(READER)
    package, main, root = opened(data, "word/document.xml")
    reading = _Reading(package, Numbering(package.sibling(main, "numbering.xml"), package.sibling(main, "styles.xml")))
    reading.chunks = {key: posixpath.normpath(part) for key, part in package.relations(main).items()}
    body = root.find(W + "body")
    _blocks(root if body is None else body, reading)
    reading.lines += _notes(package, main, reading)
    text = "\n".join(reading.lines).strip("\n")
    pictures = sum(1 for part in package.names if part.casefold().startswith("word/media/"))
    if not text.strip() and pictures:
        return needs_ocr(READER, pictures)
    furniture = tuple(_furniture(package, main))
    remarks = (*_remarks(root, reading, pictures), *package.remarks())
    return Extraction(state=FileState.READ, reader=READER, text=text, remarks=remarks, metadata=furniture)


def root_text(root: etree._Element) -> list[str]:
    """Return the lines of a document that stands in one piece of XML, without the parts of a package."""
    reading = _Reading(None, Numbering(None, None))
    body = next(root.iter(W + "body"), root)
    _blocks(body, reading)
    return reading.lines


def _blocks(parent: etree._Element, reading: _Reading) -> None:
    for block in parent:
        if block.tag == W + "p":
            _paragraph(block, reading)
        elif block.tag == W + "tbl":
            _table(block, reading)
        elif block.tag == W + "altChunk":
            _chunk(block, reading)
        elif block.tag == _MC + "AlternateContent":
            _blocks(_choice(block), reading)
        elif isinstance(block.tag, str) and block.tag not in _SKIPPED:
            _blocks(block, reading)


def _choice(block: etree._Element) -> etree._Element:
    choice = block.find(_MC + "Choice")
    return block if choice is None else choice


def _paragraph(paragraph: etree._Element, reading: _Reading) -> None:
    text = _inline(paragraph, reading)
    boxes, reading.boxes = reading.boxes, []
    label = reading.numbering.label(paragraph)
    if label or text or not boxes:
        reading.lines += ((label if text.strip() else label.rstrip()) + text).split("\n")
    for box in boxes:
        _blocks(box, reading)


def _inline(parent: etree._Element, reading: _Reading) -> str:
    pieces: list[str] = []
    for element in _runs(parent, reading):
        tag = element.tag
        if tag in (W + "t", _M + "t"):
            pieces.append(element.text or "")
        elif tag in (W + "tab", W + "ptab"):
            pieces.append("\t")
        elif tag in (W + "br", W + "cr"):
            pieces.append("\n")
        elif tag == W + "noBreakHyphen":
            pieces.append("-")
        elif tag == W + "sym":
            pieces.append(_symbol(element))
    return "".join(pieces)


def _runs(parent: etree._Element, reading: _Reading) -> Iterator[etree._Element]:
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            continue
        if element.tag == _BOX:
            reading.boxes.append(element)
            continue
        if element.tag == W + "r" and _is_hidden(element):
            reading.hidden += 1
            continue
        yield element
        children = _choice(element) if element.tag == _MC + "AlternateContent" else element
        stack.extend(reversed(children))


def _is_hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val", "1") not in ("0", "false", "off")


def _symbol(element: etree._Element) -> str:
    code = (element.get(W + "char") or "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _table(table: etree._Element, reading: _Reading) -> None:
    reading.depth += 1
    if reading.depth > _MAX_DEPTH:
        raise Unreadable("table depth")
    for row in table.iterchildren(W + "tr", W + "sdt", W + "ins"):
        for each in [row] if row.tag == W + "tr" else row.iter(W + "tr"):
            _row(each, reading)
    reading.depth -= 1


def _row(row: etree._Element, reading: _Reading) -> None:
    if row.find(f"{W}trPr/{W}del") is not None:
        return
    cells = []
    for cell in row.iter(W + "tc"):
        if next(cell.iterancestors(W + "tr")) is not row:
            continue
        outer, reading.lines = reading.lines, []
        _blocks(cell, reading)
        cells.append(reading.lines)
        reading.lines = outer
    reading.lines += row_text(cells)


def _chunk(block: etree._Element, reading: _Reading) -> None:
    part = reading.chunks.get(block.get(_R + "id", ""), "")
    content = reading.package.part(part) if reading.package is not None else None
    if content is None:
        raise Unreadable("altChunk")
    kind = sniff(content[:65536], part, whole=io.BytesIO(content))
    reader = READERS.get(kind)
    if reader is None or reading.depth > _MAX_DEPTH:
        raise Unreadable("altChunk")
    reading.lines += reader.read(content, name=posixpath.basename(part)).text.split("\n")


def _notes(package: Package, main: str, reading: _Reading) -> list[str]:
    lines = []
    for part, tag in (("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")):
        root = package.sibling(main, part)
        for note in root.iterchildren(W + tag) if root is not None else ():
            if note.get(W + "type") not in (None, "normal"):
                continue
            text = "".join(_inline(paragraph, reading) for paragraph in note.iter(W + "p")).strip()
            if text:
                lines.append(text)
    return lines


def _furniture(package: Package, main: str) -> Iterator[MetadataValue]:
    folder = posixpath.dirname(main)
    for part in sorted(package.names):
        base = posixpath.basename(part)
        if posixpath.dirname(part) != folder or not base.startswith(("header", "footer")):
            continue
        root = package.spare_xml(part)
        if root is None:
            continue
        lines = ["".join(t.text or "" for t in p.iter(W + "t")).strip() for p in root.iter(W + "p")]
        text = "\n".join(line for line in lines if line)
        if text:
            yield MetadataValue(Witness.NOTE, base[:6], text)


def _remarks(root: etree._Element, reading: _Reading, pictures: int) -> Iterator[Remark]:
    inserted = sum(1 for each in root.iter(W + "ins", W + "moveTo") if each.getparent().tag != W + "rPr")
    deleted = sum(1 for each in root.iter(W + "del", W + "moveFrom") if each.getparent().tag != W + "rPr")
    if inserted or deleted:
        message = record("ingest.tracked_changes", inserted=inserted, deleted=deleted)
        yield Remark("tracked_changes", "warning", message)
    if reading.hidden:
        yield Remark("hidden_text", "notice", record("ingest.hidden_text", count=reading.hidden))
    if pictures:
        yield Remark("pictures_inside", "notice", record("ingest.pictures_inside", count=pictures))
