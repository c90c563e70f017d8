"""The end of a 公文 (GB/T 9704): signature and date, the note on disclosure, the date of printing in the 版记.

Works on the lines of a folded text, as ``gongwen.anatomy`` does for its beginning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.furniture import Line
from gongwen.issuer import names_papers, parse_issuers
from gongwen.model import DateMention
from gongwen.pieces import Span, moved_date, pattern, whole_dates
from gongwen.text import squeeze

_SIGNERS = 6  # lines above the date in which the signing organs stand
_WINDOW = 3000  # characters looked at of a body that is one endless line
_DIGITS = re.compile(r"\d{4}[-./]\d")
_NAMES_AT_END = re.compile(r"[\u4e00-\u9fff、 ]{2,60}$")
_CLOSING_WORDS = re.compile(
    r"特此[\u4e00-\u9fff]{2,4}?(?:公告|通知|通告|函复|批复|函告|通报|说明|函达|公示)|特此(?:公告|通知|通告|函复|批复)"
)
_AFTER_SIGNATURE = re.compile(r"附|公告|文件下载|下载|浏览|打印|抄送|主题词|[（(](?:此|本)件|相关|关闭|分享|印发")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when; ``first`` and ``last`` are places of lines."""

    issuers: tuple[str, ...]
    issuer_span: Span | None
    date: DateMention | None
    first: int
    last: int


def find_signatures(lines: Sequence[Line], start: int) -> list[Signature]:
    """Return the signatures from line ``start`` on: a line that is a date, with organs above it or before it."""
    found = []
    for place in range(start, len(lines)):
        signature = _dated_line(lines, place) or _run_on(lines, place)
        if signature:
            found.append(signature)
    return found


def _dated_line(lines: Sequence[Line], place: int) -> Signature | None:
    line = lines[place]
    if len(line.words) > 90 or ("年" not in line.words and not _DIGITS.search(line.words)) or names_papers(line.words):
        return None
    mentions = whole_dates(line.words)
    if len(mentions) != 1 or pattern("close", "seal").sub("", line.words[mentions[0].end :]).strip("（）() 。."):
        return None
    date = moved_date(mentions[0], line.start)
    before = line.words[: mentions[0].start].strip()
    if before:
        issuers = parse_issuers(before)
        span = Span(before, line.start, line.start + len(before))
        return Signature(issuers, span, date, place, place) if issuers else None
    issuers, first = _organs_above(lines, place)
    above = Span(" ".join(issuers), lines[first].start, lines[place - 1].end) if issuers else None
    return Signature(issuers, above, date, first, place)


def _organs_above(lines: Sequence[Line], place: int) -> tuple[tuple[str, ...], int]:
    """Return the organs named on the lines right above a date, in order, and the place of the first of them."""
    names: list[tuple[str, ...]] = []
    first = place
    for above in range(place - 1, max(-1, place - 1 - _SIGNERS), -1):
        words = pattern("close", "seal").sub("", lines[above].words).strip()
        organs = parse_issuers(words) if len(words) <= 80 else ()
        if organs:
            names.insert(0, organs)
            first = above
        elif not (pattern("close", "person").fullmatch(words) or pattern("close", "seal").fullmatch(words)) or names:
            break
    return tuple(organ for group in names for organ in group), first


def _run_on(lines: Sequence[Line], place: int) -> Signature | None:
    """Find a signature inside a line that a page ran together (。甲市人民政府2021年7月8日附件)."""
    line = lines[place]
    if len(line.words) < 60:
        return None
    offset = max(0, len(line.words) - _WINDOW)
    window = line.words[offset:]
    for mention in reversed(whole_dates(window)):
        after = window[mention.end :].lstrip()
        run = _NAMES_AT_END.search(window, 0, mention.start)
        if not run or (after and not _AFTER_SIGNATURE.match(after)):
            continue
        closed = list(_CLOSING_WORDS.finditer(run.group()))
        begin = run.start() + (closed[-1].end() if closed else 0)
        before = window[begin : mention.start].strip()
        issuers = parse_issuers(before)
        if issuers:
            by = line.start + offset
            span = Span(before, by + begin, by + mention.start)
            return Signature(issuers, span, moved_date(mention, by), place, place)
    return None


def find_disclosure(lines: Sequence[Line]) -> tuple[str, Span] | None:
    """Return the disclosure attribute that a note in brackets states (此件主动公开), with its place."""
    for line in lines:
        found = pattern("close", "disclosure").fullmatch(line.words) if len(line.words) <= 60 else None
        if found and (stated := disclosure_of(found["how"])):
            return stated, Span(line.words, line.start, line.end)
    return None


def disclosure_of(words: str) -> str:
    """Return proactive, on_request or withheld for 主动公开, 依申请公开, 不予公开 and the like, or ""."""
    folded = squeeze(words)
    values = ("withheld", "on_request", "proactive")
    return next((value for value in values if pattern("disclosure", value).search(folded)), "")


def find_printed(lines: Sequence[Line]) -> DateMention | None:
    """Return the date of printing in the 版记: an office, a date and 印发 on one line."""
    for line in lines:
        if len(line.words) > 80 or "印" not in line.words or not pattern("close", "printed").fullmatch(line.words):
            continue
        mentions = whole_dates(line.words)
        if len(mentions) == 1:
            return moved_date(mentions[0], line.start)
    return None
