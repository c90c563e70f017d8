"""Effects stated in sentences: 《甲》同时废止, 决定废止《甲》, 某发〔2009〕21号停止执行.

One verb and the chain of documents tied to it. Lists, amendments and clauses about whole classes are read elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from gongwen.mentions import Mention, mentions
from gongwen.dates import find_dates
from gongwen.effects_grammar import (
    QUOTE,
    TITLE,
    Between,
    Verb,
    find_verbs,
    hedge_before,
    read_gap,
    read_tail,
    reads_forward,
)
from gongwen.effects_paper import Paper, Stated, effect, is_document, is_short, target_of, when
from gongwen.model import Effect, Modality, Relation, Scope, Via
from gongwen.numerals import read_numeral
from gongwen.wording import pattern

_SENTENCE_END = re.compile("[。！？!?;；]+[”）]*")
_QUOTED = re.compile(r"“([^”]{0,400})”")
_Link = tuple[Mention, Between]


def sentences(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a paragraph; a part that only names documents stays with the part that acts."""
    start = begin
    open_books = 0
    place = begin
    for stop in _SENTENCE_END.finditer(text, begin, end):
        open_books += text.count("《", place, stop.start()) - text.count("》", place, stop.start())
        place = stop.end()
        if open_books > 0 and stop.start() - start < 400:
            continue
        open_books = 0
        if stop.group()[0] in ";；" and text[stop.start() - 1] in "》）" and not find_verbs(text[start : stop.start()]):
            continue
        yield start, stop.end()
        start = stop.end()
    if start < end:
        yield start, end


def mask(sentence: str, named: list[Mention]) -> str:
    """Return the sentence with documents and quoted words hidden, each by as many fillers as it has characters."""
    hidden = list(sentence)
    for quoted in _QUOTED.finditer(sentence):
        hidden[quoted.start(1) : quoted.end(1)] = QUOTE * len(quoted[1])
    for mention in named:
        hidden[mention.start : mention.end] = TITLE * (mention.end - mention.start)
    return "".join(hidden)


def effects_of_sentence(paper: Paper, begin: int, end: int) -> list[Effect]:
    """Return the effects of one sentence of the flow on documents that it names."""
    sentence = paper.reading.text[begin:end]
    named = mentions(sentence)
    if not named:
        return []
    masked = mask(sentence, named)
    found: list[Effect] = []
    consumed = 0  # place in the sentence up to which documents already have their verb
    verbs = find_verbs(masked)
    for verb in verbs:
        later = [one.start for one in verbs if one.start > verb.start and one.side != "before"]
        chain, verb_end, forward = _chain(masked, named, verb, consumed, later)
        if not chain or not _acts(paper, verb, masked):
            continue
        consumed = max(verb_end, chain[-1][0].end)
        found += _effects(paper, begin, sentence, masked, verb, chain, forward)
    return found


_ONLY_IN_CLEANUPS = frozenset({"修改", "修订", "保留"})


def _acts(paper: Paper, verb: Verb, masked: str) -> bool:
    """Tell whether the verb brings something about in this paper: 修改《…》 is a result in a cleanup, a deed elsewhere."""
    if verb.relation is Relation.TO_BE_REVISED and paper.amends:
        return False
    return paper.is_cleanup or masked[verb.start : verb.end] not in _ONLY_IN_CLEANUPS


def _chain(
    masked: str, named: list[Mention], verb: Verb, consumed: int, later: list[int]
) -> tuple[list[_Link], int, bool]:
    """Return the documents tied to the verb, where the phrase ends, and whether they follow the verb."""
    if verb.side != "after":
        chain, stop = _forward(masked, named, verb, later)
        if chain:
            return chain, stop, True
    if verb.side != "before":
        return _backward(masked, named, verb, consumed), verb.end, False
    return [], verb.end, False


def _forward(masked: str, named: list[Mention], verb: Verb, later: list[int]) -> tuple[list[_Link], int]:
    after = [one for one in named if one.start >= verb.end and not one.history]
    if not after or not reads_forward(masked, verb, after[0].start):
        return [], verb.end
    chain: list[_Link] = []
    for mention, following in zip(after, [*after[1:], None], strict=True):
        stop = following.start if following else len(masked)
        gap = read_gap(masked, mention.end, stop) if following else None
        own_verb = "," in masked[mention.end : stop] and any(place >= stop for place in later)
        if gap is None or own_verb:
            chain.append((mention, _trailing_scope(masked, mention.end)))
            break
        chain.append((mention, gap))
    last = chain[-1][0]
    if pattern("effect_words", "phrase_of_title").match(masked, last.end):
        return [], verb.end
    return chain, last.end


def _trailing_scope(masked: str, start: int) -> Between:
    """Read the scope that follows the last object of a verb: 停止执行《…》第三条."""
    stops = [place for place in (masked.find(mark, start) for mark in ",;。:\n") if place >= 0]
    end = min([*stops, len(masked), start + 120])
    return read_tail(masked, start, end) or read_gap(masked, start, start) or Between()


def _backward(masked: str, named: list[Mention], verb: Verb, consumed: int) -> list[_Link]:
    before = [one for one in named if consumed <= one.start and one.end <= verb.start and not one.history]
    if not before:
        return []
    tail = read_tail(masked, before[-1].end, verb.start)
    if tail is None or before[-1].as_basis:
        return []
    chain: list[_Link] = [(before[-1], tail)]
    for mention in reversed(before[:-1]):
        gap = read_gap(masked, mention.end, chain[-1][0].start)
        if gap is None or mention.as_basis:
            break
        chain.append((mention, replace(gap, time=tail.time, hedge=tail.hedge)))
    return chain[::-1]


_MODALITIES = {
    "negated": Modality.NEGATED,
    "proposed": Modality.PROPOSED,
    "procedural": Modality.PROCEDURAL,
    "reported": Modality.REPORTED,
}
_COUNT = re.compile(r"等?(?:共计?)?(?P<count>\d{1,5}|[一二三四五六七八九十百两]{1,5})(?:件|部|项|个|份)")


def _effects(
    paper: Paper, begin: int, sentence: str, masked: str, verb: Verb, chain: list[_Link], forward: bool
) -> Iterator[Effect]:
    first, last = chain[0][0], chain[-1]
    hedge = hedge_before(masked, 0, verb.start) if forward else last[1].hedge or _opening_hedge(masked, first.start)
    modality = _MODALITIES.get(hedge, Modality.ENACTED)
    time = last[1].time or _time_before(masked, min(verb.start, first.start))
    text = paper.reading.text
    before = text[text.rfind("\n", 0, begin) + 1 : begin][-200:]
    basis, day = when(paper, sentence[: max(verb.start, first.start)], _unmasked(sentence, masked, time), verb.relation, before)
    place = _territory(masked, verb, first, forward)
    shared = Stated(
        relation=verb.relation,
        start=begin,
        end=begin + len(sentence),
        rule=f"sentence.{'object' if forward else 'subject'}",
        via=Via.SENTENCE,
        modality=modality,
        basis=basis if (modality is Modality.ENACTED and verb.relation is not Relation.TO_BE_REVISED) or day else None,
        day=day,
        expected_count=_count(masked, last[0].end, verb.start if not forward else len(masked)),
        cutoff=_new_end(sentence, verb),
        condition=_restart(sentence, verb),
    )
    for mention, between in chain:
        if not is_document(sentence, mention):
            continue
        target = target_of(paper, mention, begin, sentence)
        if target.title and is_short(target.title) and not target.numbers:
            continue
        scope, detail = between.scope, between.detail
        if scope is Scope.WHOLE and last[1].scope is not Scope.WHOLE and mention is last[0]:
            scope, detail = last[1].scope, last[1].detail
        if place:
            scope, detail = Scope.TERRITORIAL, place
        yield effect(paper, shared, target, scope, _unmasked(sentence, masked, detail))


def _unmasked(sentence: str, masked: str, words: str) -> str:
    """Return words of the masked sentence as the sentence has them."""
    place = masked.find(words) if words else -1
    return sentence[place : place + len(words)] if place >= 0 else words


def _opening_hedge(masked: str, first: int) -> str:
    """Return the hedge that opens the clause of a target before its verb: 建议对《…》予以废止, 鉴于《…》废止."""
    clause = masked[:first]
    clause = clause[max(clause.rfind(mark) for mark in ",;。:") + 1 :]
    if pattern("effect_words", "cause").match(clause):
        return "reported"
    match = pattern("effect_words", "opening").search(clause)
    return match.lastgroup or "" if match else ""


def _time_before(masked: str, stop: int) -> str:
    """Return the phrase of time that opens the sentence: 自本办法施行之日起,《…》废止."""
    found = ""
    for match in pattern("effect_words", "time").finditer(masked, 0, stop):
        if match.group()[0] in "自从于在" and (match.end() == stop or masked[match.end()] == ","):
            found = match.group()
    return found


def _territory(masked: str, verb: Verb, first: Mention, forward: bool) -> str:
    """Return the place to which the effect is limited, or nothing."""
    after = pattern("effect_words", "territory_after").match(masked, verb.end)
    if after:
        return after["place"]
    stop = verb.start
    start = 0 if forward else first.end
    match = pattern("effect_words", "territory").search(masked, start, stop)
    return match.group() if match and TITLE not in match.group() else ""


def _count(masked: str, start: int, end: int) -> int | None:
    match = _COUNT.match(masked, start, min(len(masked), max(end, start) + 1))
    return read_numeral(match["count"]) if match else None


def _new_end(sentence: str, verb: Verb) -> date | None:
    """Return the last day of an extension or a suspension, where the sentence gives it."""
    if verb.relation is Relation.EXTEND:
        days = [one.value for one in find_dates(sentence[verb.end :]) if one.value]
        return days[0] if days else None
    if verb.relation is Relation.SUSPEND:
        days = [one.value for one in find_dates(sentence) if one.value]
        return days[-1] if len(days) > 1 else None
    return None


def _restart(sentence: str, verb: Verb) -> str:
    match = (
        re.search(r"有效期[^,。;]{0,30}重新计算", sentence[verb.end :]) if verb.relation is Relation.CONTINUE else None
    )
    return match.group() if match else ""
