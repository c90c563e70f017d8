"""What each step last did, by folder year: the digests that tell whether it has anything to do again."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl

from pipelines.plan import Step
from warehouse.lake import Lake

WHOLE = ""  # the year of a step that is not by year


@dataclass(frozen=True, slots=True)
class State:
    """What a step was given and what it made, by digest."""

    input_hash: str
    output_hash: str
    rows: int


class States:
    """The memory of the steps, kept in the lake."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        rows = lake.read("step_states").iter_rows(named=True)
        self._known = {
            (row["step"], row["accession_year"]): State(row["input_hash"], row["output_hash"], row["rows"])
            for row in rows
        }

    def get(self, step: str, year: str = WHOLE) -> State | None:
        """Return what the step last did for the year, or None where it never ran."""
        return self._known.get((step, year))

    def years(self, step: str) -> list[str]:
        """Return the folder years the step has run for, sorted."""
        return sorted(year for name, year in self._known if name == step)

    def output(self, step: str) -> str:
        """Return one digest over everything the step has made, all years together."""
        made = sorted((year, state.output_hash) for (name, year), state in self._known.items() if name == step)
        return combine(f"{year}={value}" for year, value in made)

    def rows(self, step: str) -> int:
        """Return how many rows the step has made, all years together."""
        return sum(state.rows for (name, _), state in self._known.items() if name == step)

    def remember(self, step: str, states: Mapping[str, State], *, forget: Iterable[str] = ()) -> None:
        """Record what the step did for these years, and forget the years that are no more, in one commit."""
        self._known |= {(step, year): state for year, state in states.items()}
        for year in forget:
            self._known.pop((step, year), None)
        rows = [(name, year, one.input_hash, one.output_hash, one.rows) for (name, year), one in self._known.items()]
        columns = ["step", "accession_year", "input_hash", "output_hash", "rows"]
        self._lake.replace("step_states", pl.DataFrame(rows, schema=columns, orient="row"))


def combine(values: Iterable[str]) -> str:
    """Return the SHA-256 of the values in order."""
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def code_version(step: Step) -> str:
    """Return the digest of the source and the tables that the step's result rests on."""
    return combine(package_digest(name) for name in step.code)


@cache
def package_digest(name: str) -> str:
    """Return the digest of a package (its data files included) or of one module, named with dots."""
    package, *parts = name.split(".")
    place = files(package)
    for part in parts[:-1]:
        place = place / part
    if parts:
        return hashlib.sha256((place / f"{parts[-1]}.py").read_bytes()).hexdigest()
    return combine(f"{path}:{hashlib.sha256(content).hexdigest()}" for path, content in _walk(place, ""))


def _walk(folder: Traversable, prefix: str) -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _walk(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield f"{prefix}{entry.name}", entry.read_bytes()
