"""From the turns of an instrument's life to its periods: gap-free, each with rule, reasons and questions.

The state after a day is a function of the turns up to that day and of nothing else. Explicit words outrank terms, terms
outrank what is inferred, and contradictions stay open (disputed).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from checks.status_life import Life
from checks.status_turns import Kind, Turn
from gongwen.messages import record
from gongwen.model import Status
from gongwen.rules import status_rules

_DAY = timedelta(days=1)
_DOUBTED = 0.7  # the highest confidence of a period with open questions


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of an instrument's life; ``last`` is included, None for a stretch without end."""

    instrument_id: str
    first: date
    last: date | None
    status: Status
    rule: str
    because: tuple[str, ...]
    confidence: float
    questions: tuple[str, ...]


@dataclass(slots=True)
class _State:
    """What has happened so far."""

    ended: Turn | None = None
    disputed: tuple[Turn, Turn] | None = None
    clouded: Turn | None = None
    restored: Turn | None = None
    continued: Turn | None = None
    suspended: Turn | None = None
    resumed: Turn | None = None
    partial: Turn | None = None
    amended: Turn | None = None
    trial_over: Turn | None = None
    questions: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Leave a question, once."""
        if question and question not in self.questions:
            self.questions.append(question)


def unfold(life: Life, turns: Iterable[Turn]) -> list[Period]:
    """Return the periods of one life, from its first day on, without end."""
    ordered = sorted(turns, key=lambda one: (one.day, one.kind, one.status or "", one.rule, one.because, one.questions))
    state = _State(questions=list(life.questions))
    begins = life.begins
    days = sorted({begins, *({life.starts} if life.starts and life.starts > begins else ()), *_days(ordered, begins)})
    periods: list[Period] = []
    place = 0
    for day in days:
        while place < len(ordered) and ordered[place].day <= day:
            _apply(state, ordered[place])
            place += 1
        periods.append(_period(life, state, day))
    return _joined(periods)


def _days(turns: Sequence[Turn], begins: date) -> set[date]:
    return {turn.day for turn in turns if turn.day > begins}


def _apply(state: _State, turn: Turn) -> None:
    if turn.kind in (Kind.END, Kind.EXPIRE) and not _is_late_word(state, turn):
        state.questions.clear()  # what was asked before is answered
    for question in turn.questions:
        state.ask(question)
    if turn.kind is Kind.QUESTION:
        state.trial_over = turn if turn.rule == "trial_over" else state.trial_over
    elif turn.kind in (Kind.AMEND, Kind.PARTIAL, Kind.SUSPEND, Kind.RESUME):
        _change(state, turn)
    elif turn.kind in (Kind.EXPIRE, Kind.LAPSE, Kind.END):
        _end(state, turn)
    elif turn.kind is Kind.RESTORE:
        state.ended = state.disputed = state.clouded = None
        state.restored = turn
    elif turn.kind is Kind.CLOUD:
        state.clouded = state.clouded or turn
    else:
        _continue(state, turn)


def _change(state: _State, turn: Turn) -> None:
    if state.ended is not None and turn.kind is not Kind.RESUME:
        if state.ended.kind is Kind.LAPSE:
            _dispute(state, turn, "status.sign_of_life")
        else:
            state.ask(record("status.changed_after_end", source=turn.label))
        return
    if state.clouded is not None and turn.kind is not Kind.RESUME:
        state.ask(record("status.sign_of_life", ended=state.clouded.label, source=turn.label))
        state.clouded = None
    if turn.kind is Kind.AMEND:
        state.amended = turn
    elif turn.kind is Kind.PARTIAL:
        state.partial = turn
    elif turn.kind is Kind.SUSPEND:
        state.suspended = turn
    else:
        state.resumed, state.suspended = turn, None


def _end(state: _State, turn: Turn) -> None:
    if _is_late_word(state, turn):
        return
    state.ended, state.disputed, state.clouded, state.suspended = turn, None, None, None


def _is_late_word(state: _State, turn: Turn) -> bool:
    """Tell whether the turn ends what a word at least as strong has ended: the first word stands."""
    if state.disputed is not None:
        return turn.kind is Kind.LAPSE
    return state.ended is not None and (turn.kind is not Kind.END or state.ended.kind is Kind.END)


def _continue(state: _State, turn: Turn) -> None:
    """A document says that the instrument goes on, or extends it after its term."""
    ended = state.ended
    if ended is None and turn.rule == "revoked_ending":
        return
    if ended is None:
        state.continued, state.clouded = turn, None
    elif ended.kind is Kind.LAPSE:
        state.ask(record("status.sign_of_life", ended=ended.label, source=turn.label))
        state.ended, state.continued = None, turn
    elif ended.kind is Kind.EXPIRE:
        _dispute(state, turn, "status.late_renewal")
    elif turn.made and ended.made and turn.made < ended.made:
        state.ask(record("status.continued_before_end", source=turn.label))
    elif turn.rule == "revoked_ending":
        state.disputed, state.ended = (ended, turn), None
    else:
        _dispute(state, turn, "status.contradiction")


def _dispute(state: _State, turn: Turn, message: str) -> None:
    ended = state.ended
    assert ended is not None
    values = {"ended": ended.label, "continued": turn.label, "source": turn.label, "day": ended.day - _DAY}
    state.ask(record(message, **values))
    state.disputed, state.ended = (ended, turn), None


def _period(life: Life, state: _State, day: date) -> Period:
    status, rule, because, confidence = _standing(life, state, day)
    highest = status_rules()[rule].confidence
    questions = tuple(state.questions)
    confidence = min(highest, confidence, _DOUBTED if questions else 1.0)
    return Period(life.instrument_id, day, None, status, rule, because, round(confidence, 4), questions)


_CONTRADICTIONS = {"revoked_ending": "revoked_ending"}
_Standing = tuple[Status, str, tuple[str, ...], float]


def _standing(life: Life, state: _State, day: date) -> _Standing:
    if state.ended is not None:
        return _by(state.ended)
    if state.disputed is not None:
        ended, turn = state.disputed
        rule = "late_renewal" if ended.kind is Kind.EXPIRE else _CONTRADICTIONS.get(turn.rule, "contradiction")
        both = tuple(dict.fromkeys((*ended.because, *turn.because)))
        return Status.DISPUTED, rule, both, min(ended.confidence, turn.confidence)
    if state.clouded is not None:
        return _by(state.clouded)
    if not life.official:
        return Status.UNKNOWN, "no_issued_text" if life.documents else "nothing_known", (), 1.0
    if life.starts is None:
        return Status.UNKNOWN, "nothing_known", (), 1.0
    if day < life.starts:
        known = life.in_force is not None or life.made is not None
        status = Status.NOT_YET_IN_FORCE if known else Status.UNKNOWN
        return status, "not_yet_in_force" if known else "nothing_known", (), 1.0
    for change in (state.suspended, state.partial, state.amended):
        if change is not None:
            return _by(change)
    return _in_force(life, state)


def _in_force(life: Life, state: _State) -> _Standing:
    for turn, rule in (
        (state.trial_over, "trial_over"),
        (state.restored, state.restored.rule if state.restored else ""),
        (state.resumed, "resumed"),
        (state.continued, state.continued.rule if state.continued else ""),
    ):
        if turn is not None:
            return Status.IN_FORCE, rule, turn.because, turn.confidence
    if life.in_force is not None:
        return Status.IN_FORCE, "no_ending_found", (), 1.0
    dated = life.made is not None or life.published is not None
    return Status.IN_FORCE, "in_force_from_issue" if dated else "in_force_from_year", (), 1.0


def _by(turn: Turn) -> _Standing:
    assert turn.status is not None
    return turn.status, turn.rule, turn.because, turn.confidence


def _joined(periods: Sequence[Period]) -> list[Period]:
    """The periods with like neighbours made one, each ending the day before the next begins."""
    joined: list[Period] = []
    for period in periods:
        before = joined[-1] if joined else None
        if before is None or _said(before) != _said(period):
            joined.append(period)
    ends = [*(later.first - _DAY for later in joined[1:]), None]
    return [
        Period(one.instrument_id, one.first, last, one.status, one.rule, one.because, one.confidence, one.questions)
        for one, last in zip(joined, ends, strict=True)
    ]


def _said(period: Period) -> tuple[object, ...]:
    return period.status, period.rule, period.because, period.confidence, period.questions
