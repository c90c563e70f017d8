"""What starts by itself: the whole after the years, once; all years after the inbox has come to rest."""

import os
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.definitions import defs
from dagster_project.defs.home import HomeResource
from dagster_project.defs.sensors import inbox_settled, whole_follows_years
from pipelines.watching import Watch, look
from tests.dagster_project.conftest import Materialise

pytestmark = pytest.mark.filterwarnings("default")  # Dagster's own warnings are not ours to mend


def after(result: dg.ExecuteInProcessResult, instance: dg.DagsterInstance) -> object:
    """Return what the sensor does after this run."""
    context = dg.build_run_status_sensor_context(
        sensor_name="whole_follows_years",
        dagster_instance=instance,
        dagster_run=result.dagster_run,
        dagster_event=result.get_run_success_event(),
    )
    return whole_follows_years(context)


def test_the_whole_follows_the_years_and_nothing_follows_the_whole(
    materialise: Materialise, instance: dg.DagsterInstance
) -> None:
    years = materialise("years", "2009", "2016")
    asked = after(years, instance)
    assert isinstance(asked, dg.RunRequest) and asked.run_key == years.run_id
    assert isinstance(after(materialise("whole"), instance), dg.SkipReason)
    waiting = instance.create_run_for_job(defs.resolve_job_def("whole"), status=dg.DagsterRunStatus.NOT_STARTED)
    assert isinstance(after(years, instance), dg.SkipReason), waiting.run_id


def test_a_change_is_waited_out_and_asked_for_once(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    verdict = look(inbox, Watch())
    assert (verdict.changed, verdict.due) == (False, False)  # what is there at first is not a change
    (inbox / "一.txt").write_text("一", encoding="utf-8")
    verdict = look(inbox, verdict.watch)
    assert (verdict.changed, verdict.due) == (True, False)  # it may still be being copied
    (inbox / "一.txt").write_text("一二", encoding="utf-8")
    verdict = look(inbox, verdict.watch)
    assert (verdict.changed, verdict.due) == (True, False)
    verdict = look(inbox, Watch.from_text(verdict.watch.to_text()))
    assert verdict.due
    assert not look(inbox, verdict.watch).due
    os.utime(inbox / "一.txt", ns=(0, 0))
    verdict = look(inbox, look(inbox, verdict.watch).watch)
    assert verdict.due  # a file put back under an old date is a change too


def test_the_sensor_asks_for_one_run_over_all_years(home: Path) -> None:
    cursor = None
    asked = []
    for change in (False, True, False, False):
        if change:
            (home / "inbox" / "2016" / "新.txt").write_text("新", encoding="utf-8")
        with dg.build_sensor_context(cursor=cursor, resources={"home": HomeResource(root=str(home))}) as context:
            result = inbox_settled(context)
            cursor = context.cursor
        asked.append(result.run_requests if isinstance(result, dg.SensorResult) else None)
    assert [bool(one) for one in asked] == [False, False, True, False]
    assert asked[2] is not None and len(asked[2]) == 1
    assert asked[2][0].tags["dagster/asset_partition_range_start"] == "unknown"
    assert asked[2][0].tags["dagster/asset_partition_range_end"] == "2035"
