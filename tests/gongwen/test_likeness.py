"""What two titles are to each other: a table of cases, and what holds for every pair of titles."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.likeness import is_serial_number, issuer_region, names_instrument, relate_titles, title_key

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "titles_alike.toml").read_text(encoding="utf-8"))["case"]
PARTS = st.sampled_from(
    [
        "云溪市",
        "白石县",
        "人民政府",
        "关于",
        "印发",
        "转发",
        "《",
        "》",
        "养犬",
        "管理",
        "办法",
        "的",
        "通知",
        "（二）",
        "2018年",
        "若干",
    ]
)
TITLES = st.lists(PARTS, max_size=8).map("".join)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_relation(case: dict[str, str]) -> None:
    assert relate_titles(title_key(case["left"]), title_key(case["right"])) == case["relation"]


@settings(max_examples=150, deadline=None)
@given(TITLES, TITLES)
def test_the_relation_has_no_direction(left: str, right: str) -> None:
    one, two = title_key(left), title_key(right)
    assert relate_titles(one, two) == relate_titles(two, one)


@settings(max_examples=100, deadline=None)
@given(TITLES)
def test_a_title_is_like_itself(title: str) -> None:
    key = title_key(title)
    assert relate_titles(key, key) == ("same" if key.stem else "unknown")


@pytest.mark.parametrize(
    ("title", "trial", "draft"),
    [
        ("云溪市养犬管理办法（试行）", True, ""),
        ("云溪市养犬管理暂行办法", True, ""),
        ("云溪市养犬管理办法（征求意见稿）", False, "征求意见稿"),
        ("云溪市人民政府关于印发《云溪市养犬管理办法（试行）》的通知", True, ""),
        ("云溪市养犬管理办法", False, ""),
    ],
)
def test_marks_are_kept_apart_from_the_stem(title: str, trial: bool, draft: str) -> None:
    key = title_key(title)
    assert (key.trial, key.draft, key.place) == (trial, draft, "云溪市")
    assert key.stem == title_key("云溪市养犬管理办法").stem


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("云溪市商品市场管理办法", "云溪市"),
        ("城市绿化条例", ""),  # 城市 is no place
        ("农产品市场管理办法", ""),  # nor is 农产品市
        ("历史文化街区保护办法", ""),
        ("关于认可台湾地区裁决的规定", ""),
        ("黔江土家族苗族自治县林木条例", "黔江土家族苗族自治县"),
    ],
)
def test_words_that_end_like_places_are_not_places(title: str, place: str) -> None:
    assert title_key(title).place == place


def test_former_organs_keep_their_place() -> None:
    assert issuer_region("原云溪市环境保护局") == "云溪市"


def test_numbers_of_decrees_are_not_numbers_of_one_document() -> None:
    assert is_serial_number("云政发〔2018〕3号")
    assert is_serial_number("云溪市人民政府公告2018年第3号")
    assert not is_serial_number("云溪市人民政府令第3号")
    assert not is_serial_number("")


def test_certificates_are_no_instruments() -> None:
    assert names_instrument("云溪市养犬管理办法")
    assert not names_instrument("养犬登记证")
    assert not names_instrument("准予登记通知书")
