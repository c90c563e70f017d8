"""Which documents of a sentence are tied to which verb: 《甲》、《乙》同时废止, 停止执行《丙》第三条.

What a verb does to its documents, from when and where, is ``effects_sentences``.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from gongwen.effects_grammar import (
    TITLE,
    Between,
    Verb,
    find_verbs,
    has_other_object,
    mask,
    phrase_end,
    read_gap,
    read_tail,
    reads_forward,
)
from gongwen.effects_paper import Paper
from gongwen.effects_parted import find_parted_verbs, other_half
from gongwen.mentions import Mention
from gongwen.model import Relation, Scope
from gongwen.wording import pattern

CLAUSE_REACH = 400  # characters before a phrase in which its sentence may say from when
_ONLY_IN_CLEANUPS = frozenset({"修改", "修订", "保留"})
_NO_ACT_BEHIND = ("phrase_of_title", "when_done")  # 关于废止《…》的决定, 废止《…》以来
_NEED_PROOF = frozenset({"取消"})
Link = tuple[Mention, Between]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb with the documents tied to it, in the order of the text."""

    verb: Verb
    links: list[Link]
    forward: bool  # the documents follow the verb


class Sentence:
    """A sentence of a paper with its documents hidden, read verb by verb."""

    def __init__(self, paper: Paper, begin: int, words: str, named: list[Mention]) -> None:
        self.paper, self.begin, self.words = paper, begin, words
        self.masked = mask(words, [(one.start, one.end) for one in named])
        kept = _excepted(self.masked)
        self.named = [one for one in named if not one.history and not any(a <= one.start < b for a, b in kept)]
        self.starts = [one.start for one in self.named]
        self.ends = [one.end for one in self.named]
        self.verbs = sorted([*find_verbs(self.masked), *find_parted_verbs(self.masked)], key=lambda one: one.start)
        self.consumed = 0  # place up to which documents already have their verb

    def acts(self, verb: Verb) -> bool:
        """Tell whether the verb brings something about here: 修改《…》 is a result in a cleanup, a deed elsewhere."""
        if verb.relation is Relation.TO_BE_REVISED and self.paper.amends:
            return False
        return self.paper.is_cleanup or self.masked[verb.start : verb.end] not in _ONLY_IN_CLEANUPS

    def phrase(self, index: int) -> Phrase:
        """Return the documents tied to a verb: those that follow it, else those before it."""
        verb = self.verbs[index]
        links = self._forward(index) if verb.side != "after" else []
        if links or verb.side == "before":
            return Phrase(verb, links, forward=True)
        links = self._backward(verb)
        return Phrase(verb, links if self._proved(verb, links) else [], forward=False)

    def _forward(self, index: int) -> list[Link]:
        verb = self.verbs[index]
        place = bisect_left(self.starts, verb.end)
        if place == len(self.named) or not reads_forward(self.masked, verb, self.starts[place]):
            return []
        later = next((one.start for one in reversed(self.verbs) if one.side != "before"), 0)
        links: list[Link] = []
        for mention in self.named[place:]:
            stop = self.starts[place + 1] if place + 1 < len(self.named) else len(self.masked)
            place += 1
            gap = read_gap(self.masked, mention.end, stop) if place < len(self.named) else None
            if gap is None or ("," in self.masked[mention.end : stop] and later >= stop):
                break  # what stands behind the comma has a verb of its own
            links.append((mention, gap))
        end = phrase_end(self.masked, mention.end)
        if verb.parted:
            half = other_half(self.masked, mention.end, end)
            tail = read_tail(self.masked, mention.end, half) if half is not None else None
            if tail is None:
                return []
            links.append((mention, tail))
        else:
            links.append((mention, read_tail(self.masked, mention.end, end) or self._part_named(mention.end, end)))
        links = _sharing(links)
        if any(pattern("effect_words", kind).match(self.masked, mention.end) for kind in _NO_ACT_BEHIND):
            return []
        if has_other_object(self.masked, mention.end) or not self._proved(verb, links):
            return []
        return links

    def _part_named(self, start: int, end: int) -> Between:
        """Return what the words behind the last document mean of it: 取消《…》中的摊位费 is not all of it."""
        part = _PART.match(self.masked, start, end)
        return Between(Scope.PROVISION, part.group()) if part else Between()

    def _proved(self, verb: Verb, links: list[Link]) -> bool:
        """Tell whether a verb that mostly takes other objects takes documents here: 取消《…》等5件文件."""
        if self.masked[verb.start : verb.end] not in _NEED_PROOF:
            return True
        if not links or all(mention.numbers for mention, _ in links):
            return True
        return _DOCUMENTS_COUNTED.match(self.masked, links[-1][0].end) is not None

    def _backward(self, verb: Verb) -> list[Link]:
        first, last = bisect_left(self.starts, self.consumed), bisect_left(self.ends, verb.start + 1) - 1
        tail = read_tail(self.masked, self._right(last), verb.start) if last >= first else None
        return self._chain(first, last, tail, verb.start) if tail else self._by_pronoun(verb)

    def _right(self, place: int) -> int:
        """Return where a document ends: behind its bracket where a noun is its title (原办法（某发〔2006〕8号）)."""
        start, end = self.starts[place], self.ends[place]
        noun = _NOUN_BEFORE.search(self.masked, max(0, start - _LONGEST_NOUN), start)
        return end + 1 if noun and self.masked.startswith("）", end) else end

    def _by_pronoun(self, verb: Verb) -> list[Link]:
        """Return the documents that 该文件 before a verb stands for: the last ones named before it."""
        low = max(0, verb.start - CLAUSE_REACH)
        pronouns = [*pattern("effect_words", "pronoun").finditer(self.masked, low)]
        if _IN_ERROR.search(self.masked, low, verb.start):
            pronouns += pattern("effect_words", "corrected").finditer(self.masked, low)
        for pronoun in sorted(pronouns, key=lambda one: one.start()):
            if pronoun.end() > verb.start:
                break
            tail = read_tail(self.masked, pronoun.end(), verb.start)
            last = bisect_left(self.ends, pronoun.start() + 1) - 1
            if tail and last >= 0:
                return self._chain(0, last, tail, verb.start)
        return []

    def _chain(self, first: int, last: int, tail: Between, stop: int) -> list[Link]:
        """Return the documents that stand in a row up to ``last``; what the tail says holds for all of them."""
        if self._is_authority(last):
            return []
        if self._is_successor(last):
            if last == first or not self._replaced(last - 1, last, stop):
                return []
            last -= 1
        links: list[Link] = [(self.named[last], tail)]
        for place in range(last - 1, first - 1, -1):
            if _WITHIN.fullmatch(self.masked, self.ends[place], self.starts[place + 1]):
                part = self.words[self.named[place + 1].start : self.named[place + 1].end]
                links.append((self.named[place], replace(tail, scope=Scope.ANNEXED_INSTRUMENT, detail=part)))
                break
            if _ITEM_OF.fullmatch(self.masked, self.ends[place], self.starts[place + 1]):
                break  # 《甲》第2项《乙》: where the row stands that is meant
            gap = read_gap(self.masked, self._right(place), self.starts[place + 1])
            if gap is None or self.named[place].as_basis:
                break
            links.append((self.named[place], replace(tail, scope=gap.scope, detail=gap.detail)))
        return _sharing(links[::-1])

    def _is_authority(self, place: int) -> bool:
        """Tell whether a document is the authority; what was made under one (根据《甲》发布的《乙》) is not."""
        low, start = max(0, self.starts[place] - 8), self.starts[place]
        return self.named[place].as_basis and not pattern("effect_words", "made_under").search(self.masked, low, start)

    def _is_successor(self, place: int) -> bool:
        """Tell whether a document is what takes another's place: 已被《甲》代替, 已被某机关公布的《甲》代替."""
        start = self.starts[place]
        near = pattern("effect_words", "by_another").search(self.masked, max(0, start - 4), start)
        far = _BY.search(self.masked, max(0, start - 60), start) and _REPLACING.match(self.masked, self.ends[place])
        return bool(near or far)

    def _replaced(self, old: int, new: int, stop: int) -> bool:
        """Tell whether the new document is only why the old one ends: 《甲》已被《乙》代替,予以废止."""
        between = pattern("effect_words", "replaced").fullmatch(self.masked, self.ends[old], self.starts[new])
        return bool(between and _REPLACES.match(self.masked, self.ends[new], stop))


def _excepted(masked: str) -> list[tuple[int, int]]:
    """Return the spans of clauses that except documents from what follows: 除《甲》外,《乙》废止."""
    spans = [match.span() for match in _EXCEPTED.finditer(masked)] if "除" in masked else []
    return [span for span in spans if not find_verbs(masked[slice(*span)])]


_EXCEPTED = re.compile(
    f"除(?:了|上述|以下)?(?:(?!外[,、]|除)[^。;])*?[{TITLE}）](?:文件|等[^,。;{TITLE}]{{0,16}})?(?:以外|之外|外)(?=[,、{TITLE}]|其|本|$)"
)


def _sharing(links: list[Link]) -> list[Link]:
    """Return the links with the topic named behind the last one given to all: 《甲》和《乙》中有关收费的规定.

    The words may mean the last one alone; read so, the others would end wholly on an ambiguity.
    """
    last = links[-1][1]
    if last.scope is not Scope.PROVISION or not last.detail.startswith(("中", "里", "内")):
        return links
    return [
        (one, replace(gap, scope=last.scope, detail=last.detail) if gap.scope is Scope.WHOLE else gap)
        for one, gap in links
    ]


_WITHIN = re.compile(
    "(?:文件)?(?:(?:中|里|内)的?|所附的?|(?:所)?印发的|附件[一二三四五六七八九十\\d]*(?:中的)?)(?:原)?"
)
_PART = re.compile("(?:[中里内]的?|所?(?:规定|确定|设定|明确|列出?)的)[^,。;:《》\ue000]{2,60}")
_ITEM_OF = re.compile(
    "(?:文件)?[中的]?(?:附件[一二三四五六七八九十\\d]*)?[中的]?第[〇零一二三四五六七八九十百\\d]+项的?“?"
)
_LONGEST_NOUN = 10
_NOUN_BEFORE = re.compile("(?:办法|通知|规定|意见|文件|决定|细则|公告|通告|方案|批复|条例)（$")
_IN_ERROR = re.compile("有误|差错|错误|笔误|更正|重新(?:印发|公布|发布)|撤回|更换")
_BY = re.compile("(?:被|由)[^,。;《》\ue000]{0,50}$")
_REPLACING = re.compile("所?(?:代替|替代|取代|涵盖|覆盖|吸收|更新)")
_REPLACES = re.compile("所?(?:代替|替代|取代|涵盖|覆盖|吸收|更新)的?,")
_DOCUMENTS_COUNTED = re.compile(
    r"等?(?:共计?)?(?:\d{1,5}|[一二三四五六七八九十百两]{1,5})(?:件|部|份)(?:行政)?(?:规范性)?(?:政策性?)?(?:文件|规章|法规|制度|规定|办法)"
)
