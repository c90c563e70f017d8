"""Slides, binary and ancient workbooks, UOF, entities inside Office papers, and archives that nothing here opens."""

import io
import zipfile
from pathlib import Path

import pytest

from gongwen.model import CarrierClass, FileState, Remark, Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.parse import parse
from ingest.readers import reader_for, text
from ingest.sniff import sniff

NOISE = bytes(range(256)) * 2  # no text
BOOKS = Path(__file__).parent / "books"
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
)


def read(data: bytes, name: str) -> tuple[str, Extraction]:
    format = sniff(data[:65536], name, whole=io.BytesIO(data))
    return format, reader_for(format).read(data, name=name)


def package(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def shape(text: str, place: str = "") -> str:
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>'


def slides(*each: str, notes: str = "") -> bytes:
    """Slides whose files stand the other way round than they are shown."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "ppt/slideMasters/slideMaster1.xml": f"<p:m {_P} {_A}>{shape('母版')}</p:m>",
    }
    shown, targets = "", ""
    for number, content in enumerate(each, start=1):
        part = len(each) + 1 - number
        shown += f'<p:sldId r:id="r{number}"/>'
        targets += f'<Relationship Id="r{number}" Type="{_OFFICE}/slide" Target="slides/slide{part}.xml"/>'
        parts[f"ppt/slides/slide{part}.xml"] = f"<p:sld {_P} {_A}><p:spTree>{content}</p:spTree></p:sld>"
    if notes:
        link = f'<Relationship Id="n" Type="{_OFFICE}/notesSlide" Target="../notesSlides/notesSlide1.xml"/>'
        parts["ppt/slides/_rels/slide1.xml.rels"] = _RELATIONS.format(link)
        parts["ppt/notesSlides/notesSlide1.xml"] = f"<p:notes {_P} {_A}>{notes}</p:notes>"
    parts["ppt/presentation.xml"] = f"<p:presentation {_P} {_R}><p:sldIdLst>{shown}</p:sldIdLst></p:presentation>"
    parts["ppt/_rels/presentation.xml.rels"] = _RELATIONS.format(targets)
    return package(parts)


def test_slides_are_read_in_the_order_in_which_they_are_shown() -> None:
    table = "<a:tbl>" + "".join(
        "<a:tr>" + "".join(f"<a:tc><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:tc>" for cell in row) + "</a:tr>"
        for row in (("乡镇", "件数"), ("东溪", "3"))
    )
    second = f"<p:grpSp>{shape('组合里的字')}</p:grpSp><p:graphicFrame>{table}</a:tbl></p:graphicFrame>"
    second += shape("9", "sldNum")
    format, told = read(
        slides(shape("青溪县公文培训\n2012年"), second, notes=shape("讲到这里停一停", "body")), "培训.pptx"
    )
    assert (format, told.state, told.page_count) == ("pptx", FileState.READ, 2)
    assert told.text == "青溪县公文培训\n2012年\n组合里的字\n乡镇\t件数\n东溪\t3\n讲到这里停一停"
    assert told.text[told.pages[1].start : told.pages[1].end].startswith("组合里的字")


@pytest.mark.parametrize("format", ["pptx", "odp"])
def test_slides_that_repeat_a_paper_are_none(format: str) -> None:
    """Their words would end what they only tell of."""
    text = (
        "青溪县人民政府关于废止河道管理办法的决定\n青政发〔2012〕3号\n各乡镇人民政府：\n"
        "县政府决定废止《青溪县河道管理办法》（青政发〔2002〕9号）。\n青溪县人民政府\n2012年3月1日"
    )
    for place in ("", str(CarrierClass.OFFICIAL)):
        told = parse(text, path="培训." + format, metadata=(), accession_year="2012", format=format, of_place=place)
        assert {one.carrier_class for one in told} == {CarrierClass.OTHER}


def test_open_document_slides_and_sheets_without_master_and_margin() -> None:
    frame = "<draw:frame{}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    shown = frame.format("", "什么是规范性文件") + frame.format(' presentation:class="page-number"', "1")
    deck = package(
        {
            "mimetype": "application/vnd.oasis.opendocument.presentation",
            "content.xml": f"<office:document-content {_ODF}><office:master-styles>{frame.format('', '母版')}"
            f"</office:master-styles><office:body><office:presentation><draw:page>{shown}</draw:page>"
            "</office:presentation></office:body></office:document-content>",
        }
    )
    assert read(deck, "培训.odp")[1].text == "什么是规范性文件"
    cell = "<table:table-cell{}>{}</table:table-cell>"
    row = cell.format("", "<text:p>序号</text:p>") + cell.format(' table:number-columns-repeated="1000"', "")
    flat = (
        f"<?xml version='1.0'?><office:document {_ODF}><office:body><office:spreadsheet><table:table>"
        f"<table:table-row>{row}</table:table-row></table:table></office:spreadsheet></office:body></office:document>"
    )
    assert read(flat.encode(), "目录.fods")[1].text == "序号"


@pytest.mark.parametrize("name", ["short_cells.xlsb", "shared_texts.xlsb"])
def test_cells_without_their_column_are_not_lost(name: str) -> None:
    """Of such a workbook only the first column came out, and nothing said so."""
    _, told = read((BOOKS / name).read_bytes(), name)
    assert told.text == (
        "序号\t文件名称\t文号\n1\t青溪县河道管理办法\t青政发〔2010〕1号\n2\t\t青政发〔2010〕2号\nTRUE\t青溪县供水管理办法\t0.5\n底稿"
    )
    assert [(one.code, "底稿" in one.message) for one in told.remarks] == [("hidden_text", True)]


def test_halves_of_characters_do_not_get_into_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken PDF gave one, and no table takes it: the whole run ended."""
    halves = Extraction(
        state=FileState.READ,
        reader="text",
        text="甲\ud800乙",
        metadata=(MetadataValue(Witness.NOTE, "title", "\udc00"),),
        remarks=(Remark("x", "notice", "m", "\udfff"),),
    )
    monkeypatch.setattr(text, "read", lambda data, name: halves)
    told = reader_for("txt").read(b"", name="a.txt")
    assert (told.text, told.metadata[0].value, told.remarks[0].evidence) == ("甲\ufffd乙", "\ufffd", "\ufffd")


def test_a_broken_part_that_no_cell_needs_costs_nothing() -> None:
    whole = (BOOKS / "short_cells.xlsb").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as book:
        place = book.getinfo("xl/theme/theme1.xml").header_offset + 80
    _, told = read(whole[:place] + bytes(40) + whole[place + 40 :], "a.xlsb")
    assert told.state is FileState.READ and "青溪县河道管理办法" in told.text


@pytest.mark.parametrize("version", [0, 2, 4])
def test_workbooks_before_excel_5_are_unsupported_with_advice(version: int) -> None:
    """They are whole: to ask for them again would bring the same."""
    format, told = read(bytes([9, version, 4 if not version else 6, 0, 0, 0, 16, 0]) + bytes(40), "旧表.xls")
    assert (format, told.state) == ("xls", FileState.UNSUPPORTED)
    assert "xlsx" in told.advice


def test_uof_is_read_without_its_styles() -> None:
    uof = (
        '<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof" '
        'xmlns:字="http://schemas.uof.org/cn/2003/uof-wordproc" xmlns:表="http://schemas.uof.org/cn/2003/uof-spreadsheet">'
        "<uof:式样集><uof:段落式样><字:编号格式表示>%1.</字:编号格式表示></uof:段落式样></uof:式样集>{}</uof:UOF>"
    )
    word = "<字:文本串>{}</字:文本串>"
    text = (
        "<uof:文字处理><字:主体><字:段落><字:句><字:句属性>2</字:句属性>"
        + word.format("青溪县人民政府文件")
        + "</字:句></字:段落>"
        "<字:文字表><字:行><字:单元格><字:段落><字:句>" + word.format("甲") + "</字:句></字:段落></字:单元格>"
        "<字:单元格><字:段落><字:句>"
        + word.format("乙")
        + "</字:句></字:段落></字:单元格></字:行></字:文字表></字:主体></uof:文字处理>"
    )
    assert read(uof.format(text).encode(), "a.uof")[1].text == "青溪县人民政府文件\n甲\t乙"
    sheet = (
        '<uof:电子表格><表:主体><表:工作表><表:行><表:单元格 表:列号="1"><表:数据><字:句>'
        + word.format("序号")
        + "</字:句></表:数据>"
        '</表:单元格><表:单元格 表:列号="3"><表:数据><字:句>'
        + word.format("文号")
        + "</字:句></表:数据></表:单元格></表:行>"
        "</表:工作表></表:主体></uof:电子表格>"
    )
    assert read(uof.format(sheet).encode(), "a.uos")[1].text == "序号\t\t文号"


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a "青"><!ENTITY b "&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">'],
    ids=["own", "file"],
)
@pytest.mark.parametrize("format", ["docx", "odt", "pptx"])
def test_entities_in_office_papers_are_refused(format: str, declared: str) -> None:
    """They were not expanded, and the text behind them was lost: the paper was called empty."""
    word, text = "<w:p><w:r><w:t>&b;通知</w:t></w:r></w:p>", "<text:p>&b;通知</text:p>"
    document = {
        "docx": ("word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{word}</w:body></w:document>'),
        "odt": ("content.xml", f"<office:document-content {_ODF}>{text}</office:document-content>"),
        "pptx": ("ppt/presentation.xml", f"<p:presentation {_P}>&b;</p:presentation>"),
    }[format]
    kind = (
        {"mimetype": "application/vnd.oasis.opendocument.text"}
        if format == "odt"
        else {"[Content_Types].xml": "<Types/>"}
    )
    found, told = read(package({**kind, document[0]: f"<!DOCTYPE d [{declared}]>{document[1]}"}), f"a.{format}")
    assert (found, told.state, told.text) == (format, FileState.REFUSED, "")


@pytest.mark.parametrize(
    ("data", "name", "format", "advice", "why"),
    [
        (b"KDH 2.0" + bytes(20), "a", "kdh", "PDF", "CNKI; its first bytes are published"),
        (NOISE, "公文.s72", "s72", "PDF", "Sursen, known by its name alone"),
        (NOISE, "图书.pdg", "pdg", "PDF", "SSReader"),
        (b"MSWIM\0\0\0" + bytes(20), "a.bin", "wim", "压缩软件", "an archive is no document to convert"),
        (b"\x28\xb5\x2f\xfd" + bytes(20), "a.zst", "zst", "压缩软件", ""),
        (bytes(7) + b"**ACE**" + bytes(20), "a.ace", "ace", "压缩软件", ""),
        (NOISE, "a.kz", "kz", "压缩软件", "KuaiZip, known by its name alone"),
        (b"MZ" + NOISE + b"Rar!\x1a\x07\x01\x00" + bytes(9), "资料.exe", "exe", "不要双击", "unpacks itself"),
        (b"MZ" + NOISE, "a.exe", "exe", "PDF", "a program like any other"),
        (package({"[Content_Types].xml": "", "FixedDocSeq.fdseq": "<a/>"}), "a.xps", "xps", "PDF", "no archive"),
    ],
)  # fmt: skip
def test_what_nothing_here_opens_is_told_for_what_it_is(
    data: bytes, name: str, format: str, advice: str, why: str
) -> None:
    found, told = read(data, name)
    assert (found, told.state) == (format, FileState.UNSUPPORTED), why
    assert advice in told.advice, why
