"""Answers for the formats that nothing here can open: says so, and what to do."""

from gongwen.messages import record
from gongwen.model import FileState
from ingest.extraction import Extraction
from ingest.sniff import CLOSED, HEAD, PACKED_ELSEWHERE, TEXTUAL, UNKNOWN, extension, sniff

READER = "closed"
_SLIDES = frozenset({"ppt", "dps"})
_INSIDE = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK\x03\x04", b"MSCF\x00\x00\x00\x00")  # of archives
_PROGRAM = b"MZ"


def read(data: bytes, *, name: str) -> Extraction:
    """Return why the file cannot be read here; of the bytes only the first are looked at."""
    state = FileState.UNSUPPORTED
    claimed = sniff(data[:HEAD], name)
    claimed = claimed if claimed in CLOSED | PACKED_ELSEWHERE else extension(name)
    kind = "unknown_format"
    if claimed in CLOSED:
        kind = "closed_format"
    elif claimed in PACKED_ELSEWHERE:
        kind = "packed_elsewhere"
    elif claimed in _SLIDES:
        kind = "old_slides"
    elif data.startswith(_PROGRAM) and any(mark in data for mark in _INSIDE):
        kind = "unpacks_itself"
    elif claimed in TEXTUAL:
        kind, state = "not_text", FileState.DAMAGED
    elif claimed and claimed != UNKNOWN:
        kind = "other_format"
    return Extraction(
        state=state,
        reader=READER,
        problem=record(f"ingest.{kind}", format=claimed.upper()),
        advice=record(f"ingest.{kind}_advice"),
    )
