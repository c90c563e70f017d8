"""Where a title begins and ends that is set over several lines, told by how titles end and by what follows them."""

import re
from collections.abc import Sequence

from gongwen.furniture import Line
from gongwen.issuer import find_issuer, parse_issuers
from gongwen.notes import is_note
from gongwen.number import find_numbers
from gongwen.pieces import is_addressee, is_bare_number, only_date, only_numbers, pattern
from gongwen.text import fold_key
from gongwen.title import ends_like_title, genre_of

MOST_LINES = 7
_MOST_CHARS = 220
_MOST_CHARS_A_LINE = 160
_HANZI = re.compile(r"[\u4e00-\u9fff] {0,4}[\u4e00-\u9fff]")
_SUBTITLE = re.compile(r"[（(〔][^（）()]{2,24}[）)〕]")
_SUBTITLE_AT_END = re.compile(r"（[^（）]{2,24}）$")
_OF_GENRE = re.compile(r"的[\u4e00-\u9fff]{0,4}(?:（[^（）]{1,12}）)?$|^[\u4e00-\u9fff]{0,12}的")
_ABOUT = re.compile(r"关于|^(?:印发|转发|批转)")
_BEGINS = re.compile(r"关于|印发|转发|批转|《")
_VERBS = re.compile(r"关于|印发|转发|批转|公布|发布|修改|废止|实施|贯彻|适用|落实|执行|对|和|与|及|、$")
_BRACKETS = (("《", "》"), ("（", "）"), ("〈", "〉"), ("“", "”"))


def may_be_title(words: str) -> bool:
    """Tell whether a line may be (part of) a title: no sentence, no addressee, no heading of a section."""
    if len(words) > _MOST_CHARS_A_LINE or "\t" in words or pattern("body", "structure").match(words):
        return False
    return not words.endswith((":", "。", ";", ",", "!")) and "。" not in words and bool(_HANZI.search(words))


def join_title(lines: Sequence[Line], known: frozenset[str] = frozenset()) -> tuple[list[Line], bool]:
    """Return the lines, of the first few, that are the title, and whether it ends as titles do.

    ``known`` are keys of titles that another witness gives. A title that does not end so is its first line only.
    """
    best: list[Line] = []
    for count in range(1, min(len(lines), MOST_LINES) + 1):
        words = "".join(line.words for line in lines[:count])
        if len(words) > _MOST_CHARS or (count > 1 and not _joinable(lines[count - 1].words, best)):
            break
        if count > 1 and _begins_anew("".join(line.words for line in best), lines[count - 1].words):
            break
        best = list(lines[:count])
        if fold_key(words) in known and not _subtitle_follows(lines, count):
            return best, True
        if _complete(words) and not _continues(words, [line.words for line in lines[count : count + 3]]):
            return best, True
    complete = _complete("".join(line.words for line in best))
    return (best, complete) if complete or len(best) == 1 else (best[:1], False)


def begins_below(lines: Sequence[Line], place: int, known: frozenset[str]) -> bool:
    """Tell whether a known title begins on one of the next lines and not at ``place``."""
    below = range(place + 1, min(place + 6, len(lines)))
    return not _begins(lines, place, known) and any(_begins(lines, at, known) for at in below)


def _begins(lines: Sequence[Line], place: int, known: frozenset[str]) -> bool:
    words = ""
    for line in lines[place : place + MOST_LINES]:
        words += fold_key(line.words)
        if words in known:
            return True
        if not any(key.startswith(words) for key in known):
            return False
    return False


def _subtitle_follows(lines: Sequence[Line], count: int) -> bool:
    return count < len(lines) and _is_subtitle(lines[count].words)


def _is_subtitle(words: str) -> bool:
    """Tell whether a line in brackets belongs to the title: （试行）, （2021—2025年）; no note, no number."""
    if not _SUBTITLE.fullmatch(words) or is_note(words) or pattern("close", "disclosure").fullmatch(words):
        return False
    if only_date(Line(0, len(words), words, indented=False)):
        return False
    return not find_numbers(words) and not is_bare_number(words)


def _joinable(words: str, before: Sequence[Line]) -> bool:
    if is_note(words) or is_bare_number(words) or is_addressee(words) or only_numbers(words):
        return False
    return may_be_title(words) or bool(_SUBTITLE.fullmatch(words)) or _open("".join(line.words for line in before))


def _begins_anew(before: str, words: str) -> bool:
    """Tell whether a line begins a title of its own: an organ or 关于 with neither organ nor verb before it."""
    if not (_BEGINS.match(words) or find_issuer(words)):
        return False
    return not _VERBS.search(before) and not parse_issuers(before) and not _open(before)


def _complete(words: str) -> bool:
    if _open(words):
        return False
    return ends_like_title(words) or ends_like_title(_SUBTITLE_AT_END.sub("", words))


def _open(words: str) -> bool:
    return any(words.count(left) > words.count(right) for left, right in _BRACKETS)


def _continues(words: str, following: Sequence[str]) -> bool:
    """Tell whether a title that could end here goes on: 的通知 below 管理办法, an edition mark in brackets."""
    after = following[0] if following else ""
    if not after or len(after) > 60:
        return False
    if (after.startswith("的") and ends_like_title(after)) or _is_subtitle(after):
        return True
    if genre_of(words) or not _ABOUT.search(words):
        return False
    for line in following:
        if not may_be_title(line) or only_numbers(line) or is_note(line) or is_addressee(line):
            return False
        if _OF_GENRE.search(line) and genre_of(line):
            return True
    return False
