"""The signature of each document: hashes of its folded text, and bands by which near texts find one another.

Stable over processes, machines and versions of Python; nothing is compared here.
"""

import hashlib

import numpy as np
import numpy.typing as npt
import polars as pl

from checks.alignment import distinct, mix, shingle_hashes
from checks.profile import SHINGLE, split_text

_BINS = 126  # minima of one signature (one-permutation hashing)
_ROWS = 3  # minima of one band: with half of their shingles in common two texts share five of 42 bands
_HEAD = 1000  # characters of the provisions signed apart, so that a truncated copy finds the whole text
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "accession_year": pl.String,
    "text_hash": pl.String,
    "body_hash": pl.String,
    "chars": pl.Int64,
    "bands": pl.List(pl.Int64),
}


def sign(documents: pl.DataFrame) -> pl.DataFrame:
    """Return one signature a document: hashes of its folded text and provisions, its length, its bands.

    Needs doc_id, accession_year and text. ``chars`` counts folded characters; the bands are those of the whole text and
    those of the beginning of the provisions.
    """
    rows = [
        (doc_id, year, *_sign_text(text or ""))
        for doc_id, year, text in documents.select("doc_id", "accession_year", "text").sort("doc_id").iter_rows()
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _sign_text(text: str) -> tuple[str, str, int, list[int]]:
    _, head, body = split_text(text)
    whole = head + body
    bands = [*_bands(whole, 0), *_bands(body[:_HEAD], 1)]
    return _digest(whole), _digest(body), len(whole), bands


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest() if text else ""


def _bands(text: str, salt: int) -> list[int]:
    """Return the bands of a text, none for one too short to be told from others."""
    hashes = distinct(shingle_hashes(text, SHINGLE))
    if len(hashes) < SHINGLE:
        return []
    minima = _densified(_minima(hashes)).reshape(-1, _ROWS)
    band = np.arange(len(minima), dtype=np.uint64) + np.uint64(salt * _BINS)
    values = mix(band)
    for row in range(_ROWS):
        values = mix(values ^ minima[:, row])
    return [int(value) for value in values.view(np.int64)]


def _minima(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the least hash of each bin, the largest number where a bin is empty."""
    minima = np.full(_BINS, np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(minima, (hashes % np.uint64(_BINS)).astype(np.int64), hashes)
    return minima


def _densified(minima: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Fill empty bins from the next full one, so that short texts are comparable too."""
    full = np.flatnonzero(minima != np.iinfo(np.uint64).max)
    nearest = full[np.searchsorted(full, np.arange(_BINS)) % len(full)]
    distance = ((nearest - np.arange(_BINS)) % _BINS).astype(np.uint64)
    return np.where(distance == 0, minima, mix(minima[nearest] + distance))
