"""How word processors write the running numbers of lists: 第一条, （二）, 3., ④, IV.

Only the shape of a number is made here; which number a paragraph has is known to the reader of the file.
"""

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST = 9999


def list_number(number: int, form: str) -> str:
    """Return the number in a form named as in ECMA-376 17.18.59 (ST_NumberFormat); unknown forms give digits."""
    if not 0 <= number <= _MOST or form in ("none", "bullet"):
        return "" if form in ("none", "bullet") else str(number)
    if form in (
        "chineseCounting",
        "taiwaneseCounting",
        "chineseCountingThousand",
        "taiwaneseCountingThousand",
        "japaneseCounting",
    ):
        return _counting(number, _DIGITS, _UNITS)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _counting(number, _LEGAL, _LEGAL_UNITS)
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    return _cyclic(number, form) or str(number)


def _counting(number: int, digits: str, units: tuple[str, ...]) -> str:
    if number == 0:
        return digits[0]
    text, gap = "", False
    figures = str(number)
    for place, figure in enumerate(figures):
        if figure == "0":
            gap = True
            continue
        text += ("零" if gap and text else "") + digits[int(figure)] + units[len(figures) - place - 1]
        gap = False
    return text[1:] if units[1] == "十" and text.startswith("一十") else text


def _cyclic(number: int, form: str) -> str:
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "decimalFullWidth" or form == "decimalFullWidth2":
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(ord("⑴") + number - 1)
    if form == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(ord("⒈") + number - 1)
    if form == "ideographEnclosedCircle" and 1 <= number <= 10:
        return chr(ord("㊀") + number - 1)
    if form == "ideographParenthesized" and 1 <= number <= 10:
        return chr(ord("㈠") + number - 1)
    if form in ("ideographTraditional", "ideographZodiac") and number:
        series = _STEMS if form == "ideographTraditional" else _BRANCHES
        return series[(number - 1) % len(series)]
    if form in ("lowerRoman", "upperRoman") and number:
        return _roman(number).lower() if form == "lowerRoman" else _roman(number)
    if form in ("lowerLetter", "upperLetter") and number:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    return ""


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text
