"""Runs whose processes are gone: after a power cut Dagster would wait for them for ever and start nothing else.

Dagster's own monitoring does not see them, for its launcher cannot tell whether a process lives. The lock of the home
can: where it is free, no run over the home is alive.
"""

from pathlib import Path

import dagster as dg

from gongwen.messages import say
from warehouse.lock import HomeInUse, hold

_ALIVE_TO_DAGSTER = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


def end_lost_runs(home: Path, instance: dg.DagsterInstance) -> list[str]:
    """Mark the runs as failed whose processes are gone, so that Dagster tries them again; return their ids.

    Nothing is done where a run holds the home.
    """
    try:
        with hold(home):
            lost = instance.get_runs(dg.RunsFilter(statuses=_ALIVE_TO_DAGSTER))
            for run in lost:
                instance.report_run_failed(run, say("dagster.lost_run"))
            return [run.run_id for run in lost]
    except HomeInUse:
        return []
