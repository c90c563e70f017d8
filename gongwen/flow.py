"""The text as a reader sees it: lines that a page broke are joined, page numbers and running heads are skipped.

What citations, validity and effects are read from, with the way back to the original. Nothing is read here.
"""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from gongwen.text import Folded, fold

_PAGE_MARK = re.compile(r"[-—–―─·\s]{1,6}\d{1,4}[-—–―─·\s]{1,6}|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}")
_BLOCK_START = re.compile(
    r"第[〇零一二三四五六七八九十百千\d]+[条章节编]|[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]|（[一二三四五六七八九十\d]{1,3}）"
    r"|\d{1,4}[.、．)）]|附\s*[件则录表]|[#|<>*:：—-]"
)
_LINE_END = "。;:!?；：！？”"
# Marks of bold print and blanks beside Chinese characters say nothing, but for the blank behind 第五条.
_BESIDE = r"[\u2018-\u201d\u3000-\u9fff（）,;:]"
_GLUE = re.compile(rf"\*\*+|(?<={_BESIDE})(?<!条) +|(?<!条) +(?={_BESIDE})|(?<=条) +(?=例)")
_DATE_BEGUN = re.compile(r"(?:19|20)\d{2}年(?:\d{1,2}月?)?$|(?:自|至)(?:19|20)?\d{1,3}$")
_DATE_GOES_ON = re.compile(r"\d{0,2}[月日]|\d{1,3}年\d{1,2}月")
# What cannot begin a paragraph: 《某办法》（某发〔2009〕41号） / 同时废止。
_PREDICATE = re.compile(
    r"(?:同时|一并|即行|相应|予以|均|不再|停止|自行|自动|继续)+(?:废止|失效|执行|施行|实施|适用|有效)[。,;（]|(?:废止|失效)[。,;]"
)
_OPEN_BOOK_REACH = 160  # characters a title in 《》 may still run on after a line break
_FEWEST_FULL = 3  # full lines that show a page
_FULL = 0.8  # of the widest line: half-width characters make lines of one width differ in characters
_DEEPEST = 4  # blanks before a paragraph; more set a line in the middle or at the right edge
_NARROWEST, _WIDEST = 18, 60  # characters a line, where pages break lines


@dataclass(frozen=True, slots=True)
class Flow:
    """The joined text; a piece that begins at one of ``starts`` stands at one of ``origins`` in the folded text."""

    text: str
    starts: "array[int]"
    origins: "array[int]"
    folded: Folded
    source: str

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that holds the flow from ``start`` up to ``end``."""
        first = self._folded_place(start)
        last = self._folded_place(end - 1) + 1 if end > start else first
        return self.folded.original(first, last)

    def quote(self, start: int, end: int) -> str:
        """Return the words as the original writes them, without the line breaks and page furniture between them."""
        offsets, source = self.folded.offsets, self.source
        words = []
        index = bisect_right(self.starts, start) - 1
        while start < end:
            stop = min(end, self.starts[index + 1] if index + 1 < len(self.starts) else end)
            origin = self.origins[index] + start - self.starts[index]
            last = origin + stop - start - 1
            if offsets[last] - offsets[origin] == last - origin:  # nothing was dropped in between
                words.append(source[offsets[origin] : offsets[last] + 1])
            else:
                words.append("".join(source[offsets[place]] for place in range(origin, last + 1)))
            start, index = stop, index + 1
        return "".join(words)

    def _folded_place(self, place: int) -> int:
        if not self.starts:
            return 0
        index = max(0, bisect_right(self.starts, place) - 1)
        return self.origins[index] + place - self.starts[index]


_SENTENCE_REACH = 1000  # characters before a word in which its sentence begins


def sentence_start(text: str, place: int) -> int:
    """Return where the sentence begins that a place of a flow is in; an endless one is looked at only so far."""
    low = max(0, place - _SENTENCE_REACH)
    return max(low - 1, *(text.rfind(mark, low, place) for mark in "。;\n!")) + 1


@dataclass(slots=True)
class _Line:
    start: int  # of the words, in the folded text
    words: str
    indent: int
    blank_before: bool = False
    running: bool = False  # the head of the first page, which later pages repeat


class _Writer:
    """Collects pieces of the folded text, each with its place."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: array[int] = array("q")
        self.origins: array[int] = array("q")
        self.length = 0

    def add(self, piece: str, origin: int) -> None:
        if piece:
            self.pieces.append(piece)
            self.starts.append(self.length)
            self.origins.append(origin)
            self.length += len(piece)

    def add_line(self, line: _Line) -> None:
        begin = 0
        for blank in _GLUE.finditer(line.words):
            self.add(line.words[begin : blank.start()], line.start + begin)
            begin = blank.end()
        self.add(line.words[begin:], line.start + begin)


@lru_cache(maxsize=2)
def flow(text: str) -> Flow:
    """Return the text with the lines joined that belong together; each remaining newline ends a paragraph."""
    folded = fold(text)
    lines = _lines(folded.text)
    width = _page_width(lines)
    writer = _Writer()
    open_since = -1  # place in the flow of a title that is still open
    for index, line in enumerate(lines):
        if index:
            before = lines[index - 1]
            in_title = open_since >= 0 and writer.length - open_since < _OPEN_BOOK_REACH
            if before.running or (not in_title and not _runs_on(before, line, width)):
                writer.add("\n", max(0, line.start - 1))
                open_since = -1
            elif before.words[-1:].isascii() and line.words[:1].isascii() and before.words[-1:].isalpha():
                writer.add(" ", max(0, line.start - 1))
        opened = None if line.running else _open_title(line.words)
        if opened is not None:
            open_since = writer.length + opened if opened >= 0 else -1
        writer.add_line(line)
    return Flow("".join(writer.pieces), writer.starts, writer.origins, folded, text)


def _lines(text: str) -> list[_Line]:
    """Return the lines that have words and are no page furniture."""
    rows: list[_Line] = []
    begin, blank = 0, False
    for raw in text.split("\n"):
        words = raw.strip(" ")
        if words:
            indent = len(raw) - len(raw.lstrip(" "))
            rows.append(_Line(begin + indent, words, indent, blank))
        blank = not words
        begin += len(raw) + 1
    marks = [index for index, row in enumerate(rows) if len(row.words) < 24 and _PAGE_MARK.fullmatch(row.words)]
    if not marks:
        return rows
    heads = Counter(row.words for row in rows if len(row.words) < 80)
    gone = set(marks)
    for mark in marks:
        for near in (mark - 1, mark + 1):
            if 0 <= near < len(rows) and (heads[rows[near].words] > 2 or rows[near].words == rows[0].words):
                gone.add(near)
    rows[0].running = any(rows[mark].words == rows[0].words for mark in gone if mark)
    gone.discard(0)
    for mark in gone:
        if mark + 1 < len(rows):
            rows[mark + 1].blank_before = False
    return [row for index, row in enumerate(rows) if index not in gone]


def _page_width(lines: list[_Line]) -> int:
    """Return how many characters a full line has where the page breaks lines, or 0 where it does not.

    Lines set in the middle or at the right edge (titles, signatures) say nothing of the width.
    """
    flush = [line for line in lines if line.indent <= _DEEPEST and not line.running]
    if not flush:
        return 0
    sizes = Counter(len(line.words) + line.indent for line in flush)
    unfinished = Counter(
        len(line.words) + line.indent
        for line in flush
        if _NARROWEST <= len(line.words) <= _WIDEST and line.words[-1] not in _LINE_END
    )
    if not unfinished:
        return 0
    best = max(unfinished, key=lambda size: (sum(unfinished[size + near] for near in (-1, 0, 1)), size))
    full = sum(unfinished[best + near] for near in (-1, 0, 1))
    beyond = sum(count for size, count in sizes.items() if size > best + 2)
    wrapped = full >= _FEWEST_FULL and full >= sum(unfinished.values()) * 0.4 and beyond <= len(lines) * 0.03
    return best if wrapped else _width_by_indents(flush)


def _width_by_indents(lines: list[_Line]) -> int:
    """Return the width of a short paper, or 0: its paragraphs are indented, and unfinished lines that go on are full.

    Every line of a paragraph whose sentence goes on in a line without indent must be full, and no line may be wider.
    """
    width = max(len(line.words) + line.indent for line in lines)
    going_on: list[int] = []
    inside = False
    for line, after in pairwise(lines):
        inside = (inside or line.indent >= 2) and line.words[-1] not in _LINE_END and after.indent == 0
        inside = inside and not after.blank_before and not _BLOCK_START.match(after.words)
        if inside and len(line.words) >= _NARROWEST:
            going_on.append(len(line.words) + line.indent)
    return min(going_on) + 2 if going_on and width <= _WIDEST and min(going_on) >= _FULL * width else 0


def _runs_on(before: _Line, line: _Line, width: int) -> bool:
    """Tell whether the second line goes on with the sentence of the first."""
    if _DATE_BEGUN.search(before.words) and _DATE_GOES_ON.match(line.words):
        return True
    if before.words[-1] in "》）号" and not line.blank_before and _PREDICATE.match(line.words):
        return True
    if not width or line.blank_before or "\t" in line.words or "\t" in before.words:
        return False
    in_bracket = before.words.rfind("（") > before.words.rfind("）")
    if line.words[0] in "。,、;）》”":
        return True
    if before.words[-1] in "）》号" and line.words[0] == "《":
        return False  # one line of a list, and the next
    full = len(before.words) + before.indent >= width - 2 and before.indent <= _DEEPEST
    new_block = not in_bracket and _BLOCK_START.match(line.words)
    return full and line.indent < 2 and before.words[-1] not in _LINE_END and not new_block


def _open_title(words: str) -> int | None:
    """Return where a title begins that the line leaves open, -1 where the last is closed, None where there is none."""
    opened, closed = words.rfind("《"), words.rfind("》")
    if opened < 0 and closed < 0:
        return None
    depth_end = words.count("《") - words.count("》")
    if depth_end > 0:
        place = opened
        for _ in range(depth_end - 1):
            place = max(0, words.rfind("《", 0, place))
        return place
    return -1
