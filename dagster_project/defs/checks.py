"""The data tests as asset checks on ``audit``: they show the rows of ``checks``; it is ``publish`` that refuses."""

from collections.abc import Iterator

import dagster as dg

from gongwen.messages import say
from pipelines.checking import outcomes, planned_checks
from warehouse.lake import Lake

AUDIT = "audit"


def check_specs() -> list[dg.AssetCheckSpec]:
    """Return one asset check for each data test."""
    return [
        dg.AssetCheckSpec(
            name=one.name,
            asset=AUDIT,
            description=say("dagster.check_blocking" if one.blocking else "dagster.check_warning", message=one.message),
        )
        for one in planned_checks()
    ]


def check_results(lake: Lake) -> list[dg.AssetCheckResult]:
    """Return what each data test said in the last audit."""
    return list(_results(lake))


def _results(lake: Lake) -> Iterator[dg.AssetCheckResult]:
    said = outcomes(lake)
    for one in planned_checks():
        row = said[one.name]
        yield dg.AssetCheckResult(
            asset_key=AUDIT,
            check_name=one.name,
            passed=bool(row["passed"]),
            severity=dg.AssetCheckSeverity.ERROR if row["severity"] == "blocking" else dg.AssetCheckSeverity.WARN,
            description=one.message,
            metadata={say("dagster.failing_rows"): int(str(row["failing_rows"]))},
        )
