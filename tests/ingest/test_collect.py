"""Every path ends in one state, the books balance, years and submitters are told from paths."""

import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.model import FileState
from ingest.archive_walk import Row
from ingest.collect import (
    BooksDoNotBalance,
    Collected,
    _check_rows,
    _check_walk,
    _walk,
    collect,
)
from ingest.limits import Limits
from ingest.provenance import accession_year, submitter

TEXT = "云溪市人民政府关于渡口管理的通知\n".encode()


def states(collected: Collected) -> dict[str, FileState | None]:
    return {found.path: found.state for found in collected.found}


@pytest.mark.parametrize(
    ("path", "year", "why"),
    [
        ("2005/甲.txt", "2005", "a folder that is the year"),
        ("05年/甲.txt", "2005", "two digits with 年"),
        ("98年/甲.txt", "before-2005", "two digits of the last century"),
        ("2008年度/甲.txt", "2008", "年度"),
        ("二〇〇八年/甲.txt", "2008", "Chinese digits"),
        ("二○○八/甲.txt", "2008", "another ring for zero"),
        ("２００８年/甲.txt", "2008", "full-width digits"),
        ("【2011年】/甲.txt", "2011", "in brackets"),
        ("2010年文件/甲.txt", "2010", "the papers of one year"),
        ("1999/甲.txt", "before-2005", "older than the stocktake"),
        ("2005-2008/甲.txt", "unknown", "a range"),
        ("2005—2008年/甲.txt", "unknown", "a range"),
        ("2008奥运/甲.txt", "unknown", "an event"),
        ("2016移交/甲.txt", "unknown", "a hand-over"),
        ("2016年移交/甲.txt", "unknown", "a hand-over"),
        ("20080512/甲.txt", "unknown", "a day"),
        ("08/甲.txt", "unknown", "two digits alone may be a month"),
        ("2008.txt", "unknown", "a file's own name is no folder"),
        ("2016移交/2007/甲.txt", "2007", "the innermost part that is a year"),
        ("2007/2016移交/甲.txt", "2007", "parts that are no year are passed over"),
        ("2007/2009/甲.txt", "2009", "innermost wins"),
        ("2010年.zip!甲.txt", "2010", "an archive's name without its extension"),
        ("移交.tar.gz!2012/甲.txt", "2012", "a folder inside an archive"),
        ("2013.tar.gz!甲.txt", "2013", "double extension"),
        ("2010年.zip", "2010", "the archive itself holds that year"),
        ("2031/甲.txt", "2031", "no clock here: what is the future is for others"),
        ("甲.txt", "unknown", "no folder"),
    ],
)
def test_accession_year(path: str, year: str, why: str) -> None:
    assert accession_year(path) == year, why


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_accession_year_never_fails(path: str) -> None:
    assert accession_year(path) in {"unknown", "before-2005"} | {str(year) for year in range(2005, 2100)}


@pytest.mark.parametrize(
    ("path", "unit"),
    [("教育局/2005/甲.txt", "教育局"), ("甲.txt", ""), ("2005/甲.txt", ""), ("包.zip!教育局/甲.txt", "")],
)
def test_submitter_is_the_outermost_folder(path: str, unit: str) -> None:
    assert submitter(path) == unit


def test_plain_folder(tmp_path: Path) -> None:
    (tmp_path / "2009").mkdir()
    (tmp_path / "2009" / "乙.txt").write_bytes(TEXT)
    (tmp_path / "2009" / "甲.txt").write_bytes(TEXT)
    (tmp_path / "空.pdf").write_bytes(b"")
    (tmp_path / "~$通知.doc").write_bytes(b"x" * 162)
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    collected = collect(tmp_path, limits=Limits())
    assert states(collected) == {
        "2009/乙.txt": None,
        "2009/甲.txt": FileState.DUPLICATE,
        "Thumbs.db": FileState.IGNORED,
        "~$通知.doc": FileState.IGNORED,
        "空.pdf": FileState.EMPTY,
    }
    by_path = {found.path: found for found in collected.found}
    assert by_path["2009/甲.txt"].same_as == "2009/乙.txt"
    assert by_path["2009/乙.txt"].accession_year == "2009"
    assert [found.path for found in collected.found] == sorted(by_path)
    assert "office_lock" in by_path["~$通知.doc"].problem
    assert not (tmp_path / "2009" / "甲.txt").stat().st_size - len(TEXT)


def test_a_mark_of_secrecy_in_a_name_is_enough(tmp_path: Path) -> None:
    (tmp_path / "关于渡口的通知（机密★5年）.pdf").write_bytes(b"%PDF-1.4 locked")
    (tmp_path / "关于保守秘密的通知.txt").write_bytes(TEXT)
    (tmp_path / "一份.pdf").write_bytes(b"%PDF-1.4 locked")
    (tmp_path / "秘密★1年 人事纪要.txt").write_bytes(TEXT + b"1")
    (tmp_path / "2009_绝密★长期_会议.txt").write_bytes(TEXT + b"2")
    (tmp_path / "关于“机密★5年”写法的说明.txt").write_bytes(TEXT + b"3")
    found = states(collect(tmp_path, limits=Limits()))
    assert found == {
        "一份.pdf": FileState.QUARANTINED,
        "关于保守秘密的通知.txt": None,
        "关于渡口的通知（机密★5年）.pdf": FileState.QUARANTINED,
        "秘密★1年 人事纪要.txt": FileState.QUARANTINED,
        "2009_绝密★长期_会议.txt": FileState.QUARANTINED,
        "关于“机密★5年”写法的说明.txt": None,
    }


def test_a_long_file_named_like_litter_is_read(tmp_path: Path) -> None:
    (tmp_path / "~$办法.txt").write_bytes(TEXT * 100)
    assert states(collect(tmp_path, limits=Limits())) == {"~$办法.txt": None}


def test_links_and_special_files_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(TEXT)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "链接.txt").symlink_to(outside)
    (inbox / "链接夹").symlink_to(tmp_path)
    os.mkfifo(inbox / "管道")
    collected = collect(inbox, limits=Limits())
    assert states(collected) == {"管道": FileState.REFUSED, "链接.txt": FileState.REFUSED, "链接夹": FileState.REFUSED}
    assert all(found.sha256 is None and found.advice for found in collected.found)


def test_names_are_shown_safely(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.txt").write_bytes(TEXT)
    (tmp_path / "back\\slash.txt").write_bytes(TEXT + b"1")
    (tmp_path / os.fsdecode("旧名.txt".encode("gb18030"))).write_bytes(TEXT + b"2")
    (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_bytes(TEXT + b"3")
    paths = set(states(collect(tmp_path, limits=Limits())))
    assert paths == {"a\\x1b[31m.txt", "back\\x5cslash.txt", "旧名.txt", "\\xff\\xfe.txt"}


def test_members_of_nested_archives(tmp_path: Path, forge: Any) -> None:
    inner = forge.zip_bytes([("丙.txt", b"c" + TEXT)])
    (tmp_path / "2008年.zip").write_bytes(
        forge.zip_bytes([("夹/", b""), ("夹/甲.txt", b"a" + TEXT), ("内.zip", inner)])
    )
    collected = collect(tmp_path, limits=Limits())
    assert states(collected) == {
        "2008年.zip": FileState.EXPANDED,
        "2008年.zip!内.zip": FileState.EXPANDED,
        "2008年.zip!内.zip!丙.txt": None,
        "2008年.zip!夹/甲.txt": None,
    }
    assert {found.accession_year for found in collected.found} == {"2008"}
    assert all(found.sha256 and found.bytes for found in collected.found)


def test_the_same_archive_twice(tmp_path: Path, forge: Any) -> None:
    content = forge.zip_bytes([("甲.txt", TEXT)])
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "b.zip").write_bytes(content)
    (tmp_path / "c.txt").write_bytes(TEXT)
    collected = collect(tmp_path, limits=Limits())
    assert states(collected) == {
        "a.zip": FileState.EXPANDED,
        "a.zip!甲.txt": None,
        "b.zip": FileState.DUPLICATE,
        "b.zip!甲.txt": FileState.DUPLICATE,
        "c.txt": FileState.DUPLICATE,
    }
    assert {found.same_as for found in collected.found if found.same_as} == {"a.zip", "a.zip!甲.txt"}


def test_the_same_archive_inside_and_beside(tmp_path: Path, forge: Any) -> None:
    content = forge.zip_bytes([("甲.txt", TEXT)])
    (tmp_path / "a.zip").write_bytes(forge.zip_bytes([("里.zip", content), ("乙.txt", b"2" + TEXT)]))
    (tmp_path / "b.zip").write_bytes(content)
    found = states(collect(tmp_path, limits=Limits()))
    assert found["a.zip!里.zip"] is FileState.EXPANDED
    assert found["b.zip"] is FileState.DUPLICATE
    assert found["b.zip!甲.txt"] is FileState.DUPLICATE


def test_a_broken_archive_costs_itself_alone(tmp_path: Path, forge: Any) -> None:
    content = forge.zip_bytes([("甲.txt", TEXT)])
    (tmp_path / "a.zip").write_bytes(content[: len(content) // 2])
    (tmp_path / "b.zip").write_bytes(content)
    (tmp_path / "c.7z").write_bytes(b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(range(1, 200)))
    found = states(collect(tmp_path, limits=Limits()))
    assert found["a.zip"] is FileState.DAMAGED
    assert found["b.zip!甲.txt"] is None
    assert found["c.7z"] is FileState.DAMAGED


def test_a_change_during_the_walk_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes(TEXT)
    before = list(_walk(tmp_path, ""))
    _check_walk(before, list(_walk(tmp_path, "")))
    (tmp_path / "迟到.txt").write_bytes(TEXT)
    with pytest.raises(BooksDoNotBalance, match="迟到"):
        _check_walk(before, list(_walk(tmp_path, "")))


def test_rows_must_match_what_was_walked(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes(TEXT)
    (entry,) = _walk(tmp_path, "")
    row = Row("甲.txt", "", None, "0" * 64, len(TEXT), "txt")
    _check_rows([entry], [row])
    for rows in ([], [row, row], [Row("乙.txt", "")]):
        with pytest.raises(BooksDoNotBalance):
            _check_rows([entry], rows)
    archive = Row("甲.txt", "", FileState.EXPANDED, listed=2)
    with pytest.raises(BooksDoNotBalance, match="2"):
        _check_rows([entry], [archive, Row("甲.txt!a", "甲.txt")])


def test_a_file_and_an_archive_with_a_confusing_name(tmp_path: Path, forge: Any) -> None:
    (tmp_path / "a.zip").write_bytes(forge.zip_bytes([("甲.txt", TEXT)]))
    (tmp_path / "a.zip!甲.txt").write_bytes(b"1" + TEXT)
    (tmp_path / "重要!.txt").write_bytes(b"2" + TEXT)
    assert set(states(collect(tmp_path, limits=Limits()))) == {"a.zip", "a.zip!甲.txt", "a.zip\\x21甲.txt", "重要!.txt"}


def test_unreadable_bytes_have_a_row(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser reads everything")
    secret = tmp_path / "甲.txt"
    secret.write_bytes(TEXT)
    secret.chmod(0)
    assert states(collect(tmp_path, limits=Limits())) == {"甲.txt": FileState.DAMAGED}


def test_tar_members_that_are_not_files(tmp_path: Path, forge: Any) -> None:
    members = [
        ("好.txt", TEXT),
        forge.tar_link("坏.txt", "/etc/passwd"),
        forge.tar_link("硬.txt", "好.txt", tarfile.LNKTYPE),
    ]
    (tmp_path / "包.tar").write_bytes(forge.tar_bytes(members))
    assert states(collect(tmp_path, limits=Limits())) == {
        "包.tar": FileState.EXPANDED,
        "包.tar!坏.txt": FileState.REFUSED,
        "包.tar!好.txt": None,
        "包.tar!硬.txt": FileState.REFUSED,
    }


def test_of_equal_files_the_one_whose_year_is_known_is_read(tmp_path: Path) -> None:
    (tmp_path / "交来").mkdir()
    (tmp_path / "市府办" / "2009").mkdir(parents=True)
    for folder in ("交来", "市府办/2009"):
        (tmp_path / folder / "甲.txt").write_bytes(TEXT)
    found = {one.path: one for one in collect(tmp_path, limits=Limits()).found}
    assert found["市府办/2009/甲.txt"].state is None
    assert found["交来/甲.txt"].same_as == "市府办/2009/甲.txt"
