"""Processes that do not come up stop the run: no file is booked as damaged for a machine that has no room."""

import multiprocessing.spawn
import os
from multiprocessing import active_children, resource_tracker
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from gongwen.model import FileState
from ingest.archives import Opener
from ingest.isolate import Job, Workers
from ingest.limits import Limits
from ingest.processes import ProcessesCannotStart
from pipelines.cli import main
from pipelines.exit_codes import NEEDS_A_PERSON, OK, UNBALANCED
from warehouse.lake import Lake

TEXT = "云溪市人民政府关于渡口管理的通知\n云政发〔2010〕3号\n各区县：\n现将有关事项通知如下。\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "inbox" / "2010" / "通知.txt"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process that is spawned ends at once, as where its libraries do not fit into memory."""
    program = tmp_path / "dead"
    program.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
    program.chmod(0o755)
    resource_tracker.ensure_running()  # the library's own process, which is spawned by the same program
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", os.fsencode(program))


def job(path: Path) -> Job:
    return Job(key=path.name, path=path, format="txt", name=path.name)


@pytest.mark.usefixtures("dead")
def test_reading_processes_that_end_before_they_begin(paper: Path) -> None:
    with pytest.raises(ProcessesCannotStart, match="7"), Workers(2, limits=Limits()) as workers:
        list(workers.run([job(paper)] * 5))
    assert not active_children()


@pytest.mark.usefixtures("dead")
def test_the_process_that_opens_archives_ends_before_it_begins(paper: Path) -> None:
    with pytest.raises(ProcessesCannotStart, match="7"), Opener(limits=Limits()) as opener:
        list(opener.look(paper, "a.zip"))
    assert not active_children()


def test_the_system_has_no_process_to_give(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: SpawnProcess) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(SpawnProcess, "start", refuse)
    with pytest.raises(ProcessesCannotStart, match="unavailable"), Workers(2, limits=Limits()) as workers:
        list(workers.run([job(paper)]))


def test_one_that_does_not_come_up_is_started_again(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "first"
    program = tmp_path / "once"
    real = os.fsdecode(multiprocessing.spawn.get_executable())
    program.write_text(f'#!/bin/sh\n[ -e "{first}" ] || {{ : > "{first}"; exit 7; }}\nexec "{real}" "$@"\n')
    program.chmod(0o755)
    resource_tracker.ensure_running()
    monkeypatch.setattr(multiprocessing.spawn, "_python_exe", os.fsencode(program))
    with Workers(1, limits=Limits()) as workers:
        (outcome,) = [extraction for _, extraction in workers.run([job(paper)])]
    assert first.exists() and outcome.state is FileState.READ


@pytest.mark.usefixtures("dead")
def test_a_run_stops_and_says_so_and_goes_on_when_there_is_room(
    paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = paper.parents[2]
    arguments = ["run", "--home", str(home), "--as-of", "2020-06-30"]
    assert main(arguments) == UNBALANCED
    said = capsys.readouterr().err
    assert "读文件的进程启动不了" in said and "workers" in said
    assert not (home / "published").exists()
    monkeypatch.undo()
    assert main(arguments) in (OK, NEEDS_A_PERSON)
    assert Lake(home / "lake").read("texts").get_column("state").to_list() == ["read"]
