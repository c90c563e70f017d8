"""A home made, its settings shown, the machine looked at."""

import sys
from dataclasses import fields
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.exit_codes import NEEDS_A_PERSON, OK, WRONG_USAGE
from pipelines.preparing import PARTS
from pipelines.settings import Settings, load


def test_a_new_home_has_every_key_explained_and_none_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "新家"
    assert main(["init", str(home)]) == OK
    content = (home / "dishu.toml").read_text(encoding="utf-8")
    assert all(f"# {one.name} = " in content for one in fields(Settings))
    assert load(home) == Settings()
    assert (home / "inbox").is_dir() and (home / "catalogue").is_dir()
    assert str(home) in capsys.readouterr().out


def test_a_home_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dishu.toml").write_text("workers = 3\n", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == WRONG_USAGE
    assert (tmp_path / "dishu.toml").read_text(encoding="utf-8") == "workers = 3\n"
    assert "没有改动" in capsys.readouterr().err


def test_settings_show_value_default_and_meaning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dishu.toml").write_text("workers = 3\n", encoding="utf-8")
    assert main(["settings", str(tmp_path)]) == OK
    shown = capsys.readouterr().out
    assert "workers = 3" in shown and "默认 2" in shown
    assert all(one.name in shown for one in fields(Settings))


def test_doctor_names_every_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", str(tmp_path)]) in (OK, NEEDS_A_PERSON)
    shown = capsys.readouterr().out
    assert all(part.name in shown for part in PARTS)


def test_doctor_says_what_a_missing_part_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "libarchive.ffi", None)  # a machine whose library is missing or cannot be loaded
    assert main(["doctor", str(tmp_path)]) == NEEDS_A_PERSON
    shown = capsys.readouterr().out
    assert "○ libarchive" in shown and "apt install libarchive13" in shown


@pytest.mark.parametrize("place", ["a file", "a file/below"])
def test_a_home_that_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    (tmp_path / "a file").touch()
    assert main(["init", str(tmp_path / place)]) == WRONG_USAGE
    assert "建不了工作文件夹" in capsys.readouterr().err


def test_settings_that_are_no_file_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dishu.toml").mkdir()
    assert main(["settings", str(tmp_path)]) == WRONG_USAGE
    assert "设置文件读不了" in capsys.readouterr().err
