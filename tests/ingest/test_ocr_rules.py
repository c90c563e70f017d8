"""Lines drawn on pictures of pages, and the tables that they make of what was recognised."""

import math

import cv2
import numpy as np
import pytest

from ingest.ocr_lines import Box, askew, in_reading_order
from ingest.ocr_rules import Picture, rules_of

XS, YS = (100, 700, 1000, 1150), (300, 420, 540, 600)  # pixels of an A4 page at 150 dots an inch
WIDTH, HEIGHT = 1240, 1754


def grid(angle: float, *, xs: tuple[int, ...] = XS, ys: tuple[int, ...] = YS) -> Picture:
    """Draw a ruled table on a page whose text falls by ``angle`` radians to the right."""
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for x in xs:
        cv2.line(page, at(x, ys[0], angle), at(x, ys[-1], angle), (0, 0, 0), 2)
    for y in ys:
        cv2.line(page, at(xs[0], y, angle), at(xs[-1], y, angle), (0, 0, 0), 2)
    return page


def at(x: float, y: float, angle: float) -> tuple[int, int]:
    cosine, sine = math.cos(angle), math.sin(angle)
    return round(x * cosine - y * sine), round(x * sine + y * cosine)


def box(text: str, x: float, y: float, angle: float) -> Box:
    corners = ((x, y), (x + 24 * len(text), y), (x + 24 * len(text), y + 26), (x, y + 26))
    return Box(text, 0.99, tuple(at(*corner, angle) for corner in corners))


CELLS = (
    ("文件名称", 110, 310),
    ("文号", 710, 310),
    ("备注", 1010, 310),
    ("青禾市渡口安全管理办", 110, 430),
    ("法实施细则", 110, 490),
    ("青政发〔2001〕3号", 710, 460),
    ("青禾市船舶登记规定", 110, 555),
    ("青政发〔2002〕14号", 710, 555),
)
ROWS = [
    "文件名称\t文号\t备注",
    "青禾市渡口安全管理办法实施细则\t青政发〔2001〕3号",
    "青禾市船舶登记规定\t青政发〔2002〕14号",
]


@pytest.mark.parametrize("degrees", [0.0, 1.5, -2.0])
def test_a_ruled_table_is_told_from_a_picture_however_askew(degrees: float) -> None:
    angle = math.radians(degrees)
    boxes = [box("废止的规范性文件目录如下请各单位遵照执行", 110, 200, angle), *(box(*cell, angle) for cell in CELLS)]
    seen = askew(boxes)
    assert seen == pytest.approx(angle, abs=0.003)
    rules = rules_of(grid(angle), seen or 0.0)
    lines = in_reading_order(boxes, width=WIDTH, height=HEIGHT, rules=rules)
    assert [line.text for line in lines] == ["废止的规范性文件目录如下请各单位遵照执行", *ROWS]


def test_writing_and_frames_are_no_rules() -> None:
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for line in range(20):
        for sign in range(30):
            cv2.putText(page, "E", (100 + 34 * sign, 200 + 60 * line), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 3)
    assert rules_of(page, 0.0) == []
    cv2.rectangle(page, (60, 120), (1180, 1600), (0, 0, 0), 3)
    rules = rules_of(page, 0.0)
    assert len(rules) == 4
    boxes = [box(*cell, 0.0) for cell in CELLS]
    framed = in_reading_order(boxes, width=WIDTH, height=HEIGHT, rules=rules)
    assert framed == in_reading_order(boxes, width=WIDTH, height=HEIGHT), "a frame around a page is no table"


def test_a_picture_full_of_strokes_has_no_rules() -> None:
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    page[::8, :40], page[::8, 80:120], page[::8, 160:200] = 0, 0, 0
    for left in range(240, WIDTH, 80):
        page[::8, left : left + 40] = 0
    assert rules_of(page, 0.0) == []
