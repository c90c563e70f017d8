"""The report page of a publication: whole in itself, every stranger's word escaped, pictures of what is there."""

import re
from collections.abc import Callable
from pathlib import Path


def test_the_page_stands_beside_the_publication_and_needs_nothing_else(run: Callable[..., int], tmp_path: Path) -> None:
    run()
    page = (tmp_path / "home/published/reports-000001/summary.html").read_text(encoding="utf-8")
    assert not re.findall(r"https?://|src=|@import", page)
    assert page.count("<svg") == 3  # files, standings, coverage
    assert "青禾县人民政府" in page and "截至 2020-06-30" in page


def test_a_hostile_name_is_shown_and_not_obeyed(run: Callable[..., int], inbox: Path, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    hostile = "关于<script>alert(1)</script>的通知"
    (catalogue / "目录.csv").write_text(f"标题,文号\n{hostile},青政发〔2012〕1号\n", encoding="utf-8")
    run("--catalogue", str(catalogue))
    page = (tmp_path / "home/published/reports-000001/summary.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_page_that_a_kill_left_out_is_written_by_the_next_run(run: Callable[..., int], tmp_path: Path) -> None:
    run()
    page = tmp_path / "home/published/reports-000001/summary.html"
    page.unlink()
    run()
    assert page.is_file()


def test_a_year_without_files_is_seen_and_a_matter_says_where(
    run: Callable[..., int], inbox: Path, tmp_path: Path
) -> None:
    (inbox / "2010" / "空白.txt").write_bytes(b"")
    run()
    page = (tmp_path / "home/published/reports-000001/summary.html").read_text(encoding="utf-8")
    assert all(f">{year}</text>" in page for year in range(2009, 2017))
    assert re.search(r"<td>文件为 0 字节</td><td>1</td><td>2010/空白.txt</td>", page)
