"""Furniture of carriers: frames of sites, page numbers, running headers, hard line ends; and what is none."""

import pytest

from gongwen.furniture import begins_tail, is_furniture, is_page_number, page_furniture, split_lines, wrapped_breaks


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("打印本页 | 关闭窗口", "buttons"),
        ("【字号: 大 中 小】", "size of letters"),
        ("扫一扫在手机打开当前页", "a code to scan"),
        ("当前位置: 首页 > 政务公开 > 文件", "where one is"),
        ("首页|政务信息|网上办事|市长信箱", "a menu"),
        ("主办:青溪市人民政府办公室 网站标识码:1234567890", "the foot"),
        ("Produced By 大汉网络 大汉版通发布系统", "the maker"),
        ("<!-- INFO END -->", "a comment"),
    ],
)
def test_frames_of_sites(line: str, why: str) -> None:
    assert is_furniture(line), why


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("第一条 为了加强打印行业管理，制定本办法。", "a sentence"),
        ("关于关闭青溪煤矿的通知", "a title"),
        ("青溪市人民政府", "an organ"),
        ("主办单位对活动安全负责。", "a sentence about a host"),
    ],
)
def test_texts_are_no_frames(line: str, why: str) -> None:
    assert not is_furniture(line), why


def test_links_behind_a_text() -> None:
    assert begins_tail("相关解读:一图读懂停车办法")
    assert not begins_tail("相关单位应当加强管理。")


@pytest.mark.parametrize("line", ["— 3 —", "-12-", "第3页 共9页", "第 3 页", "3/9", "7"])
def test_page_numbers(line: str) -> None:
    assert is_page_number(line)


PAGES = """青溪市文件汇编　　　　青溪市渡口管理办法

　　青溪市渡口管理办法
　　第一条　为了加强渡口管理，保障渡运安全，维护群众利益和渡运
秩序，根据有关规定，结合本市实际，制定本办法。
　　第二条　本市行政区域内渡口的设置、管理以及相关活动，适用本
办法。

— 1 —

青溪市文件汇编　　　　青溪市渡口管理办法

　　第三条　渡口应当设置标志，配备救生设备，并且按照规定进行维
护。任何单位和个人不得损毁渡口设施，不得妨碍渡运秩序和安全的
行为。
　　第四条　本办法自2005年3月1日起施行。1986年6月2
0日公布的《青溪市渡口管理暂行办法》同时废止，以前有关渡口的规
定与本办法不一致的，以本办法为准。

— 2 —
"""


def test_pages_are_put_together() -> None:
    lines = split_lines(PAGES)
    cut = page_furniture(lines)
    assert [lines[place].words for place in sorted(cut)] == [
        "青溪市文件汇编    青溪市渡口管理办法",
        "— 1 —",
        "青溪市文件汇编    青溪市渡口管理办法",
        "— 2 —",
    ]
    kept = [line for place, line in enumerate(lines) if place not in cut]
    joined = wrapped_breaks(kept)
    ends = [kept[place].words[-2:] for place in joined]
    assert "渡运" in ends and "月2" in ends
    assert not any(kept[place + 1].indented for place in joined)


def test_short_papers_are_not_taken_for_wrapped() -> None:
    text = "青溪市人民政府关于修改《青溪市行政调解办法》的决定\n青政发〔2021〕137号\n各县（市）人民政府："
    assert wrapped_breaks(split_lines(text)) == []


@pytest.mark.parametrize(
    ("text", "joined", "why"),
    [
        ("本办法自2019年4月15日起施行，有效期5\n年。", [0], "before a unit"),
        ("青溪市人民政府关于印发《青溪市河道管理办\n法》的通知", [0], "inside 《》"),
        ("决定废止《青溪市旧电器回收办法》（青\n政发〔2009〕5号）。", [0], "inside brackets"),
        ("决定宣布《甲办法》（青政发〔2015〕33号）\n、《乙办法》失效。", [0], "a mark that begins no line"),
        ("第一条为了加强对河道的管理\n第二条本办法适用于本市", [], "an article begins a paragraph"),
        ("现将2019年文件目录公布如下：共计12\n1.青溪市河道管理办法", [], "a list begins"),
    ],
)
def test_lines_that_end_inside_a_phrase_go_on(text: str, joined: list[int], why: str) -> None:
    assert wrapped_breaks(split_lines(text)) == joined, why


PARAGRAPH = """　　为了加强旧电器回收管理，保障人身和财产安全，促进循环经济的发展
和节约资源，根据有关规定，结合本市的实际情况，提出如下意见。
"""
WRAPPED = f"""青溪市人民政府关于全面推行旧电器回收登记管理和跟踪检查制度的意见
各县（市、区）人民政府，市政府各部门、市直属各有关单位和企业：
{PARAGRAPH * 9}"""


def test_a_title_as_wide_as_the_page_is_not_joined_to_what_follows() -> None:
    joined = wrapped_breaks(split_lines(WRAPPED))
    assert joined and 0 not in joined and 1 not in joined


def test_rows_of_a_table_are_not_joined_however_equal_their_width() -> None:
    rows = [
        f"{n}\t青溪市人民政府关于印发第{n}类设施管理办法的通知\t青政发〔2001〕{n}号\t青溪市人民政府办公室"
        for n in range(10, 40)
    ]
    assert wrapped_breaks(split_lines("\n".join(["序号\t名称\t文号\t制定机关", *rows]))) == []


def test_bare_numbers_are_page_numbers_only_in_a_rising_row() -> None:
    rising = "第一条 甲。\n1\n第二条 乙。\n2\n第三条 丙。\n3"
    table = "甲\n12\n乙\n7\n丙\n31"
    assert len(page_furniture(split_lines(rising))) == 3
    assert page_furniture(split_lines(table)) == set()


SHORT = """        青溪市人民政府
        关于渡口管理的通告
　　为规范渡口管理，根据有关规定，现通告如下：
　　一、本通告自2018年12月1日起施行，由青溪市人民政府
发布的《关于渡口收费的通告》同时废止。
　　特此通告。
                              青溪市人民政府
                              2018年11月19日
"""


@pytest.mark.parametrize(
    ("text", "joined", "why"),
    [
        (SHORT, ["一、"], "one full line of a paragraph that goes on without indent"),
        (SHORT.replace("　　", ""), [], "nothing is indented: nothing shows a paragraph"),
        (SHORT.replace("自2018年12月1日起施行，由青溪市人民政府", "施行，原来"), [], "the line that goes on is short"),
        (SHORT + "　　" + "本通告由市交通运输局负责解释，" * 5 + "\n", [], "whole paragraphs: no page broke them"),
    ],
)
def test_short_papers_are_wrapped_where_their_indents_show_it(text: str, joined: list[str], why: str) -> None:
    lines = split_lines(text)
    assert [lines[place].words[:2] for place in wrapped_breaks(lines)] == joined, why
