"""A backfill that is killed goes on where it was, and what comes of it is what would have come without the kill."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.plan import STEPS
from pipelines.settings import record_as_of
from tests.dagster_project.conftest import YEARS, fill
from warehouse.lake import Lake

ROOT = Path(__file__).resolve().parents[2]


def start(home: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.dagster_project.backfill", str(home)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def rows_of(home: Path) -> dict[str, pl.DataFrame]:
    lake = Lake(home / "lake")
    return {name: lake.read(name) for step in STEPS if step.by_year for name in step.writes}


def kill_after(process: "subprocess.Popen[bytes]", lines: int, *, later: float) -> None:
    """End the process by force, so many seconds after it has told of its progress so many times."""
    assert process.stderr is not None
    told = sum(1 for _ in zip(range(lines), process.stderr, strict=False))
    assert told, "it told nothing of its progress"
    time.sleep(later)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_killed_at_five_random_moments_and_run_again_gives_the_same_rows(tmp_path: Path) -> None:
    homes = [tmp_path / "undisturbed", tmp_path / "killed"]
    for home in homes:
        fill(home / "inbox", YEARS, each=20)
        record_as_of(home, date(2020, 6, 30))
    chance = random.Random(20160101)
    moments = [(chance.randint(1, 14), chance.uniform(0.0, 0.3)) for _ in range(5)]  # of some 18 lines
    read = -1
    with start(homes[0]) as undisturbed:
        for lines, later in moments:
            with start(homes[1]) as killed:
                kill_after(killed, lines, later=later)
            now = Lake(homes[1] / "lake").version("texts")
            assert now >= read  # what has been read is kept
            read = now
        undisturbed.communicate()
        assert undisturbed.returncode == 0
    with start(homes[1]) as again:
        again.communicate()
        assert again.returncode == 0
    expected, found = rows_of(homes[0]), rows_of(homes[1])
    assert found.keys() == expected.keys()
    for name, frame in expected.items():
        assert frame.height > 0 or name == "pages", name
        assert found[name].equals(frame), name
