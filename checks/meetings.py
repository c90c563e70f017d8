"""One catalogue entry and one document laid side by side: what agrees, what differs, how much speaks for it.

What follows from it is decided in ``checks.matches``.
"""

from dataclasses import dataclass
from enum import StrEnum

from checks.papers import Likeness, Paper, compare_titles, numbers_agree
from gongwen.messages import record

_TURN_OF_THE_YEAR = 1  # a paper may be numbered in one year and dated in the next


class Numbers(StrEnum):
    """How the numbers of an entry and a document stand to each other."""

    SAME = "same"
    DIFFER = "differ"
    ENTRY_ONLY = "entry_only"
    DOCUMENT_ONLY = "document_only"
    NONE = "none"


class Dates(StrEnum):
    """How the dates stand to each other."""

    SAME = "same"
    SAME_YEAR = "same_year"
    OTHER_YEAR = "other_year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One entry and one document laid side by side."""

    entry: Paper
    document: Paper
    numbers: Numbers
    titles: Likeness
    dates: Dates

    @property
    def score(self) -> float:
        """How much speaks for it, 0 to 1: number 0.5, title 0.4, date 0.1."""
        titles = {
            Likeness.SAME: 0.4,
            Likeness.OTHER_LEAD: 0.4,
            Likeness.ENCLOSED: 0.3,
            Likeness.SLIP: 0.3,
            Likeness.NEAR: 0.2,
        }
        number = {Numbers.SAME: 0.5, Numbers.NONE: 0.25, Numbers.ENTRY_ONLY: 0.2, Numbers.DOCUMENT_ONLY: 0.2}
        dates = {Dates.SAME: 0.1, Dates.UNKNOWN: 0.05}
        return round(number.get(self.numbers, 0.0) + titles.get(self.titles, 0.0) + dates.get(self.dates, 0.0), 2)

    @property
    def differences(self) -> list[str]:
        """What does not agree, in words."""
        entry, document = self.entry, self.document
        found = []
        if self.titles not in (Likeness.SAME, Likeness.UNKNOWN) or not document.shown_title:
            found.append(("title", entry.shown_title, document.shown_title))
        if self.numbers is Numbers.DIFFER:
            found.append(("number", entry.shown_number, document.shown_number))
        if self.numbers is Numbers.ENTRY_ONLY:
            found.append(("number_unseen", entry.shown_number, ""))
        if self.dates in (Dates.SAME_YEAR, Dates.OTHER_YEAR) and entry.written and document.written:
            found.append(("date", str(entry.written), str(document.written)))
        return [record(f"catalogue.difference_{what}", entry=left, document=right) for what, left, right in found]


def meet(entry: Paper, document: Paper) -> Meeting:
    """Lay an entry and a document side by side."""
    return Meeting(entry, document, _numbers(entry, document), compare_titles(entry, document), _dates(entry, document))


def _numbers(entry: Paper, document: Paper) -> Numbers:
    if numbers_agree(entry, document):
        return Numbers.SAME
    if entry.numbers and document.numbers:
        return Numbers.DIFFER
    if entry.numbers:
        return Numbers.ENTRY_ONLY
    return Numbers.DOCUMENT_ONLY if document.numbers else Numbers.NONE


def _dates(entry: Paper, document: Paper) -> Dates:
    if entry.written is None or document.written is None:
        years_known = entry.year is not None and document.year is not None
        apart = years_known and abs((entry.year or 0) - (document.year or 0)) > _TURN_OF_THE_YEAR
        return Dates.OTHER_YEAR if apart else Dates.UNKNOWN
    if entry.written == document.written:
        return Dates.SAME
    return Dates.SAME_YEAR if entry.written.year == document.written.year else Dates.OTHER_YEAR
