"""Numbers as people write them: digits with blanks, Chinese numerals, the many signs of zero, slips of recognition.

Only values are read here; what a value means (a serial, a day, a term) is for the callers.
"""

_PLAIN = dict(zip("0123456789", range(10), strict=True))
_CHINESE = dict(zip("〇一二三四五六七八九", range(10), strict=True))
_FORMAL = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
_SLIPS = {
    "l": 1,
    "I": 1,
    "|": 1,
    "i": 1,
    "O": 0,
    "o": 0,
    "Ο": 0,
    "ο": 0,
    "О": 0,
    "о": 0,
    "Q": 0,
    "Z": 2,
    "S": 5,
    "B": 8,
}
_RINGS = {"O": 0, "o": 0, "Ο": 0, "ο": 0, "О": 0, "о": 0, "0": 0}  # written for 〇 between Chinese numerals
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_LONGEST = 100  # signs: a row of digits beyond this is no number that anybody wrote
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}

_DIGITS = _CHINESE | _FORMAL | _RINGS | _PLAIN | {"两": 2}
_SLIPPED = _PLAIN | _SLIPS

CHINESE_DIGITS = "〇零一二三四五六七八九"
CHINESE_NUMERALS = CHINESE_DIGITS + "十百千廿卅两"
RINGS = "".join(_RINGS)  # the signs of zero beside 〇 and 零; gongwen.text has folded ○ and ◯ to 〇
SLIPS = "".join(_SLIPS)


def read_numeral(text: str) -> int | None:
    """Return the value of a whole numeral (12, 1 2, 三十七, 二〇一八, 二OO八, 廿三, 一千二百零三), or None."""
    signs = "".join(text.split())
    if not signs or len(signs) > _LONGEST:
        return None
    if signs.isascii() and signs.isdigit():
        return int(signs)
    if all(sign in _DIGITS for sign in signs):
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    return _with_units(signs)


def read_slipped(text: str) -> tuple[int | None, bool]:
    """Return the value of digits with letters that recognition put there (2O21, l5), and whether it was mended."""
    signs = "".join(text.split())
    if len(signs) > _LONGEST:
        return None, False
    if signs.isascii() and signs.isdigit():
        return int(signs), False
    if not any(sign in _PLAIN for sign in signs) or any(sign not in _SLIPPED for sign in signs):
        return None, False
    return int("".join(str(_SLIPPED[sign]) for sign in signs)), True


def _with_units(signs: str) -> int | None:
    total = 0
    pending: int | None = None
    lowest = 100_000
    for sign in signs:
        if sign in _UNITS:
            if _UNITS[sign] >= lowest:
                return None
            lowest = _UNITS[sign]
            total += lowest * (1 if pending is None else pending)
            pending = None
        elif sign in _TENS and pending is None and lowest > 10:
            total += _TENS[sign]
            lowest = 10
        elif _DIGITS.get(sign) == 0 and pending is None and total:
            continue
        elif sign in _DIGITS and pending is None:
            pending = _DIGITS[sign]
        else:
            return None
    return total + (pending or 0)
