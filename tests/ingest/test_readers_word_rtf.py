"""Binary Word and RTF, made by hand after their specifications."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongwen.model import FileState
from ingest.extraction import Extraction
from ingest.readers import READERS, Unreadable

TITLE = "云溪市人民政府关于渡口管理的通知"


def doc(data: bytes) -> Extraction:
    return READERS["doc"].read(data, name="a.doc")


def rtf(text: str | bytes) -> Extraction:
    return READERS["rtf"].read(text if isinstance(text, bytes) else text.encode("ascii"), name="a.rtf")


def test_doc_paragraphs(forge: Any) -> None:
    extraction = doc(forge.word(f"{TITLE}\r各区县：\x0b特此通知。\r"))
    assert extraction.state is FileState.READ
    assert extraction.text == f"{TITLE}\n各区县：\n特此通知。"


def test_doc_tables(forge: Any) -> None:
    text = "目录\r序号\x07名称\x07\x071\x07长名\r换行\x07\x07后\r"
    rows = tuple(place for place, sign in enumerate(text) if text[place - 1 : place + 1] == "\x07\x07")
    data = forge.word(text, rows=rows, table=(3, text.rindex("\x07") + 1))
    assert doc(data).text == "目录\n序号\t名称\n1\t长名换行\n后"


def test_doc_fields_and_marks(forge: Any) -> None:
    text = '见\x13HYPERLINK "http://x"\x14附件\x15，第\x13 PAGE \x1419\x15页\x02\x05，甲\x1e乙\xa0丙\r'
    assert doc(forge.word(text)).text == "见附件，第19页，甲-乙 丙"


def test_doc_stories(forge: Any) -> None:
    main, notes, header = "正文\r", "\x02注文\r", "秘密★1年\r"
    data = forge.word(main + notes + header, stories=(len(main), len(notes), len(header), 0, 0, 0, 0, 0))
    extraction = doc(data)
    assert extraction.text == "正文\n注文"
    assert [value.value for value in extraction.metadata] == ["秘密★1年"]


def test_doc_rare_characters(forge: Any) -> None:
    assert doc(forge.word("𠮷水\r")).text == "𠮷水"


def test_doc_states(forge: Any) -> None:
    assert doc(forge.word("密文\r", flags=0x100)).state is FileState.NEEDS_PASSWORD
    assert doc(forge.ole({"MatOST": b"x"})).state is FileState.UNSUPPORTED
    assert doc(forge.word("\x01\r")).state is FileState.NEEDS_OCR
    for broken in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), forge.ole({"WordDocument": bytes(5000)})):
        with pytest.raises(Unreadable):
            doc(broken)


def test_doc_of_word_95(forge: Any) -> None:
    text = TITLE.encode("gb18030") + b"\r"
    head = bytearray(0x300)
    head[0:4] = (0xA5DC).to_bytes(2, "little") + (0x65).to_bytes(2, "little")
    head[0x18:0x20] = (0x300).to_bytes(4, "little") + (0x300 + len(text)).to_bytes(4, "little")
    assert doc(forge.ole({"WordDocument": bytes(head) + text})).text == TITLE


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 9000), value=st.integers(0, 255))
def test_a_doc_with_a_wrong_byte_is_read_or_damaged(forge: Any, place: int, value: int) -> None:
    data = bytearray(forge.word(f"{TITLE}\r"))
    data[place % len(data)] = value
    with suppress(Unreadable):
        assert doc(bytes(data)).state in FileState


HEX = "".join(f"\\'{byte:02x}" for byte in TITLE.encode("gb18030"))


@pytest.mark.parametrize(
    ("source", "text", "why"),
    [
        ("{\\rtf1\\ansi plain\\par next}", "plain\nnext", "ASCII"),
        (f"{{\\rtf1\\ansi\\ansicpg936 {HEX}\\par}}", TITLE, "code page of the document"),
        (
            f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 A;}}{{\\f1\\fcharset134 B;}}}}\\f1 {HEX}}}",
            TITLE,
            "of the font",
        ),
        ("{\\rtf1\\ansicpg936 \\'81@}", "丂", "the second half of a character may be a plain letter"),
        ("{\\rtf1\\ansicpg936 \\'81\\\\}", "乗", "or an escaped sign"),
        ("{\\rtf1 \\u20113?\\u28330 ?\\u-463?}", "云溪︱", "Unicode with a sign to pass over"),
        ("{\\rtf1\\uc2 \\u20113\\'d4\\'c6x}", "云x", "two bytes to pass over"),
        ("{\\rtf1 {\\uc0 \\u20113}{\\uc1\\u28330 ?}}", "云溪", "as many as the group says"),
        ("{\\rtf1 \\u-10174?\\u-8265?}", "𠮷", "halves of a rare character"),
        ("{\\rtf1{\\*\\unknown hidden}{\\info{\\title x}}{\\pict 00ff}seen}", "seen", "what is no text"),
        ("{\\rtf1{\\*\\shppict{\\pict 00}}{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}}", "7", "results of fields"),
        ("{\\rtf1{\\listtext 1.\\tab}first\\par}", "1.\tfirst", "labels of lists"),
        ("{\\rtf1 a{\\v no}b{\\deleted no}c}", "abc", "hidden and deleted"),
        ("{\\rtf1 a\\v no\\v0 b}", "ab", "hidden, switched off again"),
        ("{\\rtf1 a\\bin4 }{\\\\b}", "ab", "binary bytes are passed over"),
        ("{\\rtf1 \\ldblquote a\\rdblquote\\emdash b\\~c\\_d}", "“a”—b c-d", "named signs"),
        ("{\\rtf1\\trowd a\\cell b\\cell\\row\\trowd c\\par d\\cell\\cell\\row\\pard e}", "a\tb\nc d\t\ne", "tables"),
        ("{\\rtf1 a{\\footnote note}b\\par}", "ab\nnote", "notes at the end"),
        ("{\\rtf1 a\r\nb}", "ab", "line ends of the file mean nothing"),
    ],
)
def test_rtf(source: str, text: str, why: str) -> None:
    assert rtf(source).text == text, why


def test_rtf_headers_and_cuts() -> None:
    extraction = rtf(f"{{\\rtf1\\ansicpg936{{\\header {HEX}\\par}}body\\par")
    assert extraction.text == "body"
    assert [value.value for value in extraction.metadata] == [TITLE]
    assert [remark.code for remark in extraction.remarks] == ["partly_read"]
    assert rtf("{\\rtf1{\\pict 00ff}}").state is FileState.NEEDS_OCR
    for broken in ("not rtf", "{\\rtf1" + "{" * 6000):
        with pytest.raises(Unreadable):
            rtf(broken)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="{}\\'*ufpar0 1x\n", max_size=60))
def test_rtf_never_fails(text: str) -> None:
    with suppress(Unreadable):
        assert rtf("{\\rtf1 " + text).state in FileState
