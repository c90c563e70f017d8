"""Dates as papers write them: where they stand in a text, which day they mean, and counting from day to day.

What a date is the date of (成文, 印发, 公布, 施行) is for the readers of documents; durations
(有效期5年) are not dates.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from gongwen.model import DateMention
from gongwen.numerals import CHINESE_DIGITS, CHINESE_NUMERALS, RINGS, SLIPS, read_numeral, read_slipped
from gongwen.text import Folded, as_folded, fold

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_SHORTEST = 5  # characters: 2018年
_CHINA = timedelta(hours=8)  # portals store midnight in China as milliseconds of UTC
_SIGN = rf"[0-9{RINGS}{re.escape(SLIPS)}{CHINESE_DIGITS}壹贰叁肆伍陆柒捌玖]"
_PART = rf"[0-9{RINGS}{re.escape(SLIPS)}{CHINESE_NUMERALS}元拾壹贰叁肆伍陆柒捌玖]"
_YEAR_BEFORE = re.compile(
    rf"(?:(?P<tight>{_SIGN}{{4,6}})|(?P<spaced>(?<!{_SIGN}){_SIGN}(?: {_SIGN}){{3}})"
    rf"|(?P<broken>(?<!{_SIGN})[12一二](?:[ \n]?{_SIGN}){{3}})|(?P<short>(?<!{_SIGN}){_SIGN}{{2,3}}))\s{{0,2}}\Z"
)
_AFTER_YEAR = re.compile(
    rf"\s{{0,3}}(?P<month>{_PART}(?: ?{_PART}){{0,2}})\s{{0,2}}月"
    rf"(?:\s{{0,3}}(?:(?P<day>{_PART}(?:[ \n]?{_PART}){{0,3}})\s{{0,2}}[日号]|(?P<unsigned>{_PART}{{1,3}})))?"
)
_LOST_MONTH = re.compile(r"\s?(?P<rest>\d{2,4})日")
_NUMERIC = re.compile(
    r"(?<![\d.\-/〔\[])(?P<year>(?:19|20)\d\d)"
    r"(?:\s?(?P<separator>[-./])\s?(?P<month>\d{1,2})\s?(?P=separator)\s?(?P<day>\d{1,2})(?![\d]|[.\-/]\d)日?"
    r"|(?P<rest>\d{2,4})\s?日)"
)
_DAY_ENDS = frozenset(" \t\n,。;、.)）】]〕》至到—-~")  # what may follow a day whose 日 is lost
_FIELD_NOISE = re.compile(
    r"(?:发布|成文|印发|公布|公开|生成|签发|施行|实施|生效|通过|制定|更新|发文|登记|失效|废止|编写|制作)?(?:日期|时间)"
    r"|T?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?|\d{1,2}时(?:\d{1,2}分)?(?:\d{1,2}秒)?|(?:星期|周)[一二三四五六日天]|[上下]午|起|[\W_]"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<rest>\d{0,4})")
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d\s?[-./]\s?(?:0?[1-9]|1[0-2])")
_EPOCH = re.compile(r"\d{12,13}")


def find_dates(text: str) -> list[DateMention]:
    """Return every date of a running text that names its year, in order, with spans into the text.

    ``rule`` says how exact it is: ``month`` and ``year`` have no value. A date that is glued, cut or impossible
    (200731日, 2021年2月30日) has no value either, but ``candidates`` wherever some day can be meant.
    """
    return _in(fold(text), text) if len(text) >= _SHORTEST else []


def dates_in(words: str) -> list[DateMention]:
    """Return the same as ``find_dates`` for words that are folded already, as those of a flow are."""
    return _in(as_folded(words), words) if len(words) >= _SHORTEST else []


def _in(folded: Folded, text: str) -> list[DateMention]:
    found = [*_written(folded.text), *_numeric(folded.text)]
    dates: list[DateMention] = []
    for mention in sorted(found, key=lambda one: (one.start, -one.end)):
        if dates and mention.start < dates[-1].end:
            continue
        dates.append(mention)
    return [_placed(mention, text, folded.original(mention.start, mention.end)) for mention in dates]


def parse_date(text: str) -> DateMention | None:
    """Return the date that a field holds and nothing else, or None; times, weekdays and labels are passed over.

    Beside the forms of a running text it reads 20210103, 2021926 (as candidates), 2021-01 and milliseconds since 1970.
    Two different days in one field are no answer; nor is a day count of a spreadsheet (43835).
    """
    signs = fold(text).text.strip()
    span = (0, len(text))
    if _EPOCH.fullmatch(signs):
        moment = datetime.fromtimestamp(int(signs) / 1000, tz=UTC) + _CHINA
        day = moment.date() if 1980 <= moment.year <= _LAST_YEAR else None
        return _placed(DateMention(day, "", 0, 0, "epoch", 0.9), text, span) if day else None
    if compact := _COMPACT.fullmatch(signs):
        mention = _compact(int(compact["year"]), compact["rest"])
        return _placed(mention, text, span) if mention else None
    if _YEAR_AND_MONTH.fullmatch(signs):
        return _placed(DateMention(None, "", 0, 0, "month"), text, span)
    dates = find_dates(text)
    rest = list(text)
    for mention in dates:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    if not dates or _FIELD_NOISE.sub("", fold("".join(rest)).text):
        return None
    days = {(mention.value, mention.candidates) for mention in dates}
    return dates[0] if len(days) == 1 else None


def add_days(day: date, n: int) -> date:
    """Return the day n days later."""
    return day + timedelta(days=n)


def add_months(day: date, n: int) -> date:
    """Return the same day n months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, n: int) -> date:
    """Return the same day n years later; 29 February becomes 28 February where the year has none."""
    return add_months(day, 12 * n)


def last_day_of_term(start: date, *, years: int = 0, months: int = 0, days: int = 0) -> date:
    """Return the last day of a term whose first day is ``start``: the day before its anniversary.

    Where the month of the anniversary has no such day (29 February, the 31st), its last day is the last of the term
    (《民法典》第二百零三条).
    """
    anniversary = add_months(start, 12 * years + months)
    if anniversary.day != start.day:
        return add_days(anniversary, days)
    return add_days(anniversary, days - 1)


def _placed(mention: DateMention, text: str, span: tuple[int, int]) -> DateMention:
    start, end = span
    return DateMention(mention.value, text[start:end], start, end, mention.rule, mention.confidence, mention.candidates)


def _written(text: str) -> Iterator[DateMention]:
    """二〇一八年十二月四日, 2018年12月4日, 二OO八年5月, with blanks and slips."""
    position = text.find("年")
    while position >= 0:
        before = _YEAR_BEFORE.search(text[max(0, position - 14) : position])
        if before and (mention := _around(text, position, before)):
            yield mention
        position = text.find("年", position + 1)


def _around(text: str, place: int, before: re.Match[str]) -> DateMention | None:
    """Read the date whose 年 stands at ``place``; ``before`` has matched the signs of its year."""
    after = _AFTER_YEAR.match(text, place + 1)
    signs = before[before.lastgroup or 0]
    years, used, rule = _years("".join(signs.split()), whole=bool(after and (after["day"] or after["unsigned"])))
    start = place - len(before.group()) + (len(signs) - used if before["tight"] else 0)
    if not years:
        return None
    if after is None:
        lost = _LOST_MONTH.match(text, place + 1)
        candidates = _split(years[0], lost["rest"]) if lost else ()
        if lost and candidates:
            return DateMention(None, "", start, lost.end(), "glued", 0.4, candidates)
        return DateMention(None, "", start, place + 1, "year") if rule == "full" else None
    month, slipped_month = _value(after["month"])
    if month is None or not 1 <= month <= 12:
        if after["day"] and rule == "full":
            return DateMention(None, "", start, after.end(), "impossible", 0.3)
        return DateMention(None, "", start, place + 1, "year") if rule == "full" else None
    if not (after["day"] or (after["unsigned"] and text[after.end() : after.end() + 1] in (*_DAY_ENDS, ""))):
        end = text.index("月", place) + 1
        return DateMention(None, "", start, end, "month") if rule == "full" else None
    day, slipped_day = _value(after["day"] or after["unsigned"])
    days = tuple(one for year in years if (one := _day(year, month, day)))
    if not days:
        return DateMention(None, "", start, after.end(), "impossible", 0.3)
    if rule in ("lost_century", "glued"):
        return DateMention(None, "", start, after.end(), rule, 0.4, days)
    if slipped_month or slipped_day:
        rule = "mended"
    elif after["unsigned"] and rule == "full":
        rule = "no_day_sign"
    confidence = {"full": 1.0, "no_day_sign": 0.8, "two_digit_year": 0.7}.get(rule, 0.6)
    return DateMention(days[0], "", start, after.end(), rule, confidence)


def _years(signs: str, *, whole: bool) -> tuple[tuple[int, ...], int, str]:
    """Return the years that the signs before 年 may mean, how many of the signs are the year's, and the rule.

    Fewer or more than four are a year only in a ``whole`` date (九四年五月十八日); 刑期15年 is a duration.
    """
    while len(signs) > 4 and (_kind(signs[0]) != _kind(signs[1]) or signs[0] == "一"):
        signs = signs[1:]  # 统一2018年, 之一二〇一八年
    value, slipped = _value(signs)
    if value is None:
        return (), 0, ""
    if len(signs) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR:
        return (value,), 4, "mended" if slipped else "full"
    if not whole or slipped:
        return (), 0, ""
    if len(signs) == 5:
        shorter = {int(str(value)[:place] + str(value)[place + 1 :]) for place in range(len(str(value)))}
        return tuple(sorted(year for year in shorter if _FIRST_YEAR <= year <= _LAST_YEAR)), 5, "glued"
    if len(signs) == 3 and value < 50:
        return (2000 + value,), 3, "lost_century"  # 〇〇六年 for 二〇〇六年
    if len(signs) == 2:
        return (value + (1900 if value > 49 else 2000),), 2, "two_digit_year"
    return (), 0, ""


def _kind(sign: str) -> str:
    if sign in CHINESE_DIGITS:
        return "chinese"
    return "digit" if sign.isdigit() else "letter"


def _value(signs: str) -> tuple[int | None, bool]:
    """Return the number that the signs of a year, month or day write, and whether it had to be mended."""
    joined = "".join(signs.split())
    if joined == "元":
        return 1, False
    if all(sign.isascii() or sign in SLIPS for sign in joined):
        return read_slipped(joined)
    return read_numeral(joined), False


def _numeric(text: str) -> Iterator[DateMention]:
    """2018-12-04, 2018.12.4, 2018/12/4, and what is left of a date without signs before 日: 20181204日."""
    for match in _NUMERIC.finditer(text):
        year = int(match["year"])
        if match["rest"]:
            candidates = _split(year, match["rest"])
            if candidates:
                yield DateMention(None, "", match.start(), match.end(), "glued", 0.4, candidates)
            continue
        day = _day(year, int(match["month"]), int(match["day"]))
        if day:
            yield DateMention(day, "", match.start(), match.end(), "numeric")


def _compact(year: int, rest: str) -> DateMention | None:
    if not rest:
        return DateMention(None, "", 0, 0, "year")
    candidates = _split(year, rest)
    if len(rest) == 4:
        return DateMention(candidates[0], "", 0, 0, "compact") if candidates else None
    if len(rest) == 2 and not candidates and 1 <= int(rest) <= 12:
        return DateMention(None, "", 0, 0, "month")
    return DateMention(None, "", 0, 0, "glued", 0.4, candidates) if candidates and len(rest) > 1 else None


def _split(year: int, rest: str) -> tuple[date, ...]:
    """Return the days that month and day without anything between them can mean, the earliest first."""
    if len(rest) == 4:
        found = [_day(year, int(rest[:2]), int(rest[2:]))]
    else:
        found = [_day(year, int(rest[:cut]), int(rest[cut:])) for cut in range(1, len(rest)) if rest[cut] != "0"]
    return tuple(sorted(day for day in found if day))


def _day(year: int, month: int, day: int | None) -> date | None:
    try:
        return date(year, month, day or 0)
    except ValueError:
        return None
