"""Which documents are copies, versions, covers or look-alikes of one another: signatures, then pairs with verdicts.

The grammar of titles and headings is in gongwen; the grouping into instruments is in checks.instruments.
"""

from collections import OrderedDict
from typing import Any

import polars as pl

from checks.candidates import candidates
from checks.compare import judge
from checks.profile import Profile, profile
from checks.signatures import sign
from gongwen.likeness import TitleKey, title_key
from gongwen.model import Remark

__all__ = ["compare", "compare_and_tell", "sign"]

_KEPT = 20_000_000  # characters of the texts whose profiles are kept in memory at a time; each takes some ten bytes
_FEWEST = 2  # a pair is always at hand
_ROWS = {"left": pl.UInt32}
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
    return compare_and_tell(documents, signatures)[0]


def compare_and_tell(
    documents: pl.DataFrame, signatures: pl.DataFrame
) -> tuple[pl.DataFrame, list[tuple[str, Remark]]]:
    """Return the pairs, and what was found out about single documents: a copy in which words are masked or replaced."""
    missing = [pl.lit(None).alias(name) for name in _COLUMNS if name not in documents.columns]
    rows = documents.with_columns(missing).select(_COLUMNS).unique("doc_id", keep="any").sort("doc_id")
    keys = [title_key(title or "") for title in rows["title"]]
    found = candidates(rows, signatures, keys)
    known = _Profiles(rows)
    judged: list[tuple[str, str, str, float, list[str]]] = []
    told: dict[tuple[str, str], Remark] = {}
    for left, right, close in _neighbours_together(found, keys).iter_rows():
        one, two = known.of(left), known.of(right)
        if judgement := judge(one, two, close=close):
            judged.append((one.doc_id, two.doc_id, judgement.verdict, judgement.score, list(judgement.reasons)))
            if judgement.disguised:
                doc_id, disguise = judgement.disguised
                remark = Remark(str(disguise.kind), "warning", judgement.reasons[0], f"{one.doc_id}|{two.doc_id}")
                told[doc_id, remark.code] = min(told.get((doc_id, remark.code), remark), remark, key=_evidence)
    pairs = pl.DataFrame(judged, schema=_SCHEMA, orient="row").sort("left_doc_id", "right_doc_id")
    return pairs, [(doc_id, remark) for (doc_id, _), remark in sorted(told.items())]


def _evidence(remark: Remark) -> str:
    return remark.evidence


def _neighbours_together(found: pl.DataFrame, keys: list[TitleKey]) -> pl.DataFrame:
    """Return the pairs in an order in which a document is met again soon: by the words of the titles."""
    stems = pl.DataFrame({"left": range(len(keys)), "stem": [key.stem for key in keys]}, schema_overrides=_ROWS)
    ranked = stems.sort("stem", "left").with_row_index("place").select("left", "place")
    placed = found.join(ranked, on="left").join(ranked, left_on="right", right_on="left", suffix="_right")
    low, high = pl.min_horizontal("place", "place_right"), pl.max_horizontal("place", "place_right")
    return placed.sort(low, high).select("left", "right", "close")


class _Profiles:
    """The profiles of documents by row, made when they are asked for; those not met for the longest are let go."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self._rows = rows
        self._parents = set(rows["parent_doc_id"].drop_nulls())
        self._kept: OrderedDict[int, Profile] = OrderedDict()
        self._characters = 0

    def of(self, row: int) -> Profile:
        """Return the profile of a row."""
        if row in self._kept:
            self._kept.move_to_end(row)
            return self._kept[row]
        values: dict[str, Any] = self._rows.row(row, named=True)
        made = self._kept[row] = profile(values, parent=values["doc_id"] in self._parents)
        self._characters += _size(made)
        while self._characters > _KEPT and len(self._kept) > _FEWEST:
            _, gone = self._kept.popitem(last=False)
            self._characters -= _size(gone)
        return made


def _size(one: Profile) -> int:
    return len(one.head) + len(one.body)
