"""The note below a title (题注): when a text was adopted, promulgated, approved, amended and put into force.

Which of these days is a document's date is decided in ``ingest``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongwen.furniture import Line
from gongwen.issuer import parse_issuers
from gongwen.model import DateMention, DocumentNumber
from gongwen.number import find_numbers
from gongwen.pieces import moved_date, moved_number, pattern, whole_dates
from gongwen.text import fold

_LONGEST = 3000  # characters; laws that were amended often have notes as long
_LINES = 12
_DEEDS = ("adopted", "promulgated", "approved", "amended", "in_force")
_YEAR = r"(?:(?:19|20)\d\d[ ]*年|[一二〇零九○]{4}年)"
_BEGINS = re.compile(
    rf"[（(]?[ ]*(?:根据[ ]*)?(?:自[ ]*)?(?:{_YEAR}|(?:公布|发布|印发)之日)"
    r"|[（(][^（）]{0,60}(?:19|20)\d\d年|[（(][^（）]{0,80}(?:通过|公布|发布|批准|修订)"
)

_ACT = re.compile(r"(?:令|公告)[ ]*(?:（?第|(?:19|20)\d\d年)|公布|发布|颁布|通过|公告|审议|修订|讨论|批准|制定")
_TERM = re.compile(r"第[一二三四五六七八九十百零\d]+届")
_SESSION = re.compile(r"(?:令|公告)?(?:(?:19|20)\d\d年)?第[\d〇零一二三四五六七八九十百]+(?:号|次).*$")
_COUNCIL = re.compile(r"(?:审判委员会|检察委员会|常务会议|全体会议|部务会议|局务会议|党组会议)$")


@dataclass(frozen=True, slots=True)
class NoteDate:
    """A date in the note and what happened on it: adopted, promulgated, approved, amended, in_force."""

    kind: str
    mention: DateMention
    words: str  # from the date to the next one


_EDITION = re.compile(
    r"[（(](?:19|20)\d\d年?(?:\d{1,2}月)?(?:第[一二三四五六七八九十]次)?(?:修订|修正|修改)(?:稿|版|本)?[）)]"
)
_SENTENCE = re.compile(r"[^。;\n]{10,300}")
_MEETING = re.compile(r"会议|大会")
_PASSED = re.compile(r"通过|审议同意|讨论同意|研究同意|议定|讨论决定|讨论,决定")
_ISSUED_NOW = re.compile(r"现予|现将|现印发|予以公布|予以发布|印发|公布|决定")
_ADOPTED_WITHIN = 600  # characters from the beginning of the body in which an order says what adopted its text


def is_note(words: str) -> bool:
    """Tell whether a line is (part of) the note below a title."""
    if len(words) > _LONGEST or words.endswith(":") or not _BEGINS.match(words) or _EDITION.fullmatch(words):
        return False
    bracketed = words[:1] in "（("
    if not bracketed and words.rstrip("）").endswith(("。", ";", ",")):
        return False
    return any(pattern("note", deed).search(words) for deed in _DEEDS)


def note_lines(lines: Sequence[Line], place: int) -> int:
    """Return how many lines from ``place`` on are one note: brackets may close and sentences end some lines below."""
    words = lines[place].words
    if len(words) > _LONGEST or not _BEGINS.match(words):
        return 0
    count = 1
    while count < _LINES and place + count < len(lines) and _unfinished(words):
        words += " " + lines[place + count].words
        count += 1
    if is_note(words):
        return count
    return 1 if is_note(lines[place].words) else 0


def _unfinished(words: str) -> bool:
    return words.count("（") > words.count("）") or words.endswith(("根据", "、", "和", "的", ","))


def merged(lines: Sequence[Line]) -> Line:
    """Return lines as one; its words are as long as the text between the first and the last."""
    words = ""
    for line in lines:
        words = words.ljust(line.start - lines[0].start) + line.words
    return Line(lines[0].start, lines[-1].end, words, lines[0].indented)


def read_notes(text: str, lines: Sequence[Line]) -> list[NoteDate]:
    """Return the dates in the notes with what happened on each; spans are into ``text``."""
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
                dates.append(NoteDate(kind, moved_date(mention, line.start), words))
    return dates


def _happened(words: str) -> str:
    if pattern("note", "in_force").search(words[:8]):
        return "in_force"
    for deed in ("amended", "promulgated", "approved", "adopted", "in_force"):
        if pattern("note", deed).search(words):
            return deed
    return ""


def adopted_in_order(text: str, begin: int) -> DateMention | None:
    """Return when the text was adopted, as its order says (已经2019年11月7日市政府第45次常务会议通过,现予公布)."""
    body = fold(text[begin : begin + _ADOPTED_WITHIN])
    for sentence in _SENTENCE.finditer(body.text):
        passed = _PASSED.search(sentence.group())
        if not passed or not _ISSUED_NOW.search(sentence.group()):
            continue
        for mention in reversed(whole_dates(sentence.group()[: passed.start()])):
            before = sentence.group()[: mention.start]
            between = sentence.group()[mention.end : passed.start()]
            if _MEETING.search(between) or (_MEETING.search(before) and len(between) <= 10):
                start, end = body.original(sentence.start() + mention.start, sentence.start() + mention.end)
                return replace(mention, start=begin + start, end=begin + end)
    return None


def text_date(notes: Sequence[NoteDate]) -> NoteDate | None:
    """Return the date that this text dates from: the last on which it was promulgated, amended, approved or adopted."""
    dated = [note for note in notes if note.kind != "in_force" and note.mention.value]
    return max(dated, key=lambda note: (note.mention.value or date.min, -note.mention.start)) if dated else None


def acting_organs(note: NoteDate) -> tuple[str, ...]:
    """Return who promulgated or adopted: the organ between the date and the deed, without terms and sessions."""
    subject = note.words[note.mention.end - note.mention.start :].lstrip()
    act = _ACT.search(subject)
    if not act:
        return ()
    name = _SESSION.sub("", _TERM.sub("", subject[: act.start()]).strip(" （"))
    return parse_issuers(_COUNCIL.sub("", name.strip()))


def promulgating_number(notes: Sequence[NoteDate]) -> DocumentNumber | None:
    """Return the number of the decree or paper by which the text was promulgated, as the notes give it.

    The number of a decision that amended it, quoted behind 《, is another paper's.
    """
    for note in notes:
        numbers = [number for number in find_numbers(note.words) if number.agency_code]
        if note.kind == "promulgated" and numbers and "《" not in note.words[: numbers[0].start]:
            return moved_number(numbers[0], note.mention.start)
    return None
