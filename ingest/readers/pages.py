"""From the printed lines of pages to one extraction: text, the place of each page in it, and what was noticed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from gongwen.messages import record
from gongwen.model import FileState, Remark
from ingest.extraction import Extraction, MetadataValue, PageText
from ingest.readers.aligned_table import with_aligned_tables
from ingest.readers.page_furniture import without_furniture
from ingest.readers.page_text import compose
from ingest.readers.printed_lines import Line
from ingest.readers.table_pages import joined_over_pages
from ingest.readers.unread import needs_ocr, nothing_recognised

LOW_CONFIDENCE = 0.85  # mean score below which a recognised page is one for a person to look at
_SHOWN = 20  # page numbers named in one remark


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page; ``method`` is ``none`` where it has no usable text and must be recognised."""

    lines: Sequence[Line]
    method: str  # text_layer, rebuilt, ocr, none
    confidence: float | None = None  # mean score of recognition, 0–1


NOTHING: Mapping[int, Page] = MappingProxyType({})


def made_of(
    pages: Sequence[Page],
    reader: str,
    *,
    metadata: tuple[MetadataValue, ...] = (),
    recognised: Mapping[int, Page] = NOTHING,
) -> Extraction:
    """Return what the pages say together; ``needs_ocr`` where none of them has text and some must be recognised.

    ``recognised`` holds, by number from 1, pages that have been; they stand in for those that have no usable text.
    """
    pages = [
        recognised.get(number, page) if page.method == "none" else page for number, page in enumerate(pages, start=1)
    ]
    if not any(page.lines for page in pages):
        if any(page.method == "none" for page in pages):
            return needs_ocr(reader, len(pages), tried=bool(recognised))
        if any(page.method == "ocr" for page in pages):
            return nothing_recognised(reader, len(pages))
    kept, dropped = without_furniture(with_aligned_tables([page.lines for page in pages]))
    joined, repeated = joined_over_pages(kept)
    text, spans = compose(joined)
    texts = tuple(
        PageText(number, page.method, start, end, page.confidence)
        for number, (page, (start, end)) in enumerate(zip(pages, spans, strict=True), start=1)
    )
    return Extraction(
        state=FileState.READ,
        reader=reader,
        text=text,
        pages=texts,
        page_count=len(pages),
        metadata=metadata,
        remarks=tuple(_remarks(pages, dropped, repeated)),
    )


def _remarks(pages: Sequence[Page], dropped: int, repeated: int) -> Iterator[Remark]:
    doubtful = [page.confidence is not None and page.confidence < LOW_CONFIDENCE for page in pages]
    for code, severity, concerned in (
        ("pages_need_ocr", "warning", [page.method == "none" for page in pages]),
        ("order_rebuilt", "notice", [page.method == "rebuilt" for page in pages]),
        ("ocr_doubtful", "warning", doubtful),
    ):
        numbers = [number for number, concerns in enumerate(concerned, start=1) if concerns]
        if numbers:
            shown = ", ".join(map(str, numbers[:_SHOWN])) + ("…" if len(numbers) > _SHOWN else "")
            yield Remark(code, severity, record(f"ingest.{code}", pages=shown))
    if dropped:
        yield Remark("furniture", "notice", record("ingest.furniture", count=dropped))
    if repeated:
        yield Remark("headings_repeated", "notice", record("ingest.headings_repeated", count=repeated))
