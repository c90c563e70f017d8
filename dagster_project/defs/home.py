"""The home as a Dagster resource: opened once for a whole run of Dagster and held until it has ended."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from gongwen.messages import say
from pipelines.home import Home, home_at
from pipelines.progress import PlainProgress
from pipelines.runner import Run
from pipelines.running import held
from pipelines.stopping import MissingFolder, stop_of


class HomeResource(dg.ConfigurableResource["HomeResource"]):
    """A home folder, its inbox and its catalogue; DISHU_HOME, DISHU_INBOX and DISHU_CATALOGUE say where they lie."""

    root: str = os.environ.get("DISHU_HOME", "")
    inbox: str = os.environ.get("DISHU_INBOX", "")
    catalogue: str = os.environ.get("DISHU_CATALOGUE", "")
    _held: ExitStack = PrivateAttr(default_factory=ExitStack)
    _run: Run | None = PrivateAttr(default=None)

    @property
    def home(self) -> Home:
        """Return where everything of the home lies."""
        named = {"inbox": self.inbox, "catalogue": self.catalogue}
        return home_at(Path(self.root), **{name: Path(path) for name, path in named.items() if path})

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["HomeResource"]:
        """Let go of the home when the run of Dagster has ended."""
        with self._held:
            yield self

    def run(self) -> Run:
        """Return the run over the home; the first to ask holds the home and looks at the inbox, once for all.

        Raises ``MissingFolder`` where no home is named: Dagster's folder is no home by chance.
        """
        if not self.root:
            raise MissingFolder(say("dagster.no_home_named"))
        if self._run is None:
            _let_spawned_processes_find_us()
            self._run = self._held.enter_context(held(self.home, PlainProgress()))
        return self._run

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what people can do something about into a failure that tells them so; a defect is left as it is."""
        try:
            yield
        except Exception as error:
            stop = stop_of(error, self.home)
            if stop is None:
                raise
            raise dg.Failure(
                description=stop.message, metadata={"exit_code": stop.code}, allow_retries=False
            ) from error


def _let_spawned_processes_find_us() -> None:
    """Put Dishu on the path where it is not installed: Dagster forgets the folder it has loaded us from."""
    root = str(Path(__file__).resolve().parents[2])
    if root not in sys.path:
        sys.path.append(root)
