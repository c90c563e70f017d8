"""Validity: a table of clauses; disagreement between cover and enclosed text."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.dates import last_day_of_term
from gongwen.validity import find_validity

TABLE = tomllib.loads((Path(__file__).parent.parent / "cases" / "validity.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["why"])
def test_table(case: dict) -> None:
    read = find_validity(case["text"], date_written=case.get("written"), date_published=case.get("published"))
    found = {
        "in_force": read.date_in_force,
        "basis": str(read.in_force_basis) if read.in_force_basis else None,
        "end": read.validity_end,
        "condition": read.end_condition or None,
        "soft": read.soft or None,
    }
    assert {name: value for name, value in found.items() if value is not None} == case["expect"]
    assert list(read.doubts) == case.get("doubts", list(read.doubts))


def test_cover_and_enclosed_text_may_disagree() -> None:
    text = (
        "现将《青禾市停车办法》印发给你们，自2021年1月1日起施行。\n青禾市停车办法\n"
        "第一条 为了停车，制定本办法。\n第二条 本办法自2021年3月1日起施行，有效期3年。"
    )
    read = find_validity(text, date_written=None, date_published=None)
    assert read.date_in_force == date(2021, 3, 1)
    assert read.doubts == ("in_force: 2021-01-01; 2021-03-01",)


def test_the_span_bounds_the_clause() -> None:
    text = "第一条　甲。\n第二条　本办法自2021年3月\n1日起施行，有效期3年。"
    read = find_validity(text, date_written=None, date_published=None)
    assert read.in_force_span is not None
    assert "本办法" in text[slice(*read.in_force_span)]


@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(1990, 1, 1), date(2030, 12, 31)), years=st.integers(1, 20))
def test_a_term_ends_the_day_before_its_anniversary(day: date, years: int) -> None:
    text = f"本办法自{day.year}年{day.month}月{day.day}日起施行，有效期{years}年。"
    read = find_validity(text, date_written=None, date_published=None)
    assert read.date_in_force == day
    assert read.validity_end == last_day_of_term(day, years=years)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="本办法自公布之日起施行，有效期年至2021月1。；\n《》（）第一条", max_size=120))
def test_no_text_breaks_the_grammar(text: str) -> None:
    read = find_validity(text, date_written=None, date_published=None)
    if read.end_span is not None:
        assert 0 <= read.end_span[0] <= read.end_span[1] <= len(text)
