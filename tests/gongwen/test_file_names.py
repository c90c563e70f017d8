"""Names of files: title, number and date taken apart."""

import pytest

from gongwen.file_names import read_file_name


@pytest.mark.parametrize(
    ("name", "title", "number", "day", "why"),
    [
        (
            "青政发〔2020〕5号关于加强节水的意见.md",
            "关于加强节水的意见",
            "青政发〔2020〕5号",
            "",
            "the number in front",
        ),
        ("关于加强节水的意见（青政发〔2020〕5号）.pdf", "关于加强节水的意见", "青政发〔2020〕5号", "", "in brackets"),
        ("青溪市渡口办法(2019-12-30)_2.docx", "青溪市渡口办法", "", "2019-12-30", "a date and a copy's number"),
        ("青溪市渡口办法20191230.docx", "青溪市渡口办法", "", "2019-12-30", "a date without dashes"),
        ("青溪市渡口办法（定稿）.docx", "青溪市渡口办法", "", "", "which copy it is"),
        (
            "禾泉海关公告〔2021〕7号.txt",
            "禾泉海关公告〔2021〕7号",
            "禾泉海关公告〔2021〕7号",
            "",
            "the number is the name",
        ),
        ("关于废止青政发〔2020〕5号文件的通知.txt", "关于废止青政发〔2020〕5号文件的通知", "", "", "a target's number"),
        ("art_4975_15338.html", "", "", "", "an address"),
        ("附件1.doc", "", "", "", "too little"),
        ("没有扩展名的通知", "没有扩展名的通知", "", "", "no extension"),
    ],
)
def test_a_name_is_taken_apart(name: str, title: str, number: str, day: str, why: str) -> None:
    said = read_file_name(name)
    assert said.title == title, why
    assert (said.number.canonical if said.number else "") == number, why
    assert (said.date.value.isoformat() if said.date and said.date.value else "") == day, why
