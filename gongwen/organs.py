"""The tables of organs: who is known by name and code, and the words of which organs' names are made."""

import csv
import tomllib
from collections.abc import Mapping
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
    return tuple(_organ(row, row["organ_id"]) for row in rows)


def _organ(row: Mapping[str, str | None], organ_id: str) -> Organ:
    """Return one row; raises ``ValueError`` where a day is none."""
    said = {name: (value or "").strip() for name, value in row.items() if isinstance(value, str)}
    days = [date.fromisoformat(said[name]) if said.get(name) else None for name in ("valid_from", "valid_to")]
    return Organ(
        organ_id=organ_id,
        name=said["name"],
        code=said.get("code", ""),
        level=said.get("level", ""),
        region=said.get("region", ""),
        valid_from=days[0],
        valid_to=days[1],
        source=said.get("source", ""),
        verified=said.get("verified", "").lower() in ("true", "是", "1"),
    )


@dataclass(frozen=True, slots=True)
class OwnOrgans:
    """The rows that a place adds to the table, and the rows that could not be read, with their line in the file."""

    organs: tuple[Organ, ...]
    unread: tuple[tuple[int, str], ...]


def read_own_organs(text: str) -> OwnOrgans:
    """Read a place's own table (CSV with the columns of ``organs.csv``; name is needed, the others may be left out)."""
    listed: list[Organ] = []
    unread: list[tuple[int, str]] = []
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines)
    if lines and "name" not in (reader.fieldnames or ()):
        return OwnOrgans((), ((1, lines[0]),))
    for number, row in enumerate(reader, start=2):
        try:
            organ = _organ(row, f"own-{number - 1:04d}")
        except ValueError:
            unread.append((number, ",".join(str(value) for value in row.values() if isinstance(value, str))))
            continue
        if organ.name:
            listed.append(organ)
        else:
            unread.append((number, ",".join(str(value) for value in row.values() if isinstance(value, str))))
    return OwnOrgans(tuple(listed), tuple(unread))


@cache
def organ_words() -> dict[str, dict[str, list[str]]]:
    """Return the words of organs' names: places and levels, nouns at their ends, verbs behind them."""
    return tomllib.loads((files("gongwen") / "tables" / "issuer_words.toml").read_text(encoding="utf-8"))


@cache
def organs_of_codes() -> dict[str, tuple[Organ, ...]]:
    """Return the organs that head their numbers with each code (机关代字), verified or not."""
    codes: dict[str, list[Organ]] = {}
    for organ in organs():
        for code in organ.code.split("、"):
            codes.setdefault(code, []).append(organ)
    return {code: tuple(known) for code, known in codes.items() if code}


@cache
def central_starts() -> tuple[str, ...]:
    """Return the words with which names of central organs begin."""
    return (*organ_words()["central"]["starts"], *organ_words()["central"]["ministries"])
