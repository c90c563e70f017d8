"""From documents to law: corrections settled, pairs compared, instruments grouped, events resolved, standings."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import fields as dataclass_fields

import polars as pl

from checks.duplicates import compare_and_tell
from checks.instruments import group as group_instruments
from checks.listed_before import documents_listed, keep_reviewed, reviewed, with_listed
from checks.resolution import resolve as resolve_events
from checks.series_seen import learn_series
from checks.supersession import judge as judge_standing
from gongwen.cleanup import organ_successions
from gongwen.issuer import organs
from gongwen.messages import record
from gongwen.model import Remark, Witness
from gongwen.organs import Organ, read_own_organs
from gongwen.rules import load_rulesets
from gongwen.unfit import Unfit
from pipelines.runner import Inputs, Tables
from pipelines.steps.intake import frame, remark_rows
from warehouse.decisions import DecisionStore

_FIRST_YEAR = 1949


def settle(given: Inputs) -> Tables:
    """Let people's corrections and earlier lists of continuation act on the documents as found; keep every witness."""
    documents, witnesses = given.tables["documents_found"], given.tables["fields_found"]
    corrections = _corrections(given.tables["decisions"], set(documents.get_column("doc_id")))
    if corrections:
        documents = _corrected(documents, corrections)
        witnesses = _witnessed(witnesses, documents, corrections)
    own = read_own_organs(
        given.home.organs.read_text(encoding="utf-8-sig", errors="replace") if given.home.organs.is_file() else ""
    )
    seen = learn_series(documents, own.organs)
    if seen.issuers:
        documents, witnesses = _issued_by(documents, witnesses, seen.issuers)
    documents, witnesses = documents_listed(documents, witnesses, given.tables["events_stated"])
    told = [*seen.remarks, *(("organs", f"organs.csv {line}", _unread(line, words)) for line, words in own.unread)]
    return {
        "documents": documents,
        "fields": witnesses,
        "organs": frame(asdict(one) for one in (*organs(), *own.organs, *seen.learnt)),
        "organ_lineage": frame(organ_successions()),
        "remarks": frame(
            line
            for table, row, remark in told
            for line in remark_rows("settle", [remark], table=table, row=row, year="")
        ),
    }


def _unread(line: int, words: str) -> Remark:
    return Remark("organs_unread", "warning", record("organs.unread", line=line), words)


def _issued_by(
    documents: pl.DataFrame, witnesses: pl.DataFrame, issuers: Mapping[str, Organ]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give papers that name no organ the one whose code heads their number, as the place has confirmed it."""
    years = dict(documents.select("doc_id", "accession_year").iter_rows())
    for column, value in (("issuer", "name"), ("region", "region")):
        new = {doc_id: getattr(organ, value) for doc_id, organ in issuers.items() if getattr(organ, value)}
        found = pl.col("doc_id").replace_strict(new, default=None, return_dtype=pl.String)
        documents = documents.with_columns(
            pl.when(found.is_not_null()).then(found).otherwise(pl.col(column)).alias(column)
        )
    said = [
        {
            "doc_id": doc_id, "field": "issuer", "witness": str(Witness.CATALOGUE), "ordinal": 0, "value": organ.name,
            "raw": organ.code, "rule": "own_organs", "confidence": 1.0, "chosen": True, "accession_year": years[doc_id],
        }
        for doc_id, organ in sorted(issuers.items())
    ]  # fmt: skip
    return documents, pl.concat([witnesses, pl.DataFrame(said)], how="diagonal_relaxed")


def _corrections(decisions: pl.DataFrame, known: set[str]) -> dict[tuple[str, str], str]:
    """Return the last correction of each field of each document that is there."""
    return {
        (row["subject_key"], row["field"]): row["result"]
        for row in decisions.filter(pl.col("subject_kind") == "field").iter_rows(named=True)
        if row["subject_key"] in known
    }


def _corrected(documents: pl.DataFrame, corrections: Mapping[tuple[str, str], str]) -> pl.DataFrame:
    for field in sorted({field for _, field in corrections}):
        values = {doc_id: value for (doc_id, name), value in corrections.items() if name == field}
        new = pl.col("doc_id").replace_strict(values, default=None, return_dtype=pl.String)
        kept = pl.col(field)
        typed = new.cast(documents.schema[field]) if documents.schema[field] != pl.Date else new.str.to_date()
        documents = documents.with_columns(pl.when(new.is_not_null()).then(typed).otherwise(kept).alias(field))
    return documents


def _witnessed(
    witnesses: pl.DataFrame, documents: pl.DataFrame, corrections: Mapping[tuple[str, str], str]
) -> pl.DataFrame:
    years = dict(documents.select("doc_id", "accession_year").iter_rows())
    said = pl.DataFrame(
        [
            {
                "doc_id": doc_id,
                "field": field,
                "witness": str(Witness.REVIEWER),
                "ordinal": 0,
                "value": value,
                "raw": value,
                "rule": "reviewer_correction",
                "confidence": 1.0,
                "chosen": True,
                "accession_year": years[doc_id],
            }
            for (doc_id, field), value in sorted(corrections.items())
        ]
    )
    overruled = pl.struct("doc_id", "field").is_in(said.select(pl.struct("doc_id", "field").implode()).to_series()[0])
    return pl.concat([witnesses.with_columns(chosen=pl.col("chosen") & ~overruled), said], how="diagonal_relaxed")


def _tables(outcome: object) -> dict[str, pl.DataFrame]:
    """Return the frames of an outcome by name."""
    return {one.name: getattr(outcome, one.name) for one in dataclass_fields(outcome)}  # type: ignore[arg-type]


def pair(given: Inputs) -> Tables:
    """Say what near documents are to each other."""
    pairs, told = compare_and_tell(given.tables["documents"], given.tables["signatures"])
    rows = (
        line
        for doc_id, remark in told
        for line in remark_rows("pair", [remark], table="documents", row=doc_id, year="")
    )
    return {"pairs": pairs, "remarks": frame(rows)}


def _unfit(*remarks: pl.DataFrame) -> frozenset[str]:
    """Return the documents of which it was found that they are no text of record."""
    codes = pl.col("code").is_in([str(kind) for kind in Unfit])
    return frozenset(row for told in remarks for row in told.filter(codes)["row_id"])


def group(given: Inputs) -> Tables:
    """Gather the documents that carry one legal text, and give each text its lasting name."""
    read = given.tables
    store = DecisionStore(given.home.decisions)
    grouped = group_instruments(
        documents=read["documents"],
        pairs=read["pairs"],
        citations=read["citations_found"],
        decisions=read["decisions"],
        identities=store.identities(),
        unfit=_unfit(read["remarks_describe"], read["remarks_pair"]),
    )
    store.remember(grouped.identities)
    listed = with_listed(grouped.instruments, read["events_stated"], read["documents"])
    by_hand = reviewed(read["fields"])
    return {
        "instruments": keep_reviewed(listed, grouped.instrument_documents, read["documents"], by_hand),
        "instrument_documents": _with_shown_status(grouped.instrument_documents, read["fields"]),
        "remarks": grouped.remarks,
    }


def _with_shown_status(carriers: pl.DataFrame, fields: pl.DataFrame) -> pl.DataFrame:
    """Add what the page's own table says of the standing where its title says nothing; a witness, never a status."""
    said = fields.filter((pl.col("field") == "shown_status") & pl.col("chosen")).select("doc_id", said="value")
    joined = carriers.join(said, on="doc_id", how="left", maintain_order="left", validate="m:1")
    titled = pl.when(pl.col("shown_status") != "").then(pl.col("shown_status"))
    return joined.with_columns(shown_status=pl.coalesce(titled, "said")).drop("said")


def resolve(given: Inputs) -> Tables:
    """Find which instrument each citation and each event means."""
    read = given.tables
    return _tables(
        resolve_events(
            citations=read["citations_found"],
            events=read["events_stated"],
            documents=read["documents"],
            instruments=read["instruments"],
            instrument_documents=read["instrument_documents"],
        )
    )


def _years_not_waiting(given: Inputs) -> list[str]:
    """Return every year but those that were handed in and wait to be read: only on these can a standing still hang.

    That a year was never handed in is said once, by ``reconcile``, and not of every instrument.
    """
    handed_in = set(given.tables["files"].get_column("accession_year"))
    waiting = handed_in - set(given.years_read)
    if "unknown" in waiting:  # papers of any year may be among them
        return list(given.years_read)
    years = ["before-2005", *(str(year) for year in range(_FIRST_YEAR, given.settings.as_of.year + 1))]
    return [year for year in years if year not in waiting]


def judge(given: Inputs) -> Tables:
    """Work out the life of every instrument from what issued documents state."""
    read = given.tables
    rules = frame(asdict(rule) for rule in load_rulesets())
    judged = judge_standing(
        events=read["events"],
        event_targets=read["event_targets"],
        documents=read["documents"],
        instruments=read["instruments"],
        instrument_documents=read["instrument_documents"],
        rules=rules,
        as_of=given.settings.as_of,
        years_read=_years_not_waiting(given),
    )
    return {**_tables(judged), "rules": rules}
