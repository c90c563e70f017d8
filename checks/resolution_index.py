"""Where an instrument can be found by its numbers and titles; which one is meant, ``resolution_match`` decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import polars as pl

from checks.status_editions import dated_editions, find_successions, works
from checks.status_life import JOINT, Life, Name, name_of, read_lives
from gongwen.heading import read_heading
from gongwen.likeness import TitleKey, title_key
from gongwen.model import CarrierClass
from gongwen.number import find_numbers
from gongwen.text import fold

_HEAD = 40_000  # characters in which the heading of a text is looked for
_MASTHEAD = 600  # characters in which a joint paper shows its other numbers
_LINE = 60
_NUMBER_LINE = r"(?m)号\s*$|号[\s、，,]+[^\s〔\[（(]{1,12}[〔\[（(](?:19|20)\d\d"
_NEVER = frozenset({CarrierClass.DRAFT, CarrierClass.INTERPRETATION, CarrierClass.NEWS, CarrierClass.CATALOGUE})

_K = TypeVar("_K")


@dataclass(frozen=True, slots=True)
class Known:
    """One instrument that can be meant, with every name that its carriers give it."""

    life: Life
    held: bool
    numbers: frozenset[str]
    titles: tuple[TitleKey, ...]
    parts: frozenset[str]  # stems of instruments of their own that it encloses beside others
    days: frozenset[date]  # every day on which it may be said to have been made, published or put into force

    @property
    def instrument_id(self) -> str:
        """Return the id of the instrument."""
        return self.life.instrument_id


@dataclass(frozen=True, slots=True)
class Index:
    """Every instrument by its names."""

    lives: Mapping[str, Life]
    known: Mapping[str, Known]
    by_number: Mapping[str, tuple[str, ...]]
    by_loose_number: Mapping[str, tuple[str, ...]]
    by_title: Mapping[Name, tuple[str, ...]]


def build_index(*, documents: pl.DataFrame, instruments: pl.DataFrame, instrument_documents: pl.DataFrame) -> Index:
    """Return the index of all instruments that a paper can act upon: issued ones, and those that are only cited."""
    lives = read_lives(instruments=instruments, instrument_documents=instrument_documents, documents=documents)
    groups = works(lives)
    wanted = sorted({one for group in groups for life in group for one in life.documents})
    heads = documents.filter(pl.col("doc_id").is_in(wanted)).select("doc_id", pl.col("text").str.slice(0, _HEAD))
    texts = {doc_id: text or "" for doc_id, text in heads.iter_rows()}
    lives = dated_editions(lives, find_successions(groups, texts), texts)
    facts = _facts(documents)
    known = {one: found for one, life in lives.items() if (found := _known(life, facts, texts)) is not None}
    return Index(
        lives=lives,
        known=known,
        by_number=_inverted((number, one) for one, found in known.items() for number in found.numbers),
        by_loose_number=_inverted((loose(number), one) for one, found in known.items() for number in found.numbers),
        by_title=_inverted(
            (name_of(title), one) for one, found in known.items() for title in found.titles if title.stem
        ),
    )


def loose(number: str) -> str:
    """Return the number without what writers leave out: 字 before the year, the name of the state, 人民 in 人民政府."""
    return number.replace("中华人民共和国", "").replace("字〔", "〔").replace("人民政府", "政府")


@dataclass(frozen=True, slots=True)
class _Fact:
    title: str
    number: str
    carrier_class: str
    draft: bool
    days: tuple[date, ...]
    masthead: str  # where two lines of it end as numbers do
    parent: str | None


def _facts(documents: pl.DataFrame) -> dict[str, _Fact]:
    dates = ["date_written", "date_adopted", "date_printed", "date_published", "date_in_force"]
    columns = ["doc_id", "title", "document_number", "carrier_class", "draft_stage", "parent_doc_id", *dates]
    head = pl.col("text").str.slice(0, _MASTHEAD)
    joint = pl.when(head.str.count_matches(_NUMBER_LINE) > 1).then(head).alias("masthead")
    return {
        row["doc_id"]: _Fact(
            title=row["title"] or "",
            number=row["document_number"] or "",
            carrier_class=row["carrier_class"] or "",
            draft=bool(row["draft_stage"]),
            days=tuple(row[name] for name in dates if row[name] is not None),
            masthead=row["masthead"] or "",
            parent=row["parent_doc_id"],
        )
        for row in documents.select(*columns, joint).iter_rows(named=True)
    }


def _known(life: Life, facts: Mapping[str, _Fact], texts: Mapping[str, str]) -> Known | None:
    """The names of an instrument; None where nothing that was issued is held of it and it is not merely cited."""
    own = [facts[one] for one in life.documents]
    issued = [fact for fact in own if fact.carrier_class not in _NEVER and not fact.draft]
    if own and not issued:
        return None
    titles = dict.fromkeys(title_key(title) for title in (life.title, *(fact.title for fact in issued)) if title)
    enclosed = {title_key(fact.title).stem for fact in issued if fact.parent and fact.title} - {""}
    headings = [read_heading(texts[one]) for one in life.documents if one in texts]
    days = {day for fact in issued for day in fact.days} | {
        day for one in headings for day in (*one.adopted, *one.amended)
    }
    return Known(
        life=life,
        held=bool(own),
        numbers=frozenset(_numbers(life, issued)),
        titles=tuple(titles),
        parts=frozenset(enclosed) if len(enclosed) > 1 else frozenset(),
        days=frozenset(days),
    )


def _numbers(life: Life, facts: Iterable[_Fact]) -> Iterable[str]:
    for words in (life.number, *(fact.number for fact in facts)):
        yield from (number.strip() for number in words.split(JOINT) if number.strip())
    for fact in facts:
        for line in fact.masthead.splitlines():
            yield from _numbers_alone(line)


def _numbers_alone(line: str) -> Iterable[str]:
    """The numbers of a line that holds nothing else."""
    words = fold(line).text.strip()
    if not words or len(words) > _LINE:
        return
    found = find_numbers(words)
    if found and len(words) - sum(number.end - number.start for number in found) <= len(found):
        yield from (number.canonical for number in found if number.agency_code)


def _inverted(pairs: Iterable[tuple[_K, str]]) -> dict[_K, tuple[str, ...]]:
    gathered: dict[_K, set[str]] = {}
    for key, one in pairs:
        gathered.setdefault(key, set()).add(one)
    return {key: tuple(sorted(ones)) for key, ones in gathered.items()}
