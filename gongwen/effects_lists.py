"""Lists of documents in decisions and annexes: numbered lines, 《题名》（日期 机关 令号）, rows of a table.

The heading says what becomes of the rows; a column of results outranks it. A title inside a row's title is no target.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongwen.dates import find_dates
from gongwen.effects_grammar import find_verbs
from gongwen.effects_paper import Paper, Stated, Target, effect, made_on, when
from gongwen.model import Basis, DateMention, Effect, Modality, Relation, Scope, Via
from gongwen.number import find_numbers
from gongwen.numerals import read_numeral
from gongwen.title import ends_like_title
from gongwen.wording import pattern, rows

Paragraph = tuple[int, int]

_MARKER = re.compile(
    r"(?:\s|附\s*件?\s*(?:[\d一二三四五六七八九十]+|(?=[:：]))?[:：.、]?|[一二三四五六七八九十百]+[、.．]|（[一二三四五六七八九十\d]+）|\d+[.、．)）]|[#*]+)+"
)
_ROW_MARK = re.compile(
    r"(?:（\d{1,4}）|\d{1,4}\s*[.、．)）\t ]|\d{1,4}(?=[\u3400-\u9fff《])|[一二三四五六七八九十百]{1,4}[、.．]|（[一二三四五六七八九十]{1,3}）|[①-⑳•·●■◆-])\s*"
)
_COUNT = re.compile(r"(?P<count>\d{1,5}|[一二三四五六七八九十百]{1,5})[件部项]")
_PROPOSED = re.compile(r"拟(?!修)|建议")
_LONGEST_HEADING, _LONGEST_LEAD, _LONGEST_ROW = 80, 400, 320


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says of the rows under it; no relation where only a column of results can say it."""

    relation: Relation | None
    scope: Scope
    modality: Modality
    expected_count: int | None
    confidence: float
    lead: str = ""  # the sentence that announces the rows, where it is one


def read_lists(paper: Paper, paragraphs: Sequence[Paragraph], counts: dict[Relation, int]) -> tuple[list[Effect], set[int]]:
    """Return the effects of all list rows and the numbers of the paragraphs they stand in."""
    text = paper.reading.text
    found: list[Effect] = []
    taken: set[int] = set()
    heading: Heading | None = None
    columns = _Columns()
    index = 0
    while index < len(paragraphs):
        begin, end = paragraphs[index]
        words = text[begin:end]
        following = text[slice(*paragraphs[index + 1])] if index + 1 < len(paragraphs) else ""
        opened = read_heading(words, following)
        if opened:
            in_amendment = paper.amends and opened.relation in (Relation.AMEND, Relation.TO_BE_REVISED)
            heading, columns = None if in_amendment else opened, _Columns()
        elif heading and columns.read_header(words):
            taken.add(index)
        elif heading:
            used, row = _row_at(paper, paragraphs, index, columns)
            if row:
                found += _row_effects(paper, row, heading, counts)
                taken.update(range(index, index + used))
                index += used
                continue
            if _closes(words):
                heading = None
        index += 1
    return found, taken


def read_heading(words: str, following: str = "") -> Heading | None:
    """Return what a heading of a list or a lead sentence (下列文件继续有效:) says, or None where it is neither.

    ``following`` is the next paragraph: a lead that ends with a full stop needs a row under it.
    """
    if len(words) > _LONGEST_LEAD or not _HEADING_SIGN.search(words):
        return None
    marker = _MARKER.match(words)
    bare = words[marker.end() :] if marker else words
    lead = bare.rstrip().endswith((":", "：", "如下", "附后")) or bool(_LEAD.search(bare[-30:]))
    lead = lead or (bool(_ROW_MARK.match(following)) and "《" not in bare and "情形" not in bare)
    sentence = ""
    if lead and pattern("effect_lists", "lead").search(bare):
        bare = sentence = re.split("[。;]", bare.rstrip("。:： "))[-1]
        if len(bare) > 160:
            return None
    elif len(bare) > _LONGEST_HEADING or not pattern("effect_lists", "list_end").search(bare):
        return None
    elif "《" in bare or "〔" in bare or "关于" in bare[:40] or "。" in bare or "," in bare:
        return None
    if pattern("effect_lists", "not_list").search(bare) or not pattern("effect_lists", "documents").search(bare):
        return None
    heading = _heading(bare)
    return replace(heading, lead=sentence) if heading and sentence else heading


_HEADING_SIGN = re.compile("目录|清单|名单|下列|以下|如下|一览表|[件章规定法度策]|汇总表|明细表")
_LEAD = re.compile(r"(?:下列|以下)[^。;]{0,24}$")


def _heading(bare: str) -> Heading | None:
    kinds = _kinds(bare)
    if not kinds:
        return Heading(None, Scope.WHOLE, Modality.ENACTED, None, 1.0) if "清理" in bare else None
    if re.search("未|不予|不得", bare):
        return None
    names = {row["relation"] for row in kinds if row["relation"] != "amend"} or {"amend"}
    count = _COUNT.search(bare)
    expected = read_numeral(count["count"]) if count else None
    modality = Modality.PROPOSED if _PROPOSED.search(bare) else Modality.ENACTED
    if "continue" in names and len(names) > 1 and "republish" not in names:
        return Heading(None, Scope.WHOLE, modality, None, 1.0)
    first = kinds[0]
    both = {"repeal", "declare_invalid"} <= names
    relation = Relation.REPEAL if both else Relation(first["relation"])
    return Heading(relation, Scope(first["scope"]), modality, expected, 0.6 if both else 1.0)


def _kinds(words: str) -> list[dict[str, str]]:
    """Return what the words say becomes of documents, in the order in which they say it."""
    found = []
    for order, row in enumerate(rows("effect_lists", "heading")):
        match = re.search(row["words"], words)
        if match:
            found.append((match.start(), order, row))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


class _Columns:
    """Where the columns of a text table stand, once its header has been seen."""

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
        heads = [cell for cell in cells if pattern("effect_lists", "column").fullmatch(cell.replace(" ", ""))]
        if len(heads) >= 2 or (heads and len(heads) == len(cells)):
            self.names = [cell.replace(" ", "") for cell in cells]
            return True
        return False


def _cells(words: str) -> list[str]:
    if "\t" in words:
        return [cell.strip() for cell in words.strip("\t").split("\t")]
    if words.count("|") >= 1:
        return [cell.strip() for cell in words.strip("|").split("|")]
    return [words]


@dataclass(frozen=True, slots=True)
class _Row:
    target: Target
    start: int
    end: int
    via: Via
    relation: Relation | None = None
    detail: str = ""


def _row_at(paper: Paper, paragraphs: Sequence[Paragraph], index: int, columns: _Columns) -> tuple[int, _Row | None]:
    """Read the row that begins at a paragraph; a title or its number may run on in the next ones."""
    text = paper.reading.text
    begin, end = paragraphs[index]
    words = text[begin:end]
    cells = _cells(words)
    if len(cells) > 1:
        row = _table_row(paper, begin, end, cells, columns)
        return 1, row
    marked = _ROW_MARK.match(words)
    for used in (2, 3):
        stop = index + used - 1
        if stop >= len(paragraphs):
            break
        follow = text[slice(*paragraphs[stop])]
        closing = _NUMBER_LINE.fullmatch(follow)
        if closing or (marked and not _complete(words) and _may_follow(follow)):
            row = _line_row(paper, begin, paragraphs[stop][1], bool(marked))
            if row:
                return used, row
        break
    return 1, _line_row(paper, begin, end, bool(marked))


_NUMBER_LINE = re.compile(r"（?[\u3400-\u9fff]{1,16}[〔\[（](?:19|20)\d\d[〕\]）]\d{1,4}号）?[;；。]?")


def _complete(words: str) -> bool:
    bare = words.rstrip(";；。,、 ")
    return bare.endswith(("）", "》", "号")) or ends_like_title(bare)


def _may_follow(words: str) -> bool:
    return len(words) < 120 and not _ROW_MARK.match(words) and "。" not in words[:-1] and read_heading(words) is None


def _line_row(paper: Paper, begin: int, end: int, marked: bool) -> _Row | None:
    words = paper.reading.text[begin:end].replace("\n", " ")
    if len(words) > _LONGEST_ROW:
        return None
    mark = _ROW_MARK.match(words)
    start = mark.end() if mark else 0
    read = read_name(words, start)
    if read is None:
        return None
    (left, right), numbers, after = read
    detail = _PART_AFTER.search(words.rstrip(";；。,、 "))
    title = words[left:right]
    named = "《" in words[start : start + 1] or bool(numbers)
    if not (named or (marked and ends_like_title(title))) or (not marked and not named):
        return None
    if not ends_like_title(title) and find_verbs(_hide_books(title + after)):
        return None
    quoted = paper.reading.quote(begin + left, begin + right).replace("\n", "")
    made = made_on(words, _dates_after(words, right))
    return _Row(Target(quoted, numbers, made, begin + start), begin, end, Via.LIST_ROW, None, detail.group() if detail else "")


def _dates_after(words: str, right: int) -> tuple[DateMention, ...]:
    return tuple(
        replace(one, start=one.start + right, end=one.end + right) for one in find_dates(words[right:]) if one.value
    )


_BOOK = re.compile("《[^》]*》")


def _hide_books(words: str) -> str:
    return _BOOK.sub("\ue000", words)


def read_name(words: str, start: int) -> tuple[tuple[int, int], tuple[str, ...], str] | None:
    """Read title and numbers of a row: span of the title, numbers, and the words after the title."""
    end = len(words.rstrip(";；。,、 \t"))
    part = _PART_AFTER.search(words, start, end)
    end = part.start() if part else end
    numbers: list[str] = []
    place = end
    while place > start and words[place - 1] == "）":
        opened = _opening(words, place)
        inside = words[opened + 1 : place - 1]
        made = re.search("(?:发布|公布|印发)[,、;]", inside)
        found = find_numbers(inside[: made.end()] if made else inside)
        if opened <= start or not (found or find_dates(inside) or re.search("公布|发布|印发|第.{1,6}号|号令", inside)):
            break
        numbers = [number.canonical for number in found] + numbers
        place = opened
        while words[place - 1 : place] in (" ", "\t"):
            place -= 1
    title_end = place
    if not numbers:
        loose = [one for one in find_numbers(words[start:title_end]) if one.agency_code]
        if loose and start + loose[-1].end == title_end and start + loose[-1].start > start + 4:
            title_end = start + loose[-1].start
            numbers = [loose[-1].canonical]
        elif loose and loose[0].start == 0:
            start += loose[0].end
            numbers = [loose[0].canonical]
    left, right = _inner(words, start, title_end)
    if right - left < 3:
        return None
    return (left, right), tuple(dict.fromkeys(numbers)), words[title_end:end]


_PART_AFTER = re.compile(r"(?<=[）》号])\s?(?:中?的?第[〇零一二三四五六七八九十百千\d]+[条章款项][^《》（）]{0,40}|附件\d*)$")


def _opening(words: str, close: int) -> int:
    depth = 0
    for place in range(close - 1, -1, -1):
        depth += {"）": 1, "（": -1}.get(words[place], 0)
        if depth == 0:
            return place
    return 0


def _inner(words: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the title: inside 《》 where the marks enclose all of it, or all but the issuer before it."""
    while start < end and words[start] in " \t、.":
        start += 1
    while end > start and words[end - 1] in " \t":
        end -= 1
    opened = words.find("《", start, end)
    if opened < 0 or words[end - 1] != "》":
        return start, end
    depth = 0
    for place in range(opened, end):
        depth += {"《": 1, "》": -1}.get(words[place], 0)
        if depth == 0:
            issuer_only = not re.search("关于|印发|转发|废止|修改", words[start:opened])
            return (opened + 1, end - 1) if place == end - 1 and issuer_only else (start, end)
    return start, end


def _table_row(paper: Paper, begin: int, end: int, cells: list[str], columns: _Columns) -> _Row | None:
    carried = [
        above if cell in ("同上", "〃", "″", '"') else cell
        for cell, above in zip(cells, columns.above + [""] * len(cells), strict=False)
    ]
    title_cell = _title_cell(carried, columns.names)
    if title_cell is None:
        return None
    columns.above = carried
    read = read_name(title_cell, 0)
    if read is None:
        return None
    (left, right), inside, _ = read
    others = [cell for cell in carried if cell is not title_cell]
    numbers = [one.canonical for cell in others if len(cell) < 60 for one in find_numbers(cell) if one.agency_code]
    place = paper.reading.text.find(title_cell, begin, end)
    title = paper.reading.quote(place + left, place + right) if place >= 0 else title_cell[left:right]
    made = next((day.value for cell in others if len(cell) < 24 for day in find_dates(cell) if day.value), None)
    target = Target(title, tuple(dict.fromkeys([*inside, *numbers])), made, begin)
    return _Row(target, begin, end, Via.TABLE_ROW, _result(others))


def _title_cell(cells: list[str], names: list[str]) -> str | None:
    for name, cell in zip(names, cells, strict=False):
        if re.search("名称|标题|题名", name) and len(cell) > 3:
            return cell
    titled = [cell for cell in cells if len(cell) > 5 and ("《" in cell or ends_like_title(cell))]
    return max(titled, key=len, default=None)


_RESULTS = re.compile(r"(?:宣布|予以|建议|拟)?(?:继续有效|保留|废止|失效|修改|修订|停止执行|需修改|继续执行)")


def _result(cells: list[str]) -> Relation | None:
    for cell in cells:
        if _RESULTS.fullmatch(cell):
            kinds = _kinds(cell)
            relation = Relation(kinds[0]["relation"]) if kinds else None
            return Relation.TO_BE_REVISED if relation is Relation.AMEND else relation
    return None


def _row_effects(paper: Paper, row: _Row, heading: Heading, counts: dict[Relation, int]) -> list[Effect]:
    relation = row.relation or heading.relation
    if relation is None:
        return []
    if relation is Relation.AMEND:
        relation = Relation.TO_BE_REVISED
    basis, day = _since(paper, heading, relation)
    stated = Stated(
        relation=relation,
        start=row.start,
        end=row.end,
        rule="list.row" if row.via is Via.LIST_ROW else "list.table",
        via=row.via,
        modality=heading.modality,
        basis=basis,
        day=day,
        expected_count=heading.expected_count or counts.get(relation),
        confidence=1.0 if row.relation else heading.confidence,
    )
    scope = Scope.ARTICLE if row.detail else heading.scope
    return [effect(paper, stated, row.target, scope, row.detail)]


def _since(paper: Paper, heading: Heading, relation: Relation) -> tuple[Basis | None, date | None]:
    """Return from when the rows count: what the lead sentence says, else what the paper says."""
    if heading.modality is not Modality.ENACTED or relation is Relation.TO_BE_REVISED:
        return None, None
    times = [time.group() for time in pattern("effect_words", "time").finditer(heading.lead) if time.group()[0] in "自从"]
    return when(paper, "", times[-1] if times else "", relation)


def _closes(words: str) -> bool:
    """Tell whether a paragraph ends the list: another annex, or prose."""
    if re.match(r"附\s*件", words) or re.match("本(?:决定|通知|公告|通告|办法)", words):
        return True
    return "。" in words and len(words) > 40
