"""Reads plain text, Markdown and CSV: finds the encoding, keeps every character."""

import codecs
import re

import chardet

from gongwen.messages import record
from gongwen.model import FileState, Remark
from ingest.extraction import Extraction
from ingest.plausible import hanzi_plausibility, is_plausible_utf8
from ingest.readers import Unreadable

READER = "text"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 32 * 1024  # bytes that decide the encoding
_SURE = 0.8
_MARGIN = 0.2
_GUESS = 0.5  # confidence below which a guess is none
_HALVES = re.compile("[\ud800-\udfff]")
_MAX_LOSS = 0.02  # share of bytes that may make no sense


def read(data: bytes, *, name: str) -> Extraction:
    """Return the text as it stands, line ends made one kind."""
    text, encoding, sure = decode(data)
    remarks = []
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    if lost > max(1.0, _MAX_LOSS * len(text)):
        raise Unreadable(encoding)
    if lost > 0:
        message = record("ingest.undecodable", count=lost, encoding=encoding)
        remarks.append(Remark("undecodable_bytes", "warning", message))
    if not sure:
        remarks.append(Remark("encoding_doubtful", "notice", record("ingest.encoding_doubtful", encoding=encoding)))
    return Extraction(state=FileState.READ, reader=READER, text=text, remarks=tuple(remarks))


def decode(data: bytes) -> tuple[str, str, bool]:
    """Return the text, its encoding and whether that is sure.

    In this order: byte order mark, strict UTF-8, UTF-16 without a mark, then GB18030 or Big5 by which gives common
    hanzi; only what stays open is left to chardet. Line ends become one kind.
    """
    text, encoding, sure = _decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding, sure


def _decode(data: bytes) -> tuple[str, str, bool]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, True
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and is_plausible_utf8(text, data):
        return text, "utf-8", True
    if (damaged := _damaged_utf8(data)) is not None:
        return damaged, "utf-8", True
    if b"\x00" in data[:_SAMPLE]:
        encoding = max(("utf-16-le", "utf-16-be"), key=lambda each: _fit(data, each))
        return data.decode(encoding, "replace"), encoding, _fit(data, encoding) > _SURE
    encoding, sure = _legacy(data)
    return data.decode(encoding, "replace"), encoding, sure


def _damaged_utf8(data: bytes) -> str | None:
    """Return the text where only a few bytes are not UTF-8: cut within a character, say. GB18030 fails everywhere."""
    text = data.decode("utf-8", "replace")
    lost, wide = text.count("\ufffd"), sum(1 for sign in text if sign > "\u07ff" and sign != "\ufffd")
    return text if lost > 0 and 10 * lost <= wide else None


def _legacy(data: bytes) -> tuple[str, bool]:
    gb, big5 = _fit(data, "gb18030"), _fit(data, "big5hkscs")
    if gb >= _SURE and gb >= big5 - _MARGIN:
        return "gb18030", True
    if big5 >= _SURE and big5 > gb + _MARGIN:
        return "big5hkscs", True
    guess = chardet.detect(data[:_SAMPLE])
    if not guess["encoding"] or guess["confidence"] < _GUESS:
        return "gb18030", False
    try:
        canonical = codecs.lookup(guess["encoding"]).name
        data.decode(canonical)
    except (LookupError, UnicodeDecodeError):
        return "gb18030", False
    return ("gb18030" if canonical in {"gb2312", "gbk"} else canonical), False


def _fit(data: bytes, encoding: str) -> float:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(data[:_SAMPLE])
    return hanzi_plausibility(text) - 10 * text.count("\ufffd") / max(1, len(text))


def paired(text: str) -> str:
    """Return the text with halves of rare characters, as UTF-16 formats keep them, joined into one."""
    if not _HALVES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
