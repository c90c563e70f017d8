"""The provisions of a text and their addresses: 第二章, 第五条, 第五条第二款, 第五条第二款第三项, 三、（二）.

Gives the place of what an address names; which address a sentence means, and what becomes of it, is told elsewhere.
Texts without articles are addressed by their numbered points. The text is one instrument's: a second one begins anew.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongwen.flow import Flow, flow
from gongwen.furniture import Line
from gongwen.issuer import parse_issuers
from gongwen.numerals import read_numeral
from gongwen.pieces import annex_label_before, is_annex_label, only_date, pattern
from gongwen.text import fold

_N = "〇零一二三四五六七八九十百千两0-9"
_HEAD = re.compile(
    rf"第 ?(?P<number>[{_N}]{{1,8}}) ?(?P<level>[编章节条])(?:之(?P<branch>[{_N}]{{1,3}}))?(?P<gap>[ \t:]*)"
)
_ITEM = re.compile(r"（(?P<item>[一二三四五六七八九十]{1,4})）")
_SUBITEM = re.compile(r"(?P<item>\d{1,2})[.、．](?!\d)")
_POINT = re.compile(r"(?P<item>[一二三四五六七八九十]{1,4})、")
_MARKS = {"item": _ITEM, "subitem": _SUBITEM}
_BEFORE_MARK = ":;。,、\n"  # an item of a run-on paragraph begins behind one of these
_ADDRESS = re.compile(
    rf"第?[（(]?(?P<number>[{_N}]{{1,8}})[）)]?(?P<level>[编章节条款项目])(?:之(?P<branch>[{_N}]{{1,3}}))?"
    rf"|(?P<point>[一二三四五六七八九十]{{1,4}})、|（(?P<item>[一二三四五六七八九十]{{1,4}})）|(?P<subitem>\d{{1,2}})[.、．]?"
)
_KINDS = {
    "编": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "款": "paragraph",
    "项": "item",
    "目": "subitem",
}
_RANKS = {kind: rank for rank, kind in enumerate(_KINDS.values())}
_NAMED = frozenset({"part", "chapter", "section"})
_Found = tuple[str, int, int, str, int, int, int]  # kind, number, branch, label, start, where its words begin, end
_LONGEST_ADDRESS = 60
_LONGEST_CLOSE = 90  # characters of a line of the closing


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision; ``text[start:end]`` is all of it, its number included.

    ``address`` begins with the article (or point); that of a section with its chapter, that of a chapter with its part.
    """

    address: str
    kind: str  # part, chapter, section, article, paragraph, item, subitem, point
    number: int
    branch: int  # 之一 is 1, 0 without
    heading: str  # what a part, chapter or section is called
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A provision in the flow of the text."""

    kind: str
    number: int
    branch: int
    label: str
    start: int
    words: int  # where what it says begins
    end: int


def find_provisions(text: str) -> list[Provision]:
    """Return every provision of a text in order, the larger before the smaller that it holds."""
    reading = flow(text)
    heads = _heads(reading.text) or _points(reading.text)
    found: list[Provision] = []
    above: dict[str, str] = {}
    for head in heads:
        above = {kind: label for kind, label in above.items() if _RANKS[kind] < _RANKS.get(head.kind, 3)}
        named = head.kind in _NAMED
        address = ("".join(above.values()) if named else "") + head.label
        if named:
            above[head.kind] = head.label
        found.append(_placed(reading, head, address, reading.text[head.words : head.end] if named else ""))
        if not named:
            found += _inside(reading, head)
    return found


def find_provision(text: str, address: str) -> Provision | None:
    """Return what an address names (第五条第二款, 第二章第一节, 三、（二）), or None where the text has no such place.

    A 项 without its 款 is found where one 款 of the article alone has such items. In a text without articles
    第三条 names the point 三、.
    """
    wanted = _ADDRESS.finditer(fold(address[:_LONGEST_ADDRESS]).text.replace(" ", ""))
    here: Provision | None = None
    provisions = find_provisions(text)
    for step in wanted:
        within = [one for one in provisions if here is None or (here.start <= one.start and one.end <= here.end)]
        kind, number, branch = _step(step)
        if kind == "article" and not any(one.kind == "article" for one in provisions):
            kind = "point"
        same = [one for one in within if (one.kind, one.number, one.branch) == (kind, number, branch)]
        if not same or (kind == "item" and here and here.kind == "article" and len(same) > 1):
            return None
        here = same[0]
    return here


def _step(found: re.Match[str]) -> tuple[str, int, int]:
    unsaid = next((name for name in ("point", "item", "subitem") if found[name]), "")
    kind = _KINDS[found["level"]] if found["level"] else unsaid
    number = found["number"] or found["point"] or found["item"] or found["subitem"]
    return kind, read_numeral(number) or 0, (read_numeral(found["branch"]) or 0) if found["branch"] else 0


def _paragraphs(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph stands, its blanks left out."""
    while start < end:
        stop = words.find("\n", start, end)
        stop = end if stop < 0 else stop
        inside = words[start:stop]
        if inside.strip():
            yield start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())
        start = stop + 1


def _heads(words: str) -> list[_Piece]:
    """Return parts, chapters, sections and articles; a line of the contents, the same again below, is none."""
    found: list[_Found] = []
    last = 0
    for start, end in _paragraphs(words, 0, len(words)):
        head = _HEAD.match(words, start, end)
        if not head:
            continue
        kind = _KINDS[head["level"]]
        number = read_numeral(head["number"]) or 0
        branch = (read_numeral(head["branch"]) or 0) if head["branch"] else 0
        next_in_order = number == last + 1 or (number == last and branch)
        if kind == "article" and not (head["gap"] or head.end() == end or next_in_order):
            continue  # 第五条规定的… in the middle of a text
        if kind in _NAMED and (end - head.end() > 40 or words[end - 1] in "。;"):
            continue
        last = number if kind == "article" else last
        label = f"第{head['number']}{head['level']}" + (f"之{head['branch']}" if head["branch"] else "")
        found.append((kind, number, branch, label, start, head.end(), end))
    if not any(kind == "article" for kind, *_ in found):
        return []
    kept = found[_contents(found) :]
    stop = _close(words, kept[-1][6])
    return [_Piece(*one[:6], _until(kept, place, stop)) for place, one in enumerate(kept)]


def _contents(found: Sequence[_Found]) -> int:
    """Return how many heads the contents list: those before the first one comes again, with no article in between."""
    first_article = next(at for at, one in enumerate(found) if one[0] == "article")
    return next((at for at in range(1, first_article) if found[at][:3] == found[0][:3]), 0)


def _until(found: Sequence[_Found], place: int, stop: int) -> int:
    """Return where a provision ends: where the next one of its rank or a higher one begins."""
    rank = _RANKS[found[place][0]]
    return next((one[4] for one in found[place + 1 :] if _RANKS[one[0]] <= rank), stop)


def _close(words: str, begin: int) -> int:
    """Return where the text ends behind its last provision: at an annex, a signature, a note."""
    for start, end in _paragraphs(words, begin, len(words)):
        line = words[start:end]
        if len(line) > _LONGEST_CLOSE:
            continue
        if is_annex_label(line) or annex_label_before(line) or parse_issuers(line) or _closes(line):
            return start
    return len(words)


def _closes(line: str) -> bool:
    """Tell whether a line is the date of a signature, its person, the note on disclosure, or the copies."""
    if only_date(Line(0, len(line), line, indented=False)):
        return True
    return any(pattern("close", key).fullmatch(line) for key in ("cc", "person", "disclosure"))


def _points(words: str) -> list[_Piece]:
    """Return the numbered points of a text without articles."""
    found: list[tuple[int, int, int]] = []
    for start, end in _paragraphs(words, 0, len(words)):
        mark = _POINT.match(words, start, end)
        if mark and read_numeral(mark["item"]) == len(found) + 1:
            found.append((start, mark.end(), end))
    if not found:
        return []
    ends = [*(start for start, _, _ in found[1:]), _close(words, found[-1][2])]
    return [
        _Piece("point", place + 1, 0, words[start:said], start, said, ends[place])
        for place, (start, said, _) in enumerate(found)
    ]


def _inside(reading: Flow, head: _Piece) -> Iterator[Provision]:
    """Yield the paragraphs, items and subitems of an article, or the items of a point."""
    words = reading.text
    if head.kind == "point":
        yield from _items(reading, head, head.label, "item")
        return
    starts = [
        start
        for start, end in _paragraphs(words, head.words, head.end)
        if not _ITEM.match(words, start, end) and not _SUBITEM.match(words, start, end)
    ]
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else head.end
        piece = _Piece("paragraph", place + 1, 0, f"第{_chinese(place + 1)}款", start, start, end)
        address = head.label + piece.label
        yield _placed(reading, piece, address)
        yield from _items(reading, piece, address, "item")


def _items(reading: Flow, holder: _Piece, address: str, kind: str) -> Iterator[Provision]:
    """Yield the numbered items from 1 on of a paragraph or point, those of one run-on line too, and what they hold."""
    words = reading.text
    marks: list[re.Match[str]] = []
    for mark in _MARKS[kind].finditer(words, holder.words, holder.end):
        before = words[: mark.start()][-1:] if mark.start() <= holder.words else words[mark.start() - 1]
        opens = mark.start() == holder.words or before in _BEFORE_MARK or before == " "
        if opens and read_numeral(mark["item"]) == len(marks) + 1:
            marks.append(mark)
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else holder.end
        label = {"item": f"第{mark['item']}项", "subitem": f"第{_chinese(place + 1)}目"}[kind]
        if holder.kind == "point":
            label = mark.group()
        piece = _Piece(kind, place + 1, 0, label, mark.start(), mark.end(), end)
        yield _placed(reading, piece, address + label)
        if kind == "item":
            yield from _items(reading, piece, address + label, "subitem")


def _placed(reading: Flow, piece: _Piece, address: str, heading: str = "") -> Provision:
    said = reading.text[piece.start : piece.end].rstrip()
    start, end = reading.original(piece.start, piece.start + len(said))
    name = heading.split("\n", 1)[0].strip() if heading else ""
    return Provision(address, piece.kind, piece.number, piece.branch, name, start, end)


def _chinese(number: int) -> str:
    """Return a number below a hundred as papers write it (二十三)."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")
