"""The name of a document in a row of a list: where its title stands, its numbers, the articles meant.

Rows are ``effects_rows``; what becomes of a document is ``effects_lists``.
"""

import re
from dataclasses import dataclass

from gongwen.dates import dates_in
from gongwen.number import numbers_in

Span = tuple[int, int]

TRAILING = ";；。,、 \t"
DATE_BEFORE_NUMBER = re.compile(r" ?(?:19|20)\d\d年\d{1,2}月\d{1,2}日 ?$")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a document in a row: where its title stands, its numbers, the articles meant, the words after it."""

    start: int
    end: int
    numbers: tuple[str, ...]
    part: str
    after: str


_PART_AFTER = re.compile(
    r"(?<=[）》号])\s?(?:中?的?(?:附件\d*)?第[〇零一二三四五六七八九十百千\d]+[条章款项][^《》（）]{0,40}|附件\d*"
    r"|中的?(?:关于|有关|涉及)[^《》（）]{1,40}(?:规定|内容|条款))$"
)
_MADE = re.compile("(?:发布|公布|印发)[,、;]")  # what follows tells of amendments
_ABOUT_MAKING = re.compile("公布|发布|印发|第.{1,6}号|号令")


def read_name(words: str, start: int) -> Name | None:
    """Read the name of a document that fills the words from ``start``; a title inside the title is part of it."""
    end = len(words.rstrip(TRAILING))
    if why := _WHY.search(words, start, end):
        end = why.start()
    if behind := _BEHIND_NUMBER.search(words, start, end):
        end = behind.start()
    part = _PART_AFTER.search(words, start, end)
    end = part.start() if part else end
    title_end, numbers = _peel_brackets(words, start, end)
    if not numbers:
        start, title_end, numbers = _loose_number(words, start, title_end)
    left, right = _inner(words, start, title_end)
    if right - left < 3:
        return None
    unique = tuple(dict.fromkeys(numbers))
    return Name(left, right, unique, part.group().strip() if part else "", words[title_end:end])


# Why a row is on the list, printed behind it
_WHY = re.compile(
    r"(?<=[）》号])[,;:。—-]+ ?"
    r"(?:[理原]由[:为]?|原因[:为]?|因|由于|鉴于|已|被|与|其|该|所|不再|调整对象|适用期|工作任务|主要内容)"
)

# What text tables print behind the number: who made it, when
_BEHIND_NUMBER = re.compile(
    r"(?<=号) ?(?:[\u3400-\u9fff]{1,16}(?:政府|政府办|办公室|[局委厅院])|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)$"
)


def _peel_brackets(words: str, start: int, end: int) -> tuple[int, list[str]]:
    """Take the brackets off the end that hold numbers, dates or the making; an edition mark stays with the title."""
    numbers: list[str] = []
    while end > start and words[end - 1] == "）":
        opened = _opening(words, end)
        inside = words[opened + 1 : end - 1]
        made = _MADE.search(inside)
        found = numbers_in(inside[: made.end()] if made else inside)
        if opened <= start or not (found or dates_in(inside) or _ABOUT_MAKING.search(inside)):
            break
        numbers = [number.canonical for number in found] + numbers
        end = len(words[:opened].rstrip(" \t"))
    return end, numbers


def _loose_number(words: str, start: int, end: int) -> tuple[int, int, list[str]]:
    """Find a number that stands behind or before the title without a bracket."""
    loose = [one for one in numbers_in(words[start:end]) if one.agency_code]
    if loose and start + loose[-1].end == end and loose[-1].start > 4:
        stop = start + loose[-1].start
        dated = DATE_BEFORE_NUMBER.search(words, start, stop)
        return start, dated.start() if dated else stop, [loose[-1].canonical]
    if loose and loose[0].start == 0:
        return start + loose[0].end, end, [loose[0].canonical]
    return start, end, []


def _opening(words: str, close: int) -> int:
    """Return where the bracket opens that ends before ``close``."""
    nearest = words.rfind("（", 0, close - 1)
    if nearest >= 0 and words.find("）", nearest, close - 1) < 0:
        return nearest
    depth = 0
    for place in range(close - 1, -1, -1):
        depth += (words[place] == "）") - (words[place] == "（")
        if depth == 0:
            return place
    return 0


def _inner(words: str, start: int, end: int) -> Span:
    """Return the span of the title: inside 《》 where the marks enclose all of it, or all but the issuer before it."""
    start += len(words[start:end]) - len(words[start:end].lstrip(" \t、."))
    end = start + len(words[start:end].rstrip(" \t"))
    opened = words.find("《", start, end)
    if opened < 0 or words[end - 1] != "》" or re.search("关于|印发|转发|废止|修改", words[start:opened]):
        return start, end
    if words.find("》", opened, end) == end - 1 and words.find("《", opened + 1, end) < 0:
        return opened + 1, end - 1
    depth = 0
    for place in range(opened, end):
        depth += (words[place] == "《") - (words[place] == "》")
        if depth == 0:
            return (opened + 1, end - 1) if place == end - 1 else (start, end)
    return start, end
