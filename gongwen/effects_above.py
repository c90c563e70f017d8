"""Rows of documents of which a clause below them says what becomes of them: 1.《甲》 2.《乙》 上述文件自…起废止.

Rows under a heading or a lead sentence are ``effects_lists``.
"""

import re
from collections.abc import Sequence

from gongwen.effects_grammar import find_verbs, hedge_before
from gongwen.effects_paper import Paper, Stated, effect, when
from gongwen.effects_row_names import Span
from gongwen.effects_rows import ROW_MARK, Columns, Row, chained_rows, read_row
from gongwen.model import ENDINGS, Effect, Modality, Relation, Scope, Via
from gongwen.wording import pattern

_CLAUSE = re.compile(
    r"(?:\W|[一二三四五六七八九十]+、)*(?:上述|以上|上列|前述)(?:[〇零一二三四五六七八九十两\d]{1,4}[件个部项份])?"
    r"(?:行政)?(?:规范性)?(?:文件|通知|规定|办法)[^。;《]{0,60}"
)
_SAID = ENDINGS | {Relation.CONTINUE, Relation.SUSPEND}


def effects_of_rows_above(paper: Paper, paragraphs: Sequence[Span], taken: set[int]) -> tuple[list[Effect], set[int]]:
    """Return the effects of such clauses and the numbers of the paragraphs that they and their rows stand in.

    ``taken``: the paragraphs whose rows have been read under a heading.
    """
    found: list[Effect] = []
    used: set[int] = set()
    for index, (begin, end) in enumerate(paragraphs):
        clause = _CLAUSE.match(paper.reading.text, begin, end) if index not in taken else None
        verbs = [verb for verb in find_verbs(clause.group()) if verb.relation in _SAID] if clause else []
        lines = _lines_before(paper, paragraphs, index, taken) if verbs else []
        if clause and lines:
            hedge = hedge_before(clause.group(), 0, verbs[0].start)
            modality = Modality(hedge) if hedge else Modality.ENACTED
            rows = [row for line in lines for row in line]
            found += [_effect(paper, row, verbs[0].relation, clause.group(), modality) for row in rows]
            used.update(range(index - len(lines), index + 1))
    return found, used


def _lines_before(paper: Paper, paragraphs: Sequence[Span], index: int, taken: set[int]) -> list[list[Row]]:
    """Return the rows of each numbered line right above a paragraph."""
    lines: list[list[Row]] = []
    for place in range(index - 1, -1, -1):
        if place in taken or not ROW_MARK.match(paper.reading.text, *paragraphs[place]):
            break
        row = read_row(paper, paragraphs[place], None, Columns())[0]
        rows = chained_rows(paper, paragraphs[place]) or ([row] if row else [])
        if not rows or any(one.part for one in rows):
            break
        lines.insert(0, rows)
    return lines


def _effect(paper: Paper, row: Row, relation: Relation, clause: str, modality: Modality) -> Effect:
    times = [found.group() for found in pattern("effect_words", "time").finditer(clause)]
    since = next((time for time in times if time[0] in "自从"), "")
    basis, day = when(paper, "", since, relation)
    stated = Stated(
        relation, row.start, row.end, "list.above", via=Via.LIST_ROW, modality=modality, basis=basis, day=day
    )
    return effect(paper, stated, row.target, Scope.WHOLE)
