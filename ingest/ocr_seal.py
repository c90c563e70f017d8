"""Takes red seals off a page, so that what is printed below them can be read and what stands in them is not.

The red head of a paper stays: it is a line, a seal is round. On pages without colour nothing is done.
"""

import numpy as np
from numpy.typing import NDArray

_SMALL = 600  # pixels of the longer side on which seals are looked for
_RED = 45  # by how much red must stand out over green and blue
_LEAST, _MOST = 0.09, 0.45  # of the page's longer side; 27 to 130 mm on A4
_ROUND = 1.6  # longer side : shorter side
_MARGIN = 0.01

Picture = NDArray[np.uint8]


def without_seals(picture: Picture) -> Picture:
    """Return the page with its red seals bleached; the same picture where it has none."""
    import cv2

    height, width = picture.shape[:2]
    scale = min(1.0, _SMALL / max(height, width))
    small: Picture = picture
    if scale < 1:
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
    red = _red_mask(small)
    if not red.any():
        return picture
    # Ring, star and signs of one seal become one piece; the signs of a red head become one long piece.
    reach = max(3, round(0.02 * max(small.shape[:2]))) | 1
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    bleached: Picture | None = None
    for left, top, wide, high, _ in boxes[1:count]:
        if not _is_seal(int(wide), int(high), page=max(small.shape[:2])):
            continue
        bleached = picture.copy() if bleached is None else bleached
        rim = _MARGIN * max(small.shape[:2])
        rows = slice(max(0, int((top - rim) / scale)), int((top + high + rim) / scale) + 1)
        columns = slice(max(0, int((left - rim) / scale)), int((left + wide + rim) / scale) + 1)
        bleached[rows, columns] = _bleached(bleached[rows, columns])
    return picture if bleached is None else bleached


def _is_seal(wide: int, high: int, *, page: int) -> bool:
    short, long = min(wide, high), max(wide, high)
    return _LEAST * page <= short and long <= _MOST * page and long <= _ROUND * short


def _red_mask(picture: Picture) -> Picture:
    red, green, blue = (picture[:, :, channel].astype(np.int16) for channel in range(3))
    mask: Picture = (red - np.maximum(green, blue) > _RED).astype(np.uint8)
    return mask


def _bleached(part: Picture) -> Picture:
    """Return the part as its red channel shows it, stretched so that the red ink is white."""
    red = part[:, :, 0].astype(np.float32)
    ink = red[_red_mask(part) > 0]
    white = max(60.0, float(np.percentile(ink, 25))) if ink.size else 255.0
    grey = np.clip(red * (255.0 / white), 0, 255).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)
