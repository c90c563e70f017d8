"""What people are told when a run cannot go on: each reason by its own message, and nothing invented for a defect."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from pipelines.cli import main
from pipelines.exit_codes import DAMAGED_INPUT, IN_USE, UNBALANCED, WRONG_USAGE
from pipelines.home import home_at
from pipelines.running import tree_digest
from pipelines.steps.closing import BlockedPublication, BooksDoNotBalance
from pipelines.stopping import MissingFolder, stop_of
from warehouse.lake import FORMAT
from warehouse.lock import HomeInUse


@pytest.mark.parametrize(
    ("error", "said", "code", "why"),
    [
        (MissingFolder("没有 inbox"), "没有 inbox", WRONG_USAGE, "the message is the error's own"),
        (HomeInUse("家"), "正在被另一次运行使用", IN_USE, "two runs in one home"),
        (BlockedPublication("某项检查"), "某项检查", UNBALANCED, "the last publication stands"),
        (BooksDoNotBalance("某条路径"), "账不平", UNBALANCED, "the narrower reason goes first"),
        (OSError(errno.ENOSPC, "no space"), "磁盘满了", UNBALANCED, "as Python says it"),
        (PermissionError(errno.EACCES, "denied"), "没有权限", WRONG_USAGE, "as Python says it"),
        (OSError(errno.EROFS, "read-only"), "没有权限", WRONG_USAGE, "a disk that is read-only"),
        (
            RuntimeError("Generic error: Permission denied (os error 13)"),
            "没有权限",
            WRONG_USAGE,
            "as the lake says it",
        ),
        (RuntimeError("Generic LocalFileSystem error: (os error 28)"), "磁盘满了", UNBALANCED, "as the lake says it"),
    ],
)
def test_each_reason_has_its_words(error: Exception, said: str, code: int, why: str) -> None:
    stop = stop_of(error, home_at(Path("家")))
    assert stop is not None, why
    assert said in stop.message and stop.code == code, why


def test_a_full_disk_is_known_behind_the_error_that_hides_it() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "no space")
        except OSError as first:
            raise ValueError("the rows could not be written") from first
    except ValueError as error:
        stop = stop_of(error, home_at(Path("家")))
    assert stop is not None and "磁盘满了" in stop.message


def test_a_defect_is_left_to_show_itself() -> None:
    assert stop_of(KeyError("x"), home_at(Path("家"))) is None


def test_a_lake_of_a_later_version_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    (home / "lake").mkdir()
    (home / "lake" / "FORMAT").write_text(f"{FORMAT + 1}\n", encoding="utf-8")
    assert main(["run", "--home", str(home), "--as-of", "2020-06-30"]) == WRONG_USAGE
    assert "更新版本" in capsys.readouterr().err
    assert sorted(path.name for path in (home / "lake").iterdir()) == ["FORMAT"]
    assert not (home / "dishu.toml").exists()


def test_a_home_that_cannot_be_written_is_told_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    (home / "inbox").mkdir(parents=True)
    (home / "home.lock").mkdir()
    assert main(["run", "--home", str(home), "--as-of", "2020-06-30"]) == WRONG_USAGE
    assert "没有权限" in capsys.readouterr().err
    assert not (home / "lake").exists()


def test_a_file_that_may_not_be_read_changes_the_digest_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "锁住的.txt").write_text("一", encoding="utf-8")
    (tmp_path / "开着的.txt").write_text("二", encoding="utf-8")
    readable, opened = tree_digest(tmp_path), Path.open

    def refuse(self: Path, mode: str = "r") -> IO[Any]:
        if self.name == "锁住的.txt":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(self, mode)

    monkeypatch.setattr(Path, "open", refuse)
    assert tree_digest(tmp_path) not in (readable, "")


def test_a_broken_catalogue_stops_nothing(
    tmp_path: Path, inbox: Path, run: Callable[..., int], ask: Callable[[str], list[tuple[object, ...]]]
) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (folder / "好.csv").write_text("标题,文号\n关于供水的通知,青政发〔2012〕1号\n", encoding="utf-8")
    assert run("--catalogue", str(folder)) == DAMAGED_INPUT
    assert ask("SELECT title FROM catalogue") == [("关于供水的通知",)]
    assert ask("SELECT severity, owner FROM findings WHERE code = 'catalogue_unread'") == [("error", "general_office")]
