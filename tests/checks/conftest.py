"""A small world for the engines that join tables: papers and what they state, as frames of the contract's shape."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from checks.resolution import Resolved, resolve
from checks.supersession import Judged, judge
from gongwen.issuer import region_of
from gongwen.rules import load_rulesets
from warehouse.schema import conform

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """The tables that the engines read, made of papers; a paper is one document of one instrument unless it says so."""

    papers: Sequence[Row]
    stated: Sequence[Row]

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return documents, instruments, instrument_documents and events."""
        return {
            "documents": conform("documents", _frame(_document(paper) for paper in self.papers)),
            "instruments": conform("instruments", _frame(self._instruments())),
            "instrument_documents": conform(
                "instrument_documents", _frame(_link(paper) for paper in self.papers if paper.get("held", True))
            ),
            "events": conform("events", _frame((*self._terms(), *self._events()))),
        }

    def _events(self) -> Iterable[Row]:
        return (_event(number, event) for number, event in enumerate(self.stated))

    def _terms(self) -> Iterable[Row]:
        """The clause of its own term of every paper that has one, unless the story tells it itself."""
        told = {event["in"] for event in self.stated if event["does"] == "expire_self"}
        for paper in self.papers:
            if "last_day" in paper and paper.get("term_in_text", True) and paper["id"] not in told:
                clause = {"in": paper["id"], "does": "expire_self", "words": "有效期", "id": f"t-{paper['id']}"}
                yield _event(0, clause | {"day": paper["last_day"] and paper["last_day"] + timedelta(days=1)})

    def _instruments(self) -> Iterable[Row]:
        seen = set()
        for paper in self.papers:
            name = paper.get("instrument", paper["id"])
            if name in seen:
                continue
            seen.add(name)
            issuer = paper.get("issuer", "")
            yield {
                "instrument_id": name,
                "work_id": paper.get("work", name),
                "held": paper.get("held", True),
                "title": paper.get("title"),
                "document_number": paper.get("number"),
                "issuer": issuer,
                "region": paper.get("region", region_of(issuer) if issuer else ""),
                "year": paper.get("year", paper["written"].year if "written" in paper else None),
                "normativity": paper.get("normativity", "normative"),
            }

    def resolved(self, citations: Iterable[Row] = ()) -> Resolved:
        """Return what the mentions mean."""
        frames = self.frames()
        return resolve(citations=conform("citations", _frame(citations)), **frames)

    def judged(self, *, as_of: date = date(2025, 1, 1), years_read: Sequence[str] | None = None) -> Judged:
        """Return the standings, after the mentions are resolved."""
        frames, resolved = self.frames(), self.resolved()
        rules = pl.DataFrame([{name: getattr(rule, name) for name in rule.__slots__} for rule in load_rulesets()])
        return judge(
            events=resolved.events,
            event_targets=resolved.event_targets,
            documents=frames["documents"],
            instruments=frames["instruments"],
            instrument_documents=frames["instrument_documents"],
            rules=rules,
            as_of=as_of,
            years_read=[str(year) for year in range(1990, 2031)] if years_read is None else years_read,
        )


def _frame(rows: Iterable[Row]) -> pl.DataFrame:
    listed = list(rows)
    return pl.DataFrame(listed, infer_schema_length=None) if listed else pl.DataFrame()


def _document(paper: Row) -> Row:
    issuer = paper.get("issuer", "")
    return {
        "doc_id": paper["id"],
        "path": f"{paper['id']}.txt",
        "parent_doc_id": paper.get("parent"),
        "title": paper.get("title"),
        "document_number": paper.get("number"),
        "issuer": issuer,
        "co_issuers": list(paper.get("co_issuers", [])),
        "region": paper.get("region", region_of(issuer) if issuer else ""),
        "draft_stage": paper.get("draft"),
        "date_written": paper.get("written"),
        "date_published": paper.get("published"),
        "date_in_force": paper.get("in_force"),
        "validity_end": paper.get("last_day"),
        "year": paper.get("year"),
        "carrier_class": paper.get("class", "official"),
        "normativity": paper.get("normativity", "normative"),
        "text": paper.get("text", ""),
    }


def _link(paper: Row) -> Row:
    role = paper.get("role", "annex" if paper.get("parent") else "text")
    return {
        "instrument_id": paper.get("instrument", paper["id"]),
        "doc_id": paper["id"],
        "role": role,
        "is_text_of_record": role == "text",
        "shown_status": paper.get("shown"),
    }


def _event(number: int, event: Row) -> Row:
    return {
        "event_id": event.get("id", f"e{number:02d}"),
        "source_doc_id": event["in"],
        "relation": event["does"],
        "target_title": event.get("title"),
        "target_number": event.get("number"),
        "target_date": event.get("of"),
        "scope": event.get("scope", "whole"),
        "scope_detail": event.get("detail", ""),
        "modality": event.get("modality", "enacted"),
        "effective_date": event.get("day"),
        "effective_basis": event.get("from", "date" if "day" in event else "in_force"),
        "via": event.get("via", "sentence"),
        "expected_count": event.get("count"),
        "evidence": event.get("words", ""),
        "span_start": event.get("at", 10 * number),
        "confidence": 1.0,
        "condition": event.get("condition", ""),
        "cutoff": event.get("cutoff"),
        "issuers": list(event.get("issuers", [])),
        "exceptions": event.get("exceptions", ""),
    }


@pytest.fixture(scope="session")
def world() -> Callable[[Sequence[Row], Sequence[Row]], World]:
    """Return what makes a world of papers and statements."""
    return World


@pytest.fixture(scope="session")
def cases() -> Path:
    """Return the folder of the tables of cases."""
    return Path(__file__).parents[1] / "cases"
