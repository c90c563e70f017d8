"""Rows of lists of documents: a numbered line, 《题名》（日期 机关 令号）, a row of a text table.

A row is read for title, numbers and date only; what becomes of it is said by the heading (``effects_lists``).
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from gongwen.dates import dates_in
from gongwen.effects_grammar import find_verbs
from gongwen.effects_paper import Paper, Target, is_standard, made_on, target_of
from gongwen.effects_row_names import DATE_BEFORE_NUMBER, TRAILING, Span, read_name
from gongwen.mentions import mentions
from gongwen.model import DateMention, Via
from gongwen.number import numbers_in
from gongwen.title import ends_like_title
from gongwen.wording import pattern

ROW_MARK = re.compile(
    r"(?:（\d{1,4}）|\d{1,4}\s*[.、．)）\t ]|\d{1,4}(?=[\u3400-\u9fff《])|[一二三四五六七八九十百]{1,4}[、.．]"
    r"|（[一二三四五六七八九十]{1,3}）|[①-⑳•·●■◆-])\s*"
)
_LONGEST_ROW, _LONGEST_CONTINUATION = 320, 120
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
        self.glued = False  # the columns are set apart by nothing that is left in the text

    def read_header(self, words: str) -> bool:
        """Tell whether the line is the header of a table, or its rule, and remember its columns."""
        cells = _cells(words)
        if len(cells) < 2:
            self.glued = self.glued or GLUED_HEADER.fullmatch(words) is not None
            return self.glued and GLUED_HEADER.fullmatch(words) is not None
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


GLUED_HEADER = re.compile(r"(?:序号|编号)[^。;:《》〔]{0,12}?(?:名称|标题|题名|文件)[^。;:《》〔]{0,40}")


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
    if columns.glued and marked and (row := _glued_row(paper, here)):
        return row, 1
    if following and _goes_on(words, paper.reading.text[slice(*following)], marked=marked):
        row = _line_row(paper, (here[0], following[1]), marked=marked)
        if row:
            return row, 2
    return _line_row(paper, here, marked=marked), 1


def chained_rows(paper: Paper, here: Span) -> list[Row]:
    """Return the rows of a line that names several documents and says nothing else: 《甲》（…）、《乙》（…）."""
    words = paper.reading.text[slice(*here)]
    mark = ROW_MARK.match(words)
    if words.count("《") < 2 or not words.startswith("《", mark.end() if mark else 0):
        return []
    named = [one for one in mentions(words) if one.title_end > one.title_start]
    ends = [*(one.start for one in named[1:]), len(words)]
    apart = [words[one.end : end].strip("、,;。和及与 ") for one, end in zip(named, ends, strict=True)]
    if len(named) < 2 or any(apart):
        return []
    return [Row(target_of(paper, one, here[0], words), *here, Via.LIST_ROW) for one in named]


def _glued_row(paper: Paper, here: Span) -> Row | None:
    """Read a row of a table whose columns run together: what stands behind the number is another column."""
    words = paper.reading.text[slice(*here)]
    mark = ROW_MARK.match(words)
    start = mark.end() if mark else 0
    loose = [
        one
        for one in numbers_in(words)
        if one.agency_code
        and one.start > start + 4
        and words.count("《", 0, one.start) == words.count("》", 0, one.start)
    ]
    if not loose:
        return _dated_row(paper, here, start)
    if not ends_like_title(DATE_BEFORE_NUMBER.sub("", words[start : loose[0].start])):
        return None
    row = _line_row(paper, (here[0], here[0] + loose[0].end), marked=True, last=here[1])
    part = _PART_CELL.fullmatch(words[loose[0].end :].strip(TRAILING))
    return replace(row, part=part.group()) if row and part else row


def _dated_row(paper: Paper, here: Span, start: int) -> Row | None:
    """Read a row that runs on with who made the document and when, without a number: 某条例 国务院 1982年2月13日."""
    words = paper.reading.text[slice(*here)]
    day = next((one for one in dates_in(words) if one.value and "《" not in words[start : one.start]), None)
    if day is None:
        return None
    for end in range(day.start, start + 4, -1):
        if _ends_title(words[start:end]) and _MAKER.fullmatch(words, end, day.start):
            quoted = paper.reading.quote(here[0] + start, here[0] + end)
            return Row(Target(quoted, (), day.value, here[0] + start), *here, Via.LIST_ROW)
    return None


def _ends_title(words: str) -> bool:
    return ends_like_title(words) or words.endswith(("指示", "指令", "训令", "布告"))  # genres of the early years


_MAKER = re.compile("(?:[\u3400-\u9fff、]{1,30}[院部委局会府厅署室办区])?")
_NUMBER_LINE = re.compile(r"（?[\u3400-\u9fff]{1,16}[〔\[（](?:19|20)\d\d[〕\]）]\d{1,4}号）?[;；。]?")


def _goes_on(words: str, following: str, *, marked: bool) -> bool:
    if _NUMBER_LINE.fullmatch(following):
        return True
    bare = words.rstrip(TRAILING)
    complete = bare.endswith(("）", "》", "号")) or ends_like_title(bare)
    plain = len(following) < _LONGEST_CONTINUATION and not ROW_MARK.match(following) and "。" not in following[:-1]
    return marked and not complete and plain


def _line_row(paper: Paper, span: Span, *, marked: bool, last: int | None = None) -> Row | None:
    """Read a row that is a line; ``last``: where the line ends, if not with its name."""
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
    if is_standard(words, name.start - 1):
        return None
    if not (name.numbers or words.startswith("《", start) or (marked and ends_like_title(title))):
        return None
    if not ends_like_title(title) and find_verbs(_BOOK.sub("", title + name.after)):
        return None
    if not name.numbers and "《" not in words and "关于" not in title and "," in title:
        return None  # 根据现行规划的需要,已制定了新的政策: a sentence
    quoted = paper.reading.quote(begin + name.start, begin + name.end).replace("\n", "")
    made = made_on(words, _dates_from(words, name.end))
    target = Target(quoted, name.numbers, made, begin + start)
    return Row(target, begin, last or end, Via.LIST_ROW, part=name.part)


_BOOK = re.compile("《[^》]*》")


def _dates_from(words: str, place: int) -> tuple[DateMention, ...]:
    found = dates_in(words[place:])
    return tuple(replace(one, start=one.start + place, end=one.end + place) for one in found if one.value)


_RESULT = re.compile(
    r"(?:(?:宣布|予以|建议|拟|全文|全部|整体)|(?:部分|有关|个别)(?:条款|内容|条文)?)*"
    r"(?:继续有效|现行有效|保留|废止|失效|修改|修订|停止执行|需修改|继续执行)"
)


def _table_row(paper: Paper, span: Span, cells: list[str], columns: Columns) -> Row | None:
    cells = columns.carry_down(cells)
    title_cell = _title_cell(cells, columns.names)
    name = read_name(title_cell, 0) if title_cell else None
    if title_cell is None or name is None:
        return None
    columns.above = cells
    others = [cell for cell in cells if cell is not title_cell]
    numbers = [one.canonical for cell in others if len(cell) < 60 for one in numbers_in(cell) if one.agency_code]
    place = paper.reading.text.find(title_cell, *span)
    title = title_cell[name.start : name.end]
    quoted = paper.reading.quote(place + name.start, place + name.end) if place >= 0 else title
    target = Target(quoted, tuple(dict.fromkeys([*name.numbers, *numbers])), _first_day(others), span[0])
    result = next((cell for cell in others if _RESULT.fullmatch(cell)), "")
    part = name.part or next((cell for cell in others if _PART_CELL.fullmatch(cell)), "")
    return Row(target, *span, Via.TABLE_ROW, result, part)


_PART_CELL = re.compile(
    r"(?:附件\d*)?第[〇零一二三四五六七八九十百千\d]+[条章款项][^《》。]{0,80}|附件[\d一二三四五六七八九十、]*"
)


def _first_day(cells: list[str]) -> date | None:
    days = (day.value for cell in cells if len(cell) < 24 for day in dates_in(cell))
    return next((day for day in days if day), None)


def _title_cell(cells: list[str], names: list[str]) -> str | None:
    for name, cell in zip(names, cells, strict=False):
        if re.search("名称|标题|题名", name) and len(cell) > 3:
            return cell
    longest_first = sorted((cell for cell in cells if len(cell) > _SHORTEST_TITLE), key=len, reverse=True)
    return next((cell for cell in longest_first if "《" in cell or ends_like_title(cell)), None)


_SHORTEST_TITLE = 5  # characters that are no title yet
