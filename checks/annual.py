"""The figures of the statutory annual report, computed from the register: issued, ended, in force, by issuer and year.

What a report says of itself is not read here; the two are set side by side by whoever publishes them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from gongwen.annual_report import conventions, form_of, forms
from gongwen.messages import record
from gongwen.model import Status

KIND = "normative_document"
ANY = "any"  # the figure is the same by every convention
_ENDED = frozenset({Status.REPEALED, Status.DECLARED_INVALID, Status.EXPIRED, Status.RESIDUAL_LAPSED})
_NOT_KNOWN = frozenset({Status.UNKNOWN, Status.DISPUTED, Status.NOT_YET_IN_FORCE})
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "issuer": pl.String,
    "year": pl.Int64,
    "form": pl.String,
    "kind": pl.String,
    "figure": pl.String,
    "convention": pl.String,
    "computed": pl.Int64,
    "reported": pl.Int64,
    "basis": pl.String,
}


@dataclass(frozen=True, slots=True)
class _Life:
    issuer: str
    issued: int  # year
    status: str
    ended: int | None  # year, for one that has ended on a known day


def annual_report(instruments: pl.DataFrame, statuses: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return ``annual_report``: the figures for each issuer and each full year for which there was a statutory form.

    Only held normative instruments count. What ended counts as 废止 by two conventions (``repealed_only``,
    ``all_endings``); an ending without a day is in none of the years, and is not in force in any.
    """
    lives: dict[str, list[_Life]] = defaultdict(list)
    for life in _lives(instruments, statuses):
        lives[life.issuer].append(life)
    rows: list[dict[str, object]] = []
    first = min(form.from_year for form in forms())
    for issuer, own in sorted(lives.items()):
        for year in range(max(first, min(life.issued for life in own)), as_of.year):
            rows += _figures(issuer, year, own)
    return pl.DataFrame(rows, schema=_SCHEMA)


def _lives(instruments: pl.DataFrame, statuses: pl.DataFrame) -> Iterator[_Life]:
    if instruments.is_empty():
        return
    known = {row["instrument_id"]: row for row in statuses.iter_rows(named=True)}
    held = instruments.filter(pl.col("held") & (pl.col("normativity") == "normative")).sort("instrument_id")
    for row in held.iter_rows(named=True):
        if not row["issuer"] or not row["year"]:
            continue
        found = known.get(row["instrument_id"], {})
        status, since = found.get("status") or Status.UNKNOWN, found.get("since")
        ended = since.year if status in _ENDED and since is not None else None
        yield _Life(row["issuer"], int(row["year"]), status, ended)


def _figures(issuer: str, year: int, lives: list[_Life]) -> Iterator[dict[str, object]]:
    form = form_of(year)
    if form is None:
        return
    issued = sum(life.issued == year for life in lives)
    in_force = sum(_stood(life, year) for life in lives)
    figures: list[tuple[str, str, int]] = [("issued", ANY, issued), ("in_force", ANY, in_force)]
    for convention, statuses in sorted(conventions().items()):
        figures.append(("ended", convention, sum(life.ended == year and life.status in statuses for life in lives)))
    for figure, convention, computed in figures:
        if figure in form.figures:
            yield {
                "issuer": issuer,
                "year": year,
                "form": form.name,
                "kind": KIND,
                "figure": figure,
                "convention": convention,
                "computed": computed,
                "reported": None,
                "basis": record("catalogue.annual_basis", year=year),
            }


def _stood(life: _Life, year: int) -> bool:
    """Tell whether it was in force on the last day of a year, as far as is known."""
    if life.issued > year or life.status in _NOT_KNOWN:
        return False
    return life.status not in _ENDED or (life.ended is not None and life.ended > year)
