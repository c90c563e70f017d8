"""统一编号, 文件登记号: the numbers under which normative documents are registered, by place.

The forms are rows of gongwen/tables/registration.toml. They are no document numbers (发文字号) and never become one.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongwen.text import Folded, fold

_DASH = re.compile("[-—–‐‑―−]")  # every form has one
_DASHES = rf"\s{{0,2}}{_DASH.pattern}{{1,2}}\s{{0,2}}"


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """A registration number with plain dashes and capitals, and the place whose form it has."""

    value: str
    raw: str
    start: int
    end: int
    place: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    place: str
    contains: str
    pattern: re.Pattern[str]


@cache
def _forms() -> tuple[_Form, ...]:
    table = tomllib.loads((files("gongwen") / "tables" / "registration.toml").read_text(encoding="utf-8"))
    forms = []
    for row in table["form"]:
        pattern = re.compile(row["pattern"].replace("—", _DASHES) + "(?![A-Za-z0-9])")
        forms.append(_Form(row["name"], row["place"], row.get("contains", ""), pattern))
    return tuple(forms)


def find_registration_numbers(text: str) -> list[RegistrationNumber]:
    """Return the registration numbers of a text, in order; the first form of the table that fits wins."""
    return registered_in(fold(text), text)


def registered_in(folded: Folded, text: str) -> list[RegistrationNumber]:
    """Do the same for a text that has been folded already."""
    if not _DASH.search(folded.text):
        return []
    claims = [
        (match.start(), order, match, form)
        for order, form in enumerate(_forms())
        if form.contains in folded.text
        for match in form.pattern.finditer(folded.text)
    ]
    found: list[RegistrationNumber] = []
    done = 0
    for begin, _, match, form in sorted(claims, key=lambda claim: claim[:2]):
        before = folded.text[begin - 1 : begin]
        if begin < done or (before.isascii() and before.isalnum() and match.group()[0].isascii()):
            continue  # part of another number or of a longer code; a lookbehind would slow every character of the text
        start, end = folded.original(begin, match.end())
        value = re.sub(r"\s+", "", re.sub(_DASHES, "-", match.group()))
        found.append(RegistrationNumber(value, text[start:end], start, end, form.place, form.name))
        done = match.end()
    return found
