"""The end of a 公文: signature and date, disclosure note, 版记; and where enclosed texts and annexes begin.

Works on the lines of a folded text, as ``gongwen.anatomy`` does for its beginning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongwen.anatomy import Span, is_annex_label, pattern, whole_dates
from gongwen.furniture import Line
from gongwen.issuer import parse_issuers
from gongwen.model import DateMention
from gongwen.text import fold_key

_SIGNERS = 6  # lines above the date in which the signing organs stand
_WINDOW = 3000  # characters looked at of a body that is one endless line


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed and when; ``first`` and ``last`` are places of lines."""

    issuers: tuple[str, ...]
    issuer_span: Span | None
    date: DateMention | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Part:
    """An enclosed text or annex: its lines and how its beginning was told."""

    first: int
    last: int  # one past
    rule: str  # enclosed, annex


def find_signatures(lines: Sequence[Line], start: int) -> list[Signature]:
    """Return the signatures from line ``start`` on: a line that is a date, with organs above it or before it."""
    found = []
    for place in range(start, len(lines)):
        signature = _dated_line(lines, place) or _run_on(lines, place)
        if signature:
            found.append(signature)
    return found


def _dated_line(lines: Sequence[Line], place: int) -> Signature | None:
    words = lines[place].words
    if len(words) > 90 or ("年" not in words and not _DIGITS.search(words)):
        return None
    mentions = whole_dates(words)
    if len(mentions) != 1:
        return None
    mention = mentions[0]
    rest = pattern("close", "seal").sub("", words[mention.end :]).strip("（）() 。.")
    if rest:
        return None
    before = words[: mention.start].strip()
    moved = DateMention(
        mention.value, mention.raw, mention.start + lines[place].start, mention.end + lines[place].start,
        mention.rule, mention.confidence, mention.candidates,
    )  # fmt: skip
    if before:
        issuers = parse_issuers(before)
        span = Span(before, lines[place].start, lines[place].start + len(before))
        return Signature(issuers, span, moved, place, place) if issuers else None
    issuers, first = _organs_above(lines, place)
    span = Span(" ".join(issuers), lines[first].start, lines[place - 1].end) if issuers else None
    return Signature(issuers, span, moved, first, place)


_DIGITS = re.compile(r"\d{4}[-./]\d")


def _organs_above(lines: Sequence[Line], place: int) -> tuple[tuple[str, ...], int]:
    """Return the organs named on the lines right above a date, in order, and the place of the first of them."""
    names: list[tuple[str, ...]] = []
    first = place
    for above in range(place - 1, max(-1, place - 1 - _SIGNERS), -1):
        words = lines[above].words
        organs = parse_issuers(words) if len(words) <= 80 else ()
        if organs:
            names.insert(0, organs)
            first = above
        elif not (pattern("close", "person").fullmatch(words) or pattern("close", "seal").fullmatch(words)) or names:
            break
    return tuple(organ for group in names for organ in group), first


def _run_on(lines: Sequence[Line], place: int) -> Signature | None:
    """Find a signature inside a line that a page ran together: 。甲市人民政府2021年7月8日附件…"""
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
            moved = replace(mention, start=mention.start + by, end=mention.end + by)
            return Signature(issuers, Span(before, by + begin, by + mention.start), moved, place, place)
    return None


_NAMES_AT_END = re.compile(r"[\u4e00-\u9fff、 ]{2,60}$")
_CLOSING_WORDS = re.compile(
    r"特此[\u4e00-\u9fff]{2,4}?(?:公告|通知|通告|函复|批复|函告|通报|说明|函达|公示)|特此(?:公告|通知|通告|函复|批复)"
)
_AFTER_SIGNATURE = re.compile(r"附|公告|文件下载|下载|浏览|打印|抄送|主题词|[（(](?:此|本)件|相关|关闭|分享|印发")


def find_parts(
    lines: Sequence[Line], start: int, names: Sequence[str], stop: int, signatures: Sequence[Signature] = ()
) -> list[Part]:
    """Return enclosed texts and annexes between lines ``start`` and ``stop``: named titles, and lines that say 附件.

    A line 附件 with the signature close below it heads the note that lists the annexes, and is none.
    """
    keys = [fold_key(name) for name in names]
    begins: dict[int, str] = {}
    place = start
    while place < stop:
        if is_annex_label(lines[place].words) and not _heads_note(lines, place, signatures):
            begins[place] = "annex"
            place += 1 + _title_after(lines, place + 1, keys)
            continue
        taken = _named(lines, place, keys)
        if taken:
            begins[place] = "enclosed"
        place += max(1, taken)
    places = sorted(begins)
    return [
        Part(place, places[index + 1] if index + 1 < len(places) else stop, begins[place])
        for index, place in enumerate(places)
    ]


def _heads_note(lines: Sequence[Line], place: int, signatures: Sequence[Signature]) -> bool:
    for signature in signatures:
        if place < signature.last <= place + _NOTE_REACH:
            return all(len(line.words) <= 80 for line in lines[place + 1 : signature.first])
    return False


_NOTE_REACH = 16  # lines between the head of the note of annexes and the signature


def _named(lines: Sequence[Line], place: int, keys: Sequence[str]) -> int:
    """Return how many lines from ``place`` on together are one of the names, 0 where they are none."""
    words = ""
    for count in range(1, 6):
        if place + count > len(lines) or len(lines[place + count - 1].words) > 120:
            return 0
        words += fold_key(lines[place + count - 1].words)
        if any(words == key for key in keys):
            return count
        if not any(key.startswith(words) for key in keys):
            return 0
    return 0


def _title_after(lines: Sequence[Line], place: int, keys: Sequence[str]) -> int:
    return _named(lines, place, keys) if place < len(lines) else 0


def find_disclosure(lines: Sequence[Line]) -> tuple[str, Span] | None:
    """Return the disclosure attribute that a note in brackets states (此件主动公开), with its place."""
    for line in lines:
        found = pattern("close", "disclosure").fullmatch(line.words) if len(line.words) <= 60 else None
        if not found:
            continue
        for value in ("withheld", "on_request", "proactive"):
            if pattern("disclosure", value).search(found["how"]):
                return value, Span(line.words, line.start, line.end)
    return None


def find_printed(lines: Sequence[Line]) -> DateMention | None:
    """Return the date of printing in the 版记: an office, a date and 印发 on one line."""
    for line in lines:
        if len(line.words) > 80 or "印" not in line.words or not pattern("close", "printed").fullmatch(line.words):
            continue
        mentions = whole_dates(line.words)
        if len(mentions) == 1:
            mention = mentions[0]
            return DateMention(
                mention.value, mention.raw, mention.start + line.start, mention.end + line.start, mention.rule
            )
    return None


def annex_names(lines: Sequence[Line], start: int, stop: int) -> tuple[str, ...]:
    """Return the names that the note of annexes lists (附件: 1.… 2.…), between two lines."""
    names: list[str] = []
    listing = False
    for line in lines[start:stop]:
        words = line.words
        if len(words) > 200:
            listing = False
            continue
        note = _NOTE.match(words)
        if note:
            listing = True
            words = words[note.end() :].strip()
        item = _ITEM.match(words) if listing else None
        if item:
            names.append(item["name"].strip())
        elif note and words:
            names.append(words)
        elif listing and not note:
            listing = False
    return tuple(name.strip("《》 ") for name in names if len(fold_key(name)) >= 3)


_NOTE = re.compile(r"附[ ]*件?[ ]*:")
_ITEM = re.compile(r"(?:附件)?[ ]*[0-9一二三四五六七八九十]{1,3}[ ]*[.、．:][ ]*(?P<name>.{2,120})")
