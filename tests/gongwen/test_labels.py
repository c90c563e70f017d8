"""Labels of pages: lines taken apart, what a label means, lines that are nothing but labels."""

import pytest

from gongwen.labels import field_of, field_of_meta, is_information_line, read_labels


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
        ("文号：青政发〔2019〕2号 签发人员：柳岸", [("文号", "青政发〔2019〕2号")], "an unknown label ends the value"),
        ("会议标题：关于加强管理", [], "a label inside a longer word"),
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
    ],
)
def test_lines_of_nothing_but_labels(line: str, is_one: bool, why: str) -> None:
    assert is_information_line(line) is is_one, why


def test_labels_that_texts_have_as_well_count_only_in_company() -> None:
    assert not is_information_line("名称：青溪市渡口经营许可")
    assert is_information_line("名称：青溪市渡口经营许可", beside_another=True)
    assert is_information_line("来源：市府办　发布日期：2019-03-06")


def test_labels_and_meta_names_have_meanings() -> None:
    assert field_of("发 文 字 号：") == "document_number"
    assert field_of("随便什么") == ""
    assert field_of_meta("meta-ArticleTitle") == field_of_meta("articletitle") == "title"
    assert field_of_meta("PubDate") == "date_published"
    assert field_of_meta("viewport") == ""
