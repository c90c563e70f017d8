"""Amendments and corrections: one effect for each amended document, however many articles are changed.

对《甲》作如下修改, 将《甲》第三条中的“…”修改为“…”, 一、修改《甲》, 将通知第三条中的“…”更正为“…”.
"""

import re
from collections.abc import Iterator, Sequence

from gongwen.effects_grammar import hedge_before, mask, phrase_end
from gongwen.effects_paper import Paper, Stated, Target, default_basis, effect, is_document, is_short, target_of
from gongwen.effects_row_names import Name, read_name
from gongwen.effects_rows import ROW_MARK
from gongwen.effects_titles import effects_of_title
from gongwen.mentions import Mention, mentions
from gongwen.model import Effect, Relation, Scope
from gongwen.title import ends_like_title

_N = r"〇零一二三四五六七八九十百千\d"
_AS_FOLLOWS = re.compile(
    r"(?:（[^（）]{0,120}）)?(?:等[\u3400-\u9fff\d]{0,30}?)?(?:中|的)?"
    r"(?:(?:部分|有关|个别|相关|涉及[^,。;《》]{1,16}?的?)?(?:条款|内容|条文))?"
    r"(?:(?:一并|予以|决定|进行|作出|做出|作了|做了|作|做)*(?:如下|以下|下列|相应)的?(?:修[改订正]|补充|调整|更正)"
    r"|(?:修[改订正]|调整|补充)(?:和补充|和调整)?如下)"
)
_JOINED = re.compile("[、,和及与]{1,2}|以及|")
_ITEM = re.compile(
    r"[^\w\ue000]{0,3}(?:[一二三四五六七八九十百]{1,5}[、.．]|（[一二三四五六七八九十百\d]{1,4}）|\d{1,3}[.、．])?(?:关于|决定)?"
    r"(?:对|将|把|修[改订正]|删[去除]|在)?(?=\ue000)"
)
_OPERATION = re.compile(
    rf"(?:（[^（）]*）)?(?:中的?)?(?:第[{_N}]+[条章款项][^。;]{{0,200}}?(?:修改为|改为|修改|删[去除]|增加|调整为|作为第)"
    r"|“[\ue000\ue001]*”[^。;]{0,40}?(?:修改为|改为)|[^。;“]{0,20}“[\ue000\ue001]*”(?:统一|均|分别|相应)?(?:修改为|改为|调整为|变更为))"
)
_DELETED = re.compile(rf"(?:（[^（）]*）)?中?的?(?:第[{_N}]+[条章款项]|“)")
_BARE = re.compile(r"(?:（[^（）]*）)?(?:的?修[改订正]|作出?(?:如下|以下)?修改)?[:。]?")
_ARTICLES = re.compile(rf"第[{_N}]+条(?:之[一二三四五六七八九十])?(?:第[{_N}]+[款项])*")
_CORRECTED = re.compile(r"更正为|勘误|更正如下|应改?为(?=“[^。]*更正)")
_AMENDING = re.compile("作(?:出|了)?(?:如下|以下|下列)的?(?:修[改订正]|补充|调整)")


def amends(title: str, text: str) -> bool:
    """Tell whether the paper is one that amends others: its title says so or a sentence announces the changes."""
    titled = re.search("修[改订正]", title) and re.search("决定|通知|公告|令|修正案", title)
    return bool(titled or _AMENDING.search(text))


def effects_of_amending(paper: Paper, paragraphs: Sequence[tuple[int, int]]) -> list[Effect]:
    """Return one amendment or correction for each mention of a document that a paragraph changes."""
    found: list[Effect] = []
    for place, (begin, end) in enumerate(paragraphs):
        words = paper.reading.text[begin:end]
        after = paper.reading.text[slice(*paragraphs[place + 1])] if place + 1 < len(paragraphs) else ""
        if paper.amends and _OPERATES.match(after) and (name := _unquoted_name(words)):
            found.append(_amended_below(paper, begin, words, name, after))
            continue
        bare = paper.amends and len(words) < _LONGEST_HEADING and _NUMBERED_TITLE.match(words)
        if words.startswith("“") or not (bare or _SIGN.search(words)):
            continue  # a paragraph in quotation marks is new text, not an act
        named = [one for one in mentions(words) if is_document(words, one)]
        masked = mask(words, [(one.start, one.end) for one in named])
        if _CORRECTED.search(masked):
            found += _corrected(paper, begin, words, masked, named)
        elif named:
            found += _amended(paper, begin, words, masked, named)
    return found


_OPERATES = re.compile(
    rf"(?:（?[一二三四五六七八九十\d]{{1,3}}[）、.．])?(?:将|把|在)?(?:第[{_N}]+[条章]|删[去除]第|增加一)"
)


def _unquoted_name(words: str) -> Name | None:
    """Return the name of a document that fills a numbered line without 《》, the changes standing below it."""
    mark = ROW_MARK.match(words)
    if not mark or "《" in words or len(words) > _LONGEST_HEADING or _SIGN.search(words):
        return None
    name = read_name(words, mark.end())
    return name if name and ends_like_title(words[name.start : name.end]) else None


def _amended_below(paper: Paper, begin: int, words: str, name: Name, changes: str) -> Effect:
    quoted = paper.reading.quote(begin + name.start, begin + name.end)
    basis = default_basis(paper, Relation.AMEND)
    stated = Stated(Relation.AMEND, begin, begin + len(words), "amend.heading", basis=basis)
    detail = "、".join(dict.fromkeys(_ARTICLES.findall(changes)))
    target = Target(quoted, name.numbers)
    return effect(paper, stated, target, Scope.ARTICLE if detail else Scope.PROVISION, detail)


_LONGEST_HEADING = 200  # characters of a line that only names what is amended
_NUMBERED_TITLE = re.compile(
    r"\W{0,3}(?:[一二三四五六七八九十百]{1,5}[、.．]|（[一二三四五六七八九十\d]{1,4}）|\d{1,3}[.、．])\W?《"
)
_SIGN = re.compile("修改|修订|修正|删去|删除|增加|调整如下|补充如下|改为|调整为|变更为|更正|作如下|作出如下|勘误")


def _amended(paper: Paper, begin: int, words: str, masked: str, named: list[Mention]) -> Iterator[Effect]:
    for mention in _changed(paper, masked, named):
        clause_start = max(masked.rfind(mark, 0, mention.start) for mark in "。;") + 1
        if mention.history or mention.as_basis or hedge_before(masked, clause_start, mention.start):
            continue
        target = target_of(paper, mention, begin, words)
        if target.title and is_short(target.title):
            continue
        stop = phrase_end(masked, mention.end, marks="。;:", reach=_LONGEST_CHANGE)
        basis = default_basis(paper, Relation.AMEND)
        stated = Stated(Relation.AMEND, begin + clause_start, begin + stop, "amend.sentence", basis=basis)
        detail = "、".join(dict.fromkeys(_ARTICLES.findall(words[mention.end : stop])))
        yield effect(paper, stated, target, Scope.ARTICLE if detail else Scope.PROVISION, detail)


_LONGEST_CHANGE = 2000  # characters of one change that are quoted as evidence


def _changed(paper: Paper, masked: str, named: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that are changed; in a chain (对《甲》、《乙》作如下修改) the last one decides."""
    item = _ITEM.match(masked)
    changed: list[Mention] = []
    chained = False  # the mention to the right is announced as changed
    right = len(masked)
    for mention in reversed(named):
        announced = _AS_FOLLOWS.match(masked, mention.end) is not None
        announced = announced or (chained and _JOINED.fullmatch(masked, mention.end, right) is not None)
        opens = item is not None and item.end() == mention.start
        heading = opens and paper.amends and _is_heading(masked, mention.end, item)
        if announced or heading or _is_operated_on(masked, mention, opens=opens):
            changed.append(mention)
        chained, right = announced, mention.start
    return changed[::-1]


def _is_operated_on(masked: str, mention: Mention, *, opens: bool) -> bool:
    """Tell whether an operation on articles follows: 将《甲》第三条中的“…”修改为“…”, 删去《甲》第八条."""
    deleted = masked.endswith(("删去", "删除"), 0, mention.start)
    if deleted and _DELETED.match(masked, mention.end):
        return True
    tied = opens or deleted or masked.endswith(("将", "把", "对", "在"), 0, mention.start)
    return tied and _OPERATION.match(masked, mention.end) is not None


def _is_heading(masked: str, place: int, item: re.Match[str] | None) -> bool:
    """Tell whether a numbered line only names what is amended: 一、修改《甲》, 二、《乙》的修改."""
    bare = _BARE.fullmatch(masked, place)
    return bool(bare and item and (re.search("修[改订正]|对|[、.．）]", item.group()) or "修" in bare.group()))


def _corrected(paper: Paper, begin: int, words: str, masked: str, named: list[Mention]) -> list[Effect]:
    place = _CORRECTED.search(masked)
    assert place is not None
    before = [one for one in named if one.start < place.start() and not one.as_basis]
    if before:
        target = target_of(paper, before[-1], begin, words)
    else:
        titled = [one for one in effects_of_title(paper) if one.relation is Relation.CORRECT]
        if not titled:
            return []
        target = Target(titled[0].target_title, titled[0].target_numbers)
    clause = words[before[-1].end if before else 0 : place.start()]
    detail = "、".join(dict.fromkeys(_ARTICLES.findall(clause)))
    basis = default_basis(paper, Relation.CORRECT)
    stated = Stated(Relation.CORRECT, begin, begin + len(words), "correct.sentence", basis=basis)
    return [effect(paper, stated, target, Scope.ARTICLE if detail else Scope.PROVISION, detail)]
