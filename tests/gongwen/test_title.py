"""Titles: a table of titles taken apart; how lines are joined to a title; what holds for every title."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.furniture import split_lines
from gongwen.text import fold_key
from gongwen.title import draft_stage_in, ends_like_title, form_of, genre_of, parse_title
from gongwen.title_lines import join_title
from gongwen.title_numbers import bracketed_number, leading_number, trailing_number

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "titles.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_title_is_taken_apart(case: dict[str, object]) -> None:
    title = parse_title(str(case["title"]))
    for field, want in case.items():
        if field not in ("title", "why"):
            assert getattr(title, field) == (tuple(want) if isinstance(want, list) else want), field


@pytest.mark.parametrize(
    ("title", "ends", "why"),
    [
        ("关于加强管理的通知", True, "文种"),
        ("青溪市绿化管理办法（试行）", True, "an edition mark behind the noun"),
        ("青溪市绿化条例修正案（四）", True, "an ordinal behind the noun"),
        ("关于2018年度", False, "the first line of a longer title"),
        ("国务院办公厅", False, "an organ"),
    ],
)
def test_whether_words_end_as_titles_do(title: str, ends: bool, why: str) -> None:
    assert ends_like_title(title) is ends, why


JOINED = [
    (
        "青溪市人民政府关于印发\n青 溪 市 粮 食 应 急 预 案 的 函\n青政函〔2005〕7号",
        "青溪市人民政府关于印发青溪市粮食应急预案的函",
        "set apart",
    ),
    ("青溪市关于2018年度\n科学奖励的决定\n青政发〔2019〕2号", "青溪市关于2018年度科学奖励的决定", "two lines"),
    ("关于印发青溪市绿化管理办法\n的通知\n各县：", "关于印发青溪市绿化管理办法的通知", "a noun ends the line"),
    ("关于推行甲制度\n乙制度丙制度的意见\n各县：", "关于推行甲制度乙制度丙制度的意见", "the same, and a list"),
    ("青溪市行动计划\n（2021—2025年）\n为深入", "青溪市行动计划（2021—2025年）", "a subtitle belongs to it"),
    ("关于印发《青溪市绿化办\n法》的通知\n各县：", "关于印发《青溪市绿化办法》的通知", "a break inside 《》"),
    ("青溪市绿化管理办法\n（2019年3月1日公布）\n第一条", "青溪市绿化管理办法", "the note is no part of it"),
    ("青溪市绿化管理办法\n青政令第3号\n第一条", "青溪市绿化管理办法", "nor is the number"),
    ("关于审理若干问题的解释\n为正确审理案件，制定本解释。", "关于审理若干问题的解释", "nor is the body"),
]


@pytest.mark.parametrize(("lines", "title", "why"), JOINED)
def test_lines_are_joined_to_a_title(lines: str, title: str, why: str) -> None:
    joined, _ = join_title(split_lines(lines))
    assert fold_key("".join(line.words for line in joined)) == fold_key(title), why


@pytest.mark.parametrize(
    ("title", "leading", "trailing", "bracketed", "why"),
    [
        ("青文释〔2019〕3号关于审理停车纠纷的规定", "青文释〔2019〕3号", "", "", "in front"),
        ("关于加强节水工作的通知 青政发〔2010〕3号", "", "青政发〔2010〕3号", "", "behind"),
        ("关于加强节水工作的通知（青政发〔2010〕3号）", "", "", "青政发〔2010〕3号", "in brackets"),
        ("《青溪市节水办法》解读（青政发〔2010〕3号）", "", "", "", "the number of what is explained"),
        ("关于废止青政发〔2010〕3号文件的通知", "", "", "", "the number of a target"),
        ("青政发〔2010〕3号", "", "", "", "a number and no title"),
    ],
)
def test_numbers_printed_with_a_title(title: str, leading: str, trailing: str, bracketed: str, why: str) -> None:
    found = [find(title) for find in (leading_number, trailing_number, bracketed_number)]
    assert [number.canonical if number else "" for number in found] == [leading, trailing, bracketed], why


def test_a_draft_inside_the_title_is_seen() -> None:
    assert draft_stage_in("关于征求《青溪市犬类管理办法（征求意见稿）》意见的公告") == "征求意见稿"
    assert draft_stage_in("青溪市犬类管理办法（试行）") == ""


NOUNS = st.sampled_from(["办法", "规定", "细则", "规则", "方案", "条例"])
PLACES = st.sampled_from(["青溪市", "云岭县", "禾泉区", "塘谷县"])
MATTERS = st.sampled_from(["物业管理", "河道采砂", "户外广告设置", "人才公寓", "农贸市场"])
MARKS = st.sampled_from(["", "（试行）", "（2020年修订）", "（征求意见稿）"])


@settings(max_examples=60)
@given(place=PLACES, matter=MATTERS, noun=NOUNS, mark=MARKS)
def test_a_notice_and_its_instrument_have_one_core(place: str, matter: str, noun: str, mark: str) -> None:
    name = place + matter + noun + mark
    notice = parse_title(f"{place}人民政府关于印发《{name}》的通知")
    plain = parse_title(f"{place}人民政府关于印发{name}的通知")
    alone = parse_title(name)
    assert notice.core == plain.core == alone.core
    assert notice.edition_mark == alone.edition_mark == mark.strip("（）")
    assert notice.doc_genre == "通知" and alone.doc_genre == ""
    assert form_of(name) == noun and genre_of(name) == ""


@settings(max_examples=80)
@given(st.text(alphabet="关于印发《》〈〉（）的通知办法第号〔〕2019青溪市人民政府、和 \t\n", max_size=60))
def test_every_text_has_some_parts(text: str) -> None:
    title = parse_title(text)
    assert title.raw == text
    assert parse_title(title.text).text == title.text, "what was peeled is peeled for good"
