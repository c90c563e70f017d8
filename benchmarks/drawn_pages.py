"""Invented pages drawn as pictures, clean and spoilt the way scanners spoil them, with the text that stands on them.

Drawn with a font of the system where one is named, else with the one that OpenCV carries inside its wheel: so the
pages look the same on every machine. Used by the benchmark and by the tests of recognition.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]
RED = (200, 20, 30)
BLACK = (0, 0, 0)
A4 = (8.27, 11.69)  # inches
_NOTO = Path("/usr/share/fonts/opentype/noto")
SYSTEM_FONTS = tuple(
    (path, 2) for path in (_NOTO / "NotoSerifCJK-Regular.ttc", _NOTO / "NotoSansCJK-Regular.ttc") if path.is_file()
)  # the third face of each is the one for the mainland


@dataclass(frozen=True)
class Row:
    """One line of a page: where it begins (inches from the left), its size in points, its colour."""

    text: str
    left: float = 1.1
    size: float = 16.0
    colour: tuple[int, int, int] = BLACK
    gap: float = 1.75  # of the size, to the next line


COVER = (
    Row("青禾县人民政府文件", 1.9, 40.0, RED, 2.2),
    Row("青政发〔2016〕29号", 3.1),
    Row(""),
    Row("青禾县人民政府关于印发公共停车场", 1.75, 22.0),
    Row("管理办法的通知", 2.9, 22.0),
    Row(""),
    Row("各乡镇人民政府、街道办事处，县政府各部门："),
    Row("《青禾县公共停车场管理办法》已经县政府第", 1.54),
    Row("12次常务会议审议通过，现印发给你们，请结合"),
    Row("实际认真遵照执行。2009年4月印发的旧办法同时"),
    Row("废止，尚未办结的事项按照本办法继续办理。"),
    Row(""),
    Row("青禾县人民政府", 4.6),
    Row("2016年3月18日", 4.6),
    Row(""),
    Row("（此件公开发布）", 1.54),
)
BODY = (
    Row("第一条", 3.6),
    Row("为了加强公共停车场的规划、建设和管理，改", 1.54),
    Row("善道路交通状况，根据有关法律、法规，结合本县"),
    Row("实际，制定本办法。"),
    Row("第二条  本县城镇规划区内公共停车场的规划、", 1.54),
    Row("建设、使用及其监督管理，适用本办法。公共交通、"),
    Row("道路客运、货运车辆专用停车场除外。"),
    Row("第三条  县住房城乡建设局负责统筹协调，县公", 1.54),
    Row("安局负责停车秩序，县发展改革局负责收费标准的"),
    Row("核定，其他部门按照各自职责做好相关工作。"),
    Row("第四条  新建建筑物应当按照每100平方米0.8个", 1.54),
    Row("车位的标准配建；不足的，责令限期补建，并处每"),
    Row("个车位5000元以上10000元以下的罚款。"),
    Row("第五条  单位和个人不得擅自占用停车泊位，违", 1.54),
    Row("者由主管部门责令改正；拒不改正的，依法处罚。"),
    Row("第六条  本办法自2016年5月1日起施行，有效期", 1.54),
    Row("五年。"),
    Row("— 2 —", 3.8, 14.0),
)
SMALL = (
    Row("附件：青禾县公共停车场一览", 2.2, 18.0),
    *(
        Row(f"{number}.{street}停车场，位于{street}与{cross}交叉口，泊位{count}个，由{keeper}管理", 1.1, 10.5)
        for number, (street, cross, count, keeper) in enumerate(
            (
                ("青河路", "建设街", 120, "县城市投资公司"),
                ("禾丰大道", "人民路", 86, "县机关事务中心"),
                ("学府路", "书院巷", 45, "县第一中学"),
                ("环城西路", "工业一路", 300, "经济开发区管委会"),
                ("滨江路", "码头街", 64, "县交通运输局"),
                ("东风路", "解放街", 72, "东风街道办事处"),
                ("迎宾大道", "站前路", 210, "县火车站管理处"),
                ("文昌街", "钟楼巷", 38, "县文化广电旅游局"),
            ),
            start=1,
        )
    ),
    Row("注：泊位数截至2016年2月底，以现场核定为准。", 1.1, 9.0),
)
PAGES: tuple[tuple[Row, ...], ...] = (COVER, BODY, SMALL)


def has_own_font() -> bool:
    """Tell whether this build of OpenCV carries a font with hanzi."""
    return any("Built-in Unicode font" in line and "YES" in line for line in cv2.getBuildInformation().splitlines())


def text_of(rows: Sequence[Row]) -> str:
    """Return what stands on the page."""
    return "\n".join(row.text for row in rows if row.text)


def drawn(rows: Sequence[Row], *, dpi: int, font: tuple[Path, int] | None = None, top: float = 1.2) -> Picture:
    """Return the page as RGB."""
    page = Image.new("RGB", (round(A4[0] * dpi), round(A4[1] * dpi)), "white")
    picture, pen = np.array(page), ImageDraw.Draw(page)
    place = top * dpi
    for row in rows:
        left, size = round(row.left * dpi), round(row.size * dpi / 72)
        if font is not None:
            face = ImageFont.truetype(font[0], size, index=font[1])
            pen.text((left, round(place)), row.text, fill=row.colour, font=face)
        elif row.text:
            cv2.putText(picture, row.text, (left, round(place) + size), row.colour, cv2.FontFace("uni"), size)
        place += row.gap * row.size * dpi / 72
    return picture if font is None else np.array(page)


def column(lines: Sequence[str], *, dpi: int, size: float = 20.0) -> Picture:
    """Return a page written from the top down, its lines from right to left."""
    picture = np.full((round(A4[1] * dpi), round(A4[0] * dpi), 3), 255, np.uint8)
    step = round(size * dpi / 72)
    for number, line in enumerate(lines):
        for place, sign in enumerate(line):
            left = round(6.8 * dpi) - number * 2 * step
            foot = round(1.2 * dpi) + round(place * 1.2 * step) + step
            cv2.putText(picture, sign, (left, foot), BLACK, cv2.FontFace("uni"), step)
    return picture


def stamped(picture: Picture, *, dpi: int, centre: tuple[float, float]) -> Picture:
    """Return the page with a round red seal over whatever stands at ``centre`` (inches)."""
    seal = picture.copy()
    middle = (round(centre[0] * dpi), round(centre[1] * dpi))
    radius = round(0.83 * dpi)  # 42 mm across
    cv2.circle(seal, middle, radius, RED, max(2, dpi // 40), cv2.LINE_AA)
    turns = np.arange(5) * 4 * np.pi / 5 - np.pi / 2
    star = np.stack([np.cos(turns), np.sin(turns)], axis=1) * radius * 0.36 + middle
    cv2.fillPoly(seal, [star.astype(np.int32)], RED, cv2.LINE_AA)
    size = round(0.2 * dpi)
    for number, sign in enumerate("青禾县人民政府"):
        turn = np.pi * (1.02 + 0.16 * number)
        place = np.array([np.cos(turn), np.sin(turn)]) * radius * 0.74 + middle
        cv2.putText(seal, sign, (int(place[0] - size / 2), int(place[1] + size / 2)), RED, cv2.FontFace("uni"), size)
    mixed: Picture = np.minimum(picture, seal)  # ink over ink: what is black stays black
    return mixed


def spoilt(picture: Picture, *, skew: float, noise: float, blur: float, quality: int, seed: int = 1) -> Picture:
    """Return the page turned by ``skew`` degrees, blurred, noisy and pressed as JPEG."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    page = cv2.warpAffine(picture, turn, (width, height), borderValue=(255, 255, 255), flags=cv2.INTER_CUBIC)
    if blur:
        page = cv2.GaussianBlur(page, (0, 0), blur)
    random = np.random.default_rng(seed)
    values = page.astype(np.float32) * 0.92 + 8 + random.normal(0, noise, (height, width, 1))
    specks = random.random((height, width))
    values[specks < 0.0008] = 0
    values[specks > 0.9995] = 255
    buffer = io.BytesIO()
    Image.fromarray(values.clip(0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))
