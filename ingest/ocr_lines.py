"""From recognised boxes to printed lines in reading order: skew taken out, pieces joined, columns kept apart.

Vertical writing and pages turned by a quarter are laid flat first. Knows nothing of pictures.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.aligned_table import rows_among
from ingest.readers.page_layout import Glyph
from ingest.readers.printed_lines import Line
from ingest.readers.ruled_table import Segment, with_tables

_PAGE = 842.0  # points of the longer side of A4; recognition knows no true measure
_TALL = 1.5  # height : width of a box that is a line from the top down
_SAME_TYPE = 0.3  # by so much the height of a box changes with the signs in it
_COLUMN_ROWS = 5  # rows of two long pieces, one below the other, that make two columns
_COLUMN_TEXT = 9  # characters of a piece that is text and not a cell
_CELLS = 3  # pieces in one row that make it a row of a table
_HAN, _SIGN = r"[\u3400-\u9fff\uf900-\ufaff]", r"[\u3001-\u301f\uff00-\uffef]"
_NO_BLANK = re.compile(  # the engine puts blanks beside signs and figures; between two hanzi they stand on the paper
    rf"(?<={_SIGN}) +| +(?={_SIGN})|(?<={_HAN}) +(?=[0-9])|(?<=[0-9]) +(?={_HAN})"
)
_DASH = r"[\u4e00\-\u2014\uff0d]"  # beside a page number it may be read as the hanzi one
_NUMBERED = re.compile(rf"{_DASH} *(\d{{1,4}}) *{_DASH}")

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """One recognised piece: its text, its score 0–1, its corners from the upper left, clockwise, in pixels."""

    text: str
    score: float
    corners: tuple[Corner, ...]


def askew(boxes: Sequence[Box]) -> float | None:
    """Return by how many radians the lines of a page fall to the right; None for vertical writing."""
    return None if not boxes or _is_vertical(boxes) else _skew([box.corners for box in boxes])


def in_reading_order(boxes: Sequence[Box], *, width: int, height: int, rules: Sequence[Segment] = ()) -> list[Line]:
    """Return the lines of a page of that many pixels; ``rules`` are the lines drawn on it, turned level, in pixels."""
    corners = [box.corners for box in boxes]
    flat = _laid_flat(corners, height=height) if _is_vertical(boxes) else corners
    angle = _skew(flat)
    scale = _PAGE / max(width, height, 1)
    heights = [_high(place) * scale for place in flat]
    usual = median(height for box, height in zip(boxes, heights, strict=True) for _ in box.text) if boxes else 1.0
    pieces = [
        _line(
            box.text, _turned(place, angle), scale, size=usual if abs(height - usual) <= _SAME_TYPE * usual else height
        )
        for box, place, height in zip(boxes, flat, heights, strict=True)
    ]
    ruled = [(x0 * scale, -y0 * scale, x1 * scale, -y1 * scale) for x0, y0, x1, y1 in rules]
    placed = [piece for row in _rows(pieces) for piece in row]
    sizes = {Glyph(*piece[:5]): piece.size for piece in placed}
    lines: list[Line] = []
    for loose, rows in with_tables(list(sizes), ruled):
        above, table, below = rows_among([Line(*glyph[:5], sizes[glyph]) for glyph in loose])
        for block in (*_blocks(_rows(above)), table, *_blocks(_rows(below)), rows):
            lines += block
    return lines


def _is_vertical(boxes: Sequence[Box]) -> bool:
    tall = sum(len(box.text) for box in boxes if _high(box.corners) >= _TALL * _wide(box.corners))
    return tall > 0.5 * sum(len(box.text) for box in boxes)


def _wide(corners: Sequence[Corner]) -> float:
    return math.dist(corners[0], corners[1])


def _high(corners: Sequence[Corner]) -> float:
    return math.dist(corners[0], corners[3])


def _laid_flat(corners: Sequence[tuple[Corner, ...]], *, height: int) -> list[tuple[Corner, ...]]:
    """Turn by a quarter to the left: what was read downwards from the right is read rightwards from the top."""
    widest = max((x for place in corners for x, _ in place), default=float(height))
    return [tuple((y, widest - x) for x, y in (*place[1:], place[0])) for place in corners]


def _skew(corners: Sequence[tuple[Corner, ...]]) -> float:
    """Return the angle of the lines, from the long ones."""
    wide = [place for place in corners if _wide(place) >= 4 * _high(place)]
    angles = [math.atan2(place[1][1] - place[0][1], place[1][0] - place[0][0]) for place in wide]
    return median(angles) if angles else 0.0


def _turned(corners: tuple[Corner, ...], angle: float) -> tuple[Corner, ...]:
    cosine, sine = math.cos(-angle), math.sin(-angle)
    return tuple((x * cosine - y * sine, x * sine + y * cosine) for x, y in corners)


def _line(text: str, corners: tuple[Corner, ...], scale: float, *, size: float) -> Line:
    left, right = (corners[0][0] + corners[3][0]) / 2, (corners[1][0] + corners[2][0]) / 2
    top, bottom = (corners[0][1] + corners[1][1]) / 2, (corners[2][1] + corners[3][1]) / 2
    text = _NO_BLANK.sub("", " ".join(text.split()))
    if number := _NUMBERED.fullmatch(text):
        text = f"\u2014 {number[1]} \u2014"
    sides = [round(side * scale, 2) for side in (left, -bottom, right, -top)]  # upwards, as on all pages
    return Line(text, sides[0], sides[1], sides[2], sides[3], round(size, 2) or 1.0)


def _rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """Return the pieces row by row, from the top down, each row from left to right."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.middle, piece.left, piece.text)):
        level = rows[-1] if rows else []
        if level and abs(level[0].middle - piece.middle) <= 0.5 * min(level[0].size, piece.size):
            level.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: (piece.left, piece.text)) for row in rows]


def _blocks(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the lines block by block: a stretch of two columns is read one column after the other."""
    blocks: list[list[Line]] = []
    place = 0
    while place < len(rows):
        end, gutter = _stretch(rows, place)
        if gutter is None:
            blocks.append([_joined(rows[place])])
            place += 1
            continue
        stretch = [piece for row in rows[place:end] for piece in row]
        blocks.append([piece for piece in stretch if piece.left < gutter])
        blocks.append([piece for piece in stretch if piece.left >= gutter])
        place = end
    return blocks


def _stretch(rows: Sequence[list[Line]], start: int) -> tuple[int, float | None]:
    """Return how far two columns go on from here and where the space between them is; None where there are none."""
    low, high, paired, end = -math.inf, math.inf, 0, start
    for end in range(start, len(rows)):
        row = rows[end]
        if len(row) == 2 and min(len(piece.text) for piece in row) >= _COLUMN_TEXT:
            new_low, new_high = max(low, row[0].right), min(high, row[1].left)
            step = 1
        elif len(row) == 1 and paired and row[0].right <= high:
            new_low, new_high, step = max(low, row[0].right), high, 0
        elif len(row) == 1 and paired and row[0].left >= low:
            new_low, new_high, step = low, min(high, row[0].left), 0
        else:
            break
        if new_low > new_high:
            break
        low, high, paired = new_low, new_high, paired + step
    else:
        end = len(rows)
    return (end, (low + high) / 2) if paired >= _COLUMN_ROWS else (start, None)


def _joined(row: Sequence[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    is_row = len(row) >= _CELLS
    return Line(
        ("\t" if is_row else " ").join(piece.text for piece in row),
        min(piece.left for piece in row),
        min(piece.bottom for piece in row),
        max(piece.right for piece in row),
        max(piece.top for piece in row),
        median(piece.size for piece in row),
        is_row,
    )
