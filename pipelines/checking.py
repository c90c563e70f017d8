"""The checks as people are shown them: which there are before a run, and what they said in the last one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checks.data_tests import Outcome, data_tests
from checks.expectation_frames import DERIVED
from checks.expectation_suites import Tell, suites, words
from checks.expectations import Examined
from gongwen.messages import language, record
from pipelines.plan import STEPS, step
from warehouse.lake import Lake
from warehouse.schema import Table, published, table


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    """A data test or an expectation that every audit runs; where a blocking one fails, nothing is published."""

    name: str
    message: str
    blocking: bool
    kind: str
    table: str
    named_by: str = ""

    @property
    def severity(self) -> str:
        """Return the word of the contract for how grave a failure is."""
        return "blocking" if self.blocking else "warning"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one check: how many rows break it, and the first of them, each with what stands there."""

    check: PlannedCheck
    failing_rows: int
    rows: tuple[tuple[str, str], ...]


def planned_checks(tell: Tell = record) -> list[PlannedCheck]:
    """Return what an audit runs, sorted by name: keys of the tables before it, the SQL files, the expectations."""
    before = {name for one in STEPS[: STEPS.index(step("audit"))] for name in one.writes} | {"decisions"}
    keys = [_key(one, tell) for one in published() if one.name in before]
    found = [
        PlannedCheck(test.name, test.message, test.severity == "blocking", test.kind, test.table)
        for test in data_tests()
    ]
    return sorted([*keys, *found, *planned_expectations(tell)], key=lambda one: one.name)


def planned_expectations(tell: Tell = record) -> list[PlannedCheck]:
    """Return the expectations of every suite, with what they expect in words."""
    return [
        PlannedCheck(
            one.name,
            words(one, _column_names(suite.table, tell), types=suite.types, tell=tell),
            one.severity == "blocking",
            "expectation",
            one.table,
            one.named_by,
        )
        for suite in suites()
        for one in suite.expectations
    ]


def _column_names(name: str, tell: Tell) -> Callable[[str], str]:
    """Return what people call a column: its Chinese name, its own in English."""
    chinese = {column.name: column.chinese for column in table(name).columns}
    english = tell is not record and language() == "en"

    def called(column: str) -> str:
        if column in DERIVED:
            return tell(f"expectations.{column}")
        return column if english else chinese.get(column, column)

    return called


def _key(one: Table, tell: Tell) -> PlannedCheck:
    name = one.name if tell is not record and language() == "en" else one.chinese
    return PlannedCheck(
        f"key_{one.name}", tell("run.key_unique", table=name), blocking=True, kind="data_test", table=one.name
    )


def checked(tests: Iterable[Outcome], tested: Iterable[Examined]) -> list[Checked]:
    """Return what the data tests and the expectations said; rows that a data test names are not named again."""
    planned = {one.name: one for one in planned_checks()}
    said = [Checked(planned[one.test.name], one.failing_rows, tuple((row, "") for row in one.rows)) for one in tests]
    failing = {one.check.name for one in said if one.failing_rows}
    for one in tested:
        rows = () if one.expectation.named_by in failing else tuple(zip(one.rows, one.values, strict=True))
        said.append(Checked(planned[one.expectation.name], one.failing_rows, rows))
    return sorted(said, key=lambda one: one.check.name)


def outcomes(lake: Lake) -> dict[str, dict[str, object]]:
    """Return what each check said in the last audit, by name: the rows of ``checks``."""
    name = table("checks").keys[0]
    return {str(row[name]): row for row in lake.read("checks").iter_rows(named=True)}
