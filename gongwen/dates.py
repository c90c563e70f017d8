"""Dates as papers write them: where they stand in a text, which day they mean, and counting from day to day."""

import calendar
import re
from datetime import date, timedelta

from gongwen.model import DateMention
from gongwen.numerals import read_numeral
from gongwen.text import fold

_N = "0-9〇零一二三四五六七八九十廿卅元"
_DATE = re.compile(
    rf"(?P<y>[{_N}oOОΟ]{{4}})\s*年\s*(?P<m>[{_N}]{{1,3}})\s*月\s*(?P<d>[{_N}]{{1,4}})\s*日"
    r"|(?P<y2>(?:19|20)\d\d)[-./](?P<m2>\d{1,2})[-./](?P<d2>\d{1,2})(?!\d)"
)


def find_dates(text: str) -> list[DateMention]:
    """Return every date in the text, in order, with spans into the text."""
    folded = fold(text)
    found = []
    for match in _DATE.finditer(folded.text):
        parts = [match[a] or match[b] for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2"))]
        parts[0] = re.sub("[oOОΟ]", "0", parts[0])
        numbers = [1 if part == "元" else read_numeral(part) for part in parts]
        left, right = folded.original(match.start(), match.end())
        found.append(DateMention(_day(numbers), text[left:right], left, right, "full"))
    return found


def parse_date(text: str) -> DateMention | None:
    """Return the date that a field holds, or None."""
    dates = find_dates(text)
    if dates:
        return dates[0]
    compact = re.fullmatch(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*", text)
    if compact:
        return DateMention(_day([int(part) for part in compact.groups()]), text, 0, len(text), "compact")
    return None


def _day(parts: list[int | None]) -> date | None:
    try:
        year, month, day = (part or 0 for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, n: int) -> date:
    """Return the same day n months later, or the last day of that month where it has no such day."""
    months = day.year * 12 + day.month - 1 + n
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, n: int) -> date:
    """Return the same day n years later; 29 February becomes 28 February where the year has none."""
    return add_months(day, 12 * n)


def add_days(day: date, n: int) -> date:
    """Return the day n days later."""
    return day + timedelta(days=n)


def last_day_of_term(start: date, *, years: int = 0, months: int = 0, days: int = 0) -> date:
    """Return the last day of a term that begins on ``start``: the day before its anniversary."""
    return add_days(add_months(start, 12 * years + months), days - 1)
