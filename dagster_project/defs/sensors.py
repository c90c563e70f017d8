"""What starts by itself: ``whole`` when folder years have been read; all years when the inbox has come to rest."""

import dagster as dg

from dagster_project.defs.home import HomeResource
from dagster_project.defs.jobs import whole, years
from dagster_project.defs.partitions import YEARS, range_tags
from gongwen.messages import say
from pipelines.plan import STEPS
from pipelines.watching import Watch, look

LOOK_SECONDS = 60
_BY_YEAR = {dg.AssetKey(step.name) for step in STEPS if step.by_year}
_WAITING = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED]


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    name="whole_follows_years",
    request_job=whole,
    monitor_all_code_locations=True,  # runs from the command line belong to none
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=10,
    description=say("dagster.sensor_whole"),
)
def whole_follows_years(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for ``whole`` once folder years have been read, unless one is waiting already, which will see them too."""
    run = context.dagster_run
    if run.job_name != years.name and not (run.asset_selection and run.asset_selection <= _BY_YEAR):
        return dg.SkipReason(say("dagster.not_years"))
    waiting = context.instance.get_runs(dg.RunsFilter(job_name=whole.name, statuses=_WAITING), limit=1)
    if waiting:
        return dg.SkipReason(say("dagster.whole_waits"))
    return dg.RunRequest(run_key=run.run_id)


@dg.sensor(
    name="inbox_settled",
    job=years,
    default_status=dg.DefaultSensorStatus.STOPPED,
    minimum_interval_seconds=LOOK_SECONDS,
    description=say("dagster.sensor_inbox", seconds=LOOK_SECONDS),
)
def inbox_settled(context: dg.SensorEvaluationContext, home: HomeResource) -> dg.SensorResult | dg.SkipReason:
    """Ask for one run over all folder years when the inbox has changed and has come to rest."""
    verdict = look(home.home.inbox, Watch.from_text(context.cursor))
    context.update_cursor(verdict.watch.to_text())
    if verdict.due:
        return dg.SensorResult(run_requests=[dg.RunRequest(tags=range_tags(YEARS[0], YEARS[-1]))])
    return dg.SkipReason(say("dagster.inbox_changing" if verdict.changed else "dagster.inbox_quiet"))


sensors = [whole_follows_years, inbox_settled]
