"""Provisions and their addresses: what stands where, what an address finds, and that spans quote it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen import find_provision, find_provisions

RULES = """青溪市停车管理办法
目　录
第一章　总则
第二章　管理与处罚
第一章　总　则
第一条　为了加强停车管理，制定本办法。
第二条　市、县人民政府应当加强领导。
　　市公安局负责停车管理，履行下列职责：
　　（一）编制规划；
　　（二）监督检查：
　　1.路内；
　　2.路外；
　　（三）其他。
　　前款所称其他，由市人民政府规定。
第二条之一　摩托车另行规定。
第二章　管理与处罚
第三条　违反第二条规定，
第五条规定的除外，处罚如下：（一）警告；（二）罚款。
第四条　本办法自2020年1月1日起施行。

青溪市人民政府
2019年12月1日
附件
泊位表
"""
POINTS = "一、总体要求\n（一）目标。\n1.甲。\n2.乙。\n（二）原则。\n二、任务。抓好：（一）甲；（二）乙。\n"


def said(text: str, address: str) -> str | None:
    found = find_provision(text, address)
    return text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        (RULES, "第二条第一款", "市、县人民政府应当加强领导。"),
        (RULES, "第2条第（二）款第三项", "（三）其他。"),
        (RULES, "第二条第二项第1目", "1.路内；"),
        (RULES, "第二条第三款", "前款所称其他，由市人民政府规定。"),
        (RULES, "第二条之一", "第二条之一　摩托车另行规定。"),
        (RULES, "第三条第二项", "（二）罚款。"),
        (RULES, "第四条", "第四条　本办法自2020年1月1日起施行。"),
        (RULES, "第五条", None),
        (RULES, "第二条第九款", None),
        (RULES, "关于停车", None),
        (RULES.replace("办", "辦").replace("条", "條"), "第四條", "第四條　本辦法自2020年1月1日起施行。"),
        (POINTS, "一、（二）", "（二）原则。"),
        (POINTS, "一、（一）2.", "2.乙。"),
        (POINTS, "第二条", "二、任务。抓好：（一）甲；（二）乙。"),
        (POINTS, "二、（一）", "（一）甲；"),
        ("第一条 甲：（一）乙；\n（二）丙。\n丁：\n（一）戊。", "第一条第一项", None),  # which 款 is not said
        ("", "第一条", None),
    ],
)
def test_an_address_finds_its_words(text: str, address: str, words: str | None) -> None:
    assert said(text, address) == words


def test_chapters_hold_their_articles_and_the_contents_are_none() -> None:
    chapters = [one for one in find_provisions(RULES) if one.kind == "chapter"]
    assert [(one.address, one.heading) for one in chapters] == [("第一章", "总则"), ("第二章", "管理与处罚")]
    assert RULES[chapters[1].start : chapters[1].end].endswith("起施行。")
    inside = find_provision(RULES, "第二章第四条")
    assert inside == find_provision(RULES, "第四条")
    assert find_provision(RULES, "第一章第四条") is None


def test_every_address_finds_its_own_provision() -> None:
    for text in (RULES, POINTS):
        for one in find_provisions(text):
            assert find_provision(text, one.address) == one


@settings(max_examples=200)
@given(st.text(alphabet="第一二三条章节款项（）、。：；\n 之1.甲", max_size=80))
def test_any_text_is_survived_and_smaller_provisions_stand_inside_larger_ones(text: str) -> None:
    provisions = find_provisions(text)
    assert all(0 <= one.start < one.end <= len(text) for one in provisions)
    articles = {one.address: one for one in provisions if one.kind in ("article", "point")}
    for one in provisions:
        if one.kind in ("paragraph", "item", "subitem"):
            holders = [held for address, held in articles.items() if one.address.startswith(address)]
            assert any(held.start <= one.start and one.end <= held.end for held in holders) or len(articles) < len(
                [found for found in provisions if found.kind in ("article", "point")]
            )
