"""Archives as the archive programs write them: locked, solid and cut RAR, 7z with some members locked."""

import hashlib
import shutil
from pathlib import Path

import pytest

from gongwen.model import FileState
from ingest import rar
from ingest.by_libarchive import has_libarchive
from ingest.collect import Found, collect
from ingest.container import Locked
from ingest.limits import Limits
from ingest.unar import has_unar
from ingest.volumes import open_whole

ARCHIVES = Path(__file__).parent / "archives"
WORD = "青溪档案2009"
LOCKED, EXPANDED = FileState.NEEDS_PASSWORD, FileState.EXPANDED
OPENERS = [
    pytest.param(True, marks=pytest.mark.skipif(not has_libarchive(), reason="no libarchive here"), id="libarchive"),
    pytest.param(False, marks=pytest.mark.skipif(not has_unar(), reason="no unar here"), id="unar"),
]


def paper(number: int) -> bytes:
    return (
        f"青溪县人民政府关于第{number}号水库管理的通知\n各乡镇人民政府：\n"
        f"　　现将第{number}号水库管理的有关事项通知如下。\n　　一、管好第{number}号水库。\n"
    ).encode()


def found(folder: Path, *names: str, passwords: tuple[str, ...] = ()) -> dict[str, Found]:
    for name in names:
        shutil.copy(ARCHIVES / name, folder / name)
    return {one.path: one for one in collect(folder, limits=Limits(passwords=passwords)).found}


def is_paper(one: Found, number: int) -> bool:
    return one.state is None and one.sha256 == hashlib.sha256(paper(number)).hexdigest()


@pytest.mark.parametrize("name", ["locked4.rar", "names4.rar", "solidlocked4.rar"])
def test_locked_rar_4_opens_with_its_password(tmp_path: Path, name: str) -> None:
    """unar 1.10 opens none of these; WinRAR wrote them until 2013 without being asked."""
    if not has_libarchive() and not has_unar():
        pytest.skip("nothing opens RAR here")
    if name.startswith("solid") and not has_unar():
        pytest.skip("libarchive of 2022 does not open solid RAR 4")
    rows = found(tmp_path, name, passwords=("不对", WORD))
    assert rows[name].state is EXPANDED
    assert is_paper(rows[f"{name}!收文/通知1.txt"], 1) and is_paper(rows[f"{name}!收文/通知2.txt"], 2)


@pytest.mark.parametrize(
    ("name", "own", "members"),
    [("locked4.rar", EXPANDED, 2), ("names4.rar", LOCKED, 0), ("solidlocked4.rar", EXPANDED, 3)],
)
def test_locked_rar_4_stays_locked_under_a_wrong_password(
    tmp_path: Path, name: str, own: FileState, members: int
) -> None:
    rows = found(tmp_path, name, passwords=("不对",))
    assert rows.pop(name).state is own
    assert [one.state for one in rows.values()] == [LOCKED] * members


def test_a_member_under_another_password_is_locked_and_not_damaged(tmp_path: Path) -> None:
    """Stored members: libarchive does not look at their checksum, so that a wrong password gives noise."""
    rows = found(tmp_path, "two4.rar", passwords=("别的",))
    assert is_paper(rows["two4.rar!收文/通知1.txt"], 1)
    assert rows["two4.rar!收文/通知2.txt"].state is LOCKED


@pytest.mark.parametrize("by_libarchive", OPENERS)
@pytest.mark.parametrize(
    ("names", "passwords"),
    [
        ([f"volumes5.part{number}.rar" for number in (1, 2, 3, 4)], ()),
        (["volumes4.rar", "volumes4.r00", "volumes4.r01", "volumes4.r02"], (WORD,)),
    ],
    ids=["RAR 5", "RAR 4, locked, old names"],
)
def test_volumes_are_opened_as_one(
    tmp_path: Path,
    names: list[str],
    passwords: tuple[str, ...],
    by_libarchive: bool,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """Handed to unar as one file, volumes hold nothing and nothing is wrong with them."""
    if by_libarchive and not has_unar() and "RAR 5" in request.node.name:
        pytest.skip("libarchive of 2022 does not read on in the next volume")
    monkeypatch.setattr(rar, "has_libarchive", lambda: by_libarchive)
    for name in names:
        shutil.copy(ARCHIVES / name, tmp_path / name)
    assert _paper_in(tmp_path / names[0], passwords) == paper(1)


@pytest.mark.skipif(not has_unar(), reason="unar is an optional system program")
def test_an_archive_whose_members_all_came_out_is_not_damaged(tmp_path: Path) -> None:
    """libarchive of 2022 stops where a packed member of RAR 5 goes on in the next volume; unar does not."""
    names = [f"volumes5.part{number}.rar" for number in (1, 2, 3, 4)]
    rows = found(tmp_path, *names)
    assert {rows[name].state for name in names} == {EXPANDED}
    assert is_paper(rows["volumes5.part1.rar!收文/通知1.txt"], 1)


@pytest.mark.parametrize("by_libarchive", OPENERS)
def test_solid_rar_4_is_read_to_its_end(tmp_path: Path, by_libarchive: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """libarchive opens the first member of it and no more: unar goes on."""
    if not has_unar():
        pytest.skip("unar is an optional system program")
    monkeypatch.setattr(rar, "has_libarchive", lambda: by_libarchive)
    with (ARCHIVES / "solid4.rar").open("rb") as source:
        opened = rar.open_rar(source, most_bytes=1 << 20, limits=Limits())
        held = {member.raw_name.decode(): b"".join(member.pieces()) for member in opened.members}
    assert {name: held.get(name) for name in held if held[name]} == {f"收文/通知{n}.txt": paper(n) for n in (1, 2, 3)}


def _paper_in(file: Path, passwords: tuple[str, ...]) -> bytes:
    with open_whole(file) as source:
        opened = rar.open_rar(source, most_bytes=1 << 20, limits=Limits(passwords=passwords))
        for member in opened.members:
            content = b"".join(member.pieces())
            if member.raw_name.endswith(b".txt"):
                return content
    raise Locked


@pytest.mark.skipif(not has_libarchive(), reason="libarchive is an optional system library")
@pytest.mark.parametrize("passwords", [(), ("不对",), (WORD,)])
def test_every_member_of_a_7z_with_locked_ones_has_its_row(tmp_path: Path, passwords: tuple[str, ...]) -> None:
    """libarchive stops at the first locked member: the second had no row, and the archive was called damaged."""
    rows = found(tmp_path, "mixed.7z", passwords=passwords)
    inside = None if passwords == (WORD,) else LOCKED
    assert {path: one.state for path, one in rows.items()} == {
        "mixed.7z": EXPANDED,
        "mixed.7z!f1.txt": inside,
        "mixed.7z!f2.txt": None,
        "mixed.7z!f3.txt": inside,
        "mixed.7z!f4.txt": None,
    }


def test_what_is_lacking_is_said_where_no_password_could_be_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The passwords are there: to write them down once more would help nobody."""
    monkeypatch.setattr(rar, "has_unar", lambda: False)
    monkeypatch.setattr(rar, "has_libarchive", lambda: True)
    shutil.copy(ARCHIVES / "names5.rar", tmp_path / "a.rar")
    with (tmp_path / "a.rar").open("rb") as source, pytest.raises(Locked, match="unar"):
        rar.open_rar(source, most_bytes=1 << 20, limits=Limits(passwords=(WORD,)))
