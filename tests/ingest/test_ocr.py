"""Invented pages are recognised, clean and spoilt, turned and stamped; what cannot be shown or is secret says so."""

import importlib.util
import io
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

from gongwen.model import FileState
from ingest.isolate import Job, read_one
from ingest.limits import Limits
from ingest.ocr import Recognised, recognise
from ingest.ocr_lines import Box, in_reading_order
from ingest.ocr_pictures import picture_of
from ingest.ocr_shelf import Shelf
from ingest.ocr_worker import PageJob, Recognisers, see
from ingest.readers import Unreadable, reader_for
from ingest.readers.page_text import compose
from ingest.readers.pages import Page
from ingest.readers.printed_lines import Line

_PLACE = Path(__file__).parents[2] / "benchmarks" / "drawn_pages.py"


def _drawn_pages() -> Any:
    spec = importlib.util.spec_from_file_location("drawn_pages", _PLACE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["drawn_pages"] = module
    spec.loader.exec_module(module)
    return module


draw = _drawn_pages()
needs_glyphs = pytest.mark.skipif(not draw.has_own_font(), reason="this build of OpenCV carries no font with hanzi")
DPI = 150
SHORT = draw.COVER[:5]


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split()))


def text_in(found: Recognised) -> str:
    return compose([found.lines])[0]


def error_rate(found: Recognised, rows: Any) -> float:
    expected = plain(draw.text_of(rows))
    return float(Levenshtein.distance(expected, plain(text_in(found)))) / len(expected)


@needs_glyphs
@pytest.mark.parametrize("number", range(len(draw.PAGES)))
def test_clean_pages_are_read(number: int) -> None:
    rows = draw.PAGES[number]
    found = recognise(draw.drawn(rows, dpi=DPI))
    assert error_rate(found, rows) <= 0.005
    assert found.confidence is not None and found.confidence > 0.95


@needs_glyphs
def test_a_skewed_noisy_stamped_page_is_read_and_its_seal_is_not() -> None:
    page = draw.stamped(draw.drawn(draw.COVER, dpi=DPI), dpi=DPI, centre=(5.6, 7.2))
    found = recognise(draw.spoilt(page, skew=1.5, noise=15, blur=0.5, quality=60))
    assert error_rate(found, draw.COVER) <= 0.02
    assert "2016年3月18日" in text_in(found)  # below the star
    assert text_in(found).startswith("青禾县人民政府文件")  # the red head is no seal


@needs_glyphs
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_turned_back(quarters: int) -> None:
    page = np.rot90(draw.drawn(SHORT, dpi=DPI), quarters).copy()
    assert error_rate(recognise(page), SHORT) <= 0.02


@needs_glyphs
def test_vertical_writing_goes_from_right_to_left() -> None:
    lines = ["青禾县人民政府公告", "为了加强停车场管理制定本办法"]
    assert text_in(recognise(draw.column(lines, dpi=DPI))) == "\n".join(lines)


def test_a_blank_page_has_no_lines() -> None:
    assert recognise(np.full((1200, 850, 3), 255, np.uint8)) == Recognised((), None)


def box(text: str, left: float, top: float, width: float, height: float = 30.0, slope: float = 0.0) -> Box:
    def at(x: float, y: float) -> tuple[float, float]:
        return x, y + slope * x

    right, bottom = left + width, top + height
    return Box(text, 0.99, (at(left, top), at(right, top), at(right, bottom), at(left, bottom)))


LEFT = [f"左栏第{number}行的文字是这样写的" for number in range(6)]
RIGHT = [f"右栏第{number}行的文字是这样写的" for number in range(6)]


@pytest.mark.parametrize(
    ("boxes", "expected", "why"),
    [
        ([box("乙", 100, 200, 30), box("甲", 100, 100, 30)], ["甲", "乙"], "from the top down"),
        (
            [box("签发人：某", 900, 100, 200), box("青政发〔2016〕 9号", 100, 104, 300)],
            ["青政发〔2016〕9号 签发人：某"],
            "one row",
        ),
        (
            [box("名称", 100, 100, 60), box("数量", 400, 100, 60), box("备注", 700, 100, 60)],
            ["名称\t数量\t备注"],
            "a table",
        ),
        (
            [box("上面一行文字", 100, 100, 1200, slope=0.03), box("下面一行文字", 100, 145, 1200, slope=0.03)],
            ["上面一行文字", "下面一行文字"],
            "skew",
        ),
        (
            [box(text, 100, 100 + 50 * n, 500) for n, text in enumerate(LEFT)]
            + [box(text, 700, 100 + 50 * n, 500) for n, text in enumerate(RIGHT)],
            LEFT + RIGHT,
            "two columns",
        ),
        ([box("一2一", 700, 2200, 80)], ["— 2 —"], "a dash read as a numeral"),
        ([box("第一条 为了", 100, 100, 300)], ["第一条 为了"], "a blank between hanzi stands on the paper"),
        ([], [], "nothing"),
    ],
)
def test_boxes_become_lines(boxes: list[Box], expected: list[str], why: str) -> None:
    assert [line.text for line in in_reading_order(boxes, width=1654, height=2339)] == expected, why


def png(picture: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def job(tmp_path: Path) -> Callable[..., PageJob]:
    def make(content: bytes, reader: str = "picture", page: int = 1) -> PageJob:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.bin"
        path.write_bytes(content)
        return PageJob(path.name, path, reader, page)

    return make


@needs_glyphs
def test_a_marked_page_leaves_nothing_but_its_level(job: Callable[..., PageJob]) -> None:
    rows = (draw.Row("000012"), draw.Row("机密★1年"), draw.Row("特急"), *SHORT)
    seen = see(job(png(draw.drawn(rows, dpi=DPI))), limits=Limits())
    assert (seen.page, seen.secret) == (None, "机密")


def test_broken_pages_cost_themselves(job: Callable[..., PageJob]) -> None:
    white = png(np.full((600, 400, 3), 255, np.uint8))
    jobs = [job(white), job(white[:60]), job(b"nothing"), job(white, "pdf"), job(white, page=7)]
    with Recognisers(1, limits=Limits()) as pool:
        seen = {done.key: one.page for done, one in pool.run(jobs)}
    assert [seen[one.key] is not None for one in jobs] == [True, False, False, False, False]


def pictures(*frames: Any, kind: str) -> bytes:
    buffer = io.BytesIO()
    first, *rest = [Image.fromarray(frame) for frame in frames]
    first.save(buffer, kind, save_all=True, append_images=rest, resolution=150)
    return buffer.getvalue()


@pytest.mark.parametrize(("kind", "reader"), [("TIFF", "picture"), ("PDF", "pdf")])
def test_pages_are_found_by_number(kind: str, reader: str) -> None:
    shades = [np.full((300, 200, 3), shade, np.uint8) for shade in (250, 100)]
    data = pictures(*shades, kind=kind)
    assert abs(int(picture_of(data, reader=reader, page=1).mean()) - 250) < 5
    assert abs(int(picture_of(data, reader=reader, page=2).mean()) - 100) < 5
    with pytest.raises(Unreadable):
        picture_of(data, reader=reader, page=3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_picture_is_shown(mode: str) -> None:
    image = Image.new("L", (300, 400), 255)
    image = Image.fromarray(np.full((400, 300), 65535, np.uint16)) if mode == "I;16" else image.convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, "TIFF")
    assert picture_of(buffer.getvalue(), reader="picture", page=1).tolist() == np.full((400, 300, 3), 255).tolist()


def test_recognised_pages_stand_in_for_those_without_text(tmp_path: Path) -> None:
    data = pictures(*[np.full((300, 200, 3), 250, np.uint8)] * 3, kind="TIFF")
    path = tmp_path / "scan.tif"
    path.write_bytes(data)
    line = Line("青禾县人民政府", 100.0, 700.0, 300.0, 716.0, 16.0)

    def read(recognised: dict[int, Page]) -> Any:
        return read_one(Job("k", path, "tif", path.name, recognised), limits=Limits())

    part = read({1: Page((line,), "ocr", 0.7)})
    assert (part.state, part.text) == (FileState.READ, "青禾县人民政府")
    assert [(page.method, page.confidence) for page in part.pages] == [("ocr", 0.7), ("none", None), ("none", None)]
    assert {remark.code for remark in part.remarks} == {"ocr_doubtful", "pages_need_ocr"}
    assert read({}).state is FileState.NEEDS_OCR
    assert read({number: Page((), "ocr") for number in (1, 2, 3)}).state is FileState.NEEDS_OCR
    assert read({number: Page((), "none") for number in (1, 2, 3)}).state is FileState.NEEDS_OCR
    secret = Line("机密★1年", 100.0, 760.0, 300.0, 776.0, 16.0)
    marked = read({1: Page((secret, line), "ocr", 0.9)})
    assert (marked.state, marked.text) == (FileState.QUARANTINED, "")


def test_the_shelf_gives_back_what_was_put_there(tmp_path: Path) -> None:
    home = tmp_path / "shelf"
    shelf = Shelf(home, version="1")
    page = Page((Line("甲", 1.0, 2.0, 3.0, 4.0, 5.0, True),), "ocr", 0.9)
    shelf.put("a", 1, page)
    shelf.put("a", 10, None)
    (home / "ocr1" / "a" / "3.new").write_text("cut sho", encoding="utf-8")  # a kill while it was written
    assert shelf.numbers("a") == {1, 10}
    assert shelf.pages("a") == {1: page, 10: Page((), "none")}
    assert Shelf(home, version="2").pages("a") == {}
    shelf.clear()
    assert shelf.numbers("a") == {1, 10}
    shelf.drop("a")
    shelf.clear()
    assert not home.exists()


@pytest.mark.parametrize(
    ("objects", "shown", "why"),
    [
        ('<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="5"/>', True, "one picture is the page"),
        ('<ofd:ImageObject ID="9" Boundary="0 0 20 29" ResourceID="5"/>', False, "a logo is not the page"),
        ('<ofd:PathObject ID="9" Boundary="0 0 210 297"/>', False, "curves cannot be drawn here"),
        ('<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="6"/>', False, "the picture is not there"),
    ],
)
def test_a_page_of_ofd_is_shown_where_it_is_one_picture(forge: Any, objects: str, shown: bool, why: str) -> None:
    head = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    document = (
        f"<ofd:Document {head}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        "</ofd:PageArea><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="P/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    resources = (
        f'<ofd:Res {head} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image">'
        "<ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    page = f'<ofd:Page {head}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    root = f"<ofd:OFD {head}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    parts = {"OFD.xml": root, "D/Document.xml": document, "D/DocumentRes.xml": resources, "D/P/Content.xml": page}
    members = [(name, text.encode()) for name, text in parts.items()]
    data = forge.zip_bytes([*members, ("D/Res/a.png", png(np.full((400, 300, 3), 255, np.uint8)))])
    assert reader_for("ofd").read(data, name="a.ofd").state is FileState.NEEDS_OCR
    if shown:
        assert picture_of(data, reader="ofd", page=1).shape == (400, 300, 3), why
    else:
        with pytest.raises(Unreadable):
            picture_of(data, reader="ofd", page=1)
