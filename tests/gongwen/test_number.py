"""Document numbers: a table of texts and fields; printing and parsing are inverse; spans point at the words."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.model import DocumentNumber
from gongwen.number import (
    complete,
    find_numbers,
    find_registration_numbers,
    key,
    numbers_in,
    parse_number,
    parse_numbers,
    write_number,
)
from gongwen.pieces import only_numbers
from gongwen.text import fold

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "numbers.toml").read_text(encoding="utf-8"))["case"]
PLACES = "青云岭溪禾泉塘谷浙"
CODES = st.builds(
    lambda place, organ, series: place + organ + series,
    st.sampled_from(PLACES),
    st.sampled_from(["政", "政办", "府", "财社", "教", "人社", "经信"]),
    st.sampled_from(["发", "函", "字", "规", "通"]),
)
ORGANS = st.sampled_from(["青溪市人民政府令", "云岭县人民政府公告", "青溪市财政局公告", "国务院令"])
YEARS = st.integers(min_value=1950, max_value=2049)
SERIALS = st.integers(min_value=1, max_value=9999)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_cases(case: dict) -> None:
    found = find_numbers(case["text"]) if "text" in case else parse_numbers(case["field"])
    like = case["expect"] + [""] * len(found)
    shown = [
        f"{number.canonical} · {number.rule}" if " · " in expected else number.canonical
        for number, expected in zip(found, like, strict=False)
    ]
    assert shown == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_spans_point_at_the_words(case: dict) -> None:
    text = case.get("text", case.get("field"))
    found = find_numbers(text)
    for number in found:
        assert text[number.start : number.end] == number.raw
    for left, right in pairwise(found):
        assert left.end <= right.start or (left.start, left.end) == (right.start, right.end)


@settings(max_examples=150)
@given(code=CODES, year=YEARS, serial=SERIALS)
def test_printing_and_parsing_are_inverse(code: str, year: int, serial: int) -> None:
    printed = write_number(code, year, serial)
    number = parse_number(printed)
    assert number is not None
    assert (number.agency_code, number.year, number.serial, number.canonical) == (code, year, serial, printed)
    assert number.confidence == 1.0


@settings(max_examples=100)
@given(organ=ORGANS, year=st.none() | YEARS, serial=SERIALS)
def test_printing_and_parsing_of_decrees_are_inverse(organ: str, year: int | None, serial: int) -> None:
    number = parse_number(write_number(organ, year, serial, decree=True))
    assert number is not None
    assert (number.agency_code, number.year, number.serial) == (organ, year, serial)
    assert number.canonical == write_number(organ, year, serial, decree=True)


@settings(max_examples=150)
@given(
    code=CODES,
    year=YEARS,
    serial=SERIALS,
    brackets=st.sampled_from(["〔〕", "[]", "【】", "（）", "()", "［］", "﹝﹞", "〈〉", "〚〛", "{}"]),
    before=st.sampled_from(
        ["", "根据", "原", "废止", "《青溪市停车管理办法》（", "经市政府同意，", "1.", "　　", "号、"]
    ),
    ordinal=st.sampled_from(["", "第"]),
    gap=st.sampled_from(["", " ", "　"]),
    padded=st.booleans(),
)
def test_ways_of_writing_give_one_key(
    code: str, year: int, serial: int, brackets: str, before: str, ordinal: str, gap: str, padded: bool
) -> None:
    digits = f"{serial:04}" if padded else str(serial)
    text = f"{before}{code}{gap}{brackets[0]}{year}{brackets[1]}{gap}{ordinal}{digits}{gap}号"
    assert [key(number) for number in find_numbers(text)] == [f"{code}|{year}|{serial}"]


@settings(max_examples=200)
@given(st.text(alphabet="青政发〔〕（）[]《》2018第号令公告0l年字、至-\n 和原根据", max_size=60))
def test_any_text_is_survived_and_spans_are_in_order(text: str) -> None:
    found = find_numbers(text)
    assert [number.start for number in found] == sorted(number.start for number in found)
    assert all(0 <= number.start < number.end <= len(text) for number in found)
    assert all(text[number.start : number.end] == number.raw for number in found)
    parse_numbers(text)
    folded = fold(text).text
    again = find_numbers(folded)
    assert numbers_in(folded) == again, "what is folded need not be folded again"


@given(code=CODES, year=YEARS, serial=SERIALS)
def test_a_number_that_fills_a_cell_is_read_as_in_a_sentence(code: str, year: int, serial: int) -> None:
    text = write_number(code, year, serial)
    alone, quoted = find_numbers(text), find_numbers(f"（{text}）")
    assert [(one.canonical, one.rule, one.confidence) for one in alone] == [
        (one.canonical, one.rule, one.confidence) for one in quoted
    ]


@pytest.mark.parametrize(
    ("line", "found", "why"),
    [
        ("青政发〔2018〕3号", 1, "the number alone"),
        ("青政发〔2018〕3号   签发人：王小河", 1, "with the signatory"),
        ("特急 青政发〔2018〕3号", 1, "with the degree of urgency"),
        ("青财社〔2018〕3号 青人社发〔2018〕9号", 2, "a joint paper"),
        ("3. 《青溪市供水办法》（青政发〔2018〕3号）", 0, "a row of a list"),
        ("3\t青溪市供水办法\t青政发〔2018〕3号\t2018年3月1日", 0, "a row of a table"),
        ("关于供水的通知（青政发〔2018〕3号）", 0, "a title with its number"),
        ("青溪市人民政府令（第3号）", 1, "a decree"),
    ],
)
def test_lines_of_numbers_alone(line: str, found: int, why: str) -> None:
    assert len(only_numbers(line)) == found, why


def test_an_endless_line_takes_linear_time() -> None:
    """Openings, markers and digits that never become a number, half a million characters of each."""
    for piece in ("（2019", "〔20", "令 ", "第1 ", "号令", "1、", "政", "（青）", "和与青政发"):
        assert find_numbers(piece * (500_000 // len(piece))) == []


def test_a_bare_number_is_completed_from_the_masthead() -> None:
    bare = parse_number("第8号", bare=True)
    assert parse_number("第8号") is None
    assert bare is not None and bare.agency_code == ""
    done = complete(bare, "青溪市人民政府令")
    assert (done.agency_code, done.canonical) == ("青溪市人民政府令", "青溪市人民政府令第8号")
    decree = parse_number("令第93号")
    assert decree is not None and complete(decree, "青溪市人民政府").canonical == "青溪市人民政府令第93号"
    whole = parse_number("青政发〔2018〕3号")
    assert whole is not None and complete(whole, "云岭县人民政府") == whole


def test_branch_numbers_have_keys_of_their_own() -> None:
    first, second = find_numbers("云土资函〔2005〕12-1号；云土资函〔2005〕12-2号")
    assert first.serial is None and key(first) != key(second)


def test_a_range_has_spans_of_its_own() -> None:
    text = "青政发〔2005〕1号至3号"
    assert [number.raw for number in find_numbers(text)] == ["青政发〔2005〕1号", "至", "3号"]


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        ("统一编号：ZJXC00-2018-0003", "", "X is no letter of a city of the province"),
        ("ZJEC00—2018—0003", "ZJEC00-2018-0003", "em dashes"),
        ("文件登记号: EQXD02 － 2024 － 0001。", "EQXD02-2024-0001", "blanks and full-width dashes"),
        ("XYDR—2023—00003", "XYDR-2023-00003", "the level in the letters"),
        ("XFGS-2017-9", "XFGS-2017-9", "short serial"),
        ("青管规〔2012〕001-管委01", "青管规〔2012〕001-管委01", "three parts"),
        ("ABZJEC00-2018-00035", "", "part of a longer code"),
        ("2018-12-04", "", "a date"),
    ],
)
def test_registration_numbers(text: str, value: str, why: str) -> None:
    found = find_registration_numbers(text)
    assert [number.value for number in found] == ([value] if value else []), why
    assert all(text[number.start : number.end] == number.raw for number in found)


def test_key_joins_what_makes_a_number() -> None:
    number = DocumentNumber("青政令", None, 3, "青政令第3号", "", 0, 0, "decree")
    assert key(number) == "青政令||3"
