"""Invented papers as PDF with a text layer, drawn in three ways, with the text that stands on each page.

``normal``: line after line. ``shuffled``: the same lines drawn in shuffled order, so that only their places tell how
to read. ``columns``: two columns, drawn one after the other, so that only the order of drawing tells.
"""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.plain_font import plain_font

KINDS = ("normal", "shuffled", "columns")
_FONT, _SIZE, _LEADING = "PlainBoxes", 14.0, 24.0
_LINES = 29
WORDS = (
    "县级以上人民政府", "渡口管理单位", "应当按照规定", "定期检查", "运行安全", "公共停车场", "经营者", "不得擅自",
    "改变用途", "主管部门", "责令限期改正", "逾期不改的", "依法处理", "相关费用", "由责任人承担", "乡镇人民政府",
    "街道办事处", "协助做好", "日常巡查", "记录存档", "本市行政区域内", "适用本办法", "法律法规另有规定的", "从其规定",
    "每年第一季度", "公布上年度情况", "接受社会监督", "任何单位和个人", "有权举报", "对作出显著成绩的", "给予表扬",
)  # fmt: skip
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Paper:
    """One PDF and the text of each of its pages, blanks left out."""

    kind: str
    content: bytes
    pages: tuple[str, ...]


def printed(kind: str, *, pages: int, seed: int) -> Paper:
    """Return one invented paper; the same kind, length and seed give the same bytes."""
    _register()
    chance = random.Random(f"{kind} {seed}")
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=1)
    canvas.setTitle(f"{kind} {seed}")
    texts = []
    for _ in range(pages):
        canvas.setFont(_FONT, _SIZE)
        texts.append(
            _columns(canvas, chance) if kind == "columns" else _page(canvas, chance, shuffled=kind == "shuffled")
        )
        canvas.showPage()
    canvas.save()
    return Paper(kind, packed.getvalue(), tuple(texts))


def _register() -> None:
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        signs = "".join(WORDS) + _NUMERALS + "第条，。　0123456789 "
        pdfmetrics.registerFont(TTFont(_FONT, io.BytesIO(plain_font(signs))))


def _page(canvas: Canvas, chance: random.Random, *, shuffled: bool) -> str:
    lines = _lines(chance, count=_LINES, width=32)
    order = list(range(_LINES))
    if shuffled:
        chance.shuffle(order)
    _draw(canvas, lines, order, left=72)
    return "".join(text for _, text in lines)


def _columns(canvas: Canvas, chance: random.Random) -> str:
    text = ""
    for left in (60, 318):
        lines = _lines(chance, count=_LINES, width=15)
        _draw(canvas, lines, range(_LINES), left=left)
        text += "".join(piece for _, piece in lines)
    return text


def _draw(canvas: Canvas, lines: Sequence[tuple[int, str]], order: Sequence[int], *, left: float) -> None:
    for place in order:
        indent, text = lines[place]
        canvas.drawString(left + indent * _SIZE, 780 - place * _LEADING, text)


def _lines(chance: random.Random, *, count: int, width: int) -> list[tuple[int, str]]:
    """Return lines of paragraphs with their indent in characters; the first line of each stands in by two."""
    lines: list[tuple[int, str]] = []
    while len(lines) < count:
        words = (chance.choice(WORDS) + chance.choice(("", "", "，")) for _ in range(chance.randint(4, 24)))
        rest = f"第{chance.choice(_NUMERALS)}条" + "".join(words).rstrip("，") + "。"
        lines.append((2, rest[: width - 2]))
        rest = rest[width - 2 :]
        while rest:
            lines.append((0, rest[:width]))
            rest = rest[width:]
    return lines[:count]


def write_papers(folder: Path, *, kind: str, papers: int, pages: int, copies: int) -> dict[str, tuple[str, ...]]:
    """Write papers, each in ``copies`` that differ in a comment; return the texts of the pages of each file."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {}
    for number in range(papers):
        paper = printed(kind, pages=pages, seed=number)
        for copy in range(copies):
            name = f"{kind}-{number}-{copy}.pdf"
            (folder / name).write_bytes(paper.content + f"% {copy}\n".encode())
            texts[name] = paper.pages
    return texts
