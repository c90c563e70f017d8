"""Working days: weekends, holidays, and weekends that are worked."""

from datetime import date

import pytest

from gongwen.validity import find_validity
from ingest.working_days import after_working_days


@pytest.mark.parametrize(
    ("day", "count", "after", "why"),
    [
        (date(2021, 9, 6), 1, date(2021, 9, 7), "an ordinary day"),
        (date(2021, 9, 10), 1, date(2021, 9, 13), "a weekend"),
        (date(2021, 9, 17), 1, date(2021, 9, 18), "a Saturday worked for 中秋"),
        (date(2021, 9, 30), 1, date(2021, 10, 8), "seven days of holiday"),
        (date(2021, 9, 30), 2, date(2021, 10, 9), "and the Saturday worked for them"),
        (date(2012, 9, 28), 1, date(2012, 9, 29), "2012 too"),
        (date(2021, 9, 6), 0, date(2021, 9, 6), "no day"),
        (date(2003, 6, 2), 20, None, "before the calendar begins"),
        (date(2150, 6, 2), 20, None, "holidays that nobody has set yet"),
    ],
)
def test_counting(day: date, count: int, after: date | None, why: str) -> None:
    assert after_working_days(day, count) == after, why


def test_a_delay_in_working_days_is_counted_and_left_open_where_it_cannot_be() -> None:
    text = "第九条　本办法自公布之日起20个工作日后施行。"
    read = find_validity(text, date_written=None, date_published=date(2021, 9, 15), working_days=after_working_days)
    assert read.date_in_force == date(2021, 10, 19) and not read.doubts
    unknown = find_validity(text, date_written=None, date_published=date(2003, 9, 15), working_days=after_working_days)
    assert unknown.date_in_force is None and unknown.doubts == ("working_days: 20",)
