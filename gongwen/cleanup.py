"""What cleanups (清理) are argued with: reason codes, abolished organs, replaced laws, tasks that are over.

Every function finds words in a text or title and says where; none of them decides what becomes of a document.
"""

import csv
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from gongwen.likeness import title_key
from gongwen.text import fold, fold_key
from gongwen.title import parse_title

_LONGEST_QUOTE = 200
_SENTENCE_END = "。；！？\n;!?"
_STATE = "中华人民共和国"
_OWN = frozenset({"", "promulgate", "forward", "approve_and_forward"})  # titles whose years are those of their own task
_TITLE_SPAN = re.compile(r"《[^《》]{1,120}》")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!版|修订|修正|第)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d年?\s*(?:[-—–－~～至]|——)\s*((?:19|20)\d\d)年?")
_PERIOD = re.compile(r"[“\"](十五)[”\"]|(十[一二三四]五)(?!条|款|项)")
_DEADLINE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底前|底以?前|底|末|以?前)[^。；\n]{0,30}?(?:完成|建成|实现|达到|消除|取缔|淘汰)"
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason code: the result it speaks for, and its name in Chinese."""

    code: str
    result: str
    zh: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Words in a text that speak for a cleanup result; ``sentence`` is the quotation around them."""

    word: str
    sentence: str
    year: int | None = None
    on: date | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class UpperLaw:
    """A law that is no more: since when, and what took its place ("" where nothing did)."""

    title: str
    ended_on: date
    successor: str
    verified: bool


@cache
def results() -> dict[str, str]:
    """Return the results of a cleanup, each with the name of the list that its documents go on."""
    return dict(_table()["results"]["lists"])


@cache
def reasons() -> dict[str, Reason]:
    """Return the reason codes of a cleanup by code."""
    return {row["code"]: Reason(row["code"], row["result"], row["zh"]) for row in _csv("reason_codes.csv")}


def named(title: str, number: str = "") -> str:
    """Return how a document is called in a sentence: 《题名》（字号）, with 〈〉 for the titles inside its title."""
    inner = title.strip().replace("《", "〈").replace("》", "〉")
    if inner.startswith("〈") and inner.endswith("〉") and inner.count("〈") == 1:
        inner = inner[1:-1]
    return f"《{inner}》（{number}）" if number else f"《{inner}》"


def upper_law(title: str) -> UpperLaw | None:
    """Return the law of this name where it is known to be repealed, with or without the name of the state in front."""
    return _laws().get(fold_key(title).removeprefix(fold_key(_STATE)))


def organ_successions() -> list[dict[str, str | date]]:
    """Return who followed whom and on what day: kinds of organs (机构改革) and organs of changed places.

    The columns are from_id, to_id, on_date, source; a kind of organ is named, an organ has its id.
    """
    kinds: list[dict[str, str | date]] = [
        {
            "from_id": row["name"],
            "to_id": row["successor"],
            "on_date": date.fromisoformat(row["abolished_on"]),
            "source": row["source"],
        }
        for row in sorted(_csv("abolished_organs.csv"), key=lambda row: row["name"])
        if row["successor"] and row["abolished_on"]
    ]
    places: list[dict[str, str | date]] = [
        {**row, "on_date": date.fromisoformat(row["on_date"])} for row in _csv("organ_successions.csv")
    ]
    return [*kinds, *places]


def abolished_organs(text: str, *, made: date) -> list[Sign]:
    """Return the organs named in the text that were abolished after it was made, each once, not those inside titles."""
    found: dict[str, Sign] = {}
    quoted = [match.span() for match in _TITLE_SPAN.finditer(text)]
    for match in _organ_pattern().finditer(text):
        row = _organs()[match.group()]
        if match.group() in found or date.fromisoformat(row["abolished_on"]) <= made:
            continue
        before = text[max(0, match.start() - 4) : match.start()]
        if before.endswith(tuple(word for word in row["not_after"].split("|") if word)):
            continue
        if any(start <= match.start() < end for start, end in quoted):
            continue
        found[match.group()] = Sign(
            word=match.group(),
            sentence=sentence_at(text, match.start(), match.end()),
            on=date.fromisoformat(row["abolished_on"]),
            successor=row["successor"],
        )
    return list(found.values())


def objects_gone(text: str) -> list[Sign]:
    """Return the things named in the text that are no more (农业税, 暂住证), each once."""
    return _words_in(text, "objects")


def competition_signs(text: str) -> list[Sign]:
    """Return the wordings that favour local enterprises or goods, each once."""
    return _words_in(text, "competition")


def last_task_year(title: str) -> int | None:
    """Return the last year of the task or period that a title names (2013—2015年, “十二五”, 2012年度), or None.

    Titles that repeal, amend or explain another document name that document's years.
    """
    if parse_title(title).wrapper not in _OWN or title_key(title).wrapper == "reading":
        return None
    folded = fold(title).text
    ranges = [int(year) for year in _YEARS.findall(folded)]
    periods = [_table()["plans"]["periods"][match[1] or match[2]] for match in _PERIOD.finditer(folded)]
    years = [int(year) for year in _YEAR.findall(folded)]
    return max(ranges or periods or years, default=None)


def last_deadline(text: str) -> Sign | None:
    """Return the latest deadline for a task that the text sets (2015年底前完成), or None."""
    deadlines = [(int(match[1]), match) for match in _DEADLINE.finditer(text)]
    if not deadlines:
        return None
    year, match = max(deadlines, key=lambda deadline: (deadline[0], -deadline[1].start()))
    return Sign(match.group(), sentence_at(text, match.start(), match.end()), year=year)


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence that holds the span, cut to what can be shown."""
    left = max((text.rfind(mark, max(0, start - _LONGEST_QUOTE), start) for mark in _SENTENCE_END), default=-1) + 1
    left = max(left, start - _LONGEST_QUOTE, 0)
    stops = [place for mark in _SENTENCE_END if (place := text.find(mark, end, end + _LONGEST_QUOTE)) >= 0]
    right = min(stops) + 1 if stops else min(len(text), end + _LONGEST_QUOTE)
    return text[left:right].strip()


def _words_in(text: str, group: str) -> list[Sign]:
    found: dict[str, Sign] = {}
    for match in _word_pattern(group).finditer(text):
        found.setdefault(match.group(), Sign(match.group(), sentence_at(text, match.start(), match.end())))
    return list(found.values())


@cache
def _word_pattern(group: str) -> re.Pattern[str]:
    return _any(_table()[group]["words"])


@cache
def _organ_pattern() -> re.Pattern[str]:
    return _any(list(_organs()))


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))


@cache
def _organs() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in _csv("abolished_organs.csv")}


@cache
def _laws() -> dict[str, UpperLaw]:
    return {
        fold_key(row["title"]): UpperLaw(
            row["title"], date.fromisoformat(row["ended_on"]), row["successor"], row["verified"] == "true"
        )
        for row in _csv("upper_laws.csv")
    }


def _csv(name: str) -> list[dict[str, str]]:
    with (files("gongwen") / "tables" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("gongwen") / "tables" / "cleanup_words.toml").read_text(encoding="utf-8"))
