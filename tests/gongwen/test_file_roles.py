"""Which part of a paper a file is, by its name alone."""

import pytest

from gongwen.file_roles import FileRole, page_of, read_file_role
from gongwen.text import fold_key


@pytest.mark.parametrize(
    ("name", "role", "stem", "ordinal", "stage"),
    [
        ("正文.docx", "body", "", 0, ""),
        ("附件1.xlsx", "annex", "", 1, ""),
        ("附件.doc", "annex", "", 0, ""),
        ("附件二：停车泊位一览表.xls", "annex", "", 2, ""),
        ("附件3-停车泊位一览表.xls", "annex", "", 3, ""),
        ("附件2《青溪市停车办法》.docx", "annex", "", 2, ""),
        ("签发稿.pdf", "dispatch", "", 0, "签发稿"),
        ("发文稿纸.jpg", "dispatch", "", 0, "签发稿"),
        ("花脸稿2.docx", "revision", "", 2, "修改稿"),
        ("定稿.doc", "final", "", 0, "定稿"),
        ("扫描件.pdf", "scan", "", 0, ""),
        ("初稿.doc", "draft", "", 0, "草稿"),
        ("关于加强供水管理的通知（花脸稿）.docx", "revision", "关于加强供水管理的通知", 0, "修改稿"),
        ("关于加强供水管理的通知附件1.xls", "annex", "关于加强供水管理的通知", 1, ""),
        ("青政发〔2013〕5号-扫描件.pdf", "scan", "青政发〔2013〕5号", 0, ""),
        ("青溪市停车办法（征求意见稿）.docx", "", "青溪市停车办法（征求意见稿）", 0, ""),
        ("关于加强供水管理的通知.docx", "", "关于加强供水管理的通知", 0, ""),
        ("关于附件管理的通知.docx", "", "关于附件管理的通知", 0, ""),
        ("霁政發[2013]5號 掃描件.PDF", "scan", "霁政发〔2013〕5号", 0, ""),
    ],
)
def test_a_name_says_its_part(name: str, role: str, stem: str, ordinal: int, stage: str) -> None:
    assert read_file_role(name) == FileRole(role, fold_key(stem), ordinal, stage)


@pytest.mark.parametrize(
    ("name", "series", "page"),
    [
        ("0001.jpg", "", 1),
        ("12.tif", "", 12),
        ("第3页.png", "", 3),
        ("扫描_02.jpg", "扫描", 2),
        ("W020130506（4）.jpg", "W020130506", 4),
        ("正文.jpg", None, 0),
    ],
)
def test_a_picture_says_its_page(name: str, series: str | None, page: int) -> None:
    assert page_of(name) == (None if series is None else (fold_key(series), page))
