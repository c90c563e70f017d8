"""Which serial numbers are missing from a series (断号), and which serials are too far off to be believed.

A gap is no proof of a missing paper: its tier says how it is to be taken. Estimating totals belongs to
``checks.coverage``.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from gongwen.catalogue import numbers_cell
from gongwen.issuer import region_of
from gongwen.messages import record
from gongwen.model import Remark
from gongwen.number import parse_numbers
from gongwen.series import parse_registration, tier_of

SHORTEST = 5  # numbers a series must show before its gaps mean anything
SHORTEST_REGISTER = 2  # in a register every number is published: two of them make a series
_FAR = 20  # times the next highest serial, and
_FAR_BY = 1000  # at least so far above it: a slip of the pen, not a number
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "region": pl.String,
    "agency_code": pl.String,
    "year": pl.Int64,
    "serial": pl.Int64,
    "tier": pl.String,
    "mentioned_by": pl.List(pl.String),
    "answer": pl.String,
}


@dataclass(frozen=True, slots=True, order=True)
class SeriesKey:
    """One series: place, 机关代字 and year. Two places may share a code."""

    region: str
    agency_code: str
    year: int


@dataclass(slots=True)
class Series:
    """The serials of one series that are held or catalogued, and those that other documents mention, by whom."""

    registered: bool = False
    serials: set[int] = field(default_factory=set)
    absurd: set[int] = field(default_factory=set)
    mentioned: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def gaps(
    documents: pl.DataFrame,
    catalogue: pl.DataFrame,
    citations: pl.DataFrame,
    *,
    answers: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Return ``gaps``: each number missing from 1 to the highest held or catalogued, for series of five or more.

    A number that is only cited, above the highest, is a gap of its own; the numbers between are not concluded from it.
    ``answers`` are those of the archive, by ``region|agency_code|year|serial``.
    """
    rows = []
    for key, series in sorted(number_series(documents, catalogue, citations).items()):
        if len(series.serials) < (SHORTEST_REGISTER if series.registered else SHORTEST):
            continue
        highest = max(series.serials)
        cited_above = {serial for serial in series.mentioned if serial > highest and not _is_far(serial, highest)}
        tier = "error" if series.registered else tier_of(key.agency_code)
        for serial in sorted({*range(1, highest), *cited_above} - series.serials):
            subject = f"{key.region}|{key.agency_code}|{key.year}|{serial}"
            rows.append(
                {
                    "region": key.region,
                    "agency_code": key.agency_code,
                    "year": key.year,
                    "serial": serial,
                    "tier": tier,
                    "mentioned_by": sorted(series.mentioned.get(serial, ())),
                    "answer": (answers or {}).get(subject),
                }
            )
    return pl.DataFrame(rows, schema=_SCHEMA)


def absurd_serials(documents: pl.DataFrame, catalogue: pl.DataFrame) -> tuple[Remark, ...]:
    """Return a remark for each serial so far above the rest of its series that it is taken for a slip of the pen."""
    found = number_series(documents, catalogue, pl.DataFrame())
    return tuple(
        Remark(
            "number_absurd_serial",
            "warning",
            record(
                "catalogue.absurd_serial",
                number=f"{key.agency_code} {key.year} {serial}",
                next=max(series.serials, default=0),
            ),
        )
        for key, series in sorted(found.items())
        for serial in sorted(series.absurd)
    )


def number_series(documents: pl.DataFrame, catalogue: pl.DataFrame, citations: pl.DataFrame) -> dict[SeriesKey, Series]:
    """Gather every series of numbers that are held or catalogued, with what other documents mention of it."""
    places = _Places(documents)
    found: dict[SeriesKey, Series] = defaultdict(Series)
    for key, serial, registered in [*_held(documents), *_catalogued(catalogue, places)]:
        series = found[key]
        series.registered = registered
        series.serials.add(serial)
    for series in found.values():
        _set_absurd_apart(series)
    for (code, year, serial), doc_id in _mentioned(citations):
        key = SeriesKey(places.of(code), code, year)
        if key in found:
            found[key].mentioned[serial].add(doc_id)
    return dict(found)


def _set_absurd_apart(series: Series) -> None:
    while len(series.serials) > 1:
        highest, second = sorted(series.serials)[:-3:-1]
        if not _is_far(highest, second):
            return
        series.serials.remove(highest)
        series.absurd.add(highest)


def _is_far(serial: int, below: int) -> bool:
    return serial > _FAR * below and serial > below + _FAR_BY


class _Places:
    """Which place a number belongs to: that of the issuer, else the one place whose documents carry the code."""

    def __init__(self, documents: pl.DataFrame) -> None:
        self._by_code: dict[str, set[str]] = defaultdict(set)
        if documents.is_empty():
            return
        for code, region in documents.select("agency_code", "region").iter_rows():
            if code and region:
                self._by_code[code].add(region)

    def of(self, code: str, issuer: str = "") -> str:
        """Return the place, "" where neither the issuer tells nor the documents agree."""
        regions = self._by_code.get(code, set())
        return region_of(issuer) or (next(iter(regions)) if len(regions) == 1 else "")


def _held(documents: pl.DataFrame) -> Iterator[tuple[SeriesKey, int, bool]]:
    if documents.is_empty():
        return
    columns = ("region", "agency_code", "number_year", "number_serial", "registration_number")
    for region, code, year, serial, registration in documents.select(columns).iter_rows():
        if code and year and serial:
            yield SeriesKey(region or "", code, int(year)), int(serial), False
        yield from _registered(registration, region or "")


def _catalogued(catalogue: pl.DataFrame, places: _Places) -> Iterator[tuple[SeriesKey, int, bool]]:
    if catalogue.is_empty():
        return
    columns = ("document_number", "registration_number", "issuer", "raw")
    for shown, registration, issuer, raw in catalogue.select(columns).iter_rows():
        cell = numbers_cell(json.loads(raw or "{}"))
        for code, year, serial in _parts([cell or shown or ""]):
            yield SeriesKey(places.of(code, issuer or ""), code, year), serial, False
        yield from _registered(registration, places.of("", issuer or ""))


def _registered(registration: str | None, region: str) -> Iterator[tuple[SeriesKey, int, bool]]:
    parsed = parse_registration(registration) if registration else None
    if parsed:
        yield SeriesKey(region, parsed.code, parsed.year), parsed.serial, True


def _mentioned(citations: pl.DataFrame) -> Iterator[tuple[tuple[str, int, int], str]]:
    if citations.is_empty():
        return
    for doc_id, numbers in citations.select("doc_id", "document_number").drop_nulls().iter_rows():
        for parts in _parts([numbers]):
            yield parts, doc_id


def _parts(cells: Iterable[str]) -> list[tuple[str, int, int]]:
    """Return code, year and serial of every number in the cells, each once."""
    numbers = [number for cell in cells if cell for number in parse_numbers(cell)]
    return sorted(
        {
            (number.agency_code, number.year, number.serial)
            for number in numbers
            if number.agency_code and number.year and number.serial
        }
    )
