"""A whole run over an invented province, step by step: seconds, processor time, and the most memory so far.

    python -m benchmarks.whole [PAPERS]         20,000 papers where no number is given

After the first run comes a second over the unchanged inbox, and a third with one paper more.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from benchmarks.province import write_province

_MEBIBYTE = 1024  # of what getrusage counts in KiB


class _Clock:
    """Notes when steps end."""

    def __init__(self) -> None:
        self.rows: list[list[object]] = []
        self._start, self._work = time.perf_counter(), _work()

    def started(self, step: object, years: object) -> None:
        """The clock is set at the end of the step before: what lies between counts for the next."""

    def advanced(self, done: int, total: int) -> None:
        """Files are not timed one by one."""

    def finished(self, step: object, rows_in: int, rows_out: int, *, fresh: bool) -> None:
        """Note the step that has ended."""
        self.note(getattr(step, "name", ""), rows_out, fresh=fresh)

    def note(self, name: str, rows: int, *, fresh: bool) -> None:
        """Note what has ended now."""
        now, work = time.perf_counter(), _work()
        memory = getrusage(RUSAGE_SELF).ru_maxrss // _MEBIBYTE
        self.rows.append([name, now - self._start, work - self._work, memory, rows, fresh])
        self._start, self._work = now, work


def _work() -> float:
    own, theirs = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def one_run(inbox: Path, home: Path) -> list[list[object]]:
    """Do what ``dishu run`` does; return a row for the start and for each step."""
    from pipelines.home import home_at
    from pipelines.running import held

    clock = _Clock()
    with held(home_at(home, inbox=inbox), clock, as_of=date(2021, 12, 31)) as opened:
        clock.note("(inbox hashed)", 0, fresh=True)
        opened.steps()
    return clock.rows


def _measured(inbox: Path, home: Path) -> list[list[object]]:
    command = [sys.executable, "-m", "benchmarks.whole", "--one", inbox, home]
    return list(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


def _print(title: str, rows: list[list[object]]) -> None:
    print(title, flush=True)
    print(f"  {'step':16} {'seconds':>9} {'processor':>10} {'most MiB':>9} {'rows':>9}")
    for name, seconds, work, memory, count, fresh in rows:
        print(f"  {name:16} {seconds:9.2f} {work:10.2f} {memory:9} {count:9,}{'' if fresh else '  unchanged'}")
    seconds, work = (sum(float(str(row[column])) for row in rows) for column in (1, 2))
    print(f"  {'all':16} {seconds:9.2f} {work:10.2f}")


def main() -> None:
    """Run what was asked for and print it."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one_run(Path(sys.argv[2]), Path(sys.argv[3]))))
        return
    papers = int(sys.argv[1]) if sys.argv[1:] else 20_000
    with tempfile.TemporaryDirectory() as name:
        inbox, home = Path(name) / "inbox", Path(name) / "home"
        written = write_province(inbox, papers)
        _print(f"{written:,} papers, first run", _measured(inbox, home))
        _print("again, nothing new", _measured(inbox, home))
        more = inbox / "2012" / "新到.txt"
        more.write_text("云溪市人民政府关于渡口管理的通知\n云政发〔2012〕9999号\n　　现通知如下。\n", encoding="utf-8")
        _print("again, one paper more", _measured(inbox, home))


if __name__ == "__main__":
    main()
