"""What Dagster costs a folder year: runs over more and more years that have nothing to do, all of it overhead.

    python -m benchmarks.dagster_partitions

Prints seconds for a run over so many years in one process with Dagster's own SQLite memory, and the seconds that each
further year costs. Nothing is asserted: the machine decides.
"""

import logging
import os
import tempfile
import time
import warnings
from datetime import date
from pathlib import Path

import dagster as dg

from dagster_project.definitions import defs
from dagster_project.defs.home import HomeResource
from dagster_project.defs.partitions import range_tags
from pipelines.settings import record_as_of

WINDOWS = (("2016", "2016"), ("2016", "2021"), ("2008", "2021"), ("2005", "2025"), ("2005", "2035"))


def main() -> None:
    """Make a home with one paper, read it, and time runs that find everything as it was."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        (home / "inbox" / "2016").mkdir(parents=True)
        (home / "inbox" / "2016" / "函.txt").write_text("关于报送名单的函\n青政办函〔2016〕2号\n", encoding="utf-8")
        record_as_of(home, date(2020, 6, 30))
        memory = Path(folder) / "dagster"
        memory.mkdir()
        (memory / "dagster.yaml").write_text("telemetry:\n  enabled: false\n", encoding="utf-8")
        with dg.DagsterInstance.local_temp(str(memory)) as instance:
            _run(instance, home, *WINDOWS[-1])
            print(f"load before: {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")
            first = 0.0
            for start, end in WINDOWS:
                years = int(end) - int(start) + 1
                seconds = min(_run(instance, home, start, end) for _ in range(3))
                first = first or seconds
                each = f"  {(seconds - first) / (years - 1):.3f} s each further year" if years > 1 else ""
                print(f"{years:>3} years: {seconds:6.2f} s{each}")


def _run(instance: dg.DagsterInstance, home: Path, start: str, end: str) -> float:
    started = time.perf_counter()
    job = defs.resolve_job_def("years")
    job.execute_in_process(
        instance=instance, resources={"home": HomeResource(root=str(home))}, tags=range_tags(start, end)
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
