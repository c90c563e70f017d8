"""Finds the straight lines drawn on a picture of a page, which make the cells of a table. Knows nothing of text."""

import math

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ruled_table import Segment

Picture = NDArray[np.uint8]

_SHARE = 40  # the shorter side of the page is so many times as long as the shortest line that counts
_THICK = 0.2  # of its length: a thicker stretch of ink is no line
_STRAIGHT = 0.002  # radians; a page less askew than this is not turned
_MOST = 2_000  # stretches of ink; more is a picture


def rules_of(page: Picture, angle: float) -> list[Segment]:
    """Return the lines of a page, given as RGB, that run along or across text askew by ``angle`` radians.

    In pixels from the upper left after the page has been turned about that corner so that its text is level.
    """
    import cv2

    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    left, top = 0.0, 0.0
    if abs(angle) > _STRAIGHT:
        height, width = ink.shape
        cosine, sine = math.cos(angle), math.sin(angle)
        left, top = max(0.0, -sine * height), max(0.0, sine * width)
        turn = np.array([[cosine, sine, left], [-sine, cosine, top]])
        size = math.ceil(width * cosine + height * abs(sine)), math.ceil(height * cosine + width * abs(sine))
        ink = cv2.warpAffine(ink, turn, size, flags=cv2.INTER_LINEAR)
    shortest = max(12, min(page.shape[:2]) // _SHARE)
    found: list[Segment] = []
    for across in (False, True):
        shape = (1, shortest) if across else (shortest, 1)
        kept = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        join = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 1) if across else (1, 3))  # a line may waver by a pixel
        count, _, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(kept, join))
        if count > _MOST:
            return []
        for x, y, wide, high, _ in boxes[1:].tolist():
            length, thickness = (high, wide) if across else (wide, high)
            if thickness > _THICK * length:
                continue
            begin, end = (x - left, y - top), (x + wide - left, y + high - top)
            middle = ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
            found.append(
                (middle[0], begin[1], middle[0], end[1]) if across else (begin[0], middle[1], end[0], middle[1])
            )
    return found
