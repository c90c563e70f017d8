"""The clauses that say how long a document lasts: 有效期5年, 有效期至…, 自…至…, 试行期一年, 至国家出台新规定时止.

Only a term that hangs on the document itself is read; licences, contracts and other documents have terms too.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongwen.dates import find_dates
from gongwen.flow import sentence_start
from gongwen.numerals import read_numeral
from gongwen.validity_starts import Start, own_name
from gongwen.wording import pattern

_NEXT_SENTENCE = 40  # characters between the clause of coming into force and a term in the next sentence


@dataclass(frozen=True, slots=True)
class Term:
    """One clause; a length, a last day, or a condition in its place."""

    start: int
    end: int
    rule: str
    last_day: date | None = None
    first_day: date | None = None
    years: int = 0
    months: int = 0
    days: int = 0
    condition: str = ""
    soft: bool = False  # 试行


_N = r"\d{1,3}|[一二三四五六七八九十两]{1,3}"
_WORD = (
    r"(?P<word>有效期限?|有效时间|有效期间|施行期限?|实施期限?|执行期限?|执行时间|政策期限|适用期限?|试行期限?|暂行期限?"
    r"|试行|暂行)"
)
_DAY = (
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}年底|\d{4}-\d{1,2}-\d{1,2}"
    r"|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_TO = r"(?:截?至|到|截止(?:至|到|日期为)?)"
_FOR = re.compile(
    rf"{_WORD}(?:暂定|一般)?(?:为|是|:|共|限)?(?:期)?(?P<count>{_N})(?P<unit>年半?|个?月|日|天)(?![以之]?[内上下前])"
)
_FROM_TO = re.compile(
    rf"{_WORD}(?:为|是|:)?(?:自|从)?(?P<first>{_DAY})(?:起|开始)?(?:至|到|—+|-+|~)(?P<last>{_DAY})"
    rf"|(?:自|从)(?P<first2>{_DAY})起?(?:施行|实施|执行|生效)?,?(?:有效期)?{_TO}(?P<last2>{_DAY})"
    r"(?:止|有效|终止|(?:自动|自行)?(?:失效|废止))"
)
_UNTIL = re.compile(rf"(?:{_WORD}限?{_TO}|(?:执行|施行|实施|试行|有效|,){_TO})(?P<last>{_DAY})")
_ENDS_ON = re.compile(rf",(?:于|自)?(?P<last>{_DAY})起?(?:自动|自行)?(?:失效|废止|停止执行)")
_CONDITION = re.compile(
    rf"(?:有效期?|执行|施行|实施)?,?{_TO}(?P<condition>[^,。;\d]{{2,50}}?)(?:之日|时|之时|后)(?:自动|自行)?(?:止|失效|废止|为止)"
)
_KINDS = (("period", _FROM_TO), ("length", _FOR), ("until", _UNTIL), ("until", _ENDS_ON), ("condition", _CONDITION))


def find_terms(text: str, starts: Sequence[Start]) -> list[Term]:
    """Return the clauses that give the document's own term; ``starts`` are its clauses of coming into force."""
    anchors = sorted((one for one in starts if one.rank >= 2), key=lambda one: one.start)
    places = [one.start for one in anchors]
    found = []
    for rule, words in _KINDS:
        for match in words.finditer(text):
            begin = sentence_start(text, match.start())
            inside = bisect_left(places, begin) < bisect_left(places, match.end())
            previous = anchors[bisect_left(places, begin) - 1] if bisect_left(places, begin) else None
            just_before = previous is not None and 0 <= begin - previous.end < _NEXT_SENTENCE
            if _is_own(text[begin : match.start()], match, inside=inside, just_before=just_before):
                found.append(_term(rule, match, begin))
    return found


_TIED = re.compile(
    r"的|,|暂行|自|》|试行|从|,?(?:自|从)[^,。;]{1,30},?|的?(?:施行|实施|执行|生效)(?:起始|开始)?(?:时间|日期)[^,。;]{1,40},"
)
_OPENING = re.compile(r"(?:第[〇零一二三四五六七八九十百千\d]+条|[一二三四五六七八九十]+[、.]|\W)*")


# 现将《…》印发给你们,有效期五年: a cover gives the term of what it hands over
_HANDED_OVER = re.compile(
    r"(?:现将|现予以?|现把)[^。;]{2,80}(?:印发|下发|发布|公布)[^,。;]{0,8},(?:请[^,。;]{2,16},)?$"
)


def _is_own(before: str, match: re.Match[str], *, inside: bool, just_before: bool) -> bool:
    """Tell whether the term is the document's own: it hangs on 本办法 or on the clause of its coming into force.

    ``inside``: the sentence holds that clause. ``just_before``: the sentence before does.
    """
    own = list(own_name().finditer(before))
    if own and _TIED.fullmatch(before[own[-1].end() :] or ","):
        return True
    if _HANDED_OVER.search(before) and match.groupdict().get("word") not in ("试行", "暂行", None):
        return True
    if inside:
        tail = re.split(r"施行|实施|执行|生效", before)[-1]
        return len(tail) <= 12 and not pattern("validity", "not_own").search(tail)
    if match.re in (_UNTIL, _ENDS_ON, _CONDITION) or match.groupdict().get("word") in ("试行", "暂行"):
        return False
    return just_before and _OPENING.fullmatch(before) is not None


def _term(rule: str, match: re.Match[str], begin: int) -> Term:
    found = match.groupdict()
    soft = (found.get("word") or "").startswith(("试行", "暂行"))
    name = f"validity.{rule}"
    if rule == "condition":
        return Term(begin, match.end(), name, condition=found["condition"])
    if rule == "length":
        return _length(match, begin, soft=soft)
    first = found.get("first") or found.get("first2")
    last = found.get("last") or found.get("last2") or ""
    return Term(begin, match.end(), name, last_day=_day(last), first_day=_day(first) if first else None, soft=soft)


def _length(match: re.Match[str], begin: int, *, soft: bool) -> Term:
    count, unit = read_numeral(match["count"]) or 0, match["unit"]
    return Term(
        begin,
        match.end(),
        "validity.length",
        years=count if unit.startswith("年") else 0,
        months=count if "月" in unit else 6 if unit == "年半" else 0,
        days=count if unit in "日天" else 0,
        soft=soft,
    )


def _day(words: str) -> date | None:
    if words.endswith("年底"):
        return date(int(words[:4]), 12, 31)
    days = find_dates(words)
    return days[0].value if days else None
