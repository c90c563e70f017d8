"""When a document comes into force and how long it says it lasts: the clauses about itself, and nothing else's term.

The clauses are read in ``validity_starts`` and ``validity_terms``; here they are weighed and become days. What follows
for the status is decided elsewhere.
"""

from collections.abc import Callable
from datetime import date, timedelta

from gongwen.dates import last_day_of_term
from gongwen.flow import flow
from gongwen.model import Basis, Validity
from gongwen.validity_starts import Start, find_starts, is_announcement, published_in_heading
from gongwen.validity_terms import Term, find_terms

_LATEST_NEWS = timedelta(days=366)  # a page posted later than this after signing is a repost, no publication
_EARLIEST_NEWS = timedelta(days=-3)  # the web is sometimes quicker than the date under the signature


WorkingDays = Callable[[date, int], date | None]  # the day so many working days after another; None where not known


def find_validity(
    text: str, *, date_written: date | None, date_published: date | None, working_days: WorkingDays | None = None
) -> Validity:
    """Return what the text says of its own coming into force and its own term.

    A day counted from 公布之日 is the day printed in the heading, else that of the order of promulgation (规章制定程序
    条例 art. 30: the order bears that day), else ``date_published``; from 印发之日 ``date_written``. The last day is
    the day before the anniversary. Clauses that disagree, and parts with a day of their own, are doubts. Working days
    are counted by ``working_days``, the caller's calendar; without it, or in a year it does not know, they stay open.
    """
    reading = flow(text)
    starts = find_starts(reading.text)
    whole = [one for one in starts if one.rank > 0]
    terms = find_terms(reading.text, whole)
    term = terms[0] if terms else None
    chosen = max(whole, key=lambda one: (one.rank, -one.start), default=None) or _start_of_period(term)
    published = published_in_heading(reading.text) or _plausible(date_published, date_written)
    announced = is_announcement(reading.text)
    in_force = _day_of(chosen, whole, published, date_written, working_days, announced=announced) if chosen else None
    term = _longest(terms, in_force) or term
    return Validity(
        date_in_force=in_force,
        in_force_basis=chosen.basis if chosen else None,
        in_force_span=reading.original(chosen.start, chosen.end) if chosen else None,
        in_force_rule=chosen.rule if chosen else "",
        validity_end=_last_day(term, in_force),
        end_span=reading.original(term.start, term.end) if term else None,
        end_rule=term.rule if term else "",
        end_condition=term.condition if term else "",
        soft=bool(term and term.soft),
        doubts=(
            *_start_doubts(starts),
            *_working_doubts(chosen, in_force),
            *_unpublished_doubts(chosen, in_force, reading.text),
            *_term_doubts(terms, in_force),
        ),
    )


def _longest(terms: list[Term], in_force: date | None) -> Term | None:
    """Return the term that ends last where clauses disagree: nothing ends on a doubt."""
    ends = [(day, -place) for place, term in enumerate(terms) if (day := _last_day(term, in_force))]
    return terms[-max(ends)[1]] if ends else None


def _start_of_period(term: Term | None) -> Start | None:
    """A stated period (自…至…) also says from when, where nothing else does."""
    if term is None or term.first_day is None:
        return None
    return Start(Basis.DATE, term.first_day, term.start, term.end, "validity.period", 1)


def _plausible(published: date | None, written: date | None) -> date | None:
    if published and written and not (_EARLIEST_NEWS <= published - written <= _LATEST_NEWS):
        return None
    return published


def _day_of(
    chosen: Start,
    starts: list[Start],
    published: date | None,
    written: date | None,
    count: WorkingDays | None,
    *,
    announced: bool,
) -> date | None:
    if chosen.basis is Basis.DATE:
        return chosen.day
    ordered = {one.day for one in starts if one.day and one.rank in (1, 2)}
    if chosen.rank >= 2 and len(ordered) == 1:
        return ordered.pop()  # the order of promulgation names the day on which 公布之日 falls
    if chosen.adopted:
        return None
    # an order is dated on promulgation, an announcement on its publication
    ordered_on = written if announced or any(one.promulgated for one in starts) else None
    base = (
        written
        if chosen.basis is Basis.WRITTEN
        else (published or ordered_on if announced else ordered_on or published)
    )
    if base and chosen.working:
        return count(base, chosen.delay) if count else None
    return base + timedelta(days=chosen.delay) if base else None


def _last_day(term: Term | None, in_force: date | None) -> date | None:
    if term is None or term.condition:
        return None
    if term.last_day or in_force is None:
        return term.last_day
    return last_day_of_term(in_force, years=term.years, months=term.months, days=term.days)


def _working_doubts(chosen: Start | None, in_force: date | None) -> list[str]:
    return [f"working_days: {chosen.delay}"] if chosen and chosen.working and in_force is None else []


def _unpublished_doubts(chosen: Start | None, in_force: date | None, text: str) -> list[str]:
    """Say so where a paper counts from its publication and nothing tells when that was, as in most archives."""
    if chosen is None or chosen.basis is not Basis.PUBLISHED or chosen.working or in_force is not None:
        return []
    return [f"publication_unknown: {text[chosen.start : chosen.end]}"]


def _start_doubts(starts: list[Start]) -> list[str]:
    days = sorted({str(one.day) for one in starts if one.day and one.rank >= 2})
    parts = [f"in_force_part: {one.part} {one.day or ''}".rstrip() for one in starts if one.part]
    return ["in_force: " + "; ".join(days), *parts] if len(days) > 1 else parts


def _term_doubts(terms: list[Term], in_force: date | None) -> list[str]:
    days = sorted({str(day) for term in terms if (day := _last_day(term, in_force))})
    return ["validity_end: " + "; ".join(days)] if len(days) > 1 else []
