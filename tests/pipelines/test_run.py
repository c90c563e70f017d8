"""The whole job on a little inbox: what comes out, what a second run does, what a kill costs, what bad input says."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.cli import main
from pipelines.exit_codes import IN_USE, NEEDS_A_PERSON, OK, WRONG_USAGE
from warehouse.lock import hold
from warehouse.schema import published

Ask = Callable[[str], list[tuple[object, ...]]]
RunIt = Callable[..., int]


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of a publication, but for when and as what it was published."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            one.name: connection.execute(
                f"SELECT * {'EXCLUDE (run_id, published_at)' if one.name == 'publications' else ''} FROM {one.name}"
            ).fetchall()
            for one in published()
        }


def test_three_papers_from_inbox_to_standing(run: RunIt, ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() in (OK, NEEDS_A_PERSON)
    assert "公文" in capsys.readouterr().out
    assert ask("SELECT path, state FROM files ORDER BY path") == [
        ("2009年/停车.txt", "read"),
        ("2010/绿地.txt", "read"),
        ("2016/新停车.txt", "read"),
    ]
    numbers = ask("SELECT document_number FROM documents WHERE parent_doc_id IS NULL ORDER BY path")
    assert numbers == [("青政发〔2009〕4号",), ("青政发〔2010〕7号",), ("青政发〔2016〕9号",)]
    standing = """SELECT d.path, s.status FROM documents d JOIN instrument_documents USING (doc_id)
                  JOIN status_on(DATE '{}') s USING (instrument_id) WHERE d.parent_doc_id IS NULL ORDER BY d.path"""
    assert ask(standing.format("2014-01-01")) == [("2009年/停车.txt", "in_force"), ("2010/绿地.txt", "in_force")]
    assert ask(standing.format("2020-06-30")) == [
        ("2009年/停车.txt", "repealed"),  # 同时废止, by number
        ("2010/绿地.txt", "expired"),  # five years from 2010-05-01
        ("2016/新停车.txt", "in_force"),
    ]
    assert ask("SELECT DISTINCT as_of::TEXT FROM publications") == [("2020-06-30",)]


def test_an_empty_inbox_is_said_in_words_and_not_in_empty_brackets(
    run: RunIt, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(inbox)
    inbox.mkdir()
    assert run() == 0
    said = capsys.readouterr().out
    assert "收件文件夹是空的" in said and "没有须由人处理的事项" in said and "（）" not in said


def test_a_second_run_changes_nothing_and_is_quick(run: RunIt, tmp_path: Path) -> None:
    run()
    home = tmp_path / "home"
    before = {path: path.stat().st_mtime_ns for path in sorted(home.rglob("*")) if path.name != "home.lock"}
    run()
    after = {path: path.stat().st_mtime_ns for path in sorted(home.rglob("*")) if path.name != "home.lock"}
    assert after == before


def test_the_same_inputs_give_the_same_rows_in_any_home(inbox: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        main(["run", "--inbox", str(inbox), "--home", str(tmp_path / name), "--as-of", "2020-06-30"])
    assert rows_of(tmp_path / "one/published/dishu.duckdb") == rows_of(tmp_path / "two/published/dishu.duckdb")


def test_a_paper_that_comes_later_or_goes_is_followed(run: RunIt, ask: Ask, inbox: Path) -> None:
    run()
    later = inbox / "2016" / "新停车.txt"
    words = later.read_text(encoding="utf-8")
    later.unlink()
    run()
    assert ask("SELECT count(*) FROM documents WHERE path LIKE '2016%'") == [(0,)]
    standing = "SELECT status FROM statuses JOIN instrument_documents USING (instrument_id) WHERE address LIKE '2009%'"
    assert set(ask(standing)) == {("in_force",)}  # nothing that is here repeals it any more
    later.write_text(words, encoding="utf-8")
    run()
    assert set(ask(standing)) == {("repealed",)}


def test_only_the_chosen_years_are_read(run: RunIt, ask: Ask) -> None:
    run("--years", "2009-2010")
    assert ask("SELECT path, state FROM files ORDER BY path")[2] == ("2016/新停车.txt", "not_yet_read")
    assert ask("SELECT years_read FROM publications") == [(["2009", "2010"],)]
    run("--years", "2016")
    assert ask("SELECT count(*) FROM files WHERE state = 'read'") == [(3,)]


@pytest.mark.parametrize(
    ("change", "years", "states", "why"),
    [
        (
            lambda inbox: (inbox / "2016" / "新停车.txt").rename(inbox / "新停车.txt"),
            "2009-2010",
            ["read", "read", "not_yet_read"],
            "what was read in its old year is not read in the one to which it has moved",
        ),
        (
            lambda inbox: (inbox / "2016" / "新停车.txt").unlink(),
            "2009-2010",
            ["read", "read"],
            "a paper that is gone speaks no more, though its year is not asked for",
        ),
        (
            lambda inbox: (inbox / "2016" / "新停车.txt").rename(inbox / "2016" / "停车新规.txt"),
            "2009-2010",
            ["read", "read", "read"],
            "a new name in the same year has nothing left to read",
        ),
        (
            lambda inbox: (inbox / "2016" / "新停车.txt").write_text(
                "关于停车的函\n青政函〔2016〕3号\n", encoding="utf-8"
            ),
            "2009-2010",
            ["read", "read", "not_yet_read"],
            "what a changed file says is not known before its year is read",
        ),
    ],
)
def test_an_inbox_that_changes_between_runs_over_some_years_still_balances(
    run: RunIt, ask: Ask, inbox: Path, change: Callable[[Path], object], years: str, states: list[str], why: str
) -> None:
    run()
    change(inbox)
    assert run("--years", years) in (OK, NEEDS_A_PERSON), why
    assert ask("SELECT state FROM files ORDER BY path") == [(state,) for state in states], why
    assert ask("SELECT path FROM documents EXCEPT SELECT path FROM files") == [], why


def test_a_home_that_is_called_anything_is_filled_and_asked(inbox: Path, tmp_path: Path) -> None:
    home = tmp_path / "底数 办公'室\""
    assert main(["run", "--inbox", str(inbox), "--home", str(home), "--as-of", "2020-06-30"]) in (OK, NEEDS_A_PERSON)
    assert main(["check", "--home", str(home)]) in (OK, NEEDS_A_PERSON)
    with duckdb.connect(str(home / "published" / "dishu.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM documents WHERE parent_doc_id IS NULL").fetchone() == (3,)


def test_a_home_where_tables_cannot_lie_is_refused_before_anything_is_written(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "旧[1]"
    assert main(["run", "--inbox", str(inbox), "--home", str(home)]) == WRONG_USAGE
    assert "[ ] | ^" in capsys.readouterr().err and not home.exists()


def test_a_home_in_use_is_refused(run: RunIt, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "home").mkdir()
    with hold(tmp_path / "home"):
        assert run() == IN_USE
    assert "正在被另一次运行使用" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said", "why"),
    [
        (["run", "--inbox", "nowhere", "--home", "h"], "nowhere", "the folder that is missing is named"),
        (["run", "--inbox", ".", "--catalogue", "nowhere", "--home", "h"], "nowhere", "so is the catalogue"),
        (["run", "--inbox", ".", "--home", "h"], "h", "results inside the inbox would be taken for input"),
        (["run", "--as-of", "2021-13-01"], "2021-13-01", "no such day"),
        (["run", "--years", "2010-2005"], "2010-2005", "a range backwards"),
        (["query", "SELECT 1", "--home", "nowhere"], "nowhere", "nothing has been published there"),
        (["walk"], "walk", "no such command"),
    ],
)
def test_wrong_usage_says_what_and_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
    why: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = main(arguments)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    assert code == WRONG_USAGE, why
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_leave_the_home_as_it_was(
    run: RunIt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "dishu.toml").write_text("wokers = 2\n", encoding="utf-8")
    assert run() == WRONG_USAGE
    assert "wokers" in capsys.readouterr().err
    assert [path.name for path in home.iterdir()] == ["dishu.toml"]


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_killed_at_any_moment_and_run_again_gives_the_same_rows(inbox: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipelines.cli", "run", "--inbox", str(inbox), "--as-of", "2020-06-30", "--home"]
    started = time.monotonic()
    subprocess.run([*command, str(tmp_path / "whole")], check=False, capture_output=True)
    length = time.monotonic() - started
    undisturbed = rows_of(tmp_path / "whole/published/dishu.duckdb")
    moments = random.Random(20210708)
    for number in range(
        2
    ):  # Dagster is killed five times more, in its own tests; a kill while publishing: test_publish
        home = tmp_path / f"killed-{number}"
        with subprocess.Popen([*command, str(home)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
            time.sleep(length * moments.uniform(0.3, 0.95))
            process.send_signal(signal.SIGKILL)
        subprocess.run([*command, str(home)], check=False, capture_output=True)
        assert rows_of(home / "published/dishu.duckdb") == undisturbed
