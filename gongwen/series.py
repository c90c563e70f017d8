"""Number series (字号系列): which of them are published in full, and which stage of the stocktaking a year belongs to.

Only what a series is called decides here; which numbers are there is counted in ``checks``.
"""

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from gongwen.text import fold

Tier = Literal["error", "explain", "statistic"]

_DASH = "-\u2010-\u2015\u2212\uff0d"
_REGISTERED = re.compile(
    rf"(?P<code>[A-Z]{{2,6}}\d{{0,2}})\s*[{_DASH}]\s*(?P<year>(?:19|20)\d\d)\s*[{_DASH}]\s*(?P<serial>\d{{1,6}})"
)


@dataclass(frozen=True, slots=True)
class Registration:
    """统一编号 taken apart: the letters and digits of organ and place, the year, the running number."""

    code: str
    year: int
    serial: int


@cache
def tier_of(agency_code: str) -> Tier:
    """Return how a missing number of the series is to be taken; the longest ending that the table knows decides.

    ``error``: every number is published (registration series, 规 series); ``statistic``: most are not (函, 任);
    ``explain``: the archive has to say what became of it.
    """
    known = _tiers()
    for length in range(min(len(agency_code), max(map(len, known))), 0, -1):
        tier = known.get(agency_code[-length:])
        if tier:
            return tier
    return "explain"


def parse_registration(text: str) -> Registration | None:
    """Return the 统一编号 that a field holds and nothing else (ZJXX00-2018-0003), or None."""
    found = _REGISTERED.fullmatch(fold(text).text.strip().upper())
    return Registration(found["code"], int(found["year"]), int(found["serial"])) if found else None


def stage_of(year: int) -> str:
    """Return the stage of the stocktaking in which a year was first due (2016起 …), "" before the first."""
    for from_year, name in _stages():
        if year >= from_year:
            return name
    return ""


@cache
def _tiers() -> dict[str, Tier]:
    tiers: dict[str, Tier] = {"error": "error", "explain": "explain", "statistic": "statistic"}
    with (files("gongwen") / "tables" / "series.csv").open(encoding="utf-8") as lines:
        return {row["ending"]: tiers[row["tier"]] for row in csv.DictReader(lines)}


@cache
def _stages() -> tuple[tuple[int, str], ...]:
    table = tomllib.loads((files("gongwen") / "tables" / "stages.toml").read_text(encoding="utf-8"))
    return tuple(sorted(((row["from_year"], row["name"]) for row in table["stage"]), reverse=True))
