"""Reads PowerPoint's .pptx: a slide is a page; text, tables and diagrams in their order, the speaker's notes last.

What every slide repeats (number, date, footer) and what only the master holds is left out.
"""

import posixpath
from collections.abc import Iterator

from lxml import etree

from gongwen.model import FileState
from ingest.extraction import Extraction, PageText
from ingest.readers import Unreadable
from ingest.readers.office import OLE, Package, opened, password_needed, row_text
from ingest.readers.unread import needs_ocr

READER = "slides"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REPEATED = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})  # placeholders
_MAX_DEPTH = 60


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text of the slides in the order in which they are shown."""
    if data.startswith(OLE):
        return password_needed(READER)
    package, main, root = opened(data, "ppt/presentation.xml")
    pieces: list[str] = []
    pages: list[PageText] = []
    length = 0
    for number, part in enumerate(_slides(package, main, root), start=1):
        text = "\n".join(_slide(package, part))
        start = length + (1 if pieces else 0)
        pieces.append(text)
        length = start + len(text)
        pages.append(PageText(number, "text_layer", start, length))
    text = "\n".join(pieces)
    pictures = sum(1 for part in package.names if part.startswith("ppt/media/"))
    if not text.strip() and pictures:
        return needs_ocr(READER, len(pages))
    return Extraction(
        state=FileState.READ,
        reader=READER,
        text=text,
        pages=tuple(pages),
        page_count=len(pages),
        remarks=package.remarks(),
    )


def _slides(package: Package, main: str, root: etree._Element) -> Iterator[str]:
    targets = package.relations(main)
    for entry in root.iterfind(f"{_P}sldIdLst/{_P}sldId"):
        if part := targets.get(entry.get(_R + "id", "")):
            yield posixpath.normpath(part)


def _slide(package: Package, part: str) -> Iterator[str]:
    root = package.spare_xml(part)
    if root is None:
        return
    targets = {key: posixpath.normpath(target) for key, target in package.relations(part).items()}
    yield from _shapes(root, package, targets, 0)
    for target in targets.values():
        if "/notesslides/" in f"/{target}".casefold() and (notes := package.spare_xml(target)) is not None:
            yield from _shapes(notes, package, {}, 0)


def _shapes(parent: etree._Element, package: Package, targets: dict[str, str], depth: int) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        raise Unreadable("slide depth")
    for element in parent:
        if not isinstance(element.tag, str) or element.tag == _MC + "Fallback" or _is_repeated(element):
            continue
        if element.tag == _A + "p":
            yield _paragraph(element)
        elif element.tag == _A + "tbl":
            for row in element.iterchildren(_A + "tr"):
                cells = [[_paragraph(one) for one in cell.iter(_A + "p")] for cell in row.iterchildren(_A + "tc")]
                yield from row_text(cells)
        elif element.tag == _D + "relIds":
            diagram = package.spare_xml(targets.get(element.get(_R + "dm", ""), ""))
            yield from (_paragraph(one) for one in (diagram.iter(_A + "p") if diagram is not None else ()))
        else:
            yield from _shapes(element, package, targets, depth + 1)


def _is_repeated(shape: etree._Element) -> bool:
    place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph") if shape.tag == _P + "sp" else None
    return place is not None and place.get("type") in _REPEATED


def _paragraph(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter(_A + "t", _A + "br"):
        pieces.append("\n" if element.tag == _A + "br" else element.text or "")
    return "".join(pieces)
