"""The last veil before anything is published: personal numbers masked wherever they may still stand, at equal length.

Texts and their fields are masked when they are read; names of files keep their numbers in the lake, by which they are
found again, and lose them here. What a personal number is stands in ``gongwen.personal``.
"""

import re
from collections.abc import Mapping

import polars as pl

from gongwen.personal import mask

_LONG = "[0-9０-９]{4}"  # no personal number is without four digits in a row
_KEY = re.compile("[0-9a-f]{16,64}(?:-[0-9]+)?")  # made of a digest: its figures are nobody's number
_KEPT = frozenset({"decisions", "publications"})  # what people signed is sealed by its hash
_NEVER = ("sha256", "text")  # a digest, and what was masked when it was read


def without_personal_numbers(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the tables as they may be published; a path is masked alike wherever it stands, and stays one path."""
    paths = _masked_paths(tables["files"].get_column("path").to_list()) if "files" in tables else {}
    return {name: one if name in _KEPT else _masked(one, paths) for name, one in tables.items()}


def _masked_paths(paths: list[str]) -> dict[str, str]:
    """Return what becomes of each path with a personal number; two that would read alike are numbered."""
    taken, shown = set(paths), {}
    for path in sorted(paths):
        masked, found = mask(path)
        if not found:
            continue
        given, number = masked, 1
        while given in taken:
            number += 1
            given = f"{masked}({number})"
        taken.add(given)
        shown[path] = given
    return shown


def _masked(table: pl.DataFrame, paths: Mapping[str, str]) -> pl.DataFrame:
    for name, kind in table.schema.items():
        if kind != pl.String or name in _NEVER or (name.endswith(("_id", "_hash")) and name != "row_id"):
            continue
        column = table.get_column(name)
        doubtful = column.filter(column.str.contains(_LONG).fill_null(False)).unique().to_list()
        changed = {one: paths.get(one) or (one if _KEY.fullmatch(one) else mask(one)[0]) for one in doubtful}
        changed = {old: new for old, new in changed.items() if old != new}
        if changed:
            table = table.with_columns(pl.col(name).replace(list(changed), list(changed.values())))
    return table
