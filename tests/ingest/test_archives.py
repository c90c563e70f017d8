"""Archives of every kind: names, limits on real bytes, locked and hostile ones, and members materialised again."""

import bz2
import gzip
import lzma
from pathlib import Path
from typing import Any

import py7zr
import pytest

from gongwen.model import FileState
from ingest.archive_walk import Row
from ingest.archives import Opener, materialise
from ingest.by_libarchive import has_libarchive
from ingest.limits import Limits
from ingest.names import Unique, decode_name, folder_names, is_escape, member_path
from ingest.seven_zip import open_7z

TEXT = "云溪市人民政府关于渡口管理的通知\n".encode()
NAME = "云溪市文件/关于印发渡口管理办法的通知.txt"
TRADITIONAL = "雲溪市文件/關於印發渡口管理辦法的通知.txt"
SMALL = Limits(ratio_floor=64 * 1024)


def look(path: Path, *, limits: Limits | None = None) -> dict[str, Row]:
    with Opener(limits=limits or Limits()) as opener:
        return {row.path: row for row in opener.look(path, path.name)}


def test_names_are_decoded_member_by_member(tmp_path: Path, forge: Any) -> None:
    """One archive, four ways of writing a name: no setting for the whole archive gets them all right."""
    members = [
        (NAME.encode("gb18030"), b"1" + TEXT),
        (TRADITIONAL.encode("big5"), b"2" + TEXT),
        ("附件/一览表.txt".encode(), b"3" + TEXT),
        (b"plain.txt", b"4" + TEXT),
    ]
    rows = look(forge.raw_zip(tmp_path / "a.zip", members))
    assert set(rows) == {"a.zip", f"a.zip!{NAME}", f"a.zip!{TRADITIONAL}", "a.zip!附件/一览表.txt", "a.zip!plain.txt"}
    assert any("gb18030" in told for told in rows["a.zip"].names)
    assert any("big5" in told for told in rows["a.zip"].names)


def test_an_archive_without_files_is_empty(tmp_path: Path, forge: Any) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(forge.zip_bytes([("夹/", b"")]))
    assert look(path)["a.zip"].state is FileState.EMPTY


def test_a_false_utf8_flag_is_survived(tmp_path: Path, forge: Any) -> None:
    rows = look(forge.raw_zip(tmp_path / "a.zip", [(NAME.encode("gb18030"), TEXT)], utf8_flag=True))
    assert set(rows) == {"a.zip", f"a.zip!{NAME}"}


@pytest.mark.parametrize(
    ("raw", "text", "encoding", "why"),
    [
        ("通知.doc".encode("gb18030"), "通知.doc", "gb18030", "two hanzi are enough"),
        ("联通.doc".encode("gb18030"), "联通.doc", "gb18030", "these bytes look like UTF-8 to a lenient decoder"),
        ("關於辦理證件的通知".encode("big5"), "關於辦理證件的通知", "big5", "Traditional in Big5"),
        ("關於辦理證件的通知".encode("gb18030"), "關於辦理證件的通知", "gb18030", "Traditional in GB18030"),
        ("旧文件—２００５".encode("gb18030"), "旧文件—２００５", "gb18030", "full-width digits and a dash"),
        ("é.txt".encode(), "茅.txt", "gb18030", "without the archive's word for it a hanzi is likelier"),
        (b"\xff\xff.txt", "\udcff\udcff.txt", "bytes", "nothing explains it"),
    ],
)
def test_decode_name(raw: bytes, text: str, encoding: str, why: str) -> None:
    decoded = decode_name(raw)
    assert (decoded.text, decoded.encoding) == (text, encoding), why


@pytest.mark.parametrize(
    ("name", "escapes"),
    [
        ("../x", True),
        ("a/../../x", True),
        ("/abs", True),
        ("C:\\x", True),
        ("c:x", True),
        ("a\\..\\x", True),
        ("a..b/x", False),
    ],
)
def test_escapes(name: str, escapes: bool) -> None:
    assert is_escape(name) is escapes


def test_names_of_one_folder_stay_apart() -> None:
    unique = Unique()
    assert [unique.give(name) for name in ("甲", "甲", "甲#2", "甲")] == ["甲", "甲#2", "甲#2#2", "甲#3"]
    assert member_path("a\\b//./c\x00d") == "a/b/c\\x00d"
    assert [shown for _, shown in folder_names(["a.zip!b", "a.zip", "c!d"])] == ["a.zip", "a.zip\\x21b", "c!d"]


def test_two_members_of_one_name_have_two_rows(tmp_path: Path, forge: Any) -> None:
    rows = look(forge.raw_zip(tmp_path / "a.zip", [(b"a.txt", TEXT), (b"a.txt", b"2" + TEXT)]))
    assert {"a.zip!a.txt", "a.zip!a.txt#2"} < set(rows)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar(tmp_path: Path, forge: Any, mode: str) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(forge.tar_bytes([(NAME, TEXT)], mode=mode, encoding="gb18030"))
    rows = look(path)
    assert rows[f"a.tar!{NAME}"].format == "txt"
    assert rows["a.tar"].format == "tar" + mode[1:].replace(":", ".")


@pytest.mark.parametrize(("pack", "ending"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")])
def test_single_streams(tmp_path: Path, pack: Any, ending: str) -> None:
    path = tmp_path / f"通知.txt.{ending}"
    path.write_bytes(pack(TEXT))
    rows = look(path)
    assert rows[f"通知.txt.{ending}!通知.txt"].bytes == len(TEXT)


def seven_zip(path: Path, password: str | None = None, *, hide: bool = False) -> Path:
    with py7zr.SevenZipFile(path, "w", password=password, header_encryption=hide) as archive:
        archive.writestr(TEXT, NAME)
        archive.writestr(b"2" + TEXT, "乙.txt")
    return path


def test_7z(tmp_path: Path) -> None:
    rows = look(seven_zip(tmp_path / "a.7z"))
    assert set(rows) == {"a.7z", f"a.7z!{NAME}", "a.7z!乙.txt"}


@pytest.mark.parametrize("hide", [False, True])
def test_locked_7z(tmp_path: Path, hide: bool) -> None:
    rows = look(seven_zip(tmp_path / "a.7z", "123", hide=hide))
    assert FileState.NEEDS_PASSWORD in {row.state for row in rows.values()}
    assert not any(row.state is None for row in rows.values())


def test_7z_without_libarchive(tmp_path: Path) -> None:
    with seven_zip(tmp_path / "a.7z").open("rb") as source:
        members = {
            member.raw_name.decode(): b"".join(member.pieces()) for member in open_7z(source, most_bytes=10_000).members
        }
    assert members == {NAME: TEXT, "乙.txt": b"2" + TEXT}


def test_rar(tmp_path: Path, forge: Any) -> None:
    path = tmp_path / "a.rar"
    path.write_bytes(forge.rar4_bytes([(NAME.replace("/", "\\").encode("gb18030"), TEXT)]))
    rows = look(path)
    if has_libarchive():
        assert rows[f"a.rar!{NAME}"].format == "txt"
    else:
        assert rows["a.rar"].state is FileState.UNSUPPORTED
        assert "libarchive" in rows["a.rar"].advice


def test_locked_zip_member(tmp_path: Path, forge: Any) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(forge.encrypted_zip("密码.txt".encode("gb18030"), TEXT))
    rows = look(path)
    assert rows["a.zip"].state is FileState.EXPANDED
    assert rows["a.zip!密码.txt"].state is FileState.NEEDS_PASSWORD


def test_hostile_names_are_rows(tmp_path: Path, forge: Any) -> None:
    members = [(b"../../evil.txt", TEXT), (b"/etc/evil.txt", TEXT), (b"C:\\evil.txt", TEXT), (b"good.txt", TEXT)]
    rows = look(forge.raw_zip(tmp_path / "a.zip", members))
    refused = [path for path, row in rows.items() if row.state is FileState.REFUSED]
    assert len(refused) == 3
    assert rows["a.zip!good.txt"].state is None
    assert rows["a.zip"].listed == 4


def test_a_member_that_swells_is_refused_and_the_rest_read(tmp_path: Path, forge: Any) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(forge.zip_bytes([("好.txt", TEXT), ("零.bin", bytes(2_000_000)), ("后.txt", b"2" + TEXT)]))
    rows = look(path, limits=Limits(ratio_floor=64 * 1024, ratio=1_000_000))
    assert rows["a.zip!零.bin"].state is None, "allowed ratio"
    rows = look(path, limits=SMALL)
    assert rows["a.zip!零.bin"].state is FileState.REFUSED
    assert rows["a.zip!好.txt"].state is None


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "gz", "bz2", "xz", "7z"])
def test_bombs_of_every_kind_stop_early(tmp_path: Path, forge: Any, kind: str) -> None:
    zeros = bytes(30_000_000)
    path = tmp_path / f"a.{kind}"
    if kind == "zip":
        path.write_bytes(forge.zip_bytes([("零", zeros)]))
    elif kind == "tar.gz":
        path.write_bytes(forge.tar_bytes([("零", zeros)], mode="w:gz"))
    elif kind == "7z":
        with py7zr.SevenZipFile(path, "w") as archive:
            archive.writestr(zeros, "零")
    else:
        path.write_bytes({"gz": gzip, "bz2": bz2, "xz": lzma}[kind].compress(zeros))
    rows = look(path)
    assert FileState.REFUSED in {row.state for row in rows.values()}
    assert not any(row.state is None for row in rows.values())


def test_a_bomb_in_two_steps(tmp_path: Path, forge: Any) -> None:
    inner = forge.zip_bytes([(f"{number}.bin", bytes(1_000_000)) for number in range(20)])
    path = tmp_path / "a.zip"
    path.write_bytes(forge.zip_bytes([("里.zip", inner), ("好.txt", TEXT)]))
    rows = look(path)
    assert any(row.state is FileState.REFUSED for row in rows.values())
    assert sum(row.bytes or 0 for row in rows.values()) < 4_000_000


def test_depth(tmp_path: Path, forge: Any) -> None:
    content = forge.zip_bytes([("底.txt", TEXT)])
    for level in range(4):
        content = forge.zip_bytes([(f"{level}.zip", content)])
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    rows = look(path, limits=Limits(depth=3))
    refused = [name for name, row in rows.items() if row.state is FileState.REFUSED]
    assert refused == ["a.zip!3.zip!2.zip!1.zip"]


def test_too_many_members(tmp_path: Path, forge: Any) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(forge.zip_bytes([(f"{number}.txt", b"%d" % number) for number in range(30)]))
    rows = look(path, limits=Limits(members=10))
    assert rows["a.zip"].state is FileState.REFUSED
    assert len(rows) == 11


def test_a_cut_tar_keeps_what_was_there(tmp_path: Path, forge: Any) -> None:
    content = forge.tar_bytes([("甲.txt", TEXT), ("乙.txt", bytes(range(256)) * 400)])
    path = tmp_path / "a.tar"
    path.write_bytes(content[:60_000])
    rows = look(path)
    assert rows["a.tar!甲.txt"].state is None
    assert rows["a.tar"].state is FileState.DAMAGED or rows["a.tar!乙.txt"].state is FileState.DAMAGED


def test_a_flipped_byte_costs_one_member(tmp_path: Path, forge: Any) -> None:
    content = bytearray(forge.raw_zip(tmp_path / "b.zip", [(b"a.txt", TEXT * 20), (b"b.txt", TEXT)]).read_bytes())
    content[45] ^= 0xFF
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(content))
    rows = look(path)
    assert rows["a.zip!a.txt"].state is FileState.DAMAGED
    assert rows["a.zip!b.txt"].state is None


def test_materialise_gives_the_same_bytes(tmp_path: Path, forge: Any) -> None:
    inbox, into = tmp_path / "inbox", tmp_path / "into"
    (inbox / "2008年").mkdir(parents=True)
    into.mkdir()
    inner = forge.zip_bytes([("丙.txt", b"c" + TEXT)])
    members = [(NAME.encode("gb18030"), b"a" + TEXT), (b"a.txt", b"1"), (b"a.txt", b"2"), (b"in.zip", inner)]
    forge.raw_zip(inbox / "2008年" / "包.zip", members)
    (inbox / "重要!.txt").write_bytes(b"!" + TEXT)
    wanted = {
        f"2008年/包.zip!{NAME}": b"a" + TEXT,
        "2008年/包.zip!a.txt#2": b"2",
        "2008年/包.zip!in.zip!丙.txt": b"c" + TEXT,
        "重要!.txt": b"!" + TEXT,
    }
    lost = ["2008年/没有.zip!x", "2008年/包.zip!没有.txt"]
    files = dict(materialise(inbox, [*wanted, *lost], into))
    assert {path: file.read_bytes() for path, file in files.items() if file.exists()} == wanted
    assert [path for path, file in sorted(files.items()) if not file.exists()] == sorted(lost), (
        "nothing is lost silently"
    )
    assert sorted(file.name for file in into.iterdir()) == ["00000000", "00000001", "00000002"]


def test_materialise_may_be_left_early(tmp_path: Path, forge: Any) -> None:
    inbox, into = tmp_path / "inbox", tmp_path / "into"
    inbox.mkdir()
    into.mkdir()
    (inbox / "a.zip").write_bytes(forge.zip_bytes([(f"{number}.txt", b"%d" % number) for number in range(50)]))
    for _, file in materialise(inbox, [f"a.zip!{number}.txt" for number in range(50)], into):
        assert file.exists()
        break
    assert len(list(into.iterdir())) <= 2, "no more is written than is asked for"


@pytest.mark.skipif(not has_libarchive(), reason="needs the system's libarchive")
def test_a_wrong_checksum_is_damage_and_says_nothing_elsewhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w", filters=[{"id": py7zr.FILTER_COPY}]) as archive:
        archive.writestr(TEXT, NAME)
        archive.writestr(TEXT * 2, "sound.txt")
    packed = path.read_bytes()
    path.write_bytes(packed.replace(TEXT[:30], TEXT[:29] + b"?", 1))
    rows = look(path)
    assert rows[f"a.7z!{NAME}"].state is FileState.DAMAGED
    assert rows["a.7z!sound.txt"].state is None
    assert "crc" not in capfd.readouterr().err.casefold()


@pytest.mark.skipif(not has_libarchive(), reason="needs the system's libarchive")
@pytest.mark.parametrize("name", ["a.7z", "a.rar", "a.cab"])
def test_what_only_its_name_calls_an_archive_is_damaged(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x00\x01\x02\x03" * 500)
    row = look(path)[name]
    assert (row.state, bool(row.problem), bool(row.advice)) == (FileState.DAMAGED, True, True)
