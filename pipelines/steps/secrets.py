"""Files with a mark of secrecy: their names masked everywhere in the lake, and what they carry set apart with them.

What a mark is stands in ``gongwen.secrecy``; reading and rows are the business of ``intake``.
"""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from gongwen.messages import record
from gongwen.model import FileState
from gongwen.secrecy import mask_name
from ingest.names import SEPARATOR
from warehouse.lake import Lake
from warehouse.schema import REMARKS

_SET_APART = pl.col("state").eq_missing(str(FileState.QUARANTINED))
_TOLD_BY_COLLECT = REMARKS + "collect"


def known_secret(lake: Lake) -> set[str]:
    """Return the bytes, by digest, that are known to carry a mark of secrecy."""
    return set(lake.read("texts", columns=["sha256"], where=_SET_APART).get_column("sha256"))


def with_masked_names(
    rows: Iterable[dict[str, object]], secret: set[str]
) -> tuple[list[dict[str, object]], dict[str, str]]:
    """Return the rows with the names of quarantined files masked, every path still one row, and each changed path.

    What a quarantined file carries inside it (the attachments of a mail) is set apart with it.
    """
    listed = sorted(rows, key=lambda row: str(row["path"]))
    if not any(row["state"] == FileState.QUARANTINED or row["sha256"] in secret for row in listed):
        return listed, {}
    listed = [dict(row) for row in listed]
    taken = {str(row["path"]) for row in listed}
    shown: dict[str, str] = {}
    for row in listed:
        path = str(row["path"])
        carrier = next((path[:at] for at in _inside(path) if path[:at] in shown), None)
        if carrier is not None:
            told = {"problem": record("ingest.quarantined_inside"), "advice": record("ingest.quarantined_advice")}
            row |= {"state": str(FileState.QUARANTINED), "same_as": None, **told}
        elif row["state"] != FileState.QUARANTINED and row["sha256"] not in secret:
            continue
        masked = name = mask_name(path if carrier is None else shown[carrier] + path[len(carrier) :])
        number = 1
        while masked != path and masked in taken:
            number += 1
            masked = f"{name}({number})"
        taken.add(masked)
        shown[path] = masked
    masked_rows = [
        {
            **row,
            "path": shown.get(str(row["path"]), row["path"]),
            "same_as": shown.get(str(row["same_as"]), row["same_as"]),
        }
        for row in listed
    ]
    return masked_rows, {old: new for old, new in shown.items() if old != new}


def _inside(path: str) -> Iterator[int]:
    """Yield where in a path the name of a file ends that holds the rest."""
    return (place for place, sign in enumerate(path) if sign == SEPARATOR)


def mask_in_lake(lake: Lake) -> None:
    """Leave only the masked names of files that reading has shown to be secret: nothing else of them stays.

    What lay inside them and has been read is purged, and the past versions that held it or the names with it.
    """
    quarantined = known_secret(lake)
    if not quarantined and lake.read("files", columns=["path"], where=_SET_APART).is_empty():
        return
    rows, names = with_masked_names(lake.read("files").iter_rows(named=True), quarantined)
    secret = [str(row["sha256"]) for row in rows if row["state"] == FileState.QUARANTINED and row["sha256"]]
    inside = lake.read("texts", columns=["sha256"], where=pl.col("sha256").is_in(secret) & ~_SET_APART)
    lake.purge("texts", "sha256", inside.get_column("sha256"))
    if names:
        lake.replace("files", pl.DataFrame(rows, infer_schema_length=None))
        lake.forget("files")
        remarks = lake.read(_TOLD_BY_COLLECT)
        lake.replace(_TOLD_BY_COLLECT, remarks.with_columns(_masked(column, names) for column in ("row_id", "message")))
        lake.forget(_TOLD_BY_COLLECT)


def masked_words(words: str, names: Mapping[str, str]) -> str:
    """Return words in which masked files were spoken of, by path or by their last name, with those masked."""
    for old, new in names.items():
        words = words.replace(old, new).replace(old.rpartition(SEPARATOR)[2], new.rpartition(SEPARATOR)[2])
    return words


def _masked(column: str, names: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).map_elements(lambda words: masked_words(words, names), return_dtype=pl.String)
