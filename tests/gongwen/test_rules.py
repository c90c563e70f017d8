"""Dated rules by place: which hold where and when, and that every row can be traced."""

from datetime import date

import pytest

from gongwen.rules import NATION, Term, find_rule, load_rulesets, parse_term, rules_for, status_rules

DAY = date(2021, 6, 1)

HELD = [
    ("浙江省", "cleanup_cycle_years", "zhejiang_372.cleanup_cycle_years", "the province itself"),
    ("衢州市", "cleanup_cycle_years", "zhejiang_372.cleanup_cycle_years", "a city of the province"),
    ("浙江省衢州市", "cleanup_cycle_years", "zhejiang_372.cleanup_cycle_years", "the same with its province"),
    ("开化县", "in_force_delay_days", "zhejiang_372.in_force_delay_days", "a county of a city of the province"),
    ("深圳市", "proposal_lead_days", "shenzhen_2014.proposal_lead_days", "a city's own rule"),
    ("深圳市", "cap_general", "guangdong_277.cap_general", "and its province's"),
    ("青禾县", "cleanup_cycle_years", "national.cleanup_cycle_years", "a place nobody knows has the nation's"),
    ("", "cleanup_cycle_years", "national.cleanup_cycle_years", "so has no place at all"),
]


@pytest.mark.parametrize(("place", "kind", "expected", "why"), HELD, ids=[row[3] for row in HELD])
def test_rules_hold_at_a_place(place: str, kind: str, expected: str, why: str) -> None:
    found = find_rule(rules_for(place, DAY), kind)
    assert found is not None
    assert found.rule_id == expected


def test_rules_hold_on_their_days_only() -> None:
    assert find_rule(rules_for("浙江省", date(2019, 1, 31)), "in_force_delay_days") is None
    assert find_rule(rules_for("浙江省", date(2019, 2, 1)), "in_force_delay_days") is not None
    assert find_rule(rules_for("上海市", date(2016, 1, 1)), "auto_expire") is not None
    assert find_rule(rules_for("上海市", date(2020, 1, 1)), "auto_expire") is None
    assert rules_for("浙江省", date(1990, 1, 1)) == ()


def test_the_nation_comes_first_and_the_nearest_last() -> None:
    places = [rule.place for rule in rules_for("深圳市", DAY)]
    assert places[0] == NATION
    assert places[-1] == "深圳市"
    assert places == sorted(places, key=[NATION, "广东省", "深圳市"].index)


def test_zhejiang_has_no_default_term() -> None:
    assert not [rule for rule in rules_for("衢州市", DAY) if rule.kind.startswith("default_term")]


def test_every_default_term_is_unverified_until_somebody_reads_the_text() -> None:
    terms = [rule for rule in load_rulesets() if rule.kind.startswith(("default_term", "cap_"))]
    assert terms
    assert all(parse_term(rule.value) for rule in terms)
    assert not any(rule.verified for rule in terms)


def test_every_rule_can_be_traced() -> None:
    for rule in load_rulesets():
        assert rule.source
        assert rule.valid_to is None or rule.valid_from <= rule.valid_to


def test_ids_are_unique_and_in_order() -> None:
    ids = [rule.rule_id for rule in load_rulesets()]
    assert ids == sorted(set(ids))


TERMS = [
    ("P5Y", Term(years=5)),
    ("P18M", Term(months=18)),
    ("P1Y6M", Term(years=1, months=6)),
    ("P30D", Term(days=30)),
    ("P", None),
    ("5年", None),
    ("none", None),
]


@pytest.mark.parametrize(("value", "expected"), TERMS)
def test_terms_are_read(value: str, expected: Term | None) -> None:
    assert parse_term(value) == expected


def test_status_rules_say_what_they_are() -> None:
    for name, rule in status_rules().items():
        assert rule.name == name
        assert rule.zh
        assert rule.source
        assert 0 < rule.confidence < 1
