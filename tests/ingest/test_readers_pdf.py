"""PDF: reading order, furniture, line breaks, tables, and pages without usable text."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gongwen.model import FileState
from gongwen.page_lines import ends_sentence, openings, opens_paragraph, page_number
from ingest.extraction import Extraction
from ingest.readers import READERS, Unreadable
from ingest.readers.page_layout import Glyph, in_order, lines_of, rebuilt
from ingest.readers.page_text import compose
from ingest.readers.printed_lines import Line
from ingest.readers.ruled_table import with_tables
from ingest.readers.table_pages import joined_over_pages

FONT = "STSong-Light"
SIZE = 16.0
WIDTH = 26  # characters in a full line
BODY = "第一条　为了加强渡口管理，保障渡运安全，根据有关法律、法规的规定，结合本市实际，制定本办法。"


def pdf(draw: Callable[[Canvas], None], **options: Any) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    canvas.setFont(FONT, SIZE)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def read(data: bytes) -> Extraction:
    return READERS["pdf"].read(data, name="a.pdf")


def put(canvas: Canvas, lines: list[str], *, left: float = 80, top: float = 760) -> None:
    canvas.setFont(FONT, SIZE)
    for number, line in enumerate(lines):
        canvas.drawString(left, top - 28 * number, line)


def wrapped(text: str) -> list[str]:
    return [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]


def test_hard_breaks_inside_a_paragraph_are_joined() -> None:
    data = pdf(lambda canvas: put(canvas, [*wrapped(BODY), "第二条　本办法自2018年5月1日起施行。"]))
    assert read(data).text == BODY + "\n第二条　本办法自2018年5月1日起施行。"


def test_short_lines_stay_apart() -> None:
    lines = ["云溪市人民政府文件", "云政发〔2018〕3号", *wrapped(BODY), "云溪市人民政府", "2018年3月1日"]
    assert read(pdf(lambda canvas: put(canvas, lines))).text == "\n".join([*lines[:2], BODY, *lines[-2:]])


def test_a_paragraph_goes_on_over_the_page_and_furniture_does_not() -> None:
    ordinals = "一二三四"
    first, second = wrapped(BODY)

    def draw(canvas: Canvas) -> None:
        for page, ordinal in enumerate(ordinals):
            put(canvas, ["云溪市人民政府公报"], top=810)
            article = [f"第{ordinal}十条　{BODY[4:24]}" for _ in range(page + 1)]
            put(canvas, [second, *article, first] if page else [*article, first])
            put(canvas, [f"— {page + 1} —"], left=280, top=40)
            canvas.showPage()

    extraction = read(pdf(draw))
    lines = extraction.text.split("\n")
    assert "公报" not in extraction.text and "—" not in extraction.text
    assert lines.count(BODY) == 3 and lines[-1] == first
    assert [remark.code for remark in extraction.remarks] == ["furniture"]
    assert extraction.page_count == 4
    assert all(extraction.text[page.start : page.end].strip() for page in extraction.pages)


def test_drawing_order_is_mended_only_where_it_is_no_order() -> None:
    lines = [f"第{number}行文字在这一页上的固定位置" for number in "一二三四五六七八九十"]

    def shuffled(canvas: Canvas) -> None:
        canvas.setFont(FONT, SIZE)
        for number in (3, 0, 7, 1, 9, 4, 2, 8, 6, 5):
            canvas.drawString(80, 760 - 28 * number, lines[number])

    extraction = read(pdf(shuffled))
    assert extraction.text == "\n".join(lines)
    assert [page.method for page in extraction.pages] == ["rebuilt"]

    def columns(canvas: Canvas) -> None:
        put(canvas, [line[:9] for line in lines], left=60)
        put(canvas, [line[:9] for line in reversed(lines)], left=320)

    extraction = read(pdf(columns))
    assert [page.method for page in extraction.pages] == ["text_layer"]
    assert extraction.text.split("\n")[9:11] == [lines[9][:9]] * 2


def grid(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)


def test_a_ruled_table_is_rows_with_tabs() -> None:
    rows = [["序号", "文件名称", "文号"], ["1", "关于渡口收费的", "云政发〔2006〕8号"], ["2", "渡口管理规定", ""]]

    def draw(canvas: Canvas) -> None:
        put(canvas, ["宣布失效的文件目录"])
        grid(canvas, [80, 130, 300, 500], [600, 640, 700, 740])
        for number, (top, row) in enumerate(zip((712, 672, 612), rows, strict=True)):
            for left, text in zip((85, 135, 305), row, strict=True):
                canvas.drawString(left, top, text)
            if number == 1:
                canvas.drawString(135, 650, "若干规定")
        put(canvas, ["抄送：市委各部门。"], top=560)

    lines = read(pdf(draw)).text.split("\n")
    assert lines == [
        "宣布失效的文件目录",
        "序号\t文件名称\t文号",
        "1\t关于渡口收费的若干规定\t云政发〔2006〕8号",
        "2\t渡口管理规定",
        "抄送：市委各部门。",
    ]


def test_merged_cells_keep_their_columns() -> None:
    glyphs = [
        Glyph(character, x, y, x + 10, y + 10) for character, x, y in (("类", 5, 25), ("甲", 55, 45), ("乙", 55, 5))
    ]
    segments = [(0, 0, 0, 60), (50, 0, 50, 60), (100, 0, 100, 60), (0, 0, 100, 0), (0, 60, 100, 60), (50, 30, 100, 30)]
    (_, rows), _ = with_tables(glyphs, [(float(a), float(b), float(c), float(d)) for a, b, c, d in segments])
    assert [row.text for row in rows] == ["类\t甲", "\t乙"]


def row(text: str, *, left: float = 80.0) -> Line:
    return Line(text, left, 100.0, 500.0, 120.0, 20.0, is_row=True)


@pytest.mark.parametrize(
    ("pages", "expected", "why"),
    [
        ([["序号\t名称", "1\t甲"], ["序号\t名称", "2\t乙"]], [["序号\t名称", "1\t甲"], ["2\t乙"]], "heading once"),
        ([["序号\t名称", "1\t关于渡"], ["\t口的通知"]], [["序号\t名称", "1\t关于渡口的通知"], []], "a split row"),
        (
            [["序号\t名称\t文号", "1\t关于渡\t云政发"], ["序号\t名称\t文号", "\t口\t8号", "2\t乙"]],
            [["序号\t名称\t文号", "1\t关于渡口\t云政发8号"], ["2\t乙"]],
            "a split row below a repeated heading",
        ),
        ([["类\t名", "甲\t一", "\t二"], ["\t三"]], [["类\t名", "甲\t一", "\t二"], ["\t三"]], "cells over several rows"),
        (
            [["序号\t名称"], ["序号\t名称", "1\t甲"]],
            [["序号\t名称"], ["序号\t名称", "1\t甲"]],
            "one row proves nothing",
        ),
        ([["a\tb", "1\t甲"], ["a\tb"], ["\t乙"]], [["a\tb", "1\t甲"], [], ["\t乙"]], "a page with a heading alone"),
        ([["a\tb", "1\t甲"], [], ["\t乙"]], [["a\tb", "1\t甲"], [], ["\t乙"]], "a page between them"),
    ],
)
def test_tables_over_pages(pages: list[list[str]], expected: list[list[str]], why: str) -> None:
    joined, _ = joined_over_pages([[row(text) for text in page] for page in pages])
    assert [[line.text for line in page] for page in joined] == expected, why


def test_another_table_on_the_next_page_is_another() -> None:
    pages = [[row("序号\t名称"), row("1\t甲")], [row("\t乙", left=120.0)]]
    assert joined_over_pages(pages) == (pages, 0)


def test_a_frame_is_no_table() -> None:
    frame = [(0.0, 0.0, 100.0, 0.0), (0.0, 60.0, 100.0, 60.0), (0.0, 0.0, 0.0, 60.0), (100.0, 0.0, 100.0, 60.0)]
    assert with_tables([Glyph("字", 10, 10, 20, 20)], frame)[0][1] == []


def picture() -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("L", (400, 600), 200))


def test_scanned_pages_ask_for_recognition() -> None:
    def scan(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, A4[0], A4[1])
        canvas.showPage()

    assert read(pdf(scan)).state is FileState.NEEDS_OCR

    def mixed(canvas: Canvas) -> None:
        put(canvas, wrapped(BODY))
        canvas.showPage()
        scan(canvas)
        canvas.showPage()

    extraction = read(pdf(mixed))
    assert extraction.state is FileState.READ
    assert [page.method for page in extraction.pages] == ["text_layer", "none", "text_layer"]
    assert [remark.code for remark in extraction.remarks] == ["pages_need_ocr"]

    def stamped(canvas: Canvas) -> None:
        put(canvas, ["扫描件"])
        scan(canvas)

    assert read(pdf(stamped)).state is FileState.NEEDS_OCR


def test_a_text_layer_of_nonsense_asks_for_recognition() -> None:
    nonsense = "鷑鷒鷓鷕鷖鷗鷘鷙鷚鷛鷜鷝鷞鷟鷠鷡鷢鷣鷤鷥"
    assert read(pdf(lambda canvas: put(canvas, [nonsense] * 3))).state is FileState.NEEDS_OCR


def test_passwords() -> None:
    owner = StandardEncryption("", ownerPassword="owner", canPrint=0, strength=128)
    assert read(pdf(lambda canvas: put(canvas, wrapped(BODY)), encrypt=owner)).text == BODY
    user = StandardEncryption("user", ownerPassword="owner", strength=128)
    assert read(pdf(lambda canvas: put(canvas, wrapped(BODY)), encrypt=user)).state is FileState.NEEDS_PASSWORD


def test_broken_files() -> None:
    data = pdf(lambda canvas: put(canvas, wrapped(BODY)))
    with pytest.raises(Unreadable):
        read(b"%PDF-1.4\n" + bytes(range(256)))
    with pytest.raises(Unreadable):
        read(data[:200])
    assert read(data[: data.rindex(b"startxref")]).text == BODY, "what can be read is read"


@pytest.mark.parametrize(
    ("line", "number", "why"),
    [
        ("— 3 —", (3, True), "dashes"),
        ("－12－", (12, True), "full-width dashes"),
        ("- 1 -", (1, True), "hyphens"),
        ("第 3 页 共 8 页", (3, True), "in words"),
        ("第3页", (3, True), "in words, short"),
        ("3/8", (3, True), "a fraction"),
        ("·5·", (5, True), "dots"),
        ("7", (7, False), "a bare number may be anything"),
        ("2018", (2018, False), "so may a year"),
        ("第三条", None, "an article"),
        ("一、总则", None, "an item"),
        ("〔2018〕3号", None, "a number of a document"),
        ("3.5", None, "a figure"),
    ],
)
def test_page_numbers(line: str, number: tuple[int, bool] | None, why: str) -> None:
    assert page_number(line) == number, why


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("第十二条　甲", True),
        ("一、甲", True),
        ("（三）甲", True),
        ("3．甲", True),
        ("①甲", True),
        ("附件：甲", True),
        ("甲、乙", False),
        ("3.5元", False),
        ("各县（市、区）人民政府，市政府各部门：", True),  # the addressees below a title as wide as the page
        ("青溪市财政局：", True),
        ("现将有关事项通知如下：", False),  # the end of a paragraph
        ("此件公开发布", True),  # each kind of opening begins with a sign of its own
        ("附表２", True),
        ("抄送：甲", True),
        ("主题词：甲", True),
        ("联系人：甲", True),
        ("注：甲", True),
        ("百", False),
        ("１２、甲", True),
        ("　　十、甲", True),
        ("㈢甲", True),
        ("《此件公开》", True),
        ("", False),
    ],
)
def test_what_opens_a_paragraph(line: str, opens: bool) -> None:
    assert opens_paragraph(line) is opens
    assert openings(["甲", line, ""]) == [False, opens, False]


def test_what_ends_a_sentence() -> None:
    assert ends_sentence("施行。") and ends_sentence("（略。）") and not ends_sentence("渡口")


def glyphs(text: str, *, left: float = 0.0, top: float = 100.0) -> list[Glyph]:
    return [
        Glyph(character, left + 10 * place, top, left + 10 * place + 10, top + 10)
        for place, character in enumerate(text)
    ]


def test_layout_without_any_file() -> None:
    twice = [*glyphs("标题"), Glyph("\n", 0, 0, 0, 0, True), *glyphs("标题", left=0.2)]
    assert [line.text for line in lines_of(twice)] == ["标题"], "drawn twice for bold type"
    spaced = [*glyphs("甲"), *glyphs("乙", left=40)]
    assert [line.text for line in lines_of(spaced)] == ["甲 乙"]
    assert in_order([]) and rebuilt([]) == [] and compose([[]]) == ("", [(0, 0)])
    between = compose([lines_of(glyphs("甲乙")), [], lines_of(glyphs("丙丁"))])
    assert between == ("甲乙\n丙丁", [(0, 2), (2, 2), (3, 5)]), "a page without lines has its place"


def test_columns_are_joined_each_by_itself() -> None:
    width, article = 14, BODY[4:]

    def columns(canvas: Canvas) -> None:
        for left, ordinal in ((60, "一"), (320, "二")):
            text = f"第{ordinal}条　{article}{article[:-1]}，{article}"
            put(canvas, [text[start : start + width] for start in range(0, len(text), width)], left=left)

    extraction = read(pdf(columns))
    assert extraction.text.split("\n") == [f"第{n}条　{article}{article[:-1]}，{article}" for n in "一二"]


def test_lines_by_their_ends_and_by_their_characters_are_the_same() -> None:
    """A turned page is read character by character, an upright one by the ends of its lines."""
    lines = ["ABC 电子 No. 12 号文件", *wrapped(BODY), "附件：1.　收费标准 2.5 元", "云溪市人民政府 2018 年 3 月 1 日"]

    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.translate(0, -A4[0])
        put(canvas, lines, top=500)

    assert read(pdf(turned)).text == read(pdf(lambda canvas: put(canvas, lines, top=500))).text


def test_shuffled_pieces_of_one_line_are_joined() -> None:
    def shuffled(canvas: Canvas) -> None:
        canvas.setFont(FONT, SIZE)
        for number in (3, 0, 7, 1, 9, 4, 2, 8, 6, 5):
            canvas.drawString(80 + 12 * SIZE, 760 - 28 * number, f"之第{number}件后半部分")
            canvas.drawString(80, 760 - 28 * number, f"第{number}件材料的前半部分在这")

    lines = read(pdf(shuffled)).text.split("\n")
    assert lines == [f"第{number}件材料的前半部分在这之第{number}件后半部分" for number in range(10)]
