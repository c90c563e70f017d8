"""How much of what was issued is here: counts for each issuer and year, the total estimated, and the stages signed off.

Denominators are honest: held k of an estimated N with its band, never a bare percentage. Which entry meets which
document is decided in ``checks.matches``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from checks.annual import annual_report
from checks.gaps import SHORTEST, number_series
from gongwen.issuer import region_of
from gongwen.model import CarrierClass
from gongwen.number import parse_number
from gongwen.series import stage_of

__all__ = ["annual_report", "coverage", "milestones"]

STAGES = ("collected", "read", "described", "reconciled", "reviewed")
_HELD = ("held", "held_with_differences")
_NOT_COUNTED = frozenset({CarrierClass.INTERPRETATION, CarrierClass.DRAFT, CarrierClass.NEWS, CarrierClass.CATALOGUE})
_UNKNOWN_YEAR = 0
_TAIL = 0.025  # on either side of a band of 95 %
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "region": pl.String,
    "issuer": pl.String,
    "year": pl.Int64,
    "milestone": pl.String,
    "held": pl.Int64,
    "catalogued": pl.Int64,
    "matched": pl.Int64,
    "missing": pl.Int64,
    "last_number": pl.Int64,
    "estimated_total": pl.Float64,
    "estimated_low": pl.Float64,
    "estimated_high": pl.Float64,
}
_MILESTONES: dict[str, pl.DataType | type[pl.DataType]] = {
    "region": pl.String,
    "issuer": pl.String,
    "year": pl.Int64,
    "stage": pl.String,
    "count": pl.Int64,
    "open": pl.Int64,
    "signed_by": pl.String,
    "signed_at": pl.Datetime,
}


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One issuer in one year; ``year`` 0 where neither number nor date gives one."""

    region: str
    issuer: str
    year: int


@dataclass(slots=True)
class _Tally:
    papers: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)
    entries: dict[str, str] = field(default_factory=dict)  # entry to its verdict
    uncatalogued: set[str] = field(default_factory=set)
    normative: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many numbers a series has: N̂ = m(1 + 1/k) − 1 from k distinct numbers with the highest m, and a 95 % band."""

    total: float
    low: float
    high: float


def estimate(serials: Iterable[int]) -> Estimate:
    """Estimate the length of a series from those of its numbers that are known.

    The band is that of the highest of k draws: P(m ≤ x) = (x/N)^k, 2.5 % on either side, never below m.
    """
    distinct = set(serials)
    highest, known = max(distinct), len(distinct)
    low, high = highest / (1 - _TAIL) ** (1 / known), highest / _TAIL ** (1 / known)
    if known == highest:  # nothing is missing so far: the formula still allows for what came after
        low = float(highest)
    return Estimate(round(highest * (1 + 1 / known) - 1, 1), round(max(low, highest), 1), round(high, 1))


def coverage(
    documents: pl.DataFrame,
    catalogue: pl.DataFrame,
    matches: pl.DataFrame,
    *,
    instrument_documents: pl.DataFrame,
) -> pl.DataFrame:
    """Return ``coverage``: for each issuer and year what is held, catalogued, matched, missing and estimated.

    ``held`` counts papers (a cover and what it encloses are one, and so are copies), ``last_number`` and the estimate
    are over the series of the issuer with five or more numbers: the highest of their last numbers, the sum of their
    estimates.
    """
    tallies = _tallies(documents, catalogue, matches, instrument_documents)
    series = number_series(documents, catalogue, pl.DataFrame())
    rows = []
    for cell, tally in sorted(tallies.items()):
        own = [
            found.serials
            for key, found in sorted(series.items())
            if key.agency_code in tally.codes and key.year == cell.year and key.region in (cell.region, "")
        ]
        estimates = [estimate(serials) for serials in own if len(serials) >= SHORTEST]
        verdicts = list(tally.entries.values())
        rows.append(
            {
                "region": cell.region,
                "issuer": cell.issuer,
                "year": cell.year,
                "milestone": stage_of(cell.year),
                "held": len(tally.papers),
                "catalogued": len(verdicts),
                "matched": sum(verdict in _HELD for verdict in verdicts),
                "missing": verdicts.count("missing"),
                "last_number": max((max(serials) for serials in own), default=None),
                "estimated_total": sum(one.total for one in estimates) if estimates else None,
                "estimated_low": sum(one.low for one in estimates) if estimates else None,
                "estimated_high": sum(one.high for one in estimates) if estimates else None,
            }
        )
    return pl.DataFrame(rows, schema=_SCHEMA)


def milestones(
    documents: pl.DataFrame,
    catalogue: pl.DataFrame,
    matches: pl.DataFrame,
    decisions: pl.DataFrame,
    *,
    instrument_documents: pl.DataFrame,
) -> pl.DataFrame:
    """Return ``milestones``: for each issuer, year and stage how many are done, how many are open, and who signed.

    Collected: open are entries without a paper. Read: open are entries whose year is not read. Described: open are
    papers without title, date or issuer. Reconciled: open are missing, ambiguous and differing entries, and papers that
    no catalogue names. Reviewed: normative papers decided, and not yet. A signature is a decision about
    ``region|issuer|year|stage`` of the kind ``milestone``.
    """
    tallies = _tallies(documents, catalogue, matches, instrument_documents)
    signed = _signatures(decisions)
    decided = _decided(decisions)
    rows = []
    for cell, tally in sorted(tallies.items()):
        for stage in STAGES:
            count, open_ = _progress(tally, stage, decided)
            who, when = signed.get(f"{cell.region}|{cell.issuer}|{cell.year}|{stage}", (None, None))
            rows.append(
                {
                    "region": cell.region,
                    "issuer": cell.issuer,
                    "year": cell.year,
                    "stage": stage,
                    "count": count,
                    "open": open_,
                    "signed_by": who,
                    "signed_at": when,
                }
            )
    return pl.DataFrame(rows, schema=_MILESTONES)


def _progress(tally: _Tally, stage: str, decided: frozenset[str]) -> tuple[int, int]:
    verdicts = list(tally.entries.values())
    papers = len(tally.papers)
    unmatched = [verdict for verdict in verdicts if verdict != "held"]
    progress: Mapping[str, Callable[[], tuple[int, int]]] = {
        "collected": lambda: (papers, verdicts.count("missing")),
        "read": lambda: (papers, verdicts.count("not_yet_read")),
        "described": lambda: (len(tally.described), papers - len(tally.described)),
        "reconciled": lambda: (len(verdicts) - len(unmatched), len(unmatched) + len(tally.uncatalogued)),
        "reviewed": lambda: (len(tally.normative & decided), len(tally.normative - decided)),
    }
    return progress[stage]()


def _signatures(decisions: pl.DataFrame) -> dict[str, tuple[str, object]]:
    if decisions.is_empty():
        return {}
    rows = decisions.filter(pl.col("subject_kind") == "milestone").sort("seq")
    return {row["subject_key"]: (row["actor"], row["decided_at"]) for row in rows.iter_rows(named=True)}


def _decided(decisions: pl.DataFrame) -> frozenset[str]:
    if decisions.is_empty():
        return frozenset()
    return frozenset(decisions.filter(pl.col("subject_kind") == "instrument").get_column("subject_key"))


def _tallies(
    documents: pl.DataFrame, catalogue: pl.DataFrame, matches: pl.DataFrame, instrument_documents: pl.DataFrame
) -> dict[Cell, _Tally]:
    """Sort papers, entries and verdicts by issuer and year."""
    tallies: dict[Cell, _Tally] = defaultdict(_Tally)
    by_code = _issuers_by_code(documents)
    instruments: dict[str, list[str]] = defaultdict(list)
    if not instrument_documents.is_empty():
        for doc_id, instrument_id in instrument_documents.select("doc_id", "instrument_id").iter_rows():
            instruments[doc_id].append(instrument_id)
    cells: dict[str, Cell] = {}
    for row in documents.iter_rows(named=True):
        if row["parent_doc_id"] is not None or row["carrier_class"] in _NOT_COUNTED:
            continue
        cell = Cell(row["region"] or "", row["issuer"] or "", int(row["year"] or _UNKNOWN_YEAR))
        cells[row["doc_id"]] = cell
        tally = tallies[cell]
        paper = next(iter(instruments[row["doc_id"]]), row["doc_id"])  # copies carry one instrument
        tally.papers.add(paper)
        if row["title"] and row["issuer"] and row["date_written"]:
            tally.described.add(paper)
        if row["normativity"] == "normative":
            tally.normative.update(instruments[row["doc_id"]])
        if row["agency_code"]:
            tally.codes.add(row["agency_code"])
    verdicts = _verdicts(matches)
    for row in catalogue.iter_rows(named=True):
        cell, code = _entry_cell(row, by_code)
        tallies[cell].entries[row["entry_id"]] = verdicts.get(row["entry_id"], "missing")
        if code:
            tallies[cell].codes.add(code)
    for doc_id in _uncatalogued(matches):
        if doc_id in cells:
            tallies[cells[doc_id]].uncatalogued.add(next(iter(instruments[doc_id]), doc_id))
    return tallies


def _verdicts(matches: pl.DataFrame) -> dict[str, str]:
    if matches.is_empty():
        return {}
    rows = matches.drop_nulls("entry_id").sort("entry_id", "verdict")
    return dict(rows.select("entry_id", "verdict").iter_rows())


def _uncatalogued(matches: pl.DataFrame) -> list[str]:
    if matches.is_empty():
        return []
    return sorted(set(matches.filter(pl.col("verdict") == "uncatalogued").get_column("doc_id").drop_nulls()))


def _issuers_by_code(documents: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """Return region and issuer by 机关代字, where the documents know but one."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in documents.iter_rows(named=True):
        if row["agency_code"] and row["issuer"]:
            found[row["agency_code"]].add((row["region"] or "", row["issuer"]))
    return {code: next(iter(owners)) for code, owners in found.items() if len(owners) == 1}


def _entry_cell(row: Mapping[str, object], by_code: Mapping[str, tuple[str, str]]) -> tuple[Cell, str]:
    number = parse_number(str(row["document_number"] or ""))
    code = number.agency_code if number else ""
    written = row["date_written"]
    year = (number.year if number else None) or getattr(written, "year", None) or _UNKNOWN_YEAR
    issuer = str(row["issuer"] or "")
    region, known = by_code.get(code, ("", ""))
    if issuer and issuer != known:
        region = region_of(issuer) or region
    return Cell(region, issuer or known, int(year)), code
