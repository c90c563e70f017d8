"""From the printed lines of pages to one extraction: text, the place of each page in it, and what was noticed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongwen.messages import record
from gongwen.model import FileState, Remark
from ingest.extraction import Extraction, MetadataValue, PageText
from ingest.readers.page_furniture import without_furniture
from ingest.readers.page_layout import Line, compose
from ingest.readers.picture import needs_ocr

_SHOWN = 20  # page numbers named in one remark


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page; ``method`` is ``none`` where it has no usable text and must be recognised."""

    lines: Sequence[Line]
    method: str  # text_layer, rebuilt, none


def made_of(pages: Sequence[Page], reader: str, *, metadata: tuple[MetadataValue, ...] = ()) -> Extraction:
    """Return what the pages say together; ``needs_ocr`` where none of them has text and some must be recognised."""
    if any(page.method == "none" for page in pages) and not any(page.lines for page in pages):
        return needs_ocr(reader, len(pages))
    kept, dropped = without_furniture([page.lines for page in pages])
    text, spans = compose(kept)
    texts = tuple(
        PageText(number, page.method, start, end)
        for number, (page, (start, end)) in enumerate(zip(pages, spans, strict=True), start=1)
    )
    return Extraction(
        state=FileState.READ,
        reader=reader,
        text=text,
        pages=texts,
        page_count=len(pages),
        metadata=metadata,
        remarks=tuple(_remarks(pages, dropped)),
    )


def _remarks(pages: Sequence[Page], dropped: int) -> Iterator[Remark]:
    for method, code, severity in (("none", "pages_need_ocr", "warning"), ("rebuilt", "order_rebuilt", "notice")):
        numbers = [number for number, page in enumerate(pages, start=1) if page.method == method]
        if numbers:
            shown = ", ".join(map(str, numbers[:_SHOWN])) + ("…" if len(numbers) > _SHOWN else "")
            yield Remark(code, severity, record(f"ingest.{code}", pages=shown))
    if dropped:
        yield Remark("furniture", "notice", record("ingest.furniture", count=dropped))
