"""Personal numbers in a text: identity cards, mobile telephones, bank cards; where they are, and a masked copy.

A number is believed by its check digit, its date of birth or the words beside it (gongwen/tables/personal.toml). Names
and addresses are not looked for, and what is done about a hit is for others to decide.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from gongwen.text import fold

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z_.=%])(?:\+?86[ -]?(?=1[3-9]))?(?P<number>"
    r"1[3-9]\d[ -]\d{4}[ -]\d{4}"
    r"|\d{6}[ -]\d{8}[ -]\d{3}[0-9Xx]"
    r"|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?"
    r"|\d{11,19}[Xx]?"
    r")(?![0-9A-Za-z_]|\.\d)"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK_SIGNS = "10X98765432"
_COUNTED = ("号", "元", "万元", "美元", "吨", "平方", "立方", "千瓦", "人次", "股")  # behind a number: no telephone
_FIRST_BIRTH, _LAST_BIRTH = 1880, 2099


@dataclass(frozen=True, slots=True)
class _Beside:
    """Words and how far before the number they count."""

    pattern: re.Pattern[str]
    within: int

    def stands(self, text: str, start: int) -> bool:
        return bool(self.pattern.search(text[max(0, start - self.within) : start]))


@cache
def _rows() -> tuple[frozenset[str], dict[str, _Beside]]:
    table = tomllib.loads((files("gongwen") / "tables" / "personal.toml").read_text(encoding="utf-8"))
    beside = {kind: _Beside(re.compile("|".join(row["words"])), row["within"]) for kind, row in table.items()}
    return frozenset(table["identity"]["provinces"].split()), beside


def find_personal(text: str) -> list[tuple[str, int, int]]:
    """Return (kind, start, end) of each personal number in order; kinds are id_card, mobile and bank_card."""
    folded = fold(text)
    found = []
    for match in _NUMBER.finditer(folded.text):
        start, end = match.span("number")
        if kind := _kind(re.sub("[ -]", "", match["number"]).upper(), folded.text, start, end):
            found.append((kind, *folded.original(start, end)))
    return found


def mask(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return the text with each digit of a personal number as an asterisk, as long as before, and what was found."""
    found = find_personal(text)
    pieces, done = [], 0
    for _, start, end in found:
        pieces += [text[done:start], re.sub(r"[\dXxＸｘ]", "*", text[start:end])]
        done = end
    return "".join([*pieces, text[done:]]), found


def _kind(number: str, text: str, start: int, end: int) -> str:
    beside = _rows()[1]
    if _is_identity(number) and (len(number) == 15 or _checked(number) or beside["identity"].stands(text, start)):
        return "id_card"
    if len(number) == 11 and re.match("1[3-9]", number):
        return "" if beside["mobile"].stands(text, start) or text.startswith(_COUNTED, end) else "mobile"
    is_card = 16 <= len(number) <= 19 and number.isdigit() and _luhn(number)
    if is_card and (number.startswith("62") or (number[0] in "345" and beside["bank"].stands(text, start))):
        return "bank_card"
    return ""


def _is_identity(number: str) -> bool:
    """Tell whether the number has the length, the province and the date of birth of an identity card."""
    return len(number) in (15, 18) and number[:2] in _rows()[0] and number[:-1].isdigit() and _born(number)


def _born(number: str) -> bool:
    """Tell whether the digits for the date of birth are a date: 19YYMMDD without century in the old fifteen."""
    digits = "19" + number[6:12] if len(number) == 15 else number[6:14]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _FIRST_BIRTH <= born.year <= _LAST_BIRTH


def _checked(number: str) -> bool:
    """Tell whether the last sign of an identity number is right (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_SIGNS[total % 11] == number[17]


def _luhn(number: str) -> bool:
    """Tell whether the last digit of a card is right (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
