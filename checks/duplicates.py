"""Which documents are copies, versions, covers or look-alikes of one another: signatures, then pairs with verdicts.

The grammar of titles and headings is in gongwen; the grouping into instruments is in checks.instruments.
"""

from functools import lru_cache
from typing import Any

import polars as pl

from checks.candidates import candidates
from checks.compare import judge
from checks.profile import Profile, profile
from checks.signatures import sign
from gongwen.likeness import title_key

__all__ = ["compare", "sign"]

_KEPT = 1500  # profiles kept in memory at a time
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "left_doc_id": pl.String,
    "right_doc_id": pl.String,
    "verdict": pl.String,
    "score": pl.Float64,
    "reasons": pl.List(pl.String),
}
_COLUMNS = (
    "doc_id",
    "parent_doc_id",
    "title",
    "document_number",
    "agency_code",
    "number_year",
    "number_serial",
    "issuer",
    "region",
    "carrier_class",
    "date_written",
    "text",
)


def compare(documents: pl.DataFrame, signatures: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each compared pair that is more than chance, the smaller doc_id on the left."""
    missing = [pl.lit(None).alias(name) for name in _COLUMNS if name not in documents.columns]
    rows = documents.with_columns(missing).select(_COLUMNS).unique("doc_id", keep="any").sort("doc_id")
    found = candidates(rows, signatures, [title_key(title or "") for title in rows["title"]])

    parents = set(rows["parent_doc_id"].drop_nulls())

    @lru_cache(maxsize=_KEPT)
    def known(row: int) -> Profile:
        values: dict[str, Any] = rows.row(row, named=True)
        return profile(values, parent=values["doc_id"] in parents)

    judged: list[tuple[str, str, str, float, list[str]]] = []
    for left, right, close in found.iter_rows():
        one, two = known(left), known(right)
        if judgement := judge(one, two, close=close):
            judged.append((one.doc_id, two.doc_id, judgement.verdict, judgement.score, list(judgement.reasons)))
    return pl.DataFrame(judged, schema=_SCHEMA, orient="row").sort("left_doc_id", "right_doc_id")
