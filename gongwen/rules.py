"""Which dated legal rules hold at a place on a day: cleanup cycles, terms, delays, each with its source.

A rule whose source is not certain is ``verified=False``: it may open a question and never decides alone. The rules
stand in ``rulesets/*.toml``, one file a set of rules; how they bear on an instrument is not decided here.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

NATION = "全国"


class BadRuleset(ValueError):
    """A file of rules says something that cannot be read; the message names the file and the row."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One fact of law: what holds at ``place`` from ``valid_from`` to ``valid_to``, both included."""

    rule_id: str
    kind: str
    place: str
    valid_from: date
    valid_to: date | None  # None: until now
    value: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as the law counts it."""

    years: int = 0
    months: int = 0
    days: int = 0


@cache
def _tables() -> tuple[tuple[str, dict[str, Any]], ...]:
    folder = files("gongwen") / "rulesets"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple((name, tomllib.loads((folder / name).read_text(encoding="utf-8"))) for name in names)


@cache
def _covered() -> dict[str, tuple[str, ...]]:
    """The places inside a place whose names do not begin with its name."""
    covered: dict[str, tuple[str, ...]] = {}
    for _, table in _tables():
        covered[table["place"]] = tuple(sorted({*covered.get(table["place"], ()), *table.get("covers", ())}))
    return covered


@cache
def load_rulesets() -> tuple[Rule, ...]:
    """Return every rule of every place, in the order of their ids; raises ``BadRuleset``."""
    rules = [rule for name, table in _tables() for rule in _read(name, table)]
    if len({rule.rule_id for rule in rules}) != len(rules):
        raise BadRuleset("two rules bear the same id")
    return tuple(sorted(rules, key=lambda rule: rule.rule_id))


def ruleset_titles() -> dict[str, str]:
    """Return what each set of rules is called, by the first part of its rules' ids."""
    return {table["id"]: table.get("title", table["id"]) for _, table in _tables()}


def rules_for(place: str, day: date, rules: Sequence[Rule] | None = None) -> tuple[Rule, ...]:
    """Return the rules in force at the place on the day, the nation's first, then from the wider place to the narrower.

    ``place`` is a region such as 浙江省衢州市 or "" (the nation alone). Of two rules of one kind the last binds.
    """
    held = [rule for rule in (load_rulesets() if rules is None else rules) if _holds(rule, day)]
    reached = [(_reach(rule, place), rule) for rule in held]
    chosen = [(reach, rule) for reach, rule in reached if reach is not None]
    return tuple(rule for _, rule in sorted(chosen, key=lambda one: (one[0], one[1].valid_from, one[1].rule_id)))


def find_rule(rules: Sequence[Rule], kind: str) -> Rule | None:
    """Return the rule of that kind that binds: the last of them, in the order that ``rules_for`` gives."""
    return next((rule for rule in reversed(rules) if rule.kind == kind), None)


@dataclass(frozen=True, slots=True)
class StatusRule:
    """A rule by which a status is told: what it says in Chinese, the highest confidence it can give, its source."""

    name: str
    zh: str
    confidence: float
    source: str


@cache
def status_rules() -> dict[str, StatusRule]:
    """Return the rules of the status engine by name."""
    path = files("gongwen") / "tables" / "status_rules.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: StatusRule(name, row["zh"], row["confidence"], row["source"]) for name, row in table.items()}


def parse_term(value: str) -> Term | None:
    """Return the length that an ISO 8601 duration of whole years, months and days gives (P5Y, P18M), or None."""
    found = _DURATION.fullmatch(value)
    if found is None or not any(found.groups()):
        return None
    years, months, days = (int(part or 0) for part in found.groups())
    return Term(years=years, months=months, days=days)


_DURATION = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})D)?")
_KEYS = {"id", "title", "place", "covers", "valid_from", "valid_to", "rule"}
_ROW_KEYS = {"kind", "value", "source", "verified", "valid_from", "valid_to"}


def _read(name: str, table: Mapping[str, Any]) -> list[Rule]:
    if unknown := set(table) - _KEYS:
        raise BadRuleset(f"{name}: unknown keys {sorted(unknown)}")
    return [_row(name, table, row) for row in table["rule"]]


def _row(name: str, table: Mapping[str, Any], row: Mapping[str, Any]) -> Rule:
    if unknown := set(row) - _ROW_KEYS:
        raise BadRuleset(f"{name}: unknown keys {sorted(unknown)} in {row.get('kind')}")
    try:
        rule = Rule(
            rule_id=f"{table['id']}.{row['kind']}",
            kind=row["kind"],
            place=table["place"],
            valid_from=row.get("valid_from", table.get("valid_from")),
            valid_to=row.get("valid_to", table.get("valid_to")),
            value=row["value"],
            source=row["source"],
            verified=row["verified"],
        )
    except KeyError as missing:
        raise BadRuleset(f"{name}: {row.get('kind')} lacks {missing}") from missing
    if not isinstance(rule.valid_from, date) or not rule.source:
        raise BadRuleset(f"{name}: {rule.kind} needs a date and a source")
    return rule


def _holds(rule: Rule, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)


def _reach(rule: Rule, place: str) -> int | None:
    """How near the rule's place is to the place: 0 the nation, then larger the nearer; None where it does not hold."""
    if rule.place == NATION:
        return 0
    if place.startswith(rule.place):
        return 1 + len(rule.place)
    if any(place.startswith(inside) for inside in _covered().get(rule.place, ())):
        return 1
    return None
