"""What in a text belongs to its carrier: lines of a web site's frame, page numbers, running headers, hard line ends.

Tells which lines those are. What to do with them is decided in ``ingest.clean``.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from gongwen.genres import ending
from gongwen.text import Folded, fold, fold_key

_WRAPPED_AT_MOST = 60  # characters: longer lines are paragraphs, not wrapped lines
_SLACK = 3  # characters by which a wrapped line may be shorter than the widest
_WIDE_GAP = re.compile(r"[ \u3000\t]{3,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, its blanks at both ends left out; ``words`` is folded, ``depth`` counts the blanks before."""

    start: int
    end: int
    words: str
    indented: bool
    depth: int = 0


def split_lines(text: str) -> list[Line]:
    """Return the lines that hold something."""
    folded = fold(text)
    return list(_lines(folded, text))


def _lines(folded: Folded, text: str) -> Iterator[Line]:
    begin = 0
    for raw in folded.text.split("\n"):
        words = raw.strip(" \t")
        if words:
            start = begin + len(raw) - len(raw.lstrip(" \t"))
            first, last = folded.original(start, start + len(words))
            if last - first != len(words):  # invisible characters inside: the words must be as long as their place
                words = words.ljust(last - first)
            yield Line(first, last, words, raw[:1] in " \t", len(raw) - len(raw.lstrip(" \t")))
        begin += len(raw) + 1


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = tomllib.loads((files("gongwen") / "tables" / "furniture.toml").read_text(encoding="utf-8"))["lines"]
    return {key: re.compile("|".join(f"(?:{row})" for row in words[key])) for key in ("whole", "tail", "page_number")}


def is_furniture(words: str) -> bool:
    """Tell whether a folded line is nothing but part of a site's frame."""
    return len(words) <= 300 and bool(_patterns()["whole"].fullmatch(words))


def begins_tail(words: str) -> bool:
    """Tell whether a folded line begins the links that pages put behind a text."""
    return len(words) <= 200 and bool(_patterns()["tail"].fullmatch(words))


def is_page_number(words: str) -> bool:
    """Tell whether a folded line is a page number (— 3 —, 第3页 共9页)."""
    return len(words) <= 24 and bool(_patterns()["page_number"].fullmatch(words))


def page_furniture(lines: Sequence[Line]) -> set[int]:
    """Return the places, in ``lines``, of page numbers and running headers of a text set in pages.

    A number is a page number only where numbers so drawn rise down the text, or where it is drawn with dashes.
    """
    numbers = [place for place, line in enumerate(lines) if is_page_number(line.words) and _drawn(line.words)]
    bare = [place for place, line in enumerate(lines) if is_page_number(line.words) and not _drawn(line.words)]
    values = [int(_NOT_DIGITS.sub("", lines[place].words) or 0) for place in bare]  # 0: digits of another script
    if len(values) >= 3 and all(later == earlier + 1 for earlier, later in pairwise(values)):
        numbers += bare
    cut = set(numbers)
    after = Counter(lines[place + 1].words for place in numbers if place + 1 < len(lines))
    headers = {words for words, count in after.items() if len(words) <= 60 and (count >= 2 or words == lines[0].words)}
    cut |= {place for place, line in enumerate(lines) if line.words in headers and (place == 0 or place - 1 in cut)}
    if 0 in cut and _begins_paper(lines, cut):
        cut.discard(0)
    if lines and numbers and _repeats_title(lines):
        cut.add(0)
    return cut


def _begins_paper(lines: Sequence[Line], cut: set[int]) -> bool:
    """Tell whether the first line is the number or the title itself, which later pages only repeat above their text."""
    words = lines[0].words
    if not (_NUMBER_ALONE.fullmatch(words) or (ending(_ORDINAL.sub("", words)) and not words.endswith(_COLLECTIONS))):
        return False
    key = fold_key(words)
    return not any(key in fold_key(lines[place].words) for place in range(1, min(8, len(lines))) if place not in cut)


_COLLECTIONS = ("公报", "政报", "文件")


_NOT_DIGITS = re.compile(r"[^0-9]")


def _drawn(words: str) -> bool:
    return not words.isdigit()


def _repeats_title(lines: Sequence[Line]) -> bool:
    """Tell whether the first line is a running header: two parts far apart, the second one a piece of the title."""
    parts = _WIDE_GAP.split(lines[0].words)
    key = fold_key(parts[-1])
    return len(parts) == 2 and len(key) >= 3 and any(key in fold_key(line.words) for line in lines[1:4])


def wrapped_breaks(lines: Sequence[Line]) -> list[int]:
    """Return the places of lines that go on in the next line, in a text whose paragraphs were cut at one width.

    Only texts in which most lines are of that width are taken for wrapped, but for lines that end in the middle of a
    phrase; a line that begins a paragraph, an article or a list entry is never joined to the one before.
    """
    sure = [place for place in range(len(lines) - 1) if _cut_phrase(lines[place].words, lines[place + 1])]
    return sorted({*sure, *(_at_one_width(lines) or _by_indents(lines))})


_GOES_ON = ("、", ",", "。", ";", "）", "》", "〉")  # marks that begin no line
_BRACKET_REACH = 30  # characters between an opened bracket and the end of its line
_OPEN_ENDS = (",", "、", "（", "《", "〈", "“")
# What cannot begin a paragraph: 《某办法》（某发〔2009〕41号） / 同时废止。
_PREDICATE = re.compile(
    r"(?:同时|一并|即行|相应|予以|均|不再|停止|自行|自动|继续)+(?:废止|失效|执行|施行|实施|适用|有效)[。,;（]|(?:废止|失效)[。,;]"
)
_UNITS = re.compile(r"[年月日号条款项个件元万亿份人次名户平方米公里吨周天倍]|[%％]")


def _cut_phrase(words: str, after: Line) -> bool:
    """Tell whether a line ends in the middle of a phrase: before a unit, in an open title, behind a comma."""
    if after.words[:1] in _GOES_ON and not after.indented and "\t" not in words:
        return True
    if after.indented or len(words) < 12 or "\t" in words or "\t" in after.words or _NEW_PARAGRAPH.match(after.words):
        return False
    if words[-1].isdigit():
        return bool(_UNITS.match(after.words))
    if words.endswith(("》", "）", "号")) and _PREDICATE.match(after.words):
        return True
    bracket = words.rfind("（")
    open_bracket = bracket > words.rfind("）") and len(words) - bracket <= _BRACKET_REACH
    return words.endswith(_OPEN_ENDS) or words.rfind("《") > words.rfind("》") or open_bracket


def _at_one_width(lines: Sequence[Line]) -> list[int]:
    prose = [place for place, line in enumerate(lines) if "\t" not in line.words]  # a row of a table is no wrapped line
    widths = {place: len(lines[place].words) + (2 if lines[place].indented else 0) for place in prose}
    width = sorted(widths.values())[int(len(widths) * 0.9)] if widths else 0
    full = [place for place, long in widths.items() if long >= width - _SLACK]
    if not 15 <= width <= _WRAPPED_AT_MOST or len(full) < max(_FEWEST, 0.4 * len(prose)):
        return []
    joins = [place for place in full if place + 1 in widths and _goes_on(lines[place], lines[place + 1])]
    cut_short = [place for place in joins if not lines[place].words.endswith(_SENTENCE_ENDS)]
    return joins if len(cut_short) >= max(_FEWEST, 0.6 * len(joins)) else []


def _by_indents(lines: Sequence[Line]) -> list[int]:
    """Return the breaks of a short paper whose paragraphs are indented: full lines that go on in one without indent.

    A paragraph begins with an indent; titles and what is set in the middle or at the right edge say nothing. Every
    unfinished line that could go on must be full, and no line may be a whole paragraph.
    """
    width = max((len(line.words) + line.depth for line in lines if line.depth <= _DEEPEST), default=0)
    if width > _WRAPPED_AT_MOST:
        return []
    going_on: list[int] = []
    for place, (line, after) in enumerate(pairwise(lines)):
        inside = 2 <= line.depth <= _DEEPEST or (going_on and going_on[-1] == place - 1)
        unfinished = len(line.words) >= _SHORTEST and not line.words.endswith((".", *_SENTENCE_ENDS))
        if inside and unfinished and after.depth == 0 and _goes_on(line, after):
            going_on.append(place)
    full = all(len(lines[place].words) + lines[place].depth >= _FULL * width for place in going_on)
    return going_on if full else []


_SHORTEST = 15  # characters of a line that may be full
_DEEPEST = 4  # blanks before a paragraph
_FULL = 0.8  # of the widest line: half-width characters make lines of one width differ in characters
_FEWEST = 6  # lines of one width that are no accident
_SENTENCE_ENDS = ("。", ";", ":", "!", "?", "》", "）")
_NEW_PARAGRAPH = re.compile(
    r"第[一二三四五六七八九十百零\d]{1,6}[章节条编]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、．]|附件|#|目录$"
)


def _goes_on(line: Line, after: Line) -> bool:
    if after.indented or "\t" in line.words or "\t" in after.words or _NEW_PARAGRAPH.match(after.words):
        return False
    if _NUMBER_ALONE.fullmatch(line.words):
        return False
    return not ((after.words.endswith(":") or _BELOW_TITLE.match(after.words)) and ending(_ORDINAL.sub("", line.words)))


_NUMBER_ALONE = re.compile(r"[\u4e00-\u9fff ]{1,14}[〔\[（(](?:19|20)\d\d年?[〕\]）)] ?第?[ \d]{1,7}号")
_BELOW_TITLE = re.compile(
    r"[（(]?(?:19|20)\d\d ?年|[\u4e00-\u9fff]{1,12}[〔\[（]?(?:19|20)\d\d[〕\]）]?"
)  # a note, a number
_ORDINAL = re.compile(r"（[^（）]{1,12}）$")
