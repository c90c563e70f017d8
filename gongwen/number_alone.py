"""Numbers that lack a part: a line that is 第8号, a series with 字 of which no year is given (财农字第345号)."""

import re
from collections.abc import Iterator

from gongwen.agency import Code, code_before, is_whole, words
from gongwen.number_shape import Form, forms_of
from gongwen.serials import SERIAL, read_serial, read_serials, read_year

_ALONE = re.compile(rf"第\s{{0,2}}(?P<serial>{SERIAL})\s{{0,2}}号")
_YEARLESS = re.compile(r"(?<=字)\s{0,2}第\s{0,2}")
_ALONE_BEFORE = re.compile(r"(?:^|\n)[\s（〔\[#*]{0,12}\Z")
_ALONE_AFTER = re.compile(r"[ \t）〕\]*]{0,12}(?:\n|\Z)")


def alone(text: str) -> Iterator[list[Form]]:
    """A line that is nothing but 第8号 or （第83号）: the issuer stands in the masthead."""
    for match in _ALONE.finditer(text):
        serial = read_serial(match["serial"])
        if (
            serial
            and _ALONE_BEFORE.search(text[max(0, match.start() - 13) : match.start()])
            and _ALONE_AFTER.match(text, match.end())
        ):
            yield [Form("", None, serial[0], match.start(), match.end(), "bare", 0.5, decree=True)]


def yearless(text: str, *, field: bool) -> Iterator[list[Form]]:
    """财农字第345号, the year lost or never given, or glued to its front (94财农字第345号).

    Believed where a field or a bracket behind a title holds nothing else; in prose, where four digits are glued to it.
    """
    for match in _YEARLESS.finditer(text):
        code = code_before(text, match.start(), field=True)
        serials = read_serials(text, match.end())
        if not serials or not serials.closed or not is_whole(code.text) or words().not_documents.search(code.text):
            continue
        apart = field or bool(
            _BEHIND_TITLE.search(text[max(0, code.start - 8) : code.start])
            and text[serials.end : serials.end + 1] in "），、；"
        )
        year = _YEAR_IN_FRONT.search(text[max(0, code.start - 8) : code.start])
        if year and (apart or len(year.group()) == 4):
            placed = Code(code.text, code.start - len(year.group()))
            yield forms_of(placed, read_year(year[1])[0], serials, "year_first", 0.8)
        elif apart:
            yield forms_of(code, None, serials, "no_year", 0.5, decree=True)


_BEHIND_TITLE = re.compile(r"[》〉”][（(]\s?(?:\d\d|(?:19|20)\d\d年?)?\Z")
_YEAR_IN_FRONT = re.compile(r"(?<!\d)((?:19|20)\d\d|[5-9]\d)年?\Z")
