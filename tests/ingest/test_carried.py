"""Files inside readable files: attachments of mails and of OFD, objects in Word papers; each a row of its own."""

import io
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document

from gongwen.model import FileState
from ingest.archives import materialise
from ingest.collect import collect
from ingest.isolate import Job, read_one
from ingest.limits import Limits
from tests.ingest.conftest import Forge

PAPER = "青溪县人民政府关于渡口管理的通知\n各乡镇人民政府：\n　　现通知如下。\n".encode()


def mail(*attachments: tuple[str, bytes], body: str = "现报送有关文件，请查收。") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "报送文件", "a@qingxi.example", "b@qingxi.example"
    message["Date"] = "Thu, 01 Mar 2018 08:00:00 +0800"
    message.set_content(body)
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def found(inbox: Path, *, limits: Limits | None = None) -> dict[str, tuple[FileState | None, str]]:
    return {one.path: (one.state, one.format) for one in collect(inbox, limits=limits or Limits()).found}


def test_attachments_of_a_mail_are_rows_and_the_mail_is_read(tmp_path: Path) -> None:
    inner = mail(("目录.txt", PAPER))
    outer = mail(("通知.zip", Forge.zip_bytes([("a.txt", PAPER + b"1")])), ("../越界.txt", PAPER + b"2"))
    outer.add_attachment(inner)
    (tmp_path / "报送.eml").write_bytes(outer.as_bytes())
    (tmp_path / "打包.zip").write_bytes(Forge.zip_bytes([("2009/信.eml", mail(("附件.txt", PAPER + b"3")).as_bytes())]))
    assert found(tmp_path) == {
        "报送.eml": (None, "eml"),
        "报送.eml!.._越界.txt": (None, "txt"),
        "报送.eml!1.eml": (None, "eml"),
        "报送.eml!1.eml!目录.txt": (None, "txt"),
        "报送.eml!通知.zip": (FileState.EXPANDED, "zip"),
        "报送.eml!通知.zip!a.txt": (None, "txt"),
        "打包.zip": (FileState.EXPANDED, "zip"),
        "打包.zip!2009/信.eml": (None, "eml"),
        "打包.zip!2009/信.eml!附件.txt": (None, "txt"),
    }
    wanted = ["报送.eml", "报送.eml!1.eml!目录.txt", "打包.zip!2009/信.eml!附件.txt"]
    held = {path: file.read_bytes() for path, file in materialise(tmp_path, wanted, tmp_path / "..")}
    assert held[wanted[1]] == PAPER
    assert held[wanted[2]] == PAPER + b"3"
    assert sorted(held) == sorted(wanted)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="=?GB2312?B?zajWqi5kb2M=?="', "通知.doc"),
        ("attachment; filename*=gb2312''%CD%A8%D6%AA.doc", "通知.doc"),
        ("attachment; filename*0*=utf-8''%E9%80%9A; filename*1*=%E7%9F%A5.doc", "通知.doc"),
        ('attachment; filename="通知.doc"', "通知.doc"),
    ],
)
def test_names_of_attachments_in_every_spelling(header: str, name: str, tmp_path: Path) -> None:
    head = "From: a@b.c\r\nTo: b@b.c\r\nSubject: x\r\nDate: Thu, 1 Mar 2018 08:00:00 +0800\r\nMIME-Version: 1.0\r\n"
    part = f"Content-Type: application/msword\r\nContent-Disposition: {header}\r\n\r\nbytes\r\n--x--\r\n"
    text = head + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhello\r\n--x\r\n" + part
    for encoding in ("utf-8", "gb18030"):
        (tmp_path / "a.eml").write_bytes(text.encode(encoding))
        assert f"a.eml!{name}" in found(tmp_path)


def outlook(*attachments: tuple[str, bytes]) -> bytes:
    """A mail as Outlook keeps it; attachments lie in storages."""
    streams = {
        "__properties_version1.0": bytes(32) + struct.pack("<IIQ", 0x00390040, 6, 131_643_360_000_000_000),
        "__substg1.0_0037001F": "报送文件".encode("utf-16-le"),
        "__substg1.0_1000001F": "现报送有关文件，请查收。\r\n附件两个。".encode("utf-16-le"),
    }
    for number, (name, content) in enumerate(attachments):
        folder = f"__attach_version1.0_#{number:08X}"
        streams[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{folder}/__substg1.0_37010102"] = content
    return Forge.ole(streams)


def test_mails_of_outlook(tmp_path: Path) -> None:
    (tmp_path / "信.msg").write_bytes(outlook(("目录.txt", PAPER * 200), ("通知.txt", PAPER * 300)))
    assert found(tmp_path) == {
        "信.msg": (None, "msg"),
        "信.msg!目录.txt": (None, "txt"),
        "信.msg!通知.txt": (None, "txt"),
    }
    extraction = read_one(Job("1", tmp_path / "信.msg", "msg", "信.msg"), limits=Limits())
    assert extraction.text == "现报送有关文件，请查收。\n附件两个。"
    told = {one.key: one.value for one in extraction.metadata}
    assert told == {"Subject": "报送文件", "Date": "2018-03-01 00:00+00:00"}


def test_attachments_of_ofd(tmp_path: Path) -> None:
    listed = (
        '<ofd:Attachments xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Attachment ID="1" Name="附表" Format="txt">'
        "<ofd:FileLoc>Res/a.txt</ofd:FileLoc></ofd:Attachment><ofd:Attachment ID='2' Name='没有'>"
        "<ofd:FileLoc>/Doc_0/none.txt</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
    )
    parts = [("OFD.xml", b"<OFD/>"), ("Doc_0/Attachs/Attachments.xml", listed.encode())]
    (tmp_path / "a.ofd").write_bytes(Forge.zip_bytes([*parts, ("Doc_0/Attachs/Res/a.txt", PAPER)]))
    assert found(tmp_path) == {"a.ofd": (None, "ofd"), "a.ofd!附表.txt": (None, "txt")}


def dropped(name: bytes, content: bytes) -> bytes:
    """An object of the Packager, as Word keeps a file that was dropped into a paper."""
    temporary = b"C:\\Temp\\" + name + b"\0"
    body = struct.pack("<H", 2) + name + b"\0" + b"C:\\" + name + b"\0" + struct.pack("<HHI", 0, 3, len(temporary))
    body += temporary + struct.pack("<I", len(content)) + content
    return Forge.ole({"\x01Ole10Native": struct.pack("<I", len(body)) + body})


def test_objects_in_word_papers(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    document = Document()
    document.add_paragraph(PAPER.decode())
    document.save(buffer)
    sheet = Forge.zip_bytes([("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")])
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/embeddings/Microsoft_Excel_Sheet1.xlsx", sheet)
        package.writestr("word/embeddings/chart.xlsx", sheet + b" ")
        package.writestr("word/charts/_rels/chart1.xml.rels", '<a Target="../embeddings/chart.xlsx"/>')
        package.writestr("word/embeddings/oleObject1.bin", dropped("附件1.txt".encode("gbk"), PAPER))
        package.writestr("word/embeddings/oleObject2.bin", Forge.ole({"Equation Native": b"x"}))
    (tmp_path / "通知.docx").write_bytes(buffer.getvalue())
    assert found(tmp_path) == {
        "通知.docx": (None, "docx"),
        "通知.docx!Microsoft_Excel_Sheet1.xlsx": (None, "xlsx"),
        "通知.docx!附件1.txt": (None, "txt"),
    }


def test_what_a_file_carries_counts_against_the_budget_of_its_tree(tmp_path: Path) -> None:
    bomb = Forge.zip_bytes([("零.txt", bytes(8_000_000))])
    (tmp_path / "a.eml").write_bytes(mail(("炸弹.zip", bomb), ("好.txt", PAPER)).as_bytes())
    rows = found(tmp_path, limits=Limits(total_bytes=4_000_000))
    assert rows["a.eml"] == (None, "eml")
    assert rows["a.eml!炸弹.zip"][0] is FileState.REFUSED
    (tmp_path / "a.eml").write_bytes(mail(*((f"{number}.txt", PAPER) for number in range(9))).as_bytes())
    rows = found(tmp_path, limits=Limits(members=4))
    assert rows["a.eml"][0] is FileState.REFUSED


def test_a_broken_carrier_is_left_to_its_reader(tmp_path: Path) -> None:
    whole = mail(("好.txt", PAPER)).as_bytes()
    (tmp_path / "a.eml").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04" + b"noise" * 50)
    (tmp_path / "c.msg").write_bytes(outlook()[:700])
    rows = found(tmp_path)
    assert all(state is None or state is FileState.DAMAGED for state, _ in rows.values())
    assert {"a.eml", "b.docx", "c.msg"} <= set(rows)
