"""Issues of a gazette (政府公报): where each paper in them begins, told by the table of contents.

Only whole issues are looked at; a paper that was cut out of one is an ordinary paper.
"""

import re
from collections.abc import Sequence

from gongwen.furniture import Line
from gongwen.number import find_numbers
from gongwen.text import fold_key

_MASTHEAD = re.compile(r"[\u4e00-\u9fff ]{2,40}(?:公报|政报)(?:（.{1,20}）)?")
_ISSUE = re.compile(r"第[ ]*[\d〇零一二三四五六七八九十百]{1,4}[ ]*[期号]")
_CONTENTS = re.compile(r"(?:本期)?[要目]?[ ]*[目要][ ]*[录次目]")
_PAGE = re.compile(r"[ .…·•⋯—-]*[（(]?\d{1,4}[）)]?$")
_NUMBER_AT_END = re.compile(r"（[^（）]{3,40}号）$")
_HEAD = 12  # lines in which the issue names itself
_JOINED = 5  # lines over which one title runs


def paper_starts(lines: Sequence[Line]) -> list[int]:
    """Return the places of lines at which the papers of an issue begin, [] where the text is no issue.

    At least two titles of the contents must come again in the text, in their order.
    """
    if not _names_itself(lines):
        return []
    begin = next((place for place, line in enumerate(lines[: 4 * _HEAD]) if _CONTENTS.fullmatch(line.words)), -1)
    if begin < 0:
        return []
    titles, after = _contents(lines, begin + 1)
    starts: list[int] = []
    place = after
    for title in titles:
        found = _find(lines, place, title)
        if found >= 0:
            starts.append(_with_number(lines, found, floor=after))
            place = found + 1
    return starts if len(starts) >= 2 else []


def _names_itself(lines: Sequence[Line]) -> bool:
    head = [line.words for line in lines[:_HEAD]]
    return any(_MASTHEAD.fullmatch(words) for words in head) and any(_ISSUE.search(words) for words in head)


def _contents(lines: Sequence[Line], begin: int) -> tuple[list[str], int]:
    """Return the keys of the titles in the contents, and the place of the first line behind them."""
    titles: list[str] = []
    words = ""
    last = begin
    for place in range(begin, min(begin + 400, len(lines))):
        line = lines[place].words
        words += line
        if len(words) > 400 or "。" in line:
            break
        if _PAGE.search(line):
            titles.append(fold_key(_NUMBER_AT_END.sub("", _PAGE.sub("", words))))
            words = ""
            last = place + 1
    return [title for title in titles if len(title) >= 6], last


def _find(lines: Sequence[Line], begin: int, title: str) -> int:
    for place in range(begin, len(lines)):
        words = ""
        for line in lines[place : place + _JOINED]:
            words += fold_key(line.words)
            if words == title:
                return place
            if not title.startswith(words):
                break
    return -1


def _with_number(lines: Sequence[Line], place: int, *, floor: int) -> int:
    """Return the place of the number where it stands above the title."""
    above = place - 1
    if above >= floor and len(lines[above].words) <= 40:
        numbers = find_numbers(lines[above].words)
        if numbers and len(lines[above].words) - (numbers[-1].end - numbers[0].start) <= 2:
            return above
    return place
