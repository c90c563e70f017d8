"""Whether a folder's name is one year: 2005, 05年, 2008年度, 二〇〇八年; never a range, an event or a hand-over."""

import re

from gongwen.numerals import read_numeral
from gongwen.text import fold

_YEAR = re.compile(
    r"(?:(?P<full>(?:19|20)\d{2})(?:年(?:度|份)?)?"
    r"|(?P<short>\d{2})年(?:度|份)?"
    r"|(?P<words>[一二][一二三四五六七八九〇零]{3})(?:年(?:度|份)?)?"
    r"|(?P<short_words>[一二三四五六七八九〇零]{2})年(?:度|份)?)"
    r"(?:(?<=[年度份])(?:的)?(?:全年)?(?:文件|公文|发文))?"
)
_BRACKETS = re.compile(r"[（〔【\[《](.*)[）〕】\]》]")
_ZEROS = str.maketrans("○◯０OoΟ", "〇〇0〇〇〇")
_CENTURY = 50  # two digits below belong to this century, the others to the last


def folder_year(name: str) -> int | None:
    """Return the year that a folder's name is, or None."""
    plain = fold(name).text.replace(" ", "")
    bracketed = _BRACKETS.fullmatch(plain)
    plain = bracketed[1] if bracketed else plain
    found = _YEAR.fullmatch(plain) or _YEAR.fullmatch(plain.translate(_ZEROS))
    if found is None:
        return None
    if found["full"]:
        return int(found["full"])
    value = read_numeral(found["short"] or found["words"] or found["short_words"])
    if value is None or 100 <= value < 1900 or value > 2099:
        return None
    if value < 100:
        return value + (2000 if value < _CENTURY else 1900)
    return value
