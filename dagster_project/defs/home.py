"""The home as a Dagster resource: where it lies is configuration; what is done in it is not decided here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipelines.home import home_at
from pipelines.progress import PlainProgress
from pipelines.runner import Run
from pipelines.running import open_run
from warehouse.lock import hold


class HomeResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """A home folder. ``root`` defaults to the environment variable DISHU_HOME, else the folder Dagster runs in."""

    root: str = os.environ.get("DISHU_HOME", ".")
    inbox: str = ""
    catalogue: str = ""

    @contextmanager
    def run(self) -> Iterator[Run]:
        """Hold the home and give the run over it for the length of the block."""
        named = {"inbox": self.inbox, "catalogue": self.catalogue}
        home = home_at(Path(self.root), **{name: Path(value) for name, value in named.items() if value})
        with hold(home.root):
            yield open_run(home, PlainProgress())
