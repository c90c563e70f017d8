"""Pieces of a paper: words and where they stand, the table of patterns of its parts, dates and numbers on one line.

Used by the modules that read the beginning and the end of a paper; what a piece is for is told there.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from gongwen.dates import find_dates
from gongwen.furniture import Line
from gongwen.model import DateMention, DocumentNumber
from gongwen.number import find_numbers

_NOT_SAID = re.compile(r"[\W_]+|号")
_YEAR_IN_BRACKETS = re.compile(r"[〔\[【（](?:19|20)\d\d[〕\]】）]")
_BEFORE_YEAR = re.compile(r"[\u3400-\u9fff\s、（）]*$")
_OTHER_NUMBER = re.compile(r"[号弓另亏〔\[【]")
_ANNEX_LABEL = re.compile(
    r"[（(]?附[ ]*(?:件|表|录|图)?[ ]*[0-9〇一二三四五六七八九十]{0,3}(?:[-—][0-9]{1,2})?[ ]*[:.]?[）)]?"
)


_LABEL_BEFORE = re.compile(r"附[ ]*(?:件|表|录|图)[ ]*[0-9一二三四五六七八九十]{0,3}[ ]*(?:[:.、][ ]*|[ ]+)(?=[^\d])")


@dataclass(frozen=True, slots=True)
class Span:
    """Words and where they stand."""

    words: str
    start: int
    end: int


@cache
def pattern(section: str, key: str) -> re.Pattern[str]:
    """Return one pattern of the table of parts."""
    table = tomllib.loads((files("gongwen") / "tables" / "anatomy.toml").read_text(encoding="utf-8"))
    return re.compile(table[section][key])


def whole_dates(text: str) -> list[DateMention]:
    """Return the dates that name a day, damaged ones included; a year or a month alone is no date of a paper."""
    return [mention for mention in find_dates(text) if mention.rule not in ("year", "month")]


def moved_date(mention: DateMention, by: int) -> DateMention:
    """Return the mention as it stands in a text in which its line begins at ``by``."""
    return replace(mention, start=mention.start + by, end=mention.end + by)


def moved_number(number: DocumentNumber, by: int, *, floor: int = 0) -> DocumentNumber:
    """Return the number as it stands in a text in which its line begins at ``by``; it begins at ``floor`` at least."""
    return replace(number, start=max(number.start + by, floor), end=number.end + by)


def only_date(line: Line) -> DateMention | None:
    """Return the date of a line that holds one date and nothing else but a seal's mark."""
    if len(line.words) > 40:
        return None
    dates = whole_dates(line.words)
    if len(dates) != 1:
        return None
    rest = line.words[: dates[0].start] + line.words[dates[0].end :]
    if pattern("close", "seal").sub("", rest).strip("（）()[] ."):
        return None
    return moved_date(dates[0], line.start)


def only_numbers(words: str) -> list[DocumentNumber]:
    """Return the document numbers of a line that holds them but for the signatory and marks; spans are into it."""
    if len(words) > 80 or _says_more_before(words):
        return []
    numbers = [number for number in find_numbers(words) if number.agency_code]
    return [] if _says_more(_without(words, numbers)) else numbers


def _says_more(rest: str) -> bool:
    """Tell whether what stands beside numbers is more than the signatory and marks."""
    rest = pattern("masthead", "signatory").sub("", rest)
    rest = pattern("masthead", "beside_number").sub("", rest)
    return len(_NOT_SAID.sub("", rest)) > 1


def _says_more_before(words: str) -> bool:
    """Tell whether other words surely stand before the first number: a row of a list, told without reading it.

    Leftwards of a year in brackets its code goes no further than the Chinese characters there, with blanks, 、 and
    round brackets between them; another number would need its 号 before.
    """
    year = _YEAR_IN_BRACKETS.search(words)
    if year is None or _OTHER_NUMBER.search(words, 0, year.start()):
        return False
    code = _BEFORE_YEAR.search(words, 0, year.start())
    return code is not None and code.start() > 0 and _says_more(words[: code.start()])


def _without(words: str, numbers: Iterable[DocumentNumber]) -> str:
    for number in reversed(list(numbers)):
        words = words[: number.start] + words[number.end :]
    return words


def is_bare_number(words: str) -> bool:
    """Tell whether a line is a number without its code: 第12号 below 某市人民政府令, 公告〔2023〕9号 below an organ."""
    return bool(pattern("masthead", "bare_number").fullmatch(words))


def is_addressee(words: str) -> bool:
    """Tell whether a line names the addressees (主送机关): organs or persons, and a colon at the end."""
    return bool(pattern("addressee", "line").match(words))


def annex_label_before(words: str) -> int:
    """Return the length of the label with which a line begins that goes on with the annex's name, 0 without one."""
    found = _LABEL_BEFORE.match(words)
    return found.end() if found else 0


def is_annex_label(words: str) -> bool:
    """Tell whether a line is the label of an annex and nothing else (附件, 附件2:, 附录)."""
    return len(words) <= 12 and bool(_ANNEX_LABEL.fullmatch(words))
