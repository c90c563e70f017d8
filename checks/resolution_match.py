"""Which instrument a mention means: by number first, by title then, by dates and place where several are left.

A mention chooses only what speaks for itself; every other instrument that it may mean stays a candidate for a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from checks.resolution_index import Index, Known, loose, name_of
from checks.status_life import Life
from gongwen.issuer import NATIONWIDE, full_name, read_place, region_of
from gongwen.likeness import TitleKey
from gongwen.messages import record
from gongwen.power import Power, place_of, power_over

_NAMELESS = ("〔", "第")  # how a number without an agency code begins
_MOST = 10  # candidates kept for a mention
_ALIKE = 60.0  # of 100: titles that far apart under one number are a contradiction
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
    chosen: bool = False


def find_targets(mention: Mention, index: Index) -> list[Candidate]:
    """Return the instruments that the mention may mean, the best first; those chosen are beyond doubt one work."""
    numbered = [_by_number(mention, known, sure) for known, sure in _numbered(mention, index)]
    seen = {one.instrument_id for one in numbered}
    others = (known for known in _titled(mention, index) if known.instrument_id not in seen)
    titled = [_by_title(mention, known) for known in others if _same_title_place(mention, known) is not False]
    candidates = sorted((*numbered, *titled), key=lambda one: (-one.score, one.instrument_id))
    chosen = _choose(mention, candidates, index)
    reviewed = [replace(one, chosen=one.instrument_id in chosen) for one in candidates]
    return sorted(reviewed, key=lambda one: (not one.chosen, -one.score, one.instrument_id))[: max(_MOST, len(chosen))]


def _eligible(mention: Mention, known: Known) -> bool:
    """Nothing acts upon itself, nor upon what was made after it."""
    source, target = mention.source, known.life
    if source.instrument_id == target.instrument_id:
        return False
    if target.in_force and target.in_force == source.in_force and name_of(target.key) == name_of(source.key):
        return False  # texts of one law: what the one repeals was there before both
    latest = source.made or source.issued or source.in_force
    if latest is not None and target.made is not None:
        return target.made <= latest
    return not (source.year and target.year and target.year > source.year)


def _numbered(mention: Mention, index: Index) -> Iterable[tuple[Known, bool]]:
    """The instruments that bear one of the numbers, and whether it is written in the same way."""
    found: dict[str, bool] = {}
    for number in (full for one in mention.numbers for full in (one, _placed(one, mention.source))):
        for one in index.by_number.get(number, ()):
            found[one] = True
        for one in index.by_loose_number.get(loose(number), ()):
            found.setdefault(one, False)
    for one in sorted(found):
        known = index.known[one]
        foreign = _same_place(mention, known) is False and not _is_above(mention, known)
        if _eligible(mention, known) and (not foreign or _title_agreement(mention, known)):
            yield known, found[one]


def _placed(number: str, source: Life) -> str:
    """The number with the source's place where it only says 市 or 县 (市人民政府令第12号)."""
    place = place_of(source.maker)
    if place and number[:1] == place[-1:] and not read_place(number).names:
        return place + number[1:]
    return number


def _titled(mention: Mention, index: Index) -> Iterable[Known]:
    if mention.title is not None and mention.title.stem:
        for one in index.by_title.get(name_of(mention.title), ()):
            if _eligible(mention, index.known[one]):
                yield index.known[one]


def _by_number(mention: Mention, known: Known, sure: bool) -> Candidate:
    shown = "、".join(mention.numbers)
    reasons = [record("resolution.number_equal" if sure else "resolution.number_near", number=shown)]
    score, fits = 0.93 if sure else 0.88, True
    title = _title_agreement(mention, known)
    if title is None and all(number.startswith(_NAMELESS) for number in mention.numbers):
        score, fits = score - 0.3, False  # 第8号: of whose series, nobody says
    elif title is not None:
        score, fits = score + (0.05 if title else -0.4), title
        reasons.append(record("resolution.title_equal" if title else "resolution.title_apart"))
    if _same_place(mention, known):
        score += 0.01
        reasons.append(record("resolution.place_equal"))
    score, reasons = _weigh_day(mention, known, score, reasons)
    return Candidate(known.instrument_id, round(min(score, 1.0), 4), tuple(reasons), fits, by_number=True)


def _by_title(mention: Mention, known: Known) -> Candidate:
    assert mention.title is not None
    reasons, score, fits = [record("resolution.title_equal")], 0.8, True
    if not _same_edition(mention.title, known):
        score, fits = score - 0.35, False
        reasons.append(record("resolution.edition_apart"))
    if _same_title_place(mention, known):
        score += 0.04
        reasons.append(record("resolution.place_equal"))
    maker = _same_maker(mention, known)
    if maker is not None:
        score, fits = score + (0.04 if maker else -0.05), fits and (maker or not _needs_maker(mention.title))
        reasons.append(record("resolution.maker_equal" if maker else "resolution.maker_apart"))
    if mention.numbers and known.numbers:
        score, fits = score - 0.3, False
        reasons.append(record("resolution.number_apart", number="、".join(sorted(known.numbers))))
    score, reasons = _weigh_day(mention, known, score, reasons)
    fits = fits and _day_fits(mention, known) is not Fit.NOT
    return Candidate(known.instrument_id, round(score, 4), tuple(reasons), fits)


def _weigh_day(mention: Mention, known: Known, score: float, reasons: list[str]) -> tuple[float, list[str]]:
    fits = _day_fits(mention, known)
    if fits is None or mention.day is None:
        return score, reasons
    message = "resolution.date_apart" if fits is Fit.NOT else "resolution.date_equal"
    gain = {Fit.DAY: 0.05, Fit.YEAR: 0.02, Fit.NOT: -0.04}[fits]
    return score + gain, [*reasons, record(message, day=mention.day)]


def _title_agreement(mention: Mention, known: Known) -> bool | None:
    """Tell whether the title given is one of the instrument's; None where one of the two has none."""
    wanted = mention.title
    own = [title for title in known.titles if title.stem]
    if wanted is None or not wanted.stem or not own:
        return None
    for title in own:
        if name_of(title) == name_of(wanted) or title.stem in wanted.stem or wanted.stem in title.stem:
            return True
    return max(ratio(title.stem, wanted.stem) for title in own) >= _ALIKE


def _same_edition(title: TitleKey, known: Known) -> bool:
    own = [one for one in known.titles if name_of(one) == name_of(title)]
    if title.edition:
        return any(one.edition == title.edition for one in own)
    return any(not one.trial for one in own)


def _region(life: Life) -> str:
    return place_of(life.maker)


def _same_place(mention: Mention, known: Known) -> bool | None:
    ours, theirs = _region(mention.source), _region(known.life)
    return ours == theirs if ours and theirs else None


def _is_above(mention: Mention, known: Known) -> bool:
    return power_over(mention.source.maker, known.life.maker) in (Power.OWN, Power.SUPERIOR)


def _same_title_place(mention: Mention, known: Known) -> bool | None:
    """Tell whether the place that the title names, or the source's own where it names none, is the instrument's."""
    assert mention.title is not None
    named = mention.title.place or (region_of(mention.title.issuer) if mention.title.issuer else "")
    own = {title.place for title in known.titles} - {""}
    theirs = own | ({_region(known.life)} - {""})
    if named:
        return any(place.endswith(named) or named.endswith(place) for place in theirs) if theirs else None
    ours = _region(mention.source)
    if not ours or not theirs:
        return None
    return any(ours.endswith(place) or place.endswith(ours) for place in theirs) or NATIONWIDE in (ours, *theirs)


def _same_maker(mention: Mention, known: Known) -> bool | None:
    """Tell whether the issuer in the title, or the source's own organ, made the instrument."""
    assert mention.title is not None
    theirs = known.life.maker
    if not theirs.organs:
        return None
    if mention.title.issuer:
        region = _region(mention.source)
        named = _full_name(mention.title.issuer, region)
        own = (_full_name(organ, region) for organ in theirs.organs)
        return any(named.endswith(organ) or organ.endswith(named) or organ in named for organ in own)
    if not mention.source.maker.organs:
        return None
    return power_over(mention.source.maker, theirs) is Power.OWN


_full_name = lru_cache(maxsize=1 << 16)(full_name)


def _needs_maker(title: TitleKey) -> bool:
    """A notice without a place in its title may be anybody's: there the organ has to agree."""
    return not title.regulation and not title.place


def _day_fits(mention: Mention, known: Known) -> Fit | None:
    """How well the day that the mention gives is one of the instrument's; None where one of the two has none."""
    if mention.day is None or not known.days:
        return None
    if mention.day in known.days:
        return Fit.DAY
    near = any(day.year == mention.day.year or abs(day - mention.day) <= _NEAR for day in known.days)
    return Fit.YEAR if near else Fit.NOT


def _choose(mention: Mention, candidates: Sequence[Candidate], index: Index) -> set[str]:
    fitting = [one for one in candidates if one.fits and one.score >= _CHOSEN]
    numbered = [one for one in fitting if one.by_number]
    if any(one.by_number and not one.fits and one.score > 0.5 for one in candidates) and not numbered:
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
        dated = [one for one in pool if _day_fits(mention, index.known[one.instrument_id]) is wanted]
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
    near = [one for one in pool if _same_place(mention, index.known[one.instrument_id])]
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
