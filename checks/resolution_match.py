"""Which instrument a mention means: by number first, by title then, by dates and place where several are left.

A mention chooses only what speaks for itself; every other instrument that it may mean stays a candidate for a person.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from checks.resolution_choice import Candidate, Fit, Mention, choose, day_fits, region, same_place
from checks.resolution_index import Index, Known, loose
from checks.status_life import Life, name_of
from gongwen.issuer import NATIONWIDE, full_name, read_place, region_of
from gongwen.likeness import TitleKey
from gongwen.messages import record
from gongwen.power import Power, place_of, power_over

_NAMELESS = ("〔", "第")  # how a number without an agency code begins
_ORGANLESS = ("令", "公告", "通告")  # how a number begins that says of its series no more than its kind
_MOST = 10  # candidates kept for a mention
_ALIKE = 60.0  # of 100: titles that far apart under one number are a contradiction


def find_targets(mention: Mention, index: Index) -> list[Candidate]:
    """Return the instruments that the mention may mean, the best first; those chosen are beyond doubt one work."""
    bearing = list(_numbered(mention, index))
    seen = {known.instrument_id for known, _ in bearing}
    others = [known for known in _titled(mention, index) if known.instrument_id not in seen]
    titled = [_by_title(mention, known) for known in others if _same_title_place(mention, known) is not False]
    rival = any(one.contradicts for one in titled)
    numbered = [_by_number(mention, known, sure=sure, rival=rival) for known, sure in bearing]
    candidates = sorted((*numbered, *titled), key=lambda one: (-one.score, one.instrument_id))
    chosen = choose(mention, candidates, index)
    reviewed = [replace(one, chosen=one.instrument_id in chosen) for one in candidates]
    return sorted(reviewed, key=lambda one: (not one.chosen, -one.score, one.instrument_id))[: max(_MOST, len(chosen))]


def _eligible(mention: Mention, known: Known) -> bool:
    """Nothing acts upon itself, nor upon what was made after it."""
    source, target = mention.source, known.life
    if source.instrument_id == target.instrument_id:
        return False
    same_law = target.stated_in_force is not None and target.stated_in_force == source.stated_in_force
    if same_law and name_of(target.key) == name_of(source.key):
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
        foreign = same_place(mention, known) is False and not _is_above(mention, known)
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


def _by_number(mention: Mention, known: Known, *, sure: bool, rival: bool) -> Candidate:
    """``rival``: another paper bears the very title under its own number; a title merely alike is not enough then."""
    shown = "、".join(mention.numbers)
    reasons = [record("resolution.number_equal" if sure else "resolution.number_near", number=shown)]
    score, fits = 0.93 if sure else 0.88, True
    title = _bears_title(mention, known) if rival else _title_agreement(mention, known)
    if title is None and all(number.startswith(_NAMELESS) for number in mention.numbers):
        score, fits = score - 0.3, False  # 第8号: of whose series, nobody says
    elif title is not None:
        score, fits = score + (0.05 if title else -0.4), title
        reasons.append(record("resolution.title_equal" if title else "resolution.title_apart"))
    if same_place(mention, known):
        score += 0.01
        reasons.append(record("resolution.place_equal"))
    score, reasons = _weigh_day(mention, known, score, reasons)
    score = round(min(score, 1.0), 4)
    return Candidate(known.instrument_id, score, tuple(reasons), fits, by_number=True, contradicts=title is False)


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
    other_number = bool(mention.numbers and known.numbers) and not _same_serial(mention.numbers, known.numbers)
    contradicts = fits and other_number
    if other_number:
        score, fits = score - 0.3, False
        reasons.append(record("resolution.number_apart", number="、".join(sorted(known.numbers))))
    score, reasons = _weigh_day(mention, known, score, reasons)
    fits = fits and day_fits(mention, known) is not Fit.NOT
    return Candidate(known.instrument_id, round(score, 4), tuple(reasons), fits, contradicts=contradicts)


def _same_serial(said: Iterable[str], borne: Iterable[str]) -> bool:
    """Tell whether orders that name no organ (2003年第1号令) may be the very number that a paper bears."""
    serials = {number.rsplit("第", 1)[-1] for number in borne if any(marker in number for marker in _ORGANLESS)}
    return all(number.startswith(_ORGANLESS) and number.rsplit("第", 1)[-1] in serials for number in said)


def _weigh_day(mention: Mention, known: Known, score: float, reasons: list[str]) -> tuple[float, list[str]]:
    fits = day_fits(mention, known)
    if fits is None or mention.day is None:
        return score, reasons
    message = "resolution.date_apart" if fits is Fit.NOT else "resolution.date_equal"
    gain = {Fit.DAY: 0.05, Fit.YEAR: 0.02, Fit.NOT: -0.04}[fits]
    return score + gain, [*reasons, record(message, day=mention.day)]


def _bears_title(mention: Mention, known: Known) -> bool:
    return mention.title is not None and name_of(mention.title) in {name_of(title) for title in known.titles}


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


def _is_above(mention: Mention, known: Known) -> bool:
    return power_over(mention.source.maker, known.life.maker) in (Power.OWN, Power.SUPERIOR)


def _same_title_place(mention: Mention, known: Known) -> bool | None:
    """Tell whether the place that the title names, or the source's own where it names none, is the instrument's."""
    assert mention.title is not None
    named = mention.title.place or (region_of(mention.title.issuer) if mention.title.issuer else "")
    own = {title.place for title in known.titles} - {""}
    theirs = own | ({region(known.life)} - {""})
    if named:
        return any(place.endswith(named) or named.endswith(place) for place in theirs) if theirs else None
    ours = region(mention.source)
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
        here = region(mention.source)
        named = _full_name(mention.title.issuer, here)
        own = (_full_name(organ, here) for organ in theirs.organs)
        return any(named.endswith(organ) or organ.endswith(named) or organ in named for organ in own)
    if not mention.source.maker.organs:
        return None
    return power_over(mention.source.maker, theirs) is Power.OWN


_full_name = lru_cache(maxsize=1 << 16)(full_name)


def _needs_maker(title: TitleKey) -> bool:
    """A notice without a place in its title may be anybody's: there the organ has to agree."""
    return not title.regulation and not title.place
