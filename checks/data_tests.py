"""Data tests: one SQL file a test, and the rows it returns are the violations.

A file begins with comment lines ``-- <what it checks and why>``, ``-- severity: blocking|warning``, ``-- kind:
data_test|balance``, ``-- table: <the table whose rows are named>`` and ``-- key: <SQL expression naming a row>``.
Keys and references between tables are tested from the list of keys that the caller gives.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

import duckdb
import polars as pl

_HEADER = re.compile(r"^-- (?P<name>severity|kind|table): (?P<value>.+)$", re.M)
SHOWN_ROWS = 100  # violations listed for one test; the count is of all


@dataclass(frozen=True, slots=True)
class DataTest:
    """One test: its first comment line is what people read."""

    name: str
    message: str
    severity: str
    kind: str
    table: str
    sql: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a test found: how many rows break it, and the first of them by name."""

    test: DataTest
    failing_rows: int
    rows: tuple[str, ...]


def data_tests() -> list[DataTest]:
    """Return every data test, sorted by name."""
    folder = files("checks") / "sql"
    found = [
        _parse(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".sql")
    ]
    return sorted(found, key=lambda test: test.name)


def _parse(name: str, sql: str) -> DataTest:
    said = {match["name"]: match["value"].strip() for match in _HEADER.finditer(sql)}
    message = sql.splitlines()[0].removeprefix("-- ").strip()
    return DataTest(name, message, said["severity"], said["kind"], said["table"], sql)


def run_data_tests(tables: Mapping[str, pl.DataFrame], keys: Mapping[str, list[str]]) -> Iterator[Outcome]:
    """Run every data test over the tables; ``keys`` are the key columns by table, tested to be unique."""
    with duckdb.connect() as connection:
        for name, frame in tables.items():
            connection.register(name, frame.to_arrow())
        for test in [*_key_tests(tables, keys), *data_tests()]:
            rows = [str(row[0]) for row in connection.execute(test.sql).fetchall()]
            yield Outcome(test, len(rows), tuple(sorted(rows)[:SHOWN_ROWS]))


def _key_tests(tables: Mapping[str, pl.DataFrame], keys: Mapping[str, list[str]]) -> Iterator[DataTest]:
    for name in sorted(set(tables) & set(keys)):
        columns = ", ".join(keys[name])
        shown = " || ' ' || ".join(f"coalesce({column}::TEXT, '∅')" for column in keys[name])
        sql = f"SELECT {shown} AS row_id FROM {name} GROUP BY {columns} HAVING count(*) > 1"
        yield DataTest(f"key_{name}", name, "blocking", "data_test", name, sql)
