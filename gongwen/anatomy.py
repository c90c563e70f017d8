"""The parts of a 公文 (GB/T 9704): masthead, number, title, notes, addressees, signature, where enclosed texts begin.

Finds where the parts stand in a folded text and what they say; which witness to believe is decided in ``ingest``.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from gongwen.dates import find_dates
from gongwen.furniture import Line
from gongwen.issuer import parse_issuers
from gongwen.model import DateMention, DocumentNumber
from gongwen.number import find_numbers
from gongwen.registration import find_registration_numbers
from gongwen.text import fold_key
from gongwen.title import ends_like_title, genre_of, leading_number

_HEAD_LINES = 60
_TITLE_LINES = 7
_TITLE_CHARS = 220


@dataclass(frozen=True, slots=True)
class Span:
    """Words and where they stand."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NoteDate:
    """A date in the note below a title and what happened on it: adopted, promulgated, approved, amended, in_force."""

    kind: str
    mention: DateMention
    words: str  # from the date to the next one


@dataclass(slots=True)
class Head:
    """What stands before the body."""

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
    body: int = 0  # place of the first line of the body in the lines


@cache
def pattern(section: str, key: str) -> re.Pattern[str]:
    """Return one pattern of the table of parts."""
    table = tomllib.loads((files("gongwen") / "tables" / "anatomy.toml").read_text(encoding="utf-8"))
    return re.compile(table[section][key])


def whole_dates(text: str) -> list[DateMention]:
    """Return the dates that name a day, damaged ones included; a year or a month alone is no date of a paper."""
    return [mention for mention in find_dates(text) if mention.rule not in ("year", "month")]


def read_head(lines: Sequence[Line], *, known_titles: frozenset[str] = frozenset()) -> Head:
    """Read the lines before the body. ``known_titles`` are keys of titles that another witness gives."""
    head = Head()
    place = 0
    for place, line in enumerate(lines[:_HEAD_LINES]):
        if not _head_line(head, line, lines, place, known_titles):
            head.body = place
            return head
    head.body = min(place + 1, len(lines))
    return head


def _head_line(head: Head, line: Line, lines: Sequence[Line], place: int, known: frozenset[str]) -> bool:
    """Take one line into the head; False where the body begins with it."""
    words = line.words
    if place < head.titled or _repeats(head, lines, place):
        return True
    if place == 0 and is_annex_label(words):
        return True
    if pattern("masthead", "secrecy").fullmatch(words) or pattern("masthead", "signatory").fullmatch(words):
        return True
    if _take_registration(head, line):
        return True
    if _take_number(head, line):
        return True
    if head.notes and place < head.noted:
        return True
    if count := _note_lines(lines, place):
        head.notes.append(_merged(lines[place : place + count]))
        head.noted = place + count
        return True
    if (dates := _only_date(line)) and not head.addressee:
        head.dates.append(dates)
        return True
    if _take_masthead(head, lines, place):
        return True
    if pattern("addressee", "line").match(words):
        head.addressee = Span(words, line.start, line.end)
        return False
    if not head.title and _code_line(head, line):
        return True
    if head.title or not _may_be_title(words):
        return False
    if known and _begins_below(lines, place, known):
        return True
    head.title, head.title_complete = _join_title(lines[place : place + _TITLE_LINES], known)
    head.titled = place + len(head.title)
    return bool(head.title)


_CODE = re.compile(r"[A-Z]{2,6}\d{0,2} ?[-—–－] ?(?:19|20)\d\d ?[-—–－] ?\d{1,5}")


def _code_line(head: Head, line: Line) -> bool:
    """Take a line of letters and digits above the title; of the shape of a registration number it is one."""
    if len(line.words) > 40 or _HANZI.search(line.words):
        return False
    if _CODE.fullmatch(line.words) and not head.registration:
        value = re.sub(r" ?[-—–－] ?", "-", line.words)
        head.registration = Span(value, line.start, line.end)
    return True


def _begins_below(lines: Sequence[Line], place: int, known: frozenset[str]) -> bool:
    """Tell whether a title that the carrier gives begins on one of the next lines and not here."""

    def begins(at: int) -> bool:
        words = ""
        for line in lines[at : at + _TITLE_LINES]:
            words += fold_key(line.words)
            if words in known:
                return True
            if not any(key.startswith(words) for key in known):
                return False
        return False

    return not begins(place) and any(begins(below) for below in range(place + 1, min(place + 6, len(lines))))


def _take_registration(head: Head, line: Line) -> bool:
    """Take a line that holds a registration number, with or without its label."""
    found = find_registration_numbers(line.words) if len(line.words) <= 40 else []
    if not found or head.registration:
        return False
    rest = line.words[: found[0].start] + line.words[found[0].end :]
    if rest and not pattern("masthead", "registration_label").fullmatch(rest.strip()):
        return False
    head.registration = Span(found[0].value, line.start + found[0].start, line.start + found[0].end)
    return True


def _take_number(head: Head, line: Line) -> bool:
    """Take a line that holds a number and nothing else but the signatory or brackets."""
    words = line.words
    if len(words) > 80:
        return False
    if pattern("masthead", "bare_number").fullmatch(words):
        head.numbers.extend(_borrowed(head, line))
        return True
    numbers = [number for number in find_numbers(words) if number.agency_code]
    if not numbers:
        return False
    rest = words[: numbers[0].start] + words[numbers[-1].end :]
    for earlier, later in zip(numbers, numbers[1:], strict=False):
        rest += words[earlier.end : later.start]
    rest = pattern("masthead", "signatory").sub("", rest)
    if len(_PUNCTUATION.sub("", rest)) > 1:
        return False
    head.numbers.extend(_moved(number, line.start) for number in numbers)
    return True


_PUNCTUATION = re.compile(r"[\W_]+|文件|文号|号")


def _borrowed(head: Head, line: Line) -> list[DocumentNumber]:
    """Read a bare number with the issuer in the masthead before it (令 第706号; 公告〔2023〕9号 below an organ)."""
    before = "".join(head.masthead[-1].words.split()) if head.masthead else ""
    bare = line.words.strip("（）() ")
    numbers = [number for number in find_numbers(before + bare) if number.end > len(before)]
    return [_moved(number, line.start - len(before), floor=line.start) for number in numbers[:1]]


def _moved(number: DocumentNumber, by: int, *, floor: int = 0) -> DocumentNumber:
    return DocumentNumber(
        number.agency_code, number.year, number.serial, number.canonical, number.raw,
        max(number.start + by, floor), number.end + by, number.rule, number.confidence,
    )  # fmt: skip


def _take_masthead(head: Head, lines: Sequence[Line], place: int) -> bool:
    """Take a line that names the issuing organ and nothing else, unless it is the first line of the title."""
    line = lines[place]
    words = line.words
    below = (line.words for line in lines[place + 1 : place + 6] if not parse_issuers(line.words))
    after = next(below, "")
    if len(words) > 120 or (not head.title and _ABOUT.match(after)):
        return False
    for key in ("decree", "announcement"):
        found = pattern("masthead", key).fullmatch(words)
        if found and parse_issuers(found["organ"]):
            head.masthead.append(Span(words, line.start, line.end))
            return True
    if parse_issuers(words):
        head.masthead.append(Span(words, line.start, line.end))
        return True
    return False


def is_decree(words: str) -> bool:
    """Tell whether a masthead is that of a decree or of an announcement by which a text is promulgated."""
    return bool(pattern("masthead", "decree").fullmatch(words) or pattern("masthead", "announcement").fullmatch(words))


_ABOUT = re.compile(r"关于|印发|转发|批转|公布|对")


def _only_date(line: Line) -> DateMention | None:
    """Return the date of a line that holds one date and nothing else."""
    if len(line.words) > 40:
        return None
    dates = whole_dates(line.words)
    if len(dates) != 1:
        return None
    rest = line.words[: dates[0].start] + line.words[dates[0].end :]
    if pattern("close", "seal").sub("", rest).strip("（）()[] ."):
        return None
    return _moved_date(dates[0], line.start)


def _moved_date(mention: DateMention, by: int) -> DateMention:
    return DateMention(
        mention.value,
        mention.raw,
        mention.start + by,
        mention.end + by,
        mention.rule,
        mention.confidence,
        mention.candidates,
    )


def _may_be_title(words: str) -> bool:
    if len(words) > 120 or pattern("body", "structure").match(words):
        return False
    return not words.endswith((":", "。", ";", ",", "!")) and "。" not in words and bool(_HANZI.search(words))


_HANZI = re.compile(r"[\u4e00-\u9fff]{2}")


def _join_title(lines: Sequence[Line], known: frozenset[str]) -> tuple[list[Line], bool]:
    """Join lines to a title until it ends as titles do and the next line does not go on; tell whether it is complete."""
    best: list[Line] = []
    for count in range(1, len(lines) + 1):
        words = "".join(line.words for line in lines[:count])
        if count > 1 and not _joinable(lines[count - 1].words, best):
            break
        if len(words) > _TITLE_CHARS:
            break
        best = list(lines[:count])
        if fold_key(words) in known and not _edition_line(lines, count):
            return best, True
        if _complete(words) and not _continues(words, [line.words for line in lines[count : count + 3]]):
            return best, True
    words = "".join(line.words for line in best)
    complete = _complete(words)
    return (best, complete) if complete or len(best) == 1 else (best[:1], False)


def _edition_line(lines: Sequence[Line], count: int) -> bool:
    return count < len(lines) and bool(_SUBTITLE.fullmatch(lines[count].words)) and not is_note(lines[count].words)


def _joinable(words: str, before: Sequence[Line]) -> bool:
    if (
        is_note(words)
        or pattern("masthead", "bare_number").fullmatch(words)
        or pattern("addressee", "line").match(words)
    ):
        return False
    if _whole_number(words):
        return False
    return (
        _may_be_title(words)
        or bool(_SUBTITLE.fullmatch(words))
        or _open_brackets("".join(line.words for line in before))
    )


def _whole_number(words: str) -> bool:
    numbers = find_numbers(words) if len(words) < 60 else []
    return bool(numbers) and len(_PUNCTUATION.sub("", words[: numbers[0].start] + words[numbers[-1].end :])) <= 1


_SUBTITLE = re.compile(r"[（(〔][^（）()]{2,24}[）)〕]")


def _complete(words: str) -> bool:
    if _open_brackets(words):
        return False
    return ends_like_title(words) or ends_like_title(_SUBTITLE_AT_END.sub("", words))


_SUBTITLE_AT_END = re.compile(r"（[^（）]{2,24}）$")


def _open_brackets(words: str) -> bool:
    return any(words.count(left) > words.count(right) for left, right in ("《》", "（）", "〈〉", "“”"))


def _continues(words: str, following: Sequence[str]) -> bool:
    """Tell whether a title that could end here goes on: 的通知 below 管理办法, an edition mark in brackets."""
    after = following[0] if following else ""
    if not after or len(after) > 60:
        return False
    if after.startswith("的") and ends_like_title(after):
        return True
    if _SUBTITLE.fullmatch(after) and not is_note(after) and not pattern("close", "disclosure").fullmatch(after):
        return not find_numbers(after) and not pattern("masthead", "bare_number").fullmatch(after)
    if genre_of(words) or not _ABOUT_TITLE.search(words):
        return False
    for line in following:
        if not _may_be_title(line) or _whole_number(line) or is_note(line) or pattern("addressee", "line").match(line):
            return False
        if _OF_GENRE.search(line) and genre_of(line):
            return True
    return False


_OF_GENRE = re.compile(r"的[\u4e00-\u9fff]{0,4}(?:（[^（）]{1,12}）)?$|^[\u4e00-\u9fff]{0,12}的")
_ABOUT_TITLE = re.compile(r"关于|^(?:印发|转发|批转)")


def is_note(words: str) -> bool:
    """Tell whether a line is (part of) the note below a title: when it was adopted, promulgated, amended, put in force."""
    if len(words) > 3000 or words.endswith(":"):
        return False
    begins = _NOTE_BEGINS.match(words)
    if not begins:
        return False
    bracketed = words[:1] in "（("
    if not bracketed and words.rstrip("）").endswith(("。", ";", ",")):
        return False
    return any(
        pattern("note", key).search(words) for key in ("adopted", "promulgated", "approved", "amended", "in_force")
    )


_NOTE_BEGINS = re.compile(
    r"[（(]?[ ]*(?:根据[ ]*)?(?:自[ ]*)?(?:(?:19|20)\d\d[ ]*年|[一二〇零九○]{4}年|(?:公布|发布|印发)之日)|[（(][^（）]{0,60}(?:19|20)\d\d年|[（(][^（）]{0,80}(?:通过|公布|发布|批准|修订)"
)


def _note_lines(lines: Sequence[Line], place: int) -> int:
    """Return how many lines from ``place`` on are one note: brackets may close, and sentences end, some lines below."""
    words = lines[place].words
    count = 1
    while count < _NOTE_LINES and place + count < len(lines) and _NOTE_BEGINS.match(words) and _unfinished(words):
        words += " " + lines[place + count].words
        count += 1
    if is_note(words):
        return count
    return 1 if is_note(lines[place].words) else 0


_NOTE_LINES = 12


def _unfinished(words: str) -> bool:
    return words.count("（") > words.count("）") or words.endswith(("根据", "、", "和", "的", ","))


def _merged(lines: Sequence[Line]) -> Line:
    """Return lines as one; its words are as long as the text between the first and the last."""
    words = ""
    for line in lines:
        words = words.ljust(line.start - lines[0].start) + line.words
    return Line(lines[0].start, lines[-1].end, words, lines[0].indented)


def _repeats(head: Head, lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line behind the title prints (a piece of) it once more; a fuller form with its issuer is taken instead."""
    if not head.title or head.notes or head.addressee:
        return False
    words = "".join(line.words for line in head.title)
    number = leading_number(words)
    title = fold_key(words[number.end :] if number else words)
    key = fold_key(lines[place].words)
    if len(key) >= 4 and (title.startswith(key) or title.endswith(key)):
        return True
    again, complete = _join_title(lines[place : place + _TITLE_LINES], frozenset())
    fuller = fold_key("".join(line.words for line in again))
    if len(title) < 8 or not complete or not fuller.endswith(title):
        return False
    if number:
        head.numbers.append(_moved(number, head.title[0].start))
    head.title, head.title_complete, head.titled = again, True, place + len(again)
    return True


_ANNEX_LABEL = re.compile(
    r"[（(]?附[ ]*(?:件|表|录|图)?[ ]*[0-9〇一二三四五六七八九十]{0,3}(?:[-—][0-9]{1,2})?[ ]*[:.]?[）)]?"
)


def is_annex_label(words: str) -> bool:
    """Tell whether a line is the label of an annex and nothing else (附件, 附件2:, 附录)."""
    return len(words) <= 12 and bool(_ANNEX_LABEL.fullmatch(words))


def read_notes(text: str, lines: Sequence[Line]) -> list[NoteDate]:
    """Return the dates in the note below a title with what happened on each; spans are into ``text``."""
    dates = []
    for line in lines:
        mentions = whole_dates(text[line.start : line.end])
        for place, mention in enumerate(mentions):
            stop = mentions[place + 1].start if place + 1 < len(mentions) else line.end - line.start
            words = line.words[mention.start : stop]
            kind = _happened(words[mention.end - mention.start :])
            if not kind and line.words[max(0, mention.start - 2) : mention.start].endswith("自"):
                kind = "in_force"
            if kind:
                dates.append(NoteDate(kind, _moved_date(mention, line.start), words))
    return dates


def _happened(words: str) -> str:
    if pattern("note", "in_force").search(words[:8]):
        return "in_force"
    if pattern("note", "amended").search(words):
        return "amended"
    for kind in ("promulgated", "approved", "adopted"):
        if pattern("note", kind).search(words):
            return kind
    return "in_force" if pattern("note", "in_force").search(words) else ""


def text_date(notes: Sequence[NoteDate]) -> NoteDate | None:
    """Return the date that this text dates from: the last on which it was promulgated, amended, approved or adopted."""
    dated = [note for note in notes if note.kind != "in_force" and note.mention.value]
    return max(dated, key=lambda note: (note.mention.value or date.min, -note.mention.start)) if dated else None
