"""What kind of paper it is, and whether it is a 行政规范性文件: weighed rules, each with its source.

Three-way answers for people to check (domain §2.3); a reviewer's decision outranks them and is not known here.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from gongwen.model import CarrierClass, Classified, FiredRule, Normativity

_NORMATIVE_FROM = 5
_NOT_UP_TO = -2
_NOT_OFFICIAL = -9  # what a draft, an interpretation or a piece of news weighs
_LOOKED_AT = 60_000  # characters of the body
_STATUTE_FORMS = frozenset({"法", "条例"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules look at; all words are folded."""

    title: str = ""
    lead: str = ""  # 政策解读:, 图解| before a title
    column: str = ""  # of the web site
    edition: str = ""
    genre: str = ""
    form: str = ""
    issuer: str = ""
    number: str = ""
    body: str = ""
    has: frozenset[str] = field(default_factory=frozenset)  # number, genre, masthead, addressee, signature, …


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    name: str
    where: str
    words: str
    pattern: re.Pattern[str]
    value: str
    weight: int


@cache
def _rules() -> tuple[_Rule, ...]:
    with (files("gongwen") / "tables" / "normativity.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return tuple(
        _Rule(
            row["kind"],
            row["rule"],
            row["where"],
            row["pattern"],
            re.compile(row["pattern"]),
            row["value"],
            int(row["weight"]),
        )
        for row in rows
    )


def _fired(kind: str, seen: Seen) -> Iterator[FiredRule]:
    """Yield the rules of one kind that apply, each with the words that it saw."""
    words = _words(seen)
    for rule in _rules():
        if rule.kind != kind:
            continue
        value = rule.value or (Normativity.NORMATIVE if rule.weight > 0 else Normativity.NOT_NORMATIVE)
        name = f"{kind}.{rule.name}"
        if rule.where == "has":
            if rule.words in seen.has:
                yield FiredRule(name, value, rule.weight, "has", rule.words)
        elif found := rule.pattern.search(words[rule.where]):
            shown = found.group() or rule.where
            yield FiredRule(name, value, rule.weight, rule.where, shown, found.start(), found.end())


def _words(seen: Seen) -> dict[str, str]:
    return {
        "title": seen.title, "lead": seen.lead, "column": seen.column, "edition": seen.edition, "genre": seen.genre,
        "form": seen.form, "issuer": seen.issuer, "number": seen.number, "body": seen.body[:_LOOKED_AT],
    }  # fmt: skip


def classify_carrier(seen: Seen) -> Classified:
    """Return the carrier class of the greatest weight, official where two are equal, with the rules that fired."""
    fired = tuple(_fired("carrier", seen))
    weights: dict[str, int] = {}
    for one in fired:
        weights[one.value] = weights.get(one.value, 0) + one.weight
    outranked = weights.get("official", 0)
    for special in ("interpretation", "draft", "catalogue"):
        if weights.get(special, 0) >= 6:
            outranked = min(outranked, weights[special] - 1)
    weights["official"] = outranked
    best = max(weights, key=lambda value: (weights[value], value == "official", value))
    if weights[best] <= 0:
        return Classified(CarrierClass.OTHER, 0.3, fired)
    total = sum(weight for weight in weights.values() if weight > 0)
    return Classified(best, round(weights[best] / total, 4), fired)


def classify_normativity(seen: Seen, carrier: str) -> Classified:
    """Return whether the paper is normative, with each rule's weight and the words it saw."""
    if carrier != CarrierClass.OFFICIAL:
        outside = FiredRule("norm.not_official", Normativity.NOT_NORMATIVE, _NOT_OFFICIAL, "has", carrier)
        return Classified(Normativity.NOT_NORMATIVE, 0.9, (outside,))
    fired = tuple(_fired("norm", seen))
    total = sum(one.weight for one in fired)
    value = Normativity.NEEDS_REVIEW
    if total >= _NORMATIVE_FROM:
        value = Normativity.NORMATIVE
    elif total <= _NOT_UP_TO:
        value = Normativity.NOT_NORMATIVE
    return Classified(value, round(min(1.0, 0.5 + abs(total) / 20), 4), fired)


def is_statute(form: str, number: str, issuer: str, issuer_level: str) -> bool:
    """Tell whether it is a law, a regulation or a rule (法律、法规、规章), which have counters of their own.

    条例 and 法 always are; a decree (令) is where an organ of the centre or a province's government gave it (立法法
    art. 91, 93): a department of a province makes no rules.
    """
    if form in _STATUTE_FORMS:
        return True
    by_government = issuer_level == "province" and issuer.endswith("人民政府")
    return "令" in number and (issuer_level == "central" or by_government)


def may_be_city_rule(number: str, issuer: str, issuer_level: str, year: int | None) -> bool:
    """Tell whether it is a city's decree from the year on in which cities were given power to make rules.

    Each city has had it from a day that its province set (立法法 2015 art. 72, 82), some much longer: people tell.
    """
    return (
        "令" in number
        and issuer_level == "city"
        and issuer.endswith("人民政府")
        and (year or _CITIES_MAY) >= _CITIES_MAY
    )


_CITIES_MAY = 2015
