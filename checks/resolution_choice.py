"""Which candidates a mention chooses: what speaks for itself, and several only where they are texts of one work.

How well a candidate fits is weighed in ``resolution_match``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from checks.resolution_index import Index, Known
from checks.status_life import Life, name_of
from gongwen.likeness import TitleKey
from gongwen.power import Power, place_of, power_over

_NEAR = timedelta(days=366)  # between the making of a text and its coming into force
_CHOSEN = 0.75  # the lowest score that may be chosen


class Fit(IntEnum):
    """How well a day fits."""

    NOT = 0
    YEAR = 1
    DAY = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A document as another names it."""

    title: TitleKey | None
    numbers: tuple[str, ...]
    day: date | None  # when it was made, published or put into force, as the other says
    source: Life
    latest_only: bool = False  # of several texts of one work the last is meant (amendments, extensions)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An instrument that may be meant. ``fits`` is False where something speaks against it."""

    instrument_id: str
    score: float
    reasons: tuple[str, ...]
    fits: bool
    by_number: bool = False
    contradicts: bool = False  # the title is its own but the number is not, or the other way round
    chosen: bool = False


def region(life: Life) -> str:
    """Return the place whose organ made the instrument."""
    return place_of(life.maker)


def same_place(mention: Mention, known: Known) -> bool | None:
    """Tell whether source and instrument are of one place; None where either place is not known."""
    ours, theirs = region(mention.source), region(known.life)
    return ours == theirs if ours and theirs else None


def day_fits(mention: Mention, known: Known) -> Fit | None:
    """Return how well the day that the mention gives is one of the instrument's; None where one of them has none."""
    if mention.day is None or not known.days:
        return None
    if mention.day in known.days:
        return Fit.DAY
    near = any(day.year == mention.day.year or abs(day - mention.day) <= _NEAR for day in known.days)
    return Fit.YEAR if near else Fit.NOT


def choose(mention: Mention, candidates: Sequence[Candidate], index: Index) -> set[str]:
    """Return the ids of the instruments that the mention means beyond doubt."""
    fitting = [one for one in candidates if one.fits and one.score >= _CHOSEN]
    numbered = [one for one in fitting if one.by_number]
    if any(one.by_number and one.contradicts for one in candidates) and not numbered:
        return set()  # number and title point to different documents
    pool = _held_first(numbered or fitting, index)
    if not pool:
        return set()
    if len(pool) > 1 and not numbered:
        pool = _best_dated(mention, pool, index)
    if len(pool) > 1:
        pool = _one_work(mention, pool, index)
    if not pool:
        return set()
    chosen = {one.instrument_id for one in pool}
    if mention.latest_only:
        return {max(chosen, key=lambda one: (index.lives[one].made or date.min, one))}
    return chosen | _earlier_texts(pool, candidates, index)


def _best_dated(mention: Mention, pool: Sequence[Candidate], index: Index) -> list[Candidate]:
    """Those of the day that the mention gives, else those of its year, else all."""
    for wanted in (Fit.DAY, Fit.YEAR):
        dated = [one for one in pool if day_fits(mention, index.known[one.instrument_id]) is wanted]
        if dated:
            return dated
    return list(pool)


def _held_first(pool: Sequence[Candidate], index: Index) -> list[Candidate]:
    held = [one for one in pool if index.known[one.instrument_id].held]
    return held or list(pool)


def _one_work(mention: Mention, pool: Sequence[Candidate], index: Index) -> list[Candidate]:
    """Several instruments are meant together only where they are texts of one work; else nearness of place decides."""
    if _is_one_work(pool, index):
        return list(pool)
    near = [one for one in pool if same_place(mention, index.known[one.instrument_id])]
    return near if near and (len(near) == 1 or _is_one_work(near, index)) else []


def _is_one_work(pool: Sequence[Candidate], index: Index) -> bool:
    lives = [index.lives[one.instrument_id] for one in pool]
    if len({life.work_id for life in lives}) == 1:
        return True
    first = lives[0]
    return all(
        name_of(life.key) == name_of(first.key)
        and first.key.regulation
        and life.key.trial == first.key.trial
        and life.key.place == first.key.place
        and power_over(first.maker, life.maker) in (Power.OWN, Power.UNKNOWN)
        for life in lives[1:]
    )


def _earlier_texts(pool: Sequence[Candidate], candidates: Sequence[Candidate], index: Index) -> set[str]:
    """Texts of the same work without a number of their own, made no later than the one meant: they end with it."""
    meant = [index.lives[one.instrument_id] for one in pool]
    latest = max((life.made for life in meant if life.made), default=None)
    earlier = set()
    for one in candidates:
        known = index.known[one.instrument_id]
        if known.numbers or not known.held or latest is None or known.life.made is None or known.life.made > latest:
            continue
        if _is_one_work([pool[0], one], index):
            earlier.add(one.instrument_id)
    return earlier
