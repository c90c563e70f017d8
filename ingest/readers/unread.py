"""What is said of files of pictures: that they wait for recognition, or that it found nothing. Reads nothing itself."""

from importlib.util import find_spec

from gongwen.messages import record
from gongwen.model import FileState
from ingest.extraction import Extraction


def needs_ocr(reader: str, pages: int, *, tried: bool = False) -> Extraction:
    """Return the outcome for a file of pictures without text; ``tried`` where recognition could not read it either."""
    problem, advice = ("ocr_failed", "ocr_failed_advice") if tried else ("needs_ocr", "needs_ocr_advice")
    if not tried and find_spec("rapidocr") is None:
        advice = "no_ocr_engine_advice"
    return Extraction(
        state=FileState.NEEDS_OCR,
        reader=reader,
        page_count=pages,
        problem=record(f"ingest.{problem}", pages=pages),
        advice=record(f"ingest.{advice}"),
    )


def nothing_recognised(reader: str, pages: int) -> Extraction:
    """Return the outcome for a file of pictures on which no text was found: that does not prove that it has none."""
    return Extraction(
        state=FileState.NEEDS_OCR,
        reader=reader,
        page_count=pages,
        problem=record("ingest.ocr_blank", pages=pages),
        advice=record("ingest.ocr_blank_advice"),
    )
