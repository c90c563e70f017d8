"""Everything Dagster is shown, listed by hand: it loads from a checkout and from a wheel alike."""

import dagster as dg

from dagster_project.defs.assets import assets
from dagster_project.defs.home import HomeResource
from dagster_project.defs.jobs import jobs
from dagster_project.defs.sensors import sensors

defs = dg.Definitions(
    assets=assets,
    jobs=jobs,
    sensors=sensors,
    resources={"home": HomeResource()},
    executor=dg.in_process_executor,
)
