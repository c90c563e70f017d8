"""What an earlier cleanup listed as continuing in force was identified as normative then: that outranks weighed rules.

A reviewer's own verdict outranks the list. Whether a document still holds is not asked here.
"""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from gongwen.model import CarrierClass, Modality, Normativity, Relation, Via, Witness

_ROWS = (str(Via.LIST_ROW), str(Via.TABLE_ROW))
_RULE = "norm.listed_to_continue"
_DECREE = "令"  # rules and regulations have lists of their own


def with_listed(instruments: pl.DataFrame, events: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the instruments, those on a list of continuation of their own place as normative."""
    listed = _listed(events, documents)
    if not listed or instruments.is_empty():
        return instruments
    named = [
        (row["region"] or "", row["document_number"] or "") in listed and _DECREE not in str(row["document_number"])
        for row in instruments.select("region", "document_number").iter_rows(named=True)
    ]
    said = pl.when(pl.Series(named)).then(pl.lit(str(Normativity.NORMATIVE))).otherwise(pl.col("normativity"))
    return instruments.with_columns(said.alias("normativity"))


def documents_listed(
    documents: pl.DataFrame, fields: pl.DataFrame, events: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return documents and witnesses: the row of the list is the witness of what it names, and is chosen."""
    listed = _listed(events, documents)
    if not listed or documents.is_empty():
        return documents, fields
    by_hand = reviewed(fields)
    said = [
        {
            "doc_id": row["doc_id"], "field": "normativity", "witness": str(Witness.CATALOGUE), "ordinal": 0,
            "value": str(Normativity.NORMATIVE), "raw": words, "rule": _RULE, "confidence": 1.0, "chosen": True,
            "accession_year": row["accession_year"],
        }
        for row in documents.filter(pl.col("carrier_class") == str(CarrierClass.OFFICIAL)).iter_rows(named=True)
        if (words := listed.get((row["region"] or "", row["document_number"] or "")))
        and _DECREE not in row["document_number"]
        and row["doc_id"] not in by_hand
    ]  # fmt: skip
    if not said:
        return documents, fields
    named = pl.col("doc_id").is_in([row["doc_id"] for row in said])
    outranked = named & (pl.col("field") == "normativity")
    verdict = pl.when(named).then(pl.lit(str(Normativity.NORMATIVE))).otherwise(pl.col("normativity"))
    witnesses = fields.with_columns(chosen=pl.col("chosen") & ~outranked)
    rows = pl.DataFrame(sorted(said, key=lambda row: str(row["doc_id"])))
    return documents.with_columns(verdict.alias("normativity")), pl.concat([witnesses, rows], how="diagonal_relaxed")


def _listed(events: pl.DataFrame, documents: pl.DataFrame) -> Mapping[tuple[str, str], str]:
    """Return by place and number the row, as printed, of the lists of continuation that official documents carry."""
    listed: dict[tuple[str, str], str] = {}
    for key, words in _rows(events, documents):
        listed[key] = min(listed.get(key, words), words)  # of several lists one, the same whatever their order
    return listed


def _rows(events: pl.DataFrame, documents: pl.DataFrame) -> Iterator[tuple[tuple[str, str], str]]:
    if events.is_empty():
        return
    rows = events.filter(
        (pl.col("relation") == str(Relation.CONTINUE))
        & (pl.col("modality") == str(Modality.ENACTED))
        & pl.col("via").is_in(_ROWS)
        & pl.col("target_number").is_not_null()
    )
    official = documents.filter(pl.col("carrier_class") == str(CarrierClass.OFFICIAL))
    places = dict(official.select("doc_id", "region").iter_rows())
    for source, numbers, words in rows.select("source_doc_id", "target_number", "evidence").iter_rows():
        for number in str(numbers).split("；") if source in places else ():
            yield (places[source] or "", number), str(words or number)


def reviewed(fields: pl.DataFrame) -> frozenset[str]:
    """Return the documents whose normativity a reviewer has set."""
    if fields.is_empty():
        return frozenset()
    set_by_hand = fields.filter(
        (pl.col("field") == "normativity") & (pl.col("witness") == "reviewer") & pl.col("chosen")
    )
    return frozenset(set_by_hand.get_column("doc_id"))


def keep_reviewed(
    instruments: pl.DataFrame, carriers: pl.DataFrame, documents: pl.DataFrame, by_hand: Iterable[str]
) -> pl.DataFrame:
    """Return the instruments, each of which a carrier was reviewed with the reviewer's verdict."""
    verdicts = dict(documents.select("doc_id", "normativity").iter_rows())
    chosen = {doc_id: verdicts[doc_id] for doc_id in sorted(by_hand) if verdicts.get(doc_id)}
    if not chosen:
        return instruments
    links = carriers.select("instrument_id", "doc_id").iter_rows()
    of_instrument = {instrument: chosen[doc_id] for instrument, doc_id in links if doc_id in chosen}
    said = pl.col("instrument_id").replace_strict(of_instrument, default=None, return_dtype=pl.String)
    return instruments.with_columns(pl.coalesce(said, pl.col("normativity")).alias("normativity"))
