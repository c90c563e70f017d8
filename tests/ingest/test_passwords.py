"""Locked files and archives: opened by the passwords of the settings, and no trace of a password anywhere."""

import io
import zipfile
from pathlib import Path

import msoffcrypto
import py7zr
import pytest
from docx import Document
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from gongwen.model import FileState
from ingest.archives import materialise
from ingest.collect import collect
from ingest.isolate import Job, read_one
from ingest.limits import Limits
from ingest.sniff import sniff
from tests.ingest.conftest import Forge

WORD = "Qingxi-2009"
HANZI = "青溪档案"
PAPER = "青溪县人民政府关于加强河道管理的通知\n各乡镇人民政府：\n　　现将有关事项通知如下。\n".encode()
KNOWN = Limits(passwords=("先试一个", WORD, HANZI))


def pdf_bytes(*, user: str, owner: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword=owner, strength=128))
    canvas.drawString(72, 700, "Notice of the office of Qingxi on parking, number seven of the year 2009")
    canvas.save()
    return out.getvalue()


def docx_bytes(password: str) -> bytes:
    plain, out = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_paragraph(PAPER.decode())
    document.save(plain)
    msoffcrypto.OfficeFile(plain).encrypt(password, out)
    return out.getvalue()


def seven_zip_bytes(password: str, *, header: bool) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password, header_encryption=header) as archive:
        archive.writestr(PAPER, "通知.txt")
    return out.getvalue()


LOCKED = {
    "ZipCrypto": ("a.zip", lambda: Forge.zipcrypto("通知.txt", PAPER, WORD.encode())),
    "ZipCrypto, a password in GBK": ("a.zip", lambda: Forge.zipcrypto("通知.txt", PAPER, HANZI.encode("gbk"))),
    "AES 256": ("a.zip", lambda: Forge.aes_zip("通知.txt", PAPER, WORD.encode(), strength=3)),
    "AES 128, stored": ("a.zip", lambda: Forge.aes_zip("通知.txt", PAPER, WORD.encode(), strength=1, packed=False)),
    "7z": ("a.7z", lambda: seven_zip_bytes(WORD, header=False)),
    "7z with its header": ("a.7z", lambda: seven_zip_bytes(WORD, header=True)),
}


@pytest.mark.parametrize("case", LOCKED)
def test_a_locked_archive_opens_with_a_known_password(case: str, tmp_path: Path) -> None:
    name, make = LOCKED[case]
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / name).write_bytes(make())
    for limits in (Limits(), Limits(passwords=("不对的",))):
        states = {one.path: one.state for one in collect(tmp_path / "inbox", limits=limits).found}
        assert FileState.NEEDS_PASSWORD in states.values()
        assert None not in states.values()
    rows = {one.path: one for one in collect(tmp_path / "inbox", limits=KNOWN).found}
    assert rows[name].state is FileState.EXPANDED
    assert rows[f"{name}!通知.txt"].state is None
    (_, file), *rest = materialise(tmp_path / "inbox", [f"{name}!通知.txt"], tmp_path, limits=KNOWN)
    assert not rest
    assert file.read_bytes() == PAPER


def test_a_wrong_password_that_passes_the_check_byte_yields_to_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(Forge.zipcrypto("通知.txt", PAPER, WORD.encode()))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        passing = []
        for number in range(3000):
            try:
                archive.open("通知.txt", pwd=str(number).encode()).close()
                passing.append(str(number))
            except RuntimeError:
                continue
    assert passing
    limits = Limits(passwords=(*passing[:2], WORD))
    assert [one.state for one in collect(tmp_path, limits=limits).found] == [FileState.EXPANDED, None]
    only_wrong = Limits(passwords=(passing[0],))
    assert collect(tmp_path, limits=only_wrong).found[1].state is FileState.NEEDS_PASSWORD


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.pdf", lambda: pdf_bytes(user=WORD, owner="other"), "parking"),
        ("b.pdf", lambda: pdf_bytes(user="other", owner=WORD), "parking"),
        ("a.docx", lambda: docx_bytes(WORD), "河道管理"),
        ("b.doc", lambda: docx_bytes(HANZI), "河道管理"),
    ],
)
def test_a_locked_file_is_read_with_a_known_password(name: str, make: object, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(make())  # type: ignore[operator]
    job = Job("1", path, sniff(path.read_bytes(), name, whole=io.BytesIO(path.read_bytes())), name)
    for limits in (Limits(), Limits(passwords=("不对的",))):
        assert read_one(job, limits=limits).state is FileState.NEEDS_PASSWORD
    extraction = read_one(job, limits=KNOWN)
    assert extraction.state is FileState.READ
    assert said in extraction.text
    assert "opened_with_password" in [remark.code for remark in extraction.remarks]
    assert all(word not in repr(extraction) for word in KNOWN.passwords)


def test_limits_do_not_show_their_passwords() -> None:
    assert WORD not in repr(KNOWN)
    assert WORD not in KNOWN.terms()
    assert KNOWN.terms() != Limits().terms()
    assert Limits(seconds=1).terms_of(FileState.REFUSED) != Limits().terms_of(FileState.REFUSED)
    assert KNOWN.terms_of(FileState.READ) == Limits().terms_of(FileState.READ) == ""
