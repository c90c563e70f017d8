"""The few calls into pdfium that are made for every character, line or shape of a page, many at a time.

The library's own wrappers check and convert every argument, which takes longer than what they ask for; here the same
functions are called with plain addresses. Nothing of layout here.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]  # left, bottom, right, top in points

_ADDRESS = ctypes.c_void_p
_FLOATS = 4  # left, top, right, bottom
_STEP = _FLOATS * ctypes.sizeof(ctypes.c_float)


def _function(pointer: object, result: object, *arguments: object) -> Callable[..., Any]:
    """Return a function of the library that takes plain numbers; strings and structures are not for it."""
    place = ctypes.cast(pointer, _ADDRESS).value  # type: ignore[arg-type]
    return ctypes.CFUNCTYPE(result, *arguments)(place)  # type: ignore[arg-type]


_load_page = _function(pdfium.FPDF_LoadPage, _ADDRESS, _ADDRESS, ctypes.c_int)
_close_page = _function(pdfium.FPDF_ClosePage, None, _ADDRESS)
_load_text = _function(pdfium.FPDFText_LoadPage, _ADDRESS, _ADDRESS)
_close_text = _function(pdfium.FPDFText_ClosePage, None, _ADDRESS)
_loose_box = _function(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _ADDRESS, ctypes.c_int, _ADDRESS)
_object = _function(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, ctypes.c_int)
_kind = _function(pdfium.FPDFPageObj_GetType, ctypes.c_int, _ADDRESS)
_get_text = _function(pdfium.FPDFText_GetText, ctypes.c_int, _ADDRESS, ctypes.c_int, ctypes.c_int, _ADDRESS)
count_chars = _function(pdfium.FPDFText_CountChars, ctypes.c_int, _ADDRESS)
count_objects = _function(pdfium.FPDFPage_CountObjects, ctypes.c_int, _ADDRESS)
unicode_of = _function(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, ctypes.c_int)
is_generated = _function(pdfium.FPDFText_IsGenerated, ctypes.c_int, _ADDRESS, ctypes.c_int)
is_hyphen = _function(pdfium.FPDFText_IsHyphen, ctypes.c_int, _ADDRESS, ctypes.c_int)
rotation_of = _function(pdfium.FPDFPage_GetRotation, ctypes.c_int, _ADDRESS)
width_of = _function(pdfium.FPDF_GetPageWidthF, ctypes.c_float, _ADDRESS)
height_of = _function(pdfium.FPDF_GetPageHeightF, ctypes.c_float, _ADDRESS)


@contextmanager
def opened_page(document: pypdfium2.PdfDocument, index: int) -> Iterator[tuple[int, int | None]]:
    """Give a page and its text as addresses for the length of the block; no text where the page is broken."""
    page = _load_page(ctypes.cast(document.raw, _ADDRESS), index)
    textpage = _load_text(page) if page else None
    try:
        yield page or 0, textpage
    finally:
        if textpage:
            _close_text(textpage)
        if page:
            _close_page(page)


def text_in(textpage: int) -> tuple[str, int]:
    """Return the text of a page in one piece, and how many characters pdfium counts on it."""
    count = count_chars(textpage)
    buffer = (ctypes.c_uint16 * (count + 1))()
    place = ctypes.addressof(buffer)
    written = _get_text(textpage, 0, count, place)
    return ctypes.string_at(place, 2 * max(0, written - 1)).decode("utf-16-le", "surrogatepass"), count


def boxes_of(textpage: int, places: Sequence[int]) -> list[Box | None]:
    """Return the boxes of the characters at these places of a page's text; None where one has no box."""
    (lefts, bottoms, rights, tops), found = sides_of(textpage, places)
    boxes = zip(lefts, bottoms, rights, tops, strict=True)
    return list(boxes) if all(found) else [box if there else None for box, there in zip(boxes, found, strict=True)]


def sides_of(textpage: int, places: Sequence[int]) -> tuple[tuple[Sequence[float], ...], list[int]]:
    """Return the left, bottom, right and top sides of the characters at these places, and 0 for each without a box."""
    count = len(places)
    floats = (ctypes.c_float * (_FLOATS * count))()
    start = ctypes.addressof(floats)
    found = list(map(_loose_box, repeat(textpage), places, range(start, start + _STEP * count, _STEP)))
    flat = floats[:]
    return (flat[0::4], flat[3::4], flat[2::4], flat[1::4]), found


def paths_of(page: int, *, most: int) -> list[int]:
    """Return the addresses of the drawn shapes among the first ``most`` objects of a page."""
    shapes = list(map(_object, repeat(page), range(min(count_objects(page), most))))
    kinds = list(map(_kind, shapes))
    path = pdfium.FPDF_PAGEOBJ_PATH
    return [shape for shape, kind in zip(shapes, kinds, strict=True) if kind == path] if path in kinds else []
