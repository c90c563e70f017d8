"""Proposes what a cleanup should do with each normative document, with the reasons and the very words (清理候选).

The machine proposes, a person decides, and only an issued document has effect: nothing here changes a status. Every
held instrument in scope has exactly one row, those that should continue included.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from checks.cleanup_case import Case, Signal, Tables, cases
from checks.cleanup_signals import EVALUATION_LEAD_MONTHS, signals
from gongwen.cleanup import reasons
from gongwen.messages import record
from gongwen.model import Status
from gongwen.rules import Rule, find_rule, rules_for

# Which signal a proposal follows where there are several: facts, then terms, then what a person has to weigh.
_WEIGHT = (
    "already_ended",
    "term_expired",
    "applicability_over",
    "revision_overdue",
    "superseded_not_repealed",
    "covered_by_new",
    "basis_repealed",
    "object_gone",
    "task_done",
    "anti_competition",
    "basis_amended",
    "organ_change",
    "partial_conflict",
    "valid_needed",
)
# Smaller is sooner: conflicts first, then what has a day, then what needs weighing, then facts, then the rest.
_FIRST, _DATED, _WEIGHED, _UNCLEAR, _FACT, _REVISE, _KEEP = range(1, 8)
_OPEN, _DECIDED, _REOPENED = "open", "decided", "reopened"
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "instrument_id": pl.String,
    "proposal": pl.String,
    "reason_code": pl.String,
    "reasons": pl.List(pl.String),
    "evidence": pl.List(pl.String),
    "certainty": pl.String,
    "priority": pl.Int64,
    "review_state": pl.String,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one instrument (contract: ``candidates``)."""

    instrument_id: str
    proposal: str
    reason_code: str
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    certainty: str
    priority: int


def propose(
    instruments: pl.DataFrame,
    statuses: pl.DataFrame,
    events: pl.DataFrame,
    event_targets: pl.DataFrame,
    pairs: pl.DataFrame,
    citations: pl.DataFrame,
    documents: pl.DataFrame,
    decisions: pl.DataFrame,
    rules: pl.DataFrame,
    *,
    instrument_documents: pl.DataFrame,
    as_of: date,
) -> pl.DataFrame:
    """Return ``candidates``: one row for each held instrument that is normative or may be."""
    tables = Tables(
        instruments=instruments,
        instrument_documents=instrument_documents,
        statuses=statuses,
        events=events,
        event_targets=event_targets,
        pairs=pairs,
        citations=citations,
        documents=documents,
    )
    decided = _decisions(decisions)
    held_rules = [Rule(**row) for row in rules.iter_rows(named=True)]
    rows = []
    for case in cases(tables, as_of=as_of):
        found = weigh(case, lead_months=_lead_months(case, held_rules))
        row = {name: getattr(found, name) for name in _SCHEMA if name != "review_state"}
        rows.append(row | {"review_state": _review_state(found, decided)})
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("instrument_id")


def weigh(case: Case, *, lead_months: int = EVALUATION_LEAD_MONTHS) -> Proposal:
    """Choose one proposal for a case from its signals, and keep all reasons and quotations."""
    found = sorted(signals(case, lead_months=lead_months), key=lambda signal: _WEIGHT.index(signal.code))
    leading = found[0] if found else Signal("valid_needed", record("cleanup.nothing_against"), (), "certain")
    result = leading.result or reasons()[leading.code].result
    doubts = _doubts(case)
    told = [signal.reason for signal in found or [leading]]
    evidence = [quotation for signal in found for quotation in signal.evidence if quotation]
    certainty = _certainty(case, leading)
    return Proposal(
        instrument_id=case.instrument["instrument_id"],
        proposal=result,
        reason_code=leading.code,
        reasons=tuple(dict.fromkeys([*told, *doubts])),
        evidence=tuple(dict.fromkeys(evidence)),
        certainty=certainty,
        priority=_priority(case, leading, result),
    )


def evidence_hash(proposal: str, reason_code: str, evidence: Sequence[str]) -> str:
    """Return the digest of what a decision rests on: the proposal, its reason and the quotations, no scores."""
    content = json.dumps([proposal, reason_code, sorted(evidence)], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", errors="surrogatepass")).hexdigest()


def _doubts(case: Case) -> list[str]:
    """Say what is open about an instrument, beyond what speaks for a result."""
    status, questions = case.status.get("status"), list(case.status.get("open_questions") or ())
    joined = record("cleanup.list_joint").join(questions)
    doubts = []
    if status == Status.DISPUTED:
        doubts.append(record("cleanup.disputed", questions=joined))
    elif status in (Status.UNKNOWN, None):
        doubts.append(record("cleanup.unknown", questions=joined))
    else:
        doubts += [record("cleanup.question", question=question) for question in questions]
    if status == Status.SUSPENDED:
        doubts.append(record("cleanup.suspended"))
    if case.instrument["normativity"] == "needs_review":
        doubts.append(record("cleanup.needs_identification"))
    return doubts


def _certainty(case: Case, leading: Signal) -> str:
    status = case.status.get("status")
    if status in (Status.DISPUTED, Status.UNKNOWN, Status.SUSPENDED, None):
        return "unknown"
    if case.status.get("open_questions") or case.instrument["normativity"] == "needs_review":
        return "doubtful"
    return leading.certainty


def _priority(case: Case, leading: Signal, result: str) -> int:
    if case.status.get("status") == Status.DISPUTED:
        return _FIRST
    if leading.code == "revision_overdue" or (leading.code == "valid_needed" and _ends_soon(case)):
        return _DATED
    if leading.code in ("already_ended", "term_expired") and leading.certainty == "certain":
        return _FACT
    if result in ("repeal", "declare_invalid"):
        return _WEIGHED
    if case.status.get("status") in (Status.UNKNOWN, Status.SUSPENDED, None):
        return _UNCLEAR
    if result == "to_be_revised":
        return _REVISE
    return _UNCLEAR if case.instrument["normativity"] == "needs_review" else _KEEP


def _ends_soon(case: Case) -> bool:
    end = case.validity_end
    return end is not None and case.as_of <= end and (end - case.as_of).days <= 366


def _lead_months(case: Case, rules: Sequence[Rule]) -> int:
    rule = find_rule(rules_for(case.instrument["region"] or "", case.as_of, rules), "evaluation_lead_months")
    return int(rule.value) if rule and rule.value.isdecimal() else EVALUATION_LEAD_MONTHS


def _decisions(decisions: pl.DataFrame) -> dict[str, Mapping[str, object]]:
    """Return the last decision on each instrument that none supersedes."""
    if decisions.is_empty():
        return {}
    gone = set(decisions.get_column("supersedes").drop_nulls())
    rows = decisions.filter(pl.col("subject_kind") == "instrument").sort("seq")
    return {row["subject_key"]: row for row in rows.iter_rows(named=True) if row["seq"] not in gone}


def _review_state(found: Proposal, decided: Mapping[str, Mapping[str, object]]) -> str:
    decision = decided.get(found.instrument_id)
    if decision is None:
        return _OPEN
    seen = decision["evidence_hash"]
    now = evidence_hash(found.proposal, found.reason_code, found.evidence)
    return _DECIDED if not seen or seen == now else _REOPENED
