"""Running numbers as word processors draw them."""

import pytest

from gongwen.list_number import list_number


@pytest.mark.parametrize(
    ("number", "form", "drawn"),
    [
        (3, "decimal", "3"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (1, "chineseCountingThousand", "一"),
        (10, "chineseCountingThousand", "十"),
        (12, "chineseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (2005, "chineseCountingThousand", "二千零五"),
        (23, "chineseLegalSimplified", "贰拾叁"),
        (205, "ideographDigital", "二〇五"),
        (4, "decimalEnclosedCircle", "④"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (13, "ideographZodiac", "子"),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"),
        (5, "bullet", ""),
        (5, "none", ""),
        (5, "something new", "5"),
        (-1, "decimal", "-1"),
    ],
)
def test_list_number(number: int, form: str, drawn: str) -> None:
    assert list_number(number, form) == drawn
