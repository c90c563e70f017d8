"""The characters of a saved page: its charset tag is heard, but only believed where it fits the bytes."""

import re

from gongwen.messages import record
from gongwen.model import Remark
from ingest.plausible import hanzi_plausibility
from ingest.readers.text import decode

_HEAD = 4096  # bytes in which a declared charset is looked for
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{3,20})""", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_PLAUSIBLE = 0.7


def decode_page(data: bytes) -> tuple[str, tuple[Remark, ...]]:
    """Return the page's characters, with a remark where some bytes could not be read.

    Strict UTF-8 goes before the declared charset: bytes of another encoding practically never pass for it, and wrong
    tags are ordinary. A declared charset must read every byte and give characters in common use.
    """
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    declared = _declared(data)
    if declared:
        try:
            text = data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            text = ""
        if text and hanzi_plausibility(text) >= _PLAUSIBLE:
            return text, ()
    text, encoding, _ = decode(data)
    if "utf-8" in declared and text.count("\ufffd") > (tagged := data.decode("utf-8", "replace")).count("\ufffd"):
        text, encoding = tagged, "utf-8"
    lost = text.count("\ufffd")
    if not lost:
        return text, ()
    message = record("parse.bytes_lost", encoding=encoding, count=lost)
    return text, (Remark("bytes_lost", "warning", message, f"{encoding}: {lost}"),)


def _declared(data: bytes) -> str:
    found = _CHARSET.search(data[:_HEAD])
    name = found.group(1).decode("ascii").lower() if found else ""
    return _WIDER.get(name, name)
