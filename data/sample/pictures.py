"""A paper as pictures of its pages, as copiers and cameras give them: png, jpg, tif, and a PDF of pictures.

Drawing needs the Chinese font named here (Debian: fonts-noto-cjk). Where it is missing ``page_pictures`` gives nothing,
and whoever builds keeps the pictures that are in the repository.
"""

import io
from pathlib import Path

from carriers import Line, printed_pages
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
_SIMPLIFIED = 2  # place of the mainland's shapes among the faces of the font file
_WIDTH, _HEIGHT, _SIZE, _STEP = 1000, 1414, 29, 56
_LEFT, _TOP = 94, 130
_PAPER, _INK, _RED = (247, 246, 241), (38, 36, 34), (196, 32, 28)


def page_pictures(papers: list[list[Line]], *, seal: str = "", turn: float = 0.0) -> list[Image.Image]:
    """Return the pages as they come from the glass: a little askew, a red seal over the date."""
    if not FONT.is_file():
        return []
    font = ImageFont.truetype(str(FONT), _SIZE, index=_SIMPLIFIED)
    masts = {line.text for lines in papers for line in lines if line.kind == "mast"}
    pictures = []
    for rows in printed_pages(papers):
        picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
        pen = ImageDraw.Draw(picture)
        for place, (indent, text) in enumerate(rows):
            ink = _RED if text in masts else _INK
            pen.text((_LEFT + indent * _SIZE, _TOP + place * _STEP), text, font=font, fill=ink)
            if seal and place and rows[place - 1][1] == seal:
                _stamp(picture, _LEFT + indent * _SIZE + 90, _TOP + place * _STEP)
        pictures.append(picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER))
    return pictures


def _stamp(picture: Image.Image, x: float, y: float) -> None:
    """Set a round seal with its star over what is written there."""
    layer = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(layer)
    pen.ellipse((x - 95, y - 95, x + 95, y + 95), outline=(*_RED, 200), width=6)
    pen.regular_polygon((x, y, 30), 5, fill=(*_RED, 190))
    picture.paste(layer, (0, 0), layer)


def as_picture(pictures: list[Image.Image], form: str) -> bytes:
    """Return png or jpg of the one page, a grey tif of all pages, or a PDF whose pages are the pictures."""
    packed = io.BytesIO()
    if form == "png":
        pictures[0].convert("L").quantize(16).save(packed, "PNG", optimize=True)
    elif form == "jpg":
        pictures[0].save(packed, "JPEG", quality=45, optimize=True)
    elif form == "tif":
        bare = [picture.convert("L").point(lambda grey: 255 * (grey > 150)).convert("1") for picture in pictures]
        bare[0].save(packed, "TIFF", save_all=True, append_images=bare[1:], compression="group4", dpi=(120, 120))
    else:
        canvas = Canvas(packed, pagesize=A4, invariant=1)
        for picture in pictures:
            canvas.drawInlineImage(picture.convert("L").quantize(4).convert("L"), 0, 0, *A4)
            canvas.showPage()
        canvas.save()
    return packed.getvalue()
