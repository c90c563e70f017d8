"""What stands before the body of a 公文 (GB/T 9704): masthead, numbers, title, note, date, addressees.

Finds where these stand in the lines of a text and what they say; which witness to believe is decided in ``ingest``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gongwen.furniture import Line
from gongwen.issuer import ends_as_organ, find_issuer, parse_issuers
from gongwen.model import DateMention, DocumentNumber
from gongwen.notes import merged, note_lines
from gongwen.number import find_numbers
from gongwen.pieces import (
    Span,
    annex_label_before,
    is_addressee,
    is_annex_label,
    is_bare_number,
    moved_date,
    moved_number,
    only_date,
    only_numbers,
    pattern,
    whole_dates,
)
from gongwen.registration import find_registration_numbers
from gongwen.text import fold_key
from gongwen.title import ENCLOSING, genre_of, parse_title
from gongwen.title_lines import MOST_LINES, begins_below, join_title, may_be_title
from gongwen.title_numbers import leading_number

_HEAD_LINES = 60
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_ABOUT = re.compile(r"关于|印发|转发|批转|公布|对")
_SUBJECT = re.compile(r"关于|印发|转发|批转|《")
_GENRE_ALONE = re.compile(r"(?:公|通|布) *告|命? *令")
_MINUTES_NUMBER = 3  # lines below the masthead of minutes in which their number stands
_CODE = re.compile(r"[A-Z]{2,6}\d{0,2} ?[-—–－] ?(?:19|20)\d\d ?[-—–－] ?\d{1,5}")


@dataclass(slots=True)
class Head:
    """What stands before the body."""

    above: str = ""  # the masthead of a decree or announcement that the page prints as its heading
    masthead: list[Span] = field(default_factory=list)
    numbers: list[DocumentNumber] = field(default_factory=list)
    registration: Span | None = None
    title: list[Line] = field(default_factory=list)
    title_complete: bool = False
    notes: list[Line] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    addressee: Span | None = None
    titled: int = 0  # place of the first line behind the title
    noted: int = 0  # place of the first line behind the last note
    body: int = 0  # place of the first line of the body


def read_head(lines: Sequence[Line], *, known_titles: frozenset[str] = frozenset(), heading: str = "") -> Head:
    """Read the lines before the body. ``known_titles`` are keys of titles that another witness gives.

    ``heading`` is what stands above the lines: 某局公告 there is the masthead of a text that begins with its number.
    """
    head = Head(above=heading if is_decree(heading) else "")
    for place in range(min(len(lines), _HEAD_LINES)):
        head.body = place
        if not _take(head, lines, place, known_titles):
            return head
    head.body = min(_HEAD_LINES, len(lines))
    return head


def is_decree(words: str) -> bool:
    """Tell whether a masthead is that of a decree or of an announcement by which a text is promulgated."""
    return any(pattern("masthead", key).fullmatch(words) for key in ("decree", "announcement"))


def _take(head: Head, lines: Sequence[Line], place: int, known: frozenset[str]) -> bool:
    """Take one line into the head; False where the body begins with it."""
    line = lines[place]
    if place < head.titled or place < head.noted or (place == 0 and is_annex_label(line.words)):
        return True
    if _is_mark(line.words) or _repeats_title(head, lines, place):
        return True
    if _take_number(head, line) or _take_code(head, line) or _take_note(head, lines, place) or _take_date(head, line):
        return True
    if _take_masthead(head, lines, place):
        return True
    if is_addressee(line.words):
        head.addressee = Span(line.words, line.start, line.end)
        return False
    if glued := _before_addressee(line.words):
        head.numbers.append(moved_number(glued, line.start))
        return False
    return _take_title(head, lines, place, known)


def _is_mark(words: str) -> bool:
    """Tell whether a line is a mark of secrecy or urgency, the number of a copy or an issue, or the signatory."""
    return any(pattern("masthead", key).fullmatch(words) for key in ("secrecy", "signatory", "issue"))


def _take_code(head: Head, line: Line) -> bool:
    """Take a registration number with or without its label, and other lines of letters and digits above the title."""
    if len(line.words) > 40:
        return False
    found = find_registration_numbers(line.words)
    if found and not head.registration:
        rest = line.words[: found[0].start] + line.words[found[0].end :]
        if not rest.strip() or pattern("masthead", "registration_label").fullmatch(rest.strip()):
            start = line.start + found[0].start
            head.registration = Span(found[0].value, start, start + found[0].end - found[0].start)
            return True
    if head.title or _HANZI.search(line.words):
        return False
    if _CODE.fullmatch(line.words) and not head.registration:  # a form that no table knows, where such numbers stand
        head.registration = Span(re.sub(r" ?[-—–－] ?", "-", line.words), line.start, line.end)
    return True


def _take_number(head: Head, line: Line) -> bool:
    """Take a line that holds numbers and nothing else; a bare one borrows the organ of the masthead."""
    if is_bare_number(line.words):
        before = "".join((_name_of_series(head) or _joint_masthead(head) or head.above).split())
        found = find_numbers(before + line.words.strip("（）()【】 "))
        borrowed = [number for number in found if number.end > len(before) and number.agency_code]
        head.numbers += [moved_number(number, line.start - len(before), floor=line.start) for number in borrowed[:1]]
        return True
    found = [_of_masthead(number, head) for number in only_numbers(line.words)]
    head.numbers += [moved_number(number, line.start) for number in found]
    return bool(found)


def _before_addressee(words: str) -> DocumentNumber | None:
    """Return the number that stands on one line with the addressees and what follows them, breaks having been lost."""
    number = leading_number(words)
    end = words.find(":", number.end, number.end + _LONGEST_ADDRESSEE) if number else -1
    rest = words[number.end : end + 1] if number else ""
    return number if rest[:1] == " " and is_addressee(rest.strip()) else None


_LONGEST_ADDRESSEE = 200


def _joint_masthead(head: Head) -> str:
    """Return the last masthead with the organ above it that it belongs to.

    令 below several organs, each on its line, is the decree of all of them.
    """
    if not head.masthead:
        return ""
    last = head.masthead[-1].words
    above = [mast.words for mast in head.masthead[:-1]]
    if above and pattern("masthead", "minutes").fullmatch(last) and not find_issuer(last) and parse_issuers(above[-1]):
        return above[-1] + last  # 某县人民政府 above 专题会议纪要
    if not last.endswith("令") or not all(parse_issuers(words) and not words.endswith("文件") for words in above):
        return last
    return "、".join([*above, last])


def _of_masthead(number: DocumentNumber, head: Head) -> DocumentNumber:
    """Return 政府令〔2010〕15号 as that of the government whose masthead stands above it."""
    organ = head.masthead[-1].words if head.masthead else ""
    if number.agency_code not in _GOVERNMENT_DECREE or not organ.endswith("人民政府"):
        return number
    named = organ + "令"
    canonical = named + number.canonical.removeprefix(number.agency_code)
    return replace(number, agency_code=named, canonical=canonical)


_GOVERNMENT_DECREE = ("政府令", "人民政府令")


def _name_of_series(head: Head) -> str:
    """Return the title of minutes, announcements and the like, which heads their numbers (某会议纪要〔2015〕3号)."""
    title = "".join(line.words for line in head.title)
    if genre_of(title) not in ("纪要", "公告", "通告", "令", "公报") or title.startswith("关于"):
        return ""
    return title if find_issuer(title) or not head.masthead else head.masthead[-1].words + title


def _take_note(head: Head, lines: Sequence[Line], place: int) -> bool:
    count = note_lines(lines, place)
    if count:
        head.notes.append(merged(lines[place : place + count]))
        head.noted = place + count
    return bool(count)


def _take_date(head: Head, line: Line) -> bool:
    """Take a line that is a date; below the masthead of minutes its office may stand before it."""
    mention = only_date(line)
    if not mention and head.masthead and not head.title and len(line.words) <= 60:
        dates = whole_dates(line.words) if pattern("masthead", "minutes").fullmatch(head.masthead[-1].words) else []
        if len(dates) == 1 and parse_issuers(line.words[: dates[0].start]) and not line.words[dates[0].end :].strip():
            office = line.words[: dates[0].start].rstrip()
            head.masthead.append(Span(office, line.start, line.start + len(office)))
            mention = moved_date(dates[0], line.start)
    if mention:
        head.dates.append(mention)
    return mention is not None


def _take_masthead(head: Head, lines: Sequence[Line], place: int) -> bool:
    """Take a line that names the issuing organ and nothing else, unless it is the first line of the title."""
    line = lines[place]
    below = (later.words for later in lines[place + 1 : place + 6] if not parse_issuers(later.words))
    if len(line.words) > 120 or (not head.title and _ABOUT.match(next(below, ""))):
        return False
    organs = parse_issuers(line.words)
    if not organs and place + 1 < len(lines) and is_bare_number(lines[place + 1].words) and ends_as_organ(line.words):
        organs = (line.words,)  # 某海关 above 公告〔2021〕7号: what stands there is the organ
    if head.masthead and not head.title and _GENRE_ALONE.fullmatch(line.words):  # 某县人民政府 above 公　告
        above = head.masthead[-1]
        head.masthead[-1] = replace(above, words=above.words + "".join(line.words.split()), end=line.end)
        return True
    for key in ("decree", "announcement"):
        found = pattern("masthead", key).fullmatch(line.words)
        organs = organs or (parse_issuers(found["organ"]) if found else ())
    if organs:
        head.masthead.append(Span(line.words, line.start, line.end))
    return bool(organs)


def _take_title(head: Head, lines: Sequence[Line], place: int, known: frozenset[str]) -> bool:
    if head.title or not may_be_title(lines[place].words):
        return False
    if known and begins_below(lines, place, known):
        if parse_issuers(lines[place].words):  # the first of the organs that head the title line by line
            head.masthead.append(Span(lines[place].words, lines[place].start, lines[place].end))
        return True
    below = list(lines[place : place + MOST_LINES + 3])
    if label := annex_label_before(below[0].words):
        below[0] = replace(below[0], start=below[0].start + label, words=below[0].words[label:])
    if _heads_minutes(lines, place):
        head.masthead.append(Span(lines[place].words, lines[place].start, lines[place].end))
        return True
    title, complete = join_title(below, known)
    if not complete and any(_starts_title(lines, later) for later in range(place + 1, place + 4)):
        return True  # the name of a column or a collection, and the title below it
    head.title, head.title_complete, head.titled = title, complete, place + len(title)
    return bool(head.title)


def _heads_minutes(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line is the masthead of minutes (专题会议纪要): number and title stand below."""
    if not pattern("masthead", "minutes").fullmatch(lines[place].words) or _ABOUT.search(lines[place].words):
        return False
    below = range(place + 1, min(len(lines), place + 1 + _MINUTES_NUMBER))
    numbered = next((at for at in below if is_bare_number(lines[at].words) or only_numbers(lines[at].words)), 0)
    return bool(numbered) and any(_starts_title(lines, at) for at in range(numbered + 1, numbered + 4))


def _starts_title(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a complete title that names its subject begins on a line."""
    if place >= len(lines) or not may_be_title(lines[place].words):
        return False
    title, complete = join_title(lines[place : place + MOST_LINES + 3])
    words = "".join(line.words for line in title)
    return complete and bool(_SUBJECT.search(words) or find_issuer(words))


def _repeats_title(head: Head, lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line behind the title prints (a piece of) it again; a fuller form with its issuer replaces it.

    So does the title of the notice by which the text named first is passed on (某细则 above 关于印发某细则的通知).
    Where the title needs no issuer in front of it (it has one, or is the name of a text), an organ above the repeated
    title is the masthead.
    """
    if not head.title or head.notes or head.addressee:
        return False
    words = "".join(line.words for line in head.title)
    number = leading_number(words)
    title = fold_key(words[number.end :] if number else words)
    key = fold_key(lines[place].words)
    if len(key) >= 4 and (title.startswith(key) or title.endswith(key)):
        return True
    if not may_be_title(lines[place].words) or (parse_issuers(lines[place].words) and not _ABOUT.match(words)):
        return False
    again, complete = join_title(lines[place : place + MOST_LINES + 3])
    if len(title) < 8 or not complete or not _holds("".join(line.words for line in again), title):
        return False
    if number:
        head.numbers.append(moved_number(number, head.title[0].start))
    head.title, head.title_complete, head.titled = again, True, place + len(again)
    return True


def _holds(words: str, title: str) -> bool:
    """Tell whether a title ends with another, given as its key, or passes on the one text of that name."""
    if fold_key(words).endswith(title):
        return True
    cover = parse_title(words)
    return cover.wrapper in ENCLOSING and [fold_key(name) for name in cover.enclosed] == [title]
