"""Pictures of pages: counts the pages and says what recognition has made of them; recognises nothing itself."""

import struct
from collections.abc import Mapping

from ingest.extraction import Extraction
from ingest.readers.pages import NOTHING, Page, made_of

READER = "picture"
_MAX_PAGES = 10_000


def read(data: bytes, *, name: str, recognised: Mapping[int, Page] = NOTHING) -> Extraction:
    """Return ``needs_ocr`` with the number of pages, or what has been recognised; a TIFF may hold many."""
    pages = _tiff_pages(data) if data[:4] in (b"II*\x00", b"MM\x00*") else 1
    return made_of([Page([], "none")] * pages, READER, recognised=recognised)


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
