"""What single cells of a catalogue say: a document number, a registration number, a day."""

from datetime import date, timedelta

from gongwen.catalogue import number_after_title
from gongwen.dates import parse_date
from gongwen.number import parse_number
from gongwen.registration import find_registration_numbers

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(20000, 80000)  # 1954 to 2119: day numbers that lost their format


def number_in(cell: str, title: str) -> str:
    """Return the canonical number of the number cell, or where that is empty of the brackets that end the title."""
    number = parse_number(cell) if cell else number_after_title(title)
    return number.canonical if number is not None else ""


def day_in(cell: str) -> date | None:
    """Return the day that a cell gives, also one that lost its format and is a count of days."""
    if cell.isdecimal() and len(cell) == 5 and int(cell) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(cell))
    mention = parse_date(cell) if cell else None
    return mention.value if mention is not None else None


def registration_in(cell: str) -> str:
    """Return the registration number (统一编号) that a number cell holds in place of a document number, or ""."""
    return next((found.value for found in find_registration_numbers(cell)), "")
