"""What the events do to each instrument, day by day: the turns of its life, each with its reasons.

Only what an issued document enacts, and has the power to enact, turns anything; the rest leaves a question. Terms,
lapses of whole classes and editions have modules of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from checks.status_events import EffectDay, Stated, effect_day
from checks.status_life import JOINT, Life, name_of
from gongwen.lifespan import read_stretch, read_suspension_end, says_resumed
from gongwen.likeness import title_key
from gongwen.messages import record
from gongwen.model import ENDINGS, Basis, Modality, Relation, Scope, Status
from gongwen.power import Power, power_over


class Kind(IntEnum):
    """What a turn does; turns of one day act in this order."""

    QUESTION = 0
    AMEND = 1
    PARTIAL = 2
    SUSPEND = 3
    RESUME = 4
    EXPIRE = 5  # by its own term
    LAPSE = 6  # inferred from a clause about a class: weaker than any word about the instrument itself
    END = 7  # by name
    RESTORE = 8
    CONTINUE = 9
    CLOUD = 10  # ended or not: cannot be told


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that happens to an instrument on a day."""

    instrument_id: str
    day: date
    kind: Kind
    rule: str = ""
    status: Status | None = None
    because: tuple[str, ...] = ()
    confidence: float = 1.0
    made: date | None = None  # when it was decided
    source: str = ""  # the instrument that decided it
    label: str = ""  # how that instrument is named in a message
    questions: tuple[str, ...] = ()


_ENDS: Mapping[Relation, tuple[Status, str]] = {
    Relation.REPEAL: (Status.REPEALED, "repealed_by_document"),
    Relation.DECLARE_INVALID: (Status.DECLARED_INVALID, "declared_invalid_by_document"),
    Relation.CEASE: (Status.REPEALED, "ceased"),
    Relation.SUPERSEDE: (Status.REPEALED, "superseded"),
    Relation.LAPSE_AUTO: (Status.EXPIRED, "lapsed_by_document"),
    Relation.REVOKE: (Status.REPEALED, "revoked"),
    Relation.WITHDRAW: (Status.REPEALED, "withdrawn"),
}
_CHANGES: Mapping[Relation, tuple[Kind, Status | None, str]] = {
    Relation.AMEND: (Kind.AMEND, Status.AMENDED, "amended_by_document"),
    Relation.REPUBLISH: (Kind.AMEND, Status.AMENDED, "republished"),
    Relation.SUSPEND: (Kind.SUSPEND, Status.SUSPENDED, "suspended_by_document"),
    Relation.CONTINUE: (Kind.CONTINUE, Status.IN_FORCE, "listed_to_continue"),
}
_TOUCHING = ENDINGS | {
    Relation.REVOKE, Relation.WITHDRAW, Relation.AMEND, Relation.SUSPEND, Relation.EXTEND, Relation.REPUBLISH,
}  # fmt: skip
_READ = frozenset({Relation.CONTINUE, Relation.TO_BE_REVISED, Relation.CORRECT})
CORRECTED = "corrected"  # the rule of a turn that changes nothing but tells that a paper was corrected


def turns_of(events: Sequence[Stated], lives: Mapping[str, Life]) -> Iterator[Turn]:
    """Yield what each event does to each instrument that it names."""
    for event in events:
        if event.relation not in _TOUCHING and event.relation not in _READ:
            continue
        for instrument_id, score in event.chosen:
            if instrument_id not in (event.source.instrument_id, event.decision.instrument_id):
                yield from _turn(event, lives[instrument_id], score)
        if event.enacted:
            yield from _possible(event, lives)


def _turn(event: Stated, target: Life, score: float) -> Iterator[Turn]:
    ask = asker(event, target)
    if event.relation is Relation.TO_BE_REVISED:
        if event.decision.official and event.modality != Modality.NEGATED:
            yield ask("status.revision_due", evidence=event.shown)
    elif not event.enacted:
        if event.relation in _ENDS and event.modality != Modality.NEGATED:
            proposed = event.modality == Modality.PROPOSED or event.decision.draft
            yield ask("status.ending_proposed" if proposed else "status.ending_reported", evidence=event.shown)
    elif (power := power_over(event.decision.maker, target.maker)) is Power.NONE:
        yield ask("status.no_power")
    elif event.relation in _ENDS:
        yield from _ending(event, target, score, power)
    elif event.relation in _CHANGES:
        yield from _change(event, target, score)
    elif event.relation is Relation.CORRECT and (day := effect_day(event).day):
        yield turn(event, target, day, Kind.QUESTION, CORRECTED, None, score)


def _ending(event: Stated, target: Life, score: float, power: Power) -> Iterator[Turn]:
    ask, when = asker(event, target), effect_day(event)
    if event.scope == Scope.UNDETERMINED:
        yield ask("status.scope_undetermined", evidence=event.shown)
        return
    if event.basis == Basis.CONDITION and when.day is None:
        yield ask("status.condition_open", evidence=event.shown)
        return
    if when.day is None:
        why = record("status.ending_undated", source=event.decision.label, evidence=event.shown)
        doubtful = turn(event, target, target.begins, Kind.CLOUD, "unclear_ending", Status.UNKNOWN, score)
        yield replace(doubtful, questions=(why,))
        return
    status, rule = _ENDS[event.relation]
    if event.scope == Scope.WHOLE:
        ended = turn(event, target, when.day, Kind.END, rule, status, score)
    else:
        ended = turn(event, target, when.day, Kind.PARTIAL, "partly_repealed", Status.PARTIALLY_REPEALED, score)
    yield replace(ended, questions=tuple(_doubts(event, when, power)))


def _doubts(event: Stated, when: EffectDay, power: Power) -> Iterator[str]:
    if when.assumed:
        yield record("status.effect_day_assumed", source=event.decision.label, day=when.day)
    if power is Power.UNPROVED:
        yield record("status.power_unproved", source=event.decision.label)


def _change(event: Stated, target: Life, score: float) -> Iterator[Turn]:
    kind, status, rule = _CHANGES[event.relation]
    when = effect_day(event)
    if when.day is None or (kind is Kind.AMEND and target.made and target.made >= (event.made or when.day)):
        return  # a text made with the amendment or after it already holds it
    if kind is Kind.SUSPEND and event.scope != Scope.WHOLE:
        yield asker(event, target)("status.partly_suspended", detail=event.scope_detail or event.shown)
        return
    first, last = when.day, None
    if kind is Kind.SUSPEND:
        first, last = _suspension(event, when.day)
    yield turn(event, target, first, kind, rule, status, score)
    if kind is Kind.CONTINUE and says_resumed(event.evidence):
        yield turn(event, target, first, Kind.RESUME, "resumed", None, score)
    if last is not None:
        yield turn(event, target, last + timedelta(days=1), Kind.RESUME, "resumed", None, score)


def _suspension(event: Stated, day: date) -> tuple[date, date | None]:
    """The first and the last day of a suspension, the last None where it is open."""
    stretch = read_stretch(event.evidence)
    if stretch is not None:
        return stretch
    last = event.cutoff or read_suspension_end(event.evidence, day)
    return day, last if last is not None and last >= day else None


def _possible(event: Stated, lives: Mapping[str, Life]) -> Iterator[Turn]:
    if event.relation not in _TOUCHING or event.chosen:
        return
    message = "status.maybe_ended" if event.relation in _ENDS else "status.maybe_changed"
    for target in (lives[one] for one in event.possible):
        ask = asker(event, target)(message, evidence=event.shown)
        yield _contested(event, target, ask.questions) or ask


def _contested(event: Stated, target: Life, questions: tuple[str, ...]) -> Turn | None:
    """Where number and title of what is ended point to two papers, the standing of either is open."""
    if event.relation not in _ENDS or event.scope != Scope.WHOLE or not (event.title and event.numbers):
        return None
    same_number = not set(event.numbers).isdisjoint(target.number.split(JOINT))
    same_title = name_of(title_key(event.title)) == name_of(target.key)
    day = effect_day(event).day
    if same_number == same_title or day is None or power_over(event.decision.maker, target.maker) is Power.NONE:
        return None
    contested = turn(event, target, day, Kind.CLOUD, "target_contradiction", Status.DISPUTED)
    return replace(contested, questions=questions)


def turn(
    event: Stated, target: Life, day: date, kind: Kind, rule: str, status: Status | None, score: float = 1.0
) -> Turn:
    """Return the turn that the event gives the target on the day."""
    return Turn(
        instrument_id=target.instrument_id,
        day=day,
        kind=kind,
        rule=rule,
        status=status,
        because=(event.event_id,),
        confidence=min(event.confidence, score),
        made=event.made,
        source=event.decision.instrument_id,
        label=event.decision.label,
    )


@dataclass(frozen=True, slots=True)
class _Asker:
    event: Stated
    target: Life

    def __call__(self, message: str, **values: object) -> Turn:
        event, known = self.event, effect_day(self.event).day
        day = min((one for one in (event.made, known) if one), default=self.target.begins)
        text = record(message, **({"source": event.decision.label} | values))
        return Turn(
            instrument_id=self.target.instrument_id,
            day=day,
            kind=Kind.QUESTION,
            rule=message.partition(".")[2],
            because=(event.event_id,),
            made=event.made,
            source=event.decision.instrument_id,
            label=event.decision.label,
            questions=(text,),
        )


def asker(event: Stated, target: Life) -> _Asker:
    """Return what asks a question about the target, from the day the event was decided on."""
    return _Asker(event, target)
