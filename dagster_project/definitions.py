"""Everything Dagster is shown, listed by hand: it loads from a checkout and from a wheel alike."""

import dagster as dg

from dagster_project.defs.assets import assets
from dagster_project.defs.home import HomeResource

job = dg.define_asset_job("whole", selection=[asset.key for asset in assets], executor_def=dg.in_process_executor)

defs = dg.Definitions(
    assets=assets,
    jobs=[job],
    resources={"home": HomeResource()},
    executor=dg.in_process_executor,
)
