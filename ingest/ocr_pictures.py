"""The picture of one page of a file: a frame of a picture, a page of PDF drawn, the one picture of a page of OFD.

Nothing is recognised here. Pictures are made no larger than recognition needs.
"""

import io

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from ingest.readers import Unreadable
from ingest.readers.ofd import page_picture

SCANNED = frozenset({"pdf", "ofd", "picture"})  # readers whose pages can be shown
_DPI = 200
_LONG_SIDE = 3400  # pixels; A3 at 200 dots an inch
_UPRIGHT_SIDE = 2400  # pixels of the longer side of a page that stands; A4 at 200 dots an inch
_MOST_PIXELS = 200_000_000  # what a header may declare; more is a bomb
_ORIENTATION = 0x0112  # the tag in which a camera says how it was held
_TURNS = {3: 2, 6: 3, 8: 1}  # its values, and the quarters by which the picture is turned to the left

Picture = NDArray[np.uint8]


def picture_of(data: bytes, *, reader: str, page: int) -> Picture:
    """Return a page, from 1, as RGB; raises ``Unreadable`` where it cannot be shown."""
    if reader == "pdf":
        return _drawn(data, page)
    if reader == "ofd":
        return _opened(page_picture(data, page), 1)
    return _opened(data, page)


def _drawn(data: bytes, page: int) -> Picture:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf") from error
    try:
        sheet = document[page - 1]
        longest = max(1.0, *sheet.get_size())
        drawn = sheet.render(scale=min(_DPI / 72, _LONG_SIDE / longest), rev_byteorder=True, prefer_bgrx=False)
        return _as_rgb(drawn.to_pil())
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise Unreadable(f"pdf: {page}") from error
    finally:
        document.close()


def _opened(data: bytes, page: int) -> Picture:
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Unreadable(f"{image.width} x {image.height}")
            turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
            image.draft("RGB", (_LONG_SIDE, _LONG_SIDE))  # JPEG is unpacked no larger than is needed
            if page > 1:
                image.seek(page - 1)
            picture = _as_rgb(image)
            return picture if turn is None else np.rot90(picture, turn).copy()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, EOFError, SyntaxError, ValueError) as error:
        raise Unreadable("picture") from error


def _as_rgb(image: Image.Image) -> Picture:
    """Return the picture on white, no larger than is needed."""
    width, height = image.size
    limit = _LONG_SIDE if width > height else _UPRIGHT_SIDE
    if max(width, height) > limit:
        image = image.convert("L") if image.mode == "1" else image  # what is black and white is smoothed, not thinned
        image = image if image.mode != "P" else image.convert("RGBA")
        image.thumbnail((limit, limit), Image.Resampling.LANCZOS)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white
    if image.mode.startswith("I"):  # sixteen bits a grey
        image = Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))
    return np.array(image.convert("RGB"))
