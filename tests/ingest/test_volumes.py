"""Archives in volumes: told by their names, opened as one, missing ones named; RAR by unar where nothing else is."""

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest

from gongwen.model import FileState
from ingest import rar
from ingest.archives import materialise
from ingest.collect import collect
from ingest.containers import open_container
from ingest.limits import Limits
from ingest.unar import has_unar
from ingest.volumes import VolumeSet, volume_sets
from tests.ingest.conftest import Forge

PAPER = "青溪县人民政府关于河道管理的通知\n各乡镇人民政府：\n　　现通知如下。\n".encode()
NOISE = random.Random(7).randbytes(9000)  # does not pack


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("a.7z.001 a.7z.002", VolumeSet("a.7z.001", ("a.7z.001", "a.7z.002"))),
        ("a.7z.001 a.7z.003", VolumeSet("a.7z.001", ("a.7z.001", "a.7z.003"), ("a.7z.002",))),
        ("a.zip.002", VolumeSet("a.zip.002", ("a.zip.002",), ("a.zip.001",))),
        ("a.part1.rar a.part2.rar", VolumeSet("a.part1.rar", ("a.part1.rar", "a.part2.rar"))),
        ("a.part01.rar a.part03.rar", VolumeSet("a.part01.rar", ("a.part01.rar", "a.part03.rar"), ("a.part02.rar",))),
        ("A.RAR A.R00 A.R01", VolumeSet("A.RAR", ("A.RAR", "A.R00", "A.R01"))),
        ("a.r00 a.r01", VolumeSet("a.r00", ("a.r00", "a.r01"), ("a.rar",))),
        ("a.zip a.z01 a.z02", VolumeSet("a.zip", ("a.z01", "a.z02", "a.zip"))),
        ("a.z01 a.z02", VolumeSet("a.z02", ("a.z01", "a.z02"), ("a.zip",))),
        ("a.zip a.z02", VolumeSet("a.zip", ("a.z02", "a.zip"), ("a.z01",))),
    ],
)
def test_sets_are_told_by_names(names: str, expected: VolumeSet) -> None:
    assert volume_sets([*names.split(), "b.zip", "c.rar", "通知.txt", "d.z00"]) == [expected]


def cut(folder: Path, content: bytes, names: list[str]) -> None:
    size = -(-len(content) // len(names))
    for number, name in enumerate(names):
        (folder / name).write_bytes(content[number * size : (number + 1) * size])


def spanned_zip(folder: Path, names: list[str]) -> None:
    """A zip as archive programs split it: places of members are counted within their volume."""
    members = [("甲.txt", PAPER), ("乙.bin", NOISE), ("丙.txt", PAPER + b"3")]
    stream = b"PK\x07\x08"
    local = []
    for name, content in members:
        raw = name.encode()
        header = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, 0, 0, 0x2821, zlib.crc32(content), len(content), len(content), len(raw), 0
        )
        local.append((len(stream), header, raw))
        stream += b"PK\x03\x04" + header + raw + content
    size = -(-len(stream) // len(names))
    directory = b""
    for at, header, raw in local:
        disk, place = divmod(at, size)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + header + struct.pack("<HHHII", 0, disk, 0, 0, place) + raw
    last = len(names) - 1
    end = struct.pack("<HHHHIIH", last, last, 3, 3, len(directory), len(stream) - last * size, 0)
    for number, name in enumerate(names):
        piece = stream[number * size : (number + 1) * size]
        (folder / name).write_bytes(piece + (directory + b"PK\x05\x06" + end if number == last else b""))


def seven_zip() -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(NOISE, "乙.bin")
        archive.writestr(PAPER, "甲.txt")
    return out.getvalue()


def test_volumes_are_opened_as_one(tmp_path: Path) -> None:
    cut(tmp_path, seven_zip(), ["资料.7z.001", "资料.7z.002", "资料.7z.003"])
    cut(tmp_path, Forge.zip_bytes([("甲.txt", PAPER + b"1"), ("乙.bin", NOISE[1:])]), ["包.zip.001", "包.zip.002"])
    (tmp_path / "跨卷").mkdir()
    spanned_zip(tmp_path / "跨卷", ["卷.z01", "卷.z02", "卷.zip"])
    (tmp_path / "通知.r01").write_text("不是压缩包", encoding="utf-8")
    rows = {one.path: one for one in collect(tmp_path, limits=Limits()).found}
    assert {path: row.state for path, row in rows.items()} == {
        "资料.7z.001": FileState.EXPANDED,
        "资料.7z.002": FileState.EXPANDED,
        "资料.7z.003": FileState.EXPANDED,
        "资料.7z.001!乙.bin": None,
        "资料.7z.001!甲.txt": None,
        "包.zip.001": FileState.EXPANDED,
        "包.zip.002": FileState.EXPANDED,
        "包.zip.001!甲.txt": None,
        "包.zip.001!乙.bin": None,
        "跨卷/卷.z01": FileState.EXPANDED,
        "跨卷/卷.z02": FileState.EXPANDED,
        "跨卷/卷.zip": FileState.EXPANDED,
        "跨卷/卷.zip!甲.txt": FileState.DUPLICATE,
        "跨卷/卷.zip!乙.bin": FileState.DUPLICATE,
        "跨卷/卷.zip!丙.txt": None,
        "通知.r01": None,
    }
    assert "卷.zip" in rows["跨卷/卷.z01"].problem
    wanted = ["资料.7z.001!甲.txt", "包.zip.001!甲.txt", "跨卷/卷.zip!丙.txt"]
    held = {path: file.read_bytes() for path, file in materialise(tmp_path, wanted, tmp_path)}
    assert held == {wanted[0]: PAPER, wanted[1]: PAPER + b"1", wanted[2]: PAPER + b"3"}


def test_a_missing_volume_is_named(tmp_path: Path) -> None:
    cut(tmp_path, seven_zip(), ["资料.7z.001", "资料.7z.002", "资料.7z.003", "资料.7z.004"])
    (tmp_path / "资料.7z.002").unlink()
    (tmp_path / "尾").mkdir()
    cut(tmp_path / "尾", seven_zip() + b"", ["尾.7z.001", "尾.7z.002"])
    (tmp_path / "尾/尾.7z.002").unlink()
    rows = {one.path: one for one in collect(tmp_path, limits=Limits()).found}
    assert {row.state for row in rows.values()} == {FileState.DAMAGED}
    assert "资料.7z.002" in rows["资料.7z.003"].problem
    assert "尾.7z.001" in rows["尾/尾.7z.001"].advice


def test_volumes_inside_an_archive_are_left_for_a_person(tmp_path: Path) -> None:
    content = seven_zip()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("资料.7z.001", content[:5000])
        archive.writestr("资料.7z.002", content[5000:])
    rows = {one.path: one.state for one in collect(tmp_path, limits=Limits()).found}
    assert rows == {
        "a.zip": FileState.EXPANDED,
        "a.zip!资料.7z.001": FileState.UNSUPPORTED,
        "a.zip!资料.7z.002": FileState.UNSUPPORTED,
    }


def test_rar_in_volumes(tmp_path: Path) -> None:
    for number, volume in enumerate(Forge.rar4_volumes("通知.txt".encode("gbk"), PAPER * 200, 6000), start=1):
        (tmp_path / f"收文.part{number}.rar").write_bytes(volume)
    rows = {one.path: one.state for one in collect(tmp_path, limits=Limits()).found}
    assert rows.pop("收文.part1.rar!通知.txt") is None
    assert set(rows.values()) == {FileState.EXPANDED}
    (tmp_path / "收文.part2.rar").unlink()
    assert {one.state for one in collect(tmp_path, limits=Limits()).found} == {FileState.DAMAGED}


@pytest.mark.skipif(not has_unar(), reason="unar is an optional system program")
def test_rar_by_unar_where_there_is_no_libarchive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rar, "has_libarchive", lambda: False)
    data = Forge.rar4_bytes([("收文/通知.txt".encode("gbk"), PAPER), (b"b.bin", NOISE)])
    opened = open_container(io.BytesIO(data), "rar", name="a.rar", most_bytes=1 << 20, limits=Limits())
    held = [(member.raw_name.replace(b"\\", b"/"), b"".join(member.pieces())) for member in opened.members]
    assert held == [("收文/通知.txt".encode("gbk"), PAPER), (b"b.bin", NOISE)]
