"""A crash, a hang or a blow-up costs that file alone; what carries a mark of secrecy leaves no text."""

import os
import signal
import threading
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from gongwen.model import FileState, Witness
from ingest.extraction import Extraction, MetadataValue
from ingest.isolate import Job, Workers, read_one, screen
from ingest.limits import MIB, Limits

TEXT = "云溪市人民政府关于渡口管理的通知\n各区县：\n现将有关事项通知如下。\n"


def job(path: Path, format: str = "txt") -> Job:
    return Job(key=path.name, path=path, format=format, name=path.name)


def files(folder: Path, count: int) -> list[Job]:
    jobs = []
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(TEXT + str(number), encoding="utf-8")
        jobs.append(job(path))
    return jobs


def test_every_job_comes_back_once(tmp_path: Path) -> None:
    with Workers(2, limits=Limits()) as workers:
        results = {done.key: extraction for done, extraction in workers.run(files(tmp_path, 20))}
    assert len(results) == 20
    assert {extraction.state for extraction in results.values()} == {FileState.READ}
    assert results["7.txt"].text == TEXT + "7"
    assert not active_children()


def test_a_hang_costs_one_file(tmp_path: Path) -> None:
    pipe = tmp_path / "endless.txt"
    os.mkfifo(pipe)
    with Workers(1, limits=Limits(seconds=1.0)) as workers:
        results = {done.key: one for done, one in workers.run([job(pipe), *files(tmp_path, 3)])}
    assert results["endless.txt"].state is FileState.REFUSED
    assert results["endless.txt"].problem and results["endless.txt"].advice
    assert [results[f"{number}.txt"].state for number in range(3)] == [FileState.READ] * 3


def test_a_crash_costs_one_file(tmp_path: Path) -> None:
    pipe = tmp_path / "crash.txt"
    os.mkfifo(pipe)

    def crash() -> None:
        with pipe.open("wb"):  # waits until the process reads it
            (child,) = active_children()
            assert child.pid is not None
            os.kill(child.pid, signal.SIGSEGV)

    killer = threading.Thread(target=crash)
    killer.start()
    with Workers(1, limits=Limits(seconds=20.0)) as workers:
        results = {done.key: one for done, one in workers.run([job(pipe), *files(tmp_path, 2)])}
    killer.join()
    assert results["crash.txt"].state is FileState.DAMAGED
    assert results["1.txt"].state is FileState.READ


def test_a_blow_up_costs_one_file(tmp_path: Path) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("this system does not count address space")
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as sparse:
        sparse.truncate(1024 * MIB)
    with Workers(1, limits=Limits(memory=256 * MIB)) as workers:
        results = {done.key: one for done, one in workers.run([job(huge), *files(tmp_path, 2)])}
    assert results["huge.txt"].state is FileState.REFUSED
    assert "256" in results["huge.txt"].problem
    assert results["0.txt"].state is FileState.READ


def test_leaving_early_ends_the_processes(tmp_path: Path) -> None:
    with Workers(2, limits=Limits()) as workers:
        for _ in workers.run(files(tmp_path, 10)):
            break
    assert not active_children()


def test_jobs_are_drawn_as_they_are_worked_off(tmp_path: Path) -> None:
    drawn = []

    def jobs() -> Any:
        for each in files(tmp_path, 30):
            drawn.append(each)
            yield each

    with Workers(1, limits=Limits()) as workers:
        for count, _ in enumerate(workers.run(jobs()), start=1):
            assert len(drawn) <= count + 1


@pytest.mark.parametrize(
    ("name", "content", "format", "state", "why"),
    [
        ("a.txt", TEXT.encode(), "txt", FileState.READ, "a plain text"),
        ("a.txt", b"", "txt", FileState.EMPTY, "no bytes"),
        ("a.txt", "\u3000 \n\t\n".encode(), "txt", FileState.EMPTY, "only blanks"),
        ("a.docx", os.urandom(0) + b"PK\x03\x04 not really", "docx", FileState.DAMAGED, "no zip"),
        ("a.pdf", b"%PDF-1.4 not really", "pdf", FileState.DAMAGED, "no document"),
        ("a.ceb", b"Founder CEB 3.00", "ceb", FileState.UNSUPPORTED, "a closed format"),
        ("a.xyz", b"\x00\x01\x02", "unknown", FileState.UNSUPPORTED, "an unknown format"),
        ("a.txt", ("机密★5年\n" + TEXT).encode(), "txt", FileState.QUARANTINED, "a mark of secrecy"),
    ],
)
def test_states(tmp_path: Path, name: str, content: bytes, format: str, state: FileState, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    extraction = read_one(job(path, format), limits=Limits())
    assert extraction.state is state, why
    assert (extraction.text != "") == (state is FileState.READ)
    assert bool(extraction.problem) == bool(extraction.advice) == (state is not FileState.READ)


@pytest.mark.parametrize(
    ("heading", "state", "why"),
    [
        ("<h1>图解《关于推进夜间经济的意见》</h1>", FileState.READ, "the page tells what paper it is"),
        ("", FileState.EMPTY, "nothing at all"),
    ],
)
def test_a_page_without_text(tmp_path: Path, heading: str, state: FileState, why: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(f'<html><body>{heading}<div id="zoom"></div></body></html>'.encode())
    assert read_one(job(path, "html"), limits=Limits()).state is state, why


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert read_one(job(tmp_path / "gone.txt"), limits=Limits()).state is FileState.DAMAGED


def test_too_much_text(tmp_path: Path) -> None:
    (each,) = files(tmp_path, 1)
    extraction = read_one(each, limits=Limits(characters=10))
    assert (extraction.state, extraction.text) == (FileState.REFUSED, "")


def test_a_mark_in_a_page_header_counts() -> None:
    header = MetadataValue(Witness.NOTE, "header", "秘密★3年")
    read = Extraction(FileState.READ, "docx", text=TEXT, metadata=(header,), page_count=2)
    kept = screen(read, limits=Limits())
    assert (kept.state, kept.text, kept.metadata, kept.page_count) == (FileState.QUARANTINED, "", (), 2)


def test_a_doubtful_mark_is_a_remark() -> None:
    kept = screen(Extraction(FileState.READ, "txt", text=TEXT + "不得翻印\n"), limits=Limits())
    assert kept.state is FileState.READ
    assert [remark.code for remark in kept.remarks] == ["secrecy_doubtful"]
