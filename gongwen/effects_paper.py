"""What a rule may know of the paper around a sentence, and how a reading becomes an effect with its place and date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from gongwen.dates import find_dates
from gongwen.flow import Flow
from gongwen.mentions import Mention, mentions, title_words
from gongwen.model import Basis, DateMention, Effect, Modality, Relation, Scope, Validity, Via
from gongwen.wording import pattern

_LONGEST_EVIDENCE = 2000  # characters


@dataclass(frozen=True, slots=True)
class Target:
    """One document acted upon, in the words of the paper."""

    title: str | None
    numbers: tuple[str, ...] = ()
    made: date | None = None
    named: int = 0  # place in the flow, for a stable order


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as its rules see it."""

    reading: Flow
    title: str
    validity: Validity
    is_cleanup: bool
    amends: bool
    short_names: dict[str, Target] = field(default_factory=dict)
    list_since: tuple[Basis, date | None] | None = None
    series: str = ""  # the code of the announcements that the paper is one of
    days: Mapping[Basis, date | None] = field(default_factory=dict)  # of the paper itself, from which effects count


@dataclass(frozen=True, slots=True)
class Stated:
    """Where and how an effect is stated; what all targets of one sentence share."""

    relation: Relation
    start: int
    end: int
    rule: str
    via: Via = Via.SENTENCE
    modality: Modality = Modality.ENACTED
    basis: Basis | None = None
    day: date | None = None
    condition: str = ""
    expected_count: int | None = None
    cutoff: date | None = None
    issuers: tuple[str, ...] = ()
    exceptions: str = ""
    confidence: float = 1.0


def effect(paper: Paper, stated: Stated, target: Target, scope: Scope = Scope.WHOLE, detail: str = "") -> Effect:
    """Return the effect with its evidence quoted from the original and its span in the original text."""
    start, end = paper.reading.original(stated.start, stated.end)
    quoted = paper.reading.quote(stated.start, min(stated.end, stated.start + _LONGEST_EVIDENCE))
    day = stated.day
    if day is None and stated.basis and stated.relation is not Relation.EXPIRE_SELF:
        day = paper.days.get(stated.basis)
    return Effect(
        relation=stated.relation,
        target_title=target.title,
        target_numbers=target.numbers,
        scope=scope,
        modality=stated.modality,
        via=stated.via,
        start=start,
        end=end,
        evidence=quoted,
        rule=stated.rule,
        scope_detail=detail.strip("的中,、 "),
        effective_basis=stated.basis,
        effective_date=day,
        target_date=target.made,
        condition=stated.condition,
        expected_count=stated.expected_count,
        cutoff=stated.cutoff,
        issuers=stated.issuers,
        exceptions=stated.exceptions,
        confidence=stated.confidence,
    )


def target_of(paper: Paper, mention: Mention, begin: int, piece: str) -> Target:
    """Return the document that a mention means; a short name means the title it was given to."""
    named = begin + mention.start
    title = title_words(paper.reading, begin, mention)
    if title:
        known = paper.short_names.get(piece[mention.title_start : mention.title_end])
        if known:
            return Target(known.title, known.numbers, known.made, named)
    numbers = tuple(dict.fromkeys(number.canonical for number in mention.numbers))
    return Target(title, numbers, made_on(piece, mention.dates), named)


def made_on(piece: str, dates: tuple[DateMention, ...]) -> date | None:
    """Return the day on which the target was issued: the first date with a verb of issuing, else the first."""
    for verbs in ("发布|公布|印发|颁布|颁发|下发|制定", "施行|实施|通过"):
        for one in dates:
            after = piece[one.end : one.end + 60]
            issued = re.search(verbs, after)
            if one.value and issued and not re.search(r"\d{4}年|,|根据", after[: issued.start()]):
                return one.value
    return next((one.value for one in dates if one.value), None)


def is_document(piece: str, mention: Mention) -> bool:
    """Tell whether a mention names a document: not a licence, a form or a standard, not an unresolved short name."""
    if mention.title_end == mention.title_start:
        return True
    title = piece[mention.title_start : mention.title_end]
    if is_standard(piece, mention.start):
        return False
    not_document = pattern("effect_words", "not_document")
    if mention.bracket and not_document.match(mention.bracket.strip("（）[]")):
        return False
    return bool(mention.numbers) or not not_document.search(title)


def is_standard(piece: str, place: int) -> bool:
    """Tell whether the code of a standard stands right before a title: DB33/T 123-2010《…规范》."""
    return place > 0 and _STANDARD_CODE.search(piece, max(0, place - 30), place) is not None


_STANDARD_CODE = re.compile(r"[A-Z]{2,}\d{0,4}(?:/[A-Z]+)? ?[\d.]+(?:[-—–]\d{2,4})?$")  # DB33/T 123-2010《…规范》


def is_short(title: str) -> bool:
    """Tell whether a title is only the noun of a document: 《办法》, 《通知》."""
    return pattern("effect_words", "short_title").fullmatch(title) is not None


_SHORT_NAME = re.compile(r"以下(?:简|统|合)?称:?为?[“《](?P<short>[^”》]{1,30})[”》]")


def short_names(reading: Flow) -> dict[str, Target]:
    """Return which title each short name of the paper was given to (以下简称《办法》)."""
    known: dict[str, Target] = {}
    for match in _SHORT_NAME.finditer(reading.text):
        begin = max(reading.text.rfind("\n", 0, match.start()) + 1, match.start() - 400)
        piece = reading.text[begin : match.end()]
        before = [
            one for one in mentions(piece) if one.start < match.start() - begin and one.title_end > one.title_start
        ]
        before = [one for one in before if not match.start() <= begin + one.start < match.end()]
        if before and match["short"] not in known:
            nearest = before[-1]
            title = reading.quote(begin + nearest.title_start, begin + nearest.title_end)
            known[match["short"]] = Target(title, tuple(number.canonical for number in nearest.numbers))
    return known


_IN_FORCE = re.compile("施行|实施|执行|生效|实行")
_PUBLISHED = re.compile("公布|发布|颁布|公告|即日")
_WRITTEN = re.compile("印发|发文|下发|成文|签发")
_UP_TO = re.compile("(?:继续)?(?:有效|执行|施行|实施)至")  # 执行至2021年12月31日后废止: the day is the last in force
_CLAUSE_DATE = re.compile(r"起(?:正式)?(?:施行|实施|执行|生效)(?![的、])")
_SINCE = re.compile("起?(?:正式)?(?:施行|实施|执行|生效)")
_OWN = re.compile(r"(?:本|此)[\u3400-\u9fff《》]{1,12}?(?:自|于|从)")


def when(
    paper: Paper, sentence: str, time: str, relation: Relation, before: str = ""
) -> tuple[Basis | None, date | None]:
    """Return from when an effect counts: the phrase of time at the verb, else what the sentence and the paper say.

    ``before`` is what precedes the sentence in its paragraph: 新标准自…起执行。《…》同时废止.
    """
    if time:
        days = [one.value for one in find_dates(time) if one.value]
        if days and len(days) == 1 and _UP_TO.match(time):
            return Basis.DATE, days[0] + timedelta(days=1)
        if days:
            return Basis.DATE, days[0]
        for basis, words in ((Basis.PUBLISHED, _PUBLISHED), (Basis.WRITTEN, _WRITTEN), (Basis.IN_FORCE, _IN_FORCE)):
            if words.search(time) and not (basis is Basis.PUBLISHED and _IN_FORCE.search(time)):
                return basis, None
    clause = _CLAUSE_DATE.search(sentence)
    if clause and not _OWN.search(sentence, 0, clause.start()):
        days = [one.value for one in find_dates(sentence[: clause.start()]) if one.value]
        if days and paper.validity.date_in_force != days[-1]:
            return Basis.DATE, days[-1]
    if before and paper.validity.in_force_basis is None:
        days = [one.value for one in find_dates(before) if one.value and _SINCE.match(before, one.end)]
        if days:
            return Basis.DATE, days[-1]
    return default_basis(paper, relation), paper.list_since[1] if paper.list_since else None


def default_basis(paper: Paper, relation: Relation) -> Basis:
    """Return from when an effect counts where its sentence does not say."""
    own = paper.validity.in_force_basis
    if paper.list_since:
        return paper.list_since[0]
    if own and (not paper.is_cleanup or own is Basis.DATE):
        return Basis.IN_FORCE
    if own:
        return own
    if relation in (Relation.REVOKE, Relation.WITHDRAW):
        return Basis.WRITTEN
    at_once = relation in (Relation.SUSPEND, Relation.EXTEND, Relation.CONTINUE)
    return Basis.PUBLISHED if paper.is_cleanup or at_once else Basis.IN_FORCE


def last_day_said(sentence: str, relation: Relation, place: int) -> date | None:
    """Return the last day of an extension or a suspension, where the sentence gives it."""
    if relation is Relation.EXTEND:
        return next((one.value for one in find_dates(sentence[place : place + 200]) if one.value), None)
    if relation is Relation.SUSPEND:
        days = [one.value for one in find_dates(sentence[:2000]) if one.value]
        return days[-1] if len(days) > 1 else None
    return None


_RESTART = re.compile(r"有效期[^,。;]{0,30}重新计算")


def restart_said(sentence: str, relation: Relation, place: int) -> str:
    """Return the words by which a term starts anew with a continuation, or nothing."""
    match = _RESTART.search(sentence, place) if relation is Relation.CONTINUE else None
    return match.group() if match else ""
