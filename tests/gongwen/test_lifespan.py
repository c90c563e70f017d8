"""What words say about time: renewals, suspensions, trials; each row with its reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.lifespan import (
    Renewal,
    after,
    is_trial_term,
    later,
    length_of,
    read_renewal,
    read_stretch,
    read_suspension_end,
    says_none_continue,
    says_resumed,
)
from gongwen.rules import Term
from gongwen.years import year_ranges

RENEWALS = [
    ("《甲办法》有效期延长至2023年12月31日。", Renewal(last_day=date(2023, 12, 31)), "to a day"),
    ("有效期由2020年12月31日延长至2023年12月31日", Renewal(last_day=date(2023, 12, 31)), "from one day to another"),
    ("《甲办法》继续执行至2022年6月30日", Renewal(last_day=date(2022, 6, 30)), "without the word 有效期"),
    ("有效期调整为2022年6月30日", Renewal(last_day=date(2022, 6, 30)), "set to a day"),
    ("《甲办法》有效期延长两年", Renewal(added=Term(years=2)), "by a length, in Chinese numerals"),
    ("施行期限延长6个月", Renewal(added=Term(months=6)), "by months"),
    ("延长有效期3年", Renewal(added=Term(years=3)), "verb first"),
    ("继续有效，有效期3年", Renewal(term=Term(years=3)), "a new term"),
    ("继续有效，有效期自本通知公布之日起重新计算", Renewal(restarts=True), "the old length again"),
    ("继续有效的文件，有效期自该规范性文件发布之日起计算", Renewal(), "counted from the original: nothing new"),
    ("1.甲办法（青政发〔2015〕9号）", Renewal(), "a row of a list says nothing"),
    ("2015年3月1日印发的《甲办法》继续有效", Renewal(), "the day of the target is not a last day"),
    ("有效期延長至２０２３年１２月３１日", Renewal(last_day=date(2023, 12, 31)), "other script and width"),
]


@pytest.mark.parametrize(("words", "expected", "why"), RENEWALS, ids=[row[2] for row in RENEWALS])
def test_renewals(words: str, expected: Renewal, why: str) -> None:
    assert read_renewal(words) == expected


def test_a_suspension_and_its_last_day() -> None:
    start = date(2020, 2, 10)
    assert read_stretch("自2020年2月10日至2020年6月30日，暂停执行《甲办法》") == (start, date(2020, 6, 30))
    assert read_stretch("2020年2月10日起至2020年6月30日止暂停") == (start, date(2020, 6, 30))
    assert read_stretch("2020年2月10日，2020年6月30日") is None
    assert read_suspension_end("暂停执行至2020年6月30日", start) == date(2020, 6, 30)
    assert read_suspension_end("暂停执行《甲办法》6个月", start) == date(2020, 8, 9)
    assert read_suspension_end("暂停执行，恢复时间另行通知", start) is None
    assert says_resumed("自2020年9月15日起，恢复执行《甲办法》")
    assert not says_resumed("《甲办法》继续有效")


@pytest.mark.parametrize(
    ("words", "expected"),
    [("本意见试行期一年", True), ("试行期限2年", True), ("有效期5年", False), ("有效期至2020年1月1日", False)],
)
def test_trial_terms(words: str, expected: bool) -> None:
    assert is_trial_term(words) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("公布继续有效文件0件", True),
        ("继续有效零件", True),
        ("继续有效的行政规范性文件共0件", True),
        ("公布继续有效文件10件", False),
        ("继续有效20件", False),
    ],
)
def test_an_empty_list_is_said_in_so_many_words(words: str, expected: bool) -> None:
    assert says_none_continue(words) is expected


def test_the_last_day_is_the_day_before_the_anniversary() -> None:
    assert after(date(2016, 7, 1), Term(years=5)) == date(2021, 6, 30)
    assert later(date(2020, 12, 31), Term(years=2)) == date(2022, 12, 31)
    assert later(date(2020, 2, 29), Term(years=1)) == date(2021, 2, 28)


@given(first=st.dates(date(1990, 1, 1), date(2040, 1, 1)), years=st.integers(0, 20), months=st.integers(0, 11))
def test_a_length_measured_is_the_length_given(first: date, years: int, months: int) -> None:
    term = Term(years=years, months=months, days=1)
    last = after(first, term)
    assert last >= first
    assert after(first, length_of(first, last)) == last


def test_years_that_follow_one_another_are_a_range() -> None:
    assert year_ranges([]) == ""
    assert year_ranges([2013, 2006, 2008, 2007, 2007]) == "2006—2008、2013"
