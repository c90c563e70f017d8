"""Lists of documents in decisions and annexes: what a heading or a lead sentence says becomes of the rows under it.

A column of results outranks the heading. How a single row is written is ``effects_rows``.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from gongwen.effects_paper import Paper, Stated, effect, when
from gongwen.effects_row_names import Span
from gongwen.effects_rows import GLUED_HEADER, ROW_MARK, Columns, Row, chained_rows, read_row
from gongwen.model import Basis, Effect, Modality, Relation, Scope, Via
from gongwen.numerals import read_numeral
from gongwen.wording import pattern, rows

_MARKER = re.compile(
    r"(?:\s|附\s*件?\s*(?:[\d一二三四五六七八九十]+|(?=:))?[:.、]?|[一二三四五六七八九十百]+[、.．]"
    r"|（[一二三四五六七八九十\d]+）|\d+[.、．)）]|[#*]+)+"
)
_HEADING_SIGN = re.compile("目录|清单|名单|下列|以下|如下|一览表|[件章规定法度策]|汇总表|明细表")
_UNPUNCTUATED_LEAD = re.compile(r"(?:下列|以下)[^。;]{0,24}$")
_COUNT = re.compile(r"(?P<count>\d{1,5}|[一二三四五六七八九十百]{1,5})[件部项]")
_PROPOSED = re.compile(r"拟(?!修)|建议")
_OF_OTHERS = re.compile("上级(?:机关|部门|政府)?(?:已|所|宣布|公布)")  # 上级已废止的文件目录
_SAMPLE = re.compile("样表|样张|示例|范例|模板|填报说明|填写说明|参考格式")  # a form to be filled in
_DENIED = re.compile("(?<!逾期)(?<!到期)(?<!期满)(?<!届时)未|不予|不得")
_LONGEST_HEADING, _LONGEST_LEAD, _LONGEST_LAST_SENTENCE = 80, 400, 160
_Since = tuple[Basis | None, date | None]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says of the rows under it; no relation where only a column of results can say it."""

    relation: Relation | None
    scope: Scope = Scope.WHOLE
    modality: Modality = Modality.ENACTED
    expected_count: int | None = None
    confidence: float = 1.0
    lead: str = ""  # the sentence that announces the rows, where it is one


def read_lists(paper: Paper, paragraphs: Sequence[Span], counts: dict[Relation, int]) -> tuple[list[Effect], set[int]]:
    """Return the effects of all list rows and the numbers of the paragraphs they stand in.

    ``counts``: how many rows the sentences of the paper announce for each relation.
    """
    text = paper.reading.text
    found: list[Effect] = []
    taken: set[int] = set()
    heading: Heading | None = None
    columns = Columns()
    since = lru_cache(maxsize=16)(partial(_since, paper))  # the same for all rows of a list
    index = 0
    is_sample = False
    while index < len(paragraphs):
        here = paragraphs[index]
        words, following = text[slice(*here)], _words(text, paragraphs, index + 1)
        is_sample = _is_sample(words, before=is_sample)
        if is_sample:
            heading, index = None, index + 1
            continue
        opened, used = read_heading(words, following), 1
        if opened is None and _is_broken(words, following):
            opened, used = read_heading(words + following), 2
        if opened and heading and _only_why(words, heading):
            opened = heading  # a reason within the list: 二、规范的对象已经消失,不再适用的17件
        if opened:
            heading, columns = _of_documents(paper, opened), Columns()
        elif heading and columns.read_header(words):
            taken.add(index)
        elif paper.is_cleanup and not heading and columns.read_header(words) and columns.say_results():
            heading = Heading(None)
            taken.add(index)
        elif heading:
            goes_on = bool(following) and read_heading(following) is None
            chained = chained_rows(paper, here)
            row, used = read_row(paper, here, paragraphs[index + 1] if goes_on else None, columns)
            if chained:
                row, used = chained[0], 1
            if row:
                for one in chained or [row]:
                    found += _row_effects(paper, one, heading, counts, since)
                taken.update(range(index, index + used))
            elif _closes(words):
                heading = None
        index += used
    return found, taken


def _is_sample(words: str, *, before: bool) -> bool:
    """Tell whether a paragraph opens or goes on with a form that is shown as a sample, up to the next annex."""
    if re.match(r"附\s*件", words):
        before = False
    return before or (len(words) <= _LONGEST_HEADING and _SAMPLE.search(words) is not None)


_LONGEST_BROKEN = 40  # characters of one line of a heading that is set over two


def _is_broken(words: str, following: str) -> bool:
    """Tell whether two lines may be one heading that was set over both."""
    short = len(words) <= _LONGEST_BROKEN and 0 < len(following) <= _LONGEST_BROKEN
    plain = words and words[-1] not in "。;:,）》号" and not ROW_MARK.match(words) and not ROW_MARK.match(following)
    ends = pattern("effect_lists", "list_end").search(following)
    return bool(
        short and plain and ends and not pattern("effect_lists", "lead").search(following)
    ) and not read_heading(following)


def _only_why(words: str, heading: Heading) -> bool:
    """Tell whether a numbered line within a list of what ends says only why its rows end."""
    ended = heading.relation in (Relation.DECLARE_INVALID, Relation.REPEAL) and not heading.lead
    return bool(ended and ROW_MARK.match(words) and pattern("effect_lists", "why").search(words))


def _words(text: str, paragraphs: Sequence[Span], index: int) -> str:
    return text[slice(*paragraphs[index])] if index < len(paragraphs) else ""


def _of_documents(paper: Paper, heading: Heading) -> Heading | None:
    """A list of what is amended, in a paper that amends, holds the changes themselves: they are read as sentences."""
    return None if paper.amends and heading.relation in (Relation.AMEND, Relation.TO_BE_REVISED) else heading


def read_heading(words: str, following: str = "") -> Heading | None:
    """Return what a heading of a list or a lead sentence (下列文件继续有效:) says, or None where it is neither.

    ``following`` is the next paragraph: a lead that ends with a full stop needs a row under it.
    """
    bare = _said(words)
    if not bare:
        return None
    if pattern("effect_lists", "counted").fullmatch(bare):
        return _heading(bare)
    lead = _lead(bare, following)
    if lead:
        bare = lead
    elif not _is_heading(bare):
        return None
    if pattern("effect_lists", "not_list").search(_announcing(bare) if lead else bare):
        return None
    if not pattern("effect_lists", "documents").search(bare):
        return None
    heading = _heading(bare)
    return replace(heading, lead=lead) if heading and lead else heading


@lru_cache(maxsize=4)  # a paragraph is asked about as the one that follows, then by itself
def _said(words: str) -> str:
    """Return the words without their marker if they may be a heading or a lead sentence, else nothing."""
    if len(words) > _LONGEST_LEAD or not _HEADING_SIGN.search(words):
        return ""
    marker = _MARKER.match(words)
    bare = words[marker.end() :] if marker else words
    may_be = (
        pattern("effect_lists", "lead").search(bare)
        or _is_heading(bare)
        or pattern("effect_lists", "counted").fullmatch(bare)
    )
    return bare if may_be else ""


def _lead(bare: str, following: str) -> str:
    """Return the sentence that announces rows (决定废止下列文件:), or nothing."""
    if not pattern("effect_lists", "lead").search(bare):
        return ""
    announced = bare.rstrip().endswith((":", "如下", "附后")) or _UNPUNCTUATED_LEAD.search(bare[-30:]) is not None
    below = ROW_MARK.match(following) or GLUED_HEADER.fullmatch(following)
    by_rows = below is not None and "《" not in bare and "情形" not in bare
    parts = re.split("[。;]", bare.rstrip("。: "))
    last = next((part for part in parts[::-1] if by_rows and _ANNOUNCES.search(part)), parts[-1])
    return last if (announced or by_rows) and len(last) <= _LONGEST_LAST_SENTENCE else ""


# 决定废止下列文件。废止的文件不再适用,但过去依据下列文件作出的判决仍然有效。
_ANNOUNCES = re.compile("(?:废止|失效|停止执行|取消|撤销|保留|继续有效)(?:下列|以下|如下)")


def _announcing(lead: str) -> str:
    """Return the lead from the clause on that announces rows; what is said before it (为落实清理要求,) is no matter."""
    sign = pattern("effect_lists", "lead").search(lead)
    return lead[lead.rfind(",", 0, sign.start()) + 1 :] if sign else lead


def _is_heading(bare: str) -> bool:
    if len(bare) > _LONGEST_HEADING or _NO_HEADING.search(bare) or "关于" in bare[:40]:
        return False
    return pattern("effect_lists", "list_end").search(bare) is not None


_NO_HEADING = re.compile("[《〔。,]")


def _heading(bare: str) -> Heading | None:
    kinds = _kinds(bare)
    if not kinds:
        return Heading(None) if "清理" in bare else None
    if _DENIED.search(bare):
        return None
    names = {row["relation"] for row in kinds if row["relation"] != "amend"} or {"amend"}
    modality = Modality.PROPOSED if _PROPOSED.search(bare) else Modality.ENACTED
    if _OF_OTHERS.search(bare):
        modality = Modality.REPORTED
    if "continue" in names and len(names) > 1 and "republish" not in names:
        return Heading(None, modality=modality)
    count = _COUNT.search(bare)
    both = {"repeal", "declare_invalid"} <= names
    return Heading(
        relation=Relation.REPEAL if both else Relation(kinds[0]["relation"]),
        scope=Scope(kinds[0]["scope"]),
        modality=modality,
        expected_count=read_numeral(count["count"]) if count else None,
        confidence=0.6 if both else 1.0,
    )


@lru_cache(maxsize=256)  # a column of results says the same in every row
def _kinds(words: str) -> tuple[dict[str, str], ...]:
    """Return what the words say becomes of documents, in the order in which they say it."""
    found = []
    for order, row in enumerate(rows("effect_lists", "heading")):
        match = re.search(row["words"], words)
        if match:
            found.append((match.start(), order, row))
    return tuple(row for _, _, row in sorted(found, key=lambda one: one[:2]))


def _row_effects(
    paper: Paper, row: Row, heading: Heading, counts: dict[Relation, int], since: Callable[[Heading, Relation], _Since]
) -> list[Effect]:
    said = _kinds(row.result) if row.result else ()
    relation = Relation(said[0]["relation"]) if said else heading.relation
    if relation is None:
        return []
    if relation is Relation.AMEND:
        relation = Relation.TO_BE_REVISED  # a list of what is amended, without the changes
    basis, day = since(heading, relation)
    stated = Stated(
        relation=relation,
        start=row.start,
        end=row.end,
        rule="list.row" if row.via is Via.LIST_ROW else "list.table",
        via=row.via,
        modality=Modality.PROPOSED if _PROPOSED.search(row.result) else heading.modality,
        basis=basis,
        day=day,
        expected_count=heading.expected_count or counts.get(relation),
        confidence=1.0 if said else heading.confidence,
    )
    scope = Scope(said[0]["scope"]) if said and heading.scope is Scope.WHOLE else heading.scope
    if row.part:
        scope = Scope.PROVISION if row.part.startswith("中") and "第" not in row.part else Scope.ARTICLE
    return [effect(paper, stated, row.target, scope, row.part)]


def _since(paper: Paper, heading: Heading, relation: Relation) -> _Since:
    """Return from when the rows count: what the lead sentence says, else what the paper says."""
    if heading.modality is not Modality.ENACTED or relation is Relation.TO_BE_REVISED:
        return None, None
    times = [found.group() for found in pattern("effect_words", "time").finditer(heading.lead)]
    since = [time for time in times if time[0] in "自从"]
    return when(paper, "", since[-1] if since else "", relation)


def _closes(words: str) -> bool:
    """Tell whether a paragraph ends the list: another annex, or prose."""
    if words.rstrip().endswith(":") and re.search("下列|以下", words):
        return True  # another list, of which nothing is known
    if re.match(r"附\s*件|本(?:决定|通知|公告|通告|办法)", words):
        return True
    return "。" in words and len(words) > 40
