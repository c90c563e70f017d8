"""Rows of lists of documents: a numbered line, 《题名》（日期 机关 令号）, a row of a text table.

A row is read for title, numbers and date only; what becomes of it is said by the heading (``effects_lists``).
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from gongwen.dates import find_dates
from gongwen.effects_grammar import find_verbs
from gongwen.effects_paper import Paper, Target, made_on, target_of
from gongwen.mentions import mentions
from gongwen.model import DateMention, Via
from gongwen.number import find_numbers
from gongwen.title import ends_like_title
from gongwen.wording import pattern

Span = tuple[int, int]

ROW_MARK = re.compile(
    r"(?:（\d{1,4}）|\d{1,4}\s*[.、．)）\t ]|\d{1,4}(?=[\u3400-\u9fff《])|[一二三四五六七八九十百]{1,4}[、.．]"
    r"|（[一二三四五六七八九十]{1,3}）|[①-⑳•·●■◆-])\s*"
)
_LONGEST_ROW, _LONGEST_CONTINUATION = 320, 120
_TRAILING = ";；。,、 \t"
_ABOVE = frozenset({"同上", "〃", "″", '"'})


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``result`` holds the words of a column that says what becomes of it, ``part`` the articles meant."""

    target: Target
    start: int
    end: int
    via: Via
    result: str = ""
    part: str = ""


class Columns:
    """Where the columns of a text table stand, once its header has been seen, and what the row above held."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.above: list[str] = []

    def read_header(self, words: str) -> bool:
        """Tell whether the line is the header of a table, or its rule, and remember its columns."""
        cells = _cells(words)
        if len(cells) < 2:
            return False
        if all(re.fullmatch(r"[-:\s]*", cell) for cell in cells):
            return True
        names = [cell.replace(" ", "") for cell in cells]
        heads = [name for name in names if pattern("effect_lists", "column").fullmatch(name)]
        if len(heads) >= 2 or (heads and len(heads) == len(cells)):
            self.names = names
            return True
        return False

    def say_results(self) -> bool:
        """Tell whether a column says what becomes of each row."""
        return any(pattern("effect_lists", "result_column").fullmatch(name) for name in self.names)

    def carry_down(self, cells: list[str]) -> list[str]:
        """Return the cells with 同上 replaced by what stands above."""
        above = [*self.above, *[""] * len(cells)]
        return [up if cell in _ABOVE else cell for cell, up in zip(cells, above, strict=False)]


def _cells(words: str) -> list[str]:
    mark = "\t" if "\t" in words else "|"
    return [cell.strip() for cell in words.strip(mark).split(mark)]


def read_row(paper: Paper, here: Span, following: Span | None, columns: Columns) -> tuple[Row | None, int]:
    """Read the row that begins at a paragraph, and how many paragraphs it takes.

    Its title or number may run on in the ``following`` one, which is None where that cannot belong to it.
    """
    words = paper.reading.text[slice(*here)]
    cells = _cells(words)
    if len(cells) > 1:
        return _table_row(paper, here, cells, columns), 1
    marked = ROW_MARK.match(words) is not None
    if following and _goes_on(words, paper.reading.text[slice(*following)], marked=marked):
        row = _line_row(paper, (here[0], following[1]), marked=marked)
        if row:
            return row, 2
    return _line_row(paper, here, marked=marked), 1


def chained_rows(paper: Paper, here: Span) -> list[Row]:
    """Return the rows of a line that names several documents and says nothing else: 《甲》（…）、《乙》（…）."""
    words = paper.reading.text[slice(*here)]
    if words.count("《") < 2 or not words.startswith("《"):
        return []
    named = [one for one in mentions(words) if one.title_end > one.title_start]
    ends = [*(one.start for one in named[1:]), len(words)]
    apart = [words[one.end : end].strip("、,;。和及与 ") for one, end in zip(named, ends, strict=True)]
    if len(named) < 2 or any(apart):
        return []
    return [Row(target_of(paper, one, here[0], words), *here, Via.LIST_ROW) for one in named]


_NUMBER_LINE = re.compile(r"（?[\u3400-\u9fff]{1,16}[〔\[（](?:19|20)\d\d[〕\]）]\d{1,4}号）?[;；。]?")


def _goes_on(words: str, following: str, *, marked: bool) -> bool:
    if _NUMBER_LINE.fullmatch(following):
        return True
    bare = words.rstrip(_TRAILING)
    complete = bare.endswith(("）", "》", "号")) or ends_like_title(bare)
    plain = len(following) < _LONGEST_CONTINUATION and not ROW_MARK.match(following) and "。" not in following[:-1]
    return marked and not complete and plain


def _line_row(paper: Paper, span: Span, *, marked: bool) -> Row | None:
    begin, end = span
    if end - begin > _LONGEST_ROW:
        return None
    words = paper.reading.text[begin:end].replace("\n", " ")
    mark = ROW_MARK.match(words)
    start = mark.end() if mark else 0
    name = read_name(words, start)
    if name is None:
        return None
    title = words[name.start : name.end]
    if not (name.numbers or words.startswith("《", start) or (marked and ends_like_title(title))):
        return None
    if not ends_like_title(title) and find_verbs(_BOOK.sub("", title + name.after)):
        return None
    quoted = paper.reading.quote(begin + name.start, begin + name.end).replace("\n", "")
    made = made_on(words, _dates_from(words, name.end))
    target = Target(quoted, name.numbers, made, begin + start)
    return Row(target, begin, end, Via.LIST_ROW, part=name.part)


_BOOK = re.compile("《[^》]*》")


def _dates_from(words: str, place: int) -> tuple[DateMention, ...]:
    found = find_dates(words[place:])
    return tuple(replace(one, start=one.start + place, end=one.end + place) for one in found if one.value)


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a document in a row: where its title stands, its numbers, the articles meant, the words after it."""

    start: int
    end: int
    numbers: tuple[str, ...]
    part: str
    after: str


_PART_AFTER = re.compile(
    r"(?<=[）》号])\s?(?:中?的?第[〇零一二三四五六七八九十百千\d]+[条章款项][^《》（）]{0,40}|附件\d*)$"
)
_MADE = re.compile("(?:发布|公布|印发)[,、;]")  # what follows tells of amendments
_ABOUT_MAKING = re.compile("公布|发布|印发|第.{1,6}号|号令")


def read_name(words: str, start: int) -> Name | None:
    """Read the name of a document that fills the words from ``start``; a title inside the title is part of it."""
    end = len(words.rstrip(_TRAILING))
    if why := _WHY.search(words, start, end):
        end = why.start()
    if behind := _BEHIND_NUMBER.search(words, start, end):
        end = behind.start()
    part = _PART_AFTER.search(words, start, end)
    end = part.start() if part else end
    title_end, numbers = _peel_brackets(words, start, end)
    if not numbers:
        start, title_end, numbers = _loose_number(words, start, title_end)
    left, right = _inner(words, start, title_end)
    if right - left < 3:
        return None
    unique = tuple(dict.fromkeys(numbers))
    return Name(left, right, unique, part.group().strip() if part else "", words[title_end:end])


# Why a row is on the list, printed behind it
_WHY = re.compile(
    r"(?<=[）》号])[,;:。—-]+ ?"
    r"(?:[理原]由[:为]?|原因[:为]?|因|由于|鉴于|已|被|与|其|该|所|不再|调整对象|适用期|工作任务|主要内容)"
)

# What text tables print behind the number: who made it, when
_BEHIND_NUMBER = re.compile(
    r"(?<=号) ?(?:[\u3400-\u9fff]{1,16}(?:政府|政府办|办公室|[局委厅院])|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)$"
)
_DATE_BEFORE_NUMBER = re.compile(r" ?(?:19|20)\d\d年\d{1,2}月\d{1,2}日 ?$")


def _peel_brackets(words: str, start: int, end: int) -> tuple[int, list[str]]:
    """Take the brackets off the end that hold numbers, dates or the making; an edition mark stays with the title."""
    numbers: list[str] = []
    while end > start and words[end - 1] == "）":
        opened = _opening(words, end)
        inside = words[opened + 1 : end - 1]
        made = _MADE.search(inside)
        found = find_numbers(inside[: made.end()] if made else inside)
        if opened <= start or not (found or find_dates(inside) or _ABOUT_MAKING.search(inside)):
            break
        numbers = [number.canonical for number in found] + numbers
        end = len(words[:opened].rstrip(" \t"))
    return end, numbers


def _loose_number(words: str, start: int, end: int) -> tuple[int, int, list[str]]:
    """Find a number that stands behind or before the title without a bracket."""
    loose = [one for one in find_numbers(words[start:end]) if one.agency_code]
    if loose and start + loose[-1].end == end and loose[-1].start > 4:
        stop = start + loose[-1].start
        dated = _DATE_BEFORE_NUMBER.search(words, start, stop)
        return start, dated.start() if dated else stop, [loose[-1].canonical]
    if loose and loose[0].start == 0:
        return start + loose[0].end, end, [loose[0].canonical]
    return start, end, []


def _opening(words: str, close: int) -> int:
    """Return where the bracket opens that ends before ``close``."""
    depth = 0
    for place in range(close - 1, -1, -1):
        depth += (words[place] == "）") - (words[place] == "（")
        if depth == 0:
            return place
    return 0


def _inner(words: str, start: int, end: int) -> Span:
    """Return the span of the title: inside 《》 where the marks enclose all of it, or all but the issuer before it."""
    start += len(words[start:end]) - len(words[start:end].lstrip(" \t、."))
    end = start + len(words[start:end].rstrip(" \t"))
    opened = words.find("《", start, end)
    if opened < 0 or words[end - 1] != "》" or re.search("关于|印发|转发|废止|修改", words[start:opened]):
        return start, end
    depth = 0
    for place in range(opened, end):
        depth += (words[place] == "《") - (words[place] == "》")
        if depth == 0:
            return (opened + 1, end - 1) if place == end - 1 else (start, end)
    return start, end


_RESULT = re.compile(r"(?:宣布|予以|建议|拟)?(?:继续有效|保留|废止|失效|修改|修订|停止执行|需修改|继续执行)")


def _table_row(paper: Paper, span: Span, cells: list[str], columns: Columns) -> Row | None:
    cells = columns.carry_down(cells)
    title_cell = _title_cell(cells, columns.names)
    name = read_name(title_cell, 0) if title_cell else None
    if title_cell is None or name is None:
        return None
    columns.above = cells
    others = [cell for cell in cells if cell is not title_cell]
    numbers = [one.canonical for cell in others if len(cell) < 60 for one in find_numbers(cell) if one.agency_code]
    place = paper.reading.text.find(title_cell, *span)
    title = title_cell[name.start : name.end]
    quoted = paper.reading.quote(place + name.start, place + name.end) if place >= 0 else title
    target = Target(quoted, tuple(dict.fromkeys([*name.numbers, *numbers])), _first_day(others), span[0])
    result = next((cell for cell in others if _RESULT.fullmatch(cell)), "")
    part = name.part or next((cell for cell in others if _PART_CELL.fullmatch(cell)), "")
    return Row(target, *span, Via.TABLE_ROW, result, part)


_PART_CELL = re.compile(r"第[〇零一二三四五六七八九十百千\d]+[条章款项][^《》。]{0,80}|附件[\d一二三四五六七八九十、]*")


def _first_day(cells: list[str]) -> date | None:
    days = (day.value for cell in cells if len(cell) < 24 for day in find_dates(cell))
    return next((day for day in days if day), None)


def _title_cell(cells: list[str], names: list[str]) -> str | None:
    for name, cell in zip(names, cells, strict=False):
        if re.search("名称|标题|题名", name) and len(cell) > 3:
            return cell
    titled = [cell for cell in cells if len(cell) > 5 and ("《" in cell or ends_like_title(cell))]
    return max(titled, key=len, default=None)
