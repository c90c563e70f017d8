"""Plain text in the encodings of twenty years."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.model import FileState
from ingest.readers import READERS, Unreadable
from ingest.readers.text import decode, paired

TEXT = "云溪市人民政府关于印发渡口管理办法的通知\n各区县人民政府：\n现将《渡口管理办法》印发给你们。\n"
TRADITIONAL = "雲溪市人民政府關於印發渡口管理辦法的通知\n各區縣人民政府：\n現將《渡口管理辦法》印發給你們。\n"


@pytest.mark.parametrize(
    ("data", "text", "encoding", "why"),
    [
        (TEXT.encode(), TEXT, "utf-8", "UTF-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT, "utf-8", "UTF-8 with a mark"),
        (TEXT.encode("gb18030"), TEXT, "gb18030", "GB18030"),
        ("通知".encode("gb18030"), "通知", "gb18030", "very short"),
        (TRADITIONAL.encode("gb18030"), TRADITIONAL, "gb18030", "Traditional in GB18030"),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5hkscs", "Big5"),
        (TEXT.encode("utf-16"), TEXT, "utf-16-le", "UTF-16 with a mark, as Notepad writes it"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "utf-16-be", "the other byte order"),
        (TEXT.encode("utf-16-le"), TEXT, "utf-16-le", "UTF-16 without a mark"),
        (TEXT.replace("\n", "\r\n").encode("gb18030"), TEXT, "gb18030", "line ends of Windows"),
        (TEXT.replace("\n", "\r").encode(), TEXT, "utf-8", "line ends of old Macs"),
        ("㐀𠮷".encode("gb18030") + TEXT.encode("gb18030"), "㐀𠮷" + TEXT, "gb18030", "four-byte characters"),
    ],
)
def test_decode(data: bytes, text: str, encoding: str, why: str) -> None:
    got, used, _ = decode(data)
    assert (got, used) == (text, encoding), why


def test_a_few_broken_bytes_are_told() -> None:
    data = (TEXT * 20).encode("gb18030")
    extraction = READERS["txt"].read(data[:101] + b"\xff" + data[101:], name="a.txt")
    assert extraction.state is FileState.READ
    assert [remark.code for remark in extraction.remarks] == ["undecodable_bytes"]
    assert "\ufffd" in extraction.text


def test_a_text_with_many_broken_bytes_is_not_read() -> None:
    data = "".join(TEXT).encode("gb18030")
    with pytest.raises(Unreadable):
        READERS["txt"].read(b"\xff\xff\xff".join([data[:40], data[40:80], data[80:]] * 30), name="a.txt")


def test_replacement_characters_of_the_source_are_no_loss() -> None:
    extraction = READERS["txt"].read(("\ufffd" * 50).encode(), name="a.txt")
    assert extraction.remarks == ()


def test_halves_of_rare_characters_are_joined() -> None:
    assert paired("a\ud842\udfb7b") == "a𠮷b"
    assert paired("a\ud842b") == "a\ufffdb"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40))
def test_utf8_always_comes_back(text: str) -> None:
    assert decode(text.encode())[0] == text
