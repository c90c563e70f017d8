"""Catalogue entries and documents in one form, so that they can be compared: titles, numbers, dates, issuers.

Which entry is met by which document is decided in ``checks.matches``; nothing here decides.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl
from rapidfuzz.distance import Levenshtein

from gongwen.catalogue import numbers_cell
from gongwen.issuer import find_issuer, parse_issuers, same_organ
from gongwen.model import CarrierClass
from gongwen.number import key, parse_numbers
from gongwen.numerals import CHINESE_NUMERALS
from gongwen.text import fold_key
from gongwen.title import parse_title

_NOT_PAPERS = frozenset({CarrierClass.INTERPRETATION, CarrierClass.DRAFT, CarrierClass.NEWS, CarrierClass.CATALOGUE})
_NEAR = 0.6  # titles this alike, under one number, are one title written in two ways
_SLIP = 2  # characters that a copied title may be off where no number vouches for it
_NUMERAL = re.compile(rf"[0-9{CHINESE_NUMERALS}]")


class Likeness(StrEnum):
    """How two titles stand to each other."""

    SAME = "same"
    OTHER_LEAD = "other_lead"  # alike but for the way the organ in front is written
    ENCLOSED = "enclosed"  # one names the instrument that the other promulgates
    SLIP = "slip"  # a character or two apart, none of them a numeral
    NEAR = "near"
    OTHER = "other"
    UNKNOWN = "unknown"  # one side has no title


@dataclass(frozen=True, slots=True)
class TitleForm:
    """A title folded for comparison: whole, without the organ it begins with, and what it promulgates."""

    whole: str
    bare: str
    lead: tuple[str, ...]
    enclosed: str
    edition: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One side of a comparison: an entry, or a document (with what it inherits from the paper it is part of)."""

    id: str
    root: str
    instrument_id: str
    shown_title: str
    title: TitleForm
    shown_number: str
    numbers: frozenset[str]
    registered: frozenset[str]  # 统一编号: one paper's alone, whatever else is printed
    written: date | None
    issuers: tuple[str, ...]
    official: bool
    year: int | None

    @property
    def group(self) -> str:
        """What makes two documents one paper: their instrument, else the file part they stand in."""
        return self.instrument_id or self.root


def title_form(title: str) -> TitleForm:
    """Fold a title; status marks and a document number in brackets at its end are no part of it."""
    parsed = parse_title(title)
    lead = find_issuer(parsed.text)
    enclosed = parsed.enclosed if parsed.wrapper == "promulgate" and len(parsed.enclosed) == 1 else ("",)
    return TitleForm(
        whole=fold_key(parsed.text),
        bare=fold_key(parsed.text[lead.end :]) if lead else fold_key(parsed.text),
        lead=lead.names if lead else (),
        enclosed=fold_key(enclosed[0]),
        edition=parsed.edition_mark,
    )


def entry_paper(row: Mapping[str, object]) -> Paper:
    """Take a row of ``catalogue``; every number in its number cell counts."""
    shown = str(row["document_number"] or "")
    cell = numbers_cell(json.loads(str(row["raw"] or "{}")))
    numbers = frozenset(key(number) for number in parse_numbers(cell or shown) if number.agency_code)
    written = row["date_written"]
    assert written is None or isinstance(written, date)
    title, entry_id = str(row["title"] or ""), str(row["entry_id"])
    return Paper(
        id=entry_id,
        root=entry_id,
        instrument_id="",
        shown_title=title,
        title=title_form(title),
        shown_number=shown,
        numbers=numbers,
        registered=_registered(row.get("registration_number")),
        written=written,
        issuers=organs_in(str(row["issuer"] or "")),
        official=True,
        year=_year(numbers) or (written.year if written else None),
    )


def document_paper(row: Mapping[str, object], root: Mapping[str, object], instrument_id: str) -> Paper:
    """Take a row of ``documents``; a part without number, date or issuer of its own has those of its root."""
    shown = str(row["document_number"] or root["document_number"] or "")
    written = row["date_written"] or root["date_written"]
    assert written is None or isinstance(written, date)
    own = row if row["issuer"] else root
    co_issuers = own.get("co_issuers") or ()
    assert isinstance(co_issuers, Iterable)
    issuers = organs_in(str(own["issuer"] or "")) + tuple(str(one) for one in co_issuers)
    title = str(row["title"] or "")
    numbers = frozenset(key(number) for number in parse_numbers(shown) if number.agency_code)
    year = row["year"] or root["year"]
    return Paper(
        id=str(row["doc_id"]),
        root=str(root["doc_id"]),
        instrument_id=instrument_id,
        shown_title=title,
        title=title_form(title),
        shown_number=shown,
        numbers=numbers,
        registered=_registered(row.get("registration_number") or root.get("registration_number")),
        written=written,
        issuers=issuers,
        official=str(root["carrier_class"] or "") not in _NOT_PAPERS,
        year=int(str(year)) if year else _year(numbers) or (written.year if written else None),
    )


def held_papers(documents: pl.DataFrame, instrument_documents: pl.DataFrame) -> list[Paper]:
    """Return the documents in comparable form, each with its instrument and the root of the paper it is part of."""
    rows = {row["doc_id"]: row for row in documents.drop("text", strict=False).iter_rows(named=True)}
    instruments: dict[str, str] = {}
    if not instrument_documents.is_empty():
        ordered = instrument_documents.sort("doc_id", "instrument_id")
        for doc_id, instrument_id in ordered.select("doc_id", "instrument_id").iter_rows():
            instruments.setdefault(doc_id, instrument_id)
    return [document_paper(rows[doc_id], _root(rows, doc_id), instruments.get(doc_id, "")) for doc_id in sorted(rows)]


def _root(rows: Mapping[str, Mapping[str, object]], doc_id: str) -> Mapping[str, object]:
    row, seen = rows[doc_id], {doc_id}
    while (parent := row["parent_doc_id"]) in rows and parent not in seen:
        seen.add(str(parent))
        row = rows[str(parent)]
    return row


def organs_in(cell: str) -> tuple[str, ...]:
    """Return the organs that a cell names, or the cell as it is where they cannot be told apart."""
    return parse_issuers(cell) or ((cell,) if cell else ())


def compare_titles(entry: Paper, document: Paper) -> Likeness:
    """Tell how the titles stand to each other; an issuer in front of one of them only makes no difference."""
    left, right = entry.title, document.title
    if not left.whole or not right.whole:
        return Likeness.UNKNOWN
    if left.whole == right.whole:
        return Likeness.SAME
    if left.bare == right.bare and _leads_agree(entry, document):
        return Likeness.OTHER_LEAD if left.lead and right.lead else Likeness.SAME
    if _encloses(left, right) or _encloses(right, left):
        return Likeness.ENCLOSED
    apart = bool(left.lead and right.lead) and not _leads_agree(entry, document)  # another place's from one template
    slip = not apart and Levenshtein.distance(left.bare, right.bare, score_cutoff=_SLIP) <= _SLIP
    if slip and not _numerals_differ(left.bare, right.bare) and _editions_agree(left, right):
        return Likeness.SLIP
    alike = max(
        Levenshtein.normalized_similarity(left.whole, right.whole),
        Levenshtein.normalized_similarity(left.bare, right.bare),
    )
    return Likeness.NEAR if alike >= _NEAR else Likeness.OTHER


def numbers_agree(entry: Paper, document: Paper) -> bool:
    """Tell whether a number is shared; decrees of one organ agree whatever its name is shortened to."""
    if entry.numbers & document.numbers or entry.registered & document.registered:
        return True
    return any(_same_decree(left, right) for left in entry.numbers for right in document.numbers)


def _editions_agree(left: TitleForm, right: TitleForm) -> bool:
    """Tell whether two titles may be of one edition; a catalogue may leave （试行） out."""
    return left.edition == right.edition or "" in (left.edition, right.edition)


def _registered(shown: object) -> frozenset[str]:
    return frozenset({fold_key(str(shown))} - {""}) if shown else frozenset()


def _same_decree(left: str, right: str) -> bool:
    (code, *rest), (other, *other_rest) = left.split("|"), right.split("|")
    return not rest[0] and rest == other_rest and code[-1:] == other[-1:] and bool(code)


def _encloses(outer: TitleForm, inner: TitleForm) -> bool:
    return bool(outer.enclosed) and outer.enclosed in (inner.whole, inner.bare)


def _leads_agree(entry: Paper, document: Paper) -> bool:
    """Tell whether two titles that are alike but for the organ in front may both be one organ's."""
    left, right = entry.title.lead or entry.issuers, document.title.lead or document.issuers
    if not left or not right:
        return True
    return any(same_issuer(one, other) for one in left for other in right)


def same_issuer(left: str, right: str) -> bool:
    """Tell whether two names may be one organ's: equal, a shortened form, or one the other without its place."""
    one, other = fold_key(left), fold_key(right)
    return one == other or one.endswith(other) or other.endswith(one) or same_organ(left, right)


def _numerals_differ(left: str, right: str) -> bool:
    return _NUMERAL.findall(left) != _NUMERAL.findall(right)


def _year(numbers: frozenset[str]) -> int | None:
    years = sorted(int(year) for number in numbers if (year := number.split("|")[1]))
    return years[0] if years else None
