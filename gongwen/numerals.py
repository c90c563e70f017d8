"""Numbers as a person writes them: digits with blanks between, Chinese numerals, the many signs of zero.

Only values are read here; what a value means (a serial, a day, a term) is for the callers.
"""

DIGITS = "0123456789"
ZEROS = "〇零"  # other rings are folded to 〇 by gongwen.text
CHINESE = "一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
_VALUES = dict(zip(DIGITS, range(10), strict=True)) | {zero: 0 for zero in ZEROS}
_VALUES |= {character: place % 10 if place < 10 else place - 9 for place, character in enumerate("一二三四五六七八九", 1)}
_VALUES |= {character: place for place, character in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_VALUES |= {"两": 2}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000}


def read_numeral(text: str) -> int | None:
    """Return the value of a whole numeral (12, 1 2, 三十七, 二〇一八, 廿三, 一千二百零三), or None."""
    characters = "".join(text.split())
    if not characters:
        return None
    if all(character in _VALUES for character in characters):
        return int("".join(str(_VALUES[character]) for character in characters))
    return _read_with_units(characters)


def _read_with_units(characters: str) -> int | None:
    total, pending = 0, None
    for character in characters:
        if character in _UNITS:
            unit = _UNITS[character]
            total = (total + (pending or 0)) * unit if unit == 10000 else total + (1 if pending is None else pending) * unit
            pending = None
        elif character in _TENS and pending is None:
            total += _TENS[character]
        elif character in ZEROS:
            pending = None
        elif character in _VALUES and pending is None:
            pending = _VALUES[character]
        else:
            return None
    return total + (pending or 0)
