"""Carrier classes and normativity: a table of papers; answers come with reasons; the table of rules itself."""

import csv
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from gongwen.model import CarrierClass, Normativity
from gongwen.normative import Seen, classify_carrier, classify_normativity, is_statute

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
    ("form", "number", "level", "statute", "why"),
    [
        ("条例", "", "city", True, "a regulation"),
        ("法", "", "central", True, "a law"),
        ("办法", "国务院令第12号", "central", True, "a decree of the centre"),
        ("办法", "青溪省人民政府令第12号", "province", True, "a decree of a province"),
        ("办法", "青溪市人民政府令第12号", "city", False, "a city's power to make rules has a date: people decide"),
        ("办法", "青政发〔2012〕3号", "city", False, "no decree"),
    ],
)
def test_what_counts_as_a_statute(form: str, number: str, level: str, statute: bool, why: str) -> None:
    assert is_statute(form, number, level) is statute, why


def test_every_rule_has_a_source_and_a_pattern() -> None:
    with (files("gongwen") / "tables" / "normativity.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len({(row["kind"], row["rule"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["source"] and int(row["weight"]), row
        re.compile(row["pattern"])
        assert (row["value"] in set(CarrierClass)) == (row["kind"] == "carrier"), row
