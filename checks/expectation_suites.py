"""The expectation suites as data: which table, which columns, what is expected of them and how grave a breach is.

Read from ``suites/*.toml``; the values of the contract come from the enums of ``gongwen.model``, the patterns and the
words from the tables of ``gongwen``. Nothing here looks at a row: that is ``checks.expectations``.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from gongwen import model
from gongwen.messages import record

EACH_COLUMN = frozenset({"not_null", "one_of", "within", "like"})  # kinds that are one check for each column
Bound = date | float
Tell = Callable[..., str]


class UnknownValues(ValueError):
    """A suite names a list of values that ``gongwen.model`` does not have."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation. ``named_by`` is a data test that tests the same: its rows are named once, there."""

    name: str
    table: str
    kind: str
    columns: tuple[str, ...]
    severity: str
    named_by: str = ""
    values: tuple[str, ...] = ()
    low: Bound | None = None
    high: Bound | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations of one table; ``rows`` are the columns that name a row, ``types`` all that have a type."""

    name: str
    table: str
    rows: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    types: Mapping[str, str] = field(default_factory=dict)
    watched: tuple[str, ...] = ()
    share: float = 0.0


@cache
def suites() -> tuple[Suite, ...]:
    """Return every suite, sorted by name."""
    folder = files("checks") / "suites"
    found = [
        _suite(tomllib.loads(entry.read_text(encoding="utf-8")))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda suite: suite.name))


def _suite(said: dict[str, Any]) -> Suite:
    table, rows = said["table"], tuple(said["rows"])
    types = said.get("types", {})
    expectations = tuple(one for entry in said.pop("expect") for one in _expectations(entry, table, rows, types))
    return Suite(
        name=said.get("name", table),
        table=table,
        rows=rows,
        expectations=expectations,
        types=types,
        watched=tuple(said.get("watched", ())),
        share=said.get("share", 0.0),
    )


def _expectations(
    entry: dict[str, Any], table: str, rows: tuple[str, ...], types: Mapping[str, str]
) -> Iterator[Expectation]:
    said = {**entry, "values": _values(entry.get("values", ()))}
    kind = said["kind"]
    columns = tuple(said.pop("columns", rows if kind == "key" else types))
    name = said.pop("name", "")
    for chosen in [(column,) for column in columns] if kind in EACH_COLUMN else [columns]:
        shown = f"{table}_{kind}" if kind in ("key", "types") else f"{table}_{kind}_{chosen[0]}"
        yield Expectation(name=name or shown, table=table, columns=chosen, **said)


def _values(said: str | list[str]) -> tuple[str, ...]:
    if not isinstance(said, str):
        return tuple(said)
    named = getattr(model, said, None)
    if not (isinstance(named, type) and issubclass(named, StrEnum)):
        raise UnknownValues(said)
    return tuple(str(one) for one in named)


@cache
def patterns() -> dict[str, dict[str, str]]:
    """Return how numbers and ids are to be written, by name, each with its source."""
    path = files("gongwen") / "tables" / "expected.toml"
    said: dict[str, dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return said


def words(one: Expectation, name: Callable[[str], str], *, types: Mapping[str, str], tell: Tell = record) -> str:
    """Return the expectation in words; ``name`` gives what people call a column, ``types`` the types of the columns."""
    names = [name(column) for column in one.columns]
    said = one.kind
    if one.name in ("books_balance", "tables_keep_their_rows"):
        said = one.name
    elif one.kind == "within" and one.high is None:
        said = "at_least"
    elif one.kind == "not_less" and types.get(one.columns[0]) == "date":
        said = "not_before"
    comma = tell("expectations.comma")
    return tell(
        f"expectations.{said}",
        columns=comma.join(names),
        first=names[0],
        second=names[-1],
        values=comma.join(one.values),
        low=one.low,
        high=one.high,
        pattern=tell(f"expectations.pattern_{one.pattern}") if one.pattern else "",
        share=f"{_share():.0%}",
    )


def _share() -> float:
    return next(suite.share for suite in suites() if suite.watched)
