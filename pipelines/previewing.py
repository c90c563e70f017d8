"""What a step has made, in counts and ids: what may be shown anywhere. Never a text, a title, a name or a path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.plan import OUTSIDE, Step
from pipelines.runner import Run
from pipelines.states import WHOLE
from warehouse.lake import YEAR
from warehouse.schema import REMARKS, by_year, table

SHOWN_IDS = 5
_SAFE = frozenset({"sha256", "check_name"})  # beside the columns that end in _id


@dataclass(frozen=True, slots=True)
class Table:
    """One table that a step writes: its rows and the ids of the first of them, in the order of the key."""

    name: str
    rows: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a step has made, as a whole or for one folder year; ``version`` is "" where there is nothing to read."""

    version: str
    tables: tuple[Table, ...]
    remarks: int

    @property
    def rows(self) -> int:
        """Return the rows of all its tables together."""
        return sum(one.rows for one in self.tables)


def made(run: Run, step: Step, years: Sequence[str] = ()) -> Mapping[str, Made]:
    """Return what the step has made by folder year; under ``WHOLE`` alone where it is not by year."""
    scopes = list(years) if step.by_year else [WHOLE]
    names = [name for name in step.writes if name not in OUTSIDE]
    frames = {name: _read(run, name, scopes if step.by_year else None) for name in [*names, REMARKS + step.name]}
    return {scope: _made(run, step, scope, frames) for scope in scopes}


def _read(run: Run, name: str, years: list[str] | None) -> pl.DataFrame:
    columns = [*_id_columns(name), *([YEAR] if by_year(name) else [])]
    if not columns:  # a table without ids: its rows can only be counted
        columns = [column.name for column in table(name).columns][:1]
    return run.lake.read(name, years=years, columns=columns)


def _id_columns(name: str) -> list[str]:
    keys = table(name).keys
    return [key for key in keys if key.endswith("_id") or key in _SAFE]


def _made(run: Run, step: Step, scope: str, frames: Mapping[str, pl.DataFrame]) -> Made:
    own = {
        name: frame.filter(pl.col(YEAR) == scope) if step.by_year else frame for name, frame in sorted(frames.items())
    }
    tables = tuple(
        Table(name, frame.height, _first_ids(frame, _id_columns(name)))
        for name, frame in own.items()
        if not name.startswith(REMARKS)
    )
    state = run.states.get(step.name, scope)
    return Made(state.output_hash if state else "", tables, own[REMARKS + step.name].height)


def _first_ids(frame: pl.DataFrame, columns: list[str]) -> tuple[str, ...]:
    if not columns:
        return ()
    first = frame.select(columns).unique(maintain_order=True).head(SHOWN_IDS)
    return tuple(" ".join(str(value) for value in row) for row in first.iter_rows())
