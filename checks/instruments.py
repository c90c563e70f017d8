"""Documents gathered into instruments: one row for each legal text with a fate of its own, held or only cited.

Which pairs are one text is decided in ``checks.compare``; here the groups get their lasting names, their carriers and
their text of record. Nothing is deleted: every document stays where it is.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import polars as pl

from checks.carriers import Carrier, Likeness, carriers
from checks.cited import Cited, cited, found_again
from checks.holdings import Holding, holdings
from checks.identity import derived_id, name_groups
from checks.joining import join
from gongwen.likeness import title_key
from gongwen.messages import record
from gongwen.model import Normativity, Remark, Verdict

_INSTRUMENT: dict[str, pl.DataType] = {
    "instrument_id": pl.String(),
    "work_id": pl.String(),
    "held": pl.Boolean(),
    "title": pl.String(),
    "document_number": pl.String(),
    "issuer": pl.String(),
    "region": pl.String(),
    "year": pl.Int64(),
    "normativity": pl.String(),
    "first_cited_by": pl.String(),
}
_CARRIER: dict[str, pl.DataType] = {
    "instrument_id": pl.String(),
    "doc_id": pl.String(),
    "role": pl.String(),
    "carrier": pl.String(),
    "address": pl.String(),
    "shown_status": pl.String(),
    "differences": pl.List(pl.String()),
    "is_text_of_record": pl.Boolean(),
    "reason": pl.String(),
}
_IDENTITY: dict[str, pl.DataType] = {"member_key": pl.String(), "instrument_id": pl.String()}
_REMARK: dict[str, pl.DataType] = {
    "code": pl.String(),
    "severity": pl.String(),
    "table_name": pl.String(),
    "row_id": pl.String(),
    "message": pl.String(),
    "evidence": pl.String(),
}
_WORK = "work "


@dataclass(frozen=True, slots=True)
class Grouped:
    """The outcome of grouping, one frame a table."""

    instruments: pl.DataFrame
    instrument_documents: pl.DataFrame
    identities: pl.DataFrame
    remarks: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Instrument:
    """One held instrument before its row is written."""

    instrument_id: str
    work: int
    members: list[str]
    carriers: list[Carrier]
    face: Holding  # the document whose title and number it goes by: its cover notice, else its text of record


def group(
    documents: pl.DataFrame,
    pairs: pl.DataFrame,
    citations: pl.DataFrame,
    decisions: pl.DataFrame,
    identities: pl.DataFrame,
    unfit: Set[str] = frozenset(),
) -> Grouped:
    """Gather documents into instruments and works, name them for good, and add what is cited but not held.

    Documents that are news, readings or lists of others form no instrument of their own. ``identities`` is the memory
    of former runs and is returned with the new names added. ``unfit`` names documents that were found to be no text of
    record.
    """
    held = holdings(documents, unfit)
    memory: dict[str, str] = dict(identities.select("member_key", "instrument_id").sort("member_key").iter_rows())
    joined = join(held, pairs, decisions)
    kept = [index for index, members in enumerate(joined.groups) if any(held[member].alone for member in members)]
    naming = name_groups([joined.groups[index] for index in kept], memory | found_again(held, memory))
    alike = _likenesses(pairs)
    instruments = [
        _instrument(name, joined.works[index], joined.groups[index], held, alike)
        for index, name in zip(kept, naming.ids, strict=True)
    ]
    missing = cited(citations, held)
    absent = _absent_ids(missing, memory, {one.instrument_id for one in instruments})
    works = _work_ids(instruments, memory)
    remarks = [(doc_id, remark) for doc_id, remark in joined.remarks]
    remarks += [(old, _renamed("merged", old, new)) for old, new in naming.merged]
    remarks += [(new, _renamed("split", old, new)) for old, new in naming.split]
    remarks += [(one.instrument_id, _no_record(one, held)) for one in instruments if _record_of(one, held).unfit]
    return Grouped(
        instruments=_instrument_rows(instruments, works, held, missing, absent),
        instrument_documents=_carrier_rows(instruments, held),
        identities=_identity_rows(memory, instruments, works, missing, absent),
        remarks=_remark_rows(remarks),
    )


def _likenesses(pairs: pl.DataFrame) -> dict[tuple[str, str], Likeness]:
    same = pairs.filter(pl.col("verdict") == Verdict.SAME_TEXT)
    rows = same.select("left_doc_id", "right_doc_id", "score", "reasons").iter_rows()
    return {(left, right): Likeness(score or 0.0, tuple(reasons or ())) for left, right, score, reasons in rows}


def _instrument(
    name: str, work: int, members: list[str], held: Mapping[str, Holding], alike: Mapping[tuple[str, str], Likeness]
) -> _Instrument:
    found = carriers(members, held, alike)
    best = next(held[one.doc_id] for one in found if one.is_text_of_record)
    covers = [held[one.doc_id] for one in found if one.role == "cover"]
    family = held.get(best.parent) if best.parent in members else None
    face = family or min(covers, key=lambda one: (not one.number, one.doc_id), default=best)
    return _Instrument(name, work, members, found, face)


def _record_of(one: _Instrument, held: Mapping[str, Holding]) -> Holding:
    return next(held[carrier.doc_id] for carrier in one.carriers if carrier.is_text_of_record)


def _no_record(one: _Instrument, held: Mapping[str, Holding]) -> Remark:
    """Return the remark that nothing but unfit copies carries a text."""
    best = _record_of(one, held)
    message = record("checks_instruments.only_unfit", path=best.path)
    return Remark("record_unfit", "warning", message, best.doc_id)


def _work_ids(instruments: Sequence[_Instrument], memory: Mapping[str, str]) -> dict[int, str]:
    """Return the id of each work: the one remembered for any of its instruments, else its smallest instrument id."""
    members: dict[int, list[str]] = {}
    for one in instruments:
        members.setdefault(one.work, []).append(one.instrument_id)
    taken: set[str] = set()
    ids: dict[int, str] = {}
    for work, names in sorted(members.items(), key=lambda item: min(item[1])):
        known = [memory[_WORK + name] for name in sorted(names) if _WORK + name in memory]
        choice = next((one for one in [*known, *sorted(names)] if one not in taken), derived_id(_WORK + min(names)))
        taken.add(choice)
        ids[work] = choice
    return ids


def _absent_ids(missing: Sequence[Cited], memory: Mapping[str, str], taken: set[str]) -> list[str]:
    ids = []
    for one in missing:
        name = memory.get(one.key, derived_id(one.key))
        ids.append(name if name not in taken else derived_id(f"{one.key} again"))
    return ids


def _normativity(one: _Instrument, held: Mapping[str, Holding]) -> str | None:
    """Return the strongest of what the carriers say: one that says normative is not overruled by the others."""
    said = [one.face.normativity, *(held[member].normativity for member in one.members)]
    for value in Normativity:
        if value in said:
            return str(value)
    return None


def _instrument_rows(
    instruments: Sequence[_Instrument],
    works: Mapping[int, str],
    held: Mapping[str, Holding],
    missing: Sequence[Cited],
    absent: Sequence[str],
) -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for one in instruments:
        numbers = [one.face.number, *(held[member].number for member in one.members)]
        rows.append(
            {
                "instrument_id": one.instrument_id,
                "work_id": works[one.work],
                "held": True,
                "title": one.face.title or None,
                "document_number": next(filter(None, numbers), None),
                "issuer": _first(one, held, "issuer"),
                "region": _first(one, held, "region"),
                "year": one.face.year or next((y for m in one.members if (y := held[m].year)), None),
                "normativity": _normativity(one, held),
                "first_cited_by": None,
            }
        )
    editions = _editions(instruments, works)
    rows += [_absent_row(one, name, editions) for one, name in zip(missing, absent, strict=True)]
    return pl.DataFrame(rows, schema=_INSTRUMENT).sort("instrument_id")


def _first(one: _Instrument, held: Mapping[str, Holding], name: str) -> str | None:
    values = [getattr(one.face, name), *(getattr(held[member], name) for member in one.members)]
    return next(filter(None, values), None)


def _editions(instruments: Sequence[_Instrument], works: Mapping[int, str]) -> dict[tuple[str, str], set[str]]:
    """Return the works of each title of a regulation: another edition of it belongs to the same work."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in instruments:
        if one.face.key.regulation and not one.face.key.numerals:
            found.setdefault((one.face.key.place, one.face.key.stem), set()).add(works[one.work])
    return found


def _absent_row(one: Cited, name: str, editions: Mapping[tuple[str, str], set[str]]) -> dict[str, object]:
    key = title_key(one.title)
    works = editions.get((key.place, key.stem), set()) if key.place and not key.numerals else set()
    return {
        "instrument_id": name,
        "work_id": min(works) if len(works) == 1 else name,
        "held": False,
        "title": one.title or None,
        "document_number": one.number.canonical if one.number else None,
        "issuer": key.issuer or None,
        "region": key.place or None,
        "year": one.number.year if one.number else None,
        "normativity": None,
        "first_cited_by": one.first,
    }


def _carrier_rows(instruments: Sequence[_Instrument], held: Mapping[str, Holding]) -> pl.DataFrame:
    rows = [
        {
            "instrument_id": one.instrument_id,
            "doc_id": carrier.doc_id,
            "role": carrier.role,
            "carrier": held[carrier.doc_id].carrier or None,
            "address": held[carrier.doc_id].path or None,
            "shown_status": carrier.shown_status or None,
            "differences": list(carrier.differences),
            "is_text_of_record": carrier.is_text_of_record,
            "reason": carrier.reason,
        }
        for one in instruments
        for carrier in one.carriers
    ]
    return pl.DataFrame(rows, schema=_CARRIER).sort("instrument_id", "doc_id")


def _identity_rows(
    memory: Mapping[str, str],
    instruments: Sequence[_Instrument],
    works: Mapping[int, str],
    missing: Sequence[Cited],
    absent: Sequence[str],
) -> pl.DataFrame:
    names = dict(memory)
    names |= {member: one.instrument_id for one in instruments for member in one.members}
    names |= {_WORK + one.instrument_id: works[one.work] for one in instruments}
    names |= {one.key: name for one, name in zip(missing, absent, strict=True)}
    return pl.DataFrame(sorted(names.items()), schema=_IDENTITY, orient="row")


def _renamed(kind: str, old: str, new: str) -> Remark:
    return Remark(
        f"instrument_{kind}", "notice", record(f"checks_instruments.{kind}", old=old, new=new), f"{old}|{new}"
    )


def _remark_rows(remarks: Sequence[tuple[str, Remark]]) -> pl.DataFrame:
    rows = [
        (one.code, one.severity, "instruments", row_id, one.message, one.evidence)
        for row_id, one in sorted(remarks, key=lambda row: (row[1].code, row[0], row[1].evidence))
    ]
    return pl.DataFrame(rows, schema=_REMARK, orient="row")
