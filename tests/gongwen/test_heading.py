"""Where provisions begin and what the heading says about adoption and amendment."""

from datetime import date

import pytest

from gongwen.heading import read_heading

AMENDED = """云溪市养犬管理条例
（2009年3月5日云溪市第三届人民代表大会常务委员会第六次会议通过　根据2016年7月8日云溪市第四届人民代表大会常务委员会\
第三十次会议《关于修改〈云溪市养犬管理条例〉的决定》第一次修正）

目　录
第一章　总则

第一章　总则
　　第一条　为了规范养犬行为，制定本条例。
"""


def test_adoption_and_amendment() -> None:
    heading = read_heading(AMENDED)
    assert heading.adopted == (date(2009, 3, 5),)
    assert heading.amended == (date(2016, 7, 8),)
    assert heading.articles
    assert AMENDED[heading.length :].lstrip().startswith("第一条")


@pytest.mark.parametrize(
    ("text", "begins", "why"),
    [
        ("云溪市养犬办法\n第 一 条 养犬应当登记。", "第 一 条", "blanks within the word"),
        ("云溪市养犬办法\n笫一条　养犬应当登记。\n第二条　免费。", "笫一条", "a character misread"),
        ("雲溪市養犬辦法\n第一條　養犬應當登記。", "第一條", "Traditional script"),
        ("云溪市养犬办法 第一章 总则 第一条 养犬应当登记。", "第一条", "a text of one line"),
        (
            "云溪市通知\n各县人民政府：\n为了做好今年的养犬登记工作，现就有关事项通知如下，请认真执行。\n",
            "为了做好",
            "no articles",
        ),
        (
            "云溪市养犬办法\n依照本办法第一条登记。\n\n第一条　养犬应当登记。",
            "第一条　",
            "an article that is only mentioned",
        ),
    ],
)
def test_where_provisions_begin(text: str, begins: str, why: str) -> None:
    assert text[read_heading(text).length :].lstrip().startswith(begins), why


def test_days_of_commencement_are_neither_adoption_nor_amendment() -> None:
    heading = read_heading("云溪市养犬办法\n2018年3月1日公布\n自2018年5月1日起施行\n第一条　养犬应当登记。")
    assert heading.adopted == (date(2018, 3, 1),)
    assert heading.amended == ()


def test_an_endless_line_is_read_in_linear_time() -> None:
    assert read_heading("关于养犬的办法" * 200_000).length == 0
