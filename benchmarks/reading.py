"""What is measured by ``benchmarks.ingest``, and how: speed, character error rate, memory."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import polars as pl
from rapidfuzz.distance import Levenshtein

from benchmarks.other_readers import bare, plumbed
from benchmarks.printed_papers import KINDS, write_papers
from pipelines.home import home_at
from pipelines.plan import Step, step
from pipelines.runner import Run
from pipelines.settings import Settings
from warehouse.lake import Lake

Texts = Mapping[str, Sequence[str]]  # the texts of each file's pages, by its name
_PLUMBED = 2  # files of each kind that pdfplumber is given: it would take minutes for all
_TOOLKIT = "markitdown"
_TOOLKIT_SCRIPT = """
import json, sys, time
from markitdown import MarkItDown
toolkit, texts, start = MarkItDown(), {}, time.perf_counter()
for path in sys.argv[1:]:
    texts[path.rsplit("/", 1)[-1]] = [toolkit.convert(path).text_content]
json.dump([time.perf_counter() - start, texts], sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How fast one way read some files, and how wrongly (character error rate, blanks aside)."""

    way: str
    kind: str
    pages: int
    seconds: float
    work: float  # seconds of all processors together
    error: float

    @property
    def speed(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


class _Quiet:
    def started(self, step: Step, years: Sequence[str]) -> None: ...

    def advanced(self, done: int, total: int) -> None: ...

    def finished(self, step: Step, rows_in: int, rows_out: int, *, fresh: bool) -> None: ...


def into_the_lake(inbox: Path, home: Path, *, workers: int, **more: int) -> Lake:
    """Take in an inbox as ``dishu run`` does, up to the texts and pages in the lake; ``more`` are settings."""
    day = date(2021, 12, 31)
    place = home_at(home, inbox=inbox)
    home.mkdir(parents=True)
    Lake(place.lake).claim()
    outside = {"inbox": "benchmark", "as_of": day.isoformat()}
    settings = replace(Settings(), as_of=day, workers=workers, **more)
    run = Run(place, settings, outside, _Quiet(), decisions=pl.DataFrame())
    run.steps([step("collect"), step("extract")])
    return run.lake


def texts_in(lake: Lake) -> dict[str, list[str]]:
    """Return the texts of the pages of each file in the lake."""
    paths = dict(lake.read("files").select("sha256", "path").iter_rows())
    found = {}
    for row in lake.read("texts", columns=["sha256", "text", "page_texts"]).iter_rows(named=True):
        pages = json.loads(row["page_texts"])
        found[paths[row["sha256"]].rsplit("/", 1)[-1]] = [row["text"][start:end] for _, _, start, end, _ in pages]
    return found


def in_processes(read: Callable[[Path], list[str]], files: Sequence[Path], *, workers: int) -> dict[str, list[str]]:
    """Read the files with so many spawned processes, each file whole."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return dict(zip([file.name for file in files], pool.map(read, files), strict=True))


def error_rate(got: Texts, truth: Texts) -> float:
    """Return the character error rate over all pages, blanks aside; a page too many or too few counts whole."""
    wrong = total = 0
    for name, pages in truth.items():
        wanted = [_plain(page) for page in pages]
        found = [_plain(page) for page in got.get(name, ())]
        if len(found) != len(wanted):
            wanted, found = ["".join(wanted)], ["".join(found)]
        wrong += sum(Levenshtein.distance(one, other) for one, other in zip(wanted, found, strict=True))
        total += sum(map(len, wanted))
    return wrong / total


def _plain(text: str) -> str:
    return "".join(text.split())


def timed(read: Callable[[], Texts | Lake]) -> tuple[float, float, Texts | Lake]:
    """Return the seconds by the clock, those of all processors together, and what was read."""
    start, work = time.perf_counter(), _work()
    got = read()
    return time.perf_counter() - start, _work() - work, got


def _work() -> float:
    own, theirs = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def compare(folder: Path, kind: str, truth: Texts, *, workers: int, rounds: int) -> list[Outcome]:
    """Read the papers of one kind in every way, in turns; return the best outcome of each way.

    Of copies of one paper only the first is compared with the truth.
    """
    inbox = folder / kind / "inbox"
    files = sorted((inbox / "2010").iterdir())
    firsts = {name: pages for name, pages in truth.items() if name.endswith("-0.pdf")}
    few = [file for file in files if file.name in firsts][:_PLUMBED]
    some = {file.name: truth[file.name] for file in few}
    best: dict[str, Outcome] = {}
    for turn in range(rounds):
        ways: list[tuple[str, Texts, Texts, Callable[[], Texts | Lake]]] = [
            ("pypdfium2", truth, firsts, partial(in_processes, bare, files, workers=workers)),
            ("dishu", truth, firsts, partial(into_the_lake, inbox, folder / kind / str(turn), workers=workers)),
            ("pdfplumber", some, some, partial(in_processes, plumbed, few, workers=workers)),
        ]
        for way, read_of, compared, read in ways:
            seconds, work, got = timed(read)
            if way not in best or seconds < best[way].seconds:
                error = error_rate(texts_in(got) if isinstance(got, Lake) else got, compared)
                best[way] = Outcome(way, kind, sum(map(len, read_of.values())), seconds, work, error)
    return list(best.values())


def installed_toolkit(folder: Path) -> Path | None:
    """Install the toolkit into an environment of its own; None where that does not succeed."""
    venv.create(folder / "toolkit", with_pip=True)
    python = folder / "toolkit" / "bin" / "python"
    done = subprocess.run([python, "-m", "pip", "install", "-q", f"{_TOOLKIT}[pdf]"], capture_output=True, check=False)
    return python if done.returncode == 0 else None


def with_toolkit(python: Path, folder: Path, kind: str, truth: Texts) -> Outcome:
    """Measure the toolkit in one process, its start left out: its speed is that of one process."""
    names = [name for name in sorted(truth) if name.endswith("-0.pdf")][:_PLUMBED]
    files = [folder / kind / "inbox" / "2010" / name for name in names]
    some = {name: truth[name] for name in names}
    done = subprocess.run([python, "-c", _TOOLKIT_SCRIPT, *files], capture_output=True, check=True)
    seconds, texts = json.loads(done.stdout)
    pages = sum(map(len, some.values()))
    return Outcome(f"{_TOOLKIT}, 1 process", kind, pages, seconds, seconds, error_rate(texts, some))


def table(outcomes: Iterable[Outcome]) -> str:
    """Return the outcomes as lines, with what Dishu's speed is of each other way's."""
    lines = [f"{'pages':10} {'read with':24} {'pages/s':>9} {'work/page':>12} {'error rate':>11} {'dishu is':>10}"]
    listed = list(outcomes)
    for one in listed:
        own = next(each for each in listed if (each.way, each.kind) == ("dishu", one.kind))
        ratio = "" if one is own else f"{own.speed / one.speed:.2f} x"
        work = f"{one.work / one.pages * 1e6:.0f} us"
        lines.append(f"{one.kind:10} {one.way:24} {one.speed:9.0f} {work:>12} {one.error:11.4f} {ratio:>10}")
    return "\n".join(lines)


_MEMORY_SCRIPT = """
import sys
from pathlib import Path
from benchmarks.reading import into_the_lake
if __name__ == "__main__":
    into_the_lake(Path(sys.argv[1]), Path(sys.argv[2]), workers=int(sys.argv[3]))
    told = Path("/proc/self/status").read_text()  # the system's own figure begins with what the parent had
    print(int(told.partition("VmHWM:")[2].split()[0]) // 1024)
"""


def memory_at(folder: Path, count: int, *, workers: int) -> tuple[int, float]:
    """Take in so many small files; return the most memory that the parent had, in MiB, and the seconds it took."""
    inbox = folder / f"small-{count}"
    words = "云溪市人民政府关于渡口管理的通知\n各区县人民政府：\n现将有关事项通知如下。\n"
    for number in range(count):
        path = inbox / str(2005 + number % 16) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{words}第{number}号\n" * 4, encoding="utf-8")
    script = folder / "memory.py"
    script.write_text(_MEMORY_SCRIPT, encoding="utf-8")
    start = time.perf_counter()
    command = [sys.executable, script, inbox, folder / f"home-{count}", str(workers)]
    told = subprocess.run(command, capture_output=True, check=True, text=True, env={**os.environ, "PYTHONPATH": "."})
    return int(told.stdout), time.perf_counter() - start


def main(what: str) -> None:
    """Run what was asked for and print it."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=what, formatter_class=form)
    parser.add_argument("--papers", type=int, default=6, help="papers of each kind")
    parser.add_argument("--pages", type=int, default=50, help="pages of each paper")
    parser.add_argument(
        "--copies",
        type=int,
        default=100,
        help="copies of each paper that differ in a comment: enough pages, 30,000, that starting is hardly part of it",
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that read")
    parser.add_argument("--rounds", type=int, default=3, help="turns of every way; the best of each counts")
    parser.add_argument("--memory", action="store_true", help="also memory at 1,000 and 20,000 small files")
    parser.add_argument("--toolkit", action="store_true", help=f"also {_TOOLKIT}, installed for the occasion")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        toolkit = installed_toolkit(folder) if asked.toolkit else None
        outcomes = []
        for kind in KINDS:
            place = folder / kind / "inbox" / "2010"
            truth = write_papers(place, kind=kind, papers=asked.papers, pages=asked.pages, copies=asked.copies)
            outcomes += compare(folder, kind, truth, workers=asked.workers, rounds=asked.rounds)
            outcomes += [with_toolkit(toolkit, folder, kind, truth)] if toolkit is not None else []
        print(table(outcomes))
        if toolkit is None:
            print(f"{_TOOLKIT}: not installed" + ("" if asked.toolkit else " (--toolkit installs it)"))
        for count in (1_000, 20_000) if asked.memory else ():
            mebibytes, seconds = memory_at(folder, count, workers=asked.workers)
            print(f"{count:6,} small files: parent {mebibytes} MiB at most, {seconds:.1f} s")
