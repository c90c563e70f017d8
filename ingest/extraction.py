"""What a reader makes of a file: its text, its pages and what the carrier says about it. No meaning yet."""

from dataclasses import dataclass
from typing import NamedTuple

from gongwen.model import FileState, Remark, Witness


class PageText(NamedTuple):  # sent by the thousand from process to process: a tuple takes a fifth of the time
    """How one page or sheet was read, and where its text stands in ``Extraction.text``."""

    page: int  # from 1
    method: str  # text_layer, rebuilt, ocr, none
    start: int
    end: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MetadataValue:
    """One thing that the carrier says about its paper: a row of a page table, a <meta> tag, a property of the file."""

    witness: Witness
    key: str  # as the carrier names it: 发文字号, ArticleTitle, …
    value: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The outcome of reading one file. ``text`` is as read: nothing mended, nothing cut but markup and furniture."""

    state: FileState
    reader: str
    format: str = ""  # set where the reader knows better than the sniffer
    text: str = ""
    pages: tuple[PageText, ...] = ()
    page_count: int | None = None
    metadata: tuple[MetadataValue, ...] = ()
    remarks: tuple[Remark, ...] = ()
    problem: str = ""
    advice: str = ""


LINK = "attached"  # the key under which a page's links to files are told; the value is that of ``Link``


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page to a file: as the page says it, and whether it calls the file an annex."""

    label: str
    address: str
    is_annex: bool = False

    def told(self) -> MetadataValue:
        """Return the link as what the carrier says."""
        return MetadataValue(
            Witness.META, LINK, "\t".join(("annex" if self.is_annex else "", self.label, self.address))
        )

    @classmethod
    def of(cls, value: MetadataValue) -> "Link":
        """Return the link that the carrier told."""
        kind, label, address = value.value.split("\t", 2)
        return cls(label, address, kind == "annex")
