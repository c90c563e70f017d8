"""Which texts are earlier and later texts of one work, and what a later text means for an earlier one.

A later text replaces an earlier one only where its heading names the day on which the earlier one was made; a new
document under an old title that says nothing of the old one leaves a question.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checks.status_life import Life
from checks.status_turns import Kind, Turn
from gongwen.heading import read_heading
from gongwen.messages import record
from gongwen.model import Status
from gongwen.power import Power, power_over


@dataclass(frozen=True, slots=True)
class Succession:
    """A text and the next text of the same work."""

    older: str
    newer: str


def works(lives: Mapping[str, Life]) -> list[list[Life]]:
    """Return the groups of issued instruments that may be texts of one work: of the same work, or of the same title."""
    groups: dict[tuple[object, ...], list[Life]] = {}
    for life in lives.values():
        if not life.official:
            continue
        groups.setdefault(("work", life.work_id), []).append(life)
        key = life.key
        if key.regulation and key.stem and key.wrapper not in ("change", "forward"):
            groups.setdefault(("title", key.stem, key.numerals, key.supplement, key.place), []).append(life)
    kept = {tuple(life.instrument_id for life in group): group for group in groups.values() if len(group) > 1}
    return [kept[ids] for ids in sorted(kept)]


def find_successions(groups: Sequence[Sequence[Life]], texts: Mapping[str, str]) -> list[Succession]:
    """Return which text follows which, each with the next newer; ``texts`` holds the beginnings by document."""
    found: dict[str, Succession] = {}
    for group in groups:
        headed = sorted(((_days(life, texts), life) for life in group), key=lambda one: (one[0], one[1].instrument_id))
        for place, (days, older) in enumerate(headed):
            later = (newer for newer_days, newer in headed[place + 1 :] if _continues(days, older, newer_days, newer))
            newer = next(later, None)
            if newer is not None and older.instrument_id not in found:
                found[older.instrument_id] = Succession(older.instrument_id, newer.instrument_id)
    return [found[one] for one in sorted(found)]


def dated_editions(
    lives: Mapping[str, Life], successions: Sequence[Succession], texts: Mapping[str, str]
) -> dict[str, Life]:
    """Return the lives, those of later texts beginning with their revision and not with the first text."""
    dated = dict(lives)
    for one in successions:
        life = lives[one.newer]
        days = _days(life, texts)
        made = days[0] if days else life.made
        if made is not None:
            in_force = life.in_force if life.in_force and life.in_force > made else made
            dated[one.newer] = replace(life, made=made, published=life.published, in_force=in_force)
    return dated


def edition_turns(
    groups: Sequence[Sequence[Life]], successions: Sequence[Succession], lives: Mapping[str, Life]
) -> Iterator[Turn]:
    """Yield what later texts mean for earlier ones."""
    for one in successions:
        newer = lives[one.newer]
        if newer.starts is not None:
            yield Turn(
                one.older,
                newer.starts,
                Kind.AMEND,
                "newer_edition",
                Status.AMENDED,
                source=one.newer,
                label=newer.label,
            )
    last = _last_texts(successions)
    asked: set[tuple[str, str]] = set()
    for group in groups:
        for older in group:
            for newer in group:
                pair = (older.instrument_id, newer.instrument_id)
                same_line = last.get(pair[0], pair[0]) == last.get(pair[1], pair[1])
                if same_line or pair in asked or not _may_replace(lives[pair[0]], lives[pair[1]]):
                    continue
                asked.add(pair)
                text = record("status.later_same_title", other=newer.label)
                yield Turn(older.instrument_id, lives[pair[1]].begins, Kind.QUESTION, source=pair[1], questions=(text,))


def _last_texts(successions: Sequence[Succession]) -> dict[str, str]:
    """The last text of the line that each earlier text belongs to."""
    following = {one.older: one.newer for one in successions}
    last = {}
    for older in following:
        newer, seen = older, {older}
        while (after := following.get(newer)) is not None and after not in seen:
            newer = after
            seen.add(newer)
        last[older] = newer
    return last


def ended_editions(turns: Mapping[str, Sequence[Turn]], successions: Sequence[Succession]) -> Iterator[Turn]:
    """Yield the end of earlier texts where a later text of the work was ended by name: the work has ended."""
    following = {one.older: one.newer for one in successions}
    for older in sorted(following):
        newer, seen = following.get(older), {older}
        while newer is not None and newer not in seen:
            for turn in turns.get(newer, ()):
                if turn.kind is Kind.END:
                    yield replace(turn, instrument_id=older, rule="edition_ended")
            seen.add(newer)
            newer = following.get(newer)


def _days(life: Life, texts: Mapping[str, str]) -> tuple[date, ...]:
    """The days that the heading of the text names, the latest first; those of another carrier where it names none."""
    for document in life.documents:
        heading = read_heading(texts.get(document, ""))
        days = {*heading.adopted, *heading.amended}
        if days:
            return tuple(sorted(days, reverse=True))
    return ()


def _continues(days: tuple[date, ...], older: Life, newer_days: tuple[date, ...], newer: Life) -> bool:
    """Tell whether the newer text goes on from the older: its heading names a day of the older one, and a later day.

    Where the older text names no day, coming into force on the same day shows the same.
    """
    if power_over(newer.maker, older.maker) is Power.NONE or older.key.trial != newer.key.trial:
        return False
    own = {*days, *({older.made} if older.made else ())}
    latest = max(own, default=older.in_force)
    if not newer_days or latest is None or newer_days[0] <= latest:
        return False
    return bool(own.intersection(newer_days)) or (older.in_force is not None and older.in_force == newer.in_force)


def _may_replace(older: Life, newer: Life) -> bool:
    """Tell whether the newer document may replace the older without a word: one title, one organ, made later."""
    if older.made is None or newer.made is None or newer.made <= older.made:
        return False
    same_title = older.key.stem == newer.key.stem and older.key.numerals == newer.key.numerals
    kinds = {older.key.wrapper, newer.key.wrapper} & {"change", "forward"}
    return same_title and not kinds and power_over(newer.maker, older.maker) in (Power.OWN, Power.UNKNOWN)
