"""Everything known of one instrument that is up for cleanup, gathered from the tables, and the shape of a signal.

What speaks for which result is found in ``checks.cleanup_signals`` and weighed in ``checks.cleanup``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from gongwen.cleanup import named, sentence_at
from gongwen.model import Relation

Row = Mapping[str, Any]

IN_SCOPE = ("normative", "needs_review")
_ROLE_ORDER = {"text": 0, "annex": 1, "cover": 2, "copy": 3, "reprint": 4}


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that speaks for a result. ``certainty``: certain, doubtful, unknown; ``evidence``: the very words."""

    code: str
    reason: str
    evidence: tuple[str, ...]
    certainty: str = "doubtful"
    result: str = ""  # where it is not the one that the code stands for


@dataclass(frozen=True, slots=True)
class Effect:
    """An enacted event that bears on this instrument, and the paper that states it."""

    event: Row
    source_name: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A document named as authority: as cited, the sentence, and the instrument it is where that is known."""

    title: str
    sentence: str
    instrument: Row | None
    status: str


@dataclass(frozen=True, slots=True)
class Case:
    """One instrument in scope, with its text of record, its status, and what others say of it."""

    instrument: Row
    status: Row
    text: str
    made: date | None
    validity_end: date | None
    effects: tuple[Effect, ...]
    bases: tuple[Basis, ...]
    later: tuple[Row, ...]  # later versions by the same organ: instruments, with ``made``
    as_of: date


@dataclass(frozen=True, slots=True)
class Tables:
    """The frames that cleanup reads, as published."""

    instruments: pl.DataFrame
    instrument_documents: pl.DataFrame
    statuses: pl.DataFrame
    events: pl.DataFrame
    event_targets: pl.DataFrame
    pairs: pl.DataFrame
    citations: pl.DataFrame
    documents: pl.DataFrame


def cases(tables: Tables, *, as_of: date) -> Iterator[Case]:
    """Yield a case for every held instrument that is normative or may be, in the order of their ids."""
    if tables.instruments.is_empty():
        return
    index = _Index(tables)
    held = tables.instruments.filter(pl.col("held") & pl.col("normativity").is_in(IN_SCOPE))
    for instrument in held.sort("instrument_id").iter_rows(named=True):
        yield index.case(instrument, as_of)


def name_of(row: Row) -> str:
    """Return how a document or instrument is called in a sentence: 《title》（number）."""
    return named(row.get("title") or "", row.get("document_number") or "")


class _Index:
    def __init__(self, tables: Tables) -> None:
        self.documents = {row["doc_id"]: row for row in tables.documents.iter_rows(named=True)}
        self.instruments = {row["instrument_id"]: row for row in tables.instruments.iter_rows(named=True)}
        self.statuses = {row["instrument_id"]: row for row in tables.statuses.iter_rows(named=True)}
        self.carriers: dict[str, list[Row]] = defaultdict(list)
        self.instrument_of: dict[str, list[str]] = defaultdict(list)
        for row in _rows(tables.instrument_documents, "instrument_id", "doc_id"):
            self.carriers[row["instrument_id"]].append(row)
            self.instrument_of[row["doc_id"]].append(row["instrument_id"])
        self.events = {row["event_id"]: row for row in _rows(tables.events, "event_id") if row["modality"] == "enacted"}
        self.aimed = _aimed(tables.event_targets)
        self.own = _own_terms(self.events)
        self.citations: dict[str, list[Row]] = defaultdict(list)
        for row in _rows(tables.citations, "doc_id", "span_start"):
            if row["as_basis"]:
                self.citations[row["doc_id"]].append(row)
        self.versions = self._versions(tables.pairs)

    def case(self, instrument: Row, as_of: date) -> Case:
        instrument_id = instrument["instrument_id"]
        carriers = [row["doc_id"] for row in sorted(self.carriers[instrument_id], key=_record_first)]
        documents = [self.documents[doc_id] for doc_id in carriers if doc_id in self.documents]
        return Case(
            instrument=instrument,
            status=self.statuses.get(instrument_id, {}),
            text=next((row["text"] for row in documents if row["text"]), ""),
            made=self._made(instrument_id),
            validity_end=next((row["validity_end"] for row in documents if row["validity_end"]), None),
            effects=tuple(self._effects(instrument_id, carriers)),
            bases=tuple(self._bases(documents)),
            later=tuple(self._later(instrument)),
            as_of=as_of,
        )

    def _effects(self, instrument_id: str, carriers: Sequence[str]) -> Iterator[Effect]:
        """Yield what is aimed at the instrument, what its status rests on, and the term that it states itself."""
        because = self.statuses.get(instrument_id, {}).get("because") or ()
        terms = [event_id for doc_id in carriers for event_id in self.own[doc_id]]
        for event_id in dict.fromkeys([*self.aimed[instrument_id], *because, *terms]):
            event = self.events.get(event_id)
            if event is None:
                continue
            source = self.documents.get(event["source_doc_id"], {})
            paper = self.documents.get(source.get("parent_doc_id") or "", source)
            yield Effect(event, name_of(paper))

    def _made(self, instrument_id: str) -> date | None:
        carriers = sorted(self.carriers[instrument_id], key=_record_first)
        days = [self.documents[row["doc_id"]]["date_written"] for row in carriers if row["doc_id"] in self.documents]
        return next((day for day in days if day), None)

    def _bases(self, documents: Sequence[Row]) -> Iterator[Basis]:
        seen: set[tuple[str, str]] = set()
        for document in documents:
            for row in self.citations[document["doc_id"]]:
                target = row["target_instrument_id"] or ""
                known = (row["title"] or "", target)
                if known in seen:
                    continue
                seen.add(known)
                sentence = sentence_at(document["text"] or "", row["span_start"], row["span_end"])
                status = str(self.statuses.get(target, {}).get("status") or "")
                yield Basis(row["title"] or "", sentence, self.instruments.get(target), status)

    def _later(self, instrument: Row) -> Iterator[Row]:
        """Yield the later versions by the same organ: same work, or a compared pair that was found to be versions."""
        instrument_id, made = instrument["instrument_id"], self._made(instrument["instrument_id"])
        if made is None:
            return
        others = set(self.versions[instrument_id])
        for other in sorted(others - {instrument_id}):
            row, day = self.instruments.get(other), self._made(other)
            if row is None or day is None or day <= made or not row["held"]:
                continue
            if row["issuer"] and row["issuer"] == instrument["issuer"]:
                yield {**row, "made": day}

    def _versions(self, pairs: pl.DataFrame) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        works: dict[str, list[str]] = defaultdict(list)
        for row in self.instruments.values():
            if row["work_id"]:
                works[row["work_id"]].append(row["instrument_id"])
        for members in works.values():
            for member in members:
                found[member].update(members)
        if pairs.is_empty():
            return found
        for left, right in (
            pairs.filter(pl.col("verdict") == "version").select("left_doc_id", "right_doc_id").iter_rows()
        ):
            for one in self.instrument_of[left]:
                for other in self.instrument_of[right]:
                    found[one].add(other)
                    found[other].add(one)
        return found


def _aimed(event_targets: pl.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for target in _rows(event_targets, "event_id", "instrument_id"):
        if target["chosen"]:
            found[target["instrument_id"]].append(target["event_id"])
    return found


def _own_terms(events: Mapping[str, Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for event_id, event in events.items():
        if event["relation"] == Relation.EXPIRE_SELF:
            found[event["source_doc_id"]].append(event_id)
    return found


def _record_first(row: Row) -> tuple[bool, int, str]:
    return not row["is_text_of_record"], _ROLE_ORDER.get(row["role"] or "", 9), row["doc_id"]


def _rows(frame: pl.DataFrame, *keys: str) -> Iterator[Row]:
    if not frame.is_empty():
        yield from frame.sort(*keys).iter_rows(named=True)
