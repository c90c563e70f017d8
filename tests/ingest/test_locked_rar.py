"""Locked RAR archives: told by their headers whatever libarchive says, opened by unar, no password for others."""

import hashlib
import io
import struct
import subprocess
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from Cryptodome.Cipher import AES

from gongwen.model import FileState
from ingest import unar_locked
from ingest.by_libarchive import has_libarchive
from ingest.collect import collect
from ingest.limits import Limits
from ingest.rar_locks import RarLocks, rar_locks
from ingest.unar import has_unar
from tests.ingest.conftest import Forge

WORD = "青溪档案2009"
PAPER = "青溪县人民政府关于加强河道管理的通知\n各乡镇人民政府：\n　　现将有关事项通知如下。\n".encode()
OPEN, SECRET = ("目录.txt", b"open to all"), ("收文/通知.txt", PAPER)
needs_unar = pytest.mark.skipif(not has_unar(), reason="unar is an optional system program")


def number(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def rar5(members: Iterable[tuple[tuple[str, bytes], bool]], *, names_locked: bool = False) -> bytes:
    """A RAR 5 archive of stored members, each locked or not; with ``names_locked`` the headers as well."""
    salt, rounds = bytes(range(16)), 10

    def derived(more: int) -> bytes:
        return hashlib.pbkdf2_hmac("sha256", WORD.encode(), salt, (1 << rounds) + more, 32)

    key, folded = derived(0), derived(32)
    check = bytes(folded[i] ^ folded[i + 8] ^ folded[i + 16] ^ folded[i + 24] for i in range(8))
    check += hashlib.sha256(check).digest()[:4]
    lock = number(0) + number(1) + bytes([rounds]) + salt

    def sealed(data: bytes, vector: bytes) -> bytes:
        return bytes(AES.new(key, AES.MODE_CBC, vector).encrypt(data + bytes(-len(data) % 16)))

    def block(kind: int, fields: bytes, extra: bytes = b"", data: bytes = b"", *, plain: bool = False) -> bytes:
        flags = (1 if extra else 0) | (2 if data else 0)
        sizes = (number(len(extra)) if extra else b"") + (number(len(data)) if data else b"")
        body = number(kind) + number(flags) + sizes + fields + extra
        head = number(len(body)) + body
        head = struct.pack("<I", zlib.crc32(head)) + head
        return (head if plain or not names_locked else bytes(16) + sealed(head, bytes(16))) + data

    out = b"Rar!\x1a\x07\x01\x00" + (block(4, lock + check, plain=True) if names_locked else b"") + block(1, number(0))
    for (name, content), locked in members:
        record = number(1) + lock + bytes(16) + check
        fields = number(4) + number(len(content)) + number(0x20) + struct.pack("<I", zlib.crc32(content))
        fields += number(0) + number(0) + number(len(name.encode())) + name.encode()
        extra = number(len(record)) + record if locked else b""
        out += block(2, fields, extra, sealed(content, bytes(16)) if locked else content)
    return out + block(5, number(0))


def states(folder: Path, *passwords: str) -> dict[str, FileState | None]:
    return {one.path: one.state for one in collect(folder, limits=Limits(passwords=passwords)).found}


@pytest.mark.parametrize(
    ("data", "locks"),
    [
        (rar5([(OPEN, False), (SECRET, True)]), RarLocks(members=(False, True))),
        (rar5([(SECRET, True)], names_locked=True), RarLocks(names=True)),
        (Forge.rar4_bytes([(b"a.txt", PAPER), (b"b.txt", b"2")]), RarLocks(members=(False, False), is_old=True)),
        (b"".join(Forge.rar4_volumes(b"a.txt", PAPER, 40)), RarLocks(members=(False,), is_old=True)),
        (rar5([(OPEN, False), (SECRET, True)])[:60], RarLocks(members=(False,))),
        (b"no archive", RarLocks()),
    ],
)
def test_the_headers_say_what_is_locked(data: bytes, locks: RarLocks) -> None:
    assert replace(rar_locks(io.BytesIO(data)), checksums=()) == locks


@pytest.mark.skipif(not has_libarchive() and not has_unar(), reason="nothing opens RAR here")
def test_a_locked_member_among_open_ones_is_locked_alone(tmp_path: Path) -> None:
    """A libarchive of 2022 hands out the ciphertext of stored members as if it were the file."""
    (tmp_path / "a.rar").write_bytes(rar5([(OPEN, False), (SECRET, True)]))
    told = {"a.rar": FileState.EXPANDED, "a.rar!目录.txt": None, "a.rar!收文/通知.txt": FileState.NEEDS_PASSWORD}
    assert states(tmp_path) == told
    assert states(tmp_path, "不对") == told


@needs_unar
@pytest.mark.parametrize("names_locked", [False, True])
def test_the_passwords_are_tried(tmp_path: Path, names_locked: bool) -> None:
    (tmp_path / "a.rar").write_bytes(rar5([(OPEN, True), (SECRET, True)], names_locked=names_locked))
    found = collect(tmp_path, limits=Limits(passwords=("不对", WORD))).found
    by_path = {one.path: one for one in found}
    assert by_path["a.rar"].state is FileState.EXPANDED
    assert by_path["a.rar!收文/通知.txt"].sha256 == hashlib.sha256(PAPER).hexdigest()
    locked = states(tmp_path, "不对")
    assert locked["a.rar"] is (FileState.NEEDS_PASSWORD if names_locked else FileState.EXPANDED)


@needs_unar
def test_no_password_stands_on_a_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[str] = []
    started = subprocess.Popen

    def watched(command: list[str], **how: object) -> object:
        commands.append(" ".join(command))
        return started(command, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(unar_locked.subprocess, "Popen", watched)
    archive, into = tmp_path / "a.rar", tmp_path / "out"
    archive.write_bytes(rar5([(SECRET, True)]))
    into.mkdir()
    assert unar_locked.unpack(archive, into, password=WORD, index=0, seconds=30, most_bytes=1 << 20)
    assert (into / "收文" / "通知.txt").read_bytes() == PAPER
    assert len(commands) == 1 and WORD not in commands[0]


@needs_unar
def test_a_locked_member_that_becomes_too_much_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(rar5([(("零.txt", bytes(300_000)), True)]))
    found = collect(tmp_path, limits=Limits(passwords=(WORD,), total_bytes=200_000)).found
    assert {one.path: one.state for one in found}["a.rar!零.txt"] is FileState.REFUSED
