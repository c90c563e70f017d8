"""Reads saved web archives (.mht, and the ones inside Word files): finds the page and hands it to the HTML reader."""

import codecs
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from ingest.extraction import Extraction
from ingest.readers import READERS, Unreadable

READER = "mht"


def read(data: bytes, *, name: str) -> Extraction:
    """Return what the archive's main page says; raises ``Unreadable`` where there is no page in it."""
    pages = list(_pages(message_from_bytes(data.lstrip())))
    if not pages:
        raise Unreadable("mht")
    first: Extraction | None = None
    for page in pages:
        extraction = READERS["html"].read(page, name=name)
        if extraction.text.strip():
            return replace(extraction, reader=READER, format="")
        first = first or extraction
    assert first is not None
    return replace(first, reader=READER, format="")


def _pages(message: Message) -> Iterator[bytes]:
    """Yield the HTML parts, the one that the archive calls its start first."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = str(message.get_param("start") or "")
    parts.sort(key=lambda part: 0 if start and part.get("Content-ID") == start else 1)
    for part in parts:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield with_charset(content, part.get_content_charset())


def with_charset(content: bytes, charset: str | None) -> bytes:
    """Return the bytes so that a declared charset is not lost: as UTF-8 with a mark where they obey it."""
    try:
        encoding = codecs.lookup(charset or "").name
        encoding = "gb18030" if encoding in ("gb2312", "gbk") else encoding
        return codecs.BOM_UTF8 + content.decode(encoding).encode("utf-8")
    except (LookupError, UnicodeDecodeError):
        return content
