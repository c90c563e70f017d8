"""Issues of a gazette (政府公报): where each paper in them begins, told by the table of contents.

Only whole issues are looked at; a paper that was cut out of one is an ordinary paper.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.furniture import Line
from gongwen.number import find_numbers
from gongwen.text import fold_key

_MASTHEAD = re.compile(r"[\u4e00-\u9fff ]{2,40}(?:公报|政报)(?:（.{1,20}）)?")
_ISSUE = re.compile(r"第[ ]*[\d〇零一二三四五六七八九十百]{1,4}[ ]*[期号]")
_CONTENTS = re.compile(r"(?:本期)?[要目]?[ ]*[目要][ ]*[录次目]")
_PAGE = re.compile(r"[ .…·•⋯—-]*[（(]?\d{1,4}[）)]?$")
_NUMBER_AT_END = re.compile(r"（[^（）]{3,40}号）$")
_HEAD = 12  # lines in which the issue names itself
_SHORTEST = 6  # characters of a title in the contents: less is a column
_JOINED = 5  # lines over which one title runs


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of a gazette: where its papers begin, and what its contents say of them."""

    starts: tuple[int, ...] = ()  # places of lines
    numbers: tuple[str, ...] = ()  # of each paper, as the contents give it, canonical; "" where they give none
    absent: tuple[str, ...] = ()  # titles of the contents that come nowhere in the text


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents."""

    title: str  # as printed
    key: str
    number: str


def paper_starts(lines: Sequence[Line]) -> list[int]:
    """Return the places of lines at which the papers of an issue begin, [] where the text is no issue."""
    return list(read_issue(lines).starts)


def read_issue(lines: Sequence[Line]) -> Issue:
    """Cut an issue along its contents, and tell what the contents list and the text has not.

    At least two titles of the contents must come again in the text, in their order; else the text is no issue.
    """
    if not _names_itself(lines):
        return Issue()
    begin = next((place for place, line in enumerate(lines[: 4 * _HEAD]) if _CONTENTS.fullmatch(line.words)), -1)
    if begin < 0:
        return Issue()
    entries, after = _contents(lines, begin + 1)
    starts: list[int] = []
    numbers: list[str] = []
    absent: list[str] = []
    place = after
    for entry in entries:
        found = _find(lines, place, entry.key)
        if found < 0:
            absent.append(entry.title)
            continue
        starts.append(_with_number(lines, found, floor=after))
        numbers.append(entry.number)
        place = found + 1
    return Issue(tuple(starts), tuple(numbers), tuple(absent)) if len(starts) >= 2 else Issue()


def _names_itself(lines: Sequence[Line]) -> bool:
    head = [line.words for line in lines[:_HEAD]]
    return any(_MASTHEAD.fullmatch(words) for words in head) and any(_ISSUE.search(words) for words in head)


def _contents(lines: Sequence[Line], begin: int) -> tuple[list[_Entry], int]:
    """Return the entries of the contents, and the place of the first line behind them."""
    entries: list[_Entry] = []
    words = ""
    last = begin
    for place in range(begin, min(begin + 400, len(lines))):
        line = lines[place].words
        words += line
        if len(words) > 400 or "。" in line:
            break
        if _PAGE.search(line):
            title = _PAGE.sub("", words)
            number = _NUMBER_AT_END.search(title)
            found = find_numbers(number.group()) if number else []
            bare = title[: number.start()] if number else title
            entries.append(_Entry(bare.strip(), fold_key(bare), found[0].canonical if found else ""))
            words = ""
            last = place + 1
    return [entry for entry in entries if len(entry.key) >= _SHORTEST], last


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
