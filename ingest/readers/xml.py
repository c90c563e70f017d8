"""Reads XML that office programs save (Word 2003, flat OPC, Excel 2003, flat ODF, UOF) and, plainly, any other XML."""

import re
from collections.abc import Iterator

from lxml import etree

from gongwen.model import FileState
from ingest.extraction import Extraction
from ingest.readers import READERS
from ingest.readers.docx import root_text
from ingest.readers.odt import document_text
from ingest.readers.office import parse_xml
from ingest.readers.uof import is_uof, uof_lines

READER = "xml"
_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MIDNIGHT = re.compile(r"(?<=\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?Z?$")
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}document"


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text that the XML holds, in its order."""
    root = parse_xml(data.replace(_WORD_2003, _WORD))
    kind = str(root.tag).rpartition("}")[2].rpartition(":")[2]  # broken ones have prefixes of no namespace
    if root.tag == _ODF:
        return document_text(root)
    if root.tag == _PACKAGE + "package":
        main = next((part for part in root if part.get(_PACKAGE + "name", "").endswith("/word/document.xml")), None)
        lines = root_text(root if main is None else main)
    elif kind == "wordDocument":
        lines = root_text(root)
    elif root.tag == _SHEET + "Workbook":
        lines = list(_rows(root))
    elif is_uof(root):
        lines = list(uof_lines(root))
    else:
        lines = list(_leaves(root, name))
    return Extraction(state=FileState.READ, reader=READER, text="\n".join(lines).strip("\n"))


def _rows(root: etree._Element) -> Iterator[str]:
    for row in root.iter(_SHEET + "Row"):
        cells: list[str] = []
        for cell in row.iterchildren(_SHEET + "Cell"):
            index = cell.get(_SHEET + "Index", "")
            if index.isdecimal() and int(index) <= 1000:
                cells += [""] * (int(index) - 1 - len(cells))
            cells.append(_MIDNIGHT.sub("", " ".join("".join(cell.itertext()).split())))
        if any(cells):
            yield "\t".join(cells)


def _leaves(root: etree._Element, name: str) -> Iterator[str]:
    """Yield the text of every element that has some; pages kept inside are read as pages."""
    for element in root.iter(etree.Element):
        for text in (element.text, element.tail):
            plain = (text or "").strip()
            if not plain:
                continue
            if "</" in plain or "<br" in plain or "<p" in plain:
                plain = READERS["html"].read(plain.encode("utf-8"), name=name).text
            yield plain
