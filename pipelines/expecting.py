"""The expectation suites over the tables of a run, each only where the columns it looks at have changed.

Great Expectations costs seconds to import, which a run after one decision of a reviewer should not pay: what each suite
said last is kept in the lake with the digest of what it looked at.
"""

import json
from collections.abc import Mapping

import polars as pl

from checks.expectation_frames import under_test
from checks.expectation_suites import Suite, suites
from checks.expectations import Examined, run_suite
from pipelines.states import combine, package_digest
from warehouse.lake import Lake, digest

_KEPT = "expectations"


def expected(lake: Lake, tables: Mapping[str, pl.DataFrame], before: Mapping[str, int]) -> list[Examined]:
    """Return what every suite says of the tables; ``before`` are the row counts of the last publication."""
    known: dict[str, dict[str, Examined]] = {}
    named = {one.name: one for suite in suites() for one in suite.expectations}
    for row in lake.read(_KEPT).filter(pl.col("check_name").is_in(list(named))).iter_rows(named=True):
        rows, values = tuple(row["row_ids"]), tuple(row["row_values"])
        tested = Examined(named[row["check_name"]], row["failing_rows"], rows, values)
        known.setdefault(row["input_hash"], {})[row["check_name"]] = tested
    said: dict[str, tuple[Suite, list[Examined]]] = {}
    for suite in suites():
        frame = under_test(suite, tables, before)
        key = combine([suite.name, package_digest("checks"), package_digest("gongwen"), digest(frame)])
        kept = known.get(key, {})
        whole = all(one.name in kept for one in suite.expectations)
        said[key] = suite, [kept[one.name] for one in suite.expectations] if whole else run_suite(suite, frame)
    lake.replace(_KEPT, _rows(said))
    return [one for _, tested in said.values() for one in tested]


def _rows(said: Mapping[str, tuple[Suite, list[Examined]]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (one.expectation.name, suite.name, key, one.failing_rows, list(one.rows), list(one.values))
            for key, (suite, tested) in said.items()
            for one in tested
        ],
        schema={
            "check_name": pl.String(),
            "suite": pl.String(),
            "input_hash": pl.String(),
            "failing_rows": pl.Int64(),
            "row_ids": pl.List(pl.String()),
            "row_values": pl.List(pl.String()),
        },
        orient="row",
    )


def counts_before(history: pl.DataFrame, run_id: str | None = None) -> dict[str, int]:
    """Return the row counts of the newest publication of the history, or of the newest before the one named."""
    earlier = history if run_id is None else history.filter(pl.col("run_id") < run_id)
    newest = earlier.sort("run_id").get_column("row_counts").to_list()[-1:]
    counts: dict[str, int] = json.loads(newest[0]) if newest else {}
    return counts
