"""Reads mails saved by Outlook (.msg): their text and head. Attachments are files of their own (``ingest.carried``).

source: [MS-OXMSG] 2.1, 2.4; property tags of [MS-OXPROPS].
"""

import io
from datetime import UTC, datetime, timedelta

import olefile

from gongwen.model import FileState, Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.readers import READERS, Unreadable

READER = "msg"
_HEAD = {"Subject": "0037", "From": "0C1A", "To": "0E04"}
_BODY, _HTML = "1000", "1013"
_SENT = (0x00390040, 0x0E060040)  # when it was sent, when it came
_PROPERTIES, _HEADER, _ENTRY = "__properties_version1.0", 32, 16
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def read(data: bytes, *, name: str) -> Extraction:
    """Return the mail's plain text, or its HTML read as a page; its subject where it has no text of its own."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        if not container.exists(_PROPERTIES):
            raise Unreadable("msg")
        head = {key: _text(container, tag) for key, tag in _HEAD.items()}
        head["Date"] = _sent(container.openstream(_PROPERTIES).read())
        text = _text(container, _BODY)
        if not text.strip() and container.exists(f"__substg1.0_{_HTML}0102"):
            text = READERS["html"].read(container.openstream(f"__substg1.0_{_HTML}0102").read(), name=name).text
    metadata = tuple(MetadataValue(Witness.META, key, value) for key, value in head.items() if value)
    text = text.replace("\r\n", "\n") if text.strip() else head["Subject"]
    return Extraction(state=FileState.READ, reader=READER, text=text, metadata=metadata)


def _text(container: olefile.OleFileIO, tag: str) -> str:
    if container.exists(f"__substg1.0_{tag}001F"):
        wide: bytes = container.openstream(f"__substg1.0_{tag}001F").read()
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    if container.exists(f"__substg1.0_{tag}001E"):
        return READERS["txt"].read(container.openstream(f"__substg1.0_{tag}001E").read(), name="").text.rstrip("\0")
    return ""


def _sent(properties: bytes) -> str:
    for place in range(_HEADER, len(properties) - _ENTRY + 1, _ENTRY):
        if int.from_bytes(properties[place : place + 4], "little") in _SENT:
            ticks = int.from_bytes(properties[place + 8 : place + 16], "little")
            return (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat(sep=" ", timespec="minutes")
    return ""
