"""What the title alone says the paper does to another document: 关于废止《…》的决定, …法修正案.

A sentence or a list row of the body that says the same outranks the title; that choice is made in ``effects``.
"""

import re
from dataclasses import replace
from functools import cache

from gongwen.effects_grammar import TITLE, mask
from gongwen.effects_paper import Paper, Stated, Target, default_basis, effect, is_document
from gongwen.mentions import Mention, mentions
from gongwen.model import ENDINGS, Effect, Modality, Relation, Scope, Via
from gongwen.numerals import read_numeral
from gongwen.text import squeeze
from gongwen.wording import rows

_AMENDMENT = re.compile(r"(?P<law>[\u3400-\u9fff]{0,40}(?:法|宪法|法典))修正案(?:（[一二三四五六七八九十]+）)?$")
_LONGEST_TITLE = 2000  # characters: what is longer is a text in the place of a title
_COUNT = re.compile(r"等(?P<count>\d{1,4}|[一二三四五六七八九十百]{1,5})[件部项]")
_PARTS = re.compile("部分条款|有关条款|部分内容|个别条款|有关规定|部分条文|有关内容|第[一二三四五六七八九十百]+条")


_NO_ACT = re.compile("前|后|程序|工作|情况|印发|公布|发布|并")  # 修订印发《…》 hands over a new edition
_WISHED = re.compile("建议|拟|提请|请示|议案|征求|草案|讨论")


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?P<a{index}>{row['words']})" for index, row in enumerate(rows("effect_titles", "act")))
    )


def effects_of_title(paper: Paper) -> list[Effect]:
    """Return the effects that the title states on the documents it names."""
    title = squeeze(paper.title[:_LONGEST_TITLE])
    law = _AMENDMENT.search(title)
    if law:
        return [_effect(paper, title, Relation.AMEND, Target(law["law"]), Scope.PROVISION)]
    if "《" not in title and "〈" in title:
        title = title.replace("〈", "《").replace("〉", "》")
    named = [one for one in mentions(title) if is_document(title, one)]
    if not named:
        return []
    outside = mask(title, [(one.start, one.end) for one in named])
    acts = [act for act in _acts().finditer(outside) if not _NO_ACT.match(outside, act.end())]
    found = []
    for mention in named:
        relation = _relation(acts, outside, mention)
        if relation:
            scope = Scope.PROVISION if _PARTS.search(outside) or relation is Relation.AMEND else Scope.WHOLE
            found.append(_effect(paper, title, relation, _target(title, mention), scope))
    return found[:1] if found and found[0].relation in (Relation.FORWARD, Relation.IMPLEMENT) else found


def effects_of_published(paper: Paper) -> list[Effect]:
    """Return what the decision does that an order or announcement without a title of its own makes public."""
    published = _PUBLISHED.search(paper.reading.text[:_ORDER_REACH]) if _ORDER.search(squeeze(paper.title)) else None
    if not published:
        return []
    title = published["title"].replace("〈", "《").replace("〉", "》")
    return [one for one in effects_of_title(replace(paper, title=title)) if one.relation in ENDINGS]


_ORDER = re.compile("(?:令|公告|通告)(?:（?第?[〔\\[\\d一二三四五六七八九十百〇零]+.{0,12}号）?)?$")
_ORDER_REACH = 1500  # characters in which an order says what it makes public
_PUBLISHED = re.compile(
    "《(?P<title>[^《》]{0,40}关于(?:废止|宣布失效|停止执行)[^《》]{2,200}的(?:决定|通知|公告))》(?:已|业已|业|经)[^。]{0,200}?"
    "(?:现|特|予以)[^。]{0,4}?(?:公布|发布)"
)


def _relation(acts: list[re.Match[str]], outside: str, mention: Mention) -> Relation | None:
    """Return what the title does to a document: by the act before it; 更正 and 继续有效 stand behind.

    Where two acts stand before it without a document between (废止和修改《…》), only the body can say which is meant.
    """
    before = [act for act in acts if act.end() <= mention.start]
    behind = [act for act in acts if act.start() >= mention.end and _says_behind(act, outside, mention)]
    if not before:
        return _kind(behind[0]) if behind else None
    last = before[-1]
    rival = len(before) > 1 and TITLE not in outside[before[-2].end() : last.start()]
    return None if rival and _kind(before[-2]) is not _kind(last) else _kind(last)


_BEHIND = frozenset({Relation.CORRECT, Relation.CONTINUE})
_AT_ONCE = ENDINGS | {Relation.EXTEND, Relation.SUSPEND}  # behind a document where nothing but its term stands between
_TERM = re.compile("的?(?:有效期限?|期限)?(?:到期|届满|期满)?(?:后?自动|自行|予以)?")


def _says_behind(act: re.Match[str], outside: str, mention: Mention) -> bool:
    kind = _kind(act)
    return kind in _BEHIND or (kind in _AT_ONCE and _TERM.fullmatch(outside, mention.end, act.start()) is not None)


def _kind(act: re.Match[str]) -> Relation:
    return Relation(rows("effect_titles", "act")[int((act.lastgroup or "a0")[1:])]["relation"])


def _target(title: str, mention: Mention) -> Target:
    name = title[mention.title_start : mention.title_end]
    numbers = tuple(dict.fromkeys(number.canonical for number in mention.numbers))
    return Target(name + mention.edition if name else None, numbers)


def _effect(paper: Paper, title: str, relation: Relation, target: Target, scope: Scope) -> Effect:
    text = paper.reading.text
    place = text.find(title)
    if place < 0:  # printed over several lines
        place = max(0, text.find(title[:_ENOUGH]))
    count = _COUNT.search(title)
    wished = _WISHED.search(_BOOK.sub("", title))
    stated = Stated(
        relation,
        place,
        min(len(text), place + len(title)),
        f"title.{relation}",
        via=Via.TITLE,
        modality=Modality.PROPOSED if wished else Modality.ENACTED,
        basis=default_basis(paper, relation),
        expected_count=read_numeral(count["count"]) if count else None,
    )
    return effect(paper, stated, target, scope)


_ENOUGH = 12  # characters by which a title is found whose rest stands on the next line
_BOOK = re.compile("《.*》")
