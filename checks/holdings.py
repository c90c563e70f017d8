"""Documents as grouping sees them: their titles taken apart and what a copy of one cannot differ in.

Nothing is grouped here.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

import polars as pl

from checks.assembly import Traits
from gongwen.likeness import TitleKey, is_serial_number, title_key
from gongwen.model import CarrierClass

_COLUMNS: dict[str, pl.DataType] = {
    "doc_id": pl.String(),
    "path": pl.String(),
    "part": pl.Int64(),
    "parent_doc_id": pl.String(),
    "title": pl.String(),
    "document_number": pl.String(),
    "agency_code": pl.String(),
    "number_year": pl.Int64(),
    "number_serial": pl.Int64(),
    "issuer": pl.String(),
    "region": pl.String(),
    "date_written": pl.Date(),
    "date_adopted": pl.Date(),
    "date_in_force": pl.Date(),
    "year": pl.Int64(),
    "carrier": pl.String(),
    "carrier_class": pl.String(),
    "normativity": pl.String(),
    "text": pl.String(),
}
_NOT_LAW = frozenset({CarrierClass.NEWS, CarrierClass.CATALOGUE, CarrierClass.OTHER})


@dataclass(frozen=True, slots=True)
class Holding:
    """One document."""

    doc_id: str
    path: str
    part: int
    parent: str
    title: str
    key: TitleKey
    number: str
    number_key: tuple[str, int | None, int | None] | None
    issuer: str
    region: str
    day: date | None  # adopted or written, else in force
    year: int | None
    carrier: str
    carrier_class: str
    normativity: str
    chars: int
    unfit: bool = False  # glossed, masked, rewritten: no text of record where there is another

    @property
    def traits(self) -> Traits:
        """What no copy of it can differ in; the title of one that is unfit may be disguised and says nothing."""
        number = self.number_key if is_serial_number(self.number) else None
        if self.unfit:
            return Traits(number=number)
        return Traits(
            number=number,
            place=self.key.place,
            stem=self.key.stem,
            numerals=self.key.numerals,
        )

    @property
    def alone(self) -> bool:
        """Whether it is an instrument even where no other document carries it; news or a reading is not."""
        if self.carrier_class == CarrierClass.INTERPRETATION:
            return False
        return self.carrier_class not in _NOT_LAW or bool(self.number)


def holdings(documents: pl.DataFrame, unfit: Set[str] = frozenset()) -> dict[str, Holding]:
    """Return the documents by their ids, in order; ``unfit`` are those, and what they enclose, that are no record."""
    missing = [pl.lit(None, dtype=kind).alias(name) for name, kind in _COLUMNS.items() if name not in documents.columns]
    rows = documents.with_columns(missing).select(*_COLUMNS).with_columns(pl.col("text").str.len_chars())
    return {row["doc_id"]: _holding(row, unfit) for row in rows.sort("doc_id").iter_rows(named=True)}


def roots(held: dict[str, Holding]) -> Iterable[Holding]:
    """Return the documents that stand by themselves."""
    return (one for one in held.values() if one.parent not in held)


def _holding(row: dict[str, object], unfit: Set[str]) -> Holding:
    words = {name: str(row[name] or "") for name in _COLUMNS if _COLUMNS[name] == pl.String}
    days = [day for name in ("date_adopted", "date_written", "date_in_force") if isinstance(day := row[name], date)]
    year, serial, own = (
        value if isinstance(value, int) else None for value in (row["number_year"], row["number_serial"], row["year"])
    )
    return Holding(
        doc_id=words["doc_id"],
        path=words["path"],
        part=int(str(row["part"] or 0)),
        parent=words["parent_doc_id"],
        title=words["title"],
        key=title_key(words["title"]),
        number=words["document_number"],
        number_key=(words["agency_code"], year, serial) if words["agency_code"] and serial is not None else None,
        issuer=words["issuer"],
        region=words["region"],
        day=days[0] if days else None,
        year=own,
        carrier=words["carrier"],
        carrier_class=words["carrier_class"],
        normativity=words["normativity"],
        chars=int(str(row["text"] or 0)),
        unfit=bool(unfit & {row["doc_id"], row["parent_doc_id"]}),
    )
