"""The statutory annual report (政府信息公开工作年度报告): which form holds for a year, and how endings may be counted.

The figures themselves are computed in ``checks.annual``.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the report: its name, the first year it was used for, and the figures it asks for."""

    name: str
    from_year: int
    figures: tuple[str, ...]  # issued, ended, in_force, disclosed, disclosed_total


def form_of(year: int) -> Form | None:
    """Return the form for the report on a year, or None for years before there was one (2014)."""
    return next((form for form in forms() if year >= form.from_year), None)


@cache
def forms() -> tuple[Form, ...]:
    """Return every form, the newest first."""
    rows = [Form(row["name"], row["from_year"], tuple(row["figures"])) for row in _table()["form"]]
    return tuple(sorted(rows, key=lambda form: -form.from_year))


@cache
def conventions() -> dict[str, frozenset[str]]:
    """Return, by convention, the statuses that count as 废止."""
    table = _table()["conventions"]
    return {name: frozenset(statuses) for name, statuses in table.items() if name != "source"}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("gongwen") / "tables" / "annual_report.toml").read_text(encoding="utf-8"))
