"""Word's .docx: what a person sees, in reading order."""

import io
import zipfile
from typing import Any

import docx
import pytest

from gongwen.model import FileState
from ingest.extraction import Extraction
from ingest.readers import READERS, Unreadable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def package(body: str, parts: dict[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W} {R} {MC} {WPS}><w:body>{body}</w:body></w:document>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(data: bytes) -> Extraction:
    return READERS["docx"].read(data, name="a.docx")


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_what_an_office_program_writes() -> None:
    document = docx.Document()
    document.add_paragraph("云溪市人民政府文件")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("序号", "名称", "1", "渡口管理办法"), strict=True):
        cell.text = text
    document.add_paragraph("2018年3月1日")
    buffer = io.BytesIO()
    document.save(buffer)
    extraction = read(buffer.getvalue())
    assert extraction.state is FileState.READ
    assert extraction.text == "云溪市人民政府文件\n序号\t名称\n1\t渡口管理办法\n2018年3月1日"


def test_tracked_changes_are_read_as_accepted() -> None:
    body = p(r("废止"), f"<w:ins>{r('三')}</w:ins>", "<w:del><w:r><w:delText>两</w:delText></w:r></w:del>", r("件"))
    extraction = read(package(body))
    assert extraction.text == "废止三件"
    assert [remark.code for remark in extraction.remarks] == ["tracked_changes"]
    moved = p(f"<w:moveFrom>{r('甲')}</w:moveFrom>", r("乙"), f"<w:moveTo>{r('甲')}</w:moveTo>")
    assert read(package(moved)).text == "乙甲"


def test_hidden_text_is_told_and_left_out() -> None:
    extraction = read(package(p(r("公开"), r("暗语", "<w:vanish/>"), r("部分", '<w:vanish w:val="0"/>'))))
    assert extraction.text == "公开部分"
    assert [remark.code for remark in extraction.remarks] == ["hidden_text"]


def test_inline_marks() -> None:
    body = p(r("甲"), "<w:r><w:tab/></w:r>", r("乙"), "<w:r><w:br/></w:r>", r("丙"), "<w:r><w:noBreakHyphen/></w:r>")
    body += p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>', r("5"))
    body += p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', r("是"))
    body += p(
        "<w:r><w:ruby><w:rt><w:r><w:t>qú</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>衢</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert read(package(body)).text == "甲\t乙\n丙-\n5\n☑是\n衢"


def test_a_text_box_is_read_once_and_in_place() -> None:
    box = f"<wps:txbx><w:txbxContent>{p(r('框中'))}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><w:txbxContent>{p(r('框中'))}</w:txbxContent></w:pict>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    shape = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    assert read(package(p(r("前"), shape) + p(r("后")))).text == "前\n框中\n后"


def test_tables() -> None:
    def cell(*paragraphs: str) -> str:
        return f"<w:tc>{''.join(p(r(each)) for each in paragraphs)}</w:tc>"

    inner = f"<w:tc><w:tbl><w:tr>{cell('里')}</w:tr></w:tbl>{p(r('外'))}</w:tc>"
    rows = f"<w:tr>{cell('标题上', '标题下')}</w:tr>"
    rows += f"<w:tr>{cell('1')}{cell('长名', '换行')}{cell('')}</w:tr><w:tr>{inner}{cell('乙')}</w:tr>"
    text = read(package(f"<w:tbl>{rows}</w:tbl>")).text
    assert text == "标题上\n标题下\n1\t长名换行\t\n里外\t乙"


def test_notes_headers_and_pictures() -> None:
    line = f'<w:footnote w:type="separator" w:id="0">{p(r("-"))}</w:footnote>'
    note = f'<w:footnotes {W}>{line}<w:footnote w:id="1">{p(r("注文"))}</w:footnote></w:footnotes>'
    header = f"<w:hdr {W}>{p(r('秘密★1年'))}</w:hdr>"
    parts = {"word/footnotes.xml": note, "word/header1.xml": header, "word/media/a.png": "x"}
    extraction = read(package(p(r("正文")), parts))
    assert extraction.text == "正文\n注文"
    assert [(value.key, value.value) for value in extraction.metadata] == [("header", "秘密★1年")]
    assert [remark.code for remark in extraction.remarks] == ["pictures_inside"]
    assert read(package(p(), {"word/media/a.png": "x"})).state is FileState.NEEDS_OCR


def level(place: int, form: str, pattern: str, suffix: str = "tab") -> str:
    shape = f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/><w:suff w:val="{suffix}"/>'
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/>{shape}</w:lvl>'


LEVELS = (
    level(0, "chineseCountingThousand", "第%1条") + level(1, "decimal", "（%2）", "nothing") + level(2, "bullet", "·")
)
AGAIN = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>'
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="7"/>{AGAIN}</w:num></w:numbering>"""
STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="a">
<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>"""


def test_running_numbers_are_written_out() -> None:
    def numbered(text: str, level: int = 0, number: int = 3) -> str:
        place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        return p(r(text), properties=f"<w:pPr><w:numPr>{place}</w:numPr></w:pPr>")

    def styled(text: str) -> str:
        return p(r(text), properties='<w:pPr><w:pStyle w:val="b"/></w:pPr>')

    body = numbered("甲") + numbered("子", 1) + numbered("丑", 1) + numbered("点", 2) + styled("乙") + numbered("寅", 1)
    body += numbered("", 0) + numbered("丙", 0, 4) + numbered("无", 0, 0)
    text = read(package(body, {"word/numbering.xml": NUMBERING, "word/styles.xml": STYLES})).text
    assert text == "第一条 甲\n（1）子\n（2）丑\n点\n第二条 乙\n（1）寅\n第三条\n第九条 丙\n无"


def test_an_embedded_web_archive(forge: Any) -> None:
    page = "<html><body><p>第一条 为了保护渡口。</p></body></html>"
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    mht = f"{head}Content-Type: text/html; charset=utf-8\r\nContent-Location: a.htm\r\n\r\n{page}\r\n--x--\r\n"
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    relation = '<Relationship Id="r9" Type="x/aFChunk" Target="chunk.mht"/>'
    relations = f"<Relationships {space}>{relation}</Relationships>"
    parts = {"word/chunk.mht": mht, "word/_rels/document.xml.rels": relations}
    extraction = read(package('<w:altChunk r:id="r9"/>', parts))
    assert extraction.text == "第一条 为了保护渡口。"
    with pytest.raises(Unreadable):
        read(package('<w:altChunk r:id="r1"/>', parts))


def test_locked_and_broken(forge: Any) -> None:
    assert read(forge.ole({"EncryptedPackage": b"x"})).state is FileState.NEEDS_PASSWORD
    data = package(p(r("正文")))
    for broken in (data[:60], b"PK\x03\x04", forge.zip_bytes([("word/other.xml", b"<x/>")])):
        with pytest.raises(Unreadable):
            read(broken)


def test_a_broken_part_that_can_be_done_without_is_told() -> None:
    data = bytearray(package(p(r("正文")), {"word/styles.xml": "<styles>" + "x" * 50 + "</styles>"}))
    place = bytes(data).index(b"x" * 50)
    data[place] ^= 1  # the check sum of the part is wrong now
    extraction = read(bytes(data))
    assert extraction.text == "正文"
    assert [remark.code for remark in extraction.remarks] == ["partly_read"]


def test_a_part_that_swells_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", " " * 20_000_000)
    with pytest.raises(Unreadable, match="document"):
        read(buffer.getvalue())


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    data = package(p(r("甲&a;&b;乙")))
    content = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", bomb + content)
    assert "root:" not in read(buffer.getvalue()).text
