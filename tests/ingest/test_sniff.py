"""Formats are told by bytes first and by names second."""

import io
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import READERS
from ingest.sniff import ARCHIVES, FORMATS, HEAD, extension, needs_whole, sniff

GB = "云溪市人民政府关于渡口管理的通知，自发布之日起施行。\n".encode("gb18030")
MHT = b"From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
MAIL = b"Received: by x\r\nFrom: a@example.cn\r\nTo: b@example.cn\r\nSubject: x\r\nDate: x\r\n\r\nbody"
WORD_XML = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'


@pytest.mark.parametrize(
    ("head", "name", "format", "why"),
    [
        (b"%PDF-1.4\n", "a.txt", "pdf", "the bytes win"),
        (b"\xef\xbb\xbf\n%PDF-1.7", "a", "pdf", "a mark may stand before the header"),
        (b"{\\rtf1\\ansi", "a.doc", "rtf", "RTF saved as .doc"),
        (b"<html><body>x", "a.doc", "html", "HTML saved as .doc"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", "a.xls", "html", "HTML saved as .xls, with a mark"),
        ("<html><body>政".encode("utf-16"), "a.doc", "html", "HTML in UTF-16"),
        (b"<!-- saved from url --><html>", "a.txt", "html", "a comment before it"),
        (MHT, "a.doc", "mht", "a web archive saved as .doc"),
        (MAIL, "a.txt", "eml", "mail"),
        (WORD_XML, "a.doc", "xml", "Word 2003 XML"),
        (b"<div>x</div><p>y</p><br>", "a", "html", "a fragment without a name"),
        (b"<div>x</div>", "a.htm", "html", "a fragment with a name"),
        (GB, "a.doc", "txt", "plain text saved as .doc"),
        (GB, "a.md", "md", "text with a name"),
        (GB, "a.csv", "csv", "text with a name"),
        (GB[:-1][:31], "a", "txt", "cut in the middle of a character"),
        ("政府".encode("utf-16"), "a.pdf", "txt", "text renamed .pdf"),
        ("云溪市人民政府\r\n".encode("utf-16-le") * 9, "a", "txt", "UTF-16 without a mark"),
        (b"\xff\xd8\xff\xe0", "a.png", "jpg", "a picture renamed"),
        (b"Rar!\x1a\x07\x01\x00", "a.zip", "rar", "an archive renamed"),
        (b"Founder CEB 3.00", "a.doc", "ceb", "a closed format"),
        (os.urandom(0) + bytes(range(256)) * 4, "a.docx", "docx", "noise keeps the format that its name claims"),
        (bytes(range(256)) * 4, "a", "unknown", "noise without a name"),
        (bytes(range(256)) * 4, "a.txt", "unknown", "noise that claims to be text"),
        (bytes(range(256)) * 4, "a.gw", "gw", "a closed format has no signature"),
        (b"BZh is a word", "a", "txt", "two letters are no signature"),
        (b"\xdb\xa5" + GB, "a", "txt", "a hanzi is no old Word file"),
    ],
)
def test_sniff(head: bytes, name: str, format: str, why: str) -> None:
    assert sniff(head, name) == format, why


@pytest.mark.parametrize(
    ("members", "name", "format"),
    [
        ([("[Content_Types].xml", b""), ("word/document.xml", b"")], "a.doc", "docx"),
        ([("[Content_Types].xml", b""), ("xl/workbook.xml", b"")], "a.zip", "xlsx"),
        ([("mimetype", b"application/vnd.oasis.opendocument.text")], "a", "odt"),
        ([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")], "a", "ods"),
        ([("OFD.xml", b""), ("Doc_0/Document.xml", b"")], "a.zip", "ofd"),
        ([("甲.txt", b"x")], "a.docx", "zip"),
    ],
)
def test_zip_by_content(forge: Any, members: list[tuple[str, bytes]], name: str, format: str) -> None:
    content = forge.zip_bytes(members)
    assert needs_whole(content)
    assert sniff(content[:HEAD], name, whole=io.BytesIO(content)) == format
    cut = {"docx": "docx", "doc": "docx", "xls": "xlsx", "xlsx": "xlsx"}.get(name.rpartition(".")[2])
    assert sniff(content[:40], name, whole=io.BytesIO(content[:40])) in (cut or "zip", format if cut else "zip")


@pytest.mark.parametrize(
    ("stream", "name", "format"),
    [
        ("WordDocument", "a.doc", "doc"),
        ("WordDocument", "a.wps", "wps"),
        ("WordDocument", "a.xls", "doc"),
        ("Workbook", "a.doc", "xls"),
        ("Workbook", "a.et", "et"),
        ("EncryptedPackage", "a.xlsx", "xlsx"),
        ("EncryptedPackage", "a", "docx"),
        ("Something", "a.doc", "doc"),
        ("Something", "a", "ole"),
    ],
)
def test_ole_by_streams(forge: Any, stream: str, name: str, format: str) -> None:
    content = forge.ole({stream: b"x"})
    assert sniff(content[:HEAD], name, whole=io.BytesIO(content)) == format


def test_every_format_has_a_reader_or_is_an_archive() -> None:
    assert set(READERS) <= FORMATS
    assert not set(READERS) & ARCHIVES


def test_extension() -> None:
    assert [extension(name) for name in ("a.TAR.GZ", "b.tgz", "夹/甲.HTM", "无", "a.b/c")] == [
        "tar.gz",
        "tar.gz",
        "html",
        "",
        "",
    ]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a", "a.doc", "甲.txt", "b.zip"]))
def test_sniff_never_fails(head: bytes, name: str) -> None:
    assert sniff(head, name, whole=io.BytesIO(head)) in FORMATS | {"unknown"}
