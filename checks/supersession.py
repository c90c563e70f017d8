"""What standing each instrument has, on any day: the status engine, from events to periods.

Only issued documents change a status. What cannot be told stays unknown or disputed, with the question beside it.
How the parts decide stands in the ``status_*`` modules; which instrument an event means, in ``resolution``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from checks.status_editions import dated_editions, edition_turns, ended_editions, find_successions, works
from checks.status_events import Stated, read_events
from checks.status_frames import period_frame, remark_frame, status_frame
from checks.status_lapses import lapse_turns
from checks.status_life import Life, read_lives
from checks.status_revival import reviewed_endings
from checks.status_terms import term_turns
from checks.status_timeline import Period, unfold
from checks.status_turns import Kind, Turn, turns_of
from gongwen.messages import record
from gongwen.model import Relation, Status
from gongwen.rules import Rule
from gongwen.years import year_ranges

_HEAD = 40_000  # characters of a text in which its heading is looked for
_EARLIER, _FIRST_YEAR = "before-2005", 2005  # the folder year of everything older, and where it ends
_UNREAD = 0.85  # the highest confidence of a living status while years it hangs on are not read
_ALIVE = frozenset({Status.IN_FORCE, Status.AMENDED, Status.PARTIALLY_REPEALED, Status.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Judged:
    """The life of every instrument, its standing on the day asked for, and what a person should look at."""

    status_periods: pl.DataFrame
    statuses: pl.DataFrame
    remarks: pl.DataFrame


def judge(
    *,
    events: pl.DataFrame,
    event_targets: pl.DataFrame,
    documents: pl.DataFrame,
    instruments: pl.DataFrame,
    instrument_documents: pl.DataFrame,
    rules: pl.DataFrame,
    as_of: date,
    years_read: Sequence[str],
) -> Judged:
    """Work out the periods of every instrument, future ones included, and its status on ``as_of``.

    ``years_read`` are the folder years that have been read; a year counts as read too where documents of it are held.
    """
    lives = read_lives(instruments=instruments, instrument_documents=instrument_documents, documents=documents)
    groups = works(lives)
    texts = _texts(documents, {one for group in groups for life in group for one in life.documents})
    successions = find_successions(groups, texts)
    lives = dated_editions(lives, successions, texts)
    stated = read_events(
        events=events,
        event_targets=event_targets,
        documents=documents,
        instrument_documents=instrument_documents,
        lives=lives,
    )
    is_covered = _covered(years_read, lives)
    clauses = {event.document for event in stated if event.relation is Relation.RESIDUAL_LAPSE}
    turns = _gathered(
        (
            *turns_of(stated, lives),
            *term_turns(stated, lives, _rules(rules), as_of=as_of),
            *lapse_turns(stated, lives, _texts(documents, clauses, whole=True), is_covered),
            *edition_turns(groups, successions, lives),
            *_shown(lives),
        )
    )
    turns = _with(turns, ended_editions(turns, successions))
    turns = _with(reviewed_endings(turns), _forwarded(stated, lives, turns))
    periods = [
        _aware(period, is_covered, as_of)
        for life in lives.values()
        for period in unfold(life, turns.get(life.instrument_id, ()))
    ]
    told = (turn for own in turns.values() for turn in own)
    return Judged(period_frame(periods), status_frame(periods, as_of), remark_frame(told, periods, as_of))


def _texts(documents: pl.DataFrame, wanted: set[str], *, whole: bool = False) -> dict[str, str]:
    """The texts of the documents wanted, their beginnings where the whole is not needed."""
    chosen = documents.filter(pl.col("doc_id").is_in(sorted(wanted))).select("doc_id", "text")
    if not whole:
        chosen = chosen.with_columns(pl.col("text").str.slice(0, _HEAD))
    return {doc_id: text or "" for doc_id, text in chosen.iter_rows()}


def _rules(rules: pl.DataFrame) -> tuple[Rule, ...]:
    columns = ["rule_id", "kind", "place", "valid_from", "valid_to", "value", "source", "verified"]
    return tuple(Rule(*row) for row in rules.select(columns).iter_rows()) if rules.height else ()


def _covered(years_read: Sequence[str], lives: Mapping[str, Life]) -> Callable[[int], bool]:
    """Whether a year has been read: its folder year has, or documents made in it are held."""
    read = {int(year) for year in years_read if year.isdigit()}
    read |= {life.made.year for life in lives.values() if life.official and life.made}
    before = _FIRST_YEAR if _EARLIER in years_read else 0
    return lambda year: year in read or year < before


def _gathered(turns: Iterable[Turn]) -> dict[str, list[Turn]]:
    """The turns by instrument; those that say the same of the same day for one source are one, with all reasons."""
    merged: dict[tuple[object, ...], Turn] = {}
    for turn in turns:
        key = (turn.instrument_id, turn.day, turn.kind, turn.rule, turn.source, turn.questions)
        if key in merged:
            before = merged[key]
            because = tuple(sorted({*before.because, *turn.because}))
            turn = replace(before, because=because, confidence=max(before.confidence, turn.confidence))
        merged[key] = turn
    return _with({}, merged.values())


def _with(turns: Mapping[str, Sequence[Turn]], more: Iterable[Turn]) -> dict[str, list[Turn]]:
    together = {instrument_id: list(own) for instrument_id, own in turns.items()}
    for turn in more:
        together.setdefault(turn.instrument_id, []).append(turn)
    return together


def _shown(lives: Mapping[str, Life]) -> Iterator[Turn]:
    """What a carrier's page shows is a witness and never a status: it asks."""
    for life in lives.values():
        for shown in life.shown:
            question = record("status.shown_status", shown=shown)
            yield Turn(life.instrument_id, life.begins, Kind.QUESTION, questions=(question,))


def _forwarded(
    stated: Sequence[Stated], lives: Mapping[str, Life], turns: Mapping[str, Sequence[Turn]]
) -> Iterator[Turn]:
    """The end of a forwarded text does not end the paper that forwards it, but asks."""
    for event in stated:
        if event.relation is not Relation.FORWARD:
            continue
        for target, _ in event.chosen:
            ends = [turn for turn in turns.get(target, ()) if turn.kind is Kind.END]
            if ends and target != event.decision.instrument_id:
                day, question = (
                    min(turn.day for turn in ends),
                    record("status.forwarded_ended", other=lives[target].label),
                )
                yield Turn(event.decision.instrument_id, day, Kind.QUESTION, questions=(question,))


def _aware(period: Period, is_covered: Callable[[int], bool], as_of: date) -> Period:
    """The period, saying which years up to ``as_of`` have not been read where its life hangs on them."""
    if period.status not in _ALIVE:
        return period
    until = min(period.last or as_of, as_of).year
    unread = [year for year in range(period.first.year, until + 1) if not is_covered(year)]
    if not unread:
        return period
    question = record("status.years_not_read", years=year_ranges(unread))
    return replace(period, questions=(*period.questions, question), confidence=min(period.confidence, _UNREAD))
