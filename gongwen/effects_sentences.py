"""Effects stated in sentences: 《甲》同时废止, 决定废止《甲》, 某发〔2009〕21号停止执行.

What one verb does to the documents tied to it (``effects_phrases``), from when, where and how surely. Lists, amendments
and clauses about whole classes are read elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from gongwen.effects_grammar import (
    hedge_before,
    kept_behind,
    opening_exception,
    opening_hedge,
    opening_time,
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
from gongwen.effects_phrases import CLAUSE_REACH, Phrase, Sentence
from gongwen.mentions import mentions
from gongwen.model import ENDINGS, Basis, Effect, Modality, Relation, Scope, Via
from gongwen.numerals import read_numeral
from gongwen.wording import pattern

_NEXT_SENTENCE = 100  # characters of the next sentence in which part of what ends may be kept
_PLACED = frozenset({Relation.CEASE, Relation.SUSPEND})  # effects that are limited to a place in practice


def effects_of_sentence(paper: Paper, begin: int, end: int) -> list[Effect]:
    """Return the effects of one sentence of the flow on documents that it names."""
    words = paper.reading.text[begin:end]
    named = mentions(words, paper.series)
    if not named:
        return []
    sentence = Sentence(paper, begin, words, named)
    found: list[Effect] = []
    for index, verb in enumerate(sentence.verbs):
        phrase = sentence.phrase(index)
        if phrase.links and sentence.acts(verb):
            sentence.consumed = max(verb.end, phrase.links[-1][0].end)
            found += _effects(sentence, phrase)
    return found


def _effects(sentence: Sentence, phrase: Phrase) -> Iterator[Effect]:
    """Yield one effect for each document of the phrase."""
    shared = _stated(sentence, phrase)
    place = _territory(sentence, phrase)
    kept = _kept_behind(sentence, phrase)
    if not kept and not phrase.forward:
        kept = opening_exception(sentence.masked, phrase.links[0][0].start)
    if kept:
        links = [
            (one, replace(gap, scope=Scope.PROVISION, detail=kept) if gap.scope is Scope.WHOLE else gap)
            for one, gap in phrase.links
        ]
        phrase, shared = replace(phrase, links=links), replace(shared, exceptions=kept)
    for mention, between in phrase.links:
        if not is_document(sentence.words, mention):
            continue
        target = target_of(sentence.paper, mention, sentence.begin, sentence.words)
        if target.title and is_short(target.title) and not target.numbers:
            continue
        scope = Scope.TERRITORIAL if place else between.scope
        yield effect(sentence.paper, shared, target, scope, place or _plain(sentence, between.detail))


def _kept_behind(sentence: Sentence, phrase: Phrase) -> str:
    """Return the articles that the words behind an ending keep in force, in its sentence or at the head of the next."""
    if phrase.verb.relation not in ENDINGS:
        return ""
    last, tail = phrase.links[-1]
    place = max(last.end, tail.end, phrase.verb.end) if phrase.forward else phrase.verb.end
    stop = sentence.begin + len(sentence.words)
    after = sentence.paper.reading.text[stop : stop + _NEXT_SENTENCE].split("\n")[0]
    return kept_behind(sentence.masked + after, place)


def _stated(sentence: Sentence, phrase: Phrase) -> Stated:
    verb, first, (last, tail) = phrase.verb, phrase.links[0][0], phrase.links[-1]
    relation = verb.relation
    if relation is Relation.CONTINUE and _NEW_LAST_DAY.match(sentence.masked, verb.end):
        relation = Relation.EXTEND  # 到期后继续执行,有效期至2024年12月31日
    if phrase.forward:
        hedge = hedge_before(sentence.masked, 0, verb.start)
    else:
        hedge = tail.hedge or opening_hedge(sentence.masked, first.start)
    modality = Modality(hedge) if hedge else Modality.ENACTED
    begin = min(verb.start, first.start)
    time = tail.time or _time_after(sentence, phrase) or opening_time(sentence.masked, begin)
    said = sentence.words[max(0, begin - CLAUSE_REACH) : begin]
    basis, day = when(sentence.paper, said, _plain(sentence, time), relation, _paragraph_before(sentence))
    condition = _plain(sentence, supposed(sentence.masked, begin))
    if condition and day is None:
        basis = Basis.CONDITION
    lasting = modality is Modality.ENACTED and relation is not Relation.TO_BE_REVISED
    return Stated(
        relation=relation,
        start=sentence.begin,
        end=sentence.begin + len(sentence.words),
        rule="sentence.object" if phrase.forward else "sentence.subject",
        via=Via.SENTENCE,
        modality=modality,
        basis=basis if lasting or day else None,
        day=day,
        expected_count=_count(sentence, last.end),
        cutoff=last_day_said(sentence.words, relation, verb.end),
        exceptions=tail.exceptions,
        condition=condition or restart_said(sentence.words, relation, verb.end),
    )


def _time_after(sentence: Sentence, phrase: Phrase) -> str:
    """Return the phrase of time that a clause behind the verb gives: 宣布失效,自2017年10月1日起停止执行."""
    after = phrase.links[-1][1].end if phrase.forward else phrase.verb.end
    since = pattern("effect_words", "since").match(sentence.masked, after)
    return since["time"] if since and phrase.verb.relation in ENDINGS else ""


def _paragraph_before(sentence: Sentence) -> str:
    low = max(0, sentence.begin - 200)
    return sentence.paper.reading.text[low : sentence.begin].rsplit("\n", 1)[-1]


def _plain(sentence: Sentence, masked_words: str) -> str:
    """Return words of the masked sentence as the sentence has them."""
    place = sentence.masked.find(masked_words) if masked_words else -1
    return sentence.words[place : place + len(masked_words)] if place >= 0 else masked_words


def _territory(sentence: Sentence, phrase: Phrase) -> str:
    """Return the place to which the effect is limited, or nothing."""
    after = pattern("effect_words", "territory_after").match(sentence.masked, phrase.verb.end)
    if after:
        return after["place"]
    if phrase.verb.relation not in _PLACED:
        return ""
    start = 0 if phrase.forward else phrase.links[0][0].end
    match = pattern("effect_words", "territory").search(sentence.masked, start, phrase.verb.start)
    if match or not phrase.forward:
        return match.group() if match else ""
    subject = _PLACE_BEFORE.search(sentence.masked, max(0, phrase.verb.start - 24), phrase.verb.start)
    return subject["place"] if subject and subject["place"] not in sentence.paper.title else ""


def _count(sentence: Sentence, place: int) -> int | None:
    match = _COUNT.match(sentence.masked, place)
    return read_numeral(match["count"]) if match else None


# 高新区不再执行《…》: what a place no longer carries out goes on elsewhere
_PLACE_BEFORE = re.compile(
    "(?:^|[,。;、:起])(?P<place>(?![全本我各原该])[\u3400-\u9fff]{1,10}(?:区|县|市|镇|乡|街道))$"
)
_NEW_LAST_DAY = re.compile(
    r"(?:,(?:其|该文件|该办法)?的?)?(?:有效|执行|施行|实施)期限?(?:延长|延续|顺延|截止|截)?(?:为)?(?:至|到)\d{4}年"
)
_COUNT = re.compile(r"等?(?:共计?)?(?P<count>\d{1,5}|[一二三四五六七八九十百两]{1,5})(?:件|部|项|个|份)")
