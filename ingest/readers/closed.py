"""Answers for the formats that nothing here can open: says so, and what to do."""

from gongwen.messages import record
from gongwen.model import FileState
from ingest.extraction import Extraction
from ingest.sniff import CLOSED, TEXTUAL, UNKNOWN, extension

READER = "closed"
_MAGIC = ((b"Founder CEB", "ceb"), (b"CAJ\x00", "caj"), (b"KDH ", "caj"))


def read(data: bytes, *, name: str) -> Extraction:
    """Return why the file cannot be read here; of the bytes only the first are looked at."""
    state = FileState.UNSUPPORTED
    claimed = next((kind for magic, kind in _MAGIC if data.startswith(magic)), extension(name))
    kind = "unknown_format"
    if claimed in CLOSED:
        kind = "closed_format"
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
