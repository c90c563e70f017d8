"""Runs the steps in order, each only where something it depends on has changed, and remembers what was done.

A step's input is known by the digests of what it reads and of the code and tables it rests on; where both are as they
were, it is not run. Nothing here knows what a step does.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from pipelines.home import Home
from pipelines.plan import OUTSIDE, STEPS, Step
from pipelines.settings import Settings
from pipelines.states import WHOLE, State, States, code_version, combine
from warehouse.lake import YEAR, Lake, digest
from warehouse.schema import REMARKS, conform, published

Tables = Mapping[str, pl.DataFrame]
SEEN = ("first_seen", "last_seen")  # when a file was met says nothing about what is in it
PORTION_BYTES = 256 * 1024 * 1024  # folder years are taken together up to this size, so that memory stays flat
WRITERS = {name: step for step in STEPS for name in step.writes}
_TEXT_VERSION = ("sha256", YEAR, "reader", "reader_version", "state")  # the same of these gives the same text
_BY_NAME = {step.name: step for step in STEPS}
_UNREAD = "unread"  # in the place of the code version: what is there was kept in line, but nothing new was read


class Reporter(Protocol):
    """Who is told how a run goes on."""

    def started(self, step: Step, years: Sequence[str]) -> None:
        """A step begins, for these folder years (none where it is not by year)."""

    def advanced(self, done: int, total: int) -> None:
        """So many of so many files are done."""

    def finished(self, step: Step, rows_in: int, rows_out: int, *, fresh: bool) -> None:
        """A step has ended; ``fresh`` is False where nothing had changed and it was not run."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a step is given: the tables it reads, and the world it stands in."""

    tables: Tables
    home: Home
    settings: Settings
    lake: Lake
    years: tuple[str, ...]  # the folder years this call is for; empty where the step is not by year
    years_read: tuple[str, ...]
    outside: Mapping[str, str]  # digests of the outside things
    report: Reporter
    may_read: bool = True  # False where only what has been read before is looked at
    key: str = ""  # digest of all that the step depends on; empty where it is by year


class Run:
    """One run over a home. ``outside`` says by digest what the inbox, the catalogue and the decisions hold now."""

    def __init__(
        self,
        home: Home,
        settings: Settings,
        outside: Mapping[str, str],
        report: Reporter,
        *,
        decisions: pl.DataFrame,
        chosen_years: frozenset[str] | None = None,
    ) -> None:
        self.home, self.settings, self.outside, self.report = home, settings, outside, report
        self.decisions = decisions
        self.chosen_years = chosen_years
        self.lake = Lake(home.lake)
        self.states = States(self.lake)
        self._is_in_line = False

    def steps(self, steps: Iterable[Step] = STEPS) -> None:
        """Run every step that has anything to do, in order."""
        for step in steps:
            if step.by_year:
                self._by_year(step, self.chosen_years)
            else:
                self._together(step)

    def alone(self, step: Step, *, years: frozenset[str] | None = None) -> None:
        """Run one step; where it is by year, for these folder years, after the walk of the inbox it stands on."""
        if step.by_year:
            self._whole(WRITERS["files"])
            self._by_year(step, years)
        else:
            self._together(step)

    def _together(self, step: Step) -> None:
        """Run a step that is not by year, over years that all agree with what is there now."""
        if not self._is_in_line and any(WRITERS[name].by_year for name in _read_names(step) if name in WRITERS):
            self._keep_in_line()
            self._is_in_line = True
        self._whole(step)

    def _keep_in_line(self) -> None:
        """Let the years that have been read know of files that are gone, moved or renamed since; read nothing.

        A year of which something is not read yet counts as unread afterwards, and is read when it is asked for.
        """
        reading = WRITERS["texts"]
        files = self.lake.read("files").drop(SEEN)
        known = {year: self.states.get(reading.name, year) for year in self.states.years(reading.name)}
        behind = frozenset(
            year for year, one in known.items() if one and one.input_hash.partition(":")[2] != _files_of(year, files)
        )
        for step in STEPS:
            if step.by_year and behind:
                self._by_year(step, behind, may_read=False)

    def years_read(self) -> tuple[str, ...]:
        """Return the folder years of which everything that is there now has been read, sorted."""
        columns = ["sha256", YEAR]
        waiting = (
            self.lake.read("files").filter(pl.col("state").is_null()).select(columns)
            .join(self.lake.read("texts", columns=columns), on=columns, how="anti")
        )  # fmt: skip
        unread = set(waiting.get_column(YEAR))
        return tuple(year for year in self.states.years(WRITERS["texts"].name) if year not in unread)

    def _whole(self, step: Step) -> None:
        self.report.started(step, ())
        # What a step makes for itself is no reason to run it again.
        depends = [name for name in _read_names(step) if name not in step.writes]
        told = [f"years={','.join(self.years_read())}"] if "files" in depends else []
        key = combine([code_version(step), *told, *(f"{name}={self._digest(name)}" for name in depends)])
        known = self.states.get(step.name)
        if known is not None and known.input_hash == key:
            self.report.finished(step, 0, known.rows, fresh=False)
            return
        inner = [name for name in _read_names(step) if name not in OUTSIDE]
        tables = {name: self.lake.read(name) for name in inner}
        results = self._call(step, tables, (), key=key)
        hashes = [self.lake.replace(name, results[name]) for name in _write_names(step) if name in results]
        rows = sum(frame.height for name, frame in results.items() if not name.startswith(REMARKS))
        self.states.remember(step.name, {WHOLE: State(key, combine(hashes), rows)})
        self.report.finished(step, sum(frame.height for frame in tables.values()), rows, fresh=True)

    def _by_year(self, step: Step, chosen: frozenset[str] | None, *, may_read: bool = True) -> None:
        files = self.lake.read("files").drop(SEEN)
        present = set(files.get_column(YEAR))
        gone = sorted(set(self.states.years(step.name)) - present)
        wanted = present if chosen is None else present & chosen
        keys = {year: self._year_key(step, year, files) for year in wanted}
        stale = sorted(year for year, key in keys.items() if not self._is_current(step, year, key))
        self.report.started(step, stale)
        if not stale and not gone:
            self.report.finished(step, 0, self.states.rows(step.name), fresh=False)
            return
        counts = [
            self._portion(step, years, files, keys, may_read=may_read) for years in _portions([*stale, *gone], files)
        ]
        self.states.remember(step.name, {}, forget=gone)
        self.report.finished(step, sum(one for one, _ in counts), sum(one for _, one in counts), fresh=True)

    def _portion(
        self, step: Step, years: list[str], files: pl.DataFrame, keys: Mapping[str, str], *, may_read: bool
    ) -> tuple[int, int]:
        """Run the step for some folder years and commit what it made; return how many rows went in and came out."""
        staged = [name for name in _read_names(step) if name != "files" and name not in OUTSIDE]
        tables = {name: self.lake.read(name, years=years) for name in staged}
        if "files" in step.reads:
            tables["files"] = files.filter(pl.col(YEAR).is_in(years))
        results = self._call(step, tables, years, may_read=may_read)
        if step.appends:  # reading may have shown that a name must be masked
            files = self.lake.read("files").drop(SEEN)
            keys = {year: self._year_key(step, year, files) for year in keys}
            keys = keys if may_read else {year: f"{_UNREAD}:{_files_of(year, files)}" for year in keys}
        made: dict[str, pl.DataFrame] = {}
        for name in _write_names(step):
            if name in results:
                made[name] = conform(name, results[name])
                self.lake.replace(name, made[name], years=years)
        states = {year: self._state(step, made, year, keys.get(year, "")) for year in years}
        self.states.remember(step.name, {year: state for year, state in states.items() if year in keys})
        return sum(frame.height for frame in tables.values()), sum(state.rows for state in states.values())

    def _state(self, step: Step, made: Tables, year: str, key: str) -> State:
        """Return the state of one year; of texts, which the step has committed itself, their versions tell enough."""
        own = {name: frame.filter(pl.col(YEAR) == year) for name, frame in made.items()}
        own |= {name: self.lake.read(name, years=[year], columns=_TEXT_VERSION) for name in step.appends}
        rows = sum(frame.height for name, frame in own.items() if not name.startswith(REMARKS))
        return State(key, combine(digest(own[name]) for name in sorted(own)), rows)

    def _call(
        self, step: Step, tables: Tables, years: Sequence[str], *, may_read: bool = True, key: str = ""
    ) -> dict[str, pl.DataFrame]:
        if "decisions" in step.reads:
            tables = {**tables, "decisions": self.decisions}
        module, _, function = step.function.partition(":")
        run: Callable[[Inputs], Mapping[str, pl.DataFrame]] = getattr(importlib.import_module(module), function)
        given = Inputs(
            tables,
            home=self.home,
            settings=self.settings,
            lake=self.lake,
            years=tuple(years),
            years_read=() if step.by_year else self.years_read(),
            outside=self.outside,
            report=self.report,
            may_read=may_read,
            key=key,
        )
        results = dict(run(given))
        remarks = conform(REMARKS, results.pop("remarks", pl.DataFrame())).with_columns(step=pl.lit(step.name))
        results[REMARKS + step.name] = remarks if step.by_year else remarks.with_columns(pl.lit("whole").alias(YEAR))
        return results

    def _year_key(self, step: Step, year: str, files: pl.DataFrame) -> str:
        inner = [name for name in _read_names(step) if name not in OUTSIDE]
        before = {maker(name).name for name in inner if name != "files"}
        states = (self.states.get(name, year) for name in sorted(before))
        told = [f"{name}={self._digest(name)}" for name in step.reads if name in OUTSIDE]
        rest = combine([code_version(step), *told, *(state.output_hash if state else "" for state in states)])
        return f"{rest}:{_files_of(year, files)}"

    def _is_current(self, step: Step, year: str, key: str) -> bool:
        known = self.states.get(step.name, year)
        return known is not None and known.input_hash == key

    def _digest(self, name: str) -> str:
        if name in OUTSIDE:
            return self.outside.get(name, "")
        return self.states.output(maker(name).name)


def maker(name: str) -> Step:
    """Return the step that makes a table of the lake, or its own remarks."""
    return _BY_NAME[name.removeprefix(REMARKS)] if name.startswith(REMARKS) else WRITERS[name]


def _files_of(year: str, files: pl.DataFrame) -> str:
    return digest(files.filter(pl.col(YEAR) == year))


def _read_names(step: Step) -> list[str]:
    """Return the names the step reads; ``everything`` is every published table made before it, and all remarks."""
    if "everything" not in step.reads:
        return list(step.reads)
    before = STEPS[: STEPS.index(step)]
    shown = {one.name for one in published()}
    tables = [name for one in before for name in one.writes if name in shown]
    return [*tables, *(REMARKS + one.name for one in before), *(name for name in step.reads if name in OUTSIDE)]


def _write_names(step: Step) -> list[str]:
    tables = [name for name in step.writes if name not in OUTSIDE and name not in step.appends]
    return [*tables, REMARKS + step.name]


def _portions(years: Sequence[str], files: pl.DataFrame) -> Iterator[list[str]]:
    sizes = {year: int(total) for year, total in files.group_by(YEAR).agg(pl.col("bytes").sum()).iter_rows()}
    portion: list[str] = []
    for year in years:
        if portion and sum(sizes.get(one, 0) for one in [*portion, year]) > PORTION_BYTES:
            yield portion
            portion = []
        portion.append(year)
    if portion:
        yield portion
