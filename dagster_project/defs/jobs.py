"""Two jobs: ``years`` reads folder years, ``whole`` does everything that stands on all of them together."""

import dagster as dg

from gongwen.messages import say
from pipelines.plan import STEPS

years = dg.define_asset_job(
    "years",
    selection=[step.name for step in STEPS if step.by_year],
    description=say("dagster.job_years"),
    executor_def=dg.in_process_executor,
)
whole = dg.define_asset_job(
    "whole",
    selection=[step.name for step in STEPS if not step.by_year],
    description=say("dagster.job_whole"),
    executor_def=dg.in_process_executor,
)
jobs = [years, whole]
