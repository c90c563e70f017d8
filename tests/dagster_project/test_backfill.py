"""A backfill that is killed goes on where it was, and what comes of it is what would have come without the kill."""

import os
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
PATIENCE = 60.0


def start(home: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.dagster_project.backfill", str(home)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def rows_of(home: Path) -> dict[str, pl.DataFrame]:
    lake = Lake(home / "lake")
    return {name: lake.read(name) for step in STEPS if step.by_year for name in step.writes}


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_killed_while_it_reads_and_run_again_gives_the_same_rows(tmp_path: Path) -> None:
    homes = [tmp_path / "undisturbed", tmp_path / "killed"]
    for home in homes:
        fill(home / "inbox", YEARS, each=8)
        record_as_of(home, date(2020, 6, 30))
    with start(homes[0]) as undisturbed, start(homes[1]) as killed:
        until = time.monotonic() + PATIENCE
        while not (homes[1] / "lake" / "texts" / "_delta_log").exists() and time.monotonic() < until:
            time.sleep(0.005)
        killed.send_signal(signal.SIGKILL)
        assert undisturbed.wait() == 0
    read = Lake(homes[1] / "lake").version("texts")
    with start(homes[1]) as again:
        assert again.wait() == 0
    assert read <= Lake(homes[1] / "lake").version("texts")
    expected, found = rows_of(homes[0]), rows_of(homes[1])
    assert found.keys() == expected.keys()
    for name, frame in expected.items():
        assert frame.height > 0 or name == "pages", name
        assert found[name].equals(frame), name
