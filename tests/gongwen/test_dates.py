"""Dates: a table of texts and fields; every way of writing a day gives that day; counting on the calendar."""

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.dates import add_days, add_months, add_years, dates_in, find_dates, last_day_of_term, parse_date
from gongwen.model import DateMention
from gongwen.text import fold

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "dates.toml").read_text(encoding="utf-8"))["case"]
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31))
CHINESE = "〇一二三四五六七八九"


def shown(mention: DateMention, like: str) -> str:
    value = str(mention.value) if mention.value else "-"
    words = f"{value} · {mention.rule}" if " · " in like else value
    candidates = " ".join(str(day) for day in mention.candidates)
    return f"{words} [{candidates}]" if candidates else words


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_cases(case: dict) -> None:
    if "text" in case:
        found = find_dates(case["text"])
        assert all(case["text"][one.start : one.end] == one.raw for one in found)
    else:
        found = [one for one in [parse_date(case["field"])] if one]
    like = case["expect"] + [" · "] * len(found)
    assert [shown(one, expected) for one, expected in zip(found, like, strict=False)] == case["expect"]


def below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else CHINESE[tens] + "十") + (CHINESE[ones] if ones else "")


def ways_of_writing(day: date) -> list[str]:
    year = "".join(CHINESE[int(digit)] for digit in str(day.year))
    return [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{year}年{below_hundred(day.month)}月{below_hundred(day.day)}日",
        f"{year.replace('〇', '○')}年{day.month}月{below_hundred(day.day)}日",
        f"{day.isoformat()}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}",
    ]


@settings(max_examples=60)
@given(day=DAYS, before=st.sampled_from(["", "自", "（", "发布时间：", "青溪市人民政府\n", "第3页 "]))
def test_every_way_of_writing_gives_the_day(day: date, before: str) -> None:
    for written in ways_of_writing(day):
        found = find_dates(f"{before}{written}起施行")
        assert [one.value for one in found] == [day], written
        field = parse_date(written)
        assert field is not None and field.value == day, written


@settings(max_examples=200)
@given(st.text(alphabet="0123456789年月日〇二十一元Ol.-/ \n年月日", max_size=40))
def test_any_text_is_survived(text: str) -> None:
    found = find_dates(text)
    assert all(text[one.start : one.end] == one.raw for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(one.value is None or not one.candidates for one in found)
    parse_date(text)
    folded = fold(text).text
    again = find_dates(folded)
    assert dates_in(folded) == again, "what is folded need not be folded again"


def test_an_endless_line_takes_linear_time() -> None:
    for piece in ("二〇一", "2018.1.", "1 ", "年", "20", "月日"):
        assert find_dates(piece * (500_000 // len(piece))) == []


@pytest.mark.parametrize(
    ("start", "years", "months", "last", "why"),
    [
        ("2021-03-01", 3, 0, "2024-02-29", "the day before the anniversary, in a leap year"),
        ("2020-02-29", 1, 0, "2021-02-28", "no such day: the month's last day"),
        ("2020-02-29", 4, 0, "2024-02-28", "the day before the anniversary"),
        ("2021-08-31", 0, 6, "2022-02-28", "no such day: the month's last day"),
        ("2024-07-01", 0, 6, "2024-12-31", "a term of months"),
        ("2021-01-01", 5, 0, "2025-12-31", "the common case"),
    ],
)
def test_last_day_of_term(start: str, years: int, months: int, last: str, why: str) -> None:
    assert last_day_of_term(date.fromisoformat(start), years=years, months=months) == date.fromisoformat(last), why


def test_counting() -> None:
    assert add_days(date(2020, 2, 28), 2) == date(2020, 3, 1)
    assert add_months(date(2021, 1, 31), 1) == date(2021, 2, 28)
    assert add_months(date(2021, 3, 31), -13) == date(2020, 2, 29)
    assert add_years(date(2020, 2, 29), 1) == date(2021, 2, 28)
    assert last_day_of_term(date(2021, 3, 1), days=30) == date(2021, 3, 30)


@settings(max_examples=100)
@given(start=DAYS, months=st.integers(min_value=1, max_value=120))
def test_a_term_and_the_next_leave_no_day_out(start: date, months: int) -> None:
    following = last_day_of_term(start, months=months) + timedelta(days=1)
    anniversary = add_months(start, months)
    assert following in (anniversary, anniversary + timedelta(days=1))
    assert following.day in (start.day, 1)
