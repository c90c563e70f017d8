"""Pictures of pages: counts the pages and asks for recognition; recognises nothing itself."""

import struct

from gongwen.messages import record
from gongwen.model import FileState
from ingest.extraction import Extraction

READER = "picture"
_MAX_PAGES = 10_000


def read(data: bytes, *, name: str) -> Extraction:
    """Return ``needs_ocr`` with the number of pages; a TIFF may hold many."""
    pages = _tiff_pages(data) if data[:4] in (b"II*\x00", b"MM\x00*") else 1
    return needs_ocr(READER, pages)


def needs_ocr(reader: str, pages: int) -> Extraction:
    """Return the outcome for a file of pictures without text."""
    return Extraction(
        state=FileState.NEEDS_OCR,
        reader=reader,
        page_count=pages,
        problem=record("ingest.needs_ocr", pages=pages),
        advice=record("ingest.needs_ocr_advice"),
    )


def _tiff_pages(data: bytes) -> int:
    order = "<" if data[:2] == b"II" else ">"
    seen: set[int] = set()
    try:
        (place,) = struct.unpack_from(order + "I", data, 4)
        while place and place not in seen and len(seen) < _MAX_PAGES:
            seen.add(place)
            (entries,) = struct.unpack_from(order + "H", data, place)
            (place,) = struct.unpack_from(order + "I", data, place + 2 + 12 * entries)
    except struct.error:
        pass  # cut short: the pages that are there count
    return max(1, len(seen))
