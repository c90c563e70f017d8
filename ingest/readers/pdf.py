"""Reads the text layer of PDF, page by page, and tells which pages have none that can be used.

Order, furniture, line breaks and tables are the business of ``page_layout`` and ``ruled_table``; pictures are not
recognised here.
"""

import pypdfium2

from ingest.extraction import Extraction
from ingest.plausible import hanzi_plausibility, odd_share
from ingest.readers import Unreadable
from ingest.readers.office import password_needed
from ingest.readers.page_layout import Glyph, Line, placed
from ingest.readers.pages import Page, made_of
from ingest.readers.pdf_page import glyphs_of, segments_of, shows_pictures
from ingest.readers.ruled_table import with_tables

READER = "pdf"
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ODD = 0.1  # share of impossible characters that shows a broken font table
_COMMON = 0.5  # share of common hanzi below which the text is not what the eye sees
_FEW = 15  # characters; with fewer a page of pictures has only a stamp or a watermark as text


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text of the pages that have one; ``needs_ocr`` where none has."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            return password_needed(READER)
        raise Unreadable("pdf") from error
    try:
        pages = [_read_page(document, index) for index in range(len(document))]
    finally:
        document.close()
    if not pages:
        raise Unreadable("pdf: 0 pages")
    return made_of(pages, READER)


def _read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page([], "none")  # a broken page among readable ones
    try:
        lines, method = _lines(glyphs_of(page), page)
        text = "".join("".join(line.text.split()) for line in lines)
        return Page([], "none") if _needs_recognition(page, text) else Page(lines, method)
    finally:
        page.close()


def _lines(glyphs: list[Glyph], page: pypdfium2.PdfPage) -> tuple[list[Line], str]:
    lines: list[Line] = []
    methods = set()
    for loose, rows in with_tables(glyphs, segments_of(page)):
        found, method = placed(loose)
        methods.add(method)
        lines += found + rows
    return lines, "rebuilt" if "rebuilt" in methods else "text_layer"


def _needs_recognition(page: pypdfium2.PdfPage, text: str) -> bool:
    if text and (odd_share(text) > _ODD or (len(text) >= _FEW and hanzi_plausibility(text) < _COMMON)):
        return True
    return len(text) < _FEW and shows_pictures(page, has_text=bool(text))
