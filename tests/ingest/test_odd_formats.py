"""Formats that turn up once in a folder of twenty years: each ends in one clear state, and what it carries is there."""

import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from gongwen.model import FileState
from gongwen.secrecy import secrecy_mark
from ingest.collect import collect
from ingest.extraction import Extraction
from ingest.limits import Limits
from ingest.readers import Unreadable, reader_for
from ingest.sniff import sniff
from ingest.tnef import unpacked_rtf
from tests.ingest.conftest import Forge

PAPER = "青溪县人民政府关于加强河道管理的通知\n各乡镇人民政府：\n现将有关事项通知如下。\n"


def read(data: bytes, name: str) -> tuple[str, Extraction]:
    format = sniff(data[:65536], name, whole=io.BytesIO(data))
    return format, reader_for(format).read(data, name=name)


def states(folder: Path) -> dict[str, FileState | None]:
    return {one.path: one.state for one in collect(folder, limits=Limits()).found}


# winmail.dat


def attribute(kind: int, content: bytes, level: int = 2) -> bytes:
    return struct.pack("<BII", level, kind, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def properties(*each: tuple[int, int, bytes]) -> bytes:
    made = struct.pack("<I", len(each) + 1) + struct.pack("<HHI", 0x03, 0x0E07, 1)
    for kind, name, value in each:
        made += struct.pack("<HHII", kind, name, 1, len(value)) + value + bytes(-len(value) % 4)
    return made


def winmail(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def test_winmail_gives_the_text_and_the_attachments(tmp_path: Path) -> None:
    rtf = b"{\\rtf1 paper}"
    packed = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    inner = winmail(attribute(0x0002800C, PAPER.encode("gbk") + b"\0", 1))
    data = winmail(
        attribute(0x00069003, properties((0x102, 0x1009, packed)), 1),
        attribute(0x00069002, bytes(14)),
        attribute(0x00018010, b"A~1.TXT\0"),
        attribute(0x0006800F, PAPER.encode()),
        attribute(0x00069005, properties((0x1F, 0x3707, "附件1.txt".encode("utf-16-le") + b"\0\0"))),
        attribute(0x00069002, bytes(14)),
        attribute(0x00018010, "内信".encode("gbk") + b"\0"),
        attribute(0x00069005, properties((0x0D, 0x3701, bytes(16) + inner))),
    )
    (tmp_path / "winmail.dat").write_bytes(data)
    assert states(tmp_path) == {
        "winmail.dat": FileState.EXPANDED,
        "winmail.dat!body.rtf": None,
        "winmail.dat!附件1.txt": None,
        "winmail.dat!内信.dat": FileState.EXPANDED,
        "winmail.dat!内信.dat!body.txt": None,
    }
    (tmp_path / "winmail.dat").write_bytes(data[:-30])
    assert states(tmp_path)["winmail.dat"] is FileState.DAMAGED


def test_packed_rich_text() -> None:
    """The example of [MS-OXRTFCP] 4.1: references into a dictionary that both sides know."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


# mails inside mails


def test_a_mail_inside_an_outlook_mail_is_not_lost(tmp_path: Path) -> None:
    def wide(text: str) -> bytes:
        return text.encode("utf-16-le")

    inner = "__attach_version1.0_#00000000/__substg1.0_3701000D/"
    deeper = inner + "__attach_version1.0_#00000000/"
    data = Forge.ole(
        {
            "__properties_version1.0": bytes(32),
            "__substg1.0_0037001F": wide("外信"),
            "__substg1.0_1000001F": wide("请阅。"),
            inner + "__substg1.0_0037001F": wide("内信"),
            inner + "__substg1.0_1000001F": wide(PAPER),
            deeper + "__substg1.0_3707001F": wide("附件.txt"),
            deeper + "__substg1.0_37010102": PAPER.encode().ljust(4096),
        }
    )
    (tmp_path / "信.msg").write_bytes(data)
    first = collect(tmp_path, limits=Limits()).found
    assert [one.path for one in first] == ["信.msg", "信.msg!内信.eml", "信.msg!内信.eml!附件.txt"]
    assert first == collect(tmp_path, limits=Limits()).found, "always the same bytes"


# Word of all ages


def test_changes_in_a_binary_word_paper_are_told_and_not_merged() -> None:
    text = PAPER.replace("\n", "\r")
    start = text.index("各乡镇")
    _, extraction = read(Forge.word(text, deleted=(start, start + 3)), "a.doc")
    assert [remark.code for remark in extraction.remarks] == ["tracked_changes"]
    assert "各乡镇" not in extraction.text and "人民政府：" in extraction.text


def test_word_95_keeps_its_text_in_one_run() -> None:
    body = PAPER.replace("\n", "\r").encode("gbk")
    head = bytearray(768)
    struct.pack_into("<HH", head, 0, 0xA5DC, 0x68)
    struct.pack_into("<II", head, 0x18, 768, 768 + len(body))
    _, extraction = read(Forge.ole({"WordDocument": bytes(head) + body}), "a.doc")
    assert extraction.state is FileState.READ and extraction.text == PAPER.strip()


@pytest.mark.parametrize("magic", [b"\xdb\xa5\x2d\x00", b"\x9b\xa5\x21\x00"])
def test_word_before_compound_files_is_unsupported_with_advice(magic: bytes) -> None:
    format, extraction = read(magic + bytes(300) + PAPER.encode("gbk"), "a.doc")
    assert (format, extraction.state) == ("doc", FileState.UNSUPPORTED)
    assert "Word 2.0" in extraction.problem and ".docx" in extraction.advice


# XML that is none of ours

BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "name", "format", "state"),
    [
        (BOMB + "<公文><标题>&b;</标题></公文>", "a.xml", "xml", FileState.REFUSED),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', "a.xml", "xml", FileState.REFUSED),
        ("<?xml version='1.0'?><!DOCTYPE r><r>现通知如下。</r>", "a.xml", "xml", FileState.READ),
        (BOMB + "<svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>", "a.svg", "svg", FileState.UNSUPPORTED),
        ("<svg xmlns='http://www.w3.org/2000/svg'><text>图例</text></svg>", "a", "svg", FileState.UNSUPPORTED),
    ],
)
def test_entities_are_refused_and_drawings_are_no_papers(data: str, name: str, format: str, state: FileState) -> None:
    found, extraction = read(data.encode(), name)
    assert (found, extraction.state) == (format, state)
    assert "root:" not in extraction.text


# delimited text


@pytest.mark.parametrize(
    ("text", "rows", "why"),
    [
        (
            '序号,标题\n1,"关于甲,乙的通知"\n2,关于丙的通知\n',
            "序号\t标题\n1\t关于甲,乙的通知\n2\t关于丙的通知",
            "quoted",
        ),
        ("序号;标题\n1;关于甲的通知\n", "序号\t标题\n1\t关于甲的通知", "semicolons"),
        (PAPER, PAPER, "a paper that was saved as .csv"),
        (
            "一,二\n只有这一行有逗号，别的都没有\n三\n四\n",
            "一,二\n只有这一行有逗号，别的都没有\n三\n四\n",
            "no columns",
        ),
    ],
)
def test_delimited_text_is_read_row_by_row(text: str, rows: str, why: str) -> None:
    assert read(text.encode(), "a.csv")[1].text == rows, why


def test_a_register_in_csv_with_a_secret_row_bears_a_mark() -> None:
    rows = "序号,标题,文号,密级\n1,关于甲的通知,青政发〔2019〕1号,机密\n2,关于乙的通知,青政发〔2019〕2号,\n"
    for data in (rows.encode(), rows.encode("gbk")):
        mark = secrecy_mark(read(data, "登记.csv")[1].text)
        assert mark is not None and mark.certain
    assert secrecy_mark(read(rows.replace("机密", "公开").encode(), "登记.csv")[1].text) is None


# names


def test_names_with_control_characters_are_refused_and_shown_escaped(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("坏\x07名.txt", PAPER)
        archive.writestr("零宽\u200b.txt", PAPER)
    with tarfile.open(tmp_path / "b.tar", "w") as packed:
        member = tarfile.TarInfo("两\n行.txt")
        packed.addfile(member)
    (tmp_path / "响\x07铃.txt").write_text(PAPER, encoding="utf-8")
    assert states(tmp_path) == {
        "a.zip": FileState.EXPANDED,
        "a.zip!坏\\x07名.txt": FileState.REFUSED,
        "a.zip!零宽\\u200b.txt": None,
        "b.tar": FileState.EXPANDED,
        "b.tar!两\\x0a行.txt": FileState.REFUSED,
        "响\\x07铃.txt": FileState.REFUSED,
    }


def test_a_workbook_whose_sectors_run_in_a_circle_is_damaged() -> None:
    """The library would follow the directory's chain until it ended the process for want of memory."""
    data = bytearray(Forge.ole({"Workbook": bytes(4096)}))
    directory, table = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, (table + 1) * 512 + 4 * directory, directory)
    with pytest.raises(Unreadable):
        read(bytes(data), "a.xls")
