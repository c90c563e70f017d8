"""The table of files for the archivist, on the screen and as a workbook that no name can turn into a programme."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from pipelines.cli import main
from pipelines.exit_codes import OK, WRONG_USAGE
from pipelines.inventory import Entry, by_format, by_year, problem_of, to_do
from pipelines.inventory_sheets import _Sheets, write


@pytest.fixture
def home(inbox: Path, run: Callable[..., int], tmp_path: Path) -> Path:
    (inbox / "=cmd.ceb").write_bytes(b"Founder CEB 3.00")
    (inbox / "2010" / "空.docx").write_bytes(b"")
    (inbox / "2010" / "断.docx").write_bytes(b"PK\x03\x04 cut short")
    (inbox / "2010" / "Thumbs.db").write_bytes(b"litter")
    run()
    return tmp_path / "home"


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def test_the_archivist_sees_counts_and_what_to_do(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "登记.xlsx"
    capsys.readouterr()
    assert main(["inventory", "--home", str(home), "--xlsx", str(book)]) == OK
    shown = capsys.readouterr().out
    assert "共 6 个路径" in shown and "忽略的 1 个" in shown and "须处理的文件 3 个" in shown
    assert "请原报送单位补交" in shown and str(book) in shown
    found = sheets(book)
    assert list(found) == ["按收件年度", "按格式", "须处理的文件", "全部文件"]
    assert found["按收件年度"] == [
        ["收件年度", "已读", "损坏", "不支持", "空", "合计"],
        ["2009", 1, 0, 0, 0, 1],
        ["2010", 1, 1, 0, 1, 3],
        ["2016", 1, 0, 0, 0, 1],
        ["年度不明", 0, 0, 1, 0, 1],
        ["合计", 3, 1, 1, 1, 6],
    ]
    assert [row[0] for row in found["按格式"]] == ["格式", "（空或认不出）", "ceb", "docx", "txt", "合计"]
    assert [(row[0], row[2]) for row in found["须处理的文件"][1:]] == [
        ("补交", "2010/断.docx"),
        ("补交", "2010/空.docx"),
        ("转换格式", "=cmd.ceb"),
    ]
    assert all(row[5] and row[6] for row in found["须处理的文件"][1:])
    assert len(found["全部文件"]) == 1 + 7, "litter is listed too"


def test_the_same_publication_gives_the_same_bytes(home: Path, tmp_path: Path) -> None:
    books = [tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"]
    for book in books:
        assert main(["inventory", "--home", str(home), "--xlsx", str(book)]) == OK
    assert books[0].read_bytes() == books[1].read_bytes()


def test_english_is_spoken(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISHU_LANG", "en")
    capsys.readouterr()
    try:
        assert main(["inventory", "--home", str(home)]) == OK
        assert "by folder year" in capsys.readouterr().out
    finally:
        monkeypatch.delenv("DISHU_LANG")
        main(["steps"])  # back to Chinese for whoever comes next in this process


def test_without_a_publication_or_a_place_to_write(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inventory", "--home", str(tmp_path / "nowhere")]) == WRONG_USAGE
    assert main(["inventory", "--home", str(home), "--xlsx", str(tmp_path / "no" / "such.xlsx")]) == WRONG_USAGE
    assert "写不进" in capsys.readouterr().err


def entry(path: str, state: str = "read", *, year: str = "2010", pages: tuple[int, int] | None = None) -> Entry:
    count, read = pages or (None, None)
    return Entry(path, year, 1, "pdf", state, None, "", "", count, read, "", False)


def test_a_formula_stays_text(tmp_path: Path) -> None:
    names = ["=1+1.pdf", "+1.pdf", "-1.pdf", "@SUM(A1).pdf", "http://a.example/b.pdf"]
    book = tmp_path / "a.xlsx"
    write(book, [entry(name, "damaged") for name in names], as_of=date(2021, 12, 31))
    assert sorted(str(row[0]) for row in sheets(book)["全部文件"][1:]) == sorted(names)
    with zipfile.ZipFile(book) as packed:
        assert not any(b"<f>" in packed.read(name) or b"hyperlink" in packed.read(name) for name in packed.namelist())


def test_pages_that_were_not_read_are_to_be_scanned_again() -> None:
    ((action, concerned),) = to_do([entry("a.pdf", pages=(3, 3)), entry("b.pdf", pages=(4, 1))])
    assert (action, concerned.path) == ("scan", "b.pdf")
    assert problem_of(concerned)[0] == "共 4 页，只读出 1 页"


def test_years_come_in_order() -> None:
    counts = by_year([entry(year, year=year) for year in ("unknown", "2016", "before-2005", "2005")])
    assert [word for word, _ in counts.rows] == ["2005 年以前", "2005", "2016", "年度不明", "合计"]
    assert by_format([]).rows == (("合计", ()),)


def test_a_sheet_too_long_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.inventory_sheets._MOST_ROWS", 2)
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        _Sheets(book).add("路径", {"path": 20}, [[f"{number}"] for number in range(5)])
    assert [len(rows) for rows in sheets(tmp_path / "a.xlsx").values()] == [3, 3, 2]
