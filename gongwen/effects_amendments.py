"""Amendments and corrections: one effect for each amended document, however many articles are changed.

对《甲》作如下修改, 将《甲》第三条中的“…”修改为“…”, 一、修改《甲》, 将通知第三条中的“…”更正为“…”.
"""

import re
from collections.abc import Sequence

from gongwen.mentions import Mention, mentions
from gongwen.effects_grammar import QUOTE, TITLE, hedge_before, read_tail
from gongwen.effects_paper import Paper, Stated, Target, default_basis, effect, is_document, is_short, target_of
from gongwen.effects_sentences import mask
from gongwen.effects_titles import effects_of_title
from gongwen.model import Effect, Relation, Scope

_AS_FOLLOWS = re.compile(
    r"(?:中|的)?(?:部分|有关|个别|相关)?(?:条款|内容|条文)?(?:一并|予以|决定|进行|作出|做出|作了|做了|作|做)*(?:如下|以下|下列)(?:的)?(?:修[改订正]|补充|调整|更正)"
)
_ITEM = re.compile(
    r"\W{0,3}(?:[一二三四五六七八九十百]{1,5}[、.．]|（[一二三四五六七八九十百\d]{1,4}）|\d{1,3}[.、．])?(?:关于|决定)?(?:对|将|把|修[改订正]|删[去除]|在)?(?=\ue000)"
)
_OPERATION = re.compile(
    r"第[〇零一二三四五六七八九十百千\d]+[条章款项][^。;]{0,200}?(?:修改为|改为|修改|删[去除]|增加|调整为|作为第)|(?:中的?)?“?\ue001*”?[^。;]{0,40}?(?:修改为|改为)"
)
_DELETED = re.compile(r"(?:（[^（）]*）)?中?的?(?:第[〇零一二三四五六七八九十百千\d]+[条章款项]|“)")
_ARTICLES = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?(?:第[〇零一二三四五六七八九十\d]+[款项])*")
_CORRECTED = re.compile(r"更正为|勘误|更正如下")
_AMENDING = re.compile("作(?:出|了)?(?:如下|以下|下列)(?:的)?(?:修[改订正]|补充|调整)")


def amends(title: str, text: str) -> bool:
    """Tell whether the paper is one that amends others: its title says so or a sentence announces the changes."""
    return bool(re.search("修改|修订|修正", title)) and bool(re.search("决定|通知|公告|令|修正案", title)) or bool(
        _AMENDING.search(text)
    )


def effects_of_amending(paper: Paper, paragraphs: Sequence[tuple[int, int]]) -> list[Effect]:
    """Return one amendment or correction for each mention of a document that a paragraph changes."""
    found: list[Effect] = []
    for begin, end in paragraphs:
        words = paper.reading.text[begin:end]
        if words.startswith("“") or not _SIGN.search(words):
            continue
        found += _paragraph(paper, begin, words)
    return found


_SIGN = re.compile("修改|修订|修正|删去|删除|增加|改为|更正|作如下|作出如下")


def _paragraph(paper: Paper, begin: int, words: str) -> list[Effect]:
    named = [one for one in mentions(words) if is_document(words, one)]
    masked = mask(words, named)
    if _CORRECTED.search(masked):
        return _corrected(paper, begin, words, masked, named)
    found: list[Effect] = []
    for index, mention in enumerate(named):
        if mention.history or _quoted(words, mention.start):
            continue
        if not _is_amended(paper, masked, named, index):
            continue
        clause_start = max(masked.rfind(mark, 0, mention.start) for mark in "。;") + 1
        if hedge_before(masked, clause_start, mention.start) or mention.as_basis:
            continue
        target = target_of(paper, mention, begin, words)
        if target.title and is_short(target.title):
            continue
        stop = _sentence_end(masked, mention.end)
        stated = Stated(
            Relation.AMEND, begin + clause_start, begin + stop, "amend.sentence", basis=default_basis(paper, Relation.AMEND)
        )
        detail = "、".join(dict.fromkeys(_ARTICLES.findall(words[mention.end : stop])))
        found.append(effect(paper, stated, target, Scope.ARTICLE if detail else Scope.PROVISION, detail))
    return found


def _sentence_end(masked: str, start: int) -> int:
    stops = [place for place in (masked.find(mark, start) for mark in "。;:") if place >= 0]
    return min(stops) + 1 if stops else len(masked)


def _quoted(words: str, place: int) -> bool:
    return words.count("“", 0, place) > words.count("”", 0, place)


def _is_amended(paper: Paper, masked: str, named: Sequence[Mention], index: int) -> bool:
    mention = named[index]
    after = masked[mention.end : mention.end + 300]
    skipped = re.match(r"(?:等[\u3400-\u9fff\d]{0,30})", after)
    tail = after[skipped.end() :] if skipped else after
    if _AS_FOLLOWS.match(tail) and re.search("[对将把]$|^$", masked[max(0, mention.lead - 1) : mention.lead] or "对"):
        return True
    if _AS_FOLLOWS.match(tail):
        return True
    if _chained(masked, named, index):
        return True
    item = _ITEM.match(masked)
    at_start = bool(item) and item is not None and item.end() == mention.start
    operation = _OPERATION.match(re.sub("^（[^（）]*）", "", after))
    marker = masked[max(0, mention.start - 1) : mention.start]
    if operation and (at_start or marker in "将把对在" or masked[max(0, mention.start - 2) : mention.start] in ("删去", "删除")):
        return True
    if masked.endswith(("删去", "删除"), 0, mention.start) and _DELETED.match(after):
        return True
    if not (paper.amends and at_start and item is not None):
        return False
    bare = re.fullmatch(r"(?:（[^（）]*）)?(?:的?(?:修改|修订|修正)|作出?(?:如下|以下)?修改)?[:。]?", masked[mention.end :])
    return bool(bare) and bool(re.search("修[改订正]|对|[、.．）]", item.group()) or bare and "修" in bare.group())


def _chained(masked: str, named: Sequence[Mention], index: int) -> bool:
    """Tell whether the next document in a chain is amended: 对《甲》、《乙》作如下修改."""
    following = named[index + 1 : index + 2]
    if not following:
        return False
    gap = masked[named[index].end : following[0].start]
    return bool(re.fullmatch(r"[、,和及与]{1,2}|以及", gap)) and bool(
        _AS_FOLLOWS.match(masked[following[0].end :]) or _chained(masked, named, index + 1)
    )


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
    clause = masked[before[-1].end if before else 0 : place.start()]
    scope = read_tail(clause, 0, len(clause))
    detail = "、".join(_ARTICLES.findall(clause.replace(QUOTE, "").replace(TITLE, "")))
    stated = Stated(
        Relation.CORRECT, begin, begin + len(words), "correct.sentence", basis=default_basis(paper, Relation.CORRECT)
    )
    kind = Scope.ARTICLE if detail else scope.scope if scope else Scope.PROVISION
    return [effect(paper, stated, target, kind, detail)]
