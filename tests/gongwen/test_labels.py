"""Labels of pages: lines taken apart, what a label means, lines that are nothing but labels."""

import pytest

from gongwen.labels import field_of, field_of_meta, is_information_line, read_labels, read_listed, says_nothing


@pytest.mark.parametrize(
    ("line", "want", "why"),
    [
        (
            "索 引 号：\tQX1/2019-1\t主题分类：\t科技",
            [("索引号", "QX1/2019-1"), ("主题分类", "科技")],
            "blanks in the label",
        ),
        (
            "发布日期:2021-11-29 16:03 浏览次数: 信息来源:市府办",
            [("发布日期", "2021-11-29 16:03"), ("浏览次数", ""), ("信息来源", "市府办")],
            "an empty value between",
        ),
        (
            "發布日期:2021-11-29 信息來源:市府辦",
            [("发布日期", "2021-11-29"), ("信息来源", "市府辦")],
            "Traditional; the value as printed",
        ),
        ("【索引号】 QX1", [("索引号", "QX1")], "in brackets"),
        ("信息索引：QX1-2019-4", [("信息索引", "QX1-2019-4")], "a label cut short"),
        (
            "青税函〔2020〕73号　　全文有效　成文日期：2020-05-09",
            [("文号", "青税函〔2020〕73号"), ("效力状态", "全文有效"), ("成文日期", "2020-05-09")],
            "number and standing without their labels",
        ),
        (
            "[ 索引号 ]QX1/2018-1 [ 发文字号 ]青政发〔2017〕8号 [ 有效性 ]",
            [("索引号", "QX1/2018-1"), ("发文字号", "青政发〔2017〕8号"), ("有效性", "")],
            "blanks inside the brackets",
        ),
        ("文号：青政发〔2019〕2号 签发人员：柳岸", [("文号", "青政发〔2019〕2号")], "an unknown label ends the value"),
        (
            "2022年08月10日 07:12　县政府办　点击：12",
            [("发布时间", "2022年08月10日 07:12"), ("点击", "12")],
            "a day with the hour and who put it up, in front of the labels",
        ),
        ("会议标题：关于加强管理", [], "a label inside a longer word"),
        ("索引号： | QX1/2019-1 | 成文日期： |", [("索引号", "QX1/2019-1"), ("成文日期", "")], "cells parted by bars"),
        (
            "青教发〔2022〕46号　发布时间：2022-09-08",
            [("文号", "青教发〔2022〕46号"), ("发布时间", "2022-09-08")],
            "a number in front of the labels",
        ),
        (
            "2022-08-10 07:12 来源：青溪日报",
            [("发布时间", "2022-08-10 07:12"), ("来源", "青溪日报")],
            "a day in front of the labels",
        ),
        (
            "信息索引号\tQX1/2021-51\t生成日期\t2021-05-28",
            [("信息索引号", "QX1/2021-51"), ("生成日期", "2021-05-28")],
            "a row of cells without colons",
        ),
        (
            "（青政函〔2014〕127号） 2014-07-21 15:20　来源：市府办",
            [("文号", "青政函〔2014〕127号"), ("发布时间", "2014-07-21 15:20"), ("来源", "市府办")],
            "a number and a day in front of the labels",
        ),
        (
            "文　　号\t青政发〔2018〕36号\t信息分类\t政府文件",
            [("文号", "青政发〔2018〕36号"), ("信息分类", "政府文件")],
            "a kind",
        ),
        ("信息名称\t关于减免的公告", [("信息名称", "关于减免的公告")], "one pair whose label no text has"),
        ("名称\t关于减免的公告", [], "one pair that may be any table's"),
        ("信息名称\t发布日期", [], "two labels that head a list"),
        ("文件名称\t文号\t发布日期\t发布机构", [], "labels that head the columns of a list"),
    ],
)
def test_a_line_of_labels_is_taken_apart(line: str, want: list[tuple[str, str]], why: str) -> None:
    assert [(label.label, label.value) for label in read_labels(line)] == want, why


@pytest.mark.parametrize(
    ("line", "is_one", "why"),
    [
        ("发布日期：2019-03-06　信息来源：市司法局", True, "labels only"),
        ("（发布日期：2019-03-06）", True, "in brackets"),
        ("各单位请注意发布日期：2019-03-06", False, "words before the label"),
        ("第一条 为了加强管理", False, "no label"),
        ("时间:2024-05-17 17:46:36 来源:法规大全 作者:法规大全 阅读:8471", True, "who made the page and who read it"),
        ("时间：2018年5月10日 地点：市政府会议室", False, "a meeting"),
        ("2020-01-11 09:23", True, "when the page was put up"),
        ("2020年1月11日", False, "a day without the hour may be the paper's"),
    ],
)
def test_lines_of_nothing_but_labels(line: str, is_one: bool, why: str) -> None:
    assert is_information_line(line) is is_one, why


def test_labels_that_texts_have_as_well_count_only_in_company() -> None:
    assert not is_information_line("名称：青溪市渡口经营许可")
    assert is_information_line("名称：青溪市渡口经营许可", beside_another=True)
    assert is_information_line("来源：市府办　发布日期：2019-03-06")


def test_labels_each_above_its_value_are_a_list_from_three_on() -> None:
    lines = ["索引号:", "QX1", "主题分类:", "发布日期:", "2024年4月6日 16:34", "内容概述:", "青溪市节水办法"]
    places, told = read_listed(lines)
    assert places == (0, 1, 2, 3, 4, 5), "the last label says nothing of the paper: what follows is its text"
    assert [(label.label, label.value) for label in told] == [("索引号", "QX1"), ("发布日期", "2024年4月6日 16:34")]
    assert read_listed(["索引号:", "QX1", "名称:", "青溪市节水办法"]) == ((), ())


def test_a_row_of_dashes_says_nothing() -> None:
    assert says_nothing("-----------")
    assert says_nothing("无")
    assert not says_nothing("QX1")


def test_labels_and_meta_names_have_meanings() -> None:
    assert field_of("发 文 字 号：") == "document_number"
    assert field_of("随便什么") == ""
    assert field_of_meta("meta-ArticleTitle") == field_of_meta("articletitle") == "title"
    assert field_of_meta("PubDate") == "date_published"
    assert field_of_meta("viewport") == ""
