"""The launcher: where things are, and that nothing it has started survives it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.serve import ROOT, environment, main
from pipelines.exit_codes import WRONG_USAGE

# Stands for Dagster: starts a process that will hear of nothing, and ends itself when told to.
LEADER = """
import subprocess, sys, time
deaf = '''import signal, time
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)'''
child = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""
SERVE = """
import os, sys
from dagster_project.serve import serve
sys.exit(serve([sys.executable, "-c", sys.argv[1]], {**os.environ, "DAGSTER_HOME": sys.argv[2]}))
"""


def test_without_a_home_the_sample_city_is_shown() -> None:
    chosen = environment({})
    assert chosen["DISHU_HOME"] == str(ROOT / ".demo")
    assert Path(chosen["DISHU_INBOX"]).is_dir() and Path(chosen["DISHU_CATALOGUE"]).is_dir()
    assert chosen["DAGSTER_HOME"] == str(ROOT / ".demo" / "dagster")
    assert chosen["DAGSTER_DISABLE_TELEMETRY"] == "yes"


def test_a_home_that_is_named_has_its_own_inbox_and_every_path_is_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chosen = environment({"DISHU_HOME": "家", "DAGSTER_HOME": "记录"})
    assert (chosen["DISHU_HOME"], chosen["DAGSTER_HOME"]) == (str(tmp_path / "家"), str(tmp_path / "记录"))
    assert "DISHU_INBOX" not in chosen


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_that_was_started(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", SERVE, LEADER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        deaf = int(process.stdout.readline())
        assert is_alive(deaf)
        process.send_signal(number)
        said = process.stdout.read()
        assert process.wait() == 0
    assert "没有留下进程" in said
    assert not is_alive(deaf)


def test_a_home_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "家").touch()
    monkeypatch.setenv("DISHU_HOME", str(tmp_path / "家"))
    assert main() == WRONG_USAGE
    assert "建不了工作文件夹" in capsys.readouterr().err
