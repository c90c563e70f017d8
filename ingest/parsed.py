"""A document as parsed: what the published table ``documents`` says of it, with its witnesses and remarks."""

from dataclasses import dataclass
from datetime import date

from gongwen.model import FieldValue, Remark


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """One document found in a file. ``offset`` and ``end`` are places in the file's raw text.

    Spans of ``fields`` are offsets into ``text``. Empty strings and None stand for what no witness says.
    """

    part: int  # 0 for the root, 1 … for what it encloses, in order
    parent: int | None  # part of the document that encloses this one
    text: str
    offset: int
    end: int
    title: str = ""
    title_core: str = ""
    edition_mark: str = ""
    draft_stage: str = ""
    document_number: str = ""
    agency_code: str = ""
    number_year: int | None = None
    number_serial: int | None = None
    registration_number: str = ""
    index_number: str = ""
    issuer: str = ""
    co_issuers: tuple[str, ...] = ()
    region: str = ""
    doc_genre: str = ""
    instrument_form: str = ""
    date_written: date | None = None
    date_printed: date | None = None
    date_adopted: date | None = None
    date_published: date | None = None
    date_in_force: date | None = None
    validity_end: date | None = None
    year: int | None = None
    disclosure_attribute: str = ""
    carrier: str = ""
    carrier_class: str = ""
    normativity: str = ""
    shown_status: str = ""
    fields: tuple[FieldValue, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def chosen(self) -> tuple[FieldValue, ...]:
        """Return the witness of each field that the document takes."""
        return tuple(value for value in self.fields if value.chosen)
