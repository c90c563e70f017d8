"""From texts to facts: documents with their fields, what they cite and what they state, and their signatures."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date

import polars as pl

from checks.duplicates import sign as signatures_of
from gongwen.citation import find_citations
from gongwen.effects import find_effects, resolve_effective
from gongwen.messages import record
from gongwen.model import CarrierClass, Effect, FileState, Remark, Witness
from gongwen.text import fold_key
from gongwen.validity import find_validity
from ingest.assemble import Found, ReadFile, assemble, doc_id
from ingest.extraction import MetadataValue
from ingest.parsed import ParsedDocument
from ingest.working_days import after_working_days
from pipelines.runner import Inputs, Tables
from pipelines.steps.intake import frame, remark_rows

_HEAD_OF_ANNEX = 400  # characters in which an annex says its name itself
_NOT_COLUMNS = frozenset({"offset", "end", "fields", "remarks", "parent", "part", "shown_status"})


def describe(given: Inputs) -> Tables:
    """Take every text apart into its documents, each with its fields and their witnesses."""
    files = {row["sha256"]: row for row in given.tables["files"].iter_rows(named=True) if row["state"] is None}
    documents: list[dict[str, object]] = []
    fields: list[dict[str, object]] = []
    remarks: list[dict[str, str]] = []
    known = dict(given.tables["files"].select("path", "same_as").iter_rows())
    for found in assemble(_read_files(given.tables["texts"], files), known=known):
        year = found.file.year
        told = list(found.remarks)
        if not found.documents and not told:
            told.append(Remark("no_document", "warning", record("findings.no_document")))
        remarks += remark_rows("describe", told, table="files", row=found.file.path, year=year)
        for one in found.documents:
            documents.append(_document_row(one, found))
            fields += _field_rows(one, doc_id(found.file, one), year)
            remarks += remark_rows("describe", one.remarks, table="documents", row=doc_id(found.file, one), year=year)
    return {"documents_found": frame(documents), "fields_found": frame(fields), "remarks": frame(remarks)}


def _read_files(texts: pl.DataFrame, files: Mapping[str, Mapping[str, object]]) -> Iterator[ReadFile]:
    """Yield every text that was read, with its file."""
    for row in texts.iter_rows(named=True):
        file = files.get(row["sha256"])
        if file is None or row["state"] != FileState.READ:
            continue
        told = tuple(MetadataValue(Witness(witness), key, value) for witness, key, value in json.loads(row["metadata"]))
        kind = str(row["format"] or file["format"])
        yield ReadFile(str(file["path"]), row["sha256"], kind, str(file["accession_year"]), row["text"], told)


def _document_row(one: ParsedDocument, found: Found) -> dict[str, object]:
    parents = {other.part: doc_id(found.file, other) for other in found.documents}
    return {
        **{name: getattr(one, name) for name in one.__dataclass_fields__ if name not in _NOT_COLUMNS},
        "doc_id": doc_id(found.file, one),
        "path": found.file.path,
        "part": one.part,
        "parent_doc_id": found.parent if one.parent is None else parents[one.parent],
        "sha256": found.file.sha256,
        "accession_year": found.file.year,
        "text_start": one.offset,
        "text_end": one.end,
        "co_issuers": list(one.co_issuers),
    }


def _field_rows(one: ParsedDocument, doc_id: str, year: str) -> Iterator[dict[str, object]]:
    seen: dict[tuple[str, str], int] = {}
    for value in one.fields:
        key = (value.field, str(value.witness))
        ordinal = seen[key] = seen.get(key, -1) + 1
        row: dict[str, object] = {"doc_id": doc_id, "ordinal": ordinal, "accession_year": year}
        row |= {name: item for name, item in asdict(value).items() if name not in ("start", "end")}
        row |= {"span_start": value.start, "span_end": value.end}
        if value.start is not None:  # what stands there, to the letter; ``value`` is what was made of it
            row["raw"] = one.text[value.start : value.end]
        yield row


def cite(given: Inputs) -> Tables:
    """Find what every document cites and what it states about other documents and about itself."""
    documents = given.tables["documents_found"]
    children: dict[str, list[dict[str, object]]] = {}
    inside = pl.col("parent_doc_id").str.head(16) == pl.col("sha256").str.head(16)  # of the same file
    inside = inside.fill_null(value=False)
    for row in documents.filter(inside).iter_rows(named=True):
        children.setdefault(row["parent_doc_id"], []).append(row)
    citations: list[dict[str, object]] = []
    events: list[dict[str, object]] = []
    for row in documents.filter(~inside).iter_rows(named=True):
        owners = _owners(row, children.get(row["doc_id"], []))
        citations += _citation_rows(row, owners)
        events += _event_rows(row, owners)
    return {"citations_found": frame(citations), "events_stated": frame(events)}


Owners = list[tuple[int, int, str]]  # start and end in the root's text, doc_id; the narrowest first


def _owners(root: dict[str, object], children: list[dict[str, object]]) -> Owners:
    """Say which part of the root's text belongs to which enclosed document."""
    text = str(root["text"])
    places = []
    after = 0
    for child in sorted(children, key=lambda one: int(str(one["text_start"]))):
        start = text.find(str(child["text"]), after)
        if start >= 0:
            places.append((start, start + len(str(child["text"])), str(child["doc_id"])))
            after = start
    return [*sorted(places, key=lambda place: place[1] - place[0]), (0, len(text) + 1, str(root["doc_id"]))]


def _owner(owners: Owners, start: int, end: int) -> tuple[str, int]:
    return next((doc_id, first) for first, last, doc_id in owners if first <= start and end <= last)


def _citation_rows(row: dict[str, object], owners: Owners) -> Iterator[dict[str, object]]:
    taken: set[tuple[str, int]] = set()
    for one in find_citations(str(row["text"])):
        doc_id, first = _owner(owners, one.start, one.end)
        if (doc_id, one.start - first) in taken:
            continue
        taken.add((doc_id, one.start - first))
        yield {
            "doc_id": doc_id,
            "span_start": one.start - first,
            "span_end": one.end - first,
            "title": one.title,
            "document_number": "；".join(number.canonical for number in one.numbers) or None,
            "as_basis": one.as_basis,
            "accession_year": row["accession_year"],
        }


def _event_rows(row: dict[str, object], owners: Owners) -> Iterator[dict[str, object]]:
    written, published, in_force = (_day(row[name]) for name in ("date_written", "date_published", "date_in_force"))
    text = str(row["text"])
    heading = _heading_of_annex(row, text)
    effects = find_effects(
        heading + text,
        title=str(row["title"] or ""),
        carrier_class=CarrierClass(str(row["carrier_class"])),
        validity=find_validity(text, date_written=written, date_published=published, working_days=after_working_days),
        date_written=written,
        date_published=published,
    )
    seen: dict[str, int] = {}
    for effect in effects:
        if effect.start < len(heading):
            continue
        effect = replace(effect, start=effect.start - len(heading), end=effect.end - len(heading))
        one = resolve_effective(effect, date_in_force=in_force, date_published=published, date_written=written)
        doc_id, first = _owner(owners, one.start, one.end)
        made = _event_row(one, text[one.start : one.end], doc_id, first, seen)
        yield made | {"accession_year": row["accession_year"]}


def _heading_of_annex(row: Mapping[str, object], text: str) -> str:
    """Return the name by which its paper lists an annex that lies in a file of its own and does not say it itself."""
    title = str(row["title"] or "")
    if not row["parent_doc_id"] or not title or fold_key(title) in fold_key(text[:_HEAD_OF_ANNEX]):
        return ""
    return title + "\n"


def _event_row(one: Effect, quoted: str, doc_id: str, first: int, seen: dict[str, int]) -> dict[str, object]:
    """Return the row of the effect; its evidence is what stands in the text, to the letter."""
    number = "；".join(one.target_numbers) or None
    said = "\x1f".join((doc_id, one.relation, one.target_title or "", number or "", one.scope_detail, quoted))
    ordinal = seen[said] = seen.get(said, -1) + 1
    return {
        "event_id": hashlib.sha256(f"{said}\x1f{ordinal}".encode()).hexdigest()[:20],
        "source_doc_id": doc_id,
        "relation": str(one.relation),
        "target_title": one.target_title,
        "target_number": number,
        "scope": str(one.scope),
        "scope_detail": one.scope_detail or None,
        "modality": str(one.modality),
        "effective_date": one.effective_date,
        "effective_basis": str(one.effective_basis) if one.effective_basis else None,
        "via": str(one.via),
        "expected_count": one.expected_count,
        "evidence": quoted,
        "span_start": one.start - first,
        "span_end": one.end - first,
        "confidence": one.confidence,
        "target_date": one.target_date,
        "condition": one.condition or None,
        "cutoff": one.cutoff,
        "issuers": list(one.issuers),
        "exceptions": one.exceptions or None,
        "rule": one.rule,
    }


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def sign(given: Inputs) -> Tables:
    """Give every document the signature by which near texts are found."""
    return {"signatures": signatures_of(given.tables["documents_found"])}
