"""Which instrument each citation and each event means, with every candidate and its reasons.

What an event does to its target is not decided here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from checks.resolution_choice import Candidate, Mention
from checks.resolution_index import Index, build_index
from checks.resolution_match import find_targets
from checks.status_frames import REMARKS
from checks.status_life import JOINT, Life
from gongwen.likeness import title_key
from gongwen.messages import record
from gongwen.model import ENDINGS, Modality, Relation, Scope, Via

_LATEST = frozenset({Relation.AMEND, Relation.EXTEND, Relation.CONTINUE, Relation.SUSPEND, Relation.TO_BE_REVISED})
_LISTED = frozenset({Via.LIST_ROW, Via.TABLE_ROW})
_TARGETS = pl.Schema(
    {
        "event_id": pl.String(),
        "instrument_id": pl.String(),
        "score": pl.Float64(),
        "reasons": pl.List(pl.String()),
        "chosen": pl.Boolean(),
    }
)
_TargetRow = tuple[str, str, float, list[str], bool]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Citations and events with the instruments they mean, every candidate, and what a person should look at."""

    citations: pl.DataFrame
    events: pl.DataFrame
    event_targets: pl.DataFrame
    remarks: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Reader:
    """Finds targets once for each way of naming in each source."""

    index: Index
    carried: Mapping[str, str]  # document → instrument
    found: dict[tuple[object, ...], list[Candidate]]

    def read(
        self, document: str, title: str | None, number: str | None, *, day: date | None = None, latest: bool
    ) -> list[Candidate]:
        """Return the candidates for what the document names."""
        source = self.index.lives.get(self.carried.get(document, ""))
        numbers = tuple(one.strip() for one in (number or "").split(JOINT) if one.strip())
        if source is None or not (title or numbers):
            return []
        asked = (title, numbers, day, source.instrument_id, latest)
        if asked not in self.found:
            mention = Mention(title_key(title) if title else None, numbers, day, source, latest)
            self.found[asked] = find_targets(mention, self.index)
        return self.found[asked]


def resolve(
    *,
    citations: pl.DataFrame,
    events: pl.DataFrame,
    documents: pl.DataFrame,
    instruments: pl.DataFrame,
    instrument_documents: pl.DataFrame,
) -> Resolved:
    """Find the instruments that citations and events mean; what is not beyond doubt stays a candidate."""
    index = build_index(documents=documents, instruments=instruments, instrument_documents=instrument_documents)
    carried = dict(instrument_documents.sort("instrument_id").select("doc_id", "instrument_id").iter_rows())
    reader = _Reader(index, carried, {})
    targets = _event_candidates(events, reader)
    settled, rows = _settled(events, targets, index, _records(instrument_documents))
    return Resolved(
        citations=_cited(citations, reader),
        events=settled,
        event_targets=pl.DataFrame(rows, schema=_TARGETS, orient="row").sort("event_id", "instrument_id"),
        remarks=_remarks(events, targets, index, carried),
    )


def _records(instrument_documents: pl.DataFrame) -> dict[str, str]:
    """The document that is the text of record of each instrument."""
    chosen = instrument_documents.sort("is_text_of_record", "doc_id", descending=[False, True], nulls_last=False)
    return dict(chosen.select("instrument_id", "doc_id").iter_rows())


def _cited(citations: pl.DataFrame, reader: _Reader) -> pl.DataFrame:
    if not citations.height:
        return citations
    targets: list[str | None] = []
    for document, title, number in citations.select("doc_id", "title", "document_number").iter_rows():
        chosen = [one for one in reader.read(document, title, number, latest=True) if one.chosen]
        targets.append(chosen[0].instrument_id if len(chosen) == 1 else None)
    return citations.with_columns(pl.Series("target_instrument_id", targets, dtype=pl.String))


def _event_candidates(events: pl.DataFrame, reader: _Reader) -> dict[str, list[Candidate]]:
    if not events.height:
        return {}
    columns = ["event_id", "source_doc_id", "target_title", "target_number", "target_date", "relation"]
    return {
        event_id: reader.read(document, title, number, day=day, latest=relation in _LATEST)
        for event_id, document, title, number, day, relation in events.select(columns).iter_rows()
    }


def _settled(
    events: pl.DataFrame, targets: Mapping[str, Sequence[Candidate]], index: Index, records: Mapping[str, str]
) -> tuple[pl.DataFrame, list[_TargetRow]]:
    """The events with their only target, where there is one, and the rows of all candidates."""
    if not events.height:
        return events, []
    rows = [
        (event_id, one.instrument_id, one.score, list(one.reasons), one.chosen)
        for event_id, candidates in sorted(targets.items())
        for one in candidates
    ]
    instruments: list[str | None] = []
    scopes: list[str | None] = []
    for event_id, title, scope in events.select("event_id", "target_title", "scope").iter_rows():
        chosen = [one.instrument_id for one in targets.get(event_id, ()) if one.chosen]
        instruments.append(chosen[0] if len(chosen) == 1 else None)
        scopes.append(_scope(scope, title, chosen, index))
    documents = [records.get(one) if one is not None else None for one in instruments]
    settled = events.with_columns(
        pl.Series("target_instrument_id", instruments, dtype=pl.String),
        pl.Series("target_doc_id", documents, dtype=pl.String),
        pl.Series("scope", _narrowed(events, instruments, scopes), dtype=pl.String),
    )
    return settled, rows


def _narrowed(
    events: pl.DataFrame, instruments: Sequence[str | None], scopes: Sequence[str | None]
) -> list[str | None]:
    """A sentence that names one of several enclosed texts beside their cover ends that text, not the cover."""
    places = list(zip(*(events.get_column(name) for name in ("source_doc_id", "span_start", "span_end")), strict=True))
    said = list(zip(places, instruments, strict=True))
    parts = {where for where, scope in zip(said, scopes, strict=True) if scope == Scope.ANNEXED_INSTRUMENT and where[1]}
    return [
        str(Scope.ANNEXED_INSTRUMENT) if scope == Scope.WHOLE and where in parts else scope
        for where, scope in zip(said, scopes, strict=True)
    ]


def _scope(scope: str | None, title: str | None, chosen: Iterable[str], index: Index) -> str | None:
    """An event on one of several enclosed instruments does not touch the whole of what the cover carries."""
    stem = title_key(title).stem if title else ""
    parts = [index.known[one].parts for one in chosen]
    one_of_several = any(stem in enclosed for enclosed in parts)
    return str(Scope.ANNEXED_INSTRUMENT) if scope == Scope.WHOLE and one_of_several else scope


def _remarks(
    events: pl.DataFrame, targets: Mapping[str, Sequence[Candidate]], index: Index, carried: Mapping[str, str]
) -> pl.DataFrame:
    rows = [*_unclear(events, targets, index, carried), *_miscounted(events, index, carried)]
    return pl.DataFrame(sorted(set(rows)), schema=REMARKS, orient="row")


_Remark = tuple[str, str, str, str, str, str]


def _label(document: str, index: Index, carried: Mapping[str, str]) -> str:
    life: Life | None = index.lives.get(carried.get(document, ""))
    return life.label if life else document


def _unclear(
    events: pl.DataFrame, targets: Mapping[str, Sequence[Candidate]], index: Index, carried: Mapping[str, str]
) -> Iterable[_Remark]:
    if not events.height:
        return
    columns = ["event_id", "source_doc_id", "relation", "modality", "target_title", "target_number", "evidence"]
    for event_id, document, relation, modality, title, number, evidence in events.select(columns).iter_rows():
        candidates = targets.get(event_id, ())
        if (
            modality != Modality.ENACTED
            or relation not in ENDINGS
            or not candidates
            or any(one.chosen for one in candidates)
        ):
            continue
        source = _label(document, index, carried)
        message = record("resolution.target_unclear", source=source, target=title or number, count=len(candidates))
        yield "event_target_unclear", "warning", "events", event_id, message, evidence or ""


def _miscounted(events: pl.DataFrame, index: Index, carried: Mapping[str, str]) -> Iterable[_Remark]:
    """Lists that have more or fewer rows than the paper says, by document and relation."""
    if not events.height:
        return
    stated: dict[tuple[str, str], set[int]] = {}
    found: dict[tuple[str, str], set[tuple[str | None, str | None]]] = {}
    columns = ["source_doc_id", "relation", "via", "expected_count", "target_title", "target_number", "modality"]
    for document, relation, via, expected, title, number, modality in events.select(columns).iter_rows():
        if modality != Modality.ENACTED:
            continue
        if expected is not None:
            stated.setdefault((document, relation), set()).add(expected)
        if via in _LISTED:
            found.setdefault((document, relation), set()).add((title, number))
    for (document, relation), counts in sorted(stated.items()):
        rows = len(found.get((document, relation), ()))
        if rows and rows != sum(counts) and rows not in counts:
            source = _label(document, index, carried)
            message = record("resolution.list_count", source=source, expected=sum(counts), found=rows)
            yield "list_count_differs", "warning", "documents", document, message, relation
