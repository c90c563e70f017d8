"""Answers for the formats that nothing here can open: says so, and what to do."""

from gongwen.messages import record
from gongwen.model import FileState
from ingest.extraction import Extraction
from ingest.sniff import CLOSED, UNKNOWN, extension

READER = "closed"


def read(data: bytes, *, name: str) -> Extraction:
    """Return why the file cannot be read here; the bytes are not looked at."""
    claimed = extension(name)
    kind = "unknown_format"
    if data.startswith(b"Founder CEB") or claimed in CLOSED:
        kind = "closed_format"
    elif claimed and claimed != UNKNOWN:
        kind = "other_format"
    return Extraction(
        state=FileState.UNSUPPORTED,
        reader=READER,
        problem=record(f"ingest.{kind}", format=claimed.upper()),
        advice=record(f"ingest.{kind}_advice"),
    )
