"""What Dagster is told so that it shows what is out of date: the digests that the steps themselves go by.

A run over several folder years gives all of them one data version; each year is told its own afterwards. The names of
the tags are Dagster's own; a test asks Dagster what it makes of them.
"""

from collections.abc import Iterator, Mapping

import dagster as dg

from pipelines.plan import Step, step
from pipelines.previewing import Made
from pipelines.runner import Run
from pipelines.states import code_version, combine

NOTHING = "nothing"  # the data version of a folder year that has no files
DATA = "dagster/data_version"
_CODE = "dagster/code_version"
_GIVEN = "dagster/data_version_is_user_provided"
_INPUT = "dagster/input_data_version/"
_LENGTH = 16


def short_code_version(of: Step) -> str:
    """Return the code version of the step as it is shown."""
    return code_version(of)[:_LENGTH]


def version(one: Made) -> str:
    """Return the data version of what a step has made, as it is shown."""
    return one.version[:_LENGTH] or NOTHING


def version_of_all(results: Mapping[str, Made]) -> str:
    """Return one data version for several folder years; that of the year itself where it is one."""
    versions = [version(one) for one in results.values()]
    return versions[0] if len(versions) == 1 else combine(versions)[:_LENGTH]


def input_tags(of: Step, run: Run) -> dict[str, str]:
    """Return the tag that says which walk of the inbox a folder year was made from, where the step reads it."""
    return {_INPUT + "collect": _walked(run)} if "files" in of.reads else {}


def walk_made_current(context: dg.AssetExecutionContext, run: Run) -> Iterator[dg.AssetMaterialization]:
    """Tell Dagster of the walk that a step by year has made current itself, where it does not know it yet."""
    known = context.instance.get_latest_materialization_event(dg.AssetKey("collect"))
    told = known.asset_materialization if known is not None else None
    now = _walked(run)
    if told is None or (told.tags or {}).get(DATA) != now:
        state = run.states.get("collect")
        yield dg.AssetMaterialization(
            "collect",
            metadata={"dagster/row_count": state.rows if state else 0},
            tags={DATA: now, _GIVEN: "true", _CODE: short_code_version(step("collect"))},
        )


def each_year(
    context: dg.AssetExecutionContext,
    results: Mapping[str, Made],
    metadata: Mapping[str, Mapping[str, dg.MetadataValue]],
) -> Iterator[dg.AssetMaterialization]:
    """Tell Dagster the data version of each folder year of a run over several; all else stays as it was told."""
    told = context.instance.get_latest_materialization_event(context.asset_key)
    if len(results) == 1 or told is None or told.asset_materialization is None:
        return
    tags = told.asset_materialization.tags or {}
    for year, one in results.items():
        yield dg.AssetMaterialization(
            context.asset_key, partition=year, metadata=metadata[year], tags={**tags, DATA: version(one)}
        )


def _walked(run: Run) -> str:
    state = run.states.get("collect")
    return state.output_hash[:_LENGTH] if state else NOTHING
