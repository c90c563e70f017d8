"""统一编号, 文件登记号: the numbers under which normative documents are registered, by place.

The forms are rows of gongwen/tables/registration.toml. They are no document numbers (发文字号) and never become one.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongwen.text import Folded, fold

_DASHES = r"\s{0,2}[-—–‐‑―−]{1,2}\s{0,2}"


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """A registration number with plain dashes and capitals, and the place whose form it has."""

    value: str
    raw: str
    start: int
    end: int
    place: str
    rule: str


@cache
def _forms() -> tuple[tuple[str, str, str, re.Pattern[str]], ...]:
    table = tomllib.loads((files("gongwen") / "tables" / "registration.toml").read_text(encoding="utf-8"))
    forms = []
    for row in table["form"]:
        pattern = row["pattern"].replace("—", _DASHES)
        forms.append(
            (
                row["name"],
                row["place"],
                row.get("contains", ""),
                re.compile(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"),
            )
        )
    return tuple(forms)


def find_registration_numbers(text: str) -> list[RegistrationNumber]:
    """Return the registration numbers of a text, in order; the first form of the table that fits wins."""
    return registered_in(fold(text), text)


def registered_in(folded: Folded, text: str) -> list[RegistrationNumber]:
    """Do the same for a text that has been folded already."""
    found: list[RegistrationNumber] = []
    for name, place, contains, pattern in _forms():
        if contains not in folded.text:
            continue
        for match in pattern.finditer(folded.text):
            start, end = folded.original(match.start(), match.end())
            if any(other.start < end and start < other.end for other in found):
                continue
            value = re.sub(r"\s+", "", re.sub(r"\s*[-—–‐‑―−]{1,2}\s*", "-", match.group())).upper()
            found.append(RegistrationNumber(value, text[start:end], start, end, place, name))
    return sorted(found, key=lambda number: number.start)
