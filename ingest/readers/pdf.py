"""Reads the text layer of PDF, page by page, and tells which pages have none that can be used.

Order, furniture, line breaks and tables are the business of ``page_layout`` and ``ruled_table``; pictures are not
recognised here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pypdfium2

from gongwen.messages import record
from gongwen.model import Remark
from ingest.extraction import Extraction
from ingest.plausible import looks_written
from ingest.readers import Unreadable
from ingest.readers.office import password_needed
from ingest.readers.page_layout import in_order, placed, rearranged
from ingest.readers.pages import NOTHING, Page, made_of
from ingest.readers.pdf_calls import opened_page
from ingest.readers.pdf_lines import lines_at_once, text_of
from ingest.readers.pdf_page import glyphs_of, segments_of, shows_pictures
from ingest.readers.printed_lines import Line, Lines
from ingest.readers.ruled_table import has_tables, with_tables

READER = "pdf"
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ODD = 0.1  # share of impossible characters that shows a broken font table
_COMMON = 0.5  # share of common hanzi below which the text is not what the eye sees
_SAMPLE = 300  # characters, from all over a page, that tell whether its font tables are sound
_FEW = 15  # characters; with fewer a page of pictures has only a stamp or a watermark as text


def read(data: bytes, *, name: str, recognised: Mapping[int, Page] = NOTHING) -> Extraction:
    """Return the text of the pages that have one or have been recognised; ``needs_ocr`` where none has."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            return password_needed(READER)
        raise Unreadable("pdf") from error
    try:
        pages = [_read_page(document, index) for index in range(len(document))]
        attached = document.count_attachments()
    finally:
        document.close()
    if not pages:
        raise Unreadable("pdf: 0 pages")
    extraction = made_of(pages, READER, recognised=recognised)
    if not attached:
        return extraction
    told = Remark("attachments_inside", "warning", record("ingest.attachments_inside", count=attached))
    return replace(extraction, remarks=(*extraction.remarks, told))


def _read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    with opened_page(document, index) as (page, textpage):
        if textpage is None:
            return Page([], "none")  # a broken page among readable ones
        lines, method = _lines(page, textpage)
    text = "".join("".join(Lines.of(lines).texts).split())
    return Page([], "none") if _needs_recognition(document, index, text) else Page(lines, method)


def _lines(page: int, textpage: int) -> tuple[Sequence[Line], str]:
    segments = segments_of(page)
    quick = None if has_tables(segments) else _quick(page, textpage)
    if quick is not None:
        return quick
    glyphs = glyphs_of(page, textpage)
    lines: list[Line] = []
    methods = set()
    for loose, rows in with_tables(glyphs, segments):
        found, method = placed(loose)
        methods.add(method)
        lines += [*found, *rows]
    return lines, "rebuilt" if "rebuilt" in methods else "text_layer"


def _quick(page: int, textpage: int) -> tuple[Sequence[Line], str] | None:
    """Return the lines of a page that need no look at every character, and whether they had to be put in order."""
    text = text_of(textpage)
    lines = None if text is None else lines_at_once(page, textpage, text)
    if lines is None or in_order(lines):
        return None if lines is None else (lines, "text_layer")
    lines = rearranged(lines)
    return None if lines is None else (lines, "rebuilt")


def _needs_recognition(document: pypdfium2.PdfDocument, index: int, text: str) -> bool:
    sample = text[:: max(1, len(text) // _SAMPLE)]
    least = _COMMON if len(text) >= _FEW else 0.0
    if text and not looks_written(sample, least=least, most_odd=_ODD):
        return True
    return len(text) < _FEW and shows_pictures(document[index], has_text=bool(text))
