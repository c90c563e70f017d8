"""发文字号: how document numbers are found in a text, read from a field, printed and compared."""

import re

from gongwen.model import DocumentNumber
from gongwen.numerals import read_numeral
from gongwen.text import Folded, fold

_OPEN, _CLOSE = "〔\\[【（〈《‘〚〖{﹝「“", "〕\\]】）〉》’〛〗}﹞」”"
_BRACKETED = re.compile(rf"[{_OPEN}]\s*(?P<year>(?:(?:19|20)\s?\d\s?\d|\d\d))\s*年?\s*[{_CLOSE}]\s*(?:字\s*)?第?\s*(?P<serial>\d(?:\s?\d){{0,4}})\s*号")
_DECREE = re.compile(r"(?P<marker>令|公告|通告)\s*[（〔]?\s*(?:(?P<year>(?:19|20)\d\d)年)?第?\s*(?P<serial>\d{1,4}|[〇零一二三四五六七八九十百]{1,6})\s*号")
_STOPS = re.compile(r"根据|依据|按照|依照|以及|执行|废止|转发|印发|原|[和与及的即]")
_RUN = re.compile(r"[\u3400-\u9fff〇]+$")
_SPACED_RUN = re.compile(r"(?:[\u3400-\u9fff] +)+$")


def find_numbers(text: str) -> list[DocumentNumber]:
    """Return every document number in the text, in order, not overlapping, with spans into the text."""
    folded = fold(text)
    found = [number for match in _BRACKETED.finditer(folded.text) if (number := _from_bracketed(folded, match))]
    found += [number for match in _DECREE.finditer(folded.text) if (number := _from_decree(folded, match))]
    return sorted(found, key=lambda number: number.start)


def parse_numbers(text: str) -> list[DocumentNumber]:
    """Return the numbers of a field that holds nothing else."""
    return find_numbers(text)


def parse_number(text: str) -> DocumentNumber | None:
    """Return the number that a field holds, the first where it holds several, or None."""
    numbers = [number for number in parse_numbers(text) if number.agency_code]
    return numbers[0] if numbers else None


def key(number: DocumentNumber) -> str:
    """Return agency|year|serial, by which two numbers of one place are the same."""
    return f"{number.agency_code}|{number.year or ''}|{number.serial or ''}"


def _code(before: str) -> str:
    spaced = _SPACED_RUN.search(before)
    run = "".join(spaced.group().split()) if spaced else ""
    if not run and (plain := _RUN.search(before.rstrip())):
        run = plain.group()
    return _STOPS.split(run)[-1]


def _from_bracketed(folded: Folded, match: re.Match[str]) -> DocumentNumber | None:
    before = folded.text[max(0, match.start() - 24) : match.start()]
    code = _code(before)
    year = int("".join(match["year"].split()))
    year += 0 if year > 99 else 1900 if year > 49 else 2000
    serial = int("".join(match["serial"].split()))
    start = match.start() - len(before) + (before.rfind(code[0]) if code else len(before))
    left, right = folded.original(start, match.end())
    return DocumentNumber(code, year, serial, f"{code}〔{year}〕{serial}号", folded.text[start : match.end()], left, right, "bracketed")


def _from_decree(folded: Folded, match: re.Match[str]) -> DocumentNumber | None:
    before = folded.text[max(0, match.start() - 24) : match.start()]
    code = _code(before)
    serial = read_numeral(match["serial"])
    year = int(match["year"]) if match["year"] else None
    agency = code + match["marker"]
    left, right = folded.original(match.start() - len(code), match.end())
    canonical = f"{agency}{f'{year}年' if year else ''}第{serial}号"
    return DocumentNumber(agency, year, serial, canonical, folded.text[match.start() - len(code) : match.end()], left, right, "decree")
