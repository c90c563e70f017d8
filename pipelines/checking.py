"""The data tests as people are shown them: which there are before a run, and what they said in the last one."""

from dataclasses import dataclass

from checks.data_tests import data_tests
from gongwen.messages import record
from pipelines.plan import STEPS, step
from warehouse.lake import Lake
from warehouse.schema import Table, published, table


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """A data test that every audit runs; where a blocking one fails, nothing is published."""

    name: str
    message: str
    blocking: bool


def planned_checks() -> list[PlannedCheck]:
    """Return the data tests that an audit runs, sorted by name: the keys of the tables before it, and the SQL files."""
    before = {name for one in STEPS[: STEPS.index(step("audit"))] for name in one.writes} | {"decisions"}
    keys = [_key(one) for one in published() if one.name in before]
    found = [PlannedCheck(test.name, test.message, test.severity == "blocking") for test in data_tests()]
    return sorted([*keys, *found], key=lambda one: one.name)


def _key(one: Table) -> PlannedCheck:
    return PlannedCheck(f"key_{one.name}", record("run.key_unique", table=one.chinese), blocking=True)


def outcomes(lake: Lake) -> dict[str, dict[str, object]]:
    """Return what each test said in the last audit, by name: the rows of ``checks``."""
    name = table("checks").keys[0]
    return {str(row[name]): row for row in lake.read("checks").iter_rows(named=True)}
