"""The expectation suites run by Great Expectations over pandas frames of a few columns, a chunk at a time.

The library takes seconds and some 300 MB to import: it is imported where the first suite is run and nowhere else. It
collects what goes wrong inside it as if a check had failed; here that is raised, since a defect is not bad data.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import polars as pl

from checks.data_tests import SHOWN_ROWS
from checks.expectation_frames import CHUNK_ROWS, DERIVED, chunks, row_name
from checks.expectation_suites import Expectation, Suite, patterns

SHOWN_CHARS = 200  # of the values of one row
_TYPES: dict[tuple[object, ...], frozenset[str]] = {}  # what is known of the types of a suite over a frame of a shape


class ExpectationBroke(RuntimeError):
    """Great Expectations could not evaluate an expectation: a defect of the suite or of the library, never of a row."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one expectation: how many rows break it, the first of them by name, and what stands there."""

    expectation: Expectation
    failing_rows: int
    rows: tuple[str, ...]
    values: tuple[str, ...] = ()  # one for each row named


def run_suite(suite: Suite, frame: pl.DataFrame, *, size: int = CHUNK_ROWS) -> list[Examined]:
    """Run one suite over its rows (``expectation_frames.under_test``); raises ``ExpectationBroke``."""
    counts = dict.fromkeys((one.name for one in suite.expectations), 0)
    named: dict[str, dict[str, str]] = {name: {} for name in counts}
    types, others = _types_first(suite)
    mistyped = _mistyped(types, frame.clear())
    for one in suite.expectations:  # what is expected of days cannot hold in a column of texts
        named[one.name] = dict.fromkeys(mistyped & {DERIVED.get(column, column) for column in one.columns}, "")
        counts[one.name] = len(named[one.name])
    asked = replace(others, expectations=tuple(one for one in others.expectations if not named[one.name]))
    for piece in chunks(suite, frame, size=size):
        for name, rows in _failing(asked, piece):
            counts[name] += len(rows.keys() - named[name].keys())
            named[name] = dict(sorted((named[name] | rows).items())[:SHOWN_ROWS])
    said = {name: sorted(rows.items()) for name, rows in named.items()}
    return [
        Examined(one, counts[one.name], *(tuple(row[part] for row in said[one.name]) for part in (0, 1)))
        for one in suite.expectations
    ]


def _mistyped(types: Suite, empty: pl.DataFrame) -> frozenset[str]:
    """Return the columns that have not the type that is expected; asked once of each shape that a table has."""
    asked = (types.name, *types.types.items(), *map(str, empty.schema.items()))
    if asked not in _TYPES:
        found = (rows for piece in chunks(types, empty) for _, rows in _failing(types, piece))
        _TYPES[asked] = frozenset(column for rows in found for column in rows)
    return _TYPES[asked]


def _types_first(suite: Suite) -> tuple[Suite, Suite]:
    """Return the suite in two: what it expects of the types, and all else."""
    types = tuple(one for one in suite.expectations if one.kind == "types")
    others = tuple(one for one in suite.expectations if one.kind != "types")
    return replace(suite, expectations=types), replace(suite, expectations=others)


def _failing(suite: Suite, piece: pl.DataFrame) -> Iterator[tuple[str, dict[str, str]]]:
    """Return the rows of one chunk that break each expectation, as the library finds them: name and values."""
    if not suite.expectations:
        return
    gx = _library()
    built = [made for one in suite.expectations for made in _built(one, suite)]
    outcome = gx.batches.get_batch({"dataframe": piece.to_pandas(use_pyarrow_extension_array=True)}).validate(
        gx.module.ExpectationSuite(name=suite.name, expectations=built),
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": list(suite.rows),
            "return_unexpected_index_query": False,
            "partial_unexpected_count": 0,
        },
    )
    if len(outcome.results) != len(built):
        raise ExpectationBroke(f"{suite.name}: {len(outcome.results)} of {len(built)} expectations answered")
    for result in outcome.results:
        name = result.expectation_config.meta["check"]
        _raise_what_broke(name, result.exception_info)
        if not result.success:
            yield name, _names(suite.rows, result)


def _names(rows: Sequence[str], result: Any) -> dict[str, str]:
    listed = result.result.get("unexpected_index_list")
    if listed is None:  # an expectation about the column as a whole
        return {str(result.expectation_config.kwargs["column"]): str(result.result["observed_value"])}
    found = {row_name([_plain(row[column]) for column in rows]): _values(rows, row) for row in listed}
    if not found:
        raise ExpectationBroke(f"{result.expectation_config.meta['check']}: fails and names no row")
    return found


def _values(rows: Sequence[str], row: Mapping[str, object]) -> str:
    """Return what stands in the columns the expectation is about, those apart that name the row."""
    about = {column: _plain(value) for column, value in sorted(row.items()) if column not in rows}
    return " ".join(f"{column}={'∅' if value is None else value}" for column, value in about.items())[:SHOWN_CHARS]


def _plain(value: object) -> object:
    """Return None for the nulls of pandas, which are not equal to anything."""
    return None if type(value).__name__ in ("NAType", "NaTType") else value


def _raise_what_broke(name: str, told: Any) -> None:
    """Raise where an exception was caught inside the library; it is told flat, or once for each metric."""
    for one in [told] if "raised_exception" in told else list((told or {}).values()):
        if one["raised_exception"]:
            raise ExpectationBroke(f"{name}: {one['exception_message']}\n{one['exception_traceback']}")


@dataclass(frozen=True, slots=True)
class _Library:
    module: Any
    expectations: Any
    batches: Any


@cache
def _library() -> _Library:
    import great_expectations
    from great_expectations import expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = great_expectations.get_context(mode="ephemeral")  # nothing on disk, no cloud
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    rows = context.data_sources.add_pandas("chunk").add_dataframe_asset("rows")  # once: each change is written as YAML
    return _Library(great_expectations, expectations, rows.add_batch_definition_whole_dataframe("all"))


def _built(one: Expectation, suite: Suite) -> Iterator[Any]:
    """Return the library's own expectations for one of ours."""
    made = _library().expectations
    meta = {"check": one.name}
    first, last = one.columns[0], one.columns[-1]
    both = {"column_A": first, "column_B": last, "ignore_row_if": "either_value_is_missing", "meta": meta}
    match one.kind:
        case "key":
            yield from (made.ExpectColumnValuesToNotBeNull(column=column, meta=meta) for column in one.columns)
            if len(one.columns) == 1:
                yield made.ExpectColumnValuesToBeUnique(column=first, meta=meta)
            else:
                yield made.ExpectCompoundColumnsToBeUnique(column_list=list(one.columns), meta=meta)
        case "types":
            for column, kind in suite.types.items():
                yield made.ExpectColumnValuesToBeOfType(column=column, type_=kind, meta=meta)
        case "not_null":
            yield made.ExpectColumnValuesToNotBeNull(column=first, meta=meta)
        case "one_of":
            yield made.ExpectColumnValuesToBeInSet(column=first, value_set=list(one.values), meta=meta)
        case "within":
            yield made.ExpectColumnValuesToBeBetween(column=first, min_value=one.low, max_value=one.high, meta=meta)
        case "like":
            pattern = patterns()[one.pattern]["pattern"]
            yield made.ExpectColumnValuesToMatchRegex(column=first, regex=pattern, meta=meta)
        case "not_less":
            yield made.ExpectColumnPairValuesAToBeGreaterThanB(or_equal=True, **both)
        case "equal":
            yield made.ExpectColumnPairValuesToBeEqual(**both)
        case _:
            raise ExpectationBroke(f"{one.name}: no such kind of expectation: {one.kind}")
