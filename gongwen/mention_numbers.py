"""Numbers of other documents that are written short: without the code of their series, or with year and serial only.

What follows from the words around a number is read here; how numbers are written is ``number``.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from gongwen.model import DocumentNumber
from gongwen.number import find_numbers, write_number

_SHORT_NUMBER = re.compile(r"[（\[](?P<year>(?:19|20)\d\d)年第(?P<serial>\d{1,4})号[,、;）\]]")
_MARKERS = ("公告", "通告")


def short_number(piece: str, start: int, end: int, bracket: str, series: str) -> DocumentNumber | None:
    """Return the number of an announcement whose bracket gives year and serial only: 《某公告》（2016年第53号）."""
    found = _SHORT_NUMBER.match(bracket)
    title = piece[start:end].strip("《》")
    marker = next((one for one in _MARKERS if title.endswith(one)), "")
    organ = title.split("关于")[0] if "关于" in title else ""
    agency = f"{organ}{marker}" if organ else series if series.endswith(marker) else ""
    if not (found and marker and agency):
        return None
    numbers = find_numbers(f"{agency}{found['year']}年第{found['serial']}号")
    if not numbers:
        return None
    place = piece.index(bracket, start)
    return replace(numbers[0], start=place + 1, end=place + found.end() - 1)


def with_codes(piece: str, numbers: Sequence[DocumentNumber], series: str) -> list[DocumentNumber]:
    """Give a number without a code that of the number it is joined to: 青政办发〔2010〕5号、〔2011〕6号.

    An announcement that names no organ (2020年第57号公告) is one of the paper's own ``series``.
    """
    found: list[DocumentNumber] = []
    for number in numbers:
        before = found[-1] if found else None
        joined = before is not None and _JOINED.fullmatch(piece, before.end, number.start)
        if before and joined and not number.agency_code and number.serial is not None:
            canonical = write_number(before.agency_code, number.year, number.serial)
            number = replace(number, agency_code=before.agency_code, canonical=canonical)
        elif number.agency_code in _MARKERS and number.year and number.serial and series.endswith(number.agency_code):
            canonical = write_number(series, number.year, number.serial, decree=True)
            number = replace(number, agency_code=series, canonical=canonical)
        found.append(number)
        while more := _ANOTHER_YEAR.match(piece, found[-1].end):
            if not found[-1].agency_code.endswith(("公告", "通告", "令")):
                break
            found.append(_same_series(found[-1], more))
    return found


def _same_series(number: DocumentNumber, more: re.Match[str]) -> DocumentNumber:
    """Return the number of the same series for another year: 某公告2018年第1号、2019年第15号."""
    year, serial = int(more["year"]), int(more["serial"])
    canonical = write_number(number.agency_code, year, serial, decree=True)
    start, end = more.span("number")
    return replace(
        number,
        year=year,
        serial=serial,
        canonical=canonical,
        raw=more["number"],
        start=start,
        end=end,
        rule="enumerated",
    )


_ANOTHER_YEAR = re.compile(r"(?:[、,和及]|以及)(?P<number>(?P<year>(?:19|20)\d\d)年第?(?P<serial>\d{1,4})号)")
_JOINED = re.compile("[、,和及]|以及")
