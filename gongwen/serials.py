"""The year and the serials of a document number: 〔94〕, 3号, 第十二号, 12、15、18号, 1号至6号.

The text is folded. What stands before them is for gongwen.number_forms.
"""

import re
from dataclasses import dataclass

from gongwen.numerals import CHINESE_NUMERALS, SLIPS, read_numeral, read_slipped

_HAN = "\u3400-\u9fff"
_DIGIT = rf"[0-9{re.escape(SLIPS)}]"
SERIAL = (
    rf"{_DIGIT}(?: {_DIGIT}){{1,4}}(?!{_DIGIT})"
    rf"|{_DIGIT}{{1,5}}(?:\n{_DIGIT}{{1,4}})?(?!{_DIGIT})"
    rf"|[{CHINESE_NUMERALS}]{{1,7}}"
)
_ITEM = re.compile(rf"(?P<serial>{SERIAL})\s{{0,2}}(?P<sign>号|[弓另亏](?![{_HAN}]))?")
_JOIN = re.compile(
    rf"\s?(?P<join>[、,和及与]|以及|(?P<range>[至到\-~]|—{{1,2}}))\s?(?:第\s?)?(?=[0-9lIO{CHINESE_NUMERALS}])"
)
THINGS = tuple("楼线院路门店台街机井坑船库仓车厂地块宗铺栋幢房室桥墩池罐提议建案")  # 3号楼, 第12号提案
_LONGEST_RANGE = 200

Item = tuple[int | None, int, int]  # value, start, end


@dataclass(frozen=True, slots=True)
class Serials:
    """The serials behind one code, with their places; ``branch`` is what is printed where one value does not say it."""

    items: tuple[Item, ...]
    end: int
    closed: bool  # 号 was there
    mended: bool = False
    branch: str = ""


def read_serials(text: str, position: int) -> Serials | None:
    """Return the serials that begin at ``position``, as far as the last that 号 closes; None where there is none."""
    items: list[Item] = []
    closed: tuple[tuple[Item, ...], int] | None = None
    mended = False
    join: re.Match[str] | None = None
    while match := _ITEM.match(text, position):
        serial = read_serial(match["serial"])
        if serial is None or len(items) > _LONGEST_RANGE:
            break
        value, slipped = serial
        if join and join["range"]:
            previous = items[-1][0] or 0
            if not 0 < value - previous <= _LONGEST_RANGE:
                if len(items) == 1 and closed is None and match["sign"]:
                    whole: Item = (None, items[0][1], match.end())
                    return Serials((whole,), match.end(), closed=True, branch=f"{previous}-{value}")
                break
            items += [(between, join.start("join"), join.end("join")) for between in range(previous + 1, value)]
        items.append((value, match.start("serial"), match.end() if match["sign"] else match.end("serial")))
        mended = mended or slipped or match["sign"] not in (None, "号")
        if match["sign"]:
            if closed and text[match.end() : match.end() + 1] in (*THINGS, "令", "公"):
                break
            closed = (tuple(items), match.end())
        join = _JOIN.match(text, match.end())
        if join is None:
            break
        position = join.end()
    if closed:
        return Serials(closed[0], closed[1], closed=True, mended=mended)
    if items and not (join and join["range"]):
        return Serials((items[0],), items[0][2], closed=False, mended=mended)
    return None


def read_serial(signs: str) -> tuple[int, bool] | None:
    """Return the value of one serial and whether it had to be mended; None where it is none."""
    value, mended = read_slipped(signs)
    if value is None and not any(sign in SLIPS for sign in signs):
        value = read_numeral(signs)
    return (value, mended) if value and value < 100_000 else None


def read_year(signs: str) -> tuple[int | None, bool]:
    """Return the year of a number, two digits written out, and whether it was mended; None where it is none."""
    digits = "".join(signs.split())
    value, mended = read_slipped(digits)
    if value is None:
        value = read_numeral(digits)
    if value is None or (len(digits) == 2 and mended):
        return None, mended
    if len(digits) == 2:
        value += 1900 if value > 49 else 2000
    return (value, mended) if 1949 <= value <= 2099 else (None, mended)
