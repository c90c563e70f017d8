"""What is known of each instrument from its own carriers: who made it, when it begins, how long it says it lasts.

What other documents do to it is read in ``status_events``; nothing is judged here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from gongwen.likeness import TitleKey, title_key
from gongwen.messages import record
from gongwen.model import CarrierClass
from gongwen.power import Maker

DAWN = date(1949, 10, 1)  # where the life of an instrument of no known date is made to begin
REPOST = timedelta(days=366)  # a web date later than this after the making is a later posting, not the publication
_ROLES = {"text": 0, "annex": 1, "cover": 2, "copy": 3, "reprint": 4}
_PRIMARY = frozenset({"text", "annex", "cover"})
_FACTS = [
    "doc_id", "parent_doc_id", "issuer", "co_issuers", "region", "draft_stage", "carrier_class", "date_written",
    "date_printed", "date_adopted", "date_published", "date_in_force", "validity_end", "year", "title",
]  # fmt: skip
_CARRYING = ["instrument_id", "doc_id", "role", "is_text_of_record", "shown_status"]

JOINT = "；"  # between the numbers of one document

Row = Mapping[str, Any]
Name = tuple[str, tuple[int, ...], bool, bool]  # stem, numerals, supplement, forwarding


def name_of(title: TitleKey) -> Name:
    """Return what has to be equal for two titles to name one document, place, issuer and edition apart."""
    return title.stem, title.numerals, title.supplement, title.wrapper == "forward"


@dataclass(frozen=True, slots=True)
class Life:
    """One instrument, as its own carriers tell it. Days are None where no carrier names them."""

    instrument_id: str
    work_id: str
    title: str
    number: str
    maker: Maker
    normativity: str
    official: bool  # an issued document is held
    draft: bool  # what is held is a draft
    made: date | None
    published: date | None
    in_force: date | None
    stated_in_force: date | None  # what the text says: the first text's day, also in later texts of the work
    last_day: date | None  # of the stated term
    year: int | None
    documents: tuple[str, ...]
    shown: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def begins(self) -> date:
        """Return the first day of its life: when it was made, or took effect where that is earlier or alone known."""
        known = [day for day in (self.made, self.issued, self.in_force) if day]
        if known:
            return min(known)
        return date(self.year, 1, 1) if self.year else DAWN

    @property
    def issued(self) -> date | None:
        """Return the day it was published; the day it was made where no publication near to it is known."""
        if self.published and (self.made is None or self.made <= self.published <= self.made + REPOST):
            return self.published
        return self.made

    @property
    def starts(self) -> date | None:
        """Return its first day in force, None where nothing tells."""
        if self.in_force or self.issued:
            return self.in_force or self.made or self.issued
        return date(self.year + 1, 1, 1) if self.year else None

    @property
    def label(self) -> str:
        """Return how it is named in a message."""
        title = self.title or self.instrument_id
        quoted = title if "《" in title else f"《{title}》"
        return f"{quoted}（{self.number}）" if self.number else quoted

    @property
    def key(self) -> TitleKey:
        """Return its title taken apart."""
        return title_key(self.title)


def read_lives(
    *, instruments: pl.DataFrame, instrument_documents: pl.DataFrame, documents: pl.DataFrame
) -> dict[str, Life]:
    """Return the life of every instrument by its id, in the order of the ids."""
    facts = {row["doc_id"]: row for row in documents.select(_FACTS).iter_rows(named=True)}
    carriers: dict[str, list[tuple[Row, Row]]] = {}
    for link in instrument_documents.select(_CARRYING).iter_rows(named=True):
        if link["doc_id"] in facts:
            carriers.setdefault(link["instrument_id"], []).append((link, facts[link["doc_id"]]))
    for pairs in carriers.values():
        pairs.sort(key=_weight)
    rows = instruments.sort("instrument_id").iter_rows(named=True)
    return {row["instrument_id"]: _life(row, carriers.get(row["instrument_id"], [])) for row in rows}


def _weight(pair: tuple[Row, Row]) -> tuple[bool, int, bool, str]:
    """The carriers in the order in which they are believed: the text of record, what belongs to it, copies."""
    link, fact = pair
    return not link["is_text_of_record"], _ROLES.get(link["role"], 5), not _issued(fact), link["doc_id"]


def _issued(fact: Row) -> bool:
    return fact["carrier_class"] == CarrierClass.OFFICIAL and not fact["draft_stage"]


def _life(row: Row, carriers: Sequence[tuple[Row, Row]]) -> Life:
    facts = [fact for _, fact in carriers]
    own = [fact for link, fact in carriers if link["role"] in _PRIMARY or link["is_text_of_record"]] or facts
    made = _first(own + facts, "date_written", "date_adopted", "date_printed")
    in_force, in_force_question = _agreed(own, facts, "date_in_force", "status.in_force_days_differ")
    last_day, last_day_question = _agreed(own, facts, "validity_end", "status.last_days_differ")
    return Life(
        instrument_id=row["instrument_id"],
        work_id=row["work_id"] or row["instrument_id"],
        title=row["title"] or _first(facts, "title") or "",
        number=row["document_number"] or "",
        maker=_maker(row, facts),
        normativity=row["normativity"] or "needs_review",
        official=any(_issued(fact) for fact in facts),
        draft=any(fact["draft_stage"] or fact["carrier_class"] == CarrierClass.DRAFT for fact in facts),
        made=made,
        published=_published(facts, made),
        in_force=in_force,
        stated_in_force=in_force,
        last_day=last_day,
        year=row["year"] or _first(facts, "year"),
        documents=tuple(fact["doc_id"] for fact in facts),
        shown=tuple(sorted({link["shown_status"] for link, _ in carriers if link["shown_status"]})),
        questions=(*in_force_question, *last_day_question),
    )


def _first(facts: Iterable[Row], *columns: str) -> Any:
    """The first known value, column by column, carrier by carrier."""
    facts = list(facts)
    return next((fact[column] for column in columns for fact in facts if fact[column] is not None), None)


def _agreed(own: Sequence[Row], facts: Sequence[Row], column: str, message: str) -> tuple[Any, tuple[str, ...]]:
    """The day that the cover and the text name, the later where they differ, and the question that this leaves."""
    days = sorted({fact[column] for fact in own if fact[column] is not None})
    if not days:
        return _first(facts, column), ()
    asked = (record(message, days="、".join(day.isoformat() for day in days)),) if len(days) > 1 else ()
    return days[-1], asked


def _published(facts: Sequence[Row], made: date | None) -> date | None:
    days = [fact["date_published"] for fact in facts if fact["date_published"] is not None]
    return min((day for day in days if made is None or day >= made), default=None)


def _maker(row: Row, facts: Sequence[Row]) -> Maker:
    lead = row["issuer"] or _first(facts, "issuer") or ""
    others = [organ for fact in facts for organ in fact["co_issuers"] or ()]
    organs = tuple(dict.fromkeys(organ for organ in (lead, *others) if organ))
    named = title_key(row["title"] or "").place
    return Maker(organs, row["region"] or next((fact["region"] for fact in facts if fact["region"]), named))
