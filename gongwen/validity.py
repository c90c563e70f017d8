"""When a document comes into force and how long it says it lasts: the clauses about itself, and nothing else's term.

The term of a licence, a contract or another document is not read here; what follows for the status is decided elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from gongwen.dates import find_dates, last_day_of_term
from gongwen.flow import Flow, flow
from gongwen.model import Basis, Validity
from gongwen.numerals import read_numeral
from gongwen.wording import pattern, rows

_LATEST_NEWS = timedelta(days=366)  # a page posted later than this after signing is a repost, no publication


@dataclass(frozen=True, slots=True)
class _Start:
    """One clause that says from when the document counts."""

    basis: Basis
    day: date | None
    delay: int
    start: int
    end: int
    rule: str
    rank: int
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    """One clause that says how long."""

    start: int
    end: int
    rule: str
    last_day: date | None = None
    first_day: date | None = None
    years: int = 0
    months: int = 0
    days: int = 0
    condition: str = ""
    soft: bool = False


def find_validity(text: str, *, date_written: date | None, date_published: date | None) -> Validity:
    """Return what the text says of its own coming into force and its own term.

    A day counted from 公布之日 is the day printed in the heading, else ``date_published``; from 印发之日 ``date_written``.
    The last day is the day before the anniversary. Clauses that disagree are kept apart as doubts.
    """
    reading = flow(text)
    heading_end = min(len(reading.text), _HEADING_REACH)
    starts = list(_starts(reading))
    chosen = max(starts, key=lambda one: (one.rank, -one.start), default=None)
    published = _published_in_heading(reading.text[:heading_end]) or _plausible(date_published, date_written)
    in_force = _day_of(chosen, starts, published, date_written) if chosen else None
    doubts = _start_doubts(chosen, starts)
    terms = list(_terms(reading, starts))
    term = terms[0] if terms else None
    if chosen is None and term and term.first_day:
        in_force = term.first_day
        chosen = _Start(Basis.DATE, term.first_day, 0, term.start, term.end, "validity.period", 1)
    end = _last_day(term, in_force)
    doubts += _term_doubts(terms, in_force)
    return Validity(
        date_in_force=in_force,
        in_force_basis=chosen.basis if chosen else None,
        in_force_span=reading.original(chosen.start, chosen.end) if chosen else None,
        in_force_rule=chosen.rule if chosen else "",
        validity_end=end,
        end_span=reading.original(term.start, term.end) if term else None,
        end_rule=term.rule if term else "",
        end_condition=term.condition if term else "",
        soft=bool(term and term.soft),
        doubts=tuple(doubts),
    )


_HEADING_REACH = 1200  # characters in which a heading or an order of promulgation stands


@cache
def _start_pattern() -> re.Pattern[str]:
    begin = "|".join(row["words"] for row in rows("validity", "begin"))
    since = "|".join(row["words"] for kind in ("published", "written", "adopted") for row in rows("validity", kind))
    day = r"[\d〇零一二三四五六七八九十廿元oOОΟ]{1,4}\s?年[\d〇零一二三四五六七八九十元]{1,3}\s?月[\d〇零一二三四五六七八九十廿]{1,4}\s?日"
    return re.compile(
        rf"(?:(?:自|从|于|至)(?:其|文件|本[\u3400-\u9fff]{{1,6}}?)?)?(?:(?P<day>{day})|(?P<since>{since})(?:之日|之时|日|后)?)"
        rf"(?:起|后|开始)?(?:满?(?P<delay>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:个工作)?日(?:之?后|起))?"
        rf"(?:起|开始)?(?:正式|开始|全面)?(?:试)?(?P<begin>{begin})"
    )


@cache
def _own() -> re.Pattern[str]:
    form = "|".join(row["words"] for row in rows("validity", "form"))
    return re.compile(rf"[本此][《]?[\u3400-\u9fff（）]{{0,14}}?(?:{form})》?|(?:以上|上述)(?:政策|措施|规定|意见)")


@cache
def _form() -> re.Pattern[str]:
    form = "|".join(row["words"] for row in rows("validity", "form"))
    return re.compile(rf"^[\u3400-\u9fff（）]*(?:{form})$")


def _starts(reading: Flow) -> Iterator[_Start]:
    text = reading.text
    for match in _start_pattern().finditer(text):
        after = text[match.end() : match.end() + 1]
        if after in ("的", "、") or not _fits(match):
            continue
        whole = not after or after in "。,;）\n.!:"
        begin = max(text.rfind(mark, 0, match.start()) for mark in "。;\n!") + 1
        rank, rule = _subject(text, begin, match)
        if rank <= 0 or (rank < 4 and not whole):
            continue
        basis, adopted = _basis(match)
        days = find_dates(match["day"]) if match["day"] else []
        delay = read_numeral(match["delay"]) or 0 if match["delay"] else 0
        yield _Start(basis, days[0].value if days else None, delay, begin, match.end(), rule, rank, adopted)
    yield from _labels(reading)


def _fits(match: re.Match[str]) -> bool:
    """A bare verb of issuing needs 之日 or 起: 发布实施 is no clause."""
    return bool(match["day"]) or "日" in match.group()[match.group().find(match["since"]) :] or bool(match["delay"])


def _basis(match: re.Match[str]) -> tuple[Basis, bool]:
    if match["day"]:
        return Basis.DATE, False
    if pattern("validity", "written").fullmatch(match["since"]):
        return Basis.WRITTEN, False
    return Basis.PUBLISHED, bool(pattern("validity", "adopted").fullmatch(match["since"]))


_HEADER = re.compile(r"^\W*第[〇零一二三四五六七八九十百千\d]+条(?=.)")
_PART = re.compile(r"第[〇零一二三四五六七八九十百\d]+[条章节款项](?:的?规定|内容)?$")
_NEUTRAL_BEFORE = re.compile(
    r"^(?:第[〇零一二三四五六七八九十百千\d]+条|[一二三四五六七八九十]+[、.]|（[一二三四五六七八九十]+）|\d+[.、]|\W)*$"
)
_ISSUING = re.compile(
    r"(?:现予|予以|现将|公布|发布|印发|通过|同意|转发|令)[^。;]{0,40}[,]?$|(?:决定|废止|失效|撤销|修改)[^。;]{0,120}[,]$|（[^（）]{4,200}$|\d日[,]?$"
)


def _subject(text: str, begin: int, match: re.Match[str]) -> tuple[int, str]:
    """Return how surely the clause speaks of the document itself, 0 where it speaks of something else."""
    before = text[begin : match.start()]
    before = _HEADER.sub("", before)
    if _PART.search(before):
        return 0, ""
    own = None
    for own in _own().finditer(before):
        pass
    if own:
        between = before[own.end() :]
        if len(between) <= 30 and not re.search(r"规定|所称|施行前|第[^,]{1,8}条|中", between):
            return 4, "validity.own_clause"
        return (3, "validity.own_clause") if re.search(r"[,]$", between) and not _elsewhere(between) else (0, "")
    if _ISSUING.search(before):
        return 2, "validity.order"
    enclosed = re.search(r"《([^《》]{2,100})》$", before)
    if enclosed and _is_own_title(text, enclosed[1], begin):
        return 3, "validity.enclosed_title"
    if 1 < len(before) < 20 and _form().search(before) and before in text[: min(begin, 400)]:
        return 2, "validity.own_noun"
    if _NEUTRAL_BEFORE.match(before) and len(text) - match.end() < max(400, len(text) // 5):
        return 2, "validity.closing"
    return (1, "validity.loose") if before.endswith(",") and not _elsewhere(before) and "《" in before else (0, "")


def _elsewhere(words: str) -> bool:
    return bool(pattern("validity", "not_own").search(words)) or ("《" in words and "》" in words)


def _is_own_title(text: str, title: str, begin: int) -> bool:
    """Tell whether a title in a clause is the document's own or the one it encloses: it stands in the heading."""
    return title in text[: min(begin, 400)]


_LABEL = re.compile(
    r"(?:生效日期|实施日期|施行日期|生效时间|实施时间)[:：]?\s?(?P<day>\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?)"
)
_BARE_LABEL = re.compile(r"(?:^|\n)[（]?(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?:起)?(?:施行|实施|生效)[）]?(?=\n|$)")


def _labels(reading: Flow) -> Iterator[_Start]:
    """Yield the labelled dates of a heading: 生效日期:…, 2022年1月1日 施行."""
    head = reading.text[:_HEADING_REACH]
    for label, rule in ((_LABEL, "validity.label"), (_BARE_LABEL, "validity.heading")):
        for match in label.finditer(head):
            days = find_dates(match["day"])
            if days and days[0].value:
                yield _Start(Basis.DATE, days[0].value, 0, match.start("day"), match.end(), rule, 1)


# The President's order promulgates a statute on the day of its adoption (立法法 art. 28 and 47 name no interval).
_ADOPTED_BY_CONGRESS = re.compile(
    r"(?P<day>\d{4}年\d{1,2}月\d{1,2}日)第[一二三四五六七八九十]+届全国人民代表大会(?:常务委员会)?第[一二三四五六七八九十]+次会议通过"
)
_ISSUED_BY_NUMBER = re.compile(r"^[^。;\n《]{0,60}?(?:公布|发布|颁布)")


def _published_in_heading(head: str) -> date | None:
    """Return the day of promulgation printed in the heading: （2010年6月21日某令第55号公布…）."""
    for paragraph in head.split("\n")[:14]:
        if len(paragraph) > 400 or "日" not in paragraph or paragraph.startswith("第一条"):
            continue
        for one in find_dates(paragraph):
            after = paragraph[one.end : one.end + 80]
            if (
                one.value
                and _ISSUED_BY_NUMBER.match(after.lstrip())
                and not re.search(r"\d{4}年\d+月", after.split("布")[0])
            ):
                return one.value
    congress = _ADOPTED_BY_CONGRESS.search(head)
    return find_dates(congress["day"])[0].value if congress else None


def _plausible(published: date | None, written: date | None) -> date | None:
    if published and written and not (timedelta(days=-3) <= published - written <= _LATEST_NEWS):
        return None
    return published


def _day_of(chosen: _Start, starts: list[_Start], published: date | None, written: date | None) -> date | None:
    if chosen.basis is Basis.DATE:
        return chosen.day
    stated = [one.day for one in starts if one.day and one.rank in (1, 2)]
    if stated and chosen.rank >= 2 and len(set(stated)) == 1:
        return stated[0]
    if chosen.adopted:
        return None
    base = written if chosen.basis is Basis.WRITTEN else published
    return base + timedelta(days=chosen.delay) if base else None


def _start_doubts(chosen: _Start | None, starts: list[_Start]) -> list[str]:
    days = {one.day for one in starts if one.day and one.rank >= 2}
    if chosen and len(days) > 1:
        return ["in_force: " + "; ".join(sorted(str(day) for day in days))]
    return []


_N = r"\d{1,3}|[一二三四五六七八九十两]{1,3}"
_LENGTH = rf"(?P<count>{_N})(?P<unit>年半?|个?月|日|天)"
_TERM_WORD = r"(?P<word>有效期限?|有效时间|施行期限?|实施期限?|执行期限?|执行时间|政策期限|适用期限?|试行期限?|暂行期限?|有效期间|政策有效期|试行|暂行)"
_FOR = re.compile(rf"{_TERM_WORD}(?:暂定|一般)?(?:为|是|:|共|限)?(?:期)?{_LENGTH}(?![以之]?[内上下前])")
_DAY = r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}年底|\d{4}-\d{1,2}-\d{1,2}|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_FROM_TO = re.compile(
    rf"{_TERM_WORD}(?:为|是|:)?(?:自|从)?(?P<first>{_DAY})(?:起|开始)?(?:至|到|—+|-+|~)(?P<last>{_DAY})"
    rf"|(?:自|从)(?P<first2>{_DAY})(?:起)?(?:施行|实施|执行|生效)?,?(?:有效期)?(?:至|到)(?P<last2>{_DAY})(?:止|废止|失效|有效|终止|(?:自动)?(?:失效|废止))"
)
_TO = "(?:截?至|到|截止(?:至|到|日期为)?)"
_UNTIL = re.compile(
    rf"(?:{_TERM_WORD}(?:限)?(?:截?至|到)|(?:执行|施行|实施|试行|有效)(?:截?至|到)|,(?:截?至|到))(?P<last>{_DAY})(?P<tail>止|前|有效|失效|废止)?"
)
_CONDITION = re.compile(
    r"(?:有效期?|执行|施行|实施)?,?(?:截?至|到)(?P<condition>[^,。;\d]{2,50}?)(?:之日|时|之时|后)(?:止|失效|废止|为止|自动失效|自行失效)"
)


def _terms(reading: Flow, starts: list[_Start]) -> Iterator[_Term]:
    """Yield the clauses of the document's own term, in order."""
    text = reading.text
    for rule, words in (("period", _FROM_TO), ("length", _FOR), ("until", _UNTIL), ("condition", _CONDITION)):
        for match in words.finditer(text):
            begin = max(text.rfind(mark, 0, match.start()) for mark in "。;\n!") + 1
            if _owns_term(text, begin, match, starts):
                yield _term(rule, match, begin)


def _owns_term(text: str, begin: int, match: re.Match[str], starts: list[_Start]) -> bool:
    """Tell whether the term is the document's own: it hangs on 本办法 or on the clause of its coming into force."""
    before = text[begin : match.start()]
    with_start = any(begin <= one.start and one.start < match.end() and one.rank >= 2 for one in starts)
    own = None
    for own in _own().finditer(before):
        pass
    if own and re.fullmatch(r"的|,|暂行|自|》|试行|从|,?(?:自|从)[^,。;]{1,30},?", before[own.end() :] or ","):
        return True
    if with_start:
        tail = re.split(r"施行|实施|执行|生效", before)[-1]
        return len(tail) <= 12 and not pattern("validity", "not_own").search(tail)
    if match.re in (_UNTIL, _CONDITION) or match.groupdict().get("word") in ("试行", "暂行"):
        return False
    return bool(_NEUTRAL_BEFORE.match(before)) and any(one.rank >= 2 and 0 <= begin - one.end < 40 for one in starts)


def _term(rule: str, match: re.Match[str], begin: int) -> _Term:
    found = match.groupdict()
    word = found.get("word") or ""
    soft = word.startswith(("试行", "暂行"))
    name = f"validity.{rule}"
    if rule == "condition":
        return _Term(begin, match.end(), name, condition=found["condition"])
    if rule == "length":
        count = read_numeral(found["count"]) or 0
        unit = found["unit"]
        years = count if unit.startswith("年") else 0
        months = count if "月" in unit else 6 if unit == "年半" else 0
        return _Term(
            begin, match.end(), name, years=years, months=months, days=count if unit in "日天" else 0, soft=soft
        )
    first = found.get("first") or found.get("first2")
    last = found.get("last") or found.get("last2") or ""
    return _Term(begin, match.end(), name, last_day=_date(last), first_day=_date(first) if first else None, soft=soft)


def _date(words: str) -> date | None:
    if words.endswith("年底"):
        return date(int(words[:4]), 12, 31)
    days = find_dates(words)
    return days[0].value if days else None


def _last_day(term: _Term | None, in_force: date | None) -> date | None:
    if term is None or term.condition:
        return None
    if term.last_day:
        return term.last_day
    if in_force is None:
        return None
    return last_day_of_term(in_force, years=term.years, months=term.months, days=term.days)


def _term_doubts(terms: list[_Term], in_force: date | None) -> list[str]:
    days = sorted({str(day) for term in terms if (day := _last_day(term, in_force))})
    return ["validity_end: " + "; ".join(days)] if len(days) > 1 else []
