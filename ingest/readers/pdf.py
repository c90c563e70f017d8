"""Reads the text layer of PDF, page by page, and tells which pages have none that can be used.

Order, furniture and line breaks are the business of ``page_layout``; recognition of pictures is not done here.
"""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.extraction import Extraction
from ingest.plausible import hanzi_plausibility, odd_share
from ingest.readers import Unreadable
from ingest.readers.office import password_needed
from ingest.readers.page_layout import Glyph, placed
from ingest.readers.pages import Page, made_of

READER = "pdf"
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ODD = 0.1  # share of impossible characters that shows a broken font table
_COMMON = 0.5  # share of common hanzi below which the text is not what the eye sees
_FEW = 15  # characters; with fewer a page of pictures has only a stamp or a watermark as text
_MANY_PATHS = 200  # drawn shapes on a page without text: letters turned into curves
_MAX_OBJECTS = 3000  # looked at on one page


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text of the pages that have one; ``needs_ocr`` where none has."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            return password_needed(READER)
        raise Unreadable("pdf") from error
    try:
        count = len(document)
        pages = [_read_page(document, index) for index in range(count)]
    finally:
        document.close()
    if not count:
        raise Unreadable("pdf: 0 pages")
    return made_of(pages, READER)


def _read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page([], "none")  # a broken page among readable ones
    try:
        glyphs = _glyphs(page)
        lines, method = placed(glyphs)
        text = "".join(line.text for line in lines)
        if _needs_recognition(page, text):
            return Page([], "none")
        return Page(lines, method)
    finally:
        page.close()


def _needs_recognition(page: pypdfium2.PdfPage, text: str) -> bool:
    length = len("".join(text.split()))
    if length and (odd_share(text) > _ODD or (length >= _FEW and hanzi_plausibility(text) < _COMMON)):
        return True
    if length >= _FEW:
        return False
    pictures, paths = _drawn(page)
    return pictures > 0 or (length == 0 and paths >= _MANY_PATHS)


def _drawn(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """Return how many pictures of some size and how many shapes the page shows."""
    pictures = paths = 0
    width, height = page.get_size()
    for count, shape in enumerate(page.get_objects(max_depth=5)):
        if count >= _MAX_OBJECTS:
            break
        if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shape.get_bounds()
            pictures += (right - left) * (top - bottom) >= 0.1 * width * height or shape.level > 0
        elif shape.type == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
    return pictures, paths


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    textpage = page.get_textpage()
    raw = textpage.raw
    turn = page.get_rotation()
    width, height = page.get_size()
    box = pdfium.FS_RECTF()
    glyphs = []
    try:
        for index in range(textpage.count_chars()):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            made = pdfium.FPDFText_IsGenerated(raw, index) == 1
            if not made and not pdfium.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(box)):
                continue
            character = "-" if code in (0x02, 0xFFFE) and pdfium.FPDFText_IsHyphen(raw, index) == 1 else chr(code)
            left, bottom, right, top = (0.0, 0.0, 0.0, 0.0) if made else (box.left, box.bottom, box.right, box.top)
            glyphs.append(_upright(Glyph(character, left, bottom, right, top, made), turn, width, height))
    finally:
        textpage.close()
    return glyphs


def _upright(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """Return the glyph as seen on the turned page; ``width`` and ``height`` are of the page as seen."""
    left, bottom, right, top = glyph.left, glyph.bottom, glyph.right, glyph.top
    if turn == 90:
        return Glyph(glyph.text, bottom, height - right, top, height - left, glyph.made)
    if turn == 180:
        return Glyph(glyph.text, width - right, height - top, width - left, height - bottom, glyph.made)
    if turn == 270:
        return Glyph(glyph.text, width - top, left, width - bottom, right, glyph.made)
    return glyph
