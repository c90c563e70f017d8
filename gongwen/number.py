"""发文字号: document numbers found in a text, read from a field, printed and compared.

How the forms are recognised is in gongwen.number_forms and gongwen.agency; registration numbers (统一编号) are another
thing and have their own module. Nothing here knows which organ a code belongs to.
"""

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from gongwen.dates import find_dates
from gongwen.model import DocumentNumber
from gongwen.number_forms import find_forms
from gongwen.number_shape import Form
from gongwen.registration import RegistrationNumber, find_registration_numbers, registered_in
from gongwen.text import Folded, as_folded, fold

__all__ = [
    "RegistrationNumber",
    "complete",
    "find_numbers",
    "find_registration_numbers",
    "is_number",
    "key",
    "numbers_in",
    "parse_number",
    "parse_numbers",
    "write_number",
]

_LONGEST_KEPT = 300  # characters of a text that may be asked about again
_MARKERS = ("令", "公告", "通告", "布告")
_FIELD_WORDS = re.compile(
    r"（[^（）]{1,8}）|发文字号|文件编号|编号|发文号|文件号|文号|字号|文件|附件|联合|修订|印发|转发|发布|公布"
    r"|原|即|文|等|和|与|及|[\W_]"
)
_ORGAN = re.compile(r"[\u3400-\u9fff]{2,20}[府部委局署院会厅办室]")


def find_numbers(text: str) -> list[DocumentNumber]:
    """Return every document number of a running text, in order, not overlapping, with spans into the text.

    12、15、18号 and 1号至6号 give one number a serial; those between the ends of a range share the span of 至. A
    number whose issuer is not printed with it (〔2009〕第5号; a line 第8号) has no agency code and the rule ``bare``;
    令第93号 has the marker only. Rules other than ``bracketed``, ``decree`` and ``enumerated`` mark unusual or damaged
    writing.
    """
    if text.isascii():
        return []  # neither a code nor 号
    return list(_found_again(text) if len(text) <= _LONGEST_KEPT else _found(text))


def numbers_in(words: str) -> list[DocumentNumber]:
    """Return the same as ``find_numbers`` for words that are folded already, as those of a flow are."""
    if words.isascii():
        return []
    return list(_in_words_again(words) if len(words) <= _LONGEST_KEPT else _in_words(words))


def _found(text: str) -> tuple[DocumentNumber, ...]:
    return _in(fold(text), text)


def _in_words(words: str) -> tuple[DocumentNumber, ...]:
    return _in(as_folded(words), words)


def _in(folded: Folded, text: str) -> tuple[DocumentNumber, ...]:
    numbers = [_number(form, folded, text) for form in find_forms(folded.text)]
    if not numbers:
        return ()
    return tuple(_outside(numbers, [(found.start, found.end) for found in registered_in(folded, text)]))


_found_again = lru_cache(maxsize=1024)(_found)  # a cell or a line is asked about by one rule after the other
_in_words_again = lru_cache(maxsize=1024)(_in_words)


def parse_numbers(text: str) -> list[DocumentNumber]:
    """Return the numbers of a field that holds numbers and nothing else (a catalogue cell, a row of a page table)."""
    folded = fold(text)
    registered = [(found.start, found.end) for found in registered_in(folded, text)]
    numbers = [_number(form, folded, text) for form in find_forms(folded.text, field=True)]
    numbers = _outside(numbers, registered)
    spans = [(number.start, number.end) for number in numbers] + registered
    spans += [(found.start, found.end) for found in find_dates(text)]
    rest = list(text)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    left_over = [word for word in _FIELD_WORDS.sub(" ", fold("".join(rest)).text).split() if not _ORGAN.fullmatch(word)]
    return [] if left_over else numbers


def parse_number(text: str, *, bare: bool = False) -> DocumentNumber | None:
    """Return the number that a field holds, the first (the lead organ's) where it holds several, or None.

    A number without issuer (第8号) is no answer unless ``bare`` numbers are asked for.
    """
    return next((number for number in parse_numbers(text) if bare or number.agency_code), None)


def is_number(words: str) -> bool:
    """Tell whether the words are one number with its code and nothing else: 某政发〔2020〕3号, 某令（第3号）."""
    line = words.strip()
    if not 5 <= len(line) <= _LONGEST or "号" not in fold(line).text[-3:]:
        return False
    numbers = parse_numbers(line)
    return len(numbers) == 1 and bool(numbers[0].agency_code) and not _WORD.search(_beside(line, numbers[0]))


def _beside(line: str, number: DocumentNumber) -> str:
    return line[: number.start].removesuffix(_STATE) + line[number.end :]


_LONGEST = 40  # characters of a number that stands alone
_STATE = "中华人民共和国"
_WORD = re.compile(r"\w")


def write_number(agency_code: str, year: int | None, serial: int, *, decree: bool = False) -> str:
    """Return the canonical form: 机关代字〔2018〕3号; for decrees …令第3号, …公告2019年第3号 (GB/T 9704-2012)."""
    if year is None:
        return f"{agency_code}第{serial}号"
    return f"{agency_code}{year}年第{serial}号" if decree else f"{agency_code}〔{year}〕{serial}号"


def complete(number: DocumentNumber, issuer: str) -> DocumentNumber:
    """Return a number without issuer together with what the masthead gives (令第3号 and 某市人民政府)."""
    if number.agency_code and number.agency_code not in _MARKERS:
        return number
    return replace(number, agency_code=issuer + number.agency_code, canonical=issuer + number.canonical)


def key(number: DocumentNumber) -> str:
    """Return agency|year|serial, by which two numbers of one place are the same."""
    serial = number.canonical if number.serial is None else str(number.serial)
    return f"{number.agency_code}|{number.year or ''}|{serial}"


def _number(form: Form, folded: Folded, text: str) -> DocumentNumber:
    start, end = folded.original(form.start, form.end)
    canonical = write_number(form.code, form.year, form.serial or 0, decree=form.decree)
    if form.serial is None:
        canonical = canonical.replace("0号", f"{form.branch}号")
    raw = text[start:end]
    return DocumentNumber(form.code, form.year, form.serial, canonical, raw, start, end, form.rule, form.confidence)


def _outside(numbers: list[DocumentNumber], spans: list[tuple[int, int]]) -> list[DocumentNumber]:
    """Return the numbers that touch none of the spans, which are in order and apart."""
    ends = [end for _, end in spans]
    kept = []
    for number in numbers:
        place = bisect_right(ends, number.start)
        if place == len(spans) or spans[place][0] >= number.end:
            kept.append(number)
    return kept
