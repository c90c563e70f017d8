"""One asset a step, in the order of the plan; the asset runs the step, the step does the work."""

import dagster as dg

from dagster_project.defs.home import HomeResource
from gongwen.messages import say
from pipelines.plan import OUTSIDE, STEPS, Step
from pipelines.runner import WRITERS
from pipelines.states import code_version


def _upstream(step: Step) -> list[str]:
    """Return the steps whose tables this one reads; ``everything`` is every step before it."""
    if "everything" in step.reads:
        return [one.name for one in STEPS[: STEPS.index(step)]]
    makers = {WRITERS[name].name for name in step.reads if name not in OUTSIDE}
    return sorted(makers - {step.name})


def _asset(step: Step) -> dg.AssetsDefinition:
    @dg.asset(
        name=step.name,
        deps=_upstream(step),
        description=say(f"steps.{step.name}"),
        code_version=code_version(step)[:16],
        group_name="years" if step.by_year else "whole",
    )
    def materialise(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
        with home.run() as run:
            run.steps([step])
            return dg.MaterializeResult(metadata={"rows": run.states.rows(step.name)})

    return materialise


assets = [_asset(step) for step in STEPS]
