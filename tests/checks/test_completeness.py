"""Gaps in number series, estimates of totals, coverage by issuer and year, and the figures of the annual report."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.annual import annual_report
from checks.coverage import coverage, estimate, milestones
from checks.gaps import absurd_serials, gaps
from gongwen.number import parse_number
from gongwen.series import parse_registration, stage_of, tier_of

EMPTY = pl.DataFrame()


def papers(*numbers: str, issuer: str = "云溪市人民政府", region: str = "云溪市", **more: Any) -> pl.DataFrame:
    rows = []
    for place, written in enumerate(numbers):
        number = parse_number(written)
        rows.append(
            {
                "doc_id": f"{issuer}{place}",
                "parent_doc_id": None,
                "title": "关于加强河道管理的通知",
                "region": region,
                "issuer": issuer,
                "agency_code": number.agency_code if number else None,
                "number_year": number.year if number else None,
                "number_serial": number.serial if number else None,
                "registration_number": None if number else written,
                "year": number.year if number else None,
                "date_written": date(2018, 1, 1),
                "carrier_class": "official",
                "normativity": "normative",
            }
            | more
        )
    types: dict[str, Any] = dict.fromkeys(("parent_doc_id", "registration_number", "agency_code"), pl.String)
    return pl.DataFrame(
        rows, schema_overrides=types | {"number_year": pl.Int64, "number_serial": pl.Int64, "year": pl.Int64}
    )


def entries(*numbers: str, issuer: str = "云溪市人民政府", registered: Sequence[str] = ()) -> pl.DataFrame:
    cells = [(number, "") for number in numbers] + [("", number) for number in registered]
    rows = [
        {
            "entry_id": f"e{place}",
            "document_number": found.canonical if (found := parse_number(number)) else "",
            "registration_number": registration,
            "issuer": issuer,
            "date_written": None,
            "raw": json.dumps({"文号": number}, ensure_ascii=False),
        }
        for place, (number, registration) in enumerate(cells)
    ]
    return pl.DataFrame(rows, schema_overrides={"date_written": pl.Date})


def series(code: str, year: int, *serials: int) -> list[str]:
    return [f"{code}〔{year}〕{serial}号" for serial in serials]


def missing(found: pl.DataFrame) -> list[int]:
    return found.get_column("serial").to_list()


def test_every_number_up_to_the_highest_is_there_or_a_gap() -> None:
    found = gaps(papers(*series("云政发", 2018, 1, 3, 7)), entries(*series("云政发", 2018, 2, 9)), EMPTY)
    assert missing(found) == [4, 5, 6, 8]
    assert set(found.get_column("region")) == {"云溪市"}


def test_a_series_of_less_than_five_numbers_says_nothing() -> None:
    assert gaps(papers(*series("云政发", 2018, 1, 3, 5, 9)), EMPTY, EMPTY).is_empty()


def test_all_numbers_of_a_joint_paper_are_used_up() -> None:
    joint = "云政发〔2018〕2号、白政发〔2018〕11号"
    assert missing(gaps(EMPTY, entries(*series("云政发", 2018, 1, 3, 4, 5), joint), EMPTY)) == []


def test_two_places_may_share_a_code() -> None:
    one = papers(*series("云政发", 2018, 1, 2, 3, 4, 6))
    other = papers(*series("云政发", 2018, 1, 2, 3, 5, 6), issuer="云岭县人民政府", region="云岭县")
    found = gaps(pl.concat([one, other]), EMPTY, EMPTY)
    assert set(found.select("region", "serial").iter_rows()) == {("云溪市", 5), ("云岭县", 4)}


@pytest.mark.parametrize(
    ("code", "tier", "why"),
    [
        ("云政规", "error", "the normative series: every number is published"),
        ("云政办规", "error", "the same of the office"),
        ("云府规字", "error", "with 字"),
        ("云资规", "explain", "here 规 is 规划, the planning bureau"),
        ("云政发", "explain", "the government's series"),
        ("云政办发", "explain", "the office's series"),
        ("云政函", "statistic", "letters"),
        ("云政任", "statistic", "appointments"),
        ("云政办明电", "statistic", "telegrams"),
    ],
)
def test_tiers(code: str, tier: str, why: str) -> None:
    assert tier_of(code) == tier, why


def test_a_gap_in_the_register_is_an_error() -> None:
    register = [f"ZJXC00-2018-000{serial}" for serial in (1, 2, 4, 5, 6)]
    found = gaps(papers(*register[:3]), entries(registered=register[3:]), EMPTY)
    assert list(found.select("agency_code", "serial", "tier").iter_rows()) == [("ZJXC00", 3, "error")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ZJXC00-2018-0003", ("ZJXC00", 2018, 3)),
        ("ＺＪＸＣ００－２０１８－０００３", ("ZJXC00", 2018, 3)),
        ("XYZD02—2024—0001", ("XYZD02", 2024, 1)),
        ("云政发〔2018〕3号", None),
        ("GB 3838-2002", None),
    ],
)
def test_registration_numbers(text: str, parts: tuple[str, int, int] | None) -> None:
    found = parse_registration(text)
    assert (None if found is None else (found.code, found.year, found.serial)) == parts


def test_who_mentions_a_missing_number_is_told() -> None:
    citations = pl.DataFrame(
        {"doc_id": ["b", "a", "a"], "document_number": ["云政发〔2018〕4号", "云政发〔2018〕4号", "云政发〔2018〕40号"]}
    )
    found = gaps(papers(*series("云政发", 2018, 1, 2, 3, 5, 6)), EMPTY, citations)
    mentioned = {row["serial"]: row["mentioned_by"] for row in found.iter_rows(named=True)}
    assert mentioned == {4: ["a", "b"], 40: ["a"]}  # 40 was cited; 7 to 39 are not concluded from that


def test_a_slip_of_the_pen_makes_no_gaps() -> None:
    held = papers(*series("云政发", 2018, 1, 2, 3, 4, 6, 90000))
    assert missing(gaps(held, EMPTY, EMPTY)) == [5]
    assert [remark.code for remark in absurd_serials(held, EMPTY)] == ["number_absurd_serial"]


def test_answers_of_the_archive_are_kept() -> None:
    held = papers(*series("云政发", 2018, 1, 2, 3, 5, 6))
    found = gaps(held, EMPTY, EMPTY, answers={"云溪市|云政发|2018|4": "作废"})
    assert found.get_column("answer").to_list() == ["作废"]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, 300), min_size=5, max_size=60))
def test_present_and_missing_make_the_whole(serials: set[int]) -> None:
    found = missing(gaps(papers(*series("云政发", 2018, *serials)), EMPTY, EMPTY))
    assert sorted([*found, *serials]) == list(range(1, max(serials) + 1))


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, 500), min_size=2, max_size=80))
def test_an_estimate_lies_in_its_band_and_above_what_is_known(serials: set[int]) -> None:
    found = estimate(serials)
    assert max(serials) <= found.low <= found.high
    assert found.low - 0.1 <= max(found.total, max(serials)) <= found.high + 0.1


def test_estimate_by_the_book() -> None:
    assert estimate([19, 40, 42, 60]).total == 74.0  # m(1 + 1/k) − 1 = 60 · 1.25 − 1


def test_coverage_counts_and_estimates() -> None:
    held = papers(*series("云政发", 2018, 1, 3, 5, 7, 9))
    listed = entries(*series("云政发", 2018, 1, 2, 3))
    matches = pl.DataFrame(
        {
            "entry_id": ["e0", "e1", "e2"],
            "doc_id": ["d", None, "d"],
            "verdict": ["held", "missing", "held_with_differences"],
        }
    )
    (row,) = coverage(held, listed, matches, instrument_documents=EMPTY).iter_rows(named=True)
    counts = {name: row[name] for name in ("held", "catalogued", "matched", "missing", "last_number", "milestone")}
    assert counts == {"held": 5, "catalogued": 3, "matched": 2, "missing": 1, "last_number": 9, "milestone": "2016起"}
    assert row["estimated_low"] <= row["estimated_total"] <= row["estimated_high"]


def test_an_entry_without_an_issuer_belongs_to_the_owner_of_its_code() -> None:
    held = papers(*series("云政发", 2018, 1))
    rows = coverage(held, entries("云政发〔2018〕2号", issuer=""), EMPTY, instrument_documents=EMPTY)
    assert rows.select("issuer", "held", "catalogued").rows() == [("云溪市人民政府", 1, 1)]


def test_parts_and_interpretations_are_not_counted_as_held() -> None:
    held = pl.concat(
        [
            papers("云政发〔2018〕1号"),
            papers("云政发〔2018〕1号", issuer="云溪市人民政府", doc_id="part", parent_doc_id="云溪市人民政府0"),
            papers("云政发〔2018〕1号", doc_id="reading", carrier_class="interpretation"),
        ]
    )
    assert coverage(held, EMPTY, EMPTY, instrument_documents=EMPTY).get_column("held").to_list() == [1]


@pytest.mark.parametrize(
    ("year", "stage"), [(2018, "2016起"), (2016, "2016起"), (2015, "2008起"), (2007, "2005起"), (2004, "")]
)
def test_stages_of_the_stocktaking(year: int, stage: str) -> None:
    assert stage_of(year) == stage


def test_milestones_show_what_is_open_and_who_signed() -> None:
    held = papers("云政发〔2018〕1号")
    matches = pl.DataFrame(
        {"entry_id": ["e0"], "doc_id": [None], "verdict": ["missing"]}, schema_overrides={"doc_id": pl.String}
    )
    signed = datetime(2021, 12, 1)
    decisions = pl.DataFrame(
        {
            "seq": [1],
            "subject_kind": ["milestone"],
            "subject_key": ["云溪市|云溪市人民政府|2018|read"],
            "actor": ["甲"],
            "decided_at": [signed],
        }
    )
    carried = pl.DataFrame({"instrument_id": ["i"], "doc_id": [held.item(0, "doc_id")]})
    found = milestones(held, entries("云政发〔2018〕2号"), matches, decisions, instrument_documents=carried)
    stages = {row["stage"]: row for row in found.iter_rows(named=True)}
    assert (stages["collected"]["count"], stages["collected"]["open"]) == (1, 1)
    assert (stages["reviewed"]["count"], stages["reviewed"]["open"]) == (0, 1)
    assert (stages["read"]["signed_by"], stages["read"]["signed_at"]) == ("甲", signed)
    assert stages["described"]["signed_by"] is None


def test_the_annual_figures_add_up() -> None:
    instruments = pl.DataFrame(
        {
            "instrument_id": ["a", "b", "c", "d"],
            "issuer": ["云溪市人民政府"] * 4,
            "year": [2018, 2019, 2021, 2021],
            "normativity": ["normative"] * 3 + ["not_normative"],
            "held": [True] * 4,
        }
    )
    statuses = pl.DataFrame(
        {
            "instrument_id": ["a", "b", "c", "d"],
            "status": ["repealed", "expired", "in_force", "in_force"],
            "since": [date(2022, 3, 1), date(2022, 6, 1), None, None],
        }
    )
    found = annual_report(instruments, statuses, as_of=date(2023, 2, 1))
    figures = {(row["year"], row["figure"], row["convention"]): row["computed"] for row in found.iter_rows(named=True)}
    assert figures[2021, "issued", "any"] == 1
    assert (figures[2022, "ended", "repealed_only"], figures[2022, "ended", "all_endings"]) == (1, 2)
    before, after = figures[2021, "in_force", "any"], figures[2022, "in_force", "any"]
    assert after == before + figures[2022, "issued", "any"] - figures[2022, "ended", "all_endings"]
    assert {row["form"] for row in found.iter_rows(named=True) if row["year"] == 2019} == {"国办公开办函〔2019〕60号"}
    assert max(year for year, _, _ in figures) == 2022  # a year that is not over has no report
