"""Document numbers that are printed with a title: in front of it, behind it on its line, in brackets at its end."""

import re

from gongwen.genres import ending
from gongwen.model import DocumentNumber
from gongwen.number import find_numbers
from gongwen.text import fold, squeeze

_SHORTEST = 8  # characters of a title that a number may follow
BRACKETED = re.compile(
    r"（[^（）《》]{0,30}?[〔\[(（]?\d{2,4}[^（）《》]{0,12}号(?:文件?)?）$|（第[\d〇零一二三四五六七八九十百]+号）$"
)


def leading_number(title: str) -> DocumentNumber | None:
    """Return the number that collections print in front of a title (法释〔2020〕1号关于…), or None."""
    numbers = [number for number in find_numbers(title[:60]) if number.agency_code]
    if numbers and numbers[0].start == 0 and len(title) - numbers[0].end >= 4:
        return numbers[0]
    return None


def trailing_number(title: str) -> DocumentNumber | None:
    """Return the number that stands behind a title on its line (关于…的通知 某政发〔2010〕3号), or None."""
    numbers = [number for number in find_numbers(title) if number.agency_code] if title.endswith(("号", "號")) else []
    if not numbers or numbers[-1].end != len(title):
        return None
    before = title[: numbers[-1].start].rstrip(" \u3000（(")
    return numbers[-1] if len(before) >= _SHORTEST and ending(before) else None


def bracketed_number(title: str) -> DocumentNumber | None:
    """Return the number in brackets with which a title ends (关于…的通知（某政发〔2010〕3号）), or None.

    Behind the title of an interpretation it is the number of the paper that is explained, and not given.
    """
    return _bracketed(title)[1]


def without_bracketed_number(title: str) -> str:
    """Return a title without the brackets at its end that hold its own number."""
    return _bracketed(title)[0]


def _bracketed(title: str) -> tuple[str, DocumentNumber | None]:
    folded = fold(title)
    words = folded.text
    found = BRACKETED.search(words)
    noun = ending(squeeze(words[: found.start()])) if found else None
    numbers = [] if not found or noun is None or noun.kind == "page" else find_numbers(squeeze(found.group()))
    own = next((number for number in numbers if number.agency_code), None)
    return (title[: folded.original(found.start(), found.end())[0]].rstrip(), own) if found and own else (title, None)
