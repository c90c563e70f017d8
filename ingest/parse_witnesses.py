"""Gathers what every witness says of a document's fields and chooses: first the body, then the page.

All witnesses are kept with their rule and place. Where two that count disagree, a remark says so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gongwen.closing import disclosure_of
from gongwen.dates import find_dates, parse_date
from gongwen.issuer import full_name, parse_issuers, region_of, same_organ, without_province
from gongwen.labels import field_of, field_of_meta, says_nothing
from gongwen.messages import record
from gongwen.model import DateMention, DocumentNumber, FieldValue, Remark, Witness
from gongwen.number import parse_numbers
from gongwen.personal import mask
from gongwen.pieces import is_bare_number
from gongwen.text import squeeze
from gongwen.validity_starts import counts_from_publication
from ingest.extraction import MetadataValue

_USUAL = frozenset({"bracketed", "decree", "enumerated", "full", "numeric"})  # ways of writing that need no word
RANK = {witness: place for place, witness in enumerate(Witness)}
_BLANKS_COUNT = frozenset({"title", "heading", "page_title", "issuer", "content_source"})  # blanks part organs there
_DATES = frozenset({"date_written", "date_published", "date_in_force", "date_printed", "validity_end"})


@dataclass(slots=True)
class Witnesses:
    """The values of one document's fields as they are gathered."""

    values: list[FieldValue] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(
        self,
        name: str,
        witness: Witness,
        value: str,
        *,
        raw: str = "",
        rule: str,
        span: tuple[int, int] | None = None,
        confidence: float = 1.0,
    ) -> None:
        """Keep one value; ``span`` is into the document's text."""
        start, end = span or (None, None)
        self.values.append(FieldValue(name, witness, value, raw or value, rule, start, end, None, confidence))

    def quote(self, text: str) -> None:
        """Let every value that has a place in the text show the words as they stand there."""
        self.values = [
            value if value.start is None or value.end is None else replace(value, raw=text[value.start : value.end])
            for value in self.values
        ]

    def of(self, name: str) -> list[FieldValue]:
        """Return what is known of one field, the strongest witness first, each witness in order."""
        known = [value for value in self.values if value.field == name and value.value]
        return sorted(known, key=lambda value: (value.confidence < 0.5, RANK[value.witness], -value.confidence))

    def taken(self, name: str) -> str:
        """Return the value that a field takes, or ""; a page's filler dates are never taken."""
        values = self.of(name)
        return values[0].value if values and values[0].confidence > 0.2 else ""

    def outrank(self, name: str, taken: FieldValue | None) -> None:
        """Let one value of a field be the one that is taken and marked as chosen."""
        self.values = [
            one if one.field != name or one is taken else replace(one, confidence=min(one.confidence, 0.45))
            for one in self.values
        ]

    def remark(self, code: str, severity: str, *, evidence: str = "", **values: object) -> None:
        """Keep one remark."""
        self.remarks.append(Remark(code, severity, record(f"parse.{code}", **values), evidence))

    def chosen(self) -> tuple[FieldValue, ...]:
        """Return all values, one of each field marked as chosen."""
        best = {name: self.of(name)[0] for name in {value.field for value in self.values} if self.of(name)}
        taken: set[str] = set()
        marked = []
        for value in self.values:
            choose = value.field in best and value is best[value.field] and value.field not in taken
            if choose:
                taken.add(value.field)
            marked.append(replace(value, chosen=choose))
        return tuple(marked)


def read_metadata(metadata: Iterable[MetadataValue]) -> list[tuple[str, MetadataValue]]:
    """Return the values that the carrier gives with the fields that their names mean."""
    read = []
    for value in metadata:
        name = field_of_meta(value.key) or field_of(value.key)
        if name and not says_nothing(value.value):
            masked = mask(value.value)[0]
            read.append((name, replace(value, value=masked if name in _BLANKS_COUNT else squeeze(masked))))
    return read


def add_metadata(witnesses: Witnesses, metadata: Sequence[tuple[str, MetadataValue]]) -> None:
    """Gather the page's values: dates, numbers, organs and codes are read, the others are taken as they are."""
    for name, value in metadata:
        if name in _DATES:
            _add_date(witnesses, name, value)
        elif name == "document_number":
            _add_number(witnesses, value)
        elif name in ("issuer", "content_source"):
            _add_issuer(witnesses, name, value)
        elif name in ("index_number", "registration_number", "shown_status"):
            witnesses.add(name, value.witness, squeeze(value.value), raw=value.value, rule=value.key)
        elif name == "disclosure_attribute" and (stated := disclosure_of(value.value)):
            witnesses.add(name, value.witness, stated, raw=value.value, rule=value.key)


def doubt_filled_in(witnesses: Witnesses, text: str) -> None:
    """Keep a page's day of coming into force as a mere witness where it only repeats the day of writing or posting.

    Systems fill that cell by themselves (domain §0.19); a day of its own has been entered by someone. Where the text
    counts something from its own publication, the day is no filling.
    """
    if counts_from_publication(text):
        return
    days = {value.value for value in witnesses.values if value.field in ("date_written", "date_published")}
    witnesses.values = [
        replace(value, confidence=0.2)
        if value.field == "date_in_force" and value.witness is Witness.PAGE_TABLE and value.value in days
        else value
        for value in witnesses.values
    ]


def _add_date(witnesses: Witnesses, name: str, value: MetadataValue) -> None:
    day = page_date(value.value)
    if day is None:
        return
    # A page's own dates of ending are often default fillers (domain §0.19): kept as witnesses, never taken.
    confidence = 0.2 if name == "validity_end" else 0.9 if value.witness is Witness.PAGE_TABLE else 0.8
    witnesses.add(name, value.witness, day.isoformat(), raw=value.value, rule=value.key, confidence=confidence)


def page_date(words: str) -> date | None:
    """Return the day that a page's field says, also where other words follow it."""
    mention = parse_date(words)
    if mention is None:
        mention = next(iter(find_dates(words)), None)
    return mention.value if mention else None


def _add_number(witnesses: Witnesses, value: MetadataValue) -> None:
    numbers = [number for number in parse_numbers(value.value) if number.agency_code]
    if not numbers:
        witnesses.remark("number_unread", "notice", raw=value.value[:40], evidence=value.value[:80])
    for number in numbers:
        add_number(witnesses, number, value.witness, rule=value.key)


def borrow_issuer(witnesses: Witnesses, told: Sequence[MetadataValue], issuer: str, genre: str) -> None:
    """Gather the number of an announcement of which the page gives year and serial only (2020年第15号).

    Such papers are counted by their organ and genre. Other papers' numbers have a code: a serial alone is no number.
    """
    if witnesses.of("document_number") or not issuer or genre not in _COUNTED_BY_GENRE:
        return
    for value in told:
        serial = squeeze(value.value)
        for number in parse_numbers(issuer + genre + serial) if is_bare_number(serial) else ():
            borrowed = replace(number, raw=value.value, confidence=min(number.confidence, 0.7))
            add_number(witnesses, borrowed, value.witness, rule=f"{value.key}.issuer_borrowed")
            witnesses.remarks = [
                one for one in witnesses.remarks if one.code != "number_unread" or one.evidence != value.value[:80]
            ]


_COUNTED_BY_GENRE = frozenset({"公告", "通告", "令"})


def add_number(
    witnesses: Witnesses, number: DocumentNumber, witness: Witness, *, rule: str, span: tuple[int, int] | None = None
) -> None:
    """Gather one number in its canonical form; an unusual or mended writing names its own rule."""
    named = rule if number.rule in _USUAL else f"number.{number.rule}"
    filed = _FILED.search(number.agency_code)
    witnesses.add(
        "document_number",
        witness,
        number.canonical,
        raw=number.raw,
        rule=named,
        span=span,
        confidence=min(number.confidence, 0.45) if filed else number.confidence,
    )


_FILED = re.compile(r"文备字?$")  # 渝文备〔2017〕1218号: under which a paper was put on file, beside its own number


def _add_issuer(witnesses: Witnesses, name: str, value: MetadataValue) -> None:
    organs = parse_issuers(value.value)
    if organs:
        confidence = 0.9 if name == "issuer" else 0.6
        add_issuers(witnesses, organs, value.witness, rule=value.key, raw=value.value, confidence=confidence)


def add_issuers(
    witnesses: Witnesses,
    organs: Sequence[str],
    witness: Witness,
    *,
    rule: str,
    raw: str = "",
    span: tuple[int, int] | None = None,
    confidence: float = 1.0,
) -> None:
    """Gather organs that issue together: the lead organ, and the others as one value with 、 between them."""
    witnesses.add("issuer", witness, organs[0], raw=raw, rule=rule, span=span, confidence=confidence)
    if len(organs) > 1:
        others = "、".join(organs[1:])
        witnesses.add("co_issuers", witness, others, raw=raw, rule=rule, span=span, confidence=confidence)


def add_date(witnesses: Witnesses, name: str, mention: DateMention, witness: Witness, *, rule: str) -> None:
    """Gather one date of the text; a damaged one becomes a remark with what it may mean."""
    if mention.value is None:
        candidates = "、".join(day.isoformat() for day in mention.candidates)
        told = record("parse.date_damaged", raw=mention.raw, candidates=candidates)
        told = told if candidates else record("parse.date_impossible", raw=mention.raw)
        witnesses.remarks.append(Remark("date_damaged", "warning", told, mention.raw))
        return
    witnesses.add(
        name,
        witness,
        mention.value.isoformat(),
        raw=mention.raw,
        rule=rule if mention.rule in _USUAL else f"date.{mention.rule}",
        span=(mention.start, mention.end),
        confidence=mention.confidence,
    )


def settle_issuers(witnesses: Witnesses, home: str) -> tuple[str, tuple[str, ...]]:
    """Return the lead organ and the others in full form; ``home`` is the place that a bare 市 in front of a name means.

    Where the lead organ is named with others in several places, the fullest list holds.
    """
    values = witnesses.of("issuer")
    if not values:
        return "", ()
    lead = values[0]
    beside_lead = [value for value in witnesses.of("co_issuers") if _goes_with(witnesses, value, lead, home)]
    others = max(beside_lead, key=lambda value: value.value.count("、"), default=None)  # of equals the first
    witnesses.outrank("co_issuers", others)
    names = tuple(full_name(name, home) for name in others.value.split("、")) if others else ()
    beside = [value.value for value in [*witnesses.of("title"), *values]]
    return without_province(full_name(lead.value, home), beside), names


def _goes_with(witnesses: Witnesses, others: FieldValue, lead: FieldValue, home: str) -> bool:
    first = next(
        (
            value
            for value in witnesses.values
            if value.field == "issuer" and value.rule == others.rule and value.witness == others.witness
        ),
        None,
    )
    return first is not None and same_organ(first.value, lead.value, region=home)


def home_region(witnesses: Witnesses, metadata: Mapping[str, str]) -> str:
    """Return the place of the issuing organs: the first that a name gives in full, else that of the site."""
    for value in witnesses.of("issuer"):
        if place := region_of(value.value):
            return place
    return region_of(metadata.get("site", ""))
