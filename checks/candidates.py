"""Which pairs of documents are worth comparing: those that share a band, a hash, a number or a title.

Never all with all. A key that very many documents share links each of them to the first alone.
"""

from array import array
from hashlib import blake2b

import numpy as np
import polars as pl

from gongwen.likeness import TitleKey

_CROWD = 60  # documents that share a key beyond which they are not paired among one another
_BANDS = 2  # bands that two texts must share: one in common is often chance
_NEAR = 8  # characters of a title from which one missing character still finds it


def candidates(documents: pl.DataFrame, signatures: pl.DataFrame, keys: list[TitleKey]) -> pl.DataFrame:
    """Return the pairs to compare: left, right (rows of ``documents``, which is sorted by doc_id), close.

    ``close`` tells that more than a band speaks for the pair.
    """
    rows = documents.select("doc_id").with_row_index("row")
    signed = signatures.join(rows, on="doc_id")
    strong = [
        signed.filter(pl.col("body_hash") != "").select("row", key=pl.col("body_hash")),
        signed.filter(pl.col("text_hash") != "").select("row", key=pl.col("text_hash")),
        _numbers(documents),
        _titles(keys),
    ]
    close = pl.concat([_linked(frame) for frame in strong]).with_columns(close=pl.lit(True))
    bands = signed.select("row", key=pl.col("bands")).explode("key").drop_nulls()
    shared = _linked(bands).group_by("left", "right").len("bands").filter(pl.col("bands") >= _BANDS)
    near = shared.select("left", "right", close=pl.lit(False))
    found = pl.concat([close, near]).group_by("left", "right").agg(pl.col("close").any())
    return found.sort("left", "right")


def _numbers(documents: pl.DataFrame) -> pl.DataFrame:
    number = pl.concat_str("agency_code", "number_year", "number_serial", separator="|")
    return documents.with_row_index("row").select("row", key=number).drop_nulls()


def _titles(keys: list[TitleKey]) -> pl.DataFrame:
    """Return the titles of every document, whole and with one character left out."""
    rows, hashes = array("I"), array("Q")
    for row, key in enumerate(keys):
        stem = key.stem
        shorter = (stem[:at] + stem[at + 1 :] for at in range(len(stem))) if len(stem) >= _NEAR else ()
        for words in filter(None, (stem, *shorter)):
            rows.append(row)
            hashes.append(int.from_bytes(blake2b(words.encode("utf-8"), digest_size=8).digest(), "big"))
    columns = {"row": np.array(rows, dtype=np.uint32), "key": np.array(hashes, dtype=np.uint64)}
    return pl.DataFrame(columns).unique()


def _linked(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of rows that share a key, once for each key that they share."""
    sized = frame.unique().with_columns(crowd=pl.len().over("key"), first=pl.col("row").min().over("key"))
    sized = sized.filter(pl.col("crowd") > 1)
    few = sized.filter(pl.col("crowd") <= _CROWD).select("row", "key")
    among = few.join(few, on="key", suffix="_other").filter(pl.col("row") < pl.col("row_other"))
    to_first = sized.filter((pl.col("crowd") > _CROWD) & (pl.col("row") != pl.col("first")))
    return pl.concat(
        [
            among.select(left=pl.col("row"), right=pl.col("row_other")),
            to_first.select(left=pl.col("first"), right=pl.col("row")),
        ]
    )
