"""The events as the status engine sees them: who states each, on what day it takes effect, which instruments it means.

Nothing is judged here; which events have any force is decided in ``status_turns``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from checks.status_life import JOINT, Life
from gongwen.model import Basis, Modality, Relation

_EVENT = [
    "event_id", "source_doc_id", "relation", "scope", "scope_detail", "modality", "effective_date", "effective_basis",
    "expected_count", "evidence", "confidence", "condition", "cutoff", "issuers", "exceptions",
    "target_title", "target_number",
]  # fmt: skip
_SHOWN = 80  # characters of evidence shown in a question


@dataclass(frozen=True, slots=True)
class Stated:
    """One event with its source and its targets. ``chosen`` and ``possible`` are instrument ids with their scores."""

    event_id: str
    relation: Relation
    scope: str
    scope_detail: str
    modality: str
    title: str  # of the target, as named
    numbers: tuple[str, ...]
    evidence: str
    condition: str
    effective_date: date | None
    basis: str
    cutoff: date | None
    issuers: tuple[str, ...]
    exceptions: str
    expected_count: int | None
    confidence: float
    document: str  # the document that states it
    source: Life  # the instrument that the document carries
    decision: Life  # the instrument of the paper that it is part of: the cover of an annexed list
    chosen: tuple[tuple[str, float], ...]
    possible: tuple[str, ...]

    @property
    def enacted(self) -> bool:
        """Tell whether it brings its effect about: enacted, and in an issued document."""
        return self.modality == Modality.ENACTED and (self.source.official or self.decision.official)

    @property
    def named(self) -> bool:
        """Tell whether it names a document, by title or by number."""
        return bool(self.title or self.numbers)

    @property
    def made(self) -> date | None:
        """Return the day on which it was decided."""
        return self.decision.made or self.source.made

    @property
    def shown(self) -> str:
        """Return the evidence, cut to what fits into a question."""
        words = " ".join(self.evidence.split())
        return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class EffectDay:
    """The day an event takes effect; ``assumed`` where only the year of its source is known."""

    day: date | None
    assumed: bool = False


def effect_day(event: Stated) -> EffectDay:
    """Return the day on which the event takes effect, from its own date or from the days of its source.

    The day of publication is that of the life: a web page may have been posted years later. A source that states no day
    of coming into force acts from its issue.
    """
    source, decision, said = event.source, event.decision, event.effective_date
    if event.basis == Basis.CONDITION:
        return EffectDay(said)
    written, issued = source.made or decision.made, decision.issued or source.issued
    in_force = source.in_force or decision.in_force
    if event.basis == Basis.WRITTEN:
        day = written or said
    elif event.basis == Basis.PUBLISHED:
        day = issued or said
    elif event.basis == Basis.DATE:
        day = said
    else:
        day = said or in_force
    known = day or in_force or issued or written
    return EffectDay(known) if known is not None else EffectDay(source.starts, assumed=True)


def read_events(
    *,
    events: pl.DataFrame,
    event_targets: pl.DataFrame,
    documents: pl.DataFrame,
    instrument_documents: pl.DataFrame,
    lives: Mapping[str, Life],
) -> list[Stated]:
    """Return every event whose source is an instrument, ordered by event id."""
    carried = dict(instrument_documents.sort("instrument_id").select("doc_id", "instrument_id").iter_rows())
    parents = dict(documents.select("doc_id", "parent_doc_id").iter_rows())
    chosen: dict[str, list[tuple[str, float]]] = {}
    possible: dict[str, list[str]] = {}
    targets = event_targets.sort("event_id", "instrument_id").select("event_id", "instrument_id", "score", "chosen")
    for event_id, instrument_id, score, is_chosen in targets.iter_rows():
        if is_chosen:
            chosen.setdefault(event_id, []).append((instrument_id, 1.0 if score is None else score))
        else:
            possible.setdefault(event_id, []).append(instrument_id)
    stated = []
    for row in events.sort("event_id").select(_EVENT).iter_rows(named=True):
        source = lives.get(carried.get(row["source_doc_id"], ""))
        if source is None:
            continue
        top = _top(row["source_doc_id"], parents)
        stated.append(
            Stated(
                event_id=row["event_id"],
                relation=Relation(row["relation"]),
                scope=row["scope"] or "whole",
                scope_detail=row["scope_detail"] or "",
                modality=row["modality"] or Modality.ENACTED,
                title=row["target_title"] or "",
                numbers=tuple(one for one in (row["target_number"] or "").split(JOINT) if one),
                evidence=row["evidence"] or "",
                condition=row["condition"] or "",
                effective_date=row["effective_date"],
                basis=row["effective_basis"] or "",
                cutoff=row["cutoff"],
                issuers=tuple(row["issuers"] or ()),
                exceptions=row["exceptions"] or "",
                expected_count=row["expected_count"],
                confidence=1.0 if row["confidence"] is None else row["confidence"],
                document=row["source_doc_id"],
                source=source,
                decision=lives.get(carried.get(top, ""), source),
                chosen=tuple(one for one in chosen.get(row["event_id"], ()) if one[0] in lives),
                possible=tuple(one for one in possible.get(row["event_id"], ()) if one in lives),
            )
        )
    return stated


def _top(document: str, parents: Mapping[str, str | None]) -> str:
    """The paper of which the document is a part, through all depths; a circle of parents ends where it began."""
    seen = {document}
    while (parent := parents.get(document)) and parent not in seen:
        document = parent
        seen.add(document)
    return document
