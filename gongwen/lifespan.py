"""What the quoted words of an effect say about time: a longer term, a term that starts anew, a suspension's last day.

Whether an effect has any force, and what becomes of its target, is not decided here.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

from gongwen.dates import add_days, find_dates, last_day_of_term
from gongwen.numerals import read_numeral
from gongwen.rules import Term
from gongwen.text import fold


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a sentence of 延长 or 继续有效 says about the term. All empty: the sentence leaves the term as it was."""

    last_day: date | None = None  # 有效期延长至…
    added: Term | None = None  # 有效期延长N年, counted from the old last day
    term: Term | None = None  # 有效期N年, counted from the day of the renewal
    restarts: bool = False  # 重新计算: the old length once more, from the day of the renewal


def read_renewal(evidence: str) -> Renewal:
    """Return what the sentence says about the term of the document that it extends or continues."""
    text = fold(evidence).text
    last_day = _day_after(_UNTIL, text) if _TERM_WORD.search(text) else None
    if last_day is not None:
        return Renewal(last_day=last_day)
    if found := _ADDED.search(text):
        return Renewal(added=_term(found))
    if _FROM_ORIGINAL.search(text):
        return Renewal()
    restarts = bool(_RESTART.search(text))
    stated = _STATED.search(text)
    return Renewal(term=_term(stated) if stated else None, restarts=restarts)


def read_stretch(evidence: str) -> tuple[date, date] | None:
    """Return the first and the last day of a stretch that the sentence gives as 自…至…, or None."""
    text = fold(evidence).text
    days = [mention for mention in find_dates(text) if mention.value is not None]
    for left, right in pairwise(days):
        first, last = left.value, right.value
        if first and last and first <= last and _TO.fullmatch(text[left.end : right.start]):
            return first, last
    return None


def read_suspension_end(evidence: str, start: date) -> date | None:
    """Return the last day of a suspension that begins on ``start``, or None where the sentence names none."""
    text = fold(evidence).text
    last_day = _day_after(_UNTIL, text)
    if last_day is not None:
        return last_day if last_day >= start else None
    found = _SUSPENDED_FOR.search(text)
    return after(start, _term(found)) if found else None


def after(start: date, term: Term) -> date:
    """Return the last day of a term that begins on ``start``: the day before its anniversary."""
    return last_day_of_term(start, years=term.years, months=term.months, days=term.days)


def later(last_day: date, term: Term) -> date:
    """Return the last day of a term made longer: the addition begins the day after the old last day."""
    return after(add_days(last_day, 1), term)


def length_of(first_day: date, last_day: date) -> Term:
    """Return the length from the first to the last day, both included, in whole months and days."""
    months = (last_day.year - first_day.year) * 12 + last_day.month - first_day.month + 1
    while months and after(first_day, Term(months=months)) > last_day:
        months -= 1
    return Term(months=months, days=(last_day - after(first_day, Term(months=months))).days)


def is_trial_term(evidence: str) -> bool:
    """Tell whether the words speak of a trial (试行期一年): weaker than a term, it asks for a look and ends nothing."""
    return bool(_TRIAL.search(fold(evidence).text))


def says_resumed(evidence: str) -> bool:
    """Tell whether the words take up again what was suspended (恢复执行)."""
    return bool(_RESUMED.search(fold(evidence).text))


def says_none_continue(text: str) -> bool:
    """Tell whether a decision says in so many words that its list of documents to continue is empty (继续有效0件)."""
    return bool(_NONE_CONTINUE.search(fold(text).text))


@cache
def _words() -> dict[str, list[str]]:
    table = tomllib.loads((files("gongwen") / "tables" / "lifespan.toml").read_text(encoding="utf-8"))
    return {name: row["words"] for name, row in table.items()}


def _any(name: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_words()[name], key=lambda word: (-len(word), word)))


def _term(found: re.Match[str]) -> Term:
    number = read_numeral(found["n"]) or 0
    return Term(years=number) if found["unit"].startswith("年") else Term(months=number)


def _day_after(before: re.Pattern[str], text: str) -> date | None:
    """The last date in the text that stands right behind one of the words."""
    days = [mention.value for mention in find_dates(text) if before.search(text[: mention.start][-8:])]
    return days[-1] if days else None


_COUNT = rf"(?P<n>\d{{1,3}}|[{''.join(_words()['numerals'])}]{{1,4}})\s*(?P<unit>年|个?月)"
_TO = re.compile(r"\s*(?:起|止|期间)?\s*(?:[至到~—-]|——|起至)\s*")
_UNTIL = re.compile(rf"(?:{_any('until')})\s*$")
_TERM_WORD = re.compile(f"{_any('term')}|{_any('lengthen')}")
_ADDED = re.compile(rf"(?:{_any('lengthen')})[^，。；\d]{{0,12}}?{_COUNT}")
_STATED = re.compile(rf"(?:{_any('term')})[^，。；\d]{{0,6}}?{_COUNT}")
_RESTART = re.compile(_any("restart"))
_FROM_ORIGINAL = re.compile(rf"(?:{_any('original')})[^。；]{{0,20}}(?:{_any('counted')})")
_SUSPENDED_FOR = re.compile(rf"(?:{_any('suspended')})[^，。；\d]{{0,12}}?{_COUNT}")
_RESUMED = re.compile(_any("resumed") + "|恢复[^,。;]{0,20}《[^。;]{0,200}的(?:执行|施行|实施|适用)")  # 恢复《…》的执行
_TRIAL = re.compile(_any("trial"))
_NONE_CONTINUE = re.compile(rf"(?:{_any('continue')})[^。；\d]{{0,20}}(?:{_any('none')})件")
