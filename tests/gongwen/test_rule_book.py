"""The rule book: every rule that reads or judges is in it, once, in both languages, with its source."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from gongwen import CarrierClass, Validity, find_dates, find_effects, find_numbers, parse_date, parse_numbers
from gongwen.messages import set_language
from gongwen.rule_book import kinds, rule_book
from gongwen.rules import load_rulesets, status_rules

CASES = Path(__file__).parent.parent / "cases"
NO_DAY = frozenset({"month", "year"})  # dates that name no day are no dates of a paper


def cases(name: str) -> list[dict[str, object]]:
    table: list[dict[str, object]] = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return table


def test_each_rule_stands_in_the_book_once_with_its_source() -> None:
    book = rule_book()
    assert len({rule.rule_id for rule in book}) == len(book)
    for rule in book:
        assert rule.kind in kinds() and rule.what and rule.source, rule
    named = {rule.rule_id for rule in book}
    assert {rule.rule_id for rule in load_rulesets()} <= named
    assert {f"status.{name}" for name in status_rules()} <= named


def test_what_nobody_checked_says_so() -> None:
    checked = {rule.rule_id: rule.verified for rule in rule_book()}
    for rule in load_rulesets():
        assert checked[rule.rule_id] is rule.verified
    assert checked["norm.duties"] is None


def test_the_book_speaks_both_languages() -> None:
    chinese = rule_book()
    set_language("en")
    try:
        english = rule_book()
    finally:
        set_language("zh")
    assert [rule.rule_id for rule in english] == [rule.rule_id for rule in chinese]
    for one, other in zip(chinese, english, strict=True):
        assert one.what != other.what and re.search("[a-z]{3}", other.what), other


def _text(name: str) -> str:
    return (files("gongwen") / "tables" / name).read_text(encoding="utf-8")


def rules_of_the_cases() -> Iterator[str]:
    """The ids of the rules that fire over the tables of cases."""
    for case in cases("numbers.toml"):
        text = str(case.get("text") or case["field"])
        yield from (f"number.{one.rule}" for one in [*find_numbers(text), *parse_numbers(text)])
    for case in cases("dates.toml"):
        text = str(case.get("text") or case["field"])
        whole = parse_date(text)
        found = [*find_dates(text), *([whole] if whole else [])]
        yield from (f"date.{one.rule}" for one in found if one.rule not in NO_DAY)
    for case in cases("effects.toml"):
        effects = find_effects(
            str(case["text"]),
            title=str(case.get("title", "")),
            carrier_class=CarrierClass.OFFICIAL,
            validity=Validity(),
            date_written=date(2021, 7, 8),
            date_published=date(2021, 7, 10),
        )
        yield from (one.rule if one.rule.startswith("validity.") else f"event.{one.rule}" for one in effects)


def test_every_rule_that_fires_is_in_the_book() -> None:
    named = {rule.rule_id for rule in rule_book()}
    fired = set(rules_of_the_cases())
    assert len(fired) > 25
    assert fired <= named


@pytest.mark.parametrize("table", ["normativity.csv", "effect_titles.toml", "registration.toml", "genres.csv"])
def test_tables_are_in_the_book(table: str) -> None:
    words = {"normativity.csv": "norm.praise", "effect_titles.toml": "event.title.repeal"}
    words |= {"registration.toml": "registration.zhejiang", "genres.csv": "wording.genres"}
    assert words[table] in {rule.rule_id for rule in rule_book()}
    assert _text(table)
