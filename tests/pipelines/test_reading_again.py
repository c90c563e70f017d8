"""What a later run reads again: files locked without their password, files refused under a smaller limit."""

import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from ingest.limits import Limits
from pipelines.steps import intake
from tests.ingest.conftest import Forge
from tests.ingest.test_carried import mail
from tests.pipelines.conftest import COVER

Ask = Callable[[str], list[tuple[object, ...]]]
RunIt = Callable[..., int]
WORD = "Qingxi-2009"
PAPER = COVER.format(name="河道", year=2011, serial=3, last="").encode()


def test_a_password_added_later_opens_what_was_locked_and_is_kept_nowhere(
    run: RunIt, ask: Ask, inbox: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (inbox / "2011").mkdir()
    (inbox / "2011/锁.zip").write_bytes(Forge.zipcrypto("河道.txt", PAPER, WORD.encode()))
    run()
    states = "SELECT path, state FROM files WHERE path LIKE '2011/%' ORDER BY path"
    assert ask(states) == [("2011/锁.zip", "expanded"), ("2011/锁.zip!河道.txt", "needs_password")]
    settings = tmp_path / "home/dishu.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'password_file = "密码.txt"\n', encoding="utf-8")
    (tmp_path / "home/密码.txt").write_bytes(f"另一个\r\n{WORD}\r\n".encode("gbk"))
    run()
    assert ask(states) == [("2011/锁.zip", "expanded"), ("2011/锁.zip!河道.txt", "read")]
    assert ask("SELECT document_number FROM documents WHERE path LIKE '2011/%' AND parent_doc_id IS NULL") == [
        ("青政发〔2011〕3号",)
    ]
    assert WORD not in "".join(capfd.readouterr())
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file() and WORD.encode() in path.read_bytes()]
    assert [path.name for path in kept] == ["密码.txt"]


def test_a_limit_raised_later_reads_what_was_refused(
    run: RunIt, ask: Ask, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(inbox / "2012.zip", "w") as archive:
        archive.writestr("长.txt", PAPER.decode() + "　　附则。\n" * 200)
        archive.writestr("短.txt", PAPER)
    states = "SELECT path, state FROM files WHERE path LIKE '2012%' ORDER BY path"
    with monkeypatch.context() as small:
        small.setattr(intake, "Limits", partial(Limits, characters=400))
        run()
        assert ask(states) == [("2012.zip", "expanded"), ("2012.zip!短.txt", "read"), ("2012.zip!长.txt", "refused")]
        small.setattr(intake, "Limits", partial(Limits, members=1))
        run()
        assert [state for _, state in ask(states)] == ["refused", "read"]
    run()
    assert [state for _, state in ask(states)] == ["expanded", "read", "read"]


def test_of_a_secret_mail_and_what_it_carries_nothing_stays(run: RunIt, ask: Ask, inbox: Path, tmp_path: Path) -> None:
    letter = mail(("内定名单.txt", PAPER), body="机密★5年\n关于某项工作的信\n请阅。")
    (inbox / "2011").mkdir()
    (inbox / "2011/往来信函.eml").write_bytes(letter.as_bytes())
    (inbox / "2011/打包.zip").write_bytes(Forge.zip_bytes([]))
    Forge.raw_zip(inbox / "2011/打包.zip", [("往来信函二.txt".encode("gbk"), "机密★5年\n关于某项工作的信".encode())])
    for _ in range(2):
        run()
        assert ask("SELECT path, state FROM files WHERE path LIKE '2011%' ORDER BY path") == [
            ("2011/往***.eml", "quarantined"),
            ("2011/往***.eml!内***.txt", "quarantined"),
            ("2011/打包.zip", "expanded"),
            ("2011/打包.zip!往****.txt", "quarantined"),
        ]
        assert not ask("SELECT * FROM documents WHERE path LIKE '2011%'")
        kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
        for words in ("内定名单", "往来信函", "某项工作", "〔2011〕3号"):
            assert not [path for path in kept if words.encode() in path.read_bytes()], words
        (inbox / "2016/又一个.txt").write_text(
            COVER.format(name="绿道", year=2016, serial=8, last=""), encoding="utf-8"
        )
