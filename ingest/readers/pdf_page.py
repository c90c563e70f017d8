"""One page of PDF as placed characters and drawn segments, upright as a person sees it."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.readers.page_layout import Glyph
from ingest.readers.pdf_calls import (
    boxes_of,
    count_chars,
    height_of,
    is_generated,
    is_hyphen,
    paths_of,
    rotation_of,
    unicode_of,
    width_of,
)
from ingest.readers.ruled_table import Segment

_MAX_OBJECTS = 20_000  # looked at on one page
_MAX_SEGMENTS = 5_000
_MADE = frozenset((0x09, 0x0A, 0x0D, 0x20))  # what pdfium puts in between characters
_THIN = 3.0  # points; a filled shape thinner than this is a rule
_MANY_PATHS = 200  # drawn shapes on a page without text: letters turned into curves


def glyphs_of(page: int, textpage: int) -> list[Glyph]:
    """Return the characters of a page in drawing order, with the blanks and breaks that pdfium puts in."""
    turn, width, height = 90 * rotation_of(page), width_of(page), height_of(page)
    glyphs = []
    for index, box in enumerate(boxes_of(textpage, range(count_chars(textpage)))):
        code = unicode_of(textpage, index)
        character = "-" if code in (0x02, 0xFFFE) and is_hyphen(textpage, index) == 1 else chr(code)
        if code in _MADE and is_generated(textpage, index) == 1:
            glyphs.append(Glyph(character, 0.0, 0.0, 0.0, 0.0, True))
        elif box is not None:
            glyphs.append(Glyph(character, *(_upright(box, turn, width, height) if turn else box)))
    return glyphs


def shows_pictures(page: pypdfium2.PdfPage, *, has_text: bool) -> bool:
    """Tell whether there is something on the page that only recognition can read."""
    paths = 0
    width, height = page.get_size()
    for count, shape in enumerate(page.get_objects(max_depth=5)):
        if count >= _MAX_OBJECTS:
            break
        if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shape.get_bounds()
            if shape.level > 0 or (right - left) * (top - bottom) >= 0.1 * width * height:
                return True
        paths += shape.type == pdfium.FPDF_PAGEOBJ_PATH
    return not has_text and paths >= _MANY_PATHS


def segments_of(page: int) -> list[Segment]:
    """Return the straight lines drawn on the page, rules drawn as thin filled shapes among them."""
    paths = paths_of(page, most=_MAX_OBJECTS)
    if not paths:
        return []
    turn, width, height = 90 * rotation_of(page), width_of(page), height_of(page)
    found: list[Segment] = []
    for path in paths:
        shape = ctypes.cast(path, pdfium.FPDF_PAGEOBJECT)
        found += (_upright(segment, turn, width, height) for segment in _path(shape))
        if len(found) > _MAX_SEGMENTS:
            return []  # a drawing, not a table
    return found


def _path(shape: ctypes._Pointer) -> Iterator[Segment]:  # type: ignore[type-arg]
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
        return
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if x1 - x0 <= _THIN:
        yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
    elif y1 - y0 <= _THIN:
        yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    elif _is_stroked(shape):
        yield from _strokes(shape)


def _is_stroked(shape: ctypes._Pointer) -> bool:  # type: ignore[type-arg]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)) and bool(stroke.value)


def _strokes(shape: ctypes._Pointer) -> Iterator[Segment]:  # type: ignore[type-arg]
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(shape), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield *last, *point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield *last, *first


def _upright(box: Segment, turn: int, width: float, height: float) -> Segment:
    """Return the box as seen on the turned page; ``width`` and ``height`` are of the page as seen."""
    left, bottom, right, top = box
    if turn == 90:
        return bottom, height - right, top, height - left
    if turn == 180:
        return width - right, height - top, width - left, height - bottom
    if turn == 270:
        return width - top, left, width - bottom, right
    return box
