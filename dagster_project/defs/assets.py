"""One asset a step, in the order of the plan; the asset runs the step, the step does the work."""

import time
import warnings
from collections.abc import Iterator, Mapping

import dagster as dg

from dagster_project.defs.checks import AUDIT, check_results, check_specs
from dagster_project.defs.home import HomeResource
from dagster_project.defs.metadata import metadata_of
from dagster_project.defs.partitions import YEARS, folder_years, outside
from dagster_project.defs.versions import (
    each_year,
    input_tags,
    short_code_version,
    version,
    version_of_all,
    walk_made_current,
)
from gongwen.messages import say
from pipelines.plan import OUTSIDE, STEPS, Step
from pipelines.previewing import Made, made
from pipelines.runner import Run, maker
from pipelines.states import WHOLE
from warehouse.lake import YEAR

Result = dg.MaterializeResult[None] | dg.AssetMaterialization


def _upstream(step: Step) -> list[str]:
    """Return the steps whose tables this one reads; ``everything`` is every step before it."""
    if "everything" in step.reads:
        return [one.name for one in STEPS[: STEPS.index(step)]]
    makers = {maker(name).name for name in step.reads if name not in OUTSIDE}
    return sorted(makers - {step.name})


def _asset(step: Step) -> dg.AssetsDefinition:
    @dg.asset(
        name=step.name,
        deps=_upstream(step),
        description=say("dagster.asset", name=say(f"steps.{step.name}"), writes="、".join(step.writes)),
        code_version=short_code_version(step),
        group_name="years" if step.by_year else "whole",
        partitions_def=folder_years if step.by_year else None,
        backfill_policy=dg.BackfillPolicy.single_run() if step.by_year else None,
        check_specs=check_specs() if step.name == AUDIT else None,
    )
    def materialise(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[Result]:
        started = time.monotonic()
        years = list(context.partition_keys) if step.by_year else []
        with home.telling():
            run = home.run()
            run.alone(step, years=frozenset(years))
            results = made(run, step, years)
        seconds = time.monotonic() - started
        if step.by_year:
            yield from _by_year(context, step, results, seconds=seconds, home=home)
        else:
            _warn_of_other_years(context, run)
            yield from _whole(step, results[WHOLE], seconds=seconds, home=home)

    return materialise


def _whole(step: Step, one: Made, *, seconds: float, home: HomeResource) -> Iterator[Result]:
    yield dg.MaterializeResult(
        metadata=metadata_of(one, seconds=seconds, home=home.home, step=step),
        data_version=dg.DataVersion(version(one)),
        check_results=check_results(home.run().lake) if step.name == AUDIT else [],
    )


def _by_year(
    context: dg.AssetExecutionContext, step: Step, results: Mapping[str, Made], *, seconds: float, home: HomeResource
) -> Iterator[Result]:
    empty = [year for year, one in results.items() if not one.version]
    if empty:
        context.log.warning(say("dagster.no_files", years="、".join(empty)))
    yield from walk_made_current(context, home.run())
    metadata = {year: metadata_of(one, seconds=seconds, home=home.home, step=step) for year, one in results.items()}
    for year, shown in metadata.items():
        context.add_asset_metadata(shown, partition_key=year)
    together = dg.DataVersion(version_of_all(results))
    yield dg.MaterializeResult(data_version=together, tags=input_tags(step, home.run()))
    yield from each_year(context, results, metadata)


def _warn_of_other_years(context: dg.AssetExecutionContext, run: Run) -> None:
    other = outside(run.lake.read("files", columns=[YEAR]).get_column(YEAR).to_list())
    if context.asset_key.to_user_string() == "collect" and other:
        context.log.warning(say("dagster.other_years", years="、".join(other), first=YEARS[2], last=YEARS[-1]))


with warnings.catch_warnings():
    warnings.simplefilter("ignore", dg.BetaWarning)  # single_run is the only way to one run for many years
    assets = [_asset(step) for step in STEPS]
