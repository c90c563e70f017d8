"""Files as a clerk's disk leaves them: cut, zeroed, renamed; each says what is wrong and what to do."""

import io
from pathlib import Path

import pytest

from gongwen.model import FileState
from ingest.extraction import Extraction
from ingest.isolate import Job, read_one
from ingest.limits import Limits
from ingest.sniff import sniff
from tests.ingest.conftest import Forge

TEXT = "青溪县人民政府关于加强渡口管理的通知\n各乡镇人民政府：\n　　现将有关事项通知如下，请认真执行。\n" * 20


def outcome(folder: Path, name: str, data: bytes) -> Extraction:
    path = folder / "bytes"
    path.write_bytes(data)
    return read_one(Job("1", path, sniff(data[:65536], name, whole=io.BytesIO(data)), name), limits=Limits())


@pytest.mark.parametrize("name", ["通知.txt", "通知.docx", "通知.pdf", "通知", "通知.doc", "通知.html"])
def test_nothing_but_zero_bytes_is_damage(name: str, tmp_path: Path) -> None:
    extraction = outcome(tmp_path, name, bytes(3000))
    assert extraction.state is FileState.DAMAGED
    assert "零字节" in extraction.problem


@pytest.mark.parametrize(
    ("name", "encoding"), [("a.txt", "gb18030"), ("a.txt", "utf-8"), ("a.md", "utf-8"), ("a", "gbk")]
)
def test_a_block_of_zeros_costs_only_what_stood_there(name: str, encoding: str, tmp_path: Path) -> None:
    data = TEXT.encode(encoding)
    middle = len(data) // 2
    for broken in (data[:middle] + bytes(512) + data[middle + 512 :], data + bytes(4096), bytes(512) + data):
        extraction = outcome(tmp_path, name, broken)
        assert extraction.state is FileState.READ
        assert extraction.text.count("现将有关事项通知如下") >= 15
        assert "\0" not in extraction.text
        assert "zero_bytes" in [remark.code for remark in extraction.remarks]
    page = f"<html><head><meta charset='{encoding}'></head><body><div id='zoom'>{TEXT}</div></body></html>"
    read = outcome(tmp_path, "a.html", page.encode(encoding) + bytes(600))
    assert (read.state, read.reader) == (FileState.READ, "html")
    rich = outcome(tmp_path, "a.rtf", b"{\\rtf1\\ansi\\ansicpg936 Qingxi ferry" + bytes(900) + b" notice}")
    assert rich.text.strip() == "Qingxi ferry notice"


def test_utf8_cut_within_a_character_is_still_utf8(tmp_path: Path) -> None:
    for cut in (2, 3):  # the last sign is a line end
        extraction = outcome(tmp_path, "a.md", TEXT.encode()[:-cut])
        assert extraction.state is FileState.READ
        assert extraction.text.startswith(TEXT[:60])
        assert [remark.code for remark in extraction.remarks] == ["undecodable_bytes"]


def test_bytes_that_are_no_text_are_not_called_a_strange_format(tmp_path: Path) -> None:
    extraction = outcome(tmp_path, "通知.txt", bytes(range(256)) * 20)
    assert extraction.state is FileState.DAMAGED
    assert "TXT" in extraction.problem


def test_a_closed_format_is_named_by_its_bytes(tmp_path: Path) -> None:
    for head, kind in ((b"Founder CEB 3", "CEB"), (b"KDH 2.0\0", "KDH")):
        extraction = outcome(tmp_path, "通知.doc", head + bytes(range(200)))
        assert extraction.state is FileState.UNSUPPORTED
        assert kind in extraction.problem


@pytest.mark.parametrize(
    ("name", "format"), [("a.doc", "docx"), ("a.docx", "docx"), ("a.wps", "docx"), ("a.et", "xlsx"), ("a.zip", "zip")]
)
def test_a_cut_package_is_what_its_name_says(name: str, format: str) -> None:
    whole = Forge.zip_bytes([("[Content_Types].xml", b"<a/>"), ("word/document.xml", TEXT.encode())])
    assert sniff(whole[:200], name, whole=io.BytesIO(whole[:200])) == format


def test_a_part_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    body = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>"
    bomb = [("[Content_Types].xml", b"<a/>"), ("word/document.xml", body.encode() + b"a" * 40_000_000)]
    extraction = outcome(tmp_path, "通知.docx", Forge.zip_bytes(bomb))
    assert extraction.state is FileState.REFUSED
    assert "word/document.xml" in extraction.problem
