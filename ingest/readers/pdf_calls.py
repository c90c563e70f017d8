"""The few calls into pdfium that are made for every character, line or shape of a page, many at a time.

The library's own wrappers check and convert every argument, which takes longer than what they ask for; here the same
functions are called with plain addresses. Nothing of layout here.
"""

import ctypes
from collections.abc import Sequence
from itertools import repeat

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]  # left, bottom, right, top in points

_ADDRESS = ctypes.c_void_p
_FLOATS = 4  # left, top, right, bottom
_STEP = _FLOATS * ctypes.sizeof(ctypes.c_float)


def _address(pointer: object) -> int:
    return ctypes.cast(pointer, _ADDRESS).value or 0  # type: ignore[arg-type]


_loose_box = ctypes.CFUNCTYPE(ctypes.c_int, _ADDRESS, ctypes.c_int, _ADDRESS)(_address(pdfium.FPDFText_GetLooseCharBox))
_object = ctypes.CFUNCTYPE(_ADDRESS, _ADDRESS, ctypes.c_int)(_address(pdfium.FPDFPage_GetObject))
_kind = ctypes.CFUNCTYPE(ctypes.c_int, _ADDRESS)(_address(pdfium.FPDFPageObj_GetType))


def boxes_of(textpage: pypdfium2.PdfTextPage, places: Sequence[int]) -> list[Box | None]:
    """Return the boxes of the characters at these places of a page's text; None where one has no box."""
    count = len(places)
    floats = (ctypes.c_float * (_FLOATS * count))()
    start = ctypes.addressof(floats)
    found = list(map(_loose_box, repeat(_address(textpage.raw)), places, range(start, start + _STEP * count, _STEP)))
    flat = floats[:]
    boxes = zip(flat[0::4], flat[3::4], flat[2::4], flat[1::4], strict=True)
    return list(boxes) if all(found) else [box if there else None for box, there in zip(boxes, found, strict=True)]


def paths_of(page: pypdfium2.PdfPage, *, most: int) -> list[int]:
    """Return the places of the drawn shapes among the first ``most`` objects of a page."""
    count = min(pdfium.FPDFPage_CountObjects(page.raw), most)
    kinds = map(_kind, map(_object, repeat(_address(page.raw)), range(count)))
    return [place for place, kind in enumerate(kinds) if kind == pdfium.FPDF_PAGEOBJ_PATH]
