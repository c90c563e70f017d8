"""Every legal effect that a document states, about others and about itself.

This module puts the readings of sentences, lists, amendments, classes and the title together and decides which of them
the paper can bring about at all. Which instrument is meant, and what becomes of its status, is decided elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter

from gongwen.dates import find_dates
from gongwen.effects_above import effects_of_rows_above
from gongwen.effects_amendments import amends, effects_of_amending
from gongwen.effects_classes import counted, effects_of_counts, effects_on_classes, list_since
from gongwen.effects_grammar import has_anchor
from gongwen.effects_lists import read_lists
from gongwen.effects_merge import settle
from gongwen.effects_paper import Paper, Stated, Target, effect, short_names
from gongwen.effects_sentences import effects_of_sentence
from gongwen.effects_split import sentences
from gongwen.effects_titles import effects_of_published, effects_of_title
from gongwen.flow import flow
from gongwen.model import Basis, CarrierClass, Effect, Modality, Relation, Validity, Via
from gongwen.number import find_numbers
from gongwen.text import fold, squeeze
from gongwen.wording import pattern

_CLEANUP_TITLE = re.compile("废止|失效|清理|继续有效|保留|评估结果|停止执行|撤销|收回|有效期|文件目录")


def find_effects(
    text: str,
    *,
    title: str,
    carrier_class: CarrierClass,
    validity: Validity,
    date_written: date | None,
    date_published: date | None,
) -> list[Effect]:
    """Return the effects in the order of their place, one for each relation, target and scope.

    Only an official document enacts: a draft proposes, an interpretation, news or a catalogue reports.
    """
    reading = flow(text)
    named = fold(title).text
    days = _days(validity.date_in_force, date_published, date_written)
    paper = Paper(reading, title, validity, bool(_CLEANUP_TITLE.search(named)), amends=False, days=days)
    found = own_term(paper)
    if has_anchor(reading.text) or has_anchor(named):
        paper = replace(
            paper,
            amends=amends(named, reading.text),
            short_names=short_names(reading),
            list_since=list_since(reading.text) if paper.is_cleanup else None,
            series=_own_series(named, reading.text),
        )
        found += _stated(paper)
    told = pattern("effect_titles", "tells").search(squeeze(named)) is not None
    gated = (_gate(one, carrier_class, told=told) for one in found)
    return sorted(gated, key=attrgetter("start", "end"))


def _own_series(title: str, text: str) -> str:
    """Return the code of the announcements that the paper is one of (某局公告), or nothing."""
    lines = [title, *text[:_MASTHEAD].split("\n")]
    firsts = (one for line in lines for one in find_numbers(line)[:1] if line[: one.start].strip("（( ") == "")
    codes = (one.agency_code for one in firsts if one.agency_code.endswith(("公告", "通告")))
    return next((code for code in codes if len(code) > _BARE), "")


_MASTHEAD = 200  # characters in which a paper prints its own number
_BARE = 2  # characters of 公告


def _stated(paper: Paper) -> list[Effect]:
    text = paper.reading.text
    paragraphs = list(_paragraphs(text))
    counts = _counts(paper, paragraphs)
    found, listed = read_lists(paper, paragraphs, counts)
    above, read = effects_of_rows_above(paper, paragraphs, listed)
    found, listed = found + above, listed | read
    prose = [paragraph for index, paragraph in enumerate(paragraphs) if index not in listed]
    found += effects_of_amending(paper, prose)
    prose = [(begin, end) for begin, end in prose if has_anchor(text[begin:end])]
    nameless: list[tuple[int, int]] = []
    for begin, end in prose:
        for start, stop in sentences(text, begin, end):
            named = effects_of_sentence(paper, start, stop)
            named = named or effects_on_classes(paper, start, stop)
            found += named
            if not named:
                nameless.append((start, stop))
    if paper.is_cleanup:
        known = {one.relation for one in found if one.expected_count or one.via is not Via.SENTENCE}
        if any(one.relation is Relation.AMEND for one in found):
            known.add(Relation.TO_BE_REVISED)  # the list of what is amended holds the changes themselves
        for start, stop in nameless:
            found += effects_of_counts(paper, start, stop, known)
    titled = [*effects_of_title(paper), *effects_of_published(paper)]
    return settle([*found, *(_until(paper, _numbered(paper, one)) for one in titled)])


def _numbered(paper: Paper, one: Effect) -> Effect:
    """Return an effect that the title states with the number that the body prints behind the same title."""
    if one.target_numbers or not one.target_title:
        return one
    text, book = paper.reading.text, f"《{squeeze(one.target_title)}》（"
    place = text.find(book, one.end)
    behind = text[place + len(book) : place + len(book) + _LONGEST_BRACKET] if place >= 0 else ""
    numbers = [number for number in find_numbers(behind.split("）")[0]) if number.agency_code]
    return replace(one, target_numbers=(numbers[0].canonical,)) if len(numbers) == 1 else one


def _until(paper: Paper, one: Effect) -> Effect:
    """Return an extension that the title states with the last day that the body gives for it.

    What the title lets go on (继续执行《…》) is extended where the body gives it a new last day.
    """
    if one.relation not in (Relation.EXTEND, Relation.CONTINUE) or one.cutoff:
        return one
    said = _NEW_TERM.search(paper.reading.text)
    days = find_dates(said["day"]) if said else []
    return replace(one, relation=Relation.EXTEND, cutoff=days[0].value) if days else one


_NEW_TERM = re.compile(
    r"(?:有效|执行|施行|实施)期限?(?:延长|延续|顺延|为|调整)*(?:至|到)(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)"
)
_LONGEST_BRACKET = 80  # characters of a bracket that holds a number


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if end > begin:
            yield begin, end
        begin = end + 1


def _counts(paper: Paper, paragraphs: list[tuple[int, int]]) -> dict[Relation, int]:
    """Return how many documents each list of a cleanup decision should have, as its sentences say."""
    if not paper.is_cleanup:
        return {}
    found: dict[Relation, int] = {}
    for begin, end in paragraphs:
        if end - begin < 2000:
            for relation, count in counted(paper.reading.text[begin:end]):
                found.setdefault(relation, count)
    return found


def own_term(paper: Paper) -> list[Effect]:
    """Return the effect by which the document itself expires, where it states a term."""
    validity = paper.validity
    if validity.end_span is None:
        return []
    start, end = validity.end_span
    stated = Stated(
        Relation.EXPIRE_SELF, 0, 0, validity.end_rule, basis=Basis.IN_FORCE, condition=validity.end_condition
    )
    day = validity.validity_end + timedelta(days=1) if validity.validity_end else None
    basis = Basis.CONDITION if validity.end_condition else Basis.IN_FORCE
    one = effect(paper, replace(stated, day=day, basis=basis), Target(None))
    return [replace(one, start=start, end=end, evidence=paper.reading.source[start:end])]


def _gate(one: Effect, carrier_class: CarrierClass, *, told: bool) -> Effect:
    """Return the effect as what the paper can bring about: its own term stands, whatever kind of paper it is."""
    official = carrier_class is CarrierClass.OFFICIAL
    enacts = official and (not told or one.relation is Relation.EXPIRE_SELF)
    if one.modality is not Modality.ENACTED or enacts:
        return one
    draft = carrier_class is CarrierClass.DRAFT
    return replace(one, modality=Modality.PROPOSED if draft else Modality.REPORTED)


def resolve_effective(
    effect: Effect, *, date_in_force: date | None, date_published: date | None, date_written: date | None
) -> Effect:
    """Return the effect with ``effective_date`` filled from its basis, where the day is known and not stated."""
    days = _days(date_in_force, date_published, date_written)
    if (
        effect.effective_date is not None
        or effect.effective_basis not in days
        or effect.relation is Relation.EXPIRE_SELF
    ):
        return effect
    return replace(effect, effective_date=days[effect.effective_basis])


def _days(in_force: date | None, published: date | None, written: date | None) -> dict[Basis, date | None]:
    return {Basis.IN_FORCE: in_force, Basis.PUBLISHED: published, Basis.WRITTEN: written}
