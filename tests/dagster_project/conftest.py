"""A little inbox of an invented county over three folder years, a home for it, and Dagster's memory beside it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.definitions import defs
from dagster_project.defs.home import HomeResource
from dagster_project.defs.partitions import range_tags
from pipelines.settings import record_as_of

YEARS = ("2009", "2010", "2016")
PAPER = """青禾县人民政府办公室关于报送{name}名单的通知
青政办发〔{year}〕{serial}号

各乡镇人民政府：
　　请于{year}年6月30日前报送{name}名单。《青禾县{name}名单管理办法》（青政发〔2004〕{serial}号）同时废止。

青禾县人民政府办公室
{year}年5月8日
"""

Materialise = Callable[..., dg.ExecuteInProcessResult]


def fill(inbox: Path, years: tuple[str, ...] = YEARS, *, each: int = 1) -> None:
    """Put so many papers into each folder year."""
    for year in years:
        folder = inbox / year
        folder.mkdir(parents=True, exist_ok=True)
        for serial in range(1, each + 1):
            words = PAPER.format(name=f"第{serial}批", year=year, serial=serial)
            (folder / f"通知{serial}.txt").write_text(words, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    root = tmp_path / "home"
    fill(root / "inbox")
    record_as_of(root, date(2020, 6, 30))
    return root


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as one:
        yield one


@pytest.fixture
def materialise(home: Path, instance: dg.DagsterInstance) -> Materialise:
    """Run one of the jobs in this process: over a range of folder years, over one, or as a whole."""

    def do(job: str, first: str = "", last: str = "") -> dg.ExecuteInProcessResult:
        return defs.resolve_job_def(job).execute_in_process(
            instance=instance,
            resources={"home": HomeResource(root=str(home))},
            tags=range_tags(first, last or first) if first else {},
            raise_on_error=False,
        )

    return do


def told(result: dg.ExecuteInProcessResult) -> str:
    """Return what the failed steps of a run tell people."""
    failed = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    return "\n".join(
        str(one.user_failure_data.description) if one.user_failure_data else str(one.error) for one in failed
    )
