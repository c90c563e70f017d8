"""The rule book: every rule by which papers are read and judged, with what it does, an example, and its source.

Rules that are rows of a table stand in that table; those that the program itself follows in ``rule_book.toml``. What a
rule did in a publication is counted elsewhere.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from gongwen.messages import language, say
from gongwen.model import Normativity
from gongwen.rules import load_rulesets, ruleset_titles, status_rules

_KINDS = (
    "field", "number", "date", "validity", "carrier", "norm", "event", "status", "place", "registration", "wording",
)  # fmt: skip
_OWN_BOOK = (
    "rule_book.toml",
    "normativity.csv",
    "status_rules.toml",
    "registration.toml",
    "traditional.csv",
    "rule_traces.toml",
)
_WORD_COLUMNS = ("name", "title", "word", "ending", "pattern", "code", "from_id")  # of the tables that are sheets
_SHOWN = 400  # characters of a pattern or of a group's words


@dataclass(frozen=True, slots=True)
class BookedRule:
    """One rule; ``words`` is the pattern or wording that it looks for, ``verified`` None where nobody had to check."""

    rule_id: str
    kind: str
    what: str  # in the language of ``say``
    words: str
    example: str
    source: str
    verified: bool | None
    signs: tuple[str, ...] = ()  # every word or pattern of a group of wordings


def rule_book() -> tuple[BookedRule, ...]:
    """Return every rule, kind after kind, in the language chosen for people."""
    found = [*_program(), *_weighed(), *_title_acts(), *_statuses(), *_places(), *_registrations(), *_wordings()]
    return tuple(sorted(found, key=lambda rule: _KINDS.index(rule.kind)))


def kinds() -> tuple[str, ...]:
    """Return the kinds of rules in the order of the book."""
    return _KINDS


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("gongwen") / "tables" / name).read_text(encoding="utf-8"))


@cache
def _sheet(name: str) -> tuple[dict[str, str], ...]:
    with (files("gongwen") / "tables" / name).open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


def _program() -> Iterator[BookedRule]:
    """Yield the rules that are code, as ``rule_book.toml`` says them."""
    for row in _table("rule_book.toml")["rule"]:
        kind = row["id"].partition(".")[0]
        yield BookedRule(row["id"], kind, row[language()], "", row.get("example", ""), row["source"], None)


def _weighed() -> Iterator[BookedRule]:
    """Yield the weighed rules of carrier class and normativity."""
    for row in _sheet("normativity.csv"):
        words = say(f"rules.has_{row['pattern']}") if row["where"] == "has" else ""
        where = say(f"rules.where_{row['where']}", words=words)
        verdict = Normativity.NORMATIVE if int(row["weight"]) > 0 else Normativity.NOT_NORMATIVE
        speaks = say(f"words.class_{row['value']}" if row["value"] else f"words.normativity_{verdict}")
        what = say("rules.weighed", where=where, weight=f"{int(row['weight']):+d}", speaks=speaks)
        looks_for = "" if words else row["pattern"]
        yield BookedRule(f"{row['kind']}.{row['rule']}", row["kind"], what, looks_for, "", row["source"], None)


def _title_acts() -> Iterator[BookedRule]:
    """Yield what a title says that its paper does, one rule a relation."""
    acts: dict[str, list[dict[str, str]]] = {}
    for row in _table("effect_titles.toml")["act"]:
        acts.setdefault(row["relation"], []).append(row)
    for relation, rows in acts.items():
        what = say("rules.title_act", relation=say(f"words.relation_{relation}"))
        words = "|".join(row["words"] for row in rows)
        yield BookedRule(f"event.title.{relation}", "event", what, words, rows[0]["source"], "domain §3.5", None)


def _statuses() -> Iterator[BookedRule]:
    for rule in status_rules().values():
        what = say("rules.status", zh=rule.zh, confidence=rule.confidence)
        yield BookedRule(f"status.{rule.name}", "status", what, "", "", rule.source, None)


def _places() -> Iterator[BookedRule]:
    """Yield the dated legal rules of places."""
    titles = ruleset_titles()
    for rule in load_rulesets():
        until = rule.valid_to.isoformat() if rule.valid_to else say("rules.open")
        what = say(
            "rules.place",
            title=titles[rule.rule_id.partition(".")[0]], place=rule.place, name=say(f"rules.kind_{rule.kind}"),
            value=rule.value, first=rule.valid_from.isoformat(), last=until,
        )  # fmt: skip
        yield BookedRule(rule.rule_id, "place", what, "", "", rule.source, rule.verified)


def _registrations() -> Iterator[BookedRule]:
    for row in _table("registration.toml")["form"]:
        what = say("rules.registration", place=row["place"])
        rule_id = f"registration.{row['name']}"
        yield BookedRule(rule_id, "registration", what, row["pattern"], row["example"], row["source"], row["verified"])


def _wordings() -> Iterator[BookedRule]:
    """Yield the groups of the wording tables, one rule a group of a table."""
    folder = files("gongwen") / "tables"
    for name in sorted(entry.name for entry in folder.iterdir() if entry.is_file() and entry.name not in _OWN_BOOK):
        stem = name.rpartition(".")[0]
        if name.endswith(".csv"):
            rows = _sheet(name)
            sources = "；".join(dict.fromkeys(row["source"] for row in rows if row.get("source")))
            words = [next((row[name] for name in _WORD_COLUMNS if name in row), "") for row in rows]
            yield _wording(f"wording.{stem}", words or [""], sources)
        elif name.endswith(".toml"):
            yield from _groups(stem, _table(name))


def _groups(stem: str, table: Mapping[str, Any]) -> Iterator[BookedRule]:
    shared = str(table.get("source", ""))
    for group, content in table.items():
        rows = content if isinstance(content, list) else [content]
        if not all(isinstance(row, dict) for row in rows):
            continue
        words = [_words_of(row) for row in rows]
        sources = "；".join(dict.fromkeys(str(row.get("source", shared)) for row in rows))
        yield _wording(f"wording.{stem}.{group}", list(chain(*words)), sources)


def _words_of(row: Mapping[str, Any]) -> list[str]:
    """Return the words or patterns of a row, whatever its columns are called."""
    words: list[str] = []
    for name, value in row.items():
        if name in ("source", "why", "what", "example"):
            continue
        if isinstance(value, str):
            words.append(value)
        elif isinstance(value, list):
            words += [str(one) for one in value]
        elif isinstance(value, dict):
            words += [f"{key}={one}" for key, one in value.items()]
    return words


def _wording(rule_id: str, signs: Sequence[str], sources: str) -> BookedRule:
    words = "、".join(signs)
    shown = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
    what = say("rules.wording", count=len(signs))
    return BookedRule(rule_id, "wording", what, shown, "", sources[:_SHOWN], None, tuple(filter(None, signs)))
