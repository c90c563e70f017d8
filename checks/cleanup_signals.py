"""What speaks for ending, revising or keeping an instrument: one function a kind of sign, each with its quotations.

Signs are found here and weighed in ``checks.cleanup``; none of them is a decision.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from checks.cleanup_case import Case, Signal, name_of
from gongwen.cleanup import (
    abolished_organs,
    competition_signs,
    last_deadline,
    last_task_year,
    named,
    objects_gone,
    upper_law,
)
from gongwen.dates import add_months
from gongwen.likeness import title_key
from gongwen.messages import record
from gongwen.model import ENDINGS, Relation, Scope, Status

ENDED = frozenset({Status.REPEALED, Status.DECLARED_INVALID, Status.EXPIRED, Status.RESIDUAL_LAPSED})
_LONGER = frozenset({Relation.EXTEND, Relation.CONTINUE})
_TERMS = frozenset({Relation.EXPIRE_SELF, *_LONGER})
_ENDERS = ENDINGS | {Relation.REVOKE, Relation.WITHDRAW}
EVALUATION_LEAD_MONTHS = 6  # where no rule of the place says otherwise: 到期前六个月内评估


def signals(case: Case, *, lead_months: int = EVALUATION_LEAD_MONTHS) -> list[Signal]:
    """Return every signal of a case, the strongest kinds first."""
    found = [signal for kind in _KINDS for signal in kind(case)]
    return found + list(_expiring(case, lead_months))


def _stated_end(case: Case) -> Iterator[Signal]:
    """Yield what others have ended in so many words: a fact to be listed, no longer a question."""
    status = case.status.get("status")
    if status not in (Status.REPEALED, Status.DECLARED_INVALID, Status.RESIDUAL_LAPSED):
        return
    because = set(case.status.get("because") or ())
    enders = [one for one in case.effects if one.event["relation"] in _ENDERS]
    ending = [one for one in enders if one.event["event_id"] in because] or enders
    sources = record("cleanup.list_joint").join(dict.fromkeys(one.source_name for one in ending))
    evidence = tuple(dict.fromkeys(one.event["evidence"] for one in ending if one.event["evidence"]))
    told = {"source": sources, "since": case.status.get("since") or "", "what": record(f"words.status_{status}")}
    if status == Status.RESIDUAL_LAPSED:
        message = "residual" if sources else "stated_end_unseen"
        yield Signal("applicability_over", record(f"cleanup.{message}", **told), evidence, "doubtful")
        return
    message = "stated_end" if sources else "stated_end_unseen"
    certainty = "certain" if evidence and not case.status.get("open_questions") else "doubtful"
    result = "repeal" if status == Status.REPEALED else "declare_invalid"
    yield Signal("already_ended", record(f"cleanup.{message}", **told), evidence, certainty, result)


def _expired(case: Case) -> Iterator[Signal]:
    """Yield the end of a stated term: as the status has it, else as the text has it where the status is silent."""
    status, since, end = case.status.get("status"), case.status.get("since"), case.validity_end
    because = set(case.status.get("because") or ())
    terms = [one for one in case.effects if one.event["relation"] in _TERMS]
    unused = [one for one in terms if one.event["event_id"] not in because]
    if status == Status.EXPIRED:
        last = since - timedelta(days=1) if since else end or ""
        doubtful = case.status.get("open_questions") or any(one.event["relation"] in _LONGER for one in unused)
    elif end is not None and end < case.as_of and status not in ENDED:
        if any(one.event["relation"] in _LONGER for one in terms):
            return
        last, doubtful = end, True
    else:
        return
    evidence = tuple(one.event["evidence"] for one in terms)
    yield Signal("term_expired", record("cleanup.expired", end=last), evidence, "doubtful" if doubtful else "certain")


def _revision(case: Case) -> Iterator[Signal]:
    """Yield what earlier decisions put down for revision, and whether the day for it has passed."""
    for one in case.effects:
        if one.event["relation"] not in (Relation.TO_BE_REVISED, Relation.CONDITIONAL_LAPSE):
            continue
        due = one.event["effective_date"]
        evidence = (one.event["evidence"] or "",)
        if isinstance(due, date) and due < case.as_of and not case.later:
            reason = record("cleanup.revision_overdue", source=one.source_name, due=due)
            yield Signal("revision_overdue", reason, evidence)
        elif one.event["relation"] == Relation.TO_BE_REVISED:
            yield Signal("partial_conflict", record("cleanup.to_be_revised", source=one.source_name), evidence)


def _later_version(case: Case) -> Iterator[Signal]:
    if case.status.get("status") in ENDED:
        return
    own = title_key(case.instrument["title"] or "")
    for other in case.later:
        same = title_key(other["title"] or "").stem == own.stem
        message = "later_version" if same else "later_text"
        reason = record(f"cleanup.{message}", other=name_of(other), date=other["made"])
        yield Signal("superseded_not_repealed" if same else "covered_by_new", reason, (other["title"] or "",))


def _basis(case: Case) -> Iterator[Signal]:
    for basis in case.bases:
        law = upper_law(basis.title)
        shown = named(basis.title)
        if law and law.ended_on <= case.as_of and (case.made is None or case.made < law.ended_on):
            successor = named(law.successor) if law.successor else ""
            message = "basis_replaced" if successor else "basis_ended"
            reason = record(f"cleanup.{message}", basis=shown, date=law.ended_on, successor=successor)
            yield Signal("basis_amended" if successor else "basis_repealed", reason, (basis.sentence,))
        elif basis.instrument is not None and basis.status in ENDED:
            words = record(f"words.status_{basis.status}")
            reason = record("cleanup.basis_held", basis=name_of(basis.instrument), status=words)
            yield Signal("basis_repealed", reason, (basis.sentence,))
        elif basis.instrument is not None and basis.status in (Status.AMENDED, Status.PARTIALLY_REPEALED):
            words = record(f"words.status_{basis.status}")
            reason = record("cleanup.basis_held", basis=name_of(basis.instrument), status=words)
            yield Signal("basis_amended", reason, (basis.sentence,))


def _objects(case: Case) -> Iterator[Signal]:
    title = case.instrument["title"] or ""
    in_title = {sign.word: sign for sign in objects_gone(title)}
    for sign in in_title.values():
        yield Signal("object_gone", record("cleanup.object_gone", word=sign.word), (title,))
    for sign in objects_gone(case.text):
        if sign.word not in in_title:
            yield Signal("partial_conflict", record("cleanup.object_mentioned", word=sign.word), (sign.sentence,))


def _tasks(case: Case) -> Iterator[Signal]:
    title = case.instrument["title"] or ""
    year = last_task_year(title)
    if year is not None and year < case.as_of.year:
        yield Signal("task_done", record("cleanup.task_year", year=year), (title,))
        return
    deadline = last_deadline(case.text)
    if deadline and deadline.year is not None and deadline.year < case.as_of.year and not title_key(title).regulation:
        yield Signal("task_done", record("cleanup.task_deadline", year=deadline.year), (deadline.sentence,))


def _organs(case: Case) -> Iterator[Signal]:
    made = case.made or date(case.instrument["year"] or 1, 1, 1)
    for sign in abolished_organs(case.text, made=made):
        if sign.on is not None and sign.on <= case.as_of:
            reason = record("cleanup.organ_gone", organ=sign.word, successor=sign.successor)
            yield Signal("organ_change", reason, (sign.sentence,))


def _competition(case: Case) -> Iterator[Signal]:
    for sign in competition_signs(case.text):
        yield Signal("anti_competition", record("cleanup.competition", word=sign.word), (sign.sentence,))


def _continued(case: Case) -> Iterator[Signal]:
    for one in case.effects:
        if one.event["relation"] == Relation.CONTINUE and one.event["scope"] in (None, Scope.WHOLE):
            reason = record("cleanup.continued", source=one.source_name)
            yield Signal("valid_needed", reason, (one.event["evidence"] or "",))


def _expiring(case: Case, lead_months: int) -> Iterator[Signal]:
    end = case.validity_end
    if end is not None and case.as_of <= end <= add_months(case.as_of, lead_months):
        yield Signal("valid_needed", record("cleanup.expiring", end=end), (), "doubtful")


_KINDS: tuple[Callable[[Case], Iterator[Signal]], ...] = (
    _stated_end,
    _expired,
    _revision,
    _later_version,
    _basis,
    _objects,
    _tasks,
    _competition,
    _organs,
    _continued,
)
