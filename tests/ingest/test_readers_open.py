"""OpenDocument, OFD, spreadsheets, XML, web archives, mail, pictures and the formats that nothing opens."""

import base64
import io
import struct
import zipfile
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from gongwen.model import FileState, Witness
from ingest.extraction import Extraction
from ingest.readers import READERS, Unreadable, reader_for

TITLE = "云溪市人民政府关于渡口管理的通知"
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
)


def read(format: str, data: bytes, name: str = "a") -> Extraction:
    return READERS[format].read(data, name=name)


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# OpenDocument


def tag(name: str, *inside: str) -> str:
    return f"<{name}>{''.join(inside)}</{name.split()[0]}>"


def odt(body: str, **parts: str) -> bytes:
    content = tag(f"office:document-content {ODF}", tag("office:body", tag("office:text", body)))
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})


def test_odt() -> None:
    body = f"<text:h>{TITLE}</text:h><text:p>甲<text:s text:c='2'/>乙<text:tab/>丙<text:line-break/>丁</text:p>"
    body += "<text:p>正<text:span>文</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body>"
    body += "<text:p>注文</text:p></text:note-body></text:note>止</text:p>"
    body += "<table:table><table:table-row><table:table-cell><text:p>序号</text:p></table:table-cell>"
    body += "<table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>名</text:p>"
    body += "</table:table-cell></table:table-row></table:table>"
    body += "<text:p><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>"
    assert read("odt", odt(body)).text == f"{TITLE}\n甲  乙\t丙\n丁\n正文止\n序号\t\t\t名\n框\n注文"


def test_odt_changes_and_passwords() -> None:
    deletion = tag("text:changed-region", tag("text:deletion", tag("text:p", "旧")))
    changes = tag("text:tracked-changes", deletion)
    extraction = read("odt", odt(changes + "<text:p>新</text:p>"))
    assert (extraction.text, [remark.code for remark in extraction.remarks]) == ("新", ["tracked_changes"])
    locked = odt("", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"})
    assert read("odt", locked).state is FileState.NEEDS_PASSWORD
    assert read("odt", odt("", **{"Pictures/a.png": "x"})).state is FileState.NEEDS_OCR
    with pytest.raises(Unreadable):
        read("odt", b"PK nothing")


# OFD


def text_object(left: float, top: float, text: str, *, delta: str | None = None, extra: str = "") -> str:
    steps = f"g {len(text) - 1} 5" if delta is None else delta
    code = f'<ofd:TextCode X="0" Y="5" DeltaX="{steps}">{text}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{left} {top} 170 8" Size="5" {extra}>{code}</ofd:TextObject>'


def ofd(pages: list[str], *, template: str = "", **parts: str) -> bytes:
    entries = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    use = '<ofd:Template TemplateID="50"/>' if template else ""
    custom = tag("ofd:CustomDatas", tag("ofd:CustomData Name='文号'", "云政发〔2018〕3号"))
    body = tag("ofd:DocInfo", custom) + tag("ofd:DocRoot", "/Doc_0/Document.xml")
    area = tag("ofd:PageArea", tag("ofd:PhysicalBox", "0 0 210 297"))
    common = area + '<ofd:TemplatePage ID="50" BaseLoc="Tpls/t.xml"/>' + tag("ofd:PublicRes", "Res.xml")
    made = {
        "OFD.xml": tag(f"ofd:OFD {OFD}", tag("ofd:DocBody", body)),
        "Doc_0/Document.xml": tag(f"ofd:Document {OFD}", tag("ofd:CommonData", common), tag("ofd:Pages", entries)),
        **parts,
    }
    for number, page in enumerate(pages):
        made[f"Doc_0/PAGES/{number}.xml"] = tag(f"ofd:Page {OFD}", use, tag("ofd:Content", tag("ofd:Layer", page)))
    if template:
        made["Doc_0/Tpls/t.xml"] = tag(f"ofd:Page {OFD}", tag("ofd:Content", tag("ofd:Layer", template)))
    return zipped(made)


def test_ofd_pages_and_template() -> None:
    pages = [
        text_object(25, 40, TITLE) + text_object(25, 60, "第一条渡口由所在地乡镇管理"),
        text_object(25, 40, "第二条自发布之日起施行"),
    ]
    extraction = read("ofd", ofd(pages, template=text_object(60, 10, "云溪市人民政府文件版头字样长")))
    assert extraction.text.split("\n")[:3] == ["云溪市人民政府文件版头字样长", TITLE, "第一条渡口由所在地乡镇管理"]
    assert extraction.page_count == 2
    assert [(value.witness, value.key, value.value) for value in extraction.metadata] == [
        (Witness.META, "文号", "云政发〔2018〕3号")
    ]


def test_ofd_puts_pieces_in_order() -> None:
    pieces = [
        (25, 80, "第五行的文字内容"),
        (25, 40, "第一行的文字内容"),
        (25, 70, "第四行的文字内容"),
        (25, 50, "第二行的文字内容"),
    ]
    pieces += [
        (25, 60, "第三行的文字内容"),
        (25, 30, "第零行的文字内容"),
        (25, 90, "第六行的文字内容"),
        (25, 20, "最前行的文字内容"),
    ]
    pieces += [(25, 100, "第七行的文字内容"), (25, 10, "首行的文字内容呀")]
    page = "".join(text_object(*piece) for piece in pieces)
    lines = read("ofd", ofd([page])).text.split("\n")
    assert lines == [text for _, _, text in sorted(pieces, key=lambda piece: piece[1])]
    single = "".join(text_object(25 + 5 * place, 40, sign, delta="") for place, sign in enumerate(TITLE))
    assert read("ofd", ofd([single])).text == TITLE


def test_ofd_composites_matrices_and_steps() -> None:
    graphic = tag('ofd:CompositeGraphicUnit ID="9"', tag("ofd:Content", text_object(0, 0, TITLE)))
    unit = tag(f"ofd:Res {OFD}", tag("ofd:CompositeGraphicUnits", graphic))
    use = '<ofd:CompositeObject Boundary="25 40 170 8" CTM="1 0 0 1 0 0" ResourceID="9"/>'
    assert read("ofd", ofd([use], **{"Doc_0/Res.xml": unit})).text == TITLE
    page = text_object(25, 40, TITLE, delta="g 3 5 5 5 g 20 5", extra='CTM="2 0 0 2 0 0"')
    assert read("ofd", ofd([page])).text == TITLE


def test_a_broken_page_of_ofd_costs_itself_alone() -> None:
    data = bytearray(ofd([text_object(25, 40, TITLE), text_object(25, 40, "坏页")]))
    data[bytes(data).index("坏页".encode())] ^= 1
    extraction = read("ofd", bytes(data))
    assert extraction.text == TITLE
    assert [page.method for page in extraction.pages] == ["text_layer", "none"]
    assert "partly_read" in {remark.code for remark in extraction.remarks}


def test_ofd_without_text_or_broken() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="3"/>'
    assert read("ofd", ofd([picture, picture])).state is FileState.NEEDS_OCR
    assert read("ofd", ofd([TITLE], **{"Encryptions.xml": "<x/>"})).state is FileState.NEEDS_PASSWORD
    for broken in (zipped({"OFD.xml": "<x/>"}), b"PK", zipped({"a": "b"})):
        with pytest.raises(Unreadable):
            read("ofd", broken)


# spreadsheets


def test_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        first, second = book.add_worksheet("目录"), book.add_worksheet("空")
        book.add_worksheet("附表").write_row(0, 0, ["x"])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        first.merge_range("A1:D1", "规范性文件目录")
        first.write_row(2, 0, [1, "渡口\n管理办法", 2.5, True])
        first.write_datetime(2, 4, datetime(2018, 3, 1), day)
        second.write_blank(0, 0, None)
    extraction = read("xlsx", path.read_bytes())
    assert extraction.text.split("\n")[:2] == ["规范性文件目录", "1\t渡口 管理办法\t2.5\tTRUE\t2018-03-01"]
    assert [value.value for value in extraction.metadata] == ["目录", "空", "附表"]
    assert [extraction.text[page.start : page.end].strip() for page in extraction.pages][1:] == ["", "x"]


def test_locked_and_broken_sheets(forge: Any) -> None:
    book = struct.pack("<HH16x", 0x0809, 16) + struct.pack("<HH", 0x2F, 6) + bytes(6)
    assert read("xls", forge.ole({"Workbook": book})).state is FileState.NEEDS_PASSWORD
    assert read("xlsx", forge.ole({"EncryptedPackage": b"x"})).state is FileState.NEEDS_PASSWORD
    for broken in (b"PK\x03\x04", forge.ole({"Other": b"x"})):
        with pytest.raises(Unreadable):
            read("xls", broken)


def test_cells_as_a_person_sees_them() -> None:
    from ingest.readers.sheet import _cell_text

    values = [1.0, 0.1, True, None, "", date(2018, 3, 1), datetime(2018, 3, 1, 8, 30), "甲\t乙\n丙", 1e20]
    assert [_cell_text(value) for value in values] == [
        "1", "0.1", "TRUE", "", "", "2018-03-01", "2018-03-01 08:30", "甲 乙 丙", "1e+20",
    ]  # fmt: skip


# XML, web archives, mail


def test_word_2003_xml() -> None:
    body = f"<w:body><w:sect><w:p><w:r><w:t>{TITLE}</w:t></w:r></w:p></w:sect></w:body>"
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    data = '<?xml version="1.0"?>' + tag(f"w:wordDocument {space}", body)
    assert read("xml", data.encode()).text == TITLE


def test_flat_packages() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = tag(f"w:document {w}", tag("w:body", tag("w:p", tag("w:r", tag("w:t", "甲")))))
    part = tag('pkg:part pkg:name="/word/document.xml"', tag("pkg:xmlData", document))
    data = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{part}</pkg:package>'
    assert read("xml", data.encode()).text == "甲"
    flat = tag(f"office:document {ODF}", tag("office:body", tag("office:text", tag("text:p", "乙"))))
    assert read("xml", flat.encode()).text == "乙"


def test_spreadsheet_xml() -> None:
    rows = '<Row><Cell><Data>1</Data></Cell><Cell Index="3"><Data>名</Data></Cell></Row><Row><Cell/></Row>'.replace(
        "Index", "ss:Index"
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    data = f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet><Table>{rows}</Table></Worksheet></Workbook>'
    assert read("xml", data.encode()).text == "1\t\t名"


def test_any_other_xml() -> None:
    data = f"<records><record><title>{TITLE}</title><body><![CDATA[<p>甲</p><p>乙</p>]]></body></record></records>"
    assert read("xml", data.encode()).text == f"{TITLE}\n甲\n乙"
    assert read(
        "xml", data.encode("gb18030").replace(b"<records>", b'<?xml version="1.0" encoding="GB18030"?><records>', 1)
    ).text.startswith(TITLE)


@pytest.mark.parametrize(("charset", "encoding"), [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("", "gb18030")])
def test_mht(charset: str, encoding: str) -> None:
    page = f"<html><body><p>{TITLE}</p></body></html>".encode(encoding)
    kind = f'text/html; charset="{charset}"' if charset else "text/html"
    head = b"From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    head += b"--x\r\nContent-Type: image/gif\r\n\r\nGIF\r\n--x\r\n"
    data = (
        head
        + f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode()
        + base64.encodebytes(page)
        + b"\r\n--x--\r\n"
    )
    extraction = read("mht", data)
    assert (extraction.text.strip(), extraction.reader, extraction.format) == (TITLE, "mht", "")
    with pytest.raises(Unreadable):
        read("mht", head + b"--x--")


def test_mail() -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "报送废止意见",
        "a@example.cn",
        "Thu, 01 Mar 2018 08:00:00 +0800",
    )
    message.set_content(TITLE, charset="gb18030")
    message.add_attachment(b"x", maintype="application", subtype="msword", filename="目录.doc")
    extraction = read("eml", message.as_bytes())
    assert extraction.text.strip() == TITLE
    assert {value.key: value.value for value in extraction.metadata}["Subject"] == "报送废止意见"
    assert not extraction.remarks  # the attachment is a file of its own
    next(message.iter_parts()).set_content("")
    assert read("eml", message.as_bytes()).text == "报送废止意见"


# pictures and closed formats


def test_pictures_count_their_pages() -> None:
    pages = struct.pack("<HI", 0, 14) + struct.pack("<HI", 0, 0)
    assert read("tif", b"II*\x00" + struct.pack("<I", 8) + pages).page_count == 2
    endless = b"II*\x00" + struct.pack("<IHI", 8, 0, 8)
    assert read("tif", endless).page_count == 1
    picture = read("png", b"\x89PNG\r\n\x1a\n")
    assert (picture.state, picture.page_count) == (FileState.NEEDS_OCR, 1)


@pytest.mark.parametrize(
    ("format", "name", "says"),
    [("ceb", "甲.ceb", "CEB"), ("gw", "甲.gw", "GW"), ("mp4", "会议.mp4", "MP4"), ("unknown", "甲", "认不出")],
)
def test_what_nothing_opens_has_advice(format: str, name: str, says: str) -> None:
    extraction = reader_for(format).read(b"x", name=name)
    assert extraction.state is FileState.UNSUPPORTED
    assert says in extraction.problem and extraction.advice
