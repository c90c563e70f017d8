"""The tables of organs: who is known by name and code, and the words of which organs' names are made."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

NATIONWIDE = "全国"  # the region of central organs


@dataclass(frozen=True, slots=True)
class Organ:
    """One row of the table of organs. ``code`` is the 机关代字 that it heads its numbers with, "" where not known."""

    organ_id: str
    name: str
    code: str
    level: str
    region: str
    valid_from: date | None
    valid_to: date | None
    source: str
    verified: bool


@cache
def organs() -> tuple[Organ, ...]:
    """Return the table of organs."""
    path = files("gongwen") / "tables" / "organs.csv"
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return tuple(
        Organ(
            organ_id=row["organ_id"],
            name=row["name"],
            code=row["code"],
            level=row["level"],
            region=row["region"],
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
            verified=row["verified"] == "true",
        )
        for row in rows
    )


@cache
def organ_words() -> dict[str, dict[str, list[str]]]:
    """Return the words of organs' names: places and levels, nouns at their ends, verbs behind them."""
    return tomllib.loads((files("gongwen") / "tables" / "issuer_words.toml").read_text(encoding="utf-8"))


@cache
def organs_of_codes() -> dict[str, tuple[str, ...]]:
    """Return the names of the organs that head their numbers with each code (机关代字)."""
    codes: dict[str, list[str]] = {}
    for organ in organs():
        for code in organ.code.split("、"):
            codes.setdefault(code, []).append(organ.name)
    return {code: tuple(names) for code, names in codes.items() if code}


@cache
def central_starts() -> tuple[str, ...]:
    """Return the words with which names of central organs begin."""
    return (*organ_words()["central"]["starts"], *organ_words()["central"]["ministries"])
