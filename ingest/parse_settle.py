"""Witnesses → one document: chooses a value for each field, reads what follows from them, and says what is in doubt."""

from dataclasses import replace
from datetime import date

from gongwen.enclosures import absent_annexes, annex_names
from gongwen.issuer import region_of, rules_of_government
from gongwen.messages import record
from gongwen.model import CarrierClass, Remark, Title, Validity, Witness
from gongwen.number import parse_number
from gongwen.text import fold_key
from gongwen.title import ENCLOSING, draft_stage_in, draft_stage_of, genre_of_number, parse_title
from gongwen.title_numbers import bracketed_number
from gongwen.validity import find_validity
from ingest.parse_carrier import Carrier
from ingest.parse_class import classify
from ingest.parse_parts import Anatomy
from ingest.parse_witnesses import (
    Witnesses,
    add_issuers,
    add_number,
    borrow_issuer,
    doubt_filled_in,
    home_region,
    settle_issuers,
)
from ingest.parsed import ParsedDocument
from ingest.working_days import after_working_days

_SOURCE = 0.6  # how far the page's 来源 is believed: who put it up is often not who issued it


def settle(anatomy: Anatomy, witnesses: Witnesses, carrier: Carrier) -> ParsedDocument:
    """Choose one value of each field; offsets, fields and remarks are left to the caller."""
    title, told_by = _title(anatomy, witnesses)
    parsed = parse_title(title)
    if parsed.issuer and told_by not in (Witness.BODY, Witness.FILENAME):  # these two have borne witness already
        add_issuers(witnesses, parsed.issuer.split("、"), told_by, rule="title", confidence=0.95)
    if title and told_by is not Witness.FILENAME and (number := bracketed_number(witnesses.of("title")[0].raw)):
        add_number(witnesses, replace(number, confidence=0.8), told_by, rule="title_bracket")
    if not any(value.confidence > _SOURCE for value in witnesses.of("issuer")) and (
        organ := rules_of_government(title)
    ):
        add_issuers(witnesses, (organ,), told_by, rule="title_rules", confidence=0.7)
    home = home_region(witnesses, {"site": carrier.first("site")})
    issuer, others = settle_issuers(witnesses, home)
    borrow_issuer(witnesses, carrier.values("document_number"), issuer, parsed.doc_genre)
    carrier_class, normativity = classify(anatomy, witnesses, carrier, parsed, issuer)
    doubt_filled_in(witnesses, anatomy.text)
    if carrier_class == CarrierClass.OFFICIAL:  # drafts, interpretations and news speak of another paper's term
        written, published = day_of(witnesses, "date_written"), day_of(witnesses, "date_published")
        validity = find_validity(
            anatomy.text, date_written=written, date_published=published, working_days=after_working_days
        )
        add_validity(witnesses, validity)
    _doubts(witnesses, anatomy, parsed)
    witnesses.quote(anatomy.text)
    document = ParsedDocument(
        part=0,
        parent=None,
        text=anatomy.text,
        offset=0,
        end=len(anatomy.text),
        title=title,
        title_core=parsed.core,
        edition_mark=parsed.edition_mark,
        draft_stage=draft_stage_of(parsed.edition_mark) or draft_stage_in(title),
        issuer=issuer,
        co_issuers=others,
        region=region_of(issuer) or home,
        instrument_form=parsed.instrument_form,
        carrier=carrier.kind(),
        carrier_class=carrier_class,
        normativity=normativity,
        shown_status=witnesses.taken("shown_status") or parsed.status_tag,
    )
    return _dated(_numbered(document, witnesses, parsed), witnesses)


def _numbered(document: ParsedDocument, witnesses: Witnesses, parsed: Title) -> ParsedDocument:
    canonical = witnesses.taken("document_number")
    number = parse_number(canonical) if canonical else None
    return replace(
        document,
        document_number=canonical,
        agency_code=number.agency_code if number else "",
        number_year=number.year if number else None,
        number_serial=number.serial if number else None,
        registration_number=witnesses.taken("registration_number"),
        index_number=witnesses.taken("index_number"),
        disclosure_attribute=witnesses.taken("disclosure_attribute"),
        doc_genre=parsed.doc_genre or genre_of_number(number.agency_code if number else ""),
    )


def _dated(document: ParsedDocument, witnesses: Witnesses) -> ParsedDocument:
    """Take the days; the year is that of the number, else of the writing, never of the web (contract: ``year``)."""
    written = day_of(witnesses, "date_written")
    return replace(
        document,
        date_written=written,
        date_printed=day_of(witnesses, "date_printed"),
        date_adopted=day_of(witnesses, "date_adopted"),
        date_published=day_of(witnesses, "date_published"),
        date_in_force=day_of(witnesses, "date_in_force"),
        validity_end=day_of(witnesses, "validity_end"),
        year=document.number_year or (written.year if written else None),
    )


def day_of(witnesses: Witnesses, name: str) -> date | None:
    """Return the chosen value of a field that is a day."""
    value = witnesses.taken(name)
    return date.fromisoformat(value) if value else None


def _title(anatomy: Anatomy, witnesses: Witnesses) -> tuple[str, Witness]:
    """Return the chosen title and who gives it; what is missing or differs is remarked."""
    values = witnesses.of("title")
    if not values:
        witnesses.remark("title_missing", "warning")
        return "", Witness.BODY
    if values[0].witness is Witness.FILENAME:
        witnesses.remark("title_from_filename", "notice", evidence=values[0].value)
    page = next((value for value in values if value.witness in (Witness.PAGE_TABLE, Witness.META)), None)
    if values[0].witness is Witness.BODY and page and not _alike(values[0].value, page.value):
        witnesses.remark("title_differs", "notice", evidence=f"{values[0].value} | {page.value}")
    return values[0].value, values[0].witness


def _alike(left: str, right: str) -> bool:
    one, other = fold_key(left), fold_key(right)
    return one in other or other in one


def add_validity(witnesses: Witnesses, validity: Validity) -> None:
    """Gather when the text says that it comes into force and ends."""
    if validity.date_in_force:
        witnesses.add(
            "date_in_force",
            Witness.BODY,
            validity.date_in_force.isoformat(),
            rule=validity.in_force_rule or "in_force",
            span=validity.in_force_span,
        )
    if validity.validity_end:
        witnesses.add(
            "validity_end",
            Witness.BODY,
            validity.validity_end.isoformat(),
            rule=validity.end_rule or "term",
            span=validity.end_span,
            confidence=0.7 if validity.soft else 1.0,
        )
    for doubt in validity.doubts:
        kind, _, what = doubt.partition(": ")
        witnesses.remarks.append(Remark("validity_doubt", "notice", record(f"parse.doubt_{kind}", what=what), doubt))


def _doubts(witnesses: Witnesses, anatomy: Anatomy, parsed: Title) -> None:
    """Say where witnesses that count disagree and what is not there."""
    if not anatomy.text.strip():
        witnesses.remark("empty_text", "warning")
        return
    if not witnesses.of("issuer"):
        witnesses.remark("issuer_missing", "notice")
    if not witnesses.of("date_written"):
        witnesses.remark("date_missing", "notice")
    for name, code in (("date_written", "date_differs"), ("document_number", "number_differs")):
        values = witnesses.of(name)
        page = next((value for value in values if value.witness is Witness.PAGE_TABLE), None)
        if page and values[0].value != page.value and values[0].witness in _TEXT:
            witnesses.remark(code, "notice", body=values[0].value, page=page.value, evidence=values[0].raw)
    for name in ("document_number", "date_written"):
        values = witnesses.of(name)
        if values and values[0].rule.endswith(".mended"):
            witnesses.remark(
                "misread_mended", "notice", raw=values[0].raw, value=values[0].value, evidence=values[0].raw
            )
    written, published = day_of(witnesses, "date_written"), day_of(witnesses, "date_published")
    chosen = witnesses.of("date_written")
    if written and published and written > published and chosen[0].witness is not Witness.NOTE:
        witnesses.remark(
            "written_after_published", "warning", written=written.isoformat(), published=published.isoformat()
        )
    _missing_parts(witnesses, anatomy, parsed)


_TEXT = (Witness.BODY, Witness.MASTHEAD, Witness.SIGNATURE_BLOCK, Witness.NOTE)


def _missing_parts(witnesses: Witnesses, anatomy: Anatomy, parsed: Title) -> None:
    names = annex_names(anatomy.lines, anatomy.head.body, len(anatomy.lines))
    if absent := absent_annexes(names, anatomy.lines, anatomy.parts):
        witnesses.remark("annex_missing", "warning", names="、".join(absent)[:200], evidence="、".join(absent)[:200])
    elif parsed.wrapper in ENCLOSING and not anatomy.parts and anatomy.text.strip() and len(anatomy.text) < 1000:
        names = parsed.enclosed
        witnesses.remark("enclosed_missing", "warning", names="、".join(names)[:200], evidence="、".join(names)[:200])
