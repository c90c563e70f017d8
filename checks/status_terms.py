"""When each instrument's own term is over: the stated term, what extends it, what starts it anew, what only a trial is.

The last day is the day before the anniversary. A trial period (试行期) and a default term of a place only ask.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.status_events import Stated, effect_day
from checks.status_life import Life
from checks.status_turns import Kind, Turn, turn
from gongwen.lifespan import Renewal, after, is_trial_term, later, length_of, read_renewal
from gongwen.messages import record
from gongwen.model import Relation, Status
from gongwen.power import Power, power_over
from gongwen.rules import Rule, Term, find_rule, parse_term, rules_for

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Own:
    """What an instrument says of its own term."""

    last_day: date | None
    trial: bool
    because: tuple[str, ...]
    condition: str
    uncounted: str = ""  # the clause of a term that nothing tells the first day of


def term_turns(
    events: Sequence[Stated], lives: Mapping[str, Life], rules: Sequence[Rule], *, as_of: date
) -> Iterator[Turn]:
    """Yield the end of each instrument's term, and what renewals make of it."""
    own: dict[str, list[Stated]] = {}
    renewals: dict[str, list[Stated]] = {}
    for event in events:
        if event.relation is Relation.EXPIRE_SELF and event.modality == "enacted":
            own.setdefault(event.source.instrument_id, []).append(event)
        elif event.relation in (Relation.EXTEND, Relation.CONTINUE) and event.enacted:
            for instrument_id, _ in event.chosen:
                if power_over(event.decision.maker, lives[instrument_id].maker) is not Power.NONE:
                    renewals.setdefault(instrument_id, []).append(event)
    for life in lives.values():
        if life.official or life.instrument_id in renewals:
            stated = _own_term(life, own.get(life.instrument_id, ()))
            yield from _term(life, stated, renewals.get(life.instrument_id, ()))
            if stated.last_day is None and not renewals.get(life.instrument_id):
                yield from _default_term(life, rules, as_of)


def _own_term(life: Life, events: Sequence[Stated]) -> _Own:
    ends = [event.effective_date - _DAY for event in events if event.effective_date]
    last_day = life.last_day or max(ends, default=None)
    trial = bool(events) and all(is_trial_term(event.evidence) for event in events)
    condition = next((event.condition for event in events if event.condition), "")
    uncounted = next((event.evidence for event in events if event.effective_date is None), "")
    return _Own(last_day, trial, tuple(event.event_id for event in events), condition, uncounted)


def _term(life: Life, own: _Own, renewals: Iterable[Stated]) -> Iterator[Turn]:
    first, last = life.starts or life.begins, own.last_day
    if last is not None and last < max(life.begins, life.in_force or life.begins):
        yield _ask(life, life.begins, record("status.term_before_start", day=last), own.because)
        last = None
    elif last is None and own.condition:
        yield _ask(life, first, record("status.conditional_term", condition=own.condition), own.because)
    elif last is None and own.uncounted:
        yield _ask(life, first, record("status.term_from_unknown_day", evidence=own.uncounted), own.because)
    if last is not None and not own.because:
        yield _ask(life, first, record("status.term_not_in_text", day=last))
        last = None  # a field of a web page or a catalogue is no clause of the text
    because, trial, length = own.because, own.trial, length_of(first, last) if last and last >= first else None
    for event in sorted(renewals, key=lambda one: (effect_day(one).day or date.max, one.event_id)):
        day = effect_day(event).day
        renewal = _renewal(event)
        if event.relation is Relation.EXTEND and (day is None or day == renewal.last_day):
            day = event.decision.issued or event.made or day
        if day is None:
            continue
        new = _new_last_day(renewal, last, day, length)
        late = last is not None and min(day, event.made or day) > last
        if last is not None and late:
            yield _end(life, last, because, trial)
        if event.relation is Relation.EXTEND:
            yield turn(event, life, day, Kind.CONTINUE, "late_renewal" if late else "extended", Status.IN_FORCE)
        if new is not None:
            last, because, trial = new, (*because, event.event_id), False
    if last is not None:
        yield _end(life, last, because, trial)


def _renewal(event: Stated) -> Renewal:
    if event.relation is Relation.EXTEND and event.cutoff:
        return Renewal(last_day=event.cutoff)
    return read_renewal(f"{event.evidence}\n{event.condition}")


def _new_last_day(renewal: Renewal, last: date | None, day: date, length: Term | None) -> date | None:
    """The last day after a renewal; None where it leaves the term as it was."""
    if renewal.last_day is not None:
        return renewal.last_day if renewal.last_day >= day else None
    if renewal.added is not None:
        return later(last, renewal.added) if last is not None else None
    if renewal.term is not None:
        return after(day, renewal.term)
    return after(day, length) if renewal.restarts and length is not None else None


def _end(life: Life, last: date, because: tuple[str, ...], trial: bool) -> Turn:
    if trial:
        question = record("status.trial_over", day=last)
        return Turn(
            life.instrument_id, last + _DAY, Kind.QUESTION, "trial_over", because=because, questions=(question,)
        )
    return Turn(life.instrument_id, last + _DAY, Kind.EXPIRE, "term_over", Status.EXPIRED, because, label=life.label)


def _ask(life: Life, day: date, question: str, because: tuple[str, ...] = ()) -> Turn:
    return Turn(life.instrument_id, day, Kind.QUESTION, because=because, questions=(question,))


def _default_term(life: Life, rules: Sequence[Rule], as_of: date) -> Iterator[Turn]:
    """Ask where the place's rules give a term to documents that state none; such a rule never ends anything alone."""
    if life.normativity == "not_normative" or life.starts is None or not life.maker.region:
        return
    binding = rules_for(life.maker.region, life.made or life.starts, rules)
    kind = "trial" if life.key.trial else "general"
    rule = find_rule(binding, f"default_term_{kind}")
    term = parse_term(rule.value) if rule else None
    if rule is None or term is None:
        return
    over = after(life.starts, term) + _DAY
    if over <= as_of:
        state = record("status.rule_verified" if rule.verified else "status.rule_unverified")
        text = record("status.default_term_passed", place=rule.place, day=over, source=rule.source, state=state)
        yield _ask(life, over, text)
