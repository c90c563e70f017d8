"""The flow: which lines are joined, and the way back to the original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.flow import flow, sentence_start

WRAPPED = """青禾市文件汇编　　　　供水办法
　　第一条　为了加强城市供水管理，保障供水安全，维护用户和供水单位的
合法权益，根据有关法律、法规，结合本市实际情况，制定本办法，请全市各
单位遵照执行。
— 1 —
青禾市文件汇编　　　　供水办法
　　第二条　市建设局负责本办法的组织实施，其他部门按照职责分工做好相关
的工作。
"""


def test_a_broken_page_reads_as_paragraphs() -> None:
    assert flow(WRAPPED).text.split("\n")[1:] == [
        "第一条 为了加强城市供水管理,保障供水安全,维护用户和供水单位的合法权益,"
        "根据有关法律、法规,结合本市实际情况,制定本办法,请全市各单位遵照执行。",
        "第二条 市建设局负责本办法的组织实施,其他部门按照职责分工做好相关的工作。",
    ]


def test_a_short_page_is_known_by_its_indents() -> None:
    text = (
        "        青溪市人民政府关于渡口管理的通告\n　　为规范渡口管理，现通告如下：\n"
        "　　一、本通告自2018年12月1日起施行，青溪市人民政府\n青政发〔2014〕5号文件同时废止。\n"
        "                              青溪市人民政府\n"
    )
    assert (
        flow(text).text.split("\n")[2]
        == "一、本通告自2018年12月1日起施行,青溪市人民政府青政发〔2014〕5号文件同时废止。"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标题\n青政发〔2021〕1号\n各单位：", "标题\n青政发〔2021〕1号\n各单位:"),  # short lines stay apart
        ("《青禾市道路挖\n掘办法》同时废止。", "《青禾市道路挖掘办法》同时废止。"),  # an open title runs on
        ("自2021年3月\n1日起施行。", "自2021年3月1日起施行。"),  # so does a date
        ("序号\t文号\n1\t青政发〔2021〕1号", "序号\t文号\n1\t青政发〔2021〕1号"),  # rows of a table stay apart
        ("", ""),
    ],
)
def test_joining(text: str, expected: str) -> None:
    assert flow(text).text == expected


def test_quotations_come_back_as_printed() -> None:
    text = "《青禾市燈飾\n  管理辦法》（試行）"
    reading = flow(text)
    assert reading.quote(0, reading.text.index("》") + 1) == "《青禾市燈飾管理辦法》"
    start, end = reading.original(0, reading.text.index("》") + 1)
    assert text[start:end] == "《青禾市燈飾\n  管理辦法》"


def test_a_sentence_begins_behind_the_last_mark() -> None:
    assert sentence_start("甲。乙丙", 3) == 2
    assert sentence_start("甲" * 5000, 4000) == 3000


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="青禾办法《》（）。，\n 　\t1２ＡA-—页", max_size=200))
def test_every_character_has_its_place(text: str) -> None:
    reading = flow(text)
    for place in range(len(reading.text)):
        start, end = reading.original(place, place + 1)
        assert 0 <= start <= end <= len(text)
    assert flow(text) == reading


def test_the_head_of_the_first_page_is_no_part_of_what_follows() -> None:
    head = "青禾市文件汇编　　　　青禾市人民政府关于印发《青禾市城市供水管理办"
    text = f"{head}\n\n　　第一条　本市供水适用本办法。\n\n— 1 —\n\n{head}\n\n　　第二条　本办法自发布之日起施行。\n"
    assert flow(text).text.split("\n")[1:] == ["第一条 本市供水适用本办法。", "第二条 本办法自发布之日起施行。"]


def test_a_predicate_goes_on_with_the_line_before() -> None:
    assert (
        flow("《青禾市供水办法》（青政发〔2006〕8号）\n同时废止。").text
        == "《青禾市供水办法》（青政发〔2006〕8号）同时废止。"
    )
    assert flow("《青禾市供水办法》（青政发〔2006〕8号）\n废止的文件").text.count("\n") == 1
