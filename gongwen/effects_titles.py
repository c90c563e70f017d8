"""What the title alone says the paper does to another document: 关于废止《…》的决定, …法修正案.

A sentence or a list row of the body that says the same outranks the title; that choice is made in ``effects``.
"""

import re
from functools import cache

from gongwen.effects_paper import Paper, Stated, Target, default_basis, effect, is_document
from gongwen.mentions import Mention, mentions
from gongwen.model import Effect, Relation, Scope, Via
from gongwen.numerals import read_numeral
from gongwen.text import squeeze
from gongwen.wording import rows

_AMENDMENT = re.compile(r"(?P<law>[\u3400-\u9fff]{1,40}?(?:法|宪法|法典))修正案(?:（[一二三四五六七八九十]+）)?$")
_COUNT = re.compile(r"等(?P<count>\d{1,4}|[一二三四五六七八九十百]{1,5})[件部项]")
_PARTS = re.compile("部分条款|有关条款|部分内容|个别条款|有关规定|部分条文|有关内容|第[一二三四五六七八九十百]+条")


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?P<a{index}>{row['words']})" for index, row in enumerate(rows("effect_titles", "act")))
    )


def effects_of_title(paper: Paper) -> list[Effect]:
    """Return the effects that the title states on the documents it names."""
    title = squeeze(paper.title)
    law = _AMENDMENT.search(title)
    if law:
        return [_effect(paper, title, Relation.AMEND, Target(_law_name(law["law"])), Scope.PROVISION)]
    if "《" not in title and "〈" in title:
        title = title.replace("〈", "《").replace("〉", "》")
    named = [one for one in mentions(title) if is_document(title, one)]
    if not named:
        return []
    outside = _outside(title, named)
    act = _acts().search(outside)
    if act is None or re.match("前|后|程序|工作", outside[act.end() : act.end() + 2]):
        return []
    relation = Relation(rows("effect_titles", "act")[int((act.lastgroup or "a0")[1:])]["relation"])
    before = relation in (Relation.CORRECT, Relation.CONTINUE)
    chosen = [one for one in named if before or one.start >= act.end()]
    if relation in (Relation.FORWARD, Relation.IMPLEMENT):
        chosen = chosen[:1]
    count = _COUNT.search(outside)
    scope = Scope.PROVISION if _PARTS.search(outside) or relation is Relation.AMEND else Scope.WHOLE
    return [
        _effect(paper, title, relation, _target(title, one), scope, read_numeral(count["count"]) if count else None)
        for one in chosen
    ]


def _law_name(words: str) -> str:
    return re.sub("^.*(?:通过|公布)", "", words)


def _outside(title: str, named: list[Mention]) -> str:
    hidden = list(title)
    for one in named:
        hidden[one.start : one.end] = "\ue000" * (one.end - one.start)
    return "".join(hidden)


def _target(title: str, mention: Mention) -> Target:
    name = title[mention.title_start : mention.title_end] or None
    return Target(name, tuple(dict.fromkeys(number.canonical for number in mention.numbers)))


def _effect(
    paper: Paper, title: str, relation: Relation, target: Target, scope: Scope, count: int | None = None
) -> Effect:
    place = max(0, paper.reading.text.find(title))
    end = place + len(title) if paper.reading.text.startswith(title, place) else _first_line(paper)
    stated = Stated(
        relation,
        place,
        end,
        f"title.{relation}",
        via=Via.TITLE,
        basis=default_basis(paper, relation),
        expected_count=count,
    )
    return effect(paper, stated, target, scope)


def _first_line(paper: Paper) -> int:
    end = paper.reading.text.find("\n")
    return end if end >= 0 else len(paper.reading.text)
