"""Carrier classes and normativity: a table of papers; answers come with reasons; the table of rules itself."""

import csv
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from gongwen.model import CarrierClass, Normativity
from gongwen.normative import Seen, classify_carrier, classify_normativity, is_statute, may_be_city_rule

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "normativity.toml").read_text(encoding="utf-8"))["case"]


def seen(case: dict[str, object]) -> Seen:
    words = {key: str(value) for key, value in case.items() if key in Seen.__dataclass_fields__ and key != "has"}
    has = case.get("has", [])
    assert isinstance(has, list)
    return Seen(**words, has=frozenset(has))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_what_a_paper_is(case: dict[str, object]) -> None:
    carrier = classify_carrier(seen(case))
    assert carrier.value == case["carrier"], carrier.reasons
    answer = classify_normativity(seen(case), carrier.value)
    assert answer.value == case["normativity"], answer.reasons
    assert 0 <= answer.score <= 1 and 0 <= carrier.score <= 1
    assert answer.reasons or answer.value == Normativity.NEEDS_REVIEW


def test_nothing_known_is_nothing_claimed() -> None:
    assert classify_carrier(Seen()).value == CarrierClass.OTHER
    assert classify_normativity(Seen(), CarrierClass.OFFICIAL).value == Normativity.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("form", "number", "issuer", "level", "statute", "why"),
    [
        ("条例", "", "青溪市人民代表大会常务委员会", "city", True, "a regulation"),
        ("法", "", "全国人民代表大会", "central", True, "a law"),
        ("办法", "国务院令第12号", "国务院", "central", True, "a decree of the centre"),
        ("办法", "青溪省人民政府令第12号", "青溪省人民政府", "province", True, "a decree of a province"),
        (
            "办法",
            "青溪省商务厅令第12号",
            "青溪省商务厅",
            "province",
            False,
            "a department of a province makes no rules",
        ),
        ("办法", "青溪市人民政府令第12号", "青溪市人民政府", "city", False, "a city's power has a date: people decide"),
        ("办法", "青政发〔2012〕3号", "青溪市人民政府", "city", False, "no decree"),
    ],
)
def test_what_counts_as_a_statute(form: str, number: str, issuer: str, level: str, statute: bool, why: str) -> None:
    assert is_statute(form, number, issuer, level) is statute, why


@pytest.mark.parametrize(
    ("number", "issuer", "level", "year", "may", "why"),
    [
        ("青溪市人民政府令第12号", "青溪市人民政府", "city", 2018, True, "cities make rules from 2015 on"),
        ("青溪市人民政府令第2号", "青溪市人民政府", "city", 2009, False, "before, a city's decree was no rule"),
        ("青溪市人民政府令第2号", "青溪市人民政府", "city", None, True, "nobody knows when"),
        ("青溪市教育局令第2号", "青溪市教育局", "city", 2018, False, "departments of a city never"),
        ("青禾县人民政府令第2号", "青禾县人民政府", "county", 2018, False, "counties never"),
        ("青政发〔2018〕3号", "青溪市人民政府", "city", 2018, False, "no decree"),
    ],
)
def test_a_citys_decree_may_be_a_rule(
    number: str, issuer: str, level: str, year: int | None, may: bool, why: str
) -> None:
    assert may_be_city_rule(number, issuer, level, year) is may, why


def test_every_rule_has_a_source_and_a_pattern() -> None:
    with (files("gongwen") / "tables" / "normativity.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len({(row["kind"], row["rule"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["source"] and int(row["weight"]), row
        re.compile(row["pattern"])
        assert (row["value"] in set(CarrierClass)) == (row["kind"] == "carrier"), row
