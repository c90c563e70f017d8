"""Where in a file the texts begin that a cover encloses, and its annexes; which annexes its note lists.

Told by their names and by the label 附件; what they are is read like any other document.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gongwen.closing import Signature
from gongwen.furniture import Line
from gongwen.model import Title
from gongwen.numerals import read_numeral
from gongwen.pieces import annex_label_before, is_annex_label
from gongwen.text import fold_key
from gongwen.title import ENCLOSING

_NAME_LINES = 5  # lines over which one name runs
_NOTE_REACH = 16  # lines between the head of the note of annexes and the signature
_MOST_PARTS = 500  # more are no annexes but the lines of a list
_SHORT = 80  # characters: longer lines are text
_NOTE = re.compile(r"附[ ]*件?[ ]*:")
_ITEM = re.compile(r"(?:附件)?[ ]*[0-9一二三四五六七八九十]{1,3}[ ]*[.、．:][ ]*(?P<name>.{2,120})")
_AND = re.compile(r"(?<=[\u4e00-\u9fff）])和(?=\d{0,4}年?[\u4e00-\u9fff])")
_CALLS = re.compile(r"[\[【（(]?(?:相关|有关)?附[ ]*(?:件|表|录|图|:)")
_LABEL_NUMBER = re.compile(r"附[ ]*(?:件|表|录|图)?[ ]*(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?![0-9-])")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar|jpe?g|png|tiff?|ceb|txt)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """An enclosed text or annex: its lines and how its beginning was told."""

    first: int
    last: int  # one past
    rule: str  # enclosed, annex


def find_parts(
    lines: Sequence[Line], start: int, names: Sequence[str], stop: int, signatures: Sequence[Signature] = ()
) -> list[Part]:
    """Return enclosed texts and annexes between lines ``start`` and ``stop``: named titles, and lines that say 附件.

    A line 附件 with the signature close below it heads the note that lists the annexes, and is none.
    """
    keys = sorted({fold_key(name) for name in names})
    signed = min((signature.last for signature in signatures), default=stop)
    begins: dict[int, str] = {}
    place = start
    while place < stop:
        words = lines[place].words
        labelled = bool(annex_label_before(words) or _NOTE.match(words) or is_annex_label(words))
        if labelled and _heads_note(lines, place, signatures):
            place += 1
            continue
        if is_annex_label(words):
            begins[place] = "annex"
            place += 1 + _named(lines, place + 1, keys)
            continue
        if taken := _named(lines, place, keys):
            begins[place] = "enclosed"
        elif labelled and place > signed and _labels_annex(lines, place, stop):
            begins[place] = "annex"
        place += max(1, taken)
    if len(begins) > _MOST_PARTS:
        return []
    places = [*sorted(begins), stop]
    return [Part(first, places[index + 1], begins[first]) for index, first in enumerate(places[:-1])]


def _labels_annex(lines: Sequence[Line], place: int, stop: int) -> bool:
    """Tell whether a line is a label with the annex's name, and the annex below it; a list of files is none."""
    words = lines[place].words
    if len(words) > _SHORT or not annex_label_before(words) or _FILE.search(words) or place + 1 >= stop:
        return False
    after = lines[place + 1].words
    return not _FILE.search(after) and not annex_label_before(after)


def _heads_note(lines: Sequence[Line], place: int, signatures: Sequence[Signature]) -> bool:
    for signature in signatures:
        if place < signature.last <= place + _NOTE_REACH:
            return all(len(line.words) <= _SHORT for line in lines[place + 1 : signature.first])
    return False


def _named(lines: Sequence[Line], place: int, keys: Sequence[str]) -> int:
    """Return how many lines from ``place`` on together are one of the names, with or without the label before it."""
    words = ""
    for count in range(1, _NAME_LINES + 1):
        if place + count > len(lines) or len(lines[place + count - 1].words) > 120:
            return 0
        line = lines[place + count - 1].words
        words += fold_key(line[annex_label_before(line) :] if count == 1 else line)
        near = bisect_left(keys, words)
        if near == len(keys) or not keys[near].startswith(words):
            return 0
        if keys[near] == words:
            return count
    return 0


def calls_annex(words: str) -> bool:
    """Tell whether folded words begin with 附件 or its like: the line of a link to an annex, or the link itself."""
    return bool(_CALLS.match(words))


def absent_annexes(names: Sequence[str], lines: Sequence[Line], parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the listed annexes of which no part bears the name or the number; one unnumbered annex is the only one."""
    held: set[int] = set()
    keys: list[str] = []
    for part in parts:
        head = lines[part.first : min(part.last, part.first + _NAME_LINES + 1)]
        keys.append(fold_key("".join(line.words for line in head)))
        if number := _LABEL_NUMBER.match(head[0].words):
            held.add(read_numeral(number["number"]) or 0)
        elif is_annex_label(head[0].words) and len(names) == 1:
            held.add(1)
    return tuple(
        name
        for place, name in enumerate(names, start=1)
        if place not in held and not any(fold_key(name) in key for key in keys)
    )


def possible_names(title: Title) -> tuple[str, ...]:
    """Return the names under which what a title encloses may stand: as it is, and in two where 和 may part them."""
    names = list(title.enclosed)
    for name in title.enclosed:
        names += _AND.split(name)
    if title.wrapper in ENCLOSING:
        names.append(title.text.removeprefix(title.issuer))
    return tuple(names)


def annex_names(lines: Sequence[Line], start: int, stop: int) -> tuple[str, ...]:
    """Return the names that the note of annexes lists (附件: 1.… 2.…), between two lines."""
    names: list[str] = []
    listing = False
    for line in lines[start:stop]:
        words = line.words if len(line.words) <= 200 else ""
        note = _NOTE.match(words)
        if note:
            listing = True
            words = words[note.end() :].strip()
        item = _ITEM.match(words) if listing else None
        if item or (note and words):
            names.append(item["name"] if item else words)
        elif not note:
            listing = False
    return tuple(name.strip("《》 ") for name in names if len(fold_key(name)) >= 3)
