"""The forms in which document numbers are written, found in a folded text by their anchors.

An anchor is what cannot be missed (a year in brackets, 令第, 号令, a year glued to a serial); the code or organ is then
read leftwards by gongwen.agency and the serials rightwards. Fields, printing and comparison are in gongwen.number.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from gongwen.agency import Code, code_before, code_in, is_whole, organ_before, words
from gongwen.number_alone import alone, yearless
from gongwen.number_shape import Form, forms_of, lowered
from gongwen.numerals import CHINESE_NUMERALS, SLIPS
from gongwen.serials import SERIAL, THINGS, Serials, read_serial, read_serials, read_year

_OPEN, _CLOSE = "〔\\[【（〈《‘‚„«‹「『〚〖{“<\"'", "〕\\]】）〉》’‛‟»›」』〛〗}”>\"'"
_SQUARE = "〔[【〚〖"
_HAN = "\u3400-\u9fff"
_DIGIT = rf"[0-9{re.escape(SLIPS)}]"
_YEAR_SIGN = rf"(?:{_DIGIT}|[〇零一二三四五六七八九])"
_BRACKET = re.compile(
    rf"(?P<open>[{_OPEN}])\s{{0,3}}(?P<year>{_YEAR_SIGN}\s?{_YEAR_SIGN}(?:\s?{_YEAR_SIGN}\s?{_YEAR_SIGN})?)"
    rf"\s{{0,2}}年?\s{{0,2}}(?P<close>[{_CLOSE}])?"
)
_WHOLE = re.compile(rf"(?P<code>[{_HAN}]{{2,8}})〔(?P<year>(?:19[5-9]|20\d)\d)〕(?P<serial>[1-9]\d{{0,3}})号")
_TAIL = re.compile(r"\s{0,3}(?P<letter>字\s{0,2})?(?P<ordinal>第\s{0,2})?")
_LOST_CLOSE = re.compile(r"(?:\s|[lIJ|])?(?P<serial>\d{1,4})(?![\d年月.\-〕\]】）])(?P<sign>\s?号)?")
_YEAR_FIRST = re.compile(
    rf"\s{{0,2}}(?P<code>(?:[{_HAN}]|（[{_HAN}]{{1,2}}）){{1,10}}?)\s{{0,2}}(?P<ordinal>第\s{{0,2}})?(?={_DIGIT})"
)
_GLUED = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:(?P<close>\s?[〕\]】]\s?第?)|\s?(?P<around>[〔\[【（])\s?第?|\s{0,2}年?第?|[-—])"
    r"(?P<serial>\d{1,5})(?(around)\s?[〕\]】）])\s{0,2}号"
)
_DECREE = re.compile(
    r"(?P<marker>令|公告|通告|布告)(?P<gap>\s{0,12})(?P<session>[（〔\[][一二三四五六七八九十\d]{1,3}届[）〕\]]\s?)?"
    r"(?P<open>[（〔\[【])?\s?"
    r"(?:(?P<year>(?:1\n?9|2\n?0)\n?\d\n?\d)\s?(?:年\s?|(?=第)))?(?P<ordinal>第\s{0,2})?"
    rf"(?=[0-9lIO{CHINESE_NUMERALS}])"
)
_REVERSED = re.compile(r"号\s{0,2}(?P<joint>联合)?(?P<marker>令|公告|通告|布告)")
_SERIAL_BEFORE = re.compile(rf"(?P<ordinal>第\s{{0,2}})?(?P<serial>{SERIAL})\s{{0,2}}\Z")
_REGISTER = re.compile(r"0\d{4}")  # 01710号: certificates are counted so, documents hardly ever
_NUMBER_SIGN = re.compile("[号弓另亏]")  # without it, or what is misread for it, only a year in brackets tells a number
_MARKERS = ("令", "公告", "通告", "布告")
_MINUTES = re.compile(rf"[{_HAN}]{{0,6}}会议纪要")  # each organ counts its own
_MARKER = re.compile(r"\s?(?P<marker>令|公告|通告|布告)")


def find_forms(text: str, *, field: bool = False) -> list[Form]:
    """Return the numbers of a folded text in order; the surest form wins where two claim the same characters."""
    if (whole := _WHOLE.fullmatch(text)) and (plain := _plain(whole, field=field)):
        return [plain]
    taken: list[tuple[int, int]] = []
    kept: list[Form] = []
    sources = [_bracketed(text, field)]
    if _NUMBER_SIGN.search(text):
        sources += [_decrees(text, field), _reversed(text, field), _glued(text, field), alone(text)]
        sources.append(yearless(text, field=field))
    for forms in sources:
        for group in forms:
            start, end = group[0].start, group[-1].end
            place = bisect_right(taken, (start, end))
            if (place and taken[place - 1][1] > start) or (place < len(taken) and taken[place][0] < end):
                continue
            taken.insert(place, (start, end))
            kept += group
    return sorted(kept, key=lambda form: (form.start, form.end, form.serial or 0))


def _plain(whole: re.Match[str], *, field: bool) -> Form | None:
    """Return the number that fills a text, as in most cells and brackets, where nothing about its code is doubtful.

    It is what ``_bracketed`` finds, found sooner.
    """
    if not is_whole(whole["code"]):
        return None
    code, start = code_in(whole["code"], "", field=field)
    if not is_whole(code) or code in _MARKERS or _MINUTES.fullmatch(code) or words().not_documents.search(code):
        return None
    return Form(code, int(whole["year"]), int(whole["serial"]), start, whole.end(), "bracketed", 1.0)


def _bracketed(text: str, field: bool) -> Iterator[list[Form]]:
    for match in _BRACKET.finditer(text):
        year, mended = read_year(match["year"])
        if year is None:
            continue
        if match["close"] is None:
            group = _lost_close(text, match, year, field=field)
        else:
            group = _code_first(text, match, year, field=field) or _year_first(text, match, year, field=field)
        if group:
            yield [lowered(form) if mended else form for form in group]


def _code_first(text: str, match: re.Match[str], year: int, *, field: bool) -> list[Form]:
    """浙政发〔2018〕3号, with all the brackets, 第, 字, and serials that people put there."""
    tail = _TAIL.match(text, match.end())
    serials = read_serials(text, tail.end() if tail else match.end())
    if serials is None or tail is None:
        return []
    code = code_before(text, match.start(), field=field)
    square = match["open"] in _SQUARE
    if code.text in _MARKERS:
        code = _issuing(text, code.start, code.text, field=field)
    elif _MINUTES.fullmatch(code.text):
        code = _of_minutes(text, code, field=field)
    if not code.text:
        if not serials.closed or not (square or tail["ordinal"]) or _is_short(match["year"]):
            return []
        return forms_of(
            Code("", match.start()),
            year,
            serials,
            "bare" if code.certain else "doubtful_code",
            0.5 if code.certain else 0.3,
        )
    if words().not_documents.search(code.text):
        return []
    if not serials.closed and not _closed_elsewise(text, code, serials, square=square):
        return []
    letter = "字" if tail["letter"] and not code.text.endswith("字") else ""
    if code.text[-1] in words().organ_endings and (marker := _MARKER.match(text, serials.end)):
        letter = marker["marker"]  # 某部〔2010〕第145号公告
        serials = replace(
            serials, items=(*serials.items[:-1], (*serials.items[-1][:2], marker.end())), end=marker.end()
        )
    code = Code(code.text + letter, code.start, code.certain)
    confidence = (1.0 if code.certain else 0.6) * (1.0 if serials.closed else 0.6)
    if _REGISTER.match(text, serials.items[0][1]):
        return forms_of(code, year, serials, "padded", 0.5)
    return forms_of(code, year, serials, "bracketed" if serials.closed else "no_sign", confidence)


def _is_short(year: str) -> bool:
    return len("".join(year.split())) == 2


def _closed_elsewise(text: str, code: Code, serials: Serials, *, square: bool) -> bool:
    """Tell whether a number without 号 is one all the same: a whole code, and digits that are nothing else."""
    following = text[serials.end : serials.end + 1]
    series = code.text[-1] in words().series
    return (
        (square or series) and is_whole(code.text) and code.certain and following not in (*"年月日%.-—/:", "件", "个")
    )


def _year_first(text: str, match: re.Match[str], year: int, *, field: bool) -> list[Form]:
    """〔94〕财农字第345号: the year stands before the code."""
    after = _YEAR_FIRST.match(text, match.end())
    if after is None:
        return []
    serials = read_serials(text, after.end())
    letters = after["code"].removesuffix("第")
    known = words()
    if serials is None or not serials.closed or not is_whole(letters) or len(letters) > 10:
        return []
    if known.prose.search(letters) or known.not_documents.search(letters):
        return []
    before = code_before(text, match.start(), field=field)
    if (
        before.certain
        and 2 <= len(before.text) <= 4
        and is_whole(before.text)
        and before.text[-1] not in known.organ_endings
    ):
        if known.not_documents.search(before.text + letters):
            return []
        return forms_of(Code(before.text + letters, before.start), year, serials, "year_between", 0.8)
    return forms_of(Code(letters, match.start()), year, serials, "year_first", 0.95)


def _lost_close(text: str, match: re.Match[str], year: int, *, field: bool) -> list[Form]:
    """牟政办发〔201746: the closing bracket is gone, perhaps with what followed."""
    rest = _LOST_CLOSE.match(text, match.end())
    if rest is None or _is_short(match["year"]) or int(rest["serial"]) == 0:
        return []
    code = code_before(text, match.start(), field=field)
    if not (code.certain and is_whole(code.text)):
        return []
    if not (field or code.text[-1] in words().series or (rest["sign"] and match["open"] in _SQUARE)):
        return []
    if rest["sign"]:
        serials = Serials(((int(rest["serial"]), rest.start("serial"), rest.end()),), rest.end(), closed=True)
        return forms_of(code, year, serials, "lost_bracket", 0.6)
    if match["open"] not in _SQUARE or len(rest["serial"]) == 4:
        return []
    serials = Serials(((int(rest["serial"]), rest.start("serial"), rest.end()),), rest.end(), closed=False)
    return forms_of(code, year, serials, "cut", 0.3)


def _glued(text: str, field: bool) -> Iterator[list[Form]]:
    """锡政办发20130265号, 国办函2004〕25号, 某政发2015〔14〕号: brackets lost, or put round the serial."""
    for match in _GLUED.finditer(text):
        end = match.start()
        if text[end - 1 : end] in ("l", "I", "|", "t") and match["close"]:
            end -= 1
        if text[end - 1 : end] in _OPEN:
            continue  # a year in brackets
        code = code_before(text, end, field=field)
        if not code.text or not is_whole(code.text) or not code.certain or int(match["serial"]) == 0:
            continue
        if not (field or match["close"] or code.text[-1] in words().series) or words().not_documents.search(code.text):
            continue
        serials = Serials(((int(match["serial"]), match.start("serial"), match.end()),), match.end(), closed=True)
        yield forms_of(code, int(match["year"]), serials, "lost_bracket" if match["close"] else "unbracketed", 0.8)


def _decrees(text: str, field: bool) -> Iterator[list[Form]]:
    """某市人民政府令第166号, 某部令2013年第3号, 公告2019年第3号."""
    for match in _DECREE.finditer(text):
        serials = read_serials(text, match.end())
        if (
            serials is None
            or not serials.closed
            or text[match.start() - 1 : match.end("marker")] in words().not_markers
        ):
            continue
        if not (match["ordinal"] or match["year"]) and (
            (match["gap"] and match["marker"] != "令") or text[serials.end : serials.end + 1] in THINGS
        ):
            continue
        end = serials.end
        if match["open"] and text[end : end + 1] in ("）", "〕", "]", "】"):
            end += 1
        organ = _issuing(text, match.start(), match["marker"], field=field)
        if match["session"]:  # 公告〔十三届〕第三十七号: each term of a congress counts anew
            organ = replace(organ, text=f"{organ.text}〔{match['session'].strip()[1:-1]}〕")
        year = int("".join(match["year"].split())) if match["year"] else organ.year
        forms = forms_of(organ, year, serials, "decree", 1.0 if organ.certain else 0.6, decree=True)
        yield [*forms[:-1], replace(forms[-1], end=end)]


def _reversed(text: str, field: bool) -> Iterator[list[Form]]:
    """市政府第12号令, 质检总局2012年第131号公告."""
    for match in _REVERSED.finditer(text):
        begin = max(0, match.start() - 14)
        found = _SERIAL_BEFORE.search(text[begin : match.start()])
        serial = read_serial(found["serial"]) if found else None
        if found is None or serial is None or text[match.end() : match.end() + 1] in ("栏", "牌", "人", "箭"):
            continue
        organ = _issuing(text, begin + found.start(), match["marker"], field=field)
        if organ.text == match["marker"] and not found["ordinal"]:
            continue
        start = organ.start if organ.text != match["marker"] else begin + found.start()
        items = ((serial[0], begin + found.start("serial"), match.end()),)
        serials = Serials(items, match.end(), True, serial[1])
        yield forms_of(
            Code(organ.text, start), organ.year, serials, "decree", 1.0 if organ.certain else 0.6, decree=True
        )


def _issuing(text: str, end: int, marker: str, *, field: bool) -> Code:
    """Return the code of a decree: the organ with the marker, or the marker alone where no organ stands before it."""
    organ = organ_before(text, end)
    if organ.text and (field or organ.text[-1] in words().organ_endings):
        return Code(organ.text + marker, organ.start, organ.certain, organ.year)
    return Code(marker, end, False, organ.year)


def _of_minutes(text: str, code: Code, *, field: bool) -> Code:
    """Return 专题会议纪要 with the organ in front of it, as it stands where none is."""
    organ = organ_before(text, code.start)
    if organ.text and (field or organ.text[-1] in words().organ_endings or organ.text.endswith("办公室")):
        return Code(organ.text + code.text, organ.start, organ.certain)
    return code
