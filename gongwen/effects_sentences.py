"""Effects stated in sentences: 《甲》同时废止, 决定废止《甲》, 某发〔2009〕21号停止执行.

One verb and the chain of documents tied to it. Lists, amendments and clauses about whole classes are read elsewhere.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongwen.effects_grammar import (
    Between,
    Verb,
    find_verbs,
    hedge_before,
    mask,
    opening_hedge,
    opening_time,
    phrase_end,
    read_gap,
    read_tail,
    reads_forward,
    supposed,
)
from gongwen.effects_paper import (
    Paper,
    Stated,
    effect,
    is_document,
    is_short,
    last_day_said,
    restart_said,
    target_of,
    when,
)
from gongwen.mentions import Mention, mentions
from gongwen.model import ENDINGS, Basis, Effect, Modality, Relation, Scope, Via
from gongwen.numerals import read_numeral
from gongwen.wording import pattern

_SENTENCE_END = re.compile("[。！？!?;；]+[”）]*")
_LONGEST_TITLE = 400  # characters over which a title may hold marks that end sentences elsewhere
_LONGEST_SENTENCE = 20_000  # characters; an endless line is read in pieces
_CLAUSE_REACH = 400  # characters before a phrase in which its sentence may say from when
_ONLY_IN_CLEANUPS = frozenset({"修改", "修订", "保留"})
_PLACED = frozenset({Relation.CEASE, Relation.SUSPEND})  # effects that are limited to a place in practice
_Link = tuple[Mention, Between]


def sentences(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences; a part that only names documents stays with the part that acts."""
    start = place = begin
    open_books = 0
    for stop in _SENTENCE_END.finditer(text, begin, end):
        open_books += text.count("《", place, stop.start()) - text.count("》", place, stop.start())
        place = stop.end()
        if open_books > 0 and stop.start() - start < _LONGEST_TITLE:
            continue
        open_books = 0
        only_named = stop.group()[0] in ";；" and text[stop.start() - 1] in "》）"
        if only_named and place - start < _LONGEST_SENTENCE and not find_verbs(text[start : stop.start()]):
            continue
        yield from _pieces(start, place)
        start = place
    if start < end:
        yield from _pieces(start, end)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    for place in range(start, end, _LONGEST_SENTENCE):
        yield place, min(place + _LONGEST_SENTENCE, end)


def effects_of_sentence(paper: Paper, begin: int, end: int) -> list[Effect]:
    """Return the effects of one sentence of the flow on documents that it names."""
    words = paper.reading.text[begin:end]
    named = mentions(words)
    if not named:
        return []
    sentence = _Sentence(paper, begin, words, named)
    found: list[Effect] = []
    for index, verb in enumerate(sentence.verbs):
        phrase = sentence.phrase(index)
        if phrase.links and sentence.acts(verb):
            sentence.consumed = max(verb.end, phrase.links[-1][0].end)
            found += sentence.effects(phrase)
    return found


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A verb with the documents tied to it, in the order of the text."""

    verb: Verb
    links: list[_Link]
    forward: bool  # the documents follow the verb


class _Sentence:
    """A sentence of a paper with its documents hidden, read verb by verb."""

    def __init__(self, paper: Paper, begin: int, words: str, named: list[Mention]) -> None:
        self.paper, self.begin, self.words = paper, begin, words
        self.masked = mask(words, [(one.start, one.end) for one in named])
        self.named = [one for one in named if not one.history]
        self.starts = [one.start for one in self.named]
        self.ends = [one.end for one in self.named]
        self.verbs = find_verbs(self.masked)
        self.consumed = 0  # place up to which documents already have their verb

    def acts(self, verb: Verb) -> bool:
        """Tell whether the verb brings something about here: 修改《…》 is a result in a cleanup, a deed elsewhere."""
        if verb.relation is Relation.TO_BE_REVISED and self.paper.amends:
            return False
        return self.paper.is_cleanup or self.masked[verb.start : verb.end] not in _ONLY_IN_CLEANUPS

    def phrase(self, index: int) -> _Phrase:
        """Return the documents tied to a verb: those that follow it, else those before it."""
        verb = self.verbs[index]
        links = self._forward(index) if verb.side != "after" else []
        if links or verb.side == "before":
            return _Phrase(verb, links, forward=True)
        return _Phrase(verb, self._backward(verb), forward=False)

    def _forward(self, index: int) -> list[_Link]:
        verb = self.verbs[index]
        place = bisect_left(self.starts, verb.end)
        if place == len(self.named) or not reads_forward(self.masked, verb, self.starts[place]):
            return []
        later = next((one.start for one in reversed(self.verbs) if one.side != "before"), 0)
        links: list[_Link] = []
        for mention in self.named[place:]:
            stop = self.starts[place + 1] if place + 1 < len(self.named) else len(self.masked)
            place += 1
            gap = read_gap(self.masked, mention.end, stop) if place < len(self.named) else None
            if gap is None or ("," in self.masked[mention.end : stop] and later >= stop):
                break  # what stands behind the comma has a verb of its own
            links.append((mention, gap))
        end = phrase_end(self.masked, mention.end)
        links.append((mention, read_tail(self.masked, mention.end, end) or Between()))
        links = _sharing(links)
        if pattern("effect_words", "phrase_of_title").match(self.masked, mention.end):
            return []
        return links

    def _backward(self, verb: Verb) -> list[_Link]:
        first, last = bisect_left(self.starts, self.consumed), bisect_left(self.ends, verb.start + 1) - 1
        tail = read_tail(self.masked, self.ends[last], verb.start) if last >= first else None
        return self._chain(first, last, tail) if tail else self._by_pronoun(verb)

    def _by_pronoun(self, verb: Verb) -> list[_Link]:
        """Return the documents that 该文件 before a verb stands for: the last ones named before it."""
        low = max(0, verb.start - _CLAUSE_REACH)
        for pronoun in pattern("effect_words", "pronoun").finditer(self.masked, low):
            if pronoun.end() > verb.start:
                break
            tail = read_tail(self.masked, pronoun.end(), verb.start)
            last = bisect_left(self.ends, pronoun.start() + 1) - 1
            if tail and last >= 0:
                return self._chain(0, last, tail)
        return []

    def _chain(self, first: int, last: int, tail: Between) -> list[_Link]:
        """Return the documents that stand in a row up to ``last``; what the tail says holds for all of them."""
        if self.named[last].as_basis or pattern("effect_words", "by_another").search(
            self.masked, max(0, self.starts[last] - 4), self.starts[last]
        ):
            return []
        links: list[_Link] = [(self.named[last], tail)]
        for place in range(last - 1, first - 1, -1):
            gap = read_gap(self.masked, self.ends[place], self.starts[place + 1])
            if gap is None or self.named[place].as_basis:
                break
            links.append((self.named[place], replace(tail, scope=gap.scope, detail=gap.detail)))
        return _sharing(links[::-1])

    def effects(self, phrase: _Phrase) -> Iterator[Effect]:
        """Yield one effect for each document of the phrase."""
        shared = self._stated(phrase)
        place = self._territory(phrase)
        for mention, between in phrase.links:
            if not is_document(self.words, mention):
                continue
            target = target_of(self.paper, mention, self.begin, self.words)
            if target.title and is_short(target.title) and not target.numbers:
                continue
            scope = Scope.TERRITORIAL if place else between.scope
            yield effect(self.paper, shared, target, scope, place or self._plain(between.detail))

    def _stated(self, phrase: _Phrase) -> Stated:
        verb, first, (last, tail) = phrase.verb, phrase.links[0][0], phrase.links[-1]
        if phrase.forward:
            hedge = hedge_before(self.masked, 0, verb.start)
        else:
            hedge = tail.hedge or opening_hedge(self.masked, first.start)
        modality = Modality(hedge) if hedge else Modality.ENACTED
        begin = min(verb.start, first.start)
        time = tail.time or self._time_after(phrase) or opening_time(self.masked, begin)
        said = self.words[max(0, begin - _CLAUSE_REACH) : begin]
        basis, day = when(self.paper, said, self._plain(time), verb.relation, self._paragraph_before())
        condition = supposed(self.masked, begin)
        if condition and day is None:
            basis = Basis.CONDITION
        lasting = modality is Modality.ENACTED and verb.relation is not Relation.TO_BE_REVISED
        return Stated(
            relation=verb.relation,
            start=self.begin,
            end=self.begin + len(self.words),
            rule="sentence.object" if phrase.forward else "sentence.subject",
            via=Via.SENTENCE,
            modality=modality,
            basis=basis if lasting or day else None,
            day=day,
            expected_count=self._count(last.end),
            cutoff=last_day_said(self.words, verb.relation, verb.end),
            exceptions=tail.exceptions,
            condition=condition or restart_said(self.words, verb.relation, verb.end),
        )

    def _time_after(self, phrase: _Phrase) -> str:
        """Return the phrase of time that a clause behind the verb gives: 宣布失效,自2017年10月1日起停止执行."""
        after = phrase.links[-1][1].end if phrase.forward else phrase.verb.end
        since = pattern("effect_words", "since").match(self.masked, after)
        return since["time"] if since and phrase.verb.relation in ENDINGS else ""

    def _paragraph_before(self) -> str:
        low = max(0, self.begin - 200)
        return self.paper.reading.text[low : self.begin].rsplit("\n", 1)[-1]

    def _plain(self, masked_words: str) -> str:
        """Return words of the masked sentence as the sentence has them."""
        place = self.masked.find(masked_words) if masked_words else -1
        return self.words[place : place + len(masked_words)] if place >= 0 else masked_words

    def _territory(self, phrase: _Phrase) -> str:
        """Return the place to which the effect is limited, or nothing."""
        after = pattern("effect_words", "territory_after").match(self.masked, phrase.verb.end)
        if after:
            return after["place"]
        if phrase.verb.relation not in _PLACED:
            return ""
        start = 0 if phrase.forward else phrase.links[0][0].end
        match = pattern("effect_words", "territory").search(self.masked, start, phrase.verb.start)
        return match.group() if match else ""

    def _count(self, place: int) -> int | None:
        match = _COUNT.match(self.masked, place)
        return read_numeral(match["count"]) if match else None


def _sharing(links: list[_Link]) -> list[_Link]:
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


_COUNT = re.compile(r"等?(?:共计?)?(?P<count>\d{1,5}|[一二三四五六七八九十百两]{1,5})(?:件|部|项|个|份)")
