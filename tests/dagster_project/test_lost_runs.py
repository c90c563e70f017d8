"""Runs whose processes are gone are ended before Dagster starts; runs that live are left alone."""

from pathlib import Path

import dagster as dg
import pytest

from dagster_project.definitions import defs
from dagster_project.lost_runs import end_lost_runs
from warehouse.lock import hold


@pytest.fixture
def started(instance: dg.DagsterInstance) -> dg.DagsterRun:
    return instance.create_run_for_job(defs.resolve_job_def("whole"), status=dg.DagsterRunStatus.STARTED)


def test_a_run_without_a_process_is_ended(tmp_path: Path, instance: dg.DagsterInstance, started: dg.DagsterRun) -> None:
    assert end_lost_runs(tmp_path, instance) == [started.run_id]
    run = instance.get_run_by_id(started.run_id)
    assert run is not None and run.status == dg.DagsterRunStatus.FAILURE
    assert end_lost_runs(tmp_path, instance) == []


def test_a_run_that_holds_the_home_is_left_alone(
    tmp_path: Path, instance: dg.DagsterInstance, started: dg.DagsterRun
) -> None:
    with hold(tmp_path):
        assert end_lost_runs(tmp_path, instance) == []
    run = instance.get_run_by_id(started.run_id)
    assert run is not None and run.status == dg.DagsterRunStatus.STARTED
