"""Catalogues as offices write them: headers anywhere, merged cells, 同上, footnotes, several sheets and encodings."""

import io
import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from ingest.catalogue import CatalogueEntry, read_catalogues
from ingest.catalogue_apart import read_catalogues_apart
from ingest.limits import Limits

HEADER = ["序号", "标题", "文号", "发文机关", "成文日期"]
FIRST = ["1", "云溪市人民政府关于加强河道管理的通知", "云政发〔2018〕3号", "云溪市人民政府", "2018-03-01"]
SECOND = ["2", "云溪市人民政府关于加强渡口管理的通知", "云政发〔2018〕4号", "云溪市人民政府", "2018-03-02"]


def workbook(
    path: Path, rows: Sequence[Sequence[object]], merged: list[str] | None = None, sheet: str = "目录"
) -> None:
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(number, place, cell, day)
            elif cell != "":
                page.write(number, place, cell)
    for area in merged or []:
        first = area.split(":")[0]
        column, line = ord(first[0]) - ord("A"), int(first[1:]) - 1
        page.merge_range(area, rows[line][column])
    book.close()


def only(folder: Path) -> CatalogueEntry:
    (entry,) = read_catalogues(folder).entries
    return entry


def test_a_plain_workbook(tmp_path: Path) -> None:
    workbook(tmp_path / "目录.xlsx", [HEADER, FIRST])
    entry = only(tmp_path)
    assert entry.source == "目录.xlsx#目录"
    assert entry.row_number == 2  # as the spreadsheet counts
    assert (entry.title, entry.document_number, entry.issuer) == (FIRST[1], FIRST[2], FIRST[3])
    assert entry.date_written == date(2018, 3, 1)
    assert json.loads(entry.raw)["标题"] == FIRST[1]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (["序号", "文 件 名 称", "发文\n字号", "制定机关", "成文时间"], "spaces and line breaks inside"),
        (["序號", "標題", "文號", "發文機關", "成文日期"], "Traditional script"),
        (["件号", "题名", "文号", "责任者", "日期"], "the archive's words"),
        (["编号", "规范性文件名称", "文件编号", "制定单位", "制定日期"], "the register's words"),
        (["序号", "标题（全称）", "文号（含年份）", "发文单位", "成文日期(年月日)"], "explanations in brackets"),
    ],
)
def test_columns_go_by_many_names(tmp_path: Path, header: list[str], why: str) -> None:
    workbook(tmp_path / "a.xlsx", [header, FIRST])
    entry = only(tmp_path)
    read = (entry.title, entry.document_number, entry.issuer, entry.date_written)
    assert read == (FIRST[1], FIRST[2], FIRST[3], date(2018, 3, 1)), why


def test_header_below_merged_titles(tmp_path: Path) -> None:
    rows = [["云溪市政府信息公开目录", "", "", "", ""], ["填表单位：办公室", "", "", "", ""], [], HEADER, FIRST]
    workbook(tmp_path / "a.xlsx", rows, merged=["A1:E1", "A2:E2"])
    assert only(tmp_path).row_number == 5


def test_header_of_two_rows(tmp_path: Path) -> None:
    rows = [
        ["序号", "文件信息", "", "", "备注"],
        ["", "标题", "文号", "成文日期", ""],
        ["1", *FIRST[1:3], FIRST[4], ""],
    ]
    workbook(tmp_path / "a.xlsx", rows, merged=["A1:A2", "B1:D1", "E1:E2"])
    entry = only(tmp_path)
    assert (entry.title, entry.document_number, entry.date_written) == (FIRST[1], FIRST[2], date(2018, 3, 1))
    assert list(json.loads(entry.raw)) == ["序号", "标题", "文号", "成文日期", "备注"]


def test_header_deeper_than_thirty_rows_is_not_one(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [["说明"]] * 31 + [HEADER, FIRST])
    assert [remark.code for remark in read_catalogues(tmp_path).remarks] == ["catalogue_unread"]


def test_merged_cells_are_carried_down(tmp_path: Path) -> None:
    second = ["2", SECOND[1], SECOND[2], "", SECOND[4]]
    workbook(tmp_path / "a.xlsx", [HEADER, FIRST, second], merged=["D2:D3"])
    assert [entry.issuer for entry in read_catalogues(tmp_path).entries] == ["云溪市人民政府"] * 2


@pytest.mark.parametrize("mark", ["同上", "〃", " 同 上 ".replace(" ", ""), '"'])
def test_same_as_above(tmp_path: Path, mark: str) -> None:
    third = ["3", "云溪市人民政府关于加强航道管理的通知", "云政发〔2018〕5号", mark, mark]
    workbook(tmp_path / "a.xlsx", [HEADER, FIRST, [*SECOND[:3], mark, SECOND[4]], third])
    entries = read_catalogues(tmp_path).entries
    assert [entry.issuer for entry in entries] == ["云溪市人民政府"] * 3
    assert entries[2].date_written == date(2018, 3, 2)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (HEADER, "the header again on a new page"),
        (["一、市政府文件", "", "", "", ""], "the heading of a section"),
        (["", "（二）部门文件", "", "", ""], "the heading of a section in the title column"),
        (["注：本表不含涉密文件", "", "", "", ""], "a footnote"),
        (["合计", "2件", "", "", ""], "a sum"),
        (["填表人：甲", "", "", "", ""], "a signature"),
        (["", "", "", "", ""], "an empty row"),
        (["3", "", "", "", ""], "a row of the form left empty"),
    ],
)
def test_rows_that_are_no_entries(tmp_path: Path, row: list[str], why: str) -> None:
    workbook(tmp_path / "a.xlsx", [HEADER, FIRST, row, SECOND])
    read = read_catalogues(tmp_path)
    assert [entry.title for entry in read.entries] == [FIRST[1], SECOND[1]], why
    assert not read.remarks


def test_a_row_with_neither_title_nor_number_is_told(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [HEADER, FIRST, ["2", "", "", "云溪市人民政府", "2018-03-02"]])
    assert [remark.code for remark in read_catalogues(tmp_path).remarks] == ["catalogue_row_without_title"]


@pytest.mark.parametrize("cell", ["详见附件", "2019", "公告", "第8号"])
def test_a_number_cell_without_a_number(tmp_path: Path, cell: str) -> None:
    workbook(tmp_path / "a.xlsx", [HEADER, [*FIRST[:2], cell, *FIRST[3:]]])
    read = read_catalogues(tmp_path)
    assert read.entries[0].document_number == ""
    assert json.loads(read.entries[0].raw)["文号"] == cell
    assert [remark.code for remark in read.remarks] == ["catalogue_not_a_number"]


@pytest.mark.parametrize("cell", ["无", "/", "—", "暂无", ""])
def test_marks_for_nothing_are_no_finding(tmp_path: Path, cell: str) -> None:
    workbook(tmp_path / "a.xlsx", [HEADER, [*FIRST[:2], cell, cell, cell]])
    read = read_catalogues(tmp_path)
    assert (read.entries[0].document_number, read.entries[0].issuer, read.entries[0].date_written) == ("", "", None)
    assert not read.remarks


@pytest.mark.parametrize(
    ("cell", "expected", "why"),
    [
        (datetime(2018, 3, 1), date(2018, 3, 1), "a typed date"),
        (43160, date(2018, 3, 1), "a day number that lost its format"),
        ("20180301", date(2018, 3, 1), "eight digits, as archives write"),
        ("2018.3.1", date(2018, 3, 1), "dots"),
        ("二〇一八年三月一日", date(2018, 3, 1), "Chinese numerals"),
        ("2018-03-01 00:00:00", date(2018, 3, 1), "a date with a clock, as text"),
        ("2018年", None, "a year is no day"),
    ],
)
def test_dates_in_any_form(tmp_path: Path, cell: object, expected: date | None, why: str) -> None:
    workbook(tmp_path / "a.xlsx", [HEADER, [*FIRST[:4], cell]])
    assert only(tmp_path).date_written == expected, why


def test_number_in_brackets_after_the_title(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [["序号", "文件名称及文号"], ["1", "《云溪市河道管理办法》（云政发〔2018〕3号）"]])
    entry = only(tmp_path)
    assert entry.document_number == "云政发〔2018〕3号"
    assert entry.title == "《云溪市河道管理办法》（云政发〔2018〕3号）"


def test_the_date_of_posting_is_not_the_date_written(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [["标题", "文号", "发布日期"], [*FIRST[1:3], "2019-11-29"]])
    assert only(tmp_path).date_written is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimited_text(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [HEADER, FIRST, SECOND]
    (tmp_path / "a.csv").write_bytes("\r\n".join(delimiter.join(row) for row in lines).encode(encoding))
    entries = read_catalogues(tmp_path).entries
    assert [entry.document_number for entry in entries] == [FIRST[2], SECOND[2]]
    assert entries[0].source == "a.csv"


def test_one_damaged_byte_does_not_lose_the_catalogue(tmp_path: Path) -> None:
    data = "\n".join(",".join(row) for row in [HEADER, FIRST, SECOND]).encode("gb18030")
    (tmp_path / "a.csv").write_bytes(data + b"\n3,\xff\xff\xff,,,\n")
    read = read_catalogues(tmp_path)
    assert [entry.title for entry in read.entries][:2] == [FIRST[1], SECOND[1]]
    assert "catalogue_damaged_characters" in [remark.code for remark in read.remarks]


def test_tables_of_a_web_page_named_as_a_workbook(tmp_path: Path) -> None:
    page = """<html><meta charset="gbk"><body><table><tr><td>导航</td></tr></table>
    <table><tr><th>序号</th><th>标题</th><th>文号</th><th>发文机关</th></tr>
    <tr><td>1</td><td>云溪市人民政府关于加强河道管理的通知</td><td>云政发〔2018〕3号</td>
    <td rowspan="2">云溪市人民政府</td></tr>
    <tr><td>2</td><td>云溪市人民政府关于加强渡口管理的通知</td><td>云政发〔2018〕4号</td></tr></table></body></html>"""
    (tmp_path / "导出.xls").write_bytes(page.encode("gbk"))
    read = read_catalogues(tmp_path)
    assert [(entry.document_number, entry.issuer) for entry in read.entries] == [
        ("云政发〔2018〕3号", "云溪市人民政府"),
        ("云政发〔2018〕4号", "云溪市人民政府"),
    ]
    assert [remark.code for remark in read.remarks] == ["catalogue_sheet_skipped"]


def test_tables_of_a_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=5)
    for row, cells in zip(table.rows, [HEADER, FIRST, [*SECOND[:3], "", SECOND[4]]], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 3).merge(table.cell(2, 3))
    document.save(str(tmp_path / "目录.docx"))
    assert [entry.issuer for entry in read_catalogues(tmp_path).entries] == ["云溪市人民政府"] * 2


def test_a_catalogue_without_a_header_says_what_to_do(tmp_path: Path) -> None:
    workbook(tmp_path / "无表头.xlsx", [FIRST, SECOND])
    (told,) = read_catalogues(tmp_path).remarks
    assert re.search(r"无表头\.xlsx.*云政发〔2018〕3号.*栏名", told.message) and told.severity == "error"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("坏.xlsx", b"PK\x03\x04 not a workbook"),
        ("坏.xlsx", b"\x00\x01\x02 not even a package"),
        ("坏.docx", b"PK\x03\x04 not a paper"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not a compound file"),
        ("空.csv", b""),
        ("空.xlsx", b""),
        ("乱.csv", b'"' + bytes(range(256)) * 40),
    ],
)
def test_a_broken_catalogue_is_told_by_name_and_the_rest_goes_on(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "2019").mkdir()
    (tmp_path / "2019" / name).write_bytes(data)
    workbook(tmp_path / "目录.xlsx", [HEADER, FIRST])
    for read in (read_catalogues(tmp_path), read_catalogues_apart(tmp_path, limits=Limits())):
        assert [entry.source.partition("#")[0] for entry in read.entries] == ["目录.xlsx"]
        assert [(remark.code, remark.severity) for remark in read.remarks] == [("catalogue_unread", "error")]
        assert f"2019/{name}" in read.remarks[0].message


def test_a_locked_catalogue_is_tried_with_the_passwords(tmp_path: Path) -> None:
    workbook(tmp_path / "目录.xlsx", [HEADER, FIRST])
    locked = io.BytesIO()
    with (tmp_path / "目录.xlsx").open("rb") as source:
        OOXMLFile(source).encrypt("云溪2019", locked)
    (tmp_path / "目录.xlsx").write_bytes(locked.getvalue())
    assert [remark.code for remark in read_catalogues(tmp_path).remarks] == ["catalogue_unread"]
    assert "密码" in read_catalogues(tmp_path, passwords=("别的",)).remarks[0].message
    assert len(read_catalogues(tmp_path, passwords=("别的", "云溪2019")).entries) == 1


def test_what_is_no_table_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "说明.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "~$目录.xlsx").write_bytes(b"lock")
    workbook(tmp_path / "目录.xlsx", [HEADER, FIRST])
    read = read_catalogues(tmp_path)
    assert len(read.entries) == 1
    assert [remark.code for remark in read.remarks] == ["catalogue_not_a_table"]


def test_no_folder_no_entries(tmp_path: Path) -> None:
    assert read_catalogues(tmp_path / "none").entries == ()


def test_entry_ids_hold_when_rows_move(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [HEADER, FIRST, SECOND])
    before = {entry.title: entry.entry_id for entry in read_catalogues(tmp_path).entries}
    moved = [["2", *FIRST[1:]], ["1", *SECOND[1:]]]
    workbook(tmp_path / "a.xlsx", [["目录"], HEADER, moved[1], moved[0]])
    assert {entry.title: entry.entry_id for entry in read_catalogues(tmp_path).entries} == before


def test_the_same_row_twice_is_two_entries_and_a_remark(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [HEADER, FIRST, ["2", *FIRST[1:]]])
    read = read_catalogues(tmp_path)
    assert len({entry.entry_id for entry in read.entries}) == 2
    assert [remark.code for remark in read.remarks] == ["catalogue_repeated_entry"]


def test_several_files_and_sheets_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "子目录").mkdir()
    workbook(tmp_path / "子目录" / "b.xlsx", [HEADER, SECOND])
    workbook(tmp_path / "a.xlsx", [HEADER, FIRST])
    sources = [entry.source for entry in read_catalogues(tmp_path).entries]
    assert sources == ["a.xlsx#目录", "子目录/b.xlsx#目录"]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["档号", "文号", "责任者", "题名", "日期", "页数"], "archive"),
        (["统一编号", "文号", "标题", "有效期"], "normative"),
        (["索引号", "文号", "名称", "生成日期", "内容概述"], "disclosure"),
        (["标题", "文号"], "list"),
    ],
)
def test_the_kind_of_catalogue_is_told_by_its_columns(tmp_path: Path, header: list[str], kind: str) -> None:
    workbook(tmp_path / "a.xlsx", [header, ["甲" if name != "文号" else "云政发〔2018〕3号" for name in header]])
    assert only(tmp_path).kind == kind


def test_personal_numbers_are_masked(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [[*HEADER, "备注"], [*FIRST, "联系电话13800138000"]])
    assert "13800138000" not in only(tmp_path).raw


def test_a_registration_number_in_the_number_column_is_one(tmp_path: Path) -> None:
    workbook(
        tmp_path / "a.xlsx", [["标题", "文号", "落款时间"], ["关于公布防火区的通告", "YLDR-2024-00005", "2024-07-30"]]
    )
    read = read_catalogues(tmp_path)
    entry = read.entries[0]
    assert (entry.document_number, entry.registration_number) == ("", "YLDR-2024-00005")
    assert str(entry.date_written) == "2024-07-30"
    assert not read.remarks
